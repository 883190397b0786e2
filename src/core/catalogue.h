/* The catalogue of figures: which there are, in which order, and what each of them is. A tree of rows, in which a row may stand
 * for one thing per view, loss, metric or class. JSON, TSV, gates, --by, means over the images, comparisons and the schema walk
 * it (walk.h); a figure that is added here is in all of them. */
#ifndef ML_CORE_CATALOGUE_H
#define ML_CORE_CATALOGUE_H

#include "core/figures.h"
#include "core/spread.h"

/* What a row is repeated for. */
typedef enum ml_over { ML_OVER_NOTHING, ML_OVER_VIEWS, ML_OVER_LOSSES, ML_OVER_METRICS, ML_OVER_CLASSES, ML_N_OVER } ml_over;

/* What figures are listed for. */
typedef enum ml_scope {
    ML_IN_LINE = 1,   /* an image's line in a record stream, and what can be asked of an image by a path */
    ML_IN_IMAGE = 2,  /* an image in a report */
    ML_IN_SET = 4,    /* a set: what JSON calls the aggregate */
    ML_IN_TABLE = 8,  /* a set in long form, a figure a line */
    ML_IN_EXACT = 16, /* the means over a set's images alone, of all views that are computed, each of them whole */
} ml_scope;

/* What a figure's values can be. */
typedef enum ml_kind {
    ML_KIND_GROUP,       /* no figure: has members */
    ML_KIND_COUNT,       /* a whole number >= 0 */
    ML_KIND_SIZE,        /* a whole number >= 1 */
    ML_KIND_SUM,         /* >= 0 */
    ML_KIND_MEAN,        /* >= 0, not defined without pixels */
    ML_KIND_FRACTION,    /* 0..1, not defined for 0/0 */
    ML_KIND_CORRELATION, /* -1..1, not defined for 0/0 */
    ML_KIND_DIFFERENCE,  /* any number, or not defined */
    ML_KIND_MATRIX,
} ml_kind;

/* Whether a figure is averaged over the images of a set. */
typedef enum ml_averaged {
    ML_NOT_AVERAGED,
    ML_AVERAGED,          /* under its own name */
    ML_AVERAGED_AS_GROUP, /* under the name of its group: image_mean has losses.dice for losses.dice.mean */
} ml_averaged;

/* What figures are taken from: an image or a set. All borrowed. */
typedef struct ml_subject {
    const ml_figures *figures; /* of its record */
    uint64_t width, height;    /* an image */
    uint64_t n_images, n_expected, n_without_truth, n_errors;
    const ml_spread *means; /* a set: of the figures that are averaged, in the order of the catalogue */
} ml_subject;

/* Row-major; one of the two has the values. Borrowed. */
typedef struct ml_matrix {
    size_t n_rows, n_columns;
    const uint64_t *counts;
    const double *numbers;
} ml_matrix;

typedef struct ml_catalogue_row ml_catalogue_row;

enum { ML_OF_NONE = -1 };

/* Which figure: a row, and what of the things that it or the groups around it are repeated for. Two are the same if their
 * members are. */
typedef struct ml_figure {
    const ml_catalogue_row *row;
    int of[ML_N_OVER];                /* index of the view, loss, metric, class; ML_OF_NONE: of none */
    const ml_catalogue_row *averaged; /* of means over the images: the image's figure, else NULL */
    size_t mean;                      /* of these: its number in ml_subject's means */
} ml_figure;

struct ml_catalogue_row {
    const char *key;     /* NULL: the name of what it is repeated for; both none: the end of a list of rows */
    const char *meaning; /* in the schema */
    ml_kind kind;
    ml_over over;
    unsigned scopes; /* of ml_scope; 0: wherever its group is */
    ml_averaged averaged;
    bool more_is_better;
    bool of_images;                           /* a group: below it stand the means over the images of what its members are */
    bool (*exists)(const ml_loss_kind *kind); /* for losses of this kind; NULL: for all, or not below losses */
    bool (*is_asked)(const ml_settings *settings); /* for results of such settings alone; NULL: of any */
    const ml_catalogue_row *members;               /* of a group */
    size_t field; /* where the function below finds the figure; each has its own meaning of it */
    uint64_t (*count)(const ml_subject *subject, const ml_figure *figure);
    double (*number)(const ml_subject *subject, const ml_figure *figure); /* NaN: not defined */
    ml_matrix (*matrix)(const ml_subject *subject, const ml_figure *figure);
};

/* All of them; ends with a row of zeros, as each list of members does. */
extern const ml_catalogue_row ml_catalogue[];

/* The four figures of a mean over images. */
extern const ml_catalogue_row ml_catalogue_spread[];

static inline bool ml_catalogue_is_end(const ml_catalogue_row *row) { return !row->key && row->over == ML_OVER_NOTHING; }

/* Whether losses of this kind have the row; NULL: whether any have. */
static inline bool ml_catalogue_is_of(const ml_catalogue_row *row, const ml_loss_kind *kind)
{
    return !row->exists || !kind || row->exists(kind);
}

/* The figure of which the row's mean over the images is, NULL if there is none: the row itself, or of a group, where losses of
 * this kind are concerned, a member. */
const ml_catalogue_row *ml_catalogue_averaged(const ml_catalogue_row *row, const ml_loss_kind *kind);

/* Whether a group has figures that are averaged, in the groups below it too. */
bool ml_catalogue_has_averaged(const ml_catalogue_row *group);

/* The value of a figure that is no matrix, NaN where it is not defined. */
double ml_figure_value(const ml_figure *figure, const ml_subject *subject);

/* Whether more of it is better. */
bool ml_figure_more_is_better(const ml_figure *figure);

/* Whether it is a mean over the images, which has an interval where two evaluations are compared. */
bool ml_figure_is_mean(const ml_figure *figure);

/* Of a mean over the images, what it is the mean of: a figure of an image. */
ml_figure ml_figure_averaged(const ml_figure *mean);

bool ml_figure_same(const ml_figure *a, const ml_figure *b);

#endif

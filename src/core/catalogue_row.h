/* A row of the catalogue of figures (catalogue.h): what a figure is, where it is listed, and how it is read from what it is of.
 */
#ifndef ML_CORE_CATALOGUE_ROW_H
#define ML_CORE_CATALOGUE_ROW_H

#include "core/figures.h"
#include "core/presence.h"
#include "core/set_lists.h"
#include "core/spread.h"
#include "core/tails.h"

/* What a row is repeated for. */
typedef enum ml_over {
    ML_OVER_NOTHING,
    ML_OVER_VIEWS,
    ML_OVER_LOSSES,
    ML_OVER_METRICS,
    ML_OVER_MEASURES,
    ML_OVER_CLASSES,
    ML_N_OVER
} ml_over;

/* What figures are listed for. */
typedef enum ml_scope {
    ML_IN_LINE = 1,   /* an image's line in a record stream, and what can be asked of an image by a path */
    ML_IN_IMAGE = 2,  /* an image in a report */
    ML_IN_SET = 4,    /* a set: what JSON calls the aggregate */
    ML_IN_TABLE = 8,  /* a set in long form, a figure a line */
    ML_IN_EXACT = 16, /* the means over a set's images alone, of all views that are computed, each of them whole */
    ML_IN_GROUP = 32, /* some images of a set together */
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
    ML_KIND_COUNT_OR_NULL,
    ML_KIND_MATRIX,
    ML_KIND_LIST, /* things of images, which are rows of whole numbers */
    ML_KIND_NAME, /* no number: the name of something, or none */
    /* The next are of columns of lists. */
    ML_KIND_IMAGE, /* the name of the row's image, which is none of its numbers */
    ML_KIND_CLASS, /* a class, or none: its name */
    ML_KIND_BOX,   /* four numbers: first row, first column, last row, last column */
} ml_kind;

/* Whether a figure is averaged over the images of a set. */
typedef enum ml_averaged {
    ML_NOT_AVERAGED,
    ML_AVERAGED,           /* under its own name */
    ML_AVERAGED_AS_GROUP,  /* under the name of its group: image_mean has losses.dice for losses.dice.mean */
    ML_AVERAGED_AS_NUMBER, /* beside it, its mean alone: losses.wcce.mean_weighted */
} ml_averaged;

/* What figures are taken from: an image or a set. All borrowed. */
typedef struct ml_subject {
    const ml_figures *figures; /* of its record */
    uint64_t width, height;    /* an image */
    uint64_t n_images;         /* 0: it is an image, or a set that has none */
    uint64_t n_expected, n_without_truth, n_errors;
    const ml_spread *means;             /* a set: of the figures that are averaged, in the order of the catalogue */
    const ml_group_spread *group_means; /* a set with groups: the same over these */
    const ml_presence *presence;        /* a set or group: in how many images its classes are */
    const ml_set_lists *lists;          /* a set: sorted */
    const ml_interval
        *intervals;   /* a set whose settings want them, of the figures that have one, in the order of the catalogue */
    const char *unit; /* what they are resampled over */
} ml_subject;

/* Row-major; one of the two has the values. Borrowed. */
typedef struct ml_matrix {
    size_t n_rows, n_columns;
    const uint64_t *counts;
    const double *numbers;
} ml_matrix;

/* A column whose values have a name: rows of such are objects. */
typedef struct ml_column {
    const char *key; /* NULL ends a list of columns */
    const char *meaning;
    ml_kind kind; /* ML_KIND_COUNT, in a matrix below 2^53, or of numbers that are always defined; in a list no such numbers */
    size_t cell;  /* in a list: which of a row's numbers it is, or begins with */
} ml_column;

typedef struct ml_catalogue_row ml_catalogue_row;

enum { ML_OF_NONE = -1 };

/* Which figure: a row, and what of the things that it or the groups around it are repeated for. Two are the same if their
 * members are. */
typedef struct ml_figure {
    const ml_catalogue_row *row;
    int of[ML_N_OVER];                /* index of the view, loss, metric, measure, class; ML_OF_NONE: of none */
    const ml_catalogue_row *averaged; /* of means over images or groups: the figure of one of them, else NULL */
    size_t mean;                      /* of these: its number in ml_subject's means */
    const ml_catalogue_row *bounded;  /* of ends of an interval: the figure that it is of, else NULL */
    size_t interval;                  /* of these: its number in ml_subject's intervals */
} ml_figure;

struct ml_catalogue_row {
    const char *key;     /* NULL: the name of what it is repeated for; both none: the end of a list of rows */
    const char *meaning; /* in the schema */
    ml_kind kind;
    ml_over over;
    unsigned scopes; /* of ml_scope; 0: wherever its group is */
    ml_averaged averaged;
    bool more_is_better, near_0_is_better;    /* neither: less is */
    bool has_interval;                        /* pooled */
    bool of_images;                           /* a group: below it stand the means over the images of what its members are */
    bool of_groups;                           /* the same over groups of images; and the figures of such means */
    bool of_intervals;                        /* a group: below its views stand the intervals of what their members are */
    bool (*exists)(const ml_loss_kind *kind); /* for losses of this kind; NULL: for all, or not below losses */
    bool (*is_asked)(const ml_settings *settings); /* for results of such settings alone; NULL: of any */
    bool (*is_of)(const ml_measure *measure);      /* of measures: for such alone; NULL: of any of the kind */
    bool of_constants;                             /* of metrics and losses: only for those of which there is a constant's */
    bool of_unmasked;                              /* of classes: only for those that are not masked */
    bool below_views; /* a group of a view that is there among means and intervals alone: elsewhere views stand below it */
    bool since_0_2;   /* averaged: the exact sums of 0.1 lack it */
    const ml_catalogue_row *members; /* of a group; of measures NULL: each kind has its own */
    size_t field;                    /* where the function below finds the figure; each has its own meaning of it */
    uint64_t (*count)(const ml_subject *subject, const ml_figure *figure);
    double (*number)(const ml_subject *subject, const ml_figure *figure);    /* NaN: not defined */
    double (*part)(const ml_subject *subject, const ml_figure *figure);      /* what means take of it; NULL: the number */
    const char *(*name)(const ml_subject *subject, const ml_figure *figure); /* NULL: none; borrowed */
    ml_matrix (*matrix)(const ml_subject *subject, const ml_figure *figure);
    const ml_set_list *(*list)(const ml_subject *subject, const ml_figure *figure); /* its first ones */
    const char *title;                                                              /* of a list, for people: what is listed */
    const ml_column *columns; /* of a list, or of a matrix of numbers that is a list of objects; else NULL */
};

#endif

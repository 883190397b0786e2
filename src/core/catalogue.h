/* The catalogue of figures: which there are, in which order, and what each of them is. A tree of rows, in which a row may stand
 * for one thing per view, loss, metric or class. JSON, TSV, gates, --by, means over the images, comparisons and the schema walk
 * it (walk.h); a figure that is added here is in all of them. */
#ifndef ML_CORE_CATALOGUE_H
#define ML_CORE_CATALOGUE_H

#include "core/catalogue_row.h"

/* All of them; ends with a row of zeros, as each list of members does. */
extern const ml_catalogue_row ml_catalogue[];

/* The figures of a mean over images, and of one over groups of images. */
extern const ml_catalogue_row ml_catalogue_spread[], ml_catalogue_group_spread[];

static inline bool ml_catalogue_is_end(const ml_catalogue_row *row) { return !row->key && row->over == ML_OVER_NOTHING; }

/* Whether losses of this kind have the row; NULL: whether any have. */
static inline bool ml_catalogue_is_of(const ml_catalogue_row *row, const ml_loss_kind *kind)
{
    return !row->exists || !kind || row->exists(kind);
}

/* Means that stand alone. */
extern const ml_catalogue_row ml_catalogue_mean, ml_catalogue_group_mean;

/* Whether below a group stand means of what its members are. */
static inline bool ml_catalogue_is_of_means(const ml_catalogue_row *group) { return group->of_images || group->of_groups; }
/* The ends of an interval. */
extern const ml_catalogue_row ml_catalogue_ends[];

/* Whether losses, or metrics, that the figure is of have the row. */
bool ml_catalogue_row_exists(const ml_catalogue_row *row, const ml_settings *settings, const ml_figure *figure);

/* Whether a group has figures that are averaged, in the groups below it too. */
bool ml_catalogue_has_averaged(const ml_catalogue_row *group);

/* Whether a group has figures with intervals, in the groups below it too. */
bool ml_catalogue_has_intervals(const ml_catalogue_row *group);

/* Whether a row is a figure whose value is a number. */
static inline bool ml_catalogue_is_number(const ml_catalogue_row *row) { return row->count || row->number; }

/* The value of a figure that is a number, NaN where it is not defined. */
double ml_figure_value(const ml_figure *figure, const ml_subject *subject);

/* What a mean over the images takes of an image's figure; NaN: nothing. */
double ml_figure_part(const ml_figure *figure, const ml_subject *image);

/* Which values of it are the better ones. */
ml_better ml_figure_better(const ml_figure *figure);

/* Whether what is sorted by it, the lowest or else the highest first, begins with the worst. */
bool ml_figure_worst_first(const ml_figure *figure, bool lowest);

/* Whether it is a mean over the images of a loss or a metric, which has an interval where two evaluations are compared. */
bool ml_figure_is_mean(const ml_figure *figure);

/* The same over the groups. */
bool ml_figure_is_group_mean(const ml_figure *figure);

/* Whether it is a pooled figure that has an interval. */
bool ml_figure_has_interval(const ml_figure *figure);

/* Of an end of an interval, what the interval is of. */
ml_figure ml_figure_bounded(const ml_figure *end);

/* Of a mean over the images or groups, what it is the mean of: a figure of one of them. */
ml_figure ml_figure_averaged(const ml_figure *mean);

bool ml_figure_same(const ml_figure *a, const ml_figure *b);

#endif

/* What forms for reading show of a measure: its figures of all classes together, each in all views, their intervals where there
 * are any, and their means over the images or, where these are shown, the groups. */
#ifndef ML_OUTPUT_REPORT_MEASURED_H
#define ML_OUTPUT_REPORT_MEASURED_H

#include "core/result.h"
#include "output/report/text_table.h"

/* A figure. Values of views that are not shown are not set; one without views has them in place of the first. */
typedef struct ml_measured {
    char *label;      /* its keys below the measure and the view; owned */
    ml_figure figure; /* of no view */
    bool has_views, is_count, has_means, has_interval;
    double values[ML_N_VIEWS]; /* NaN: not defined, like the means */
    char *paths[ML_N_VIEWS];   /* to the values; owned */
    double means[ML_N_VIEWS];
    char *mean_paths[ML_N_VIEWS];
    double ends[2][ML_N_VIEWS]; /* of the interval: low, high */
    char *end_paths[2][ML_N_VIEWS];
} ml_measured;

/* A zeroed one may be cleared. */
typedef struct ml_measured_list {
    size_t n, capacity;
    ml_measured *items;  /* [n] in the order of the catalogue */
    ml_text_views views; /* those that are shown: the columns of a table; where no figure has views, one without a name */
    bool has_views;
    bool has_means;     /* there are several images, or groups, or figures of images alone */
    bool has_intervals; /* some figure has one */
} ml_measured_list;

/* Lists the figures of measure k of a set. False without memory; the list is to be cleared then, too. */
bool ml_measured_list_init(const ml_set_result *set, size_t k, ml_measured_list *list) ML_MUST_USE;
void ml_measured_list_clear(ml_measured_list *list);

#endif

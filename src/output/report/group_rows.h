/* What forms for reading keep of the groups until what stands above them is written: a row each, the worst first. */
#ifndef ML_OUTPUT_REPORT_GROUP_ROWS_H
#define ML_OUTPUT_REPORT_GROUP_ROWS_H

#include "core/result.h"

typedef struct ml_group_row {
    char *name; /* as the file system has it; owned */
    uint64_t n_images;
    double figure;                             /* that says how bad it is */
    double loss[ML_N_VIEWS], miou[ML_N_VIEWS]; /* the first loss's mean, in the views that are computed */
} ml_group_row;

/* A zeroed one is empty. */
typedef struct ml_group_rows {
    size_t n, capacity;
    ml_group_row *items;
} ml_group_rows;

/* Adds a group. False without memory. */
bool ml_group_rows_add(ml_group_rows *rows, const ml_group_result *group, const ml_figure *figure) ML_MUST_USE;

/* Sorts them by the figure: the highest first, or the lowest, then those without one; of equals, the first that was added. */
void ml_group_rows_sort(ml_group_rows *rows, bool lowest_first);
void ml_group_rows_clear(ml_group_rows *rows);

#endif

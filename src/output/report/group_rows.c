/* Rows of groups; see group_rows.h. */
#include "output/report/group_rows.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool ml_group_rows_add(ml_group_rows *rows, const ml_group_result *group, const ml_figure *figure)
{
    const ml_settings *settings = group->figures->settings;
    const ml_subject subject = ml_subject_group(group);
    ml_group_row row = {ml_strdup(group->name), group->n_images, ml_figure_value(figure, &subject), {0}, {0}};
    if (!row.name || !ml_grow(&rows->items, &rows->capacity, rows->n, sizeof *rows->items)) {
        free(row.name);
        return false;
    }
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (ml_view_needed(settings, (ml_view_kind)v)) {
            row.loss[v] = group->figures->views[v].losses[0].mean;
            row.miou[v] = group->figures->views[v].metrics[ML_MIOU];
        }
    rows->items[rows->n++] = row;
    return true;
}

/* Groups come in order of their names, and each has its own. */
static int compare(const ml_group_row *a, const ml_group_row *b, int sign)
{
    if (isnan(a->figure) != isnan(b->figure))
        return isnan(a->figure) ? 1 : -1;
    if (a->figure < b->figure || a->figure > b->figure)
        return a->figure > b->figure ? -sign : sign;
    return strcmp(a->name, b->name);
}

static int highest_first(const void *a, const void *b) { return compare(a, b, 1); }
static int lowest_first(const void *a, const void *b) { return compare(a, b, -1); }

void ml_group_rows_sort(ml_group_rows *rows, bool lowest)
{
    if (rows->n > 0)
        qsort(rows->items, rows->n, sizeof *rows->items, lowest ? lowest_first : highest_first);
}

void ml_group_rows_clear(ml_group_rows *rows)
{
    for (size_t i = 0; i < rows->n; i++)
        free(rows->items[i].name);
    free(rows->items);
    *rows = (ml_group_rows){0};
}

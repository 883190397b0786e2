/* Rows of whole numbers; see rows.h. */
#include "core/rows.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

bool ml_rows_add(ml_rows *rows, const uint64_t *row)
{
    const size_t size = rows->n_columns * sizeof *row;
    if (!ml_grow(&rows->cells, &rows->capacity, rows->n, size))
        return false;
    memcpy(rows->cells + rows->n++ * rows->n_columns, row, size);
    return true;
}

bool ml_rows_copy(const ml_rows *from, ml_rows *to)
{
    const size_t size = from->n_columns * sizeof *from->cells;
    *to = (ml_rows){.n_columns = from->n_columns};
    if (from->n == 0)
        return true;
    if (!(to->cells = ml_alloc_unset(from->n, size)))
        return false;
    memcpy(to->cells, from->cells, from->n * size);
    to->n = to->capacity = from->n;
    return true;
}

bool ml_rows_same(const ml_rows *a, const ml_rows *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->cells, b->cells, a->n * a->n_columns * sizeof *a->cells) == 0);
}

void ml_rows_clear(ml_rows *rows)
{
    free(rows->cells);
    *rows = (ml_rows){.n_columns = rows->n_columns};
}

static int compare(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

int ml_row_compare_mixed(const ml_part *part, const char *image_a, const uint64_t *a, const char *image_b, const uint64_t *b)
{
    int order = compare(part->rank(b), part->rank(a));
    if (order == 0)
        order = ml_id_compare(image_a, image_b);
    for (size_t c = 1; c < part->n_columns && order == 0; c++)
        order = compare(a[c], b[c]);
    return order ? order : compare(a[0], b[0]);
}

int ml_row_compare(const ml_part *part, const char *image_a, const uint64_t *a, const char *image_b, const uint64_t *b)
{
    const int order = compare(a[0], b[0]);
    return order ? order : ml_row_compare_mixed(part, image_a, a, image_b, b);
}

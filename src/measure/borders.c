/* Borders of regions; see borders.h. */
#include "measure/borders.h"

#include "base/memory.h"
#include "kernel/pixels.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Whether n labels are the same. */
static bool are_same(const uint16_t *a, const uint16_t *b) { return memcmp(a, b, sizeof(uint16_t[ML_LANES])) == 0; }

static bool is_border(const uint16_t *row, size_t x, size_t columns)
{
    const uint16_t label = row[x];
    return row[x - 1] != label || row[x + 1] != label || row[x - columns] != label || row[x + columns] != label;
}

/* Row y's columns that are on a border of a region; returns how many. Most groups of pixels lie within regions, and are seen at
 * a glance. */
static size_t find_in_row(const uint16_t *plane, size_t y, size_t rows, size_t columns, size_t n_classes, uint32_t *found)
{
    const uint16_t *row = plane + y * columns;
    const bool is_outer = y == 0 || y + 1 == rows;
    size_t n = 0;
    for (size_t x = 0; x < columns;) {
        const bool is_whole = !is_outer && x > 0 && columns - x > ML_LANES;
        if (is_whole && are_same(row + x, row + x - 1) && are_same(row + x, row + x + 1) &&
            are_same(row + x, row + x - columns) && are_same(row + x, row + x + columns)) {
            x += ML_LANES;
            continue;
        }
        for (const size_t end = is_whole ? x + ML_LANES : x + 1; x < end; x++)
            if (row[x] < n_classes && (is_outer || x == 0 || x + 1 == columns || is_border(row, x, columns)))
                found[n++] = (uint32_t)x;
    }
    return n;
}

ml_status ml_borders_init(ml_borders *borders, size_t n_classes, size_t columns, ml_error *error)
{
    size_t *first = borders->first ? borders->first : ml_alloc(n_classes + 1, sizeof *first);
    borders->first = first;
    borders->n_classes = n_classes;
    if (!first || !ml_reserve(&borders->columns, &borders->width, columns, sizeof *borders->columns))
        return ml_fail_memory(error, "the borders of regions");
    return ML_OK;
}

size_t ml_borders_count(ml_borders *borders, const uint16_t *plane, size_t rows, size_t columns)
{
    size_t *first = borders->first, n_all = 0;
    for (size_t c = 0; c <= borders->n_classes; c++)
        first[c] = 0;
    for (size_t y = 0; y < rows; y++) {
        const size_t n = find_in_row(plane, y, rows, columns, borders->n_classes, borders->columns);
        for (size_t i = 0; i < n; i++)
            first[plane[y * columns + borders->columns[i]]]++;
    }
    for (size_t c = 0; c <= borders->n_classes; c++) {
        const size_t n = first[c];
        first[c] = n_all;
        n_all += n;
    }
    return n_all;
}

ml_status ml_borders_find(ml_borders *borders, const uint16_t *plane, size_t rows, size_t columns, ml_error *error)
{
    size_t *next = borders->first;
    const size_t n_all = next[borders->n_classes];
    if (!ml_reserve(&borders->places, &borders->capacity, n_all > 0 ? n_all : 1, sizeof *borders->places))
        return ml_fail_memory(error, "the borders of regions");
    for (size_t y = 0; y < rows; y++) {
        const size_t n = find_in_row(plane, y, rows, columns, borders->n_classes, borders->columns);
        for (size_t i = 0; i < n; i++) {
            const uint32_t x = borders->columns[i];
            borders->places[next[plane[y * columns + x]]++] = (ml_place){(uint32_t)y, x};
        }
    }
    for (size_t c = borders->n_classes; c > 0; c--) /* each has come to where the next began */
        next[c] = next[c - 1];
    next[0] = 0;
    return ML_OK;
}

ml_places ml_borders_of(const ml_borders *borders, size_t c)
{
    return (ml_places){borders->first[c + 1] - borders->first[c], borders->places + borders->first[c]};
}

void ml_borders_clear(ml_borders *borders)
{
    free(borders->first);
    free(borders->places);
    free(borders->columns);
    *borders = (ml_borders){.first = NULL};
}

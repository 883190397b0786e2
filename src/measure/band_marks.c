/* Pixels near borders; see band_marks.h. */
#include "measure/band_marks.h"

#include "base/memory.h"
#include "kernel/pixels.h"

#include <stdlib.h>
#include <string.h>

/* Bits of a mark: widening spreads edges along rows, and what that marks along columns. */
enum { EDGE = 1, BESIDE = 2, ABOVE_OR_BELOW = 4 };

/* A row of labels, and of each of its groups of ML_LANES pixels, the last of which may be shorter, what label all of them and
 * the pixels beside them have, or ML_MIXED. */
typedef struct row {
    const uint16_t *labels, *plain;
} row;

static size_t n_groups(size_t columns) { return (columns + ML_LANES - 1) / ML_LANES; }

static void find_plain(const uint16_t *labels, size_t n, uint16_t *plain)
{
    for (size_t x = 0; x < n; x += ML_LANES, plain++) {
        const size_t end = x + ML_LANES;
        const uint16_t label = end <= n ? ml_group_label(labels + x) : ML_MIXED;
        const bool is_plain = (x == 0 || labels[x - 1] == label) && (end >= n || labels[end] == label);
        *plain = is_plain ? label : ML_MIXED;
    }
}

static bool differs(uint16_t a, uint16_t b) { return a != b && b != ML_IGNORED; }

static bool is_edge(const row rows[3], size_t n, size_t x)
{
    const uint16_t label = rows[1].labels[x];
    const size_t first = x > 0 ? x - 1 : 0, last = x + 1 < n ? x + 1 : x;
    bool found = false;
    for (size_t at = first; at <= last; at++)
        found |= differs(label, rows[0].labels[at]) || differs(label, rows[1].labels[at]) || differs(label, rows[2].labels[at]);
    return found && label != ML_IGNORED;
}

/* Marks the edge pixels of the row in the middle. Most groups of pixels lie within a region, and are seen at a glance. */
static void mark_edges(const row rows[3], size_t n, uint8_t *marks)
{
    for (size_t g = 0, x = 0; x < n; g++, x += ML_LANES) {
        const uint16_t label = rows[1].plain[g];
        if (label != ML_MIXED && rows[0].plain[g] == label && rows[2].plain[g] == label) {
            memset(marks + x, 0, ML_LANES);
            continue;
        }
        for (size_t i = x; i < x + ML_LANES && i < n; i++)
            marks[i] = is_edge(rows, n, i) ? EDGE : 0;
    }
}

/* How far the last pixel that spreads is behind; radius + 1: too far. */
static uint32_t farther(uint32_t since, bool spreads, uint32_t radius) { return spreads ? 0 : since + (since <= radius); }

/* Marks what is at most `radius` columns from an edge pixel of the row, itself included. */
static void widen_row(uint8_t *marks, size_t n, uint32_t radius)
{
    uint32_t since = radius + 1;
    if (!memchr(marks, EDGE, n))
        return;
    for (size_t x = 0; x < n; x++) {
        since = farther(since, marks[x] & EDGE, radius);
        marks[x] |= since <= radius ? BESIDE : 0;
    }
    since = radius + 1;
    for (size_t x = n; x-- > 0;) {
        since = farther(since, marks[x] & EDGE, radius);
        marks[x] |= since <= radius ? BESIDE : 0;
    }
}

/* Goes through the rows in one direction, and marks what is at most `radius` rows behind what was marked along rows. `marks` is
 * the first row, the others follow at `step`. */
static void widen_columns(uint8_t *marks, ptrdiff_t step, size_t n_rows, size_t n, uint32_t radius, uint32_t *since)
{
    for (size_t x = 0; x < n; x++)
        since[x] = radius + 1;
    for (size_t y = 0; y < n_rows; y++, marks += y < n_rows ? step : 0)
        for (size_t x = 0; x < n; x++) {
            since[x] = farther(since[x], marks[x] & BESIDE, radius);
            marks[x] |= since[x] <= radius ? ABOVE_OR_BELOW : 0;
        }
}

/* Marks the edge pixels of all rows. At the image's ends a row stands for the one that is not there: it adds no neighbour of
 * another class. */
static void mark_all_edges(const ml_band_marks *band, const uint16_t *truth, size_t n_rows, size_t columns)
{
    const size_t n = n_groups(columns);
    const row first = {truth, band->plain};
    row rows[3] = {first, first, first};
    find_plain(truth, columns, band->plain);
    for (size_t y = 0; y < n_rows; y++) {
        if (y + 1 < n_rows) {
            uint16_t *plain = band->plain + (y + 1) % 3 * n;
            rows[2] = (row){truth + (y + 1) * columns, plain};
            find_plain(rows[2].labels, columns, plain);
        }
        mark_edges(rows, columns, band->marks + y * columns);
        rows[0] = rows[1];
        rows[1] = rows[2];
    }
}

uint64_t ml_band_marks_bytes(size_t n_rows, size_t columns)
{
    return (uint64_t)n_rows * columns + columns * sizeof(uint32_t) + 3 * n_groups(columns) * sizeof(uint16_t);
}

ml_status ml_band_marks_make(ml_band_marks *band, const uint16_t *truth, size_t n_rows, size_t columns, uint32_t width,
                             ml_error *error)
{
    const size_t n_pixels = n_rows * columns;
    const uint32_t radius = width - 1;
    if (!ml_reserve(&band->marks, &band->capacity, n_pixels, sizeof *band->marks) ||
        !ml_reserve(&band->since, &band->since_capacity, columns, sizeof *band->since) ||
        !ml_reserve(&band->plain, &band->plain_capacity, 3 * n_groups(columns), sizeof *band->plain))
        return ml_fail_memory(error, "the measure band");
    mark_all_edges(band, truth, n_rows, columns);
    if (radius == 0)
        return ML_OK;
    for (size_t y = 0; y < n_rows; y++)
        widen_row(band->marks + y * columns, columns, radius);
    widen_columns(band->marks, (ptrdiff_t)columns, n_rows, columns, radius, band->since);
    widen_columns(band->marks + n_pixels - columns, -(ptrdiff_t)columns, n_rows, columns, radius, band->since);
    return ML_OK;
}

void ml_band_marks_clear(ml_band_marks *band)
{
    free(band->marks);
    free(band->since);
    free(band->plain);
    *band = (ml_band_marks){.marks = NULL};
}

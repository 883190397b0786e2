/* Rims of regions; see rims.h. A square lies within a region if each of its rows does, so that a pixel is not on a rim when it
 * and the d rows above and below have, d pixels to the left and to the right, the same label. */
#include "measure/rims.h"

#include "base/memory.h"
#include "measure/decided.h"

#include <stdlib.h>
#include <string.h>

/* Row y of what was decided, as far as it is not forgiven. */
static const uint16_t *forgiven_row(const ml_rims_image *image, size_t y, uint16_t *row)
{
    const size_t first = y * image->columns;
    ml_decided_forgive(image->truth + first, image->decision + first, image->columns, image->is_masked, row);
    return row;
}

static void mark_different(ml_rims *rims, size_t from, size_t to)
{
    for (size_t x = from; x < to; x++) {
        rims->label[x] = ML_IGNORED;
        rims->since[x] = SIZE_MAX;
    }
}

static void mark_same(ml_rims *rims, size_t from, size_t to, uint16_t label, size_t y)
{
    for (size_t x = from; x < to; x++)
        if (rims->label[x] != label) {
            rims->label[x] = label;
            rims->since[x] = label == ML_IGNORED ? SIZE_MAX : y;
        }
}

/* Where a run of one label ends. */
static size_t end_of_run(const uint16_t *labels, size_t first, size_t n)
{
    const uint16_t label = labels[first];
    uint16_t same[ML_LANES];
    size_t end = first + 1;
    for (size_t i = 0; i < ML_LANES; i++)
        same[i] = label;
    while (end + ML_LANES <= n && memcmp(labels + end, same, sizeof same) == 0)
        end += ML_LANES;
    while (end < n && labels[end] == label)
        end++;
    return end;
}

/* Looks at row y, the next: the first and the last d pixels of a run have another label near, or the image's side. */
static void take_row(ml_rims *rims, const uint16_t *labels, size_t n, size_t y, size_t d)
{
    for (size_t first = 0, end; first < n; first = end) {
        end = end_of_run(labels, first, n);
        if (end - first <= 2 * d) {
            mark_different(rims, first, end);
            continue;
        }
        mark_different(rims, first, first + d);
        mark_same(rims, first + d, end - d, labels[first], y);
        mark_different(rims, end - d, end);
    }
}

static void count_pixel(uint16_t y, uint16_t c, bool of_truth, bool of_decision, uint64_t *counts)
{
    if (y == c && y < ML_NONE) {
        counts[y * ML_N_RIMS + ML_RIMS_COMMON] += of_truth && of_decision;
        counts[y * ML_N_RIMS + ML_RIMS_EITHER] += of_truth || of_decision;
        return;
    }
    if (y < ML_NONE)
        counts[y * ML_N_RIMS + ML_RIMS_EITHER] += of_truth;
    if (c < ML_NONE)
        counts[c * ML_N_RIMS + ML_RIMS_EITHER] += of_decision;
}

/* Counts a row of truth and decision. Most groups of pixels lie within regions, and are seen at a glance: the pixels around
 * them are the same since the row `within`, or before. */
static void count_row(const uint16_t *truth, const uint16_t *decision, size_t n, const size_t *since_truth,
                      const size_t *since_decision, size_t within, uint64_t *counts)
{
    for (size_t x = 0, n_some; x < n; x += n_some) {
        n_some = n - x < ML_LANES ? n - x : ML_LANES;
        bool any = n_some < ML_LANES;
        for (size_t i = x; i < x + ML_LANES && n_some == ML_LANES; i++)
            any |= (since_truth[i] > within) | (since_decision[i] > within);
        for (size_t i = x; i < x + n_some && any; i++)
            count_pixel(truth[i], decision[i], since_truth[i] > within, since_decision[i] > within, counts);
    }
}

/* Counts a row near the image's upper or lower side: it is all rim. */
static void count_outer_row(const uint16_t *truth, const uint16_t *decision, size_t n, uint64_t *counts)
{
    for (size_t x = 0; x < n; x++)
        count_pixel(truth[x], decision[x], true, true, counts);
}

static bool reserve(ml_rims_scratch *scratch, size_t columns)
{
    if (columns <= scratch->capacity)
        return true;
    ml_rims_clear(scratch);
    scratch->row = ml_alloc_unset(columns, sizeof *scratch->row);
    bool fits = scratch->row != NULL;
    for (int p = 0; p < ML_N_RIMS_PLANES && fits; p++) {
        scratch->planes[p].label = ml_alloc_unset(columns, sizeof *scratch->planes[p].label);
        scratch->planes[p].since = ml_alloc_unset(columns, sizeof *scratch->planes[p].since);
        fits = scratch->planes[p].label && scratch->planes[p].since;
    }
    scratch->capacity = fits ? columns : 0;
    return fits;
}

uint64_t ml_rims_bytes(size_t columns)
{
    return columns * (uint64_t)(ML_N_RIMS_PLANES * (sizeof(uint16_t) + sizeof(size_t)) + sizeof(uint16_t));
}

/* Counts all rows; the d rows below each are looked at before. */
static void count_rows(ml_rims_scratch *scratch, const ml_rims_image *image, bool has_third, uint64_t *raw, uint64_t *masked)
{
    const size_t n = image->columns, d = image->d;
    ml_rims *planes = scratch->planes;
    for (size_t y = 0, n_taken = 0; y < image->rows; y++) {
        const uint16_t *truth = image->truth + y * n, *decision = image->decision + y * n;
        for (; n_taken < image->rows && n_taken <= y + d; n_taken++) {
            take_row(&planes[ML_RIMS_OF_TRUTH], image->truth + n_taken * n, n, n_taken, d);
            take_row(&planes[ML_RIMS_OF_DECISION], image->decision + n_taken * n, n, n_taken, d);
            if (has_third)
                take_row(&planes[ML_RIMS_OF_FORGIVEN], forgiven_row(image, n_taken, scratch->row), n, n_taken, d);
        }
        const bool is_outer = y < d || image->rows - y <= d;
        const size_t *since = planes[ML_RIMS_OF_TRUTH].since;
        if (is_outer)
            count_outer_row(truth, decision, n, raw);
        else
            count_row(truth, decision, n, since, planes[ML_RIMS_OF_DECISION].since, y - d, raw);
        if (is_outer && has_third)
            count_outer_row(truth, forgiven_row(image, y, scratch->row), n, masked);
        else if (has_third)
            count_row(truth, forgiven_row(image, y, scratch->row), n, since, planes[ML_RIMS_OF_FORGIVEN].since, y - d, masked);
    }
}

ml_status ml_rims_count(ml_rims_scratch *scratch, const ml_rims_image *image, ml_error *error, uint64_t *raw, uint64_t *masked)
{
    bool has_third = false;
    for (size_t c = 0; c < image->n_classes; c++)
        has_third |= image->is_masked[c];
    if (!reserve(scratch, image->columns))
        return ml_fail_memory(error, "the measure boundary_iou");
    for (int p = 0; p < ML_N_RIMS_PLANES; p++)
        mark_different(&scratch->planes[p], 0, image->columns);
    count_rows(scratch, image, has_third, raw, masked);
    if (!has_third)
        memcpy(masked, raw, image->n_classes * ML_N_RIMS * sizeof *raw);
    return ML_OK;
}

void ml_rims_clear(ml_rims_scratch *scratch)
{
    for (int p = 0; p < ML_N_RIMS_PLANES; p++) {
        free(scratch->planes[p].label);
        free(scratch->planes[p].since);
    }
    free(scratch->row);
    *scratch = (ml_rims_scratch){.capacity = 0};
}

/* Exact sums of records; see record.h. */
#include "core/record.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_tally_init(const ml_settings *settings, ml_error *error, ml_tally *tally)
{
    memset(tally, 0, sizeof *tally);
    ml_record *r = &tally->counts;
    ml_status status = ml_record_init(settings, error, r);
    if (status)
        return status;
    tally->summed = ml_alloc(r->n_summed, sizeof *tally->summed);
    if (!tally->summed) {
        ml_tally_clear(tally);
        return ml_fail_memory(error, "a record");
    }
    tally->soft = tally->summed + (r->soft - r->summed);
    tally->sums = tally->summed + (r->sums - r->summed);
    return ML_OK;
}

void ml_tally_clear(ml_tally *tally)
{
    ml_record_clear(&tally->counts);
    free(tally->summed);
    memset(tally, 0, sizeof *tally);
}

void ml_tally_reset(ml_tally *tally)
{
    ml_record *r = &tally->counts;
    size_t n = r->n_classes, cells = ml_record_cells(r);
    r->n_pixels = r->n_ignored = r->n_bad = 0;
    for (size_t l = 0; l < r->n_lists; l++)
        r->own_lists[l].n = 0;
    for (size_t y = 0; y < n; y++)
        if (r->has_row[y]) {
            memset(r->hard + y * n, 0, n * sizeof *r->hard);
            memset(r->soft + y * n, 0, n * sizeof *r->soft);
            memset(tally->soft + y * n, 0, n * sizeof *tally->soft);
        }
    memset(r->counted + cells, 0, (r->n_counted - cells) * sizeof *r->counted);
    memset(tally->summed + cells, 0, (r->n_summed - cells) * sizeof *tally->summed);
    memset(r->has_row, true, n * sizeof *r->has_row);
}

/* Adds n counts. False on overflow. */
static bool add_some(uint64_t *to, const uint64_t *counts, size_t n)
{
    bool wraps = false;
    for (size_t i = 0; i < n; i++) {
        uint64_t sum = to[i] + counts[i];
        wraps |= sum < to[i];
        to[i] = sum;
    }
    return !wraps;
}

/* Adds what is countable. False on overflow. */
static bool add_counts(ml_record *to, const ml_record *record)
{
    bool wraps = record->n_pixels > UINT64_MAX - to->n_pixels; /* of which the ignored and the bad are a part */
    to->n_pixels += record->n_pixels;
    to->n_ignored += record->n_ignored;
    to->n_bad += record->n_bad;
    size_t n = to->n_classes, cells = ml_record_cells(to);
    for (size_t y = 0; y < n; y++)
        if (record->has_row[y]) {
            wraps |= !add_some(to->hard + y * n, record->hard + y * n, n);
            to->has_row[y] = true;
        }
    wraps |= !add_some(to->counted + cells, record->counted + cells, to->n_counted - cells);
    return !wraps;
}

ml_status ml_tally_add(ml_tally *tally, const ml_tally *other, ml_error *error)
{
    const size_t n = tally->counts.n_classes;
    bool fits = add_counts(&tally->counts, &other->counts);
    for (size_t y = 0; y < n; y++)
        for (size_t i = y * n; i < (y + 1) * n && other->counts.has_row[y]; i++)
            fits &= ml_fixed_add_fixed(&tally->soft[i], &other->soft[i]);
    for (size_t i = n * n; i < tally->counts.n_summed; i++)
        fits &= ml_fixed_add_fixed(&tally->summed[i], &other->summed[i]);
    return fits ? ML_OK : ml_fail(error, ML_E_SYSTEM, "a sum over the pixels exceeds 2^63");
}

ml_status ml_tally_add_record(ml_tally *tally, const ml_record *record, ml_error *error)
{
    size_t n = record->n_classes;
    bool fits = add_counts(&tally->counts, record);
    for (size_t y = 0; y < n; y++)
        for (size_t i = y * n; i < (y + 1) * n && record->has_row[y]; i++)
            fits &= ml_fixed_add(&tally->soft[i], record->soft[i]);
    for (size_t i = n * n; i < record->n_summed; i++)
        fits &= ml_fixed_add(&tally->summed[i], record->summed[i]);
    return fits ? ML_OK : ml_fail(error, ML_E_SYSTEM, "a sum over the images exceeds 2^63");
}

const ml_record *ml_tally_finish(ml_tally *tally)
{
    ml_record *r = &tally->counts;
    size_t n = r->n_classes;
    for (size_t y = 0; y < n; y++)
        for (size_t i = y * n; i < (y + 1) * n && r->has_row[y]; i++)
            r->soft[i] = ml_fixed_to_double(&tally->soft[i]);
    for (size_t i = ml_record_cells(r); i < r->n_summed; i++)
        r->summed[i] = ml_fixed_to_double(&tally->summed[i]);
    return r;
}

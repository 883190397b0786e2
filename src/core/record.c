/* Records and their exact sums; see record.h. */
#include "core/record.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_record_init(size_t n_classes, size_t n_sums, ml_error *error, ml_record *record)
{
    size_t n_cells, n_in_sums;
    *record = (ml_record){.n_classes = n_classes, .n_sums = n_sums};
    if (ml_multiply(n_classes, n_classes, &n_cells) && ml_multiply(n_classes, n_sums, &n_in_sums)) {
        record->hard = ml_alloc(n_cells, sizeof *record->hard);
        record->none = ml_alloc(n_classes, sizeof *record->none);
        record->soft = ml_alloc(n_cells, sizeof *record->soft);
        record->sums = ml_alloc(n_in_sums, sizeof *record->sums);
    }
    if (record->hard && record->none && record->soft && record->sums)
        return ML_OK;
    ml_record_clear(record);
    return ml_fail_memory(error, "a record");
}

void ml_record_clear(ml_record *record)
{
    free(record->hard);
    free(record->none);
    free(record->soft);
    free(record->sums);
    memset(record, 0, sizeof *record);
}

uint64_t ml_record_support(const ml_record *record, size_t y)
{
    uint64_t n = record->none[y];
    for (size_t c = 0; c < record->n_classes; c++)
        n += record->hard[y * record->n_classes + c];
    return n;
}

void ml_record_copy(const ml_record *from, ml_record *to)
{
    size_t n_cells = from->n_classes * from->n_classes;
    to->n_pixels = from->n_pixels;
    to->n_ignored = from->n_ignored;
    to->n_bad = from->n_bad;
    memcpy(to->hard, from->hard, n_cells * sizeof *to->hard);
    memcpy(to->none, from->none, from->n_classes * sizeof *to->none);
    memcpy(to->soft, from->soft, n_cells * sizeof *to->soft);
    memcpy(to->sums, from->sums, from->n_sums * from->n_classes * sizeof *to->sums);
}

ml_status ml_tally_init(size_t n_classes, size_t n_sums, ml_error *error, ml_tally *tally)
{
    memset(tally, 0, sizeof *tally);
    ml_status status = ml_record_init(n_classes, n_sums, error, &tally->counts);
    if (status)
        return status;
    tally->soft = ml_alloc(n_classes * n_classes, sizeof *tally->soft);
    tally->sums = ml_alloc(n_classes * n_sums, sizeof *tally->sums);
    if (tally->soft && tally->sums)
        return ML_OK;
    ml_tally_clear(tally);
    return ml_fail_memory(error, "a record");
}

void ml_tally_clear(ml_tally *tally)
{
    ml_record_clear(&tally->counts);
    free(tally->soft);
    free(tally->sums);
    memset(tally, 0, sizeof *tally);
}

void ml_tally_reset(ml_tally *tally)
{
    ml_record *r = &tally->counts;
    size_t n_cells = r->n_classes * r->n_classes, n_in_sums = r->n_classes * r->n_sums;
    r->n_pixels = r->n_ignored = r->n_bad = 0;
    memset(r->hard, 0, n_cells * sizeof *r->hard);
    memset(r->none, 0, r->n_classes * sizeof *r->none);
    memset(tally->soft, 0, n_cells * sizeof *tally->soft);
    memset(tally->sums, 0, n_in_sums * sizeof *tally->sums);
}

/* Adds what is countable. No count exceeds the number of pixels, so only that can overflow. */
static bool add_counts(ml_record *to, const ml_record *record)
{
    if (record->n_pixels > UINT64_MAX - to->n_pixels)
        return false;
    to->n_pixels += record->n_pixels;
    to->n_ignored += record->n_ignored;
    to->n_bad += record->n_bad;
    for (size_t i = 0; i < to->n_classes; i++)
        to->none[i] += record->none[i];
    for (size_t i = 0; i < to->n_classes * to->n_classes; i++)
        to->hard[i] += record->hard[i];
    return true;
}

ml_status ml_tally_add(ml_tally *tally, const ml_tally *other, ml_error *error)
{
    const ml_record *r = &tally->counts;
    bool fits = add_counts(&tally->counts, &other->counts);
    for (size_t i = 0; i < r->n_classes * r->n_classes; i++)
        fits &= ml_fixed_add_fixed(&tally->soft[i], &other->soft[i]);
    for (size_t i = 0; i < r->n_classes * r->n_sums; i++)
        fits &= ml_fixed_add_fixed(&tally->sums[i], &other->sums[i]);
    return fits ? ML_OK : ml_fail(error, ML_E_SYSTEM, "a sum over the pixels exceeds 2^63");
}

ml_status ml_tally_add_record(ml_tally *tally, const ml_record *record, ml_error *error)
{
    const ml_record *to = &tally->counts;
    size_t n_cells = to->n_classes * to->n_classes, n_in_sums = to->n_classes * to->n_sums;
    bool fits = add_counts(&tally->counts, record);
    for (size_t i = 0; i < n_cells; i++)
        fits &= ml_fixed_add(&tally->soft[i], record->soft[i]);
    for (size_t i = 0; i < n_in_sums; i++)
        fits &= ml_fixed_add(&tally->sums[i], record->sums[i]);
    return fits ? ML_OK : ml_fail(error, ML_E_SYSTEM, "a sum over the images exceeds 2^63");
}

const ml_record *ml_tally_finish(ml_tally *tally)
{
    ml_record *r = &tally->counts;
    for (size_t i = 0; i < r->n_classes * r->n_classes; i++)
        r->soft[i] = ml_fixed_to_double(&tally->soft[i]);
    for (size_t i = 0; i < r->n_classes * r->n_sums; i++)
        r->sums[i] = ml_fixed_to_double(&tally->sums[i]);
    return r;
}

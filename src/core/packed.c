/* Tallies without zeros; see packed.h. */
#include "core/packed.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Numbers of presence, which are in one piece. */
static size_t n_presence(const ml_tally *tally) { return (1 + 2 * ML_N_VIEWS) * tally->counts.n_classes; }

static bool is_zero(const ml_fixed *x) { return x->bits.hi == 0 && x->bits.lo == 0; }

static size_t count_counts(const uint64_t *counts, size_t n)
{
    size_t n_found = 0;
    for (size_t i = 0; i < n; i++)
        n_found += counts[i] != 0;
    return n_found;
}

static size_t count_sums(const ml_fixed *sums, size_t n)
{
    size_t n_found = 0;
    for (size_t i = 0; i < n; i++)
        n_found += !is_zero(&sums[i]);
    return n_found;
}

/* Where things are in the bytes. */
typedef struct layout {
    ml_fixed *sums;
    uint64_t *counts;
    uint32_t *places; /* of the sums, of the counts, of the presence */
} layout;

static layout lay_out(void *bytes, size_t n_sums, size_t n_counts)
{
    ml_fixed *sums = bytes;
    uint64_t *counts = (uint64_t *)(void *)(sums + n_sums);
    return (layout){sums, counts, (uint32_t *)(void *)(counts + n_counts)};
}

/* Appends the counts that are not 0 and their places. */
static void put_counts(const uint64_t *from, size_t n, uint64_t **counts, uint32_t **places)
{
    for (size_t i = 0; i < n; i++)
        if (from[i] != 0) {
            *(*counts)++ = from[i];
            *(*places)++ = (uint32_t)i;
        }
}

ml_status ml_packed_put(ml_packed *packed, const ml_tally *tally, const ml_presence *presence, ml_error *error)
{
    const ml_record *r = &tally->counts;
    size_t n_sums = count_sums(tally->summed, r->n_summed), n_counts = count_counts(r->counted, r->n_counted);
    size_t n_present = count_counts(presence->images, n_presence(tally)), n_whole = n_counts + n_present;
    size_t size = n_sums * (sizeof(ml_fixed) + sizeof(uint32_t)) + n_whole * (sizeof(uint64_t) + sizeof(uint32_t));
    if (r->n_summed > UINT32_MAX || r->n_counted > UINT32_MAX)
        return ml_fail_memory(error, "the groups");
    if (size > packed->capacity) {
        void *longer = realloc(packed->bytes, size);
        if (!longer)
            return ml_fail_memory(error, "the groups");
        packed->bytes = longer;
        packed->capacity = size;
    }
    packed->n_pixels = r->n_pixels;
    packed->n_ignored = r->n_ignored;
    packed->n_bad = r->n_bad;
    packed->n_counts = n_counts;
    packed->n_sums = n_sums;
    packed->n_present = n_present;
    if (size == 0)
        return ML_OK;
    layout to = lay_out(packed->bytes, n_sums, n_whole);
    for (size_t i = 0; i < r->n_summed; i++)
        if (!is_zero(&tally->summed[i])) {
            *to.sums++ = tally->summed[i];
            *to.places++ = (uint32_t)i;
        }
    put_counts(r->counted, r->n_counted, &to.counts, &to.places);
    put_counts(presence->images, n_presence(tally), &to.counts, &to.places);
    return ML_OK;
}

void ml_packed_take(const ml_packed *packed, ml_tally *tally, ml_presence *presence)
{
    ml_record *r = &tally->counts;
    ml_tally_reset(tally);
    memset(presence->images, 0, n_presence(tally) * sizeof *presence->images);
    r->n_pixels = packed->n_pixels;
    r->n_ignored = packed->n_ignored;
    r->n_bad = packed->n_bad;
    if (packed->n_sums + packed->n_counts + packed->n_present == 0)
        return;
    layout from = lay_out(packed->bytes, packed->n_sums, packed->n_counts + packed->n_present);
    for (size_t i = 0; i < packed->n_sums; i++)
        tally->summed[*from.places++] = *from.sums++;
    for (size_t i = 0; i < packed->n_counts; i++)
        r->counted[*from.places++] = *from.counts++;
    for (size_t i = 0; i < packed->n_present; i++)
        presence->images[*from.places++] = *from.counts++;
}

void ml_packed_clear(ml_packed *packed)
{
    free(packed->bytes);
    *packed = (ml_packed){0};
}

/* Distances between borders; see distances.h. */
#include "measure/distances.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The distances of the border pixels of one region to the other's: some are 0, of the others there are squares. */
typedef struct one_way {
    size_t n, n_squares;
    const double *squares; /* [n_squares] */
} one_way;

static uint64_t bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* Value number k, from 0, of n > k in ascending order: byte by byte of their bits, of which those of numbers above 0 are in the
 * same order. */
static double ranked(const double *values, size_t n, size_t k)
{
    uint64_t found = 0, known = 0;
    for (int shift = 56; shift >= 0; shift -= 8) {
        size_t counts[256] = {0}, byte = 0;
        for (size_t i = 0; i < n; i++) {
            const uint64_t bits = bits_of(values[i]);
            counts[bits >> shift & 0xff] += (bits & known) == found;
        }
        while (k >= counts[byte])
            k -= counts[byte++];
        found |= (uint64_t)byte << shift;
        known |= UINT64_C(0xff) << shift;
    }
    double value;
    memcpy(&value, &found, sizeof value);
    return value;
}

static double distance_of_rank(const one_way *way, size_t k)
{
    const size_t n_zeros = way->n - way->n_squares;
    return k < n_zeros ? 0 : sqrt(ranked(way->squares, way->n_squares, k - n_zeros));
}

/* Between the two ranks around (n - 1) q, as far as it is from these. */
static double percentile(const one_way *way, double q)
{
    const double place = (double)(way->n - 1) * q;
    const size_t low = (size_t)place, high = low + 1 < way->n ? low + 1 : low;
    const double a = distance_of_rank(way, low), b = distance_of_rank(way, high);
    return a + (b - a) * (place - (double)low);
}

static ml_status fail_sum(ml_error *error) { return ml_fail(error, ML_E_SYSTEM, "the sum of distances is too large"); }

/* Adds one direction. */
static ml_status add(const ml_distances_rule *rule, const one_way *way, ml_error *error, ml_distances *to)
{
    const double most = rule->tolerance * (1 + 1e-12);
    to->n_border += way->n;
    to->n_within += way->n - way->n_squares;
    for (size_t i = 0; i < way->n_squares; i++) {
        const double distance = sqrt(way->squares[i]);
        to->n_within += distance <= most;
        to->largest = distance > to->largest ? distance : to->largest;
        if (!ml_fixed_add(&to->sum, distance))
            return fail_sum(error);
    }
    const double here = percentile(way, 0.95);
    to->percentile = here > to->percentile ? here : to->percentile;
    return ML_OK;
}

/* One direction of two regions that are there. */
static ml_status find_one_way(ml_distances_scratch *scratch, const ml_distances_rule *rule, ml_places from, ml_places to,
                              ml_error *error, ml_distances *distances)
{
    one_way way = {.n = from.n, .squares = scratch->squares};
    ml_status status = ml_nearest_find(&scratch->nearest, from, to, rule->spacing, error, scratch->squares, &way.n_squares);
    return status ? status : add(rule, &way, error, distances);
}

ml_status ml_distances_find(ml_distances_scratch *scratch, const ml_distances_rule *rule, ml_places truth, ml_places prediction,
                            ml_error *error, ml_distances *distances)
{
    const size_t n_most = truth.n > prediction.n ? truth.n : prediction.n;
    ml_distances made = {.is_missed = truth.n > 0 && prediction.n == 0, .is_spurious = truth.n == 0 && prediction.n > 0};
    ml_status status = ML_OK;
    if (made.is_missed) {
        made.n_border = truth.n;
        made.largest = made.percentile = rule->missed;
        status = ml_fixed_add_times(&made.sum, rule->missed, truth.n) ? ML_OK : fail_sum(error);
    } else if (truth.n > 0) {
        if (!ml_reserve(&scratch->squares, &scratch->capacity, n_most, sizeof *scratch->squares))
            return ml_fail_memory(error, "distances");
        status = find_one_way(scratch, rule, truth, prediction, error, &made);
        if (!status)
            status = find_one_way(scratch, rule, prediction, truth, error, &made);
    }
    if (!status)
        *distances = made;
    return status;
}

void ml_distances_clear(ml_distances_scratch *scratch)
{
    ml_nearest_clear(&scratch->nearest);
    free(scratch->squares);
    *scratch = (ml_distances_scratch){.squares = NULL};
}

uint64_t ml_distances_bytes(size_t n_places, size_t rows, size_t columns)
{
    return n_places * (uint64_t)sizeof(double) + ml_nearest_bytes(n_places, rows, columns);
}

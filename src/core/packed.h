/* A tally put away without its zeros, of which those of a few images have many: rows of classes that are not there, and most of
 * what one class can be taken for. */
#ifndef ML_CORE_PACKED_H
#define ML_CORE_PACKED_H

#include "core/presence.h"

/* A zeroed one holds an empty tally. */
typedef struct ml_packed {
    uint64_t n_pixels, n_ignored, n_bad;
    size_t n_counts, n_sums, n_present; /* that are not 0 */
    void *bytes;                        /* owned: the numbers, then where each is among those of the tally */
    size_t capacity;
} ml_packed;

/* Puts away a tally and in how many of its images classes are, in place of what is there. Takes 20 bytes for each sum and 12
 * for each count that is not 0. On failure nothing has changed. */
ml_status ml_packed_put(ml_packed *packed, const ml_tally *tally, const ml_presence *presence, ml_error *error) ML_MUST_USE;

/* Takes out what was put away, into a tally and a presence of the same settings. */
void ml_packed_take(const ml_packed *packed, ml_tally *tally, ml_presence *presence);

void ml_packed_clear(ml_packed *packed);

#endif

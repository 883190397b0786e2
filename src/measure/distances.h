/* Distances between the borders of a true and a predicted region, and what they come down to. */
#ifndef ML_MEASURE_DISTANCES_H
#define ML_MEASURE_DISTANCES_H

#include "base/fixed.h"
#include "measure/nearest.h"

/* What a pair of regions comes down to. Without a true region, or without both, there are no distances: all is 0. */
typedef struct ml_distances {
    uint64_t n_border; /* border pixels of both */
    uint64_t n_within; /* of these, those whose distance is at most the tolerance */
    ml_fixed sum;      /* of all distances */
    double largest;    /* of both directions (Hausdorff) */
    double percentile; /* the larger of the two directions' 95th percentiles, between ranks linearly */
    bool is_missed;    /* there is a true region, and no predicted one: all its distances are `missed`, none is within */
    bool is_spurious;  /* the other way round */
} ml_distances;

typedef struct ml_distances_rule {
    double spacing[2]; /* of rows and columns, > 0 */
    double tolerance;  /* tau >= 0; as large is what exceeds it by 1e-12 of it */
    double missed;     /* each distance of a region that is missed */
} ml_distances_rule;

/* Scratch; a zeroed one has none, and may be cleared. */
typedef struct ml_distances_scratch {
    ml_nearest nearest;
    double *squares; /* [capacity] */
    size_t capacity;
} ml_distances_scratch;

/* The bytes of scratch that borders of at most so many places, within so many rows and columns, take. */
uint64_t ml_distances_bytes(size_t n_places, size_t rows, size_t columns);

ml_status ml_distances_find(ml_distances_scratch *scratch, const ml_distances_rule *rule, ml_places truth, ml_places prediction,
                            ml_error *error, ml_distances *distances) ML_MUST_USE;

void ml_distances_clear(ml_distances_scratch *scratch);

#endif

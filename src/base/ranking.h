/* The n things with the highest figures, of any number that are offered. */
#ifndef ML_BASE_RANKING_H
#define ML_BASE_RANKING_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ml_ranked {
    double figure;
    void *thing; /* owned */
} ml_ranked;

/* Zeroed but for the first two members it is empty. */
typedef struct ml_ranking {
    size_t n_wanted;
    void (*destroy)(void *thing);
    size_t n, capacity;
    ml_ranked *items; /* [n], the highest figure first; of equal ones, the one that came first */
} ml_ranking;

/* Whether a thing with this figure would be taken now; NaN never is. */
bool ml_ranking_takes(const ml_ranking *ranking, double figure);

/* Adds a thing, which takes the last place of another where there are n. It belongs to the ranking, also on failure. */
ml_status ml_ranking_add(ml_ranking *ranking, double figure, void *thing, ml_error *error) ML_MUST_USE;

/* Destroys all things. */
void ml_ranking_clear(ml_ranking *ranking);

#endif

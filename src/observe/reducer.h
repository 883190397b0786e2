/* The first of the observers of tiles, which makes what every record has: counts, sums of p and of the pointwise losses. */
#ifndef ML_OBSERVE_REDUCER_H
#define ML_OBSERVE_REDUCER_H

#include "observe/observer.h"

extern const ml_observer_kind ml_reducer;

/* Adds n pixels of a hard prediction; see ml_observers_count. */
void ml_reducer_count(void *state, uint16_t truth, uint16_t decision, uint64_t n);

/* Whether a loss that is asked for looks at squared errors. */
bool ml_losses_take_sq_error(const ml_losses *losses);

#endif

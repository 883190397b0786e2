/* In how many images of a set the classes are, and in how many of these they were missed, or called without being there. */
#ifndef ML_CORE_PRESENCE_H
#define ML_CORE_PRESENCE_H

#include "core/figures.h"

/* Not known where sums of version 0.1, which did not count it, are in it. */
typedef struct ml_presence {
    bool is_unknown;
    uint64_t *images;               /* [n_classes] with true pixels of the class */
    uint64_t *missed[ML_N_VIEWS];   /* [n_classes] of these: without a right one in the view */
    uint64_t *spurious[ML_N_VIEWS]; /* [n_classes] without true pixels, in the record, but with called ones in the view */
} ml_presence;

/* On failure nothing is held; a zeroed one may be cleared. */
ml_status ml_presence_init(size_t n_classes, ml_error *error, ml_presence *presence) ML_MUST_USE;
void ml_presence_clear(ml_presence *presence);

/* Adds an image, or what another one has counted. */
void ml_presence_add(ml_presence *presence, const ml_figures *image);
void ml_presence_join(ml_presence *presence, const ml_presence *other, size_t n_classes);

#endif

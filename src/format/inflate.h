/* Raw deflate data, as they are in archives, decompressed piece by piece: by ISA-L where the program is built with it, else by
 * zlib. */
#ifndef ML_FORMAT_INFLATE_H
#define ML_FORMAT_INFLATE_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct ml_inflater ml_inflater;

/* What came of a call. */
typedef enum ml_inflated {
    ML_INFLATED_SOME,     /* goes on with more input or more room */
    ML_INFLATED_ALL,      /* the data have ended */
    ML_INFLATED_DAMAGED,  /* they are no deflate data */
    ML_INFLATED_NO_MEMORY /* an allocation has failed */
} ml_inflated;

/* NULL without memory. Belongs to one thread at a time. */
ml_inflater *ml_inflater_create(void) ML_MUST_USE;
void ml_inflater_destroy(ml_inflater *inflater); /* NULL is allowed */

/* Begins again with the start of the data, whatever was read before. */
void ml_inflater_restart(ml_inflater *inflater);

/* Takes up to *n_from bytes from *from and puts up to *n_to bytes to *to; moves both, and counts down. Unless the data have
 * ended or are damaged, either all that was to be taken is taken, or there is no more room. */
ml_inflated ml_inflater_run(ml_inflater *inflater, const uint8_t **from, size_t *n_from, uint8_t **to,
                            size_t *n_to) ML_MUST_USE;

#endif

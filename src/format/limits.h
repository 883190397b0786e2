/* What readers of files are allowed: bounds on one image, set by the user, and to keep archives open between uses. */
#ifndef ML_FORMAT_LIMITS_H
#define ML_FORMAT_LIMITS_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct ml_kept_open;

typedef struct ml_limits {
    uint64_t max_pixels;       /* of one image */
    uint64_t max_memory_bytes; /* for what a format forces to be held whole */
    struct ml_kept_open *kept; /* archives; borrowed, and used by several threads. NULL: none is kept open */
} ml_limits;

#define ML_LIMITS_DEFAULT                                                                                                      \
    {                                                                                                                          \
        .max_pixels = UINT64_C(1) << 28, .max_memory_bytes = UINT64_C(1) << 30                                                 \
    }

/* The number of pixels of a width x height image, if it is neither 0 nor above the limit. */
ml_status ml_limits_pixels(const ml_limits *limits, const char *name, uint64_t width, uint64_t height, ml_error *error,
                           size_t *n_pixels) ML_MUST_USE;

/* Whether size_bytes may be held at once; `what` says what for. */
ml_status ml_limits_memory(const ml_limits *limits, const char *name, uint64_t size_bytes, const char *what,
                           ml_error *error) ML_MUST_USE;

#endif

/* Values that are printed alone: of each figure that was asked for by its path a number, null or a name. */
#ifndef ML_CORE_PRINTED_H
#define ML_CORE_PRINTED_H

#include "core/gate.h"

typedef struct ml_printed_value {
    double number;    /* NaN: null */
    const char *name; /* NULL: it is the number; borrowed */
} ml_printed_value;

/* A zeroed one is empty. */
typedef struct ml_printed {
    size_t n;
    ml_printed_value *items; /* in the order asked */
} ml_printed;

/* Takes of each figure what the two functions have for it, the name where there is one. On failure nothing is held. */
ml_status ml_printed_init(const ml_gates *asked, double (*find)(const ml_gate *gate, const void *context),
                          const char *(*find_name)(const ml_gate *gate, const void *context), const void *context,
                          ml_error *error, ml_printed *printed) ML_MUST_USE;
void ml_printed_clear(ml_printed *printed);

#endif

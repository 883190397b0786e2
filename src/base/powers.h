/* Powers of ten to 128 bits: what exact conversion between decimal and binary needs. */
#ifndef ML_BASE_POWERS_H
#define ML_BASE_POWERS_H

#include "base/wide.h"

enum {
    ML_POWER_MIN = -292,
    ML_POWER_MAX = 324,
    ML_POWER_EXACT_MAX = 55, /* 10^0 .. 10^55 are exact */
};

/* 10^e / 2^(floor(log2 10^e) - 127), in 2^127 .. 2^128, rounded up where it is not exact; at index e - ML_POWER_MIN. */
extern const ml_wide ml_powers_of_ten[ML_POWER_MAX - ML_POWER_MIN + 1];

#endif

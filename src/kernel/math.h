/* exp, log and pow with the same bits on every machine: built from +, -, *, / in a fixed order, never from libm, whose
 * results differ with and without FMA. Error below 2 units in the last place for log and exp (tests/unit compares with long
 * double). The kernels have them over arrays, with the same bits (kernel.h). */
#ifndef ML_KERNEL_MATH_H
#define ML_KERNEL_MATH_H

#include "base/quirks.h"

/* Natural logarithm of a finite x > 0; -inf at 0. Other arguments are outside its contract. */
double ml_log(double x);

/* e^x for finite x; 0 below about -745.2, +inf above about 709.8. */
double ml_exp(double x);

/* base^exponent for finite base >= 0 and exponent >= 0; 0^0 = 1. Relative error below 3e-13 wherever the result is normal. */
double ml_pow(double base, double exponent);

#endif

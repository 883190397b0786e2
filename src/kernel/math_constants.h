/* What the scalar and the vector forms of log and exp have in common (math.c, isa_math.h). */
#ifndef ML_KERNEL_MATH_CONSTANTS_H
#define ML_KERNEL_MATH_CONSTANTS_H

/* ln 2 in two parts: the high one has its last 21 bits zero, so that k * ML_LN2_HIGH is exact for every exponent k. */
#define ML_LN2_HIGH 0x1.62e42feep-1
#define ML_LN2_LOW 0x1.a39ef35793c76p-33
#define ML_INVERSE_LN2 0x1.71547652b82fep+0

/* Bit patterns of doubles: 1, sqrt(1/2), 2^52, and the mask of the fraction. */
#define ML_ONE_BITS INT64_C(0x3ff0000000000000)
#define ML_ROOT_HALF_BITS INT64_C(0x3fe6a09e667f3bcd)
#define ML_2_52_BITS INT64_C(0x4330000000000000)
#define ML_FRACTION_BITS INT64_C(0x000fffffffffffff)

/* Added to and taken from a number below 2^51, it leaves the nearest integer, ties to even. */
#define ML_ROUNDER 0x1.8p52

/* Beyond these, e^x is 0 and +inf, after rounding as before. */
#define ML_EXP_MIN (-746.0)
#define ML_EXP_MAX 710.0

#endif

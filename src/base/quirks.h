/* Compiler quirks, in one place: attributes, and the build settings on which the printed bytes depend. */
#ifndef ML_BASE_QUIRKS_H
#define ML_BASE_QUIRKS_H

#include <float.h>
#include <limits.h>
#include <stdint.h>

#if defined __FAST_MATH__
#error "maskloss promises the same bytes everywhere: build without -ffast-math"
#endif
#if !defined FLT_EVAL_METHOD || FLT_EVAL_METHOD != 0
#error "maskloss needs plain IEEE doubles (FLT_EVAL_METHOD 0); on 32-bit x86 use -msse2 -mfpmath=sse"
#endif

_Static_assert(CHAR_BIT == 8, "bytes of 8 bits");
_Static_assert(DBL_MANT_DIG == 53 && DBL_MAX_EXP == 1024 && sizeof(double) == 8, "IEEE double");
_Static_assert(FLT_MANT_DIG == 24 && sizeof(float) == 4, "IEEE float");

/* The caller must look at the result. */
#define ML_MUST_USE __attribute__((warn_unused_result))
/* printf-like: argument F is the format, argument A the first value. */
#define ML_PRINTF(F, A) __attribute__((format(printf, F, A)))
/* Number of elements of an array (not of a pointer). */
#define ML_COUNT(ARRAY) (sizeof(ARRAY) / sizeof *(ARRAY))
/* The type of an expression. */
#define ML_TYPE_OF(X) __typeof__(X)
/* Marks a parameter that a function of a given type has to have but does not need. */
#define ML_UNUSED(X) ((void)(X))

/* The bytes of a number in the opposite order. */
#define ML_SWAP_32(X) __builtin_bswap32(X)
#define ML_SWAP_64(X) __builtin_bswap64(X)
/* The compiler's unsigned 128-bit integer, where it has one. */
#if defined __SIZEOF_INT128__
__extension__ typedef unsigned __int128 ml_uint128;
#define ML_UINT128 ml_uint128
#endif

/* Number of leading zero bits of x, x != 0. */
static inline int ml_leading_zeros(uint64_t x) { return __builtin_clzll(x); }

/* Number of trailing zero bits of x, x != 0. */
static inline int ml_trailing_zeros(unsigned x) { return __builtin_ctz(x); }

/* Number of bits of x that are set. */
static inline unsigned ml_count_ones(unsigned x) { return (unsigned)__builtin_popcount(x); }

#endif

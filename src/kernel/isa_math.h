/* log, exp and pow over groups of 8: the operations of math.c in the same order, so that every lane has the bits of the scalar
 * function. Branches are selections here; both sides of each are computed. Included by isa.c alone. */
#ifndef ML_KERNEL_ISA_MATH_H
#define ML_KERNEL_ISA_MATH_H

#include "kernel/isa_vector.h"
#include "kernel/math.h"
#include "kernel/math_constants.h"
#include "kernel/pixels.h"

#define SHIFT_RIGHT_52(m, k) r.m = (vl)((vul)x.m >> 52);
#define SHIFT_LEFT_52(m, k) r.m = (vl)((vul)x.m << 52);
typedef uint64_t vul __attribute__((vector_size(VD_BYTES)));
UNARY(l8, shift_right_52, l8, EACH_D, SHIFT_RIGHT_52)
UNARY(l8, shift_left_52, l8, EACH_D, SHIFT_LEFT_52)

INLINE d8 negative(d8 x) { return from_bits(xor_l8(bits_d8(x), splat_l8(INT64_MIN))); }

/* a x + b, rounded twice. */
INLINE d8 step(d8 a, d8 x, double b) { return add(mul(a, x), splat_d8(b)); }

/* On the way to a logarithm: x = 2^k (1 + f), the series in z = s^2, s = f / (2 + f), so far. */
typedef struct log_state {
    d8 k, f, s, z, r;
} log_state;

INLINE log_state log_begin(d8 x)
{
    l8 tiny = greater(splat_d8(DBL_MIN), x);
    bool any_tiny = any_l8(tiny);
    if (any_tiny)
        x = select_d8(tiny, mul(x, splat_d8(0x1p54)), x);
    l8 u = add_l8(bits_d8(x), splat_l8(ML_ONE_BITS - ML_ROOT_HALF_BITS));
    /* The exponent as a double: put into the last bits of 2^52, which is then taken off again, with the bias. */
    l8 biased = or_l8(shift_right_52(u), splat_l8(ML_2_52_BITS));
    d8 k = sub(from_bits(biased), splat_d8(0x1p52 + 1023));
    if (any_tiny)
        k = sub(k, keep(splat_d8(54), tiny));
    d8 m = from_bits(add_l8(and_l8(u, splat_l8(ML_FRACTION_BITS)), splat_l8(ML_ROOT_HALF_BITS)));
    d8 f = sub(m, splat_d8(1)), s = divide(f, add(splat_d8(2), f));
    return (log_state){k, f, s, mul(s, s), splat_d8(2.0 / 21)};
}

INLINE void log_step(log_state *l, double coefficient) { l->r = pinned(step(l->r, l->z, coefficient)); }

INLINE d8 log_end(const log_state *l)
{
    d8 r = mul(l->r, l->z), low = sub(mul(l->s, sub(l->f, r)), mul(l->k, splat_d8(ML_LN2_LOW)));
    return add(mul(l->k, splat_d8(ML_LN2_HIGH)), sub(l->f, low));
}

#define LOG_SERIES(F) F(2.0 / 19) F(2.0 / 17) F(2.0 / 15) F(2.0 / 13) F(2.0 / 11) F(2.0 / 9) F(2.0 / 7) F(2.0 / 5) F(2.0 / 3)

/* The natural logarithm of finite numbers above 0. */
INLINE d8 log_d8(d8 x)
{
    log_state a = log_begin(x);
#define STEP_ONE(COEFFICIENT) log_step(&a, COEFFICIENT);
    LOG_SERIES(STEP_ONE)
    return log_end(&a);
}

/* The steps of several series side by side, each of which waits for the one before it, fill a processor: as many as there are
 * registers for. */
#if VD_BYTES == 64
#define EACH_CHAIN(F) F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7)
enum { AT_ONCE = 8 * ML_LANES };
#else
#define EACH_CHAIN(F) F(0) F(1) F(2) F(3)
enum { AT_ONCE = 4 * ML_LANES };
#endif

/* -log of AT_ONCE numbers. */
#define BEGIN_LOG(n) log_state l##n = log_begin(load_d8(from + (n)*ML_LANES));
#define STEP_LOG(n) log_step(&l##n, coefficient);
#define STEP_LOGS(COEFFICIENT)                                                                                                 \
    {                                                                                                                          \
        const double coefficient = COEFFICIENT;                                                                                \
        EACH_CHAIN(STEP_LOG)                                                                                                   \
    }
#define END_LOG(n) store_d8(negative(log_end(&l##n)), to + (n)*ML_LANES);
INLINE void negative_logs(const double *from, double *to)
{
    EACH_CHAIN(BEGIN_LOG)
    LOG_SERIES(STEP_LOGS)
    EACH_CHAIN(END_LOG)
}

/* On the way to an exponential: x = k ln 2 + r, k in the last bits of `rounded`, the series in r so far. */
typedef struct exp_state {
    d8 rounded, r, e;
} exp_state;

/* Up to here, on both sides of 0, e^x is so far from the limits of doubles that it is scaled in one step, and that quotients of
 * such numbers and sums of them are as well. */
#define NEAR_EXPONENT 600.0

/* `near`: |x| <= NEAR_EXPONENT; otherwise any finite x. */
INLINE exp_state exp_begin(d8 x, bool near)
{
    if (!near) {
        x = larger_d8(x, splat_d8(ML_EXP_MIN));
        x = smaller_d8(x, splat_d8(ML_EXP_MAX));
    }
    d8 magic = splat_d8(ML_ROUNDER), rounded = add(mul(x, splat_d8(ML_INVERSE_LN2)), magic), k = sub(rounded, magic);
    d8 r = sub(sub(x, mul(k, splat_d8(ML_LN2_HIGH))), mul(k, splat_d8(ML_LN2_LOW)));
    return (exp_state){rounded, r, splat_d8(1.0 / 6227020800)};
}

INLINE void exp_step(exp_state *x, double coefficient) { x->e = pinned(step(x->e, x->r, coefficient)); }

INLINE d8 exp_end(const exp_state *x, bool near)
{
    d8 e = add(splat_d8(1), add(x->r, mul(mul(x->r, x->r), x->e)));
    if (near)
        return from_bits(add_l8(bits_d8(e), shift_left_52(bits_d8(x->rounded))));
    /* The rounded halves of k stand in the last bits of half + magic. */
    d8 magic = splat_d8(ML_ROUNDER), k = sub(x->rounded, magic);
    d8 half = add(mul(k, splat_d8(0.5)), magic), rest = add(sub(k, sub(half, magic)), magic);
    l8 one = splat_l8(ML_ONE_BITS);
    d8 first = from_bits(add_l8(shift_left_52(bits_d8(half)), one));
    d8 second = from_bits(add_l8(shift_left_52(bits_d8(rest)), one));
    return mul(mul(e, first), second);
}

#define EXP_SERIES(F)                                                                                                          \
    F(1.0 / 479001600)                                                                                                         \
    F(1.0 / 39916800)                                                                                                          \
    F(1.0 / 3628800) F(1.0 / 362880) F(1.0 / 40320) F(1.0 / 5040) F(1.0 / 720) F(1.0 / 120) F(1.0 / 24) F(1.0 / 6) F(1.0 / 2)

/* e^x for finite x. */
INLINE d8 exp_d8(d8 x)
{
    exp_state a = exp_begin(x, false);
#define EXP_ONE(COEFFICIENT) exp_step(&a, COEFFICIENT);
    EXP_SERIES(EXP_ONE)
    return exp_end(&a, false);
}

/* 1 / (1 + e^-x) for finite x. */
INLINE d8 sigmoid_d8(d8 x)
{
    d8 one = splat_d8(1), zero = splat_d8(0);
    l8 positive = at_least(x, zero);
    d8 e = exp_d8(select_d8(positive, sub(zero, x), x));
    return divide(select_d8(positive, one, e), add(one, e));
}

/* e^x of AT_ONCE numbers: EACH_CHAIN(BEGIN_EXP) EXP_SERIES(STEP_EXPS) EACH_CHAIN(END_EXP), where `near` is as above,
 * OPERAND_OF_EXP(n) is group n of the numbers, and TAKE_EXP(n, e) does what is to be done with its exponentials. */
#define BEGIN_EXP(n) exp_state e##n = exp_begin(OPERAND_OF_EXP(n), near);
#define STEP_EXP(n) exp_step(&e##n, coefficient);
#define STEP_EXPS(COEFFICIENT)                                                                                                 \
    {                                                                                                                          \
        const double coefficient = COEFFICIENT;                                                                                \
        EACH_CHAIN(STEP_EXP)                                                                                                   \
    }
#define END_EXP(n) TAKE_EXP(n, exp_end(&e##n, near))

#endif

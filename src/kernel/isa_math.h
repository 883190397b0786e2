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

/* Those of 32 numbers: the steps of four series, each of which waits for the one before it, fill a processor. */
enum { LOGS_AT_ONCE = 4 * ML_LANES };
INLINE void log_4(const double *from, d8 *y0, d8 *y1, d8 *y2, d8 *y3)
{
    log_state a = log_begin(load_d8(from)), b = log_begin(load_d8(from + ML_LANES));
    log_state c = log_begin(load_d8(from + 2 * ML_LANES)), d = log_begin(load_d8(from + 3 * ML_LANES));
#define STEP_FOUR(COEFFICIENT)                                                                                                 \
    log_step(&a, COEFFICIENT);                                                                                                 \
    log_step(&b, COEFFICIENT);                                                                                                 \
    log_step(&c, COEFFICIENT);                                                                                                 \
    log_step(&d, COEFFICIENT);
    LOG_SERIES(STEP_FOUR)
    *y0 = log_end(&a);
    *y1 = log_end(&b);
    *y2 = log_end(&c);
    *y3 = log_end(&d);
}

/* e^x for finite x. */
INLINE d8 exp_d8(d8 x)
{
    x = select_d8(greater(x, splat_d8(ML_EXP_MIN)), x, splat_d8(ML_EXP_MIN));
    x = select_d8(greater(splat_d8(ML_EXP_MAX), x), x, splat_d8(ML_EXP_MAX));
    d8 magic = splat_d8(ML_ROUNDER);
    d8 k = sub(add(mul(x, splat_d8(ML_INVERSE_LN2)), magic), magic);
    d8 r = sub(sub(x, mul(k, splat_d8(ML_LN2_HIGH))), mul(k, splat_d8(ML_LN2_LOW)));
    d8 e = splat_d8(1.0 / 6227020800);
    e = step(e, r, 1.0 / 479001600);
    e = step(e, r, 1.0 / 39916800);
    e = step(e, r, 1.0 / 3628800);
    e = step(e, r, 1.0 / 362880);
    e = step(e, r, 1.0 / 40320);
    e = step(e, r, 1.0 / 5040);
    e = step(e, r, 1.0 / 720);
    e = step(e, r, 1.0 / 120);
    e = step(e, r, 1.0 / 24);
    e = step(e, r, 1.0 / 6);
    e = step(e, r, 1.0 / 2);
    e = add(splat_d8(1), add(r, mul(mul(r, r), e)));
    /* The rounded halves of k stand in the last bits of half + magic. */
    d8 half = add(mul(k, splat_d8(0.5)), magic), rest = add(sub(k, sub(half, magic)), magic);
    l8 one = splat_l8(ML_ONE_BITS);
    d8 first = from_bits(add_l8(shift_left_52(bits_d8(half)), one));
    d8 second = from_bits(add_l8(shift_left_52(bits_d8(rest)), one));
    return mul(mul(e, first), second);
}

/* 1 / (1 + e^-x) for finite x. */
INLINE d8 sigmoid_d8(d8 x)
{
    d8 one = splat_d8(1), zero = splat_d8(0);
    l8 positive = at_least(x, zero);
    d8 e = exp_d8(select_d8(positive, sub(zero, x), x));
    return divide(select_d8(positive, one, e), add(one, e));
}

/* That of -x and that of x. */
INLINE void sigmoids_d8(d8 x, d8 *of_negative, d8 *of_x)
{
    d8 one = splat_d8(1), zero = splat_d8(0);
    l8 positive = at_least(x, zero);
    d8 e = exp_d8(select_d8(positive, sub(zero, x), x)), sum = add(one, e);
    *of_negative = divide(select_d8(positive, e, one), sum);
    *of_x = divide(select_d8(positive, one, e), sum);
}

#endif

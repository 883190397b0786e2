/* From a block's logits to positive numbers, and their sums. Included by isa.c alone. */
#ifndef ML_KERNEL_ISA_ACTIVATE_H
#define ML_KERNEL_ISA_ACTIVATE_H

#include "kernel/isa_load.h"
#include "kernel/isa_math.h"

/* Sets the values of ignored pixels, which may be anything, to a harmless one. */
static void pacify(const block *b)
{
    for (size_t i = 0; i < BLOCK; i++)
        for (size_t c = 0; c < b->n_values && b->label[i] == ML_IGNORED; c++)
            b->q[c * BLOCK + i] = 1;
}

/* Whether a value is infinite or NaN. */
static bool has_infinite(const block *b)
{
    l8 found = splat_l8(0), size = splat_l8(INT64_MAX), largest = bits_d8(splat_d8(DBL_MAX));
    for (size_t i = 0; i < b->n_values * BLOCK; i += ML_LANES) {
        l8 bits = and_l8(bits_d8(load_d8(b->q + i)), size);
        found = or_l8(found, sub_l8(largest, bits)); /* negative where larger */
    }
    return any_l8(and_l8(found, splat_l8(INT64_MIN)));
}

/* The same of floats, whose sums are finite where they are. */
static bool has_infinite_sum(const block *b)
{
    l8 finite = splat_l8(-1);
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        d8 sum = load_d8(b->sum + i);
        finite = and_l8(finite, and_l8(at_least(sum, splat_d8(-DBL_MAX)), at_least(splat_d8(DBL_MAX), sum)));
    }
    return any_l8(not_l8(finite));
}

/* Makes the values of bad pixels harmless before logits are turned into positive numbers. Returns what the values are then. */
static kind prepare_logits(block *b, kind are)
{
    if (are == FLOATS ? !has_infinite_sum(b) : !has_infinite(b))
        return are;
    check_values(b, -DBL_MAX, DBL_MAX);
    if (are == FLOATS)
        widen_planes(b);
    b->planes = NULL;
    pacify(b);
    return DOUBLES;
}

/* The largest of each pixel's values, AT_ONCE of them from `first` on. Returns whether they are near all others. */
INLINE bool find_largest(const block *b, size_t first, kind are, double *largest)
{
    values v = values_of(b);
    l8 far = splat_l8(0);
    for (size_t i = 0; i < AT_ONCE; i += ML_LANES) {
        d8 most, least;
        if (are == FLOATS) {
            const float *x = v.planes + first + i;
            float range[2][ML_LANES];
            f8 high = load_f8(x), low = high;
            for (size_t c = 1; c < b->n_values; c++) {
                x += v.plane_stride;
                high = larger_f8(load_f8(x), high);
                low = smaller_f8(load_f8(x), low);
            }
            store_f8(high, range[0]);
            store_f8(low, range[1]);
            most = widen_f8(range[0]);
            least = widen_f8(range[1]);
        } else {
            most = least = load_d8(v.q + first + i);
            for (size_t c = 1; c < b->n_values; c++) {
                d8 x = load_d8(v.q + c * BLOCK + first + i);
                most = larger_d8(x, most);
                least = smaller_d8(x, least);
            }
        }
        far = or_l8(far, greater(sub(most, least), splat_d8(NEAR_EXPONENT)));
        store_d8(most, largest + i);
    }
    return !any_l8(far);
}

/* Turns logits into e^(q - largest), and sums them up. */
INLINE void softmax_some(block *b, size_t first, kind are, const double *largest, bool near)
{
    values v = values_of(b);
    double *sum = b->sum + first; /* at least 1, and at most n_values */
    memset(sum, 0, sizeof(double[AT_ONCE]));
    for (size_t c = 0; c < b->n_values; c++) {
        double *q = b->q + c * BLOCK + first;
#define OPERAND_OF_EXP(n) sub(load_values(v, c, first + (n)*ML_LANES, are), load_d8(largest + (n)*ML_LANES))
#define TAKE_EXP(n, E)                                                                                                         \
    {                                                                                                                          \
        d8 e = E;                                                                                                              \
        store_d8(e, q + (n)*ML_LANES);                                                                                         \
        store_d8(add(load_d8(sum + (n)*ML_LANES), e), sum + (n)*ML_LANES);                                                     \
    }
        EACH_CHAIN(BEGIN_EXP)
        EXP_SERIES(STEP_EXPS)
        EACH_CHAIN(END_EXP)
#undef OPERAND_OF_EXP
#undef TAKE_EXP
    }
}

/* Returns what the values are: none is small, where all logits of each pixel are near each other. */
INLINE kind softmax(block *b, kind are)
{
    double largest[AT_ONCE];
    bool all_near = true;
    for (size_t first = 0; first < BLOCK; first += AT_ONCE) {
        bool near = find_largest(b, first, are, largest);
        if (near)
            softmax_some(b, first, are, largest, true);
        else
            softmax_some(b, first, are, largest, false);
        all_near = all_near && near;
    }
    return all_near ? DOUBLES : WIDE_DOUBLES;
}

/* e^x of AT_ONCE numbers x, in place. */
INLINE void exps(double *x, bool near)
{
#define OPERAND_OF_EXP(n) load_d8(x + (n)*ML_LANES)
#define TAKE_EXP(n, E) store_d8(E, x + (n)*ML_LANES);
    EACH_CHAIN(BEGIN_EXP)
    EXP_SERIES(STEP_EXPS)
    EACH_CHAIN(END_EXP)
#undef OPERAND_OF_EXP
#undef TAKE_EXP
}

INLINE void add_to_sums(const double *x, double *sum)
{
    for (size_t i = 0; i < AT_ONCE; i += ML_LANES)
        store_d8(add(load_d8(sum + i), load_d8(x + i)), sum + i);
}

/* -|x| of AT_ONCE values x. Returns whether they are near 0. */
INLINE bool negate_sizes(values v, size_t c, size_t first, kind are, double *to)
{
    d8 least = splat_d8(0);
    for (size_t i = 0; i < AT_ONCE; i += ML_LANES) {
        d8 x = from_bits(or_l8(bits_d8(load_values(v, c, first + i, are)), splat_l8(INT64_MIN)));
        least = smaller_d8(x, least);
        store_d8(x, to + i);
    }
    return !any_l8(greater(splat_d8(-NEAR_EXPONENT), least));
}

/* Turns logits into sigmoids 1 / (1 + e^-x) = e^x / (1 + e^x), whichever has no large exponential, and sums them up. */
INLINE kind sigmoid(block *b, kind are)
{
    values v = values_of(b);
    bool all_near = true;
    memset(b->sum, 0, sizeof b->sum);
    for (size_t c = 0; c < b->n_values; c++)
        for (size_t first = 0; first < BLOCK; first += AT_ONCE) {
            double e[AT_ONCE], *q = b->q + c * BLOCK + first;
            bool near = negate_sizes(v, c, first, are, e);
            if (near)
                exps(e, true);
            else
                exps(e, false);
            all_near = all_near && near;
            for (size_t i = 0; i < AT_ONCE; i += ML_LANES) {
                d8 one = splat_d8(1), x = load_d8(e + i);
                l8 positive = at_least(load_values(v, c, first + i, are), splat_d8(0));
                store_d8(divide(select_d8(positive, one, x), add(one, x)), q + i);
            }
            add_to_sums(q, b->sum + first);
        }
    return all_near ? DOUBLES : WIDE_DOUBLES;
}

/* Where all of a pixel's logits are below this, sigmoids are no normal doubles any more, but e^q to the last bit. */
#define TINY_LOGIT (-708.0)

/* A sum of sigmoids that is below this may be one of such a pixel's; one that is not, is none. */
#define TINY_SUM 1e-300

static bool has_tiny_sum(const block *b)
{
    d8 least = splat_d8(1);
    for (size_t i = 0; i < BLOCK; i += ML_LANES)
        least = smaller_d8(load_d8(b->sum + i), least);
    return any_l8(greater(splat_d8(TINY_SUM), least));
}

/* The sigmoids of a block with tiny ones, from the stored values again: those of a pixel that has no others are taken relative
 * to the largest, as in softmax, which leaves their shares as they are. */
static void tiny_sigmoids(block *b)
{
    if (load_block(b, b->n_values) == FLOATS)
        widen_planes(b);
    if (has_infinite(b))
        pacify(b);
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        double *q = b->q + i;
        d8 best = load_d8(q), sum = splat_d8(0);
        for (size_t c = 1; c < b->n_values; c++)
            best = larger_d8(load_d8(q + c * BLOCK), best);
        for (size_t c = 0; c < b->n_values; c++) {
            d8 x = load_d8(q + c * BLOCK);
            x = select_d8(greater(splat_d8(TINY_LOGIT), best), exp_d8(sub(x, best)), sigmoid_d8(x));
            store_d8(x, q + c * BLOCK);
            sum = add(sum, x);
        }
        store_d8(sum, b->sum + i);
    }
}

/* Notes what the values of the block's valid pixels look like. */
static void look_at_logits(const block *b, kind are)
{
    values v = values_of(b);
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        d8 sum = splat_d8(0);
        l8 inside = splat_l8(-1);
        for (size_t c = 0; c < b->n_values; c++) {
            d8 q = load_values(v, c, i, are);
            sum = add(sum, q);
            inside = and_l8(inside, and_l8(at_least(q, splat_d8(0)), at_least(splat_d8(1), q)));
        }
        l8 is_one = and_l8(at_least(sum, splat_d8(1 - 1e-3)), at_least(splat_d8(1 + 1e-3), sum));
        unsigned found = bits_of_mask(and_l8(inside, is_one)), valid = 0xff & ~bits_equal(b->label + i, ML_IGNORED);
        b->px->logits_look |= (valid & ~found ? ML_LOGITS_ARE_OTHERS : 0U) | (valid & found ? ML_LOGITS_ARE_PROBABILITIES : 0U);
    }
}

/* Turns logits into positive numbers in q, with their sums. */
static kind activate(block *b, kind are)
{
    are = prepare_logits(b, are);
    if (!(b->px->logits_look & ML_LOGITS_ARE_OTHERS))
        look_at_logits(b, are);
    bool is_softmax = b->px->activation == ML_ACTIVATION_SOFTMAX;
    if (are == FLOATS)
        are = is_softmax ? softmax(b, FLOATS) : sigmoid(b, FLOATS);
    else
        are = is_softmax ? softmax(b, DOUBLES) : sigmoid(b, DOUBLES);
    if (!is_softmax && has_tiny_sum(b)) {
        tiny_sigmoids(b);
        are = WIDE_DOUBLES;
    }
    for (size_t i = 0; i < BLOCK; i += ML_LANES)
        store_sum(b, i, load_d8(b->sum + i));
    return are;
}

/* The sigmoids of class 1 alone, and of its opposite. */
static void make_sigmoids(double *q, double *opposite)
{
    const values v = {.q = q};
    for (size_t first = 0; first < BLOCK; first += AT_ONCE) {
        double e[AT_ONCE];
        if (negate_sizes(v, 0, first, DOUBLES, e))
            exps(e, true);
        else
            exps(e, false);
        for (size_t i = 0; i < AT_ONCE; i += ML_LANES) {
            d8 one = splat_d8(1), x = load_d8(e + i), sum = add(one, x);
            l8 positive = at_least(load_d8(q + first + i), splat_d8(0));
            store_d8(divide(select_d8(positive, x, one), sum), opposite + first + i);
            store_d8(divide(select_d8(positive, one, x), sum), q + first + i);
        }
    }
}

#endif

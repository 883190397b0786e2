/* The pixel loops and the functions over arrays, for one instruction set: compiled once for each, with the flags of that
 * library and ML_ISA naming its ml_kernel. The results are the same to the bit (pixels.h). */
#include "kernel/isa_activate.h"
#include "kernel/isa_decide.h"
#include "kernel/isa_load.h"
#include "kernel/isa_math.h"
#include "kernel/isa_resample.h"
#include "kernel/isa_rows.h"
#include "kernel/kernel.h"

#ifndef ML_ISA
#error "ML_ISA is the name of the ml_kernel to define"
#endif

/* The values of a block with a value per class, and their decisions and sums. */
static kind make_dense(block *b)
{
    const bool logits = b->px->activation != ML_ACTIVATION_NONE;
    doubt doubts = {splat_i8(0), splat_l8(0)};
    kind are = load_block(b, b->px->n_classes);
    if (are != FLOATS)
        are = decide_wide(b, &doubts);
    else if (logits)
        decide_planes(b, true, &doubts);
    else if (b->tile->type == ML_SAMPLE_F32 || !decide_narrow(b, &doubts))
        decide_planes(b, false, &doubts);
    if (logits)
        return activate(b, are);
    if (any_negative(doubts.signs) || any_l8(doubts.no_sums)) {
        check_values(b, 0, DBL_MAX);
        check_sums(b);
    }
    return are;
}

/* Whether a channel of the block has a sign; it may be that of -0. */
static bool has_signs(const block *b)
{
    l8 signs = splat_l8(0);
    for (size_t i = 0; i < b->n_values * BLOCK; i += ML_LANES)
        signs = or_l8(signs, bits_d8(load_d8(b->q + i)));
    return any_l8(and_l8(signs, splat_l8(INT64_MIN)));
}

/* Sums the channels of each class up, from `channels` to q. */
static void sum_channels(const block *b, const double *channels)
{
    const ml_pixels *px = b->px;
    memset(b->q, 0, px->n_classes * sizeof(double[BLOCK]));
    for (size_t k = 0; k < px->n_channels; k++, channels += BLOCK) {
        double *q = b->q + px->class_of_channel[k] * (size_t)BLOCK;
        for (size_t i = 0; i < BLOCK; i += ML_LANES)
            store_d8(add(load_d8(q + i), load_d8(channels + i)), q + i);
    }
}

/* The same of a block with several channels per class, whose values are summed up once they have been activated. */
static kind make_grouped(block *b)
{
    const ml_pixels *px = b->px;
    bool logits = px->activation != ML_ACTIVATION_NONE, signs = false;
    doubt doubts = {splat_i8(0), splat_l8(0)};
    block channels = *b;
    channels.q = px->channels;
    channels.n_values = px->n_channels;
    if (load_block(&channels, px->n_channels) == FLOATS)
        widen_planes(&channels);
    if (logits)
        activate(&channels, DOUBLES);
    else
        signs = has_signs(&channels);
    sum_channels(b, channels.q);
    kind are = decide_wide(b, &doubts);
    if (!logits && (signs || any_negative(doubts.signs) || any_l8(doubts.no_sums))) {
        check_values(&channels, 0, DBL_MAX);
        check_sums(b);
    }
    return are;
}

/* Drops the pixels whose only value is outside low..high, and makes them harmless. */
static void drop_values(const block *b, double low, double high, double *value)
{
    for (size_t i = 0; i < BLOCK; i++)
        if (!(value[i] >= low && value[i] <= high)) {
            if (b->label[i] != ML_IGNORED)
                drop_pixel(b, i, 1, value[i]);
            value[i] = 0;
        }
}

/* The same of a block with class 1's value only: the probabilities are (1 - q, q) as they are, and the decision is made on
 * them.
 */
static void make_binary(block *b)
{
    double *p0 = b->q, *p1 = b->q + BLOCK;
    const bool logits = b->px->activation != ML_ACTIVATION_NONE;
    const double low = logits ? -DBL_MAX : 0, high = logits ? DBL_MAX : 1;
    l8 good = splat_l8(-1);
    const kind are = load_block(b, 1);
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        d8 q = load_values(values_of(b), 0, i, are);
        good = and_l8(good, and_l8(at_least(q, splat_d8(low)), at_least(splat_d8(high), q)));
        store_d8(q, p1 + i);
    }
    if (any_l8(not_l8(good)))
        drop_values(b, low, high, p1);
    if (logits)
        make_sigmoids(p1, p0);
    for (size_t i = 0; i < BLOCK; i += ML_LANES) {
        d8 x1 = load_d8(p1 + i), x0 = logits ? load_d8(p0 + i) : sub(splat_d8(1), x1);
        store_d8(x0, p0 + i);
        store_flags(greater(x1, x0), b->decision + i);
    }
}

static kind make_values(block *b)
{
    if (b->tile->binary) {
        make_binary(b);
        return SHARES;
    }
    return b->px->class_of_channel ? make_grouped(b) : make_dense(b);
}

/* Decides between two classes again, by the probability of class 1 as the sums have it. */
static void decide_above(const block *b, kind are)
{
    d8 threshold = splat_d8(b->px->threshold);
    for (size_t i = 0; i < BLOCK; i += ML_LANES)
        store_flags(greater(probability(values_of(b), 1, i, load_divisors(b, i), are), threshold), b->decision + i);
}

static void run(ml_pixels *pixels, const ml_tile *tile)
{
    block b = {.px = pixels, .tile = tile, .q = pixels->block, .n_values = pixels->n_classes};
    extremes e = {splat_d8(DBL_MAX), splat_d8(0)};
    for (size_t first = 0; first < tile->n_pixels; first += BLOCK) {
        size_t left = tile->n_pixels - first;
        b.first = first;
        b.n = left < BLOCK ? left : BLOCK;
        b.label = pixels->label + first;
        b.decision = pixels->decision + first;
        kind are = make_values(&b);
        if (pixels->has_threshold)
            decide_above(&b, are);
        switch (are) {
        case FLOATS: add_block(&b, FLOATS, &e); break;
        case DOUBLES: add_block(&b, DOUBLES, &e); break;
        case WIDE_DOUBLES: add_block(&b, WIDE_DOUBLES, &e); break;
        case SHARES: add_block(&b, SHARES, &e); break;
        }
    }
    if (!tile->binary && pixels->activation == ML_ACTIVATION_NONE)
        keep_extremes(pixels, e);
    count_wrong(pixels);
}

/* Writes the probabilities of a block's first n pixels: class c's from out[c * stride] on; 0, without a sign, at ignored ones.
 */
INLINE void write_probabilities(const block *b, kind are, size_t stride, double *out)
{
    double lanes[ML_LANES];
    values v = values_of(b);
    for (size_t i = 0; i < b->n; i += ML_LANES) {
        size_t some = b->n - i < ML_LANES ? b->n - i : ML_LANES;
        l8 valid = not_l8(lanes_equal(b->label + i, ML_IGNORED));
        divisors by = load_divisors(b, i);
        for (size_t c = 0; c < b->px->n_classes; c++) {
            d8 p = keep(add(probability(v, c, i, by, are), splat_d8(0)), valid);
            double *to = out + c * stride + i;
            store_d8(p, some < ML_LANES ? lanes : to);
            if (some < ML_LANES)
                memcpy(to, lanes, some * sizeof *lanes);
        }
    }
}

static void probabilities(ml_pixels *pixels, const ml_tile *tile, size_t first, size_t n, size_t stride, double *out)
{
    uint16_t label[BLOCK], decision[BLOCK];
    block b = {.px = pixels, .tile = tile, .label = label, .decision = decision, .q = pixels->block};
    b.n_values = pixels->n_classes;
    for (size_t done = 0; done < n; done += BLOCK) {
        b.first = first + done;
        b.n = n - done < BLOCK ? n - done : BLOCK;
        for (size_t i = 0; i < BLOCK; i++)
            label[i] = i < b.n ? pixels->label[b.first + i] : (uint16_t)ML_IGNORED;
        switch (make_values(&b)) {
        case FLOATS: write_probabilities(&b, FLOATS, stride, out + done); break;
        case DOUBLES: write_probabilities(&b, DOUBLES, stride, out + done); break;
        case WIDE_DOUBLES: write_probabilities(&b, WIDE_DOUBLES, stride, out + done); break;
        case SHARES: write_probabilities(&b, SHARES, stride, out + done); break;
        }
    }
}

INLINE d8 clipped(d8 x, d8 low, d8 high) { return select_d8(greater(low, x), low, select_d8(greater(x, high), high, x)); }

INLINE void clip_some_logs(const double *in, d8 low, d8 high, double *clip, double *neg_log)
{
    for (size_t i = 0; i < AT_ONCE; i += ML_LANES)
        store_d8(clipped(load_d8(in + i), low, high), clip + i);
    negative_logs(clip, neg_log);
}

static void clip_log(const double *in, double low, double high, size_t n, double *clip, double *neg_log)
{
    d8 least = splat_d8(low), most = splat_d8(high);
    size_t i = 0;
    for (; i + AT_ONCE <= n; i += AT_ONCE)
        clip_some_logs(in + i, least, most, clip + i, neg_log + i);
    if (i == n)
        return;
    double rest[AT_ONCE] = {0}, logs[AT_ONCE];
    memcpy(rest, in + i, (n - i) * sizeof *in);
    clip_some_logs(rest, least, most, rest, logs);
    memcpy(clip + i, rest, (n - i) * sizeof *clip);
    memcpy(neg_log + i, logs, (n - i) * sizeof *neg_log);
}

/* A function over arrays, of x in `in` and y in `by`: whole groups, then the rest by way of groups of its own. */
#define OVER_ARRAYS(EXPRESSION)                                                                                                \
    for (size_t i = 0; i < n; i += ML_LANES) {                                                                                 \
        size_t some = n - i < ML_LANES ? n - i : ML_LANES;                                                                     \
        d8 x, y;                                                                                                               \
        if (some == ML_LANES) {                                                                                                \
            x = load_d8(in + i);                                                                                               \
            y = load_d8(by + i);                                                                                               \
            store_d8(EXPRESSION, out + i);                                                                                     \
        } else {                                                                                                               \
            double rest[2][ML_LANES] = {{0}};                                                                                  \
            memcpy(rest[0], in + i, some * sizeof *in);                                                                        \
            memcpy(rest[1], by + i, some * sizeof *by);                                                                        \
            x = load_d8(rest[0]);                                                                                              \
            y = load_d8(rest[1]);                                                                                              \
            store_d8(EXPRESSION, rest[0]);                                                                                     \
            memcpy(out + i, rest[0], some * sizeof *out);                                                                      \
        }                                                                                                                      \
    }

static d8 power(d8 base, double exponent)
{
    d8 zero = splat_d8(0);
    return select_d8(greater(base, zero), exp_d8(mul(splat_d8(exponent), log_d8(base))), zero);
}

static void weigh_by_rest(const double *in, double exponent, const double *by, size_t n, double *out)
{
    d8 one = splat_d8(1);
    if (exponent == 2)
        OVER_ARRAYS(mul(mul(sub(one, x), sub(one, x)), y))
    else if (exponent == 1)
        OVER_ARRAYS(mul(sub(one, x), y))
    else if (exponent > 0)
        OVER_ARRAYS(mul(power(sub(one, x), exponent), y))
    else
        memcpy(out, by, n * sizeof *out);
}

/* Adds a group of values, at i, to the sums of its labels one after the other. */
static void add_each_label(const ml_labelled *to, size_t i, size_t n_arrays)
{
    const uint16_t *label = to->label + i;
    for (unsigned left = 0xff & ~bits_equal(label, ML_IGNORED); left != 0;) {
        uint16_t y = label[ml_trailing_zeros(left)];
        l8 mask = lanes_equal(label, y);
        left &= ~bits_equal(label, y);
        for (size_t k = 0; k < n_arrays; k++) {
            double *sum = to->sums + (k * to->n_labels + y) * ML_LANES;
            store_d8(add(load_d8(sum), keep(load_d8(to->values + k * to->values_stride + i), mask)), sum);
        }
    }
}

/* Adds one or two arrays; the sums of a label are in registers while it goes on. */
INLINE void add_arrays(const ml_labelled *to, size_t n_arrays)
{
    uint16_t held = ML_IGNORED;
    double *sum = NULL;
    const double *other_values = to->values + (n_arrays - 1) * to->values_stride;
    size_t other = (n_arrays - 1) * to->n_labels * ML_LANES;
    d8 a = splat_d8(0), b = a;
    for (size_t i = 0; i < to->n; i += ML_LANES) {
        uint16_t y = ml_group_label(to->label + i);
        if (y != held) {
            if (held != ML_IGNORED) {
                store_d8(b, sum + other);
                store_d8(a, sum);
            }
            held = y == ML_MIXED ? (uint16_t)ML_IGNORED : y;
            if (held != ML_IGNORED) {
                sum = to->sums + y * (size_t)ML_LANES;
                a = load_d8(sum);
                b = load_d8(sum + other);
            }
        }
        if (held != ML_IGNORED) {
            a = add(a, load_d8(to->values + i));
            b = n_arrays > 1 ? add(b, load_d8(other_values + i)) : a;
        } else if (y == ML_MIXED) {
            add_each_label(to, i, n_arrays);
        }
    }
    if (held != ML_IGNORED) {
        store_d8(b, sum + other);
        store_d8(a, sum);
    }
}

static void add_by_label(const ml_labelled *all)
{
    ml_labelled to = *all;
    for (; to.n_arrays > 1; to.n_arrays -= 2) {
        add_arrays(&to, 2);
        to.values += 2 * to.values_stride;
        to.sums += 2 * to.n_labels * ML_LANES;
    }
    if (to.n_arrays > 0)
        add_arrays(&to, 1);
}

#define JOIN(A, B) A##B
#define KERNEL(ISA) JOIN(ml_kernel_, ISA)
const ml_kernel KERNEL(ML_ISA) = {run,          probabilities, clip_log,     weigh_by_rest,
                                  add_by_label, count_draws,   widen_counts, add_products};

/* measure/confidence: confidences by class and bin, against a naive loop; their sums are exact, in any order. */
#include "unit.h"

#include "kernel/tile.h"
#include "measure/confidence.h"

#include <math.h>
#include <string.h>

enum { N_CLASSES = 3, MAX_BINS = 1000, N = 4096 };

typedef struct cells {
    uint64_t pixels[N_CLASSES * MAX_BINS], right[N_CLASSES * MAX_BINS];
    ml_fixed conf[N_CLASSES * MAX_BINS];
} cells;

typedef struct pixels {
    uint16_t label[N], decision[N];
    double conf[N];
} pixels;

static void fill(pixels *px, uint64_t *state)
{
    for (size_t i = 0; i < N; i++) {
        const double x = ldexp(1 + unit_fraction(state), -1 - (int)unit_below(state, 10)); /* 2^-10 .. 1 */
        px->label[i] = unit_below(state, 9) ? (uint16_t)unit_below(state, N_CLASSES) : ML_IGNORED;
        px->decision[i] = unit_below(state, 3) ? px->label[i] : (uint16_t)unit_below(state, N_CLASSES);
        px->conf[i] = unit_below(state, 9) == 0 ? 1 : unit_below(state, 9) == 0 ? 0x1.fffffffffffffp-11 : x;
    }
}

/* What the header says, written down naively. */
static void add_naively(size_t n_bins, const pixels *px, cells *to)
{
    for (size_t i = 0; i < N; i++) {
        if (px->label[i] == ML_IGNORED)
            continue;
        const double product = px->conf[i] * (double)n_bins;
        size_t bin = 0;
        while (bin + 1 < n_bins && product >= (double)(bin + 1))
            bin++;
        const size_t at = px->label[i] * n_bins + bin;
        to->pixels[at]++;
        to->right[at] += px->label[i] == px->decision[i];
        ck_assert(ml_fixed_add(&to->conf[at], px->conf[i]));
    }
}

static ml_confidence room_in(cells *c, size_t n_bins)
{
    memset(c, 0, sizeof *c);
    return (ml_confidence){n_bins, c->pixels, c->right, c->conf};
}

START_TEST(pixels_are_in_the_bins_of_their_confidences)
{
    static const size_t some_bins[] = {1, 2, 3, 10, 15, 64, 999, 1000};
    static pixels px;
    static cells wanted, got;
    uint64_t state = 11;
    for (size_t k = 0; k < ML_COUNT(some_bins); k++) {
        const ml_confidence to = room_in(&got, some_bins[k]);
        memset(&wanted, 0, sizeof wanted);
        fill(&px, &state);
        add_naively(some_bins[k], &px, &wanted);
        ml_confidence_add(&to, N, px.label, px.decision, px.conf);
        ck_assert_mem_eq(&wanted, &got, sizeof got);
    }
}
END_TEST

START_TEST(a_bin_has_its_lower_end_and_the_last_one_both)
{
    static cells got;
    const uint16_t label[] = {0, 0, 0, 0}, decision[] = {0, 1, 0, 1};
    const double conf[] = {0.5, 0x1.fffffffffffffp-2, 1, 0.75};
    const ml_confidence to = room_in(&got, 4);
    ml_confidence_add(&to, 4, label, decision, conf);
    ck_assert(got.pixels[1] == 1 && got.pixels[2] == 1 && got.pixels[3] == 2);
    ck_assert(got.right[1] == 0 && got.right[2] == 1 && got.right[3] == 1);
    ck_assert(unit_same(ml_fixed_to_double(&got.conf[3]), 1.75));
}
END_TEST

START_TEST(the_order_of_pixels_does_not_show)
{
    static pixels px;
    static cells forward, backward;
    uint64_t state = 12;
    const ml_confidence ahead = room_in(&forward, 15), back = room_in(&backward, 15);
    fill(&px, &state);
    ml_confidence_add(&ahead, N, px.label, px.decision, px.conf);
    for (size_t i = N; i-- > 0;)
        ml_confidence_add(&back, 1, px.label + i, px.decision + i, px.conf + i);
    ck_assert_mem_eq(&forward, &backward, sizeof forward);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, pixels_are_in_the_bins_of_their_confidences);
    tcase_add_test(tests, a_bin_has_its_lower_end_and_the_last_one_both);
    tcase_add_test(tests, the_order_of_pixels_does_not_show);
}

int main(void) { return unit_main("confidence", add_tests); }

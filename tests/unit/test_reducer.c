/* observe/reducer: from tiles to an image's record. */
#include "score.h"
#include "unit.h"

#include "observe/observers.h"
#include "observe/reducer.h"

enum { N_PIXELS = 2 * ML_TILE_PIXELS + 1234, N_CLASSES = 5 };

/* An image and a reducer for it; too large for the stack. */
typedef struct bench {
    score s;
    ml_observers observers;
    double q[N_PIXELS * N_CLASSES];
    uint16_t truth[N_PIXELS], decision[N_PIXELS];
} bench;

static bench *make_bench(const char *losses, uint64_t seed)
{
    bench *b = malloc(sizeof *b);
    ck_assert(b != NULL);
    score_init(&b->s, N_CLASSES, losses, NULL);
    score_image(b->q, b->truth, N_PIXELS, N_CLASSES, &seed);
    EXPECT(ml_observers_init(&b->s.settings, NULL, 0, true, &b->s.error, &b->observers) == ML_OK, "%s", b->s.error.text);
    return b;
}

static void free_bench(bench *b)
{
    ml_observers_clear(&b->observers);
    score_clear(&b->s);
    free(b);
}

static const ml_record *reduce(bench *b)
{
    score_reduce(&b->observers, b->q, b->truth, N_PIXELS);
    return score_record_of(&b->observers);
}

static const ml_record *reduce_hard(bench *b)
{
    score_begin(&b->observers);
    for (size_t first = 0; first < N_PIXELS; first += ML_TILE_PIXELS) {
        const ml_tile tile = {.n_pixels = N_PIXELS - first < ML_TILE_PIXELS ? N_PIXELS - first : ML_TILE_PIXELS,
                              .n_classes = N_CLASSES,
                              .truth = b->truth + first,
                              .type = ML_SAMPLE_NONE,
                              .decision = b->decision + first};
        EXPECT(ml_observers_take(&b->observers, &tile, first, &b->s.error) == ML_OK, "%s", b->s.error.text);
    }
    EXPECT(ml_reducer.finish(b->observers.states[0], &b->s.error, NULL) == ML_OK, "%s", b->s.error.text);
    return score_record_of(&b->observers);
}

/* The sum with this key, per class. */
static const double *sum_of(const bench *b, const ml_record *record, const char *key)
{
    for (size_t i = 0; i < b->s.losses.n_sums; i++)
        if (strcmp(b->s.losses.sums[i].key, key) == 0)
            return record->sums + i * N_CLASSES;
    ck_abort_msg("no sum %s", key);
}

START_TEST(a_record_agrees_with_a_naive_loop)
{
    bench *b = make_bench("all,focal:gamma=0.5", 55);
    const ml_record *got = reduce(b);
    uint64_t hard[N_CLASSES][N_CLASSES] = {{0}}, n_ignored = 0;
    long double soft[N_CLASSES][N_CLASSES] = {{0}}, cce[N_CLASSES] = {0}, focal[N_CLASSES] = {0}, root[N_CLASSES] = {0},
                brier[N_CLASSES] = {0};
    for (size_t i = 0; i < N_PIXELS; i++) {
        const double *q = b->q + i * N_CLASSES;
        long double sum = 0;
        size_t y = b->truth[i], d = 0;
        n_ignored += y == ML_IGNORED;
        for (size_t c = 0; c < N_CLASSES; c++) {
            sum += q[c];
            d = q[c] > q[d] ? c : d;
        }
        if (y == ML_IGNORED)
            continue;
        long double pt = q[y] / sum;
        hard[y][d]++;
        for (size_t c = 0; c < N_CLASSES; c++) {
            soft[y][c] += q[c] / sum;
            brier[y] += (q[c] / sum - (c == y)) * (q[c] / sum - (c == y));
        }
        cce[y] -= logl(pt);
        focal[y] -= (1 - pt) * (1 - pt) * logl(pt);
        root[y] -= sqrtl(1 - pt) * logl(pt);
    }
    ck_assert(got->n_pixels == N_PIXELS && got->n_ignored == n_ignored && got->n_bad == 0);
    for (size_t y = 0; y < N_CLASSES; y++) {
        for (size_t c = 0; c < N_CLASSES; c++) {
            EXPECT(got->hard[y * N_CLASSES + c] == hard[y][c], "hard[%zu][%zu]", y, c);
            EXPECT(unit_near(got->soft[y * N_CLASSES + c], (double)soft[y][c], 1e-11), "soft[%zu][%zu]", y, c);
        }
        ck_assert_uint_eq(got->none[y], 0);
        EXPECT(unit_near(sum_of(b, got, "cce")[y], (double)cce[y], 1e-10), "cce of class %zu", y);
        EXPECT(unit_near(sum_of(b, got, "focal")[y], (double)focal[y], 1e-10), "focal of class %zu", y);
        EXPECT(unit_near(sum_of(b, got, "focal:gamma=0.5")[y], (double)root[y], 1e-10), "focal:gamma=0.5 of class %zu", y);
        EXPECT(unit_near(sum_of(b, got, "brier")[y], (double)brier[y], 1e-10), "brier of class %zu", y);
    }
    free_bench(b);
}
END_TEST

START_TEST(a_record_does_not_depend_on_which_losses_are_asked_for)
{
    static const char *const specs[] = {"cce", "all", "focal:gamma=3,brier", "brier,focal,dice,focal:gamma=3"};
    bench *all = make_bench("all,focal:gamma=3", 56);
    const ml_record *wanted = reduce(all);
    for (size_t i = 0; i < ML_COUNT(specs); i++) {
        bench *b = make_bench(specs[i], 56);
        const ml_record *got = reduce(b);
        for (size_t k = 0; k < N_CLASSES * N_CLASSES; k++)
            EXPECT(got->hard[k] == wanted->hard[k] && unit_same(got->soft[k], wanted->soft[k]), "%s: cell %zu", specs[i], k);
        for (size_t k = 0; k < b->s.losses.n_sums; k++)
            for (size_t y = 0; y < N_CLASSES; y++)
                EXPECT(unit_same(got->sums[k * N_CLASSES + y], sum_of(all, wanted, b->s.losses.sums[k].key)[y]), "%s: %s",
                       specs[i], b->s.losses.sums[k].key);
        free_bench(b);
    }
    free_bench(all);
}
END_TEST

START_TEST(weights_masks_and_averages_do_not_touch_the_record)
{
    bench *plain = make_bench("all", 57), *b = make_bench("all", 57);
    score_mask(&b->s, 6);
    b->s.settings.absent = ML_ABSENT_ONE;
    for (size_t c = 0; c < N_CLASSES; c++)
        b->s.settings.weights[c] = 1e9;
    expect_same_record(reduce(plain), reduce(b), "other settings");
    free_bench(plain);
    free_bench(b);
}
END_TEST

START_TEST(tiles_in_any_order_give_the_same_bits)
{
    static const size_t orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    bench *wanted = make_bench("all", 58), *b = make_bench("all", 58);
    reduce(wanted);
    for (size_t o = 0; o < ML_COUNT(orders); o++) {
        score_begin(&b->observers);
        for (size_t k = 0; k < 3; k++) {
            size_t first = orders[o][k] * ML_TILE_PIXELS;
            const ml_tile tile = {.n_pixels = N_PIXELS - first < ML_TILE_PIXELS ? N_PIXELS - first : ML_TILE_PIXELS,
                                  .n_classes = N_CLASSES,
                                  .truth = b->truth + first,
                                  .type = ML_SAMPLE_F64,
                                  .samples = b->q + first * N_CLASSES,
                                  .pixel_stride = N_CLASSES,
                                  .class_stride = 1};
            ck_assert_int_eq(ml_observers_take(&b->observers, &tile, first, &b->s.error), ML_OK);
        }
        expect_same_record(score_record_of(&b->observers), score_record_of(&wanted->observers), "another order");
    }
    free_bench(wanted);
    free_bench(b);
}
END_TEST

START_TEST(probabilities_are_clipped_for_logarithms_and_not_for_brier)
{
    const double epsilons[] = {1e-7, 1e-12, 0.1, 0.4};
    for (size_t e = 0; e < ML_COUNT(epsilons); e++) {
        double epsilon = epsilons[e];
        bench *b = make_bench("all", 59);
        b->s.settings.epsilon = epsilon;
        for (size_t i = 0; i < N_PIXELS; i++) {
            b->truth[i] = i == 0 ? 0 : i == 1 ? 1 : ML_IGNORED;
            for (size_t c = 0; c < N_CLASSES; c++)
                b->q[i * N_CLASSES + c] = c == 0; /* right for pixel 0, p = 0 for pixel 1 */
        }
        const ml_record *got = reduce(b);
        double right = -log1p(-epsilon), wrong = -log(epsilon);
        EXPECT(unit_near(sum_of(b, got, "cce")[0], right, 1e-13 * right + 1e-16), "p = 1, epsilon %g", epsilon);
        EXPECT(unit_near(sum_of(b, got, "cce")[1], wrong, 1e-13 * wrong), "p = 0, epsilon %g", epsilon);
        EXPECT(unit_near(sum_of(b, got, "focal")[1], (1 - epsilon) * (1 - epsilon) * wrong, 1e-12 * wrong), "focal, p = 0");
        EXPECT(unit_same(sum_of(b, got, "brier")[0], 0) && unit_same(sum_of(b, got, "brier")[1], 2), "brier");
        EXPECT(unit_same(got->soft[0], 1) && unit_same(got->soft[N_CLASSES], 1) && unit_same(got->soft[N_CLASSES + 1], 0),
               "soft");
        free_bench(b);
    }
}
END_TEST

START_TEST(a_bad_pixel_is_placed_in_the_image_and_counts_as_ignored)
{
    bench *b = make_bench("all", 60), *wanted = make_bench("all", 60);
    static const size_t places[] = {2 * ML_TILE_PIXELS + 77, ML_TILE_PIXELS + 5, ML_TILE_PIXELS + 6, N_PIXELS - 1};
    for (size_t k = 0; k < ML_COUNT(places); k++) {
        b->truth[places[k]] = 2;
        b->q[places[k] * N_CLASSES + k] = -1 - (double)k;
        wanted->truth[places[k]] = ML_IGNORED;
    }
    ml_record record = score_record(&b->s);
    ml_record_copy(reduce(wanted), &record);
    record.n_bad = 4;
    expect_same_record(reduce(b), &record, "bad");
    ck_assert(b->observers.bad.found && !wanted->observers.bad.found);
    ck_assert_uint_eq(b->observers.bad.pixel, ML_TILE_PIXELS + 5);
    ck_assert_uint_eq(b->observers.bad.class, 1);
    ck_assert(unit_same(b->observers.bad.value, -2));
    score_begin(&b->observers);
    ck_assert(!b->observers.bad.found);
    ml_record_clear(&record);
    free_bench(b);
    free_bench(wanted);
}
END_TEST

START_TEST(a_pixel_whose_sum_is_zero_is_bad_with_the_sum_as_value)
{
    bench *b = make_bench("cce", 61);
    b->truth[N_PIXELS - 2] = 1;
    memset(b->q + (N_PIXELS - 2) * N_CLASSES, 0, N_CLASSES * sizeof(double));
    ck_assert_uint_eq(reduce(b)->n_bad, 1);
    ck_assert(b->observers.bad.found && b->observers.bad.pixel == N_PIXELS - 2 && b->observers.bad.class == SIZE_MAX);
    ck_assert(unit_same(b->observers.bad.value, 0));
    free_bench(b);
}
END_TEST

START_TEST(decisions_for_no_class_have_p_0_and_brier_1)
{
    bench *b = make_bench("all", 62);
    for (size_t i = 0; i < N_PIXELS; i++)
        b->decision[i] = ML_NONE;
    const ml_record *got = reduce_hard(b);
    double cost = -log(1e-7);
    for (size_t y = 0; y < N_CLASSES; y++) {
        uint64_t n = 0;
        for (size_t i = 0; i < N_PIXELS; i++)
            n += b->truth[i] == y;
        EXPECT(got->none[y] == n && n > 0, "none[%zu] = %llu", y, (unsigned long long)got->none[y]);
        EXPECT(unit_near(sum_of(b, got, "cce")[y], (double)n * cost, 1e-9), "cce of class %zu", y);
        EXPECT(unit_same(sum_of(b, got, "brier")[y], (double)n), "brier of class %zu", y);
        for (size_t c = 0; c < N_CLASSES; c++)
            EXPECT(got->hard[y * N_CLASSES + c] == 0 && unit_same(got->soft[y * N_CLASSES + c], 0), "row %zu", y);
    }
    free_bench(b);
}
END_TEST

START_TEST(hard_labels_and_one_hot_floats_give_the_same_record_but_for_how_sums_are_rounded)
{
    uint64_t state = 63;
    bench *hard = make_bench("all,focal:gamma=3", 64), *soft = make_bench("all,focal:gamma=3", 64);
    for (size_t i = 0; i < N_PIXELS; i++) {
        hard->decision[i] = (uint16_t)unit_below(&state, N_CLASSES);
        for (size_t c = 0; c < N_CLASSES; c++)
            soft->q[i * N_CLASSES + c] = c == hard->decision[i] ? 0.3 : 0; /* 0.3 / 0.3 is exactly 1 */
    }
    const ml_record *got = reduce_hard(hard), *wanted = reduce(soft);
    for (size_t k = 0; k < N_CLASSES * N_CLASSES; k++)
        EXPECT(got->hard[k] == wanted->hard[k] && unit_same(got->soft[k], wanted->soft[k]), "cell %zu", k);
    for (size_t k = 0; k < hard->s.losses.n_sums * N_CLASSES; k++)
        EXPECT(unit_near(got->sums[k], wanted->sums[k], 1e-13 * wanted->sums[k]), "sum %zu: %a", k, got->sums[k]);
    free_bench(hard);
    free_bench(soft);
}
END_TEST

/* A loss at a pixel of p_y = 0 or 1, from its definition. */
static long double hard_loss(const char *key, double epsilon, int p, int sq_error)
{
    const long double pt = p ? 1 - epsilon : epsilon;
    return strcmp(key, "cce") == 0             ? -logl(pt)
           : strcmp(key, "brier") == 0         ? sq_error
           : strcmp(key, "focal") == 0         ? (1 - pt) * (1 - pt) * -logl(pt)
           : strcmp(key, "focal:gamma=3") == 0 ? (1 - pt) * (1 - pt) * (1 - pt) * -logl(pt)
                                               : NAN;
}

START_TEST(hard_sums_are_counts_times_losses_whoever_saw_the_tiles)
{
    enum { RIGHT, WRONG, NONE, N_KINDS };
    uint64_t state = 71, n[N_KINDS][N_CLASSES] = {{0}};
    bench *b = make_bench("cce,focal,focal:gamma=3,brier", 72), *joined = make_bench("cce,focal,focal:gamma=3,brier", 72);
    for (size_t i = 0; i < N_PIXELS; i++) {
        const uint16_t y = b->truth[i], d = unit_below(&state, 9) ? (uint16_t)unit_below(&state, N_CLASSES) : (uint16_t)ML_NONE;
        b->decision[i] = i % 16 == 0 || unit_below(&state, 20) == 0 ? d : b->decision[i - 1];
        if (y != ML_IGNORED)
            n[b->decision[i] == y ? RIGHT : b->decision[i] == ML_NONE ? NONE : WRONG][y]++;
    }
    const ml_record *got = reduce_hard(b);
    for (size_t s = 0; s < b->s.losses.n_sums; s++)
        for (size_t y = 0; y < N_CLASSES; y++) {
            const char *key = b->s.losses.sums[s].key;
            long double wanted = n[RIGHT][y] * hard_loss(key, 1e-7, 1, 0) + n[WRONG][y] * hard_loss(key, 1e-7, 0, 2) +
                                 n[NONE][y] * hard_loss(key, 1e-7, 0, 1);
            EXPECT(unit_near(got->sums[s * N_CLASSES + y], (double)wanted, 4e-16 * (double)wanted), "%s of %zu", key, y);
        }
    /* Seen by others, of whom this one only hears. */
    score_begin(&joined->observers);
    memset(joined->observers.tally.counts.has_row, true, N_CLASSES);
    EXPECT(ml_reducer.join(joined->observers.states[0], b->observers.states[0], &b->s.error) == ML_OK, "%s", b->s.error.text);
    for (size_t k = 0; k < N_CLASSES * N_CLASSES; k++)
        joined->observers.tally.counts.hard[k] = got->hard[k];
    for (size_t y = 0; y < N_CLASSES; y++)
        joined->observers.tally.counts.none[y] = got->none[y];
    EXPECT(ml_reducer.finish(joined->observers.states[0], &b->s.error, NULL) == ML_OK, "%s", b->s.error.text);
    const ml_record *other = score_record_of(&joined->observers);
    for (size_t k = 0; k < b->s.losses.n_sums * N_CLASSES; k++)
        EXPECT(unit_same(other->sums[k], got->sums[k]), "sum %zu", k);
    for (size_t k = 0; k < N_CLASSES * N_CLASSES; k++)
        EXPECT(unit_same(other->soft[k], got->soft[k]), "cell %zu", k);
    free_bench(b);
    free_bench(joined);
}
END_TEST

START_TEST(nothing_of_an_image_is_left_for_the_next)
{
    bench *used = make_bench("all", 65), *fresh = make_bench("all", 66);
    used->q[3] = NAN;
    used->truth[0] = 1;
    reduce(used);
    for (size_t i = 0; i < N_PIXELS; i++)
        used->decision[i] = i % 2 ? ML_NONE : 1;
    reduce_hard(used);
    memcpy(used->q, fresh->q, sizeof fresh->q);
    memcpy(used->truth, fresh->truth, sizeof fresh->truth);
    expect_same_record(reduce(used), reduce(fresh), "used");
    free_bench(used);
    free_bench(fresh);
}
END_TEST

START_TEST(an_image_of_ignored_pixels_has_an_empty_record)
{
    bench *b = make_bench("all", 67);
    for (size_t i = 0; i < N_PIXELS; i++) {
        b->truth[i] = ML_IGNORED;
        b->q[i * N_CLASSES] = NAN;
    }
    ml_record empty = score_record(&b->s);
    empty.n_pixels = empty.n_ignored = N_PIXELS;
    expect_same_record(reduce(b), &empty, "ignored");
    ml_record_clear(&empty);
    free_bench(b);
}
END_TEST

static uint64_t hash(uint64_t h, uint64_t bits)
{
    for (int i = 0; i < 8; i++, bits >>= 8)
        h = (h ^ (bits & 0xff)) * UINT64_C(0x100000001b3); /* FNV-1a */
    return h;
}

/* If this fails, a compiler, its options or another order of summation has changed bits of the results. */
START_TEST(a_record_has_the_same_bits_everywhere)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    bench *b = make_bench("all,focal:gamma=0.5", 85);
    const ml_record *got = reduce(b);
    for (size_t i = 0; i < N_CLASSES * N_CLASSES; i++)
        h = hash(hash(h, got->hard[i]), unit_bits(got->soft[i]));
    for (size_t i = 0; i < N_CLASSES * b->s.losses.n_sums; i++)
        h = hash(h, unit_bits(got->sums[i]));
    free_bench(b);
    EXPECT(h == UINT64_C(0xbcac43b915ddd0de), "%#llx", (unsigned long long)h);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_record_agrees_with_a_naive_loop);
    tcase_add_test(tests, a_record_does_not_depend_on_which_losses_are_asked_for);
    tcase_add_test(tests, weights_masks_and_averages_do_not_touch_the_record);
    tcase_add_test(tests, tiles_in_any_order_give_the_same_bits);
    tcase_add_test(tests, probabilities_are_clipped_for_logarithms_and_not_for_brier);
    tcase_add_test(tests, a_bad_pixel_is_placed_in_the_image_and_counts_as_ignored);
    tcase_add_test(tests, a_pixel_whose_sum_is_zero_is_bad_with_the_sum_as_value);
    tcase_add_test(tests, decisions_for_no_class_have_p_0_and_brier_1);
    tcase_add_test(tests, hard_labels_and_one_hot_floats_give_the_same_record_but_for_how_sums_are_rounded);
    tcase_add_test(tests, hard_sums_are_counts_times_losses_whoever_saw_the_tiles);
    tcase_add_test(tests, nothing_of_an_image_is_left_for_the_next);
    tcase_add_test(tests, an_image_of_ignored_pixels_has_an_empty_record);
    tcase_add_test(tests, a_record_has_the_same_bits_everywhere);
}

int main(void) { return unit_main("reducer", add_tests); }

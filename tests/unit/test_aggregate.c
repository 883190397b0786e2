/* core/aggregate: sets of images, exactly and in any order. */
#include "score.h"
#include "unit.h"

#include "core/aggregate.h"

enum { N_IMAGES = 30, N_CLASSES = 4 };

typedef struct set {
    score s;
    ml_record records[N_IMAGES];
    ml_figures figures[N_IMAGES];
} set;

static set *make_set(uint64_t seed)
{
    set *all = malloc(sizeof *all);
    ck_assert(all != NULL);
    score_init(&all->s, N_CLASSES, "all,tversky:fp=0.1", NULL);
    for (size_t i = 0; i < N_IMAGES; i++) {
        all->records[i] = score_record(&all->s);
        score_fill(&all->records[i], 1 + (UINT64_C(1) << unit_below(&seed, 24)), &seed);
        EXPECT(ml_figures_init(&all->s.settings, &all->s.error, &all->figures[i]) == ML_OK, "%s", all->s.error.text);
        ml_figures_compute(&all->records[i], &all->figures[i]);
    }
    return all;
}

static void free_set(set *all)
{
    for (size_t i = 0; i < N_IMAGES; i++) {
        ml_figures_clear(&all->figures[i]);
        ml_record_clear(&all->records[i]);
    }
    score_clear(&all->s);
    free(all);
}

static ml_aggregate sum_up(set *all, const size_t *which, size_t n)
{
    ml_aggregate aggregate;
    EXPECT(ml_aggregate_init(&all->s.settings, &all->s.error, &aggregate) == ML_OK, "%s", all->s.error.text);
    for (size_t i = 0; i < n; i++)
        EXPECT(ml_aggregate_add(&aggregate, &all->records[which[i]], &all->figures[which[i]], &all->s.error) == ML_OK, "%s",
               all->s.error.text);
    return aggregate;
}

static const ml_spread *mean_of_loss(const ml_aggregate *aggregate, int view, size_t l)
{
    const ml_spread *spread = ml_aggregate_mean(aggregate, (ml_view_kind)view, ML_OVER_LOSSES, l);
    ck_assert_ptr_nonnull(spread);
    return spread;
}

static const ml_spread *mean_of_metric(const ml_aggregate *aggregate, int view, size_t m)
{
    const ml_spread *spread = ml_aggregate_mean(aggregate, (ml_view_kind)view, ML_OVER_METRICS, m);
    ck_assert_ptr_nonnull(spread);
    return spread;
}

static void expect_same_spread(const ml_spread *a, const ml_spread *b, const char *what)
{
    EXPECT(a->n_images == b->n_images, "%s: %llu and %llu images", what, (unsigned long long)a->n_images,
           (unsigned long long)b->n_images);
    EXPECT(a->sum.bits.hi == b->sum.bits.hi && a->sum.bits.lo == b->sum.bits.lo, "%s: sums", what);
    EXPECT(!a->n_images || (unit_same(a->min, b->min) && unit_same(a->max, b->max)), "%s: least and largest", what);
    EXPECT(unit_near(ml_spread_mean(a), ml_spread_mean(b), 0), "%s: means", what);
}

static void expect_same(ml_aggregate *a, ml_aggregate *b)
{
    const ml_losses *losses = a->settings->losses;
    ck_assert_uint_eq(a->n_images, b->n_images);
    expect_same_record(ml_tally_finish(&a->pooled), ml_tally_finish(&b->pooled), "pooled");
    for (int v = 0; v < ML_N_VIEWS; v++) {
        for (size_t l = 0; l < losses->n; l++)
            expect_same_spread(mean_of_loss(a, v, l), mean_of_loss(b, v, l), losses->items[l].key);
        for (size_t m = 0; m < ML_N_METRICS; m++)
            expect_same_spread(mean_of_metric(a, v, m), mean_of_metric(b, v, m), ml_metrics[m].name);
    }
}

static void first_numbers(size_t which[N_IMAGES])
{
    for (size_t i = 0; i < N_IMAGES; i++)
        which[i] = i;
}

START_TEST(images_in_any_order_give_the_same_bits)
{
    uint64_t state = 73;
    size_t which[N_IMAGES];
    set *all = make_set(74);
    first_numbers(which);
    ml_aggregate wanted = sum_up(all, which, N_IMAGES);
    for (int order = 0; order < 60; order++) {
        unit_shuffle(which, N_IMAGES, sizeof *which, &state);
        ml_aggregate got = sum_up(all, which, N_IMAGES);
        expect_same(&wanted, &got);
        ml_aggregate_clear(&got);
    }
    ml_aggregate_clear(&wanted);
    free_set(all);
}
END_TEST

static void join_spread(ml_spread *to, const ml_spread *from)
{
    to->sum.bits = ml_wide_add(to->sum.bits, from->sum.bits);
    if (from->n_images && (!to->n_images || from->min < to->min))
        to->min = from->min;
    if (from->n_images && (!to->n_images || from->max > to->max))
        to->max = from->max;
    to->n_images += from->n_images;
}

/* Adds the exact sums of one aggregate to those of another, as a merge of shards does. */
static void join(ml_aggregate *to, const ml_aggregate *from)
{
    ml_record *counts = &to->pooled.counts;
    const ml_record *more = &from->pooled.counts;
    to->n_images += from->n_images;
    counts->n_pixels += more->n_pixels;
    counts->n_ignored += more->n_ignored;
    counts->n_bad += more->n_bad;
    for (size_t i = 0; i < N_CLASSES * N_CLASSES; i++) {
        counts->hard[i] += more->hard[i];
        to->pooled.soft[i].bits = ml_wide_add(to->pooled.soft[i].bits, from->pooled.soft[i].bits);
    }
    for (size_t y = 0; y < N_CLASSES; y++)
        counts->none[y] += more->none[y];
    for (size_t i = 0; i < N_CLASSES * to->settings->losses->n_sums; i++)
        to->pooled.sums[i].bits = ml_wide_add(to->pooled.sums[i].bits, from->pooled.sums[i].bits);
    for (size_t m = 0; m < to->n_means; m++)
        join_spread(&to->means[m], &from->means[m]);
}

START_TEST(sets_split_anywhere_add_up_to_the_same_bits)
{
    uint64_t state = 75;
    size_t which[N_IMAGES];
    set *all = make_set(76);
    first_numbers(which);
    ml_aggregate wanted = sum_up(all, which, N_IMAGES);
    for (size_t split = 0; split <= N_IMAGES; split++) {
        unit_shuffle(which, N_IMAGES, sizeof *which, &state);
        ml_aggregate first = sum_up(all, which, split), rest = sum_up(all, which + split, N_IMAGES - split);
        join(&first, &rest);
        expect_same(&wanted, &first);
        ml_aggregate_clear(&first);
        ml_aggregate_clear(&rest);
    }
    ml_aggregate_clear(&wanted);
    free_set(all);
}
END_TEST

START_TEST(a_spread_has_mean_least_and_largest_of_the_images_that_have_the_figure)
{
    size_t which[N_IMAGES];
    set *all = make_set(77);
    first_numbers(which);
    ml_aggregate aggregate = sum_up(all, which, N_IMAGES);
    size_t n_undefined = 0;
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t k = 0; k < all->s.losses.n + ML_N_METRICS; k++) {
            bool loss = k < all->s.losses.n;
            const ml_spread *got = loss ? mean_of_loss(&aggregate, v, k) : mean_of_metric(&aggregate, v, k - all->s.losses.n);
            long double sum = 0;
            double least = INFINITY, largest = -INFINITY;
            size_t n = 0;
            for (size_t i = 0; i < N_IMAGES; i++) {
                const ml_view_figures *view = &all->figures[i].views[v];
                double x = loss ? view->losses[k].mean : view->metrics[k - all->s.losses.n];
                if (isnan(x)) {
                    n_undefined++;
                    continue;
                }
                sum += x;
                least = x < least ? x : least;
                largest = x > largest ? x : largest;
                n++;
            }
            EXPECT(got->n_images == n, "view %d, figure %zu: %llu images, not %zu", v, k, (unsigned long long)got->n_images, n);
            EXPECT(n == 0 || (unit_same(got->min, least) && unit_same(got->max, largest)), "view %d, figure %zu", v, k);
            double mean = n ? (double)(sum / n) : (double)NAN;
            EXPECT(unit_near(ml_spread_mean(got), mean, 1e-12 * fabs(n ? mean : 0)), "view %d, figure %zu: %g, not %g", v, k,
                   ml_spread_mean(got), mean);
        }
    ck_assert_uint_gt(n_undefined, 0); /* the images were to have some */
    ck_assert_uint_eq(aggregate.n_images, N_IMAGES);
    ml_aggregate_clear(&aggregate);
    free_set(all);
}
END_TEST

START_TEST(pooled_figures_are_those_of_all_pixels_and_not_the_mean_of_the_images)
{
    enum { N = 6 };
    static const uint16_t truth[2 * N] = {0, 0, 1, 1, 2, 2, 1, 1, 1, 1, 1, 2};
    double q[2 * N * 3];
    const double smooth = 0;
    uint64_t state = 78;
    score s;
    ml_observers observers;
    ml_aggregate aggregate;
    score_init(&s, 3, "all", &smooth);
    for (size_t i = 0; i < ML_COUNT(q); i++)
        q[i] = 0.1 + unit_fraction(&state);
    ck_assert_int_eq(ml_observers_init(&s.settings, NULL, 0, true, &s.error, &observers), ML_OK);
    ck_assert_int_eq(ml_aggregate_init(&s.settings, &s.error, &aggregate), ML_OK);
    ml_figures f;
    ck_assert_int_eq(ml_figures_init(&s.settings, &s.error, &f), ML_OK);
    for (size_t i = 0; i < 2; i++) {
        score_reduce(&observers, q + i * N * 3, truth + i * N, N);
        ml_figures_compute(score_record_of(&observers), &f);
        ck_assert_int_eq(ml_aggregate_add(&aggregate, score_record_of(&observers), &f, &s.error), ML_OK);
    }
    score_reduce(&observers, q, truth, 2 * N);
    const ml_record *together = score_record_of(&observers), *pooled = ml_tally_finish(&aggregate.pooled);
    for (size_t i = 0; i < 9; i++)
        ck_assert(pooled->hard[i] == together->hard[i] && unit_near(pooled->soft[i], together->soft[i], 1e-14));
    for (size_t i = 0; i < 3 * s.losses.n_sums; i++)
        ck_assert(unit_near(pooled->sums[i], together->sums[i], 1e-14));
    ml_figures_compute(pooled, &f);
    size_t dice = score_loss(&s, "dice");
    ck_assert(
        !unit_near(ml_spread_mean(mean_of_loss(&aggregate, ML_VIEW_RAW, dice)), f.views[ML_VIEW_RAW].losses[dice].mean, 1e-6));
    ml_figures_clear(&f);
    ml_aggregate_clear(&aggregate);
    ml_observers_clear(&observers);
    score_clear(&s);
}
END_TEST

START_TEST(one_image_alone_is_its_own_mean)
{
    const size_t which[] = {0};
    set *all = make_set(79);
    ml_aggregate aggregate = sum_up(all, which, 1);
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t l = 0; l < all->s.losses.n; l++) {
            double x = all->figures[0].views[v].losses[l].mean;
            EXPECT(unit_near(ml_spread_mean(mean_of_loss(&aggregate, v, l)), x, isnan(x) ? 0 : fabs(x) * 1e-16 + 0x1p-64), "%s",
                   all->s.losses.items[l].key);
        }
    ml_aggregate_clear(&aggregate);
    free_set(all);
}
END_TEST

START_TEST(a_set_without_images_has_no_means)
{
    set *all = make_set(80);
    ml_aggregate aggregate = sum_up(all, NULL, 0);
    ck_assert_uint_eq(aggregate.n_images, 0);
    for (int v = 0; v < ML_N_VIEWS; v++) {
        for (size_t l = 0; l < all->s.losses.n; l++)
            ck_assert(isnan(ml_spread_mean(mean_of_loss(&aggregate, v, l))));
        for (size_t m = 0; m < ML_N_METRICS; m++)
            ck_assert(isnan(ml_spread_mean(mean_of_metric(&aggregate, v, m))));
    }
    ml_aggregate_clear(&aggregate);
    ml_aggregate_clear(&aggregate); /* clearing twice does no harm */
    free_set(all);
}
END_TEST

START_TEST(means_that_weights_make_too_large_are_an_error)
{
    uint64_t state = 81;
    score s;
    score_init(&s, N_CLASSES, "wcce", NULL);
    ml_record r = score_record(&s);
    score_fill(&r, 1000, &state);
    for (int power = 60; power <= 1020; power += 320) {
        ml_aggregate aggregate;
        ml_figures f;
        ml_error error = ML_ERROR_INIT;
        for (size_t c = 0; c < N_CLASSES; c++)
            s.settings.weights[c] = ldexp(1, power + 3);
        ck_assert_int_eq(ml_aggregate_init(&s.settings, &s.error, &aggregate), ML_OK);
        ck_assert_int_eq(ml_figures_init(&s.settings, &s.error, &f), ML_OK);
        ml_figures_compute(&r, &f);
        ml_status status = ML_OK;
        for (int i = 0; i < 30 && !status; i++) /* once, or after some */
            status = ml_aggregate_add(&aggregate, &r, &f, &error);
        EXPECT(status != ML_OK && error.status == status && strstr(error.text, "wcce"), "2^%d: %s", power, error.text);
        ml_figures_clear(&f);
        ml_aggregate_clear(&aggregate);
    }
    ml_record_clear(&r);
    score_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, images_in_any_order_give_the_same_bits);
    tcase_add_test(tests, sets_split_anywhere_add_up_to_the_same_bits);
    tcase_add_test(tests, a_spread_has_mean_least_and_largest_of_the_images_that_have_the_figure);
    tcase_add_test(tests, pooled_figures_are_those_of_all_pixels_and_not_the_mean_of_the_images);
    tcase_add_test(tests, one_image_alone_is_its_own_mean);
    tcase_add_test(tests, a_set_without_images_has_no_means);
    tcase_add_test(tests, means_that_weights_make_too_large_are_an_error);
}

int main(void) { return unit_main("aggregate", add_tests); }

/* core/metric: counts per class and metrics against exact integers. */
#include "score.h"
#include "unit.h"

#include "core/metric.h"

enum { MAX_CLASSES = 9 };

/* A view of a table: hard [n][n], none [n] (NULL: none). */
typedef struct table {
    score s;
    ml_record record;
    ml_view view;
    ml_class_figures figures[MAX_CLASSES];
    size_t n;
} table;

static void table_init(table *t, size_t n)
{
    score_init(&t->s, n, "cce", NULL);
    score_mask(&t->s, 0);
    t->n = n;
    t->record = score_record(&t->s);
    EXPECT(ml_view_init(&t->s.settings, ML_VIEW_RAW, &t->s.error, &t->view) == ML_OK, "%s", t->s.error.text);
}

static void table_compute(table *t)
{
    ml_view_take(&t->s.settings, &t->record, &t->view);
    ml_class_figures_compute(&t->view, t->figures);
}

static void table_clear(table *t)
{
    ml_view_clear(&t->view);
    ml_record_clear(&t->record);
    score_clear(&t->s);
}

static ml_scored scored(const table *t)
{
    return (ml_scored){t->view.record.n_classes, t->view.n_valid, t->figures, t->view.averaged, t->s.settings.empty};
}

static double metric(const table *t, int which)
{
    const ml_scored s = scored(t);
    return ml_metrics[which].value(&s);
}

static size_t metric_classes(const table *t)
{
    const ml_scored s = scored(t);
    return ml_metric_classes(&s);
}

static uint64_t cell(const table *t, size_t y, size_t c) { return t->record.hard[y * t->n + c]; }

static void fill(table *t, uint64_t limit, uint64_t *state)
{
    for (size_t y = 0; y < t->n; y++) {
        bool empty = unit_below(state, 6) == 0;
        t->record.none[y] = empty || unit_below(state, 3) ? 0 : unit_random(state) % limit;
        for (size_t c = 0; c < t->n; c++)
            t->record.hard[y * t->n + c] = empty || unit_below(state, 3) == 0 ? 0 : unit_random(state) % limit;
    }
}

/* Calls `expect` with random tables of all sizes, from a few pixels to 2^59. */
static void for_random_tables(void (*expect)(table *t))
{
    uint64_t state = 53;
    for (size_t n = 2; n <= MAX_CLASSES; n++) {
        table t;
        table_init(&t, n);
        for (int round = 0; round < 400; round++) {
            fill(&t, UINT64_C(1) << (1 + unit_below(&state, 52)), &state);
            table_compute(&t);
            expect(&t);
        }
        table_clear(&t);
    }
}

static double ratio(uint64_t a, uint64_t b) { return b ? (double)a / (double)b : (double)NAN; }

static void expect_counts(table *t)
{
    uint64_t n_valid = 0;
    for (size_t y = 0; y < t->n; y++)
        n_valid += ml_record_support(&t->record, y);
    for (size_t c = 0; c < t->n; c++) {
        uint64_t tp = cell(t, c, c), fp = 0, fn = t->record.none[c];
        for (size_t k = 0; k < t->n; k++) {
            fp += k == c ? 0 : cell(t, k, c);
            fn += k == c ? 0 : cell(t, c, k);
        }
        const uint64_t *counts = t->figures[c].counts;
        const double *ratios = t->figures[c].ratios;
        EXPECT(counts[ML_SUPPORT] == tp + fn && counts[ML_PREDICTED] == tp + fp, "support and predicted of class %zu", c);
        EXPECT(counts[ML_TP] == tp && counts[ML_FP] == fp && counts[ML_FN] == fn, "tp, fp, fn of class %zu", c);
        EXPECT(counts[ML_TN] == n_valid - tp - fp - fn, "tn of class %zu", c);
        EXPECT(unit_near(ratios[ML_IOU], ratio(tp, tp + fp + fn), 0), "iou of class %zu", c);
        EXPECT(unit_near(ratios[ML_DICE], ratio(2 * tp, 2 * tp + fp + fn), 0), "dice of class %zu", c);
        EXPECT(unit_near(ratios[ML_PRECISION], ratio(tp, tp + fp), 0), "precision of class %zu", c);
        EXPECT(unit_near(ratios[ML_RECALL], ratio(tp, tp + fn), 0), "recall of class %zu", c);
    }
}

START_TEST(counts_and_ratios_are_those_of_the_table) { for_random_tables(expect_counts); }
END_TEST

static void expect_means(table *t)
{
    static const int ratios[] = {ML_RECALL, ML_IOU, ML_DICE}, means[] = {ML_MEAN_RECALL, ML_MIOU, ML_MDICE};
    for (size_t m = 0; m < ML_COUNT(means); m++) {
        long double sum = 0;
        size_t n = 0;
        for (size_t c = 0; c < t->n; c++)
            if (!isnan(t->figures[c].ratios[ratios[m]])) {
                sum += t->figures[c].ratios[ratios[m]];
                n++;
            }
        double wanted = n ? (double)(sum / n) : (double)NAN;
        EXPECT(unit_near(metric(t, means[m]), wanted, 1e-14), "%s is %g, not %g", ml_metrics[means[m]].name,
               metric(t, means[m]), wanted);
        EXPECT(means[m] != ML_MIOU || metric_classes(t) == n, "miou of %zu classes", n);
    }
    long double weighted = 0, right = 0, all = 0;
    for (size_t c = 0; c < t->n; c++) {
        uint64_t support = ml_record_support(&t->record, c);
        weighted += support ? support * (long double)t->figures[c].ratios[ML_IOU] : 0;
        right += cell(t, c, c);
        all += support;
    }
    EXPECT(unit_near(metric(t, ML_FWIOU), (double)(weighted / all), 1e-14), "fwiou");
    EXPECT(unit_near(metric(t, ML_ACCURACY), (double)(right / all), 1e-14), "accuracy");
}

START_TEST(means_run_over_the_classes_where_a_ratio_is_defined) { for_random_tables(expect_means); }
END_TEST

#if defined __SIZEOF_INT128__
__extension__ typedef unsigned __int128 u128;

static double difference(u128 a, u128 b) { return a < b ? -(double)(b - a) : (double)(a - b); }

/* The integers of kappa and MCC, summed over the C x (C+1) table cell by cell. */
static void expect_kappa_and_mcc(table *t)
{
    u128 n_pixels = 0, trace = 0, chance = 0, rows_squared = 0, columns_squared = 0;
    for (size_t c = 0; c <= t->n; c++) {
        u128 row = 0, column = 0;
        for (size_t k = 0; k <= t->n; k++) {
            if (c < t->n)
                row += k < t->n ? cell(t, c, k) : t->record.none[c];
            if (k < t->n)
                column += c < t->n ? cell(t, k, c) : t->record.none[k];
        }
        trace += c < t->n ? cell(t, c, c) : 0;
        n_pixels += row;
        chance += row * column;
        rows_squared += row * row;
        columns_squared += column * column;
    }
    u128 all_squared = n_pixels * n_pixels;
    double above = difference(n_pixels * trace, chance), below = difference(all_squared, chance);
    double wanted = below > 0 ? above / below : (double)NAN;
    EXPECT(unit_near(metric(t, ML_KAPPA), wanted, 0), "kappa is %.17g, not %.17g", metric(t, ML_KAPPA), wanted);
    double a = difference(all_squared, rows_squared), b = difference(all_squared, columns_squared);
    wanted = a > 0 && b > 0 ? (double)(above / (sqrtl(a) * sqrtl(b))) : (double)NAN;
    EXPECT(unit_near(metric(t, ML_MCC), wanted, 1e-15), "mcc is %.17g, not %.17g", metric(t, ML_MCC), wanted);
    EXPECT(isnan(wanted) || (metric(t, ML_MCC) >= -1 && metric(t, ML_MCC) <= 1), "mcc is %.17g", metric(t, ML_MCC));
}

START_TEST(kappa_and_mcc_are_those_of_exact_integers) { for_random_tables(expect_kappa_and_mcc); }
END_TEST
#endif

START_TEST(a_perfect_prediction_has_exactly_1_everywhere)
{
    uint64_t state = 54;
    for (size_t n = 2; n <= MAX_CLASSES; n++) {
        table t;
        table_init(&t, n);
        for (int round = 0; round < 300; round++) {
            uint64_t limit = UINT64_C(1) << (1 + unit_below(&state, 56));
            for (size_t c = 0; c < n; c++) /* at least two classes occur */
                t.record.hard[c * n + c] = c < 2 ? 1 + unit_random(&state) % limit : unit_random(&state) % limit;
            table_compute(&t);
            for (int m = 0; m < ML_N_METRICS; m++) /* fwiou adds numbers of pixels as doubles */
                EXPECT(unit_near(metric(&t, m), 1, m == ML_FWIOU ? 1e-15 : 0), "%s is %.17g", ml_metrics[m].name,
                       metric(&t, m));
        }
        table_clear(&t);
    }
}
END_TEST

START_TEST(an_entirely_wrong_prediction_of_two_classes_has_mcc_minus_1)
{
    table t;
    table_init(&t, 2);
    for (uint64_t a = 1; a < UINT64_C(1) << 60; a *= 3) {
        t.record.hard[1] = a;
        t.record.hard[2] = a + 5;
        table_compute(&t);
        EXPECT(unit_same(metric(&t, ML_MCC), -1), "mcc is %.17g", metric(&t, ML_MCC));
        EXPECT(unit_same(metric(&t, ML_ACCURACY), 0) && unit_same(metric(&t, ML_MIOU), 0), "accuracy, miou");
        EXPECT(metric(&t, ML_KAPPA) < 0 && metric(&t, ML_KAPPA) >= -1, "kappa is %g", metric(&t, ML_KAPPA));
    }
    table_clear(&t);
}
END_TEST

START_TEST(textbook_values_of_kappa_and_mcc)
{
    table t;
    table_init(&t, 2);
    const uint64_t kappa_table[] = {20, 5, 10, 15}; /* po = 0.7, pe = 0.5 */
    memcpy(t.record.hard, kappa_table, sizeof kappa_table);
    table_compute(&t);
    ck_assert(unit_near(metric(&t, ML_KAPPA), 0.4, 1e-16));
    const uint64_t mcc_table[] = {3, 1, 2, 6}; /* (6*3 - 1*2) / sqrt(7*8*4*5) */
    memcpy(t.record.hard, mcc_table, sizeof mcc_table);
    table_compute(&t);
    ck_assert(unit_near(metric(&t, ML_MCC), 16 / sqrt(7.0 * 8 * 4 * 5), 1e-15));
    table_clear(&t);
}
END_TEST

START_TEST(without_pixels_everything_is_undefined)
{
    table t;
    table_init(&t, 3);
    table_compute(&t);
    for (int m = 0; m < ML_N_METRICS; m++)
        EXPECT(isnan(metric(&t, m)), "%s is %g", ml_metrics[m].name, metric(&t, m));
    for (size_t c = 0; c < 3; c++)
        for (int r = 0; r < ML_N_RATIOS; r++)
            EXPECT(isnan(t.figures[c].ratios[r]), "ratio %d of class %zu", r, c);
    ck_assert_uint_eq(metric_classes(&t), 0);
    table_clear(&t);
}
END_TEST

START_TEST(one_class_alone_leaves_kappa_and_mcc_undefined)
{
    table t;
    table_init(&t, 3);
    t.record.hard[4] = 1000;
    table_compute(&t);
    ck_assert(unit_same(metric(&t, ML_ACCURACY), 1) && unit_same(metric(&t, ML_MIOU), 1) && unit_same(metric(&t, ML_FWIOU), 1));
    ck_assert(isnan(metric(&t, ML_KAPPA)) && isnan(metric(&t, ML_MCC)));
    ck_assert_uint_eq(metric_classes(&t), 1);
    ck_assert_uint_eq(t.figures[0].counts[ML_TN], 1000);
    table_clear(&t);
}
END_TEST

START_TEST(decisions_for_no_class_count_as_misses_and_as_nobodys_false_positive)
{
    table t;
    table_init(&t, 2);
    t.record.hard[0] = 6; /* 6 right, 2 called 1, 2 called none; 5 right */
    t.record.hard[1] = 2;
    t.record.none[0] = 2;
    t.record.hard[3] = 5;
    table_compute(&t);
    ck_assert(t.figures[0].counts[ML_SUPPORT] == 10 && t.figures[0].counts[ML_FN] == 4 && t.figures[0].counts[ML_FP] == 0);
    ck_assert(t.figures[1].counts[ML_PREDICTED] == 7 && t.figures[1].counts[ML_FP] == 2 && t.figures[1].counts[ML_TN] == 8);
    ck_assert(unit_near(metric(&t, ML_ACCURACY), 11.0 / 15, 1e-16));
    ck_assert(unit_near(metric(&t, ML_MIOU), (6.0 / 10 + 5.0 / 7) / 2, 1e-16));
    /* N = 15, trace 11, chance 10*6 + 5*7 = 95; squares of rows 125, of columns 36 + 49 + 4 = 89 */
    ck_assert(unit_near(metric(&t, ML_KAPPA), (15.0 * 11 - 95) / (225 - 95), 1e-16));
    ck_assert(unit_near(metric(&t, ML_MCC), (15.0 * 11 - 95) / sqrt((225.0 - 125) * (225 - 89)), 1e-15));
    table_clear(&t);
}
END_TEST

START_TEST(only_none_as_decision_gives_0_not_an_error)
{
    table t;
    table_init(&t, 2);
    t.record.none[0] = 3;
    t.record.none[1] = 4;
    table_compute(&t);
    ck_assert(unit_same(metric(&t, ML_ACCURACY), 0) && unit_same(metric(&t, ML_MIOU), 0) && unit_same(metric(&t, ML_KAPPA), 0));
    ck_assert(isnan(metric(&t, ML_MCC))); /* one column */
    ck_assert(isnan(t.figures[0].ratios[ML_PRECISION]) && unit_same(t.figures[0].ratios[ML_RECALL], 0));
    table_clear(&t);
}
END_TEST

START_TEST(averages_run_over_the_classes_asked_for)
{
    table t;
    table_init(&t, 3);
    const uint64_t hard[] = {8, 2, 0, 0, 5, 5, 0, 0, 0}; /* iou: 0.8, 5/12, 0 (never true, but decided) */
    memcpy(t.record.hard, hard, sizeof hard);
    t.s.settings.average = ML_AVERAGE_LIST;
    t.s.settings.averaged[0] = true;
    t.s.settings.averaged[1] = t.s.settings.averaged[2] = false;
    table_compute(&t);
    ck_assert(unit_near(metric(&t, ML_MIOU), 0.8, 1e-16));
    ck_assert(unit_near(metric(&t, ML_FWIOU), 0.8, 1e-16));
    ck_assert(unit_near(metric(&t, ML_ACCURACY), 13.0 / 20, 1e-16)); /* not an average over classes */
    ck_assert_uint_eq(metric_classes(&t), 1);
    t.s.settings.averaged[1] = t.s.settings.averaged[2] = true;
    table_compute(&t);
    ck_assert(unit_near(metric(&t, ML_MIOU), (0.8 + 5.0 / 12) / 3, 1e-16));
    ck_assert(unit_near(metric(&t, ML_FWIOU), (10 * 0.8 + 10 * 5.0 / 12) / 20, 1e-15));
    ck_assert(unit_near(metric(&t, ML_MEAN_RECALL), (0.8 + 0.5) / 2, 1e-16)); /* recall of class 2 is undefined */
    ck_assert_uint_eq(metric_classes(&t), 3);
    t.s.settings.averaged[0] = t.s.settings.averaged[1] = false; /* class 2: no support at all */
    table_compute(&t);
    ck_assert(unit_same(metric(&t, ML_MIOU), 0) && isnan(metric(&t, ML_FWIOU)) && isnan(metric(&t, ML_MEAN_RECALL)));
    table_clear(&t);
}
END_TEST

START_TEST(empty_classes_count_as_said_in_averages_of_iou_and_dice)
{
    /* Class 1 is only called, class 2 is nowhere; the specification's example is the first two rows' truth 3, 1 of 2. */
    static const struct {
        ml_empty empty;
        double miou, precision;
        size_t n;
    } cases[] = {{ML_EMPTY_SKIP, (2.0 / 3 + .5) / 2, .75, 2},
                 {ML_EMPTY_ONE, .722222222, .75, 3},
                 {ML_EMPTY_ZERO, (2.0 / 3 + .5) / 3, .75, 3}};
    table t;
    table_init(&t, 3);
    const uint64_t hard[] = {2, 1, 0, 0, 1, 0, 0, 0, 0};
    memcpy(t.record.hard, hard, sizeof hard);
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        t.s.settings.empty = cases[i].empty;
        table_compute(&t);
        EXPECT(unit_near(metric(&t, ML_MIOU), cases[i].miou, 1e-9), "%s: %g", ml_empty_names[i], metric(&t, ML_MIOU));
        EXPECT(unit_near(metric(&t, ML_MEAN_PRECISION), cases[i].precision, 1e-15), "%s: precision", ml_empty_names[i]);
        EXPECT(unit_near(metric(&t, ML_MICRO_IOU), 3.0 / 5, 1e-15), "%s: micro_iou", ml_empty_names[i]);
        ck_assert_uint_eq(metric_classes(&t), cases[i].n);
    }
    const uint64_t only_called[] = {2, 1, 0, 0, 0, 0, 0, 0, 0};
    memcpy(t.record.hard, only_called, sizeof only_called);
    t.s.settings.empty = ML_EMPTY_ABSENT;
    table_compute(&t);
    ck_assert(unit_near(metric(&t, ML_MIOU), 2.0 / 3, 1e-15) && metric_classes(&t) == 1);
    ck_assert(unit_same(t.figures[1].ratios[ML_IOU], 0)); /* the class's own figure stays */
    memset(t.record.hard, 0, sizeof hard);
    for (int e = 0; e < ML_N_EMPTY; e++) {
        t.s.settings.empty = (ml_empty)e;
        table_compute(&t);
        EXPECT(isnan(metric(&t, ML_MIOU)) && isnan(metric(&t, ML_MDICE)), "%s: a value without pixels", ml_empty_names[e]);
    }
    table_clear(&t);
}
END_TEST

START_TEST(every_row_has_its_name_and_function)
{
    static const char *const names[ML_N_METRICS] = {"accuracy", "mean_recall", "mean_precision", "miou", "micro_iou",
                                                    "mdice",    "fwiou",       "kappa",          "mcc"};
    for (int m = 0; m < ML_N_METRICS; m++) {
        ck_assert_str_eq(ml_metrics[m].name, names[m]);
        ck_assert(ml_metrics[m].value != NULL);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, counts_and_ratios_are_those_of_the_table);
    tcase_add_test(tests, means_run_over_the_classes_where_a_ratio_is_defined);
#if defined __SIZEOF_INT128__
    tcase_add_test(tests, kappa_and_mcc_are_those_of_exact_integers);
#endif
    tcase_add_test(tests, a_perfect_prediction_has_exactly_1_everywhere);
    tcase_add_test(tests, an_entirely_wrong_prediction_of_two_classes_has_mcc_minus_1);
    tcase_add_test(tests, textbook_values_of_kappa_and_mcc);
    tcase_add_test(tests, without_pixels_everything_is_undefined);
    tcase_add_test(tests, one_class_alone_leaves_kappa_and_mcc_undefined);
    tcase_add_test(tests, decisions_for_no_class_count_as_misses_and_as_nobodys_false_positive);
    tcase_add_test(tests, only_none_as_decision_gives_0_not_an_error);
    tcase_add_test(tests, averages_run_over_the_classes_asked_for);
    tcase_add_test(tests, empty_classes_count_as_said_in_averages_of_iou_and_dice);
    tcase_add_test(tests, every_row_has_its_name_and_function);
}

int main(void) { return unit_main("metric", add_tests); }

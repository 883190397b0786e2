/* core/figures: all figures of a record, against the specification's worked example and a naive evaluation of the pixels. */
#include "score.h"
#include "unit.h"

#include "core/figures.h"

enum { N_PIXELS = 5000, N_CLASSES = 4 };

static ml_figures make_figures(score *s, const ml_record *record)
{
    ml_figures figures;
    EXPECT(ml_figures_init(&s->settings, &s->error, &figures) == ML_OK, "%s", s->error.text);
    ml_figures_compute(record, &figures);
    return figures;
}

static const ml_loss_figures *loss_of(const score *s, const ml_figures *figures, ml_view_kind view, const char *key)
{
    return &figures->views[view].losses[score_loss(s, key)];
}

START_TEST(the_worked_example_has_the_figures_of_the_specification)
{
    static const struct {
        const char *key;
        char which; /* mean, unmasked or weighted */
        double raw, masked;
    } rows[] = {{"cce", 'm', .735813410, .450013705},
                {"cce", 'u', .675020508, .675020508},
                {"wcce", 'm', 1.610148974, 1.324349269},
                {"wcce", 'w', .690063846, .567578258},
                {"focal", 'm', .082997154, .040034909},
                {"dice", 'm', .444066120, .310519176},
                {"jaccard", 'm', .612641941, .471892841},
                {"tversky", 'm', .447926575, .314753057},
                {"focal_tversky", 'm', .547217886, .414926014},
                {"brier", 'm', .472500000, .280000000},
                {"gdice", 'm', .45, .3}};
    const double smooth = 0;
    score s;
    ml_observers observers;
    score_init(&s, 3, "all", &smooth);
    memcpy(s.settings.weights, worked_weights, sizeof worked_weights);
    ck_assert_int_eq(ml_observers_init(&s.settings, NULL, 0, true, &s.error, &observers), ML_OK);
    score_reduce(&observers, worked_q, worked_truth, 6);
    ml_figures f = make_figures(&s, score_record_of(&observers));
    for (size_t r = 0; r < ML_COUNT(rows); r++)
        for (int v = ML_VIEW_RAW; v <= ML_VIEW_MASKED; v++) {
            const ml_loss_figures *loss = loss_of(&s, &f, (ml_view_kind)v, rows[r].key);
            double got = rows[r].which == 'm' ? loss->mean : rows[r].which == 'u' ? loss->mean_unmasked : loss->mean_weighted;
            double wanted = v == ML_VIEW_RAW ? rows[r].raw : rows[r].masked;
            EXPECT(unit_near(got, wanted, 1e-9), "%s %s (%c) is %.12g, not %.12g", ml_view_names[v], rows[r].key, rows[r].which,
                   got, wanted);
        }
    static const uint64_t masked[] = {2, 0, 0, 1, 1, 0, 1, 0, 1}, raw[] = {1, 1, 0, 1, 1, 0, 1, 0, 1};
    ck_assert(memcmp(f.views[ML_VIEW_MASKED].view.record.hard, masked, sizeof masked) == 0);
    ck_assert(memcmp(f.views[ML_VIEW_RAW].view.record.hard, raw, sizeof raw) == 0);
    ck_assert(f.forgiven == 1 && unit_same(f.forgiven_rate, 0.5));
    ck_assert(f.forgiven_as[0] == 0 && f.forgiven_as[1] == 1 && f.forgiven_as[2] == 0);
    ck_assert(f.punished == 2 && unit_same(f.punished_rate, 0.5) && unit_same(f.punished_share, 1));
    ck_assert(f.punished_of[0] == 0 && f.punished_of[1] == 1 && f.punished_of[2] == 1);
    const double *cce_of = loss_of(&s, &f, ML_VIEW_RAW, "cce")->per_class;
    ck_assert(unit_near(cce_of[0], .857399214, 1e-9) && unit_near(cce_of[1], .713558178, 1e-9) &&
              unit_near(cce_of[2], .636482838, 1e-9));
    ck_assert(unit_near(loss_of(&s, &f, ML_VIEW_MASKED, "cce")->per_class[0], 1.000000050e-07, 1e-15));
    ck_assert(f.n_pixels == 6 && f.n_valid == 6 && f.n_masked == 2 && f.n_ignored == 0 && f.n_bad == 0 && f.n_none == 0);
    ml_figures_clear(&f);
    ml_observers_clear(&observers);
    score_clear(&s);
}
END_TEST

/* What a view makes of an image, in long double, straight from the definitions. */
typedef struct naive {
    long double tp[N_CLASSES], fp[N_CLASSES], fn[N_CLASSES], cce, wcce, brier, focal, unmasked, weight;
    uint64_t support[N_CLASSES], n_valid, n_unmasked;
} naive;

static naive evaluate(const score *s, const double *q, const uint16_t *truth, ml_view_kind view)
{
    naive r = {{0}, {0}, {0}, 0, 0, 0, 0, 0, 0, {0}, 0, 0};
    for (size_t i = 0; i < N_PIXELS; i++) {
        size_t y = truth[i];
        long double p[N_CLASSES], sum = 0, error = 0;
        if (y == ML_IGNORED || (view == ML_VIEW_EXCLUDED && s->settings.masked[y]))
            continue;
        for (size_t c = 0; c < N_CLASSES; c++)
            sum += q[i * N_CLASSES + c];
        for (size_t c = 0; c < N_CLASSES; c++) {
            p[c] = view == ML_VIEW_MASKED && s->settings.masked[y] ? c == y : q[i * N_CLASSES + c] / sum;
            error += (p[c] - (c == y)) * (p[c] - (c == y));
            if (c == y)
                r.tp[y] += p[c];
            else {
                r.fn[y] += p[c];
                r.fp[c] += p[c];
            }
        }
        long double pt = p[y] < s->settings.epsilon       ? s->settings.epsilon
                         : p[y] > 1 - s->settings.epsilon ? 1 - s->settings.epsilon
                                                          : p[y];
        r.cce -= logl(pt);
        r.wcce -= s->settings.weights[y] * logl(pt);
        r.focal -= 0.25L * (1 - pt) * (1 - pt) * logl(pt);
        r.brier += error;
        r.unmasked -= s->settings.masked[y] ? 0 : logl(pt);
        r.n_unmasked += !s->settings.masked[y];
        r.weight += s->settings.weights[y];
        r.support[y]++;
        r.n_valid++;
    }
    return r;
}

static double divide(long double a, long double b) { return b > 0 ? (double)(a / b) : (double)NAN; }

static void expect_loss(const ml_loss_figures *got, long double sum, long double n, const char *what)
{
    EXPECT(unit_near(got->sum, (double)sum, 1e-9 * (double)sum + 1e-12), "%s: sum %.12g, not %.12Lg", what, got->sum, sum);
    EXPECT(unit_near(got->mean, divide(sum, n), 1e-10), "%s: mean %.12g, not %.12g", what, got->mean, divide(sum, n));
}

static void expect_region(const score *s, const ml_loss_figures *got, const naive *r, double a, double b, double exponent,
                          ml_view_kind view, const char *what)
{
    long double sum = 0;
    size_t n = 0;
    for (size_t c = 0; c < N_CLASSES; c++) {
        long double wrong = a * r->fp[c] + b * r->fn[c];
        double loss = (double)powl(wrong / (r->tp[c] + wrong + 1e-7L), exponent);
        if (r->support[c] == 0 && s->settings.absent != ML_ABSENT_KEEP)
            loss = s->settings.absent == ML_ABSENT_ONE ? 1 : s->settings.absent == ML_ABSENT_ZERO ? 0 : (double)NAN;
        EXPECT(unit_near(got->per_class[c], loss, 1e-10), "%s: class %zu %.12g, not %.12g", what, c, got->per_class[c], loss);
        bool averaged = s->settings.averaged[c] && !(view == ML_VIEW_EXCLUDED && s->settings.masked[c]);
        if (averaged && !isnan(loss)) {
            sum += loss;
            n++;
        }
    }
    EXPECT(got->classes == n, "%s: %zu classes, not %zu", what, got->classes, n);
    EXPECT(unit_near(got->mean, divide(sum, n), 1e-10), "%s: mean %.12g, not %.12g", what, got->mean, divide(sum, n));
}

static void expect_view(const score *s, const ml_figures *f, const naive *r, ml_view_kind view)
{
    expect_loss(loss_of(s, f, view, "cce"), r->cce, r->n_valid, "cce");
    expect_loss(loss_of(s, f, view, "wcce"), r->wcce, r->n_valid, "wcce");
    expect_loss(loss_of(s, f, view, "focal"), r->focal, r->n_valid, "focal");
    expect_loss(loss_of(s, f, view, "brier"), r->brier, r->n_valid, "brier");
    EXPECT(unit_near(loss_of(s, f, view, "cce")->mean_unmasked, divide(r->unmasked, r->n_unmasked), 1e-10), "unmasked");
    EXPECT(unit_near(loss_of(s, f, view, "wcce")->mean_weighted, divide(r->wcce, r->weight), 1e-10), "weighted");
    expect_region(s, loss_of(s, f, view, "dice"), r, 0.5, 0.5, 1, view, "dice");
    expect_region(s, loss_of(s, f, view, "jaccard"), r, 1, 1, 1, view, "jaccard");
    expect_region(s, loss_of(s, f, view, "tversky"), r, 0.3, 0.7, 1, view, "tversky");
    expect_region(s, loss_of(s, f, view, "focal_tversky"), r, 0.3, 0.7, 0.75, view, "focal_tversky");
}

START_TEST(every_view_agrees_with_a_naive_evaluation_of_the_pixels)
{
    static const struct {
        unsigned mask, averaged; /* averaged 0: all */
        ml_absent absent;
        size_t absent_class; /* N_CLASSES: none */
    } cases[] = {{1, 0, ML_ABSENT_SKIP, 4}, {0, 0, ML_ABSENT_SKIP, 4},  {5, 0, ML_ABSENT_SKIP, 1},  {1, 6, ML_ABSENT_ONE, 2},
                 {2, 9, ML_ABSENT_ZERO, 0}, {1, 12, ML_ABSENT_KEEP, 3}, {15, 0, ML_ABSENT_SKIP, 4}, {3, 0, ML_ABSENT_ONE, 0}};
    double *q = malloc(N_PIXELS * N_CLASSES * sizeof *q);
    uint16_t truth[N_PIXELS];
    uint64_t state = 68;
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        score s;
        ml_observers observers;
        score_init(&s, N_CLASSES, "all", NULL);
        score_mask(&s, cases[k].mask);
        s.settings.absent = cases[k].absent;
        s.settings.epsilon = k % 2 ? 1e-7 : 0.3;
        for (size_t c = 0; c < N_CLASSES; c++) {
            s.settings.weights[c] = (double)(c * c) + 0.5;
            s.settings.averaged[c] = !cases[k].averaged || cases[k].averaged >> c & 1;
        }
        score_image(q, truth, N_PIXELS, N_CLASSES, &state);
        for (size_t i = 0; i < N_PIXELS; i++)
            truth[i] = truth[i] == cases[k].absent_class ? ML_IGNORED : truth[i];
        ck_assert_int_eq(ml_observers_init(&s.settings, NULL, 0, true, &s.error, &observers), ML_OK);
        score_reduce(&observers, q, truth, N_PIXELS);
        ml_figures f = make_figures(&s, score_record_of(&observers));
        naive of_view[ML_N_VIEWS];
        for (int v = 0; v < ML_N_VIEWS; v++) {
            of_view[v] = evaluate(&s, q, truth, (ml_view_kind)v);
            expect_view(&s, &f, &of_view[v], (ml_view_kind)v);
        }
        double forgiven = divide(of_view[ML_VIEW_RAW].cce, of_view[ML_VIEW_RAW].n_valid) -
                          divide(of_view[ML_VIEW_MASKED].cce, of_view[ML_VIEW_MASKED].n_valid);
        EXPECT(unit_near(f.forgiven_loss[score_loss(&s, "cce")], forgiven, 1e-10), "case %zu: forgiven", k);
        ml_figures_clear(&f);
        ml_observers_clear(&observers);
        score_clear(&s);
    }
    free(q);
}
END_TEST

START_TEST(forgiven_pixels_are_counted_by_decision_and_with_none)
{
    score s;
    score_init(&s, 4, "cce", NULL);
    score_mask(&s, 1u << 0 | 1u << 2);
    ml_record r = score_record(&s);
    const uint64_t hard[] = {10, 1, 2, 3, 7, 20, 8, 9, 4, 5, 30, 6, 1, 1, 1, 40};
    memcpy(r.hard, hard, sizeof hard);
    r.none[0] = 11;
    r.none[1] = 12;
    r.n_ignored = 100;
    r.n_bad = 40;
    r.n_pixels = 100 + 10 + 6 + 11 + 44 + 12 + 45 + 43;
    ml_figures f = make_figures(&s, &r);
    ck_assert_uint_eq(f.forgiven, 6 + 11 + 15);
    ck_assert_uint_eq(f.n_masked, 27 + 45);
    ck_assert(unit_near(f.forgiven_rate, 32.0 / 72, 1e-16));
    ck_assert(f.forgiven_as[0] == 4 && f.forgiven_as[1] == 6 && f.forgiven_as[2] == 2 && f.forgiven_as[3] == 9);
    ck_assert_uint_eq(f.n_none, 23);
    ck_assert(f.n_pixels == r.n_pixels && f.n_valid == r.n_pixels - 100 && f.n_ignored == 100 && f.n_bad == 40);
    ml_figures_clear(&f);
    ml_record_clear(&r);
    score_clear(&s);
}
END_TEST

START_TEST(decisions_for_no_class_are_misses_in_region_losses)
{
    score s;
    score_init(&s, 2, "dice,tversky", NULL);
    score_mask(&s, 0);
    ml_record r = score_record(&s);
    r.n_pixels = 14;
    r.hard[0] = 6;
    r.none[0] = 4;
    r.hard[3] = 4;
    r.soft[0] = 6;
    r.soft[3] = 4;
    ml_figures f = make_figures(&s, &r);
    const ml_loss_figures *dice = loss_of(&s, &f, ML_VIEW_RAW, "dice"), *tversky = loss_of(&s, &f, ML_VIEW_RAW, "tversky");
    ck_assert(unit_near(dice->per_class[0], 2.0 / (6 + 2 + 1e-7), 1e-15) && unit_same(dice->per_class[1], 0));
    ck_assert(unit_near(tversky->per_class[0], 2.8 / (6 + 2.8 + 1e-7), 1e-15) && unit_same(tversky->per_class[1], 0));
    ml_figures_clear(&f);
    ml_record_clear(&r);
    score_clear(&s);
}
END_TEST

START_TEST(a_perfect_prediction_has_region_losses_of_exactly_0)
{
    double *q = calloc(N_PIXELS * N_CLASSES, sizeof *q);
    uint16_t truth[N_PIXELS];
    uint64_t state = 69;
    for (size_t i = 0; i < N_PIXELS; i++) {
        truth[i] = (uint16_t)unit_below(&state, N_CLASSES);
        q[i * N_CLASSES + truth[i]] = 0.1 + unit_fraction(&state);
    }
    for (unsigned mask = 0; mask < 16; mask += 5) {
        score s;
        ml_observers observers;
        score_init(&s, N_CLASSES, "all", NULL);
        score_mask(&s, mask);
        ck_assert_int_eq(ml_observers_init(&s.settings, NULL, 0, true, &s.error, &observers), ML_OK);
        score_reduce(&observers, q, truth, N_PIXELS);
        ml_figures f = make_figures(&s, score_record_of(&observers));
        for (int v = 0; v < ML_N_VIEWS && mask != 15; v++) {
            for (size_t l = 0; l < s.losses.n; l++)
                EXPECT(!s.losses.items[l].kind->region || unit_same(f.views[v].losses[l].mean, 0), "%s", s.losses.items[l].key);
            EXPECT(unit_near(loss_of(&s, &f, (ml_view_kind)v, "cce")->mean, -log1p(-1e-7), 1e-15), "cce");
            EXPECT(unit_same(loss_of(&s, &f, (ml_view_kind)v, "brier")->mean, 0), "brier");
            for (int m = 0; m < ML_N_METRICS; m++)
                EXPECT(unit_same(f.views[v].metrics[m], 1), "%s is %g", ml_metrics[m].name, f.views[v].metrics[m]);
        }
        ck_assert(f.forgiven == 0 && (mask ? unit_same(f.forgiven_rate, 0) : isnan(f.forgiven_rate)));
        for (size_t l = 0; l < s.losses.n; l++)
            EXPECT(unit_same(f.forgiven_loss[l], 0), "%s: %g is forgiven", s.losses.items[l].key, f.forgiven_loss[l]);
        ml_figures_clear(&f);
        ml_observers_clear(&observers);
        score_clear(&s);
    }
    free(q);
}
END_TEST

START_TEST(without_a_mask_the_masked_view_is_the_raw_one)
{
    uint64_t state = 70;
    score s;
    score_init(&s, N_CLASSES, "all", NULL);
    score_mask(&s, 0);
    ml_record r = score_record(&s);
    score_fill(&r, 1000, &state);
    ml_figures f = make_figures(&s, &r);
    for (size_t l = 0; l < s.losses.n; l++)
        for (int v = ML_VIEW_MASKED; v <= ML_VIEW_EXCLUDED; v++) {
            const ml_loss_figures *raw = &f.views[ML_VIEW_RAW].losses[l], *other = &f.views[v].losses[l];
            EXPECT(unit_near(raw->mean, other->mean, 0) && unit_near(raw->sum, other->sum, 0), "%s", s.losses.items[l].key);
            EXPECT(unit_same(f.forgiven_loss[l], 0), "%s: something is forgiven", s.losses.items[l].key);
        }
    ck_assert(f.forgiven == 0 && f.n_masked == 0 && isnan(f.forgiven_rate));
    ml_figures_clear(&f);
    ml_record_clear(&r);
    score_clear(&s);
}
END_TEST

START_TEST(without_pixels_sums_are_0_and_everything_else_undefined)
{
    score s;
    score_init(&s, N_CLASSES, "all", NULL);
    ml_record r = score_record(&s);
    r.n_pixels = r.n_ignored = 10;
    ml_figures f = make_figures(&s, &r);
    for (int v = 0; v < ML_N_VIEWS; v++)
        for (size_t l = 0; l < s.losses.n; l++) {
            const ml_loss_figures *loss = &f.views[v].losses[l];
            EXPECT(isnan(loss->mean), "%s has a mean", s.losses.items[l].key);
            EXPECT(!s.losses.items[l].kind->pixels ||
                       (unit_same(loss->sum, 0) && isnan(loss->mean_unmasked) && isnan(loss->mean_weighted)),
                   "%s", s.losses.items[l].key);
            EXPECT(!s.losses.items[l].kind->region || loss->classes == 0, "%s", s.losses.items[l].key);
        }
    ck_assert(f.n_pixels == 10 && f.n_valid == 0 && f.forgiven == 0 && isnan(f.forgiven_rate));
    ml_figures_clear(&f);
    ml_record_clear(&r);
    score_clear(&s);
}
END_TEST

START_TEST(weights_of_0_leave_the_weighted_mean_undefined)
{
    uint64_t state = 71;
    score s;
    score_init(&s, N_CLASSES, "wcce", NULL);
    for (size_t c = 0; c < N_CLASSES; c++)
        s.settings.weights[c] = 0;
    ml_record r = score_record(&s);
    score_fill(&r, 1000, &state);
    ml_figures f = make_figures(&s, &r);
    const ml_loss_figures *wcce = loss_of(&s, &f, ML_VIEW_RAW, "wcce");
    ck_assert(unit_same(wcce->sum, 0) && unit_same(wcce->mean, 0) && isnan(wcce->mean_weighted));
    ml_figures_clear(&f);
    ml_record_clear(&r);
    score_clear(&s);
}
END_TEST

START_TEST(figures_do_not_depend_on_the_views_asked_for_or_on_earlier_ones)
{
    uint64_t state = 72;
    score all, few;
    score_init(&all, N_CLASSES, "all", NULL);
    score_init(&few, N_CLASSES, "all", NULL);
    memset(few.settings.views, 0, sizeof few.settings.views);
    ml_record r = score_record(&all);
    score_fill(&r, 1u << 30, &state);
    ml_figures wanted = make_figures(&all, &r);
    score_fill(&r, 1000, &state);
    ml_figures got = make_figures(&few, &r);
    ml_figures_compute(&r, &wanted);
    for (int v = ML_VIEW_RAW; v <= ML_VIEW_MASKED; v++)
        for (size_t l = 0; l < all.losses.n; l++)
            EXPECT(unit_same(got.views[v].losses[l].mean, wanted.views[v].losses[l].mean), "%s", all.losses.items[l].key);
    ck_assert(got.forgiven == wanted.forgiven && got.views[ML_VIEW_EXCLUDED].losses == NULL);
    ml_figures_clear(&wanted);
    ml_figures_clear(&got);
    ml_record_clear(&r);
    score_clear(&all);
    score_clear(&few);
}
END_TEST

START_TEST(a_class_occurs_if_it_is_true_or_predicted_anywhere)
{
    score s;
    score_init(&s, 4, "cce", NULL);
    ml_record record = score_record(&s);
    record.n_pixels = 2;
    record.hard[1 * 4 + 2] = 2; /* true class 1, called 2 */
    ml_figures f = make_figures(&s, &record);
    ck_assert(ml_figures_lack_class(&f, 0) && ml_figures_lack_class(&f, 3));
    ck_assert(!ml_figures_lack_class(&f, 1) && !ml_figures_lack_class(&f, 2));
    ml_figures_clear(&f);
    ml_record_clear(&record);
    score_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_class_occurs_if_it_is_true_or_predicted_anywhere);
    tcase_add_test(tests, the_worked_example_has_the_figures_of_the_specification);
    tcase_add_test(tests, every_view_agrees_with_a_naive_evaluation_of_the_pixels);
    tcase_add_test(tests, forgiven_pixels_are_counted_by_decision_and_with_none);
    tcase_add_test(tests, decisions_for_no_class_are_misses_in_region_losses);
    tcase_add_test(tests, a_perfect_prediction_has_region_losses_of_exactly_0);
    tcase_add_test(tests, without_a_mask_the_masked_view_is_the_raw_one);
    tcase_add_test(tests, without_pixels_sums_are_0_and_everything_else_undefined);
    tcase_add_test(tests, weights_of_0_leave_the_weighted_mean_undefined);
    tcase_add_test(tests, figures_do_not_depend_on_the_views_asked_for_or_on_earlier_ones);
}

int main(void) { return unit_main("figures", add_tests); }

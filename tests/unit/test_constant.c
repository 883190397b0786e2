/* core/constant: what constant predictions reach, against the specification's numbers and an evaluation of each constant's
 * whole confusion matrix. */
#include "score.h"
#include "unit.h"

#include "core/figures.h"

enum { N_CLASSES = 5 };

static ml_figures make_figures(score *s, const ml_record *record)
{
    ml_figures figures;
    EXPECT(ml_figures_init(&s->settings, &s->error, &figures) == ML_OK, "%s", s->error.text);
    ml_figures_compute(record, &figures);
    ml_figures_compute_constants(&figures);
    return figures;
}

START_TEST(the_worked_example_has_the_constants_of_the_specification)
{
    static const struct {
        ml_view_kind view;
        double accuracy, miou, cce, wcce;
        int accuracy_class, miou_class;
    } rows[] = {{ML_VIEW_RAW, .333333333, .111111111, 1.098612289, 2.229966413, 0, 0},
                {ML_VIEW_MASKED, .666666667, .5, .462098120, 1.273028337, 1, 1},
                {ML_VIEW_EXCLUDED, .5, .25, .693147181, 1.909542505, 1, 1}};
    score s;
    ml_observers observers;
    score_init(&s, 3, "cce,wcce,dice", NULL);
    memcpy(s.settings.weights, worked_weights, sizeof worked_weights);
    ck_assert_int_eq(ml_observers_init(&s.settings, NULL, 0, true, &s.error, &observers), ML_OK);
    score_reduce(&observers, worked_q, worked_truth, 6);
    ml_figures f = make_figures(&s, score_record_of(&observers));
    for (size_t i = 0; i < ML_COUNT(rows); i++) {
        const ml_constant *constant = &f.views[rows[i].view].constant;
        EXPECT(unit_near(constant->metrics[ML_ACCURACY], rows[i].accuracy, 1e-8), "view %zu: accuracy", i);
        EXPECT(unit_near(constant->metrics[ML_MIOU], rows[i].miou, 1e-8), "view %zu: miou", i);
        EXPECT(constant->classes[ML_ACCURACY] == rows[i].accuracy_class && constant->classes[ML_MIOU] == rows[i].miou_class,
               "view %zu: classes", i);
        EXPECT(unit_near(constant->losses[0], rows[i].cce, 1e-8), "view %zu: cce", i);
        EXPECT(unit_near(constant->losses[1], rows[i].wcce, 1e-8), "view %zu: wcce", i);
        EXPECT(isnan(constant->losses[2]) && isnan(constant->metrics[ML_MCC]), "view %zu: others", i);
    }
    ml_figures_clear(&f);
    ml_observers_clear(&observers);
    score_clear(&s);
}
END_TEST

/* The record in which each pixel is called k. */
static void call_all(const ml_record *record, size_t k, ml_record *constant)
{
    size_t n = record->n_classes;
    ml_record_copy(record, constant);
    for (size_t y = 0; y < n; y++) {
        for (size_t c = 0; c < n; c++)
            constant->hard[y * n + c] = c == k ? ml_record_support(record, y) : 0;
        constant->none[y] = 0;
    }
}

START_TEST(constants_are_the_best_of_all_whole_evaluations)
{
    uint64_t state = 91;
    for (int round = 0; round < 200; round++) {
        score s;
        score_init(&s, N_CLASSES, "cce", NULL);
        score_mask(&s, (unsigned)unit_below(&state, 1 << N_CLASSES));
        s.settings.empty = (ml_empty)unit_below(&state, ML_N_EMPTY);
        s.settings.average = unit_below(&state, 2) ? ML_AVERAGE_ALL : ML_AVERAGE_FOREGROUND;
        ml_settings_finish(&s.settings);
        ml_record record = score_record(&s), constant = score_record(&s);
        score_fill(&record, 50, &state);
        ml_figures f = make_figures(&s, &record), g = make_figures(&s, &record);
        double best[ML_N_VIEWS][ML_N_METRICS];
        int classes[ML_N_VIEWS][ML_N_METRICS];
        for (size_t k = 0; k < N_CLASSES; k++) {
            call_all(&record, k, &constant);
            ml_figures_compute(&constant, &g);
            for (int v = 0; v < ML_N_VIEWS; v++)
                for (int m = 0; m < ML_N_METRICS; m++) {
                    double x = g.views[v].metrics[m];
                    if (k == 0 || (!isnan(x) && !(x <= best[v][m] + ML_CONSTANT_TIE))) {
                        best[v][m] = x;
                        classes[v][m] = isnan(x) ? -1 : (int)k;
                    }
                }
        }
        for (int v = 0; v < ML_N_VIEWS; v++)
            for (int m = 0; m < ML_N_METRICS; m++)
                EXPECT(!ml_metrics[m].has_constant || (unit_same(f.views[v].constant.metrics[m], best[v][m]) &&
                                                       f.views[v].constant.classes[m] == classes[v][m]),
                       "round %d, view %d, %s: %.17g of %d, not %.17g of %d", round, v, ml_metrics[m].name,
                       f.views[v].constant.metrics[m], f.views[v].constant.classes[m], best[v][m], classes[v][m]);
        ml_figures_clear(&g);
        ml_figures_clear(&f);
        ml_record_clear(&constant);
        ml_record_clear(&record);
        score_clear(&s);
    }
}
END_TEST

START_TEST(skill_is_0_at_the_constant_1_at_perfection_and_undefined_where_nothing_is_left)
{
    ck_assert(unit_same(ml_skill_of_metric(.5, .5), 0) && unit_same(ml_skill_of_metric(1, .5), 1));
    ck_assert(unit_same(ml_skill_of_metric(.25, .5), -.5) && isnan(ml_skill_of_metric(1, 1)));
    ck_assert(isnan(ml_skill_of_metric((double)NAN, .5)) && isnan(ml_skill_of_metric(.5, (double)NAN)));
    ck_assert(unit_same(ml_skill_of_loss(0, 2), 1) && unit_same(ml_skill_of_loss(2, 2), 0));
    ck_assert(unit_same(ml_skill_of_loss(4, 2), -1) && isnan(ml_skill_of_loss(0, 0)) &&
              isnan(ml_skill_of_loss(1, (double)NAN)));
}
END_TEST

START_TEST(without_pixels_there_is_no_constant)
{
    score s;
    score_init(&s, N_CLASSES, "cce", NULL);
    ml_record record = score_record(&s);
    ml_figures f = make_figures(&s, &record);
    for (int v = 0; v < ML_N_VIEWS; v++) {
        const ml_constant *constant = &f.views[v].constant;
        ck_assert(isnan(constant->losses[0]));
        for (int m = 0; m < ML_N_METRICS; m++)
            ck_assert(isnan(constant->metrics[m]) && constant->classes[m] == -1);
    }
    ml_figures_clear(&f);
    ml_record_clear(&record);
    score_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, the_worked_example_has_the_constants_of_the_specification);
    tcase_add_test(tests, constants_are_the_best_of_all_whole_evaluations);
    tcase_add_test(tests, skill_is_0_at_the_constant_1_at_perfection_and_undefined_where_nothing_is_left);
    tcase_add_test(tests, without_pixels_there_is_no_constant);
}

int main(void) { return unit_main("constant", add_tests); }

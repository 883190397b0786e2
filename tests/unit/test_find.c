/* core/find: figures are found by their paths, and what is not there is answered with the nearest. */
#include "score.h"
#include "unit.h"

#include "core/find.h"

static ml_figure found(const score *s, ml_scope scope, const char *text)
{
    ml_error error = ML_ERROR_INIT;
    ml_path path;
    ml_figure figure, asked;
    EXPECT(ml_path_parse("by", text, &error, &path) == ML_OK, "%s", error.text);
    EXPECT(ml_find(&s->settings, scope, &path, &figure), "%s is not found", text);
    EXPECT(ml_find_asked(&s->settings, scope, &path, "by", text, &error, &asked) == ML_OK, "%s", error.text);
    ck_assert(ml_figure_same(&figure, &asked));
    ml_path_clear(&path);
    return figure;
}

START_TEST(figures_are_found_by_their_paths)
{
    uint64_t state = 7;
    score s;
    ml_figures figures;
    score_init(&s, 6, "all,tversky:fp=0.1", NULL);
    ml_record record = score_record(&s);
    score_fill(&record, 1000, &state);
    EXPECT(ml_figures_init(&s.settings, &s.error, &figures) == ML_OK, "%s", s.error.text);
    ml_figures_compute(&record, &figures);
    const ml_subject set = {.figures = &figures, .n_images = 2, .n_expected = 3};
    ml_figure figure = found(&s, ML_IN_SET, "images");
    ck_assert(unit_same(ml_figure_value(&figure, &set), 2));
    figure = found(&s, ML_IN_SET, "coverage.expected");
    ck_assert(unit_same(ml_figure_value(&figure, &set), 3));
    figure = found(&s, ML_IN_LINE, "masked.losses[\"tversky:fp=0.1\"].mean");
    ck_assert(
        unit_same(ml_figure_value(&figure, &set), figures.views[ML_VIEW_MASKED].losses[score_loss(&s, "tversky:fp=0.1")].mean));
    figure = found(&s, ML_IN_LINE, "raw.per_class.3.fn");
    ck_assert(unit_same(ml_figure_value(&figure, &set), (double)figures.views[ML_VIEW_RAW].per_class[3].counts[ML_FN]));
    memset(record.hard, 0, 36 * sizeof *record.hard);
    memset(record.none, 0, 6 * sizeof *record.none);
    ml_figures_compute(&record, &figures);
    figure = found(&s, ML_IN_LINE, "masked.metrics.miou");
    ck_assert(isnan(ml_figure_value(&figure, &set)));
    ml_figures_clear(&figures);
    ml_record_clear(&record);
    score_clear(&s);
}
END_TEST

START_TEST(an_unknown_path_names_the_nearest)
{
    static const struct {
        ml_scope scope;
        const char *path, *nearest;
    } cases[] = {
        {ML_IN_SET, "masked.metrics.mIoU2", "masked.metrics.miou"},
        {ML_IN_SET, "metrics.kappa", "masked.metrics.kappa"},
        {ML_IN_SET, "losses.cce.mean", "masked.losses.cce.mean"},
        {ML_IN_SET, "per_class.3.iou", "masked.per_class.3.iou"},
        {ML_IN_SET, "metrics.miuo", "masked.metrics.miou"},
        {ML_IN_SET, "miou", "masked.metrics.miou"},
        {ML_IN_SET, "raw.metrics.miuo", "raw.metrics.miou"},
        {ML_IN_LINE, "metrics.kappa", "masked.metrics.kappa"},
        {ML_IN_SET, "masked.losses.dice", "masked.losses.dice.mean"},
        {ML_IN_SET, "masked.losses[\"tversky:fp=0.2\"].mean", "masked.losses[\"tversky:fp=0.1\"].mean"},
        {ML_IN_SET, "masked.per_class.7.iou", "masked.per_class.0.iou"},
        {ML_IN_SET, "forgiven.pixel", "forgiven.pixels"},
        {ML_IN_SET, "errors", "images"},
        {ML_IN_SET, "width", "images"},
        {ML_IN_LINE, "image_mean.masked.metrics.miou.mean", "masked.metrics.miou"},
    };
    score s;
    score_init(&s, 6, "all,tversky:fp=0.1", NULL);
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_path path;
        ml_figure figure;
        const char *text = cases[i].path;
        ck_assert_int_eq(ml_path_parse("gate", text, &error, &path), ML_OK);
        EXPECT(!ml_find(&s.settings, cases[i].scope, &path, &figure), "%s is found", text);
        EXPECT(ml_find_asked(&s.settings, cases[i].scope, &path, "gate", text, &error, &figure) == ML_E_USAGE, "%s: status",
               text);
        const char *nearest = strstr(error.text, "; the nearest is ");
        EXPECT(nearest && strcmp(nearest + 17, cases[i].nearest) == 0, "%s: %s", text, error.text);
        ml_path_clear(&path);
    }
    score_clear(&s);
}
END_TEST

START_TEST(a_path_to_a_table_says_that_it_is_none_to_a_number)
{
    score s;
    ml_path path;
    ml_figure figure;
    score_init(&s, 3, "all", NULL);
    ck_assert_int_eq(ml_path_parse("gate", "masked.confusion", &s.error, &path), ML_OK);
    ck_assert_int_eq(ml_find_asked(&s.settings, ML_IN_SET, &path, "gate", "masked.confusion", &s.error, &figure), ML_E_USAGE);
    ck_assert_str_eq(s.error.text, "--gate: 'masked.confusion': masked.confusion is no number but a table, which "
                                   "--format=json has");
    ml_error_clear(&s.error);
    ml_path_clear(&path);
    score_clear(&s);
}
END_TEST

START_TEST(ends_of_intervals_are_found_by_the_path_of_their_figure)
{
    static const char *const with[] = {"raw.losses.cce.mean", "masked.metrics.kappa", "masked.per_class.2.recall"};
    static const char *const without[] = {"raw.losses.cce.sum", "images", "image_mean.raw.metrics.kappa.mean",
                                          "masked.nothing"};
    ml_interval intervals[100];
    const ml_subject set = {.intervals = intervals};
    score s;
    score_init(&s, 3, "cce,dice", NULL);
    for (size_t i = 0; i < ML_COUNT(intervals); i++)
        intervals[i] = (ml_interval){(double)i, (double)(i + 1000)};
    for (int wanted = 0; wanted < 2; wanted++)
        for (size_t i = 0; i < ML_COUNT(with) + ML_COUNT(without); i++) {
            bool has = wanted && i < ML_COUNT(with);
            const char *text = i < ML_COUNT(with) ? with[i] : without[i - ML_COUNT(with)];
            ml_path path;
            ml_figure low, high, itself;
            s.settings.intervals = wanted;
            ck_assert_int_eq(ml_path_parse("gate", text, &s.error, &path), ML_OK);
            EXPECT(ml_find_end(&s.settings, &path, "low", &low) == has && ml_find_end(&s.settings, &path, "high", &high) == has,
                   "%s", text);
            EXPECT(!ml_find_end(&s.settings, &path, "middle", &itself), "%s", text);
            if (has) {
                double x = ml_figure_value(&low, &set);
                EXPECT(unit_same(ml_figure_value(&high, &set), x + 1000), "%s", text);
                const ml_figure bounded = ml_figure_bounded(&low);
                ck_assert(ml_find(&s.settings, ML_IN_SET, &path, &itself) && ml_figure_same(&bounded, &itself));
            }
            ml_path_clear(&path);
        }
    const ml_interval *of_loss = ml_find_interval(&s.settings, intervals, ML_VIEW_MASKED, ML_OVER_LOSSES, 1);
    const ml_interval *of_metric = ml_find_interval(&s.settings, intervals, ML_VIEW_MASKED, ML_OVER_METRICS, 0);
    ck_assert(of_metric == of_loss + 1); /* the last loss, the first metric */
    s.settings.views[ML_VIEW_MASKED] = false;
    ck_assert_ptr_null(ml_find_interval(&s.settings, intervals, ML_VIEW_MASKED, ML_OVER_LOSSES, 1));
    score_clear(&s);
}
END_TEST

START_TEST(without_the_masked_view_the_leading_one_is_proposed)
{
    score s;
    score_init(&s, 6, "cce", NULL);
    s.settings.views[ML_VIEW_MASKED] = false;
    for (int excluded = 0; excluded < 2; excluded++) {
        ml_error error = ML_ERROR_INIT;
        ml_path path;
        ml_figure figure;
        s.settings.views[ML_VIEW_EXCLUDED] = excluded;
        ck_assert_int_eq(ml_path_parse("print", "metrics.miou", &error, &path), ML_OK);
        ck_assert_int_eq(ml_find_asked(&s.settings, ML_IN_SET, &path, "print", "metrics.miou", &error, &figure), ML_E_USAGE);
        const char *wanted = excluded ? "; the nearest is excluded.metrics.miou" : "; the nearest is raw.metrics.miou";
        EXPECT(strstr(error.text, wanted), "%s", error.text);
        ml_path_clear(&path);
    }
    score_clear(&s);
}
END_TEST

START_TEST(names_are_found_apart_from_numbers)
{
    score s;
    ml_error error = ML_ERROR_INIT;
    ml_path path;
    ml_figure figure;
    score_init(&s, 6, "cce", NULL);
    ck_assert_int_eq(ml_path_parse("print", "masked.constant.metrics.miou.class", &error, &path), ML_OK);
    ck_assert(ml_find_name(&s.settings, ML_IN_SET, &path, &figure));
    ck_assert(figure.row->name != NULL);
    ck_assert(!ml_find(&s.settings, ML_IN_SET, &path, &figure));
    ml_path_clear(&path);
    ck_assert_int_eq(ml_path_parse("print", "masked.metrics.miou", &error, &path), ML_OK);
    ck_assert(!ml_find_name(&s.settings, ML_IN_SET, &path, &figure));
    ml_path_clear(&path);
    score_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, without_the_masked_view_the_leading_one_is_proposed);
    tcase_add_test(tests, names_are_found_apart_from_numbers);
    tcase_add_test(tests, figures_are_found_by_their_paths);
    tcase_add_test(tests, an_unknown_path_names_the_nearest);
    tcase_add_test(tests, a_path_to_a_table_says_that_it_is_none_to_a_number);
    tcase_add_test(tests, ends_of_intervals_are_found_by_the_path_of_their_figure);
}

int main(void) { return unit_main("find", add_tests); }

/* output/comparison/groups: which group comes first, and by which figure; the words of a difference. */
#include "unit.h"

#include "output/comparison/comparison.h"

#include <math.h>
#include <stdlib.h>

enum { N_GROUPS = 5 };

static const ml_catalogue_row loss_row = {.key = "mean", .number = NULL}, metric_row = {.key = NULL, .over = ML_OVER_METRICS};

static ml_figure figure_of(const ml_catalogue_row *row, ml_view_kind view, int loss, int metric)
{
    return (ml_figure){.row = row,
                       .of = {[ML_OVER_NOTHING] = ML_OF_NONE,
                              [ML_OVER_VIEWS] = (int)view,
                              [ML_OVER_LOSSES] = loss,
                              [ML_OVER_METRICS] = metric,
                              [ML_OVER_MEASURES] = ML_OF_NONE,
                              [ML_OVER_CLASSES] = ML_OF_NONE}};
}

/* What the order of the groups is, where their losses and mean IoU were 0 and are these: their letters. */
static void expect_order(const double *losses, const double *mious, const ml_figure *by, ml_better better, const char *wanted)
{
    static const char *const names[N_GROUPS] = {"a", "b", "c", "d", "e"};
    ml_compared figures[1 + 2 * N_GROUPS] = {{.figure = *by}}; /* the first is of the set */
    ml_settings settings = {.views = {[ML_VIEW_RAW] = true}};
    for (size_t g = 0; g < N_GROUPS; g++) {
        figures[1 + 2 * g] = (ml_compared){
            .group = names[g], .figure = figure_of(&loss_row, ML_VIEW_RAW, 0, ML_OF_NONE), .candidate = losses[g]};
        figures[2 + 2 * g] = (ml_compared){
            .group = names[g], .figure = figure_of(&metric_row, ML_VIEW_RAW, ML_OF_NONE, ML_MIOU), .candidate = mious[g]};
    }
    const ml_comparison comparison = {.baseline = {.settings = &settings},
                                      .n_figures = ML_COUNT(figures),
                                      .figures = figures,
                                      .by_figure = by,
                                      .better_values = better};
    ml_out out = {.path = "memory", .fd = -1};
    size_t n;
    ml_group_change *groups = ml_comparison_groups(&comparison, &out, &n);
    ck_assert_uint_eq(n, N_GROUPS);
    for (size_t g = 0; g < n; g++) {
        ck_assert_msg(groups[g].name[0] == wanted[g], "place %zu has %s, not %c", g, groups[g].name, wanted[g]);
        ck_assert_str_eq(groups[g].miou[ML_VIEW_RAW]->group, groups[g].name);
        ck_assert_str_eq(groups[g].by->group, groups[g].name);
        ck_assert_ptr_null(groups[g].miou[ML_VIEW_MASKED]);
    }
    free(groups);
}

START_TEST(the_group_that_got_worse_most_is_the_first)
{
    const double none = (double)NAN, losses[] = {0.1, none, 0.3, -0.2, 0.3}, mious[] = {none, 0.2, 0.1, -0.4, 0.1};
    const ml_figure loss = figure_of(&loss_row, ML_VIEW_RAW, 0, ML_OF_NONE),
                    other = figure_of(&loss_row, ML_VIEW_MASKED, 0, ML_OF_NONE),
                    miou = figure_of(&metric_row, ML_VIEW_RAW, ML_OF_NONE, ML_MIOU);
    expect_order(losses, mious, &loss, ML_LESS_IS_BETTER, "ceadb");
    expect_order(losses, mious, &loss, ML_MORE_IS_BETTER, "daceb"); /* --by=-... */
    expect_order(losses, mious, &loss, ML_NEAR_0_IS_BETTER, "cedab");
    expect_order(losses, mious, &miou, ML_MORE_IS_BETTER, "dceba");
    expect_order(losses, mious, &other, ML_LESS_IS_BETTER, "dceba"); /* which groups do not have: by mean IoU */
}
END_TEST

static const char *verdict_of(double low, double high, bool more_is_better)
{
    const ml_catalogue_row row = {.key = "x", .more_is_better = more_is_better};
    const ml_compared compared = {.figure = figure_of(&row, ML_VIEW_RAW, ML_OF_NONE, ML_OF_NONE), .interval = {low, high}};
    return ml_compared_verdict(&compared);
}

START_TEST(words_say_on_which_side_of_0_an_interval_is)
{
    const double none = (double)NAN;
    ck_assert_str_eq(verdict_of(0.1, 0.2, true), "better");
    ck_assert_str_eq(verdict_of(0.1, 0.2, false), "worse");
    ck_assert_str_eq(verdict_of(-0.2, -0.1, true), "worse");
    ck_assert_str_eq(verdict_of(-0.2, -0.1, false), "better");
    ck_assert_str_eq(verdict_of(-0.1, 0.1, true), "");
    ck_assert_str_eq(verdict_of(0, 0.1, true), "");
    ck_assert_str_eq(verdict_of(-0.1, 0, true), "");
    ck_assert_str_eq(verdict_of(0, 0, true), "same");
    ck_assert_str_eq(verdict_of(none, none, true), "");
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, the_group_that_got_worse_most_is_the_first);
    tcase_add_test(tests, words_say_on_which_side_of_0_an_interval_is);
}

int main(void) { return unit_main("group_changes", add_tests); }

/* core/groups, core/packed: groups are the sums of their images, whatever the order in which these come. */
#include "score.h"

#include "core/groups.h"

#include <stdio.h>

enum { N_GROUPS = 150, N_IMAGES = 600, N_CLASSES = 5 };

/* Groups, and what each of them has to be. */
typedef struct fixture {
    score score;
    ml_record records[N_IMAGES];
    size_t of[N_IMAGES]; /* the group of each image */
    ml_figures figures;
    ml_aggregate aggregate;
    ml_groups groups;
    ml_tally tallies[N_GROUPS];
    ml_presence presence[N_GROUPS];
    uint64_t n_images[N_GROUPS];
} fixture;

static const char *name_of(size_t g, char room[32])
{
    snprintf(room, 32, g % 3 == 0 ? "%zu" : g % 3 == 1 ? "a/%zu" : "\xff%zu", g);
    return room;
}

static void init(fixture *f)
{
    uint64_t state = 3;
    score_init(&f->score, N_CLASSES, "all", NULL);
    f->score.settings.has_groups = true;
    ck_assert_int_eq(ml_figures_init(&f->score.settings, &f->score.error, &f->figures), ML_OK);
    ck_assert_int_eq(ml_aggregate_init(&f->score.settings, &f->score.error, &f->aggregate), ML_OK);
    ck_assert_int_eq(ml_groups_init(&f->score.settings, f->aggregate.n_means, &f->score.error, &f->groups), ML_OK);
    for (size_t i = 0; i < N_IMAGES; i++) {
        f->of[i] = i < N_GROUPS ? i : unit_below(&state, N_GROUPS);
        f->records[i] = score_record(&f->score);
        score_fill(&f->records[i], 20, &state);
        for (size_t k = 0; k < f->records[i].n_counted; k++) /* mostly zeros, as real ones are */
            f->records[i].counted[k] *= unit_below(&state, 3) == 0;
    }
    for (size_t g = 0; g < N_GROUPS; g++) {
        ck_assert_int_eq(ml_tally_init(&f->score.settings, &f->score.error, &f->tallies[g]), ML_OK);
        ck_assert_int_eq(ml_presence_init(N_CLASSES, &f->score.error, &f->presence[g]), ML_OK);
    }
}

static void add(fixture *f, size_t i)
{
    char room[32];
    const ml_record *record = &f->records[i];
    ml_figures_compute(record, &f->figures);
    ck_assert_int_eq(ml_groups_add(&f->groups, name_of(f->of[i], room), record, &f->figures, &f->score.error), ML_OK);
    ck_assert_int_eq(ml_tally_add_record(&f->tallies[f->of[i]], record, &f->score.error), ML_OK);
    ml_presence_add(&f->presence[f->of[i]], &f->figures);
    f->n_images[f->of[i]]++;
}

static void clear(fixture *f)
{
    for (size_t i = 0; i < N_IMAGES; i++)
        ml_record_clear(&f->records[i]);
    for (size_t g = 0; g < N_GROUPS; g++) {
        ml_tally_clear(&f->tallies[g]);
        ml_presence_clear(&f->presence[g]);
    }
    ml_groups_clear(&f->groups);
    ml_aggregate_clear(&f->aggregate);
    ml_figures_clear(&f->figures);
    score_clear(&f->score);
}

START_TEST(a_group_is_the_sum_of_its_images)
{
    fixture *f = calloc(1, sizeof *f);
    char room[32];
    init(f);
    for (size_t i = 0; i < N_IMAGES; i++)
        add(f, i);
    ck_assert_int_eq(ml_groups_sort(&f->groups, &f->score.error), ML_OK);
    ck_assert_uint_eq(f->groups.n, N_GROUPS);
    for (size_t g = 1; g < N_GROUPS; g++)
        ck_assert(strcmp(f->groups.items[g - 1].name, f->groups.items[g].name) < 0);
    for (size_t g = 0; g < N_GROUPS; g++) {
        size_t at = ml_groups_find(&f->groups, name_of(g, room));
        ck_assert_uint_lt(at, N_GROUPS);
        ck_assert_str_eq(f->groups.items[at].name, room);
        ck_assert_uint_eq(f->groups.items[at].n_images, f->n_images[g]);
        expect_same_record(ml_groups_record(&f->groups, at), ml_tally_finish(&f->tallies[g]), room);
        size_t n_bytes = (1 + 2 * ML_N_VIEWS) * N_CLASSES * sizeof(uint64_t);
        ck_assert(memcmp(f->groups.presence.images, f->presence[g].images, n_bytes) == 0);
    }
    ck_assert_uint_eq(ml_groups_find(&f->groups, "not there"), N_GROUPS);
    clear(f);
    free(f);
}
END_TEST

START_TEST(means_are_over_the_groups)
{
    fixture *f = calloc(1, sizeof *f);
    init(f);
    for (size_t i = 0; i < N_IMAGES; i++)
        add(f, i);
    ck_assert_int_eq(ml_groups_sort(&f->groups, &f->score.error), ML_OK);
    size_t miou = 0, cce = SIZE_MAX;
    for (size_t m = 0; m < f->aggregate.n_means; m++) {
        const int *of = f->aggregate.averaged[m].of;
        miou = of[ML_OVER_VIEWS] == ML_VIEW_MASKED && of[ML_OVER_METRICS] == ML_MIOU ? m : miou;
        if (of[ML_OVER_VIEWS] == ML_VIEW_RAW && of[ML_OVER_LOSSES] == 0 && cce == SIZE_MAX)
            cce = m;
    }
    double sum = 0, lowest = 2, highest = -1;
    const char *worst_miou = NULL, *worst_cce = NULL;
    size_t n = 0;
    for (size_t g = 0; g < N_GROUPS; g++) {
        ml_figures_compute(ml_groups_record(&f->groups, g), &f->figures);
        ck_assert_int_eq(ml_groups_average(&f->groups, g, &f->aggregate, &f->figures, &f->score.error), ML_OK);
        double x = f->figures.views[ML_VIEW_MASKED].metrics[ML_MIOU], loss = f->figures.views[ML_VIEW_RAW].losses[0].mean;
        n += isfinite(x) ? 1 : 0;
        sum += isfinite(x) ? x : 0;
        worst_miou = x < lowest ? f->groups.items[g].name : worst_miou;
        lowest = x < lowest ? x : lowest;
        worst_cce = loss > highest ? f->groups.items[g].name : worst_cce;
        highest = loss > highest ? loss : highest;
    }
    const ml_group_spread *spread = &f->groups.means[miou];
    ck_assert_uint_eq(spread->spread.n_images, n);
    ck_assert(unit_near(ml_spread_mean(&spread->spread), sum / (double)n, 1e-12));
    ck_assert(unit_same(spread->spread.min, lowest) && spread->worst == worst_miou);
    ck_assert(unit_same(f->groups.means[cce].spread.max, highest) && f->groups.means[cce].worst == worst_cce);
    clear(f);
    free(f);
}
END_TEST

START_TEST(of_equals_the_first_is_the_worst)
{
    ml_group_spread spread = {.worst = NULL};
    const double values[] = {(double)NAN, 0.5, 0.25, 0.25, 0.5};
    const char *const names[] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < ML_COUNT(values); i++)
        ck_assert(ml_group_spread_add(&spread, values[i], ML_MORE_IS_BETTER, names[i]));
    ck_assert_str_eq(spread.worst, "c");
    spread = (ml_group_spread){.worst = NULL};
    for (size_t i = 0; i < ML_COUNT(values); i++)
        ck_assert(ml_group_spread_add(&spread, values[i], ML_LESS_IS_BETTER, names[i]));
    ck_assert_str_eq(spread.worst, "b");
    ck_assert_uint_eq(spread.spread.n_images, 4);
}
END_TEST

START_TEST(where_0_is_best_the_farthest_from_it_is_the_worst)
{
    static const struct {
        double values[4];
        const char *worst;
    } rows[] = {{{0.25, 0.5, -0.75, 0.5}, "c"}, {{-0.25, 0.5, -0.5, 0.25}, "b"}, {{(double)NAN, 0, 0, -0.25}, "d"}};
    const char *const names[] = {"a", "b", "c", "d"};
    for (size_t r = 0; r < ML_COUNT(rows); r++) {
        ml_group_spread spread = {.worst = NULL};
        for (size_t i = 0; i < ML_COUNT(names); i++)
            ck_assert(ml_group_spread_add(&spread, rows[r].values[i], ML_NEAR_0_IS_BETTER, names[i]));
        ck_assert_str_eq(spread.worst, rows[r].worst);
    }
}
END_TEST

START_TEST(gates_are_on_groups_that_are_there)
{
    fixture *f = calloc(1, sizeof *f);
    ml_gates gates = {0};
    init(f);
    for (size_t i = 0; i < N_IMAGES; i++)
        add(f, i);
    ck_assert_int_eq(ml_groups_sort(&f->groups, &f->score.error), ML_OK);
    ck_assert_int_eq(ml_gates_add(&gates, "gate", "groups[\"a/1\"].raw.metrics.miou>=0", false, &f->score.error), ML_OK);
    ck_assert_int_eq(ml_gates_add(&gates, "gate", "groups.raw.metrics.miou>=0", false, &f->score.error), ML_OK);
    ck_assert_str_eq(ml_path_group(&gates.items[0].path), "a/1");
    ml_path path = ml_path_inside(&gates.items[0].path);
    ck_assert(path.n == 3 && strcmp(path.keys[0], "raw") == 0 && strcmp(path.keys[2], "miou") == 0);
    ck_assert_str_eq(ml_path_group(&gates.items[1].path), "raw");
    ml_gates only = {1, gates.items};
    ck_assert_int_eq(ml_groups_check_gates(&f->groups, &only, &f->score.error), ML_OK);
    ck_assert_int_eq(ml_groups_check_gates(&f->groups, &gates, &f->score.error), ML_E_INPUT);
    ck_assert(strstr(f->score.error.text, "\"0\"") && strstr(f->score.error.text, "and 140 more"));
    ml_gates_clear(&gates);
    clear(f);
    free(f);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_group_is_the_sum_of_its_images);
    tcase_add_test(tests, means_are_over_the_groups);
    tcase_add_test(tests, of_equals_the_first_is_the_worst);
    tcase_add_test(tests, where_0_is_best_the_farthest_from_it_is_the_worst);
    tcase_add_test(tests, gates_are_on_groups_that_are_there);
}

int main(void) { return unit_main("groups", add_tests); }

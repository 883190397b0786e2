/* core/catalogue, core/walk: every number of the JSON report is a figure of the catalogue, and nothing else is. cJSON reads
 * what is printed. */
#include "score.h"
#include "unit.h"

#include "core/find.h"
#include "measure/measures.h"
#include "json/parts.h"

#include <cjson/cJSON.h>

/* An aggregate of random records. */
typedef struct fixture {
    score score;
    ml_record record;
    ml_figures figures;
    ml_aggregate aggregate;
    ml_groups groups;
    ml_faults faults;
    ml_verdicts verdicts;
    ml_set_result set;
    ml_measures measures;
    ml_interval intervals[1000]; /* made up: each is another */
} fixture;

/* Takes the means over the groups. */
static void fixture_average(fixture *f)
{
    if (!f->score.settings.has_groups)
        return;
    ck_assert_int_eq(ml_groups_sort(&f->groups, &f->score.error), ML_OK);
    for (size_t g = 0; g < f->groups.n; g++) {
        ml_figures_compute(ml_groups_record(&f->groups, g), &f->figures);
        ck_assert_int_eq(ml_groups_average(&f->groups, g, &f->aggregate, &f->figures, &f->score.error), ML_OK);
    }
}

/* Numbers of pixels in the parts of measures. */
static void fill_measures(fixture *f, uint64_t *state)
{
    for (size_t p = 0; p < f->measures.n_parts; p++) {
        const ml_part *part = &f->measures.parts[p];
        const ml_slot *slot = ml_record_find(&f->record, part->group, part->name);
        for (size_t i = 0; i < slot->n_rows * slot->n_columns; i++)
            if (part->kind == ML_PART_COUNTS)
                f->record.counted[slot->first + i] = unit_below(state, 20);
            else
                f->record.summed[slot->first + i] = unit_fraction(state);
    }
}

/* Views, and "groups". */
static void fixture_init(fixture *f, size_t n_images, const char *views)
{
    uint64_t state = 7;
    memset(f, 0, sizeof *f);
    score_init(&f->score, 6, "all,tversky:fp=0.1", NULL);
    for (int v = 0; v < ML_N_VIEWS; v++)
        f->score.settings.views[v] = strstr(views, ml_view_names[v]);
    f->score.settings.intervals = n_images == 2;
    for (size_t i = 0; i < ML_COUNT(f->intervals); i++)
        f->intervals[i] = (ml_interval){(double)i, i % 5 ? (double)i + 0.5 : (double)NAN};
    f->score.settings.has_groups = strstr(views, "groups");
    ck_assert_int_eq(ml_measures_parse("all,band:width=2", &f->score.error, &f->measures), ML_OK);
    f->score.settings.measures = &f->measures;
    f->score.settings.parts = f->measures.parts;
    f->score.settings.n_parts = f->measures.n_parts;
    f->record = score_record(&f->score);
    EXPECT(ml_figures_init(&f->score.settings, &f->score.error, &f->figures) == ML_OK, "%s", f->score.error.text);
    EXPECT(ml_aggregate_init(&f->score.settings, &f->score.error, &f->aggregate) == ML_OK, "%s", f->score.error.text);
    if (f->score.settings.has_groups)
        ck_assert_int_eq(ml_groups_init(&f->score.settings, f->aggregate.n_means, &f->score.error, &f->groups), ML_OK);
    for (size_t i = 0; i < n_images; i++) {
        score_fill(&f->record, 1000, &state);
        fill_measures(f, &state);
        ml_figures_compute(&f->record, &f->figures);
        EXPECT(ml_aggregate_add(&f->aggregate, &f->record, &f->figures, &f->score.error) == ML_OK, "%s", f->score.error.text);
        if (f->score.settings.has_groups)
            ck_assert_int_eq(ml_groups_add(&f->groups, i % 2 ? "b" : "a", &f->record, &f->figures, &f->score.error), ML_OK);
    }
    fixture_average(f);
    ml_figures_compute(ml_tally_finish(&f->aggregate.pooled), &f->figures);
    f->set = (ml_set_result){.aggregate = &f->aggregate,
                             .figures = &f->figures,
                             .n_expected = n_images + 1,
                             .faults = &f->faults,
                             .verdicts = &f->verdicts,
                             .intervals = f->intervals,
                             .unit = "images",
                             .groups = f->score.settings.has_groups ? &f->groups : NULL};
}

static void fixture_clear(fixture *f)
{
    ml_groups_clear(&f->groups);
    ml_aggregate_clear(&f->aggregate);
    ml_figures_clear(&f->figures);
    ml_record_clear(&f->record);
    score_clear(&f->score);
    ml_measures_clear(&f->measures);
}

/* What the writer prints of the set, or of an image with its figures, read by cJSON. */
static cJSON *printed(const fixture *f, ml_scope scope)
{
    const ml_image_result image = {
        .id = "id", .truth = "truth", .prediction = "prediction", .width = 3, .height = 4, .figures = &f->figures};
    ml_out out = {.path = "memory", .fd = -1};
    ml_json json = {.out = &out};
    ml_json_object(&json, NULL, ML_JSON_LINES);
    if (scope == ML_IN_SET)
        ml_json_aggregate(&json, &f->set);
    else
        ml_json_image(&json, &image, scope);
    ml_json_end(&json);
    ck_assert_int_eq(out.status, ML_OK);
    cJSON *tree = cJSON_ParseWithLength(out.memory, out.n);
    ck_assert_ptr_nonnull(tree);
    ml_out_close(&out);
    return tree;
}

/* The numbers of a tree, matrices as one. */
static size_t count_figures(const cJSON *object)
{
    size_t n = 0;
    for (const cJSON *item = object->child; item; item = item->next)
        n += cJSON_IsObject(item)
                 ? count_figures(item)
                 : (size_t)(cJSON_IsNumber(item) || cJSON_IsNull(item) || cJSON_IsArray(item) || cJSON_IsString(item));
    return n;
}

/* A matrix is as large as it says; a list of objects has the values of its columns. */
static void expect_matrix(const ml_figure *figure, const ml_subject *subject, const cJSON *at)
{
    const ml_column *columns = figure->row->columns;
    const ml_matrix matrix = figure->row->matrix(subject, figure);
    ck_assert(cJSON_IsArray(at) && cJSON_GetArraySize(at) == (int)matrix.n_rows && matrix.n_rows > 0);
    const cJSON *row = at->child;
    for (size_t y = 0; y < matrix.n_rows; y++, row = row->next) {
        ck_assert_int_eq(cJSON_GetArraySize(row), (int)matrix.n_columns);
        const cJSON *item = row->child;
        for (size_t c = 0; columns && c < matrix.n_columns; c++, item = item->next) {
            ck_assert_str_eq(item->string, columns[c].key);
            ck_assert(unit_same(item->valuedouble, matrix.numbers[y * matrix.n_columns + c]));
        }
        ck_assert(!columns || !columns[matrix.n_columns].key);
    }
}

static void expect_printed(const fixture *f, ml_scope scope, size_t at_least)
{
    const ml_image_result image = {
        .id = "id", .truth = "truth", .prediction = "prediction", .width = 3, .height = 4, .figures = &f->figures};
    const ml_subject subject = scope == ML_IN_SET ? ml_subject_set(&f->set) : ml_subject_image(&image);
    cJSON *tree = printed(f, scope);
    ml_walk walk = ml_walk_begin(&f->score.settings, scope);
    ml_step step;
    size_t n = 0;
    while ((step = ml_walk_next(&walk)) != ML_STEP_END) {
        const cJSON *at = tree;
        if (step != ML_STEP_FIGURE)
            continue;
        for (size_t k = 0; k < walk.n_keys && at; k++)
            at = cJSON_GetObjectItemCaseSensitive(at, walk.keys[k]);
        EXPECT(at, "%s... %s is not printed", walk.keys[0], ml_walk_key(&walk));
        n++;
        if (walk.figure.row->matrix) {
            expect_matrix(&walk.figure, &subject, at);
            continue;
        }
        if (walk.figure.row->name) {
            ck_assert(cJSON_IsNull(at) || cJSON_IsString(at));
            continue;
        }
        double value = ml_figure_value(&walk.figure, &subject);
        EXPECT(cJSON_IsNull(at) ? isnan(value) : cJSON_IsNumber(at) && unit_same(at->valuedouble, value),
               "%s... %s: %g is printed as %g", walk.keys[0], ml_walk_key(&walk), value, at->valuedouble);
    }
    ck_assert_uint_eq(n + (scope == ML_IN_SET ? 0 : 3), count_figures(tree)); /* an image has names */
    EXPECT(n >= at_least, "only %zu figures", n);
    cJSON_Delete(tree);
}

START_TEST(all_numbers_that_are_printed_are_figures)
{
    static const char *const views[] = {"raw masked excluded", "masked", "excluded", "raw", "raw masked groups"};
    for (size_t v = 0; v < ML_COUNT(views); v++)
        for (size_t n = 0; n < 4; n++) {
            fixture f;
            fixture_init(&f, n, views[v]);
            expect_printed(&f, ML_IN_SET, v ? 200 : 500);
            expect_printed(&f, ML_IN_IMAGE, v ? 100 : 300);
            expect_printed(&f, ML_IN_LINE, v ? 100 : 300);
            fixture_clear(&f);
        }
}
END_TEST

START_TEST(groups_open_and_close_around_their_figures)
{
    static const ml_scope scopes[] = {ML_IN_LINE, ML_IN_IMAGE, ML_IN_SET, ML_IN_TABLE, ML_IN_EXACT};
    fixture f;
    fixture_init(&f, 0, "raw excluded");
    for (size_t s = 0; s < ML_COUNT(scopes); s++) {
        ml_walk walk = ml_walk_begin(&f.score.settings, scopes[s]);
        ml_step step;
        size_t depth = 0, deepest = 0;
        while ((step = ml_walk_next(&walk)) != ML_STEP_END) {
            if (step == ML_STEP_CLOSE) {
                ck_assert_uint_gt(depth--, 0);
                continue;
            }
            ck_assert_uint_eq(walk.n_keys, depth + 1);
            depth += step == ML_STEP_OPEN;
            deepest = depth > deepest ? depth : deepest;
        }
        ck_assert_uint_eq(depth, 0);
        ck_assert_int_eq(ml_walk_next(&walk), ML_STEP_END); /* for good */
        ck_assert(deepest >= 3 && deepest < ML_WALK_MAX_DEPTH);
    }
    fixture_clear(&f);
}
END_TEST

START_TEST(no_two_figures_have_one_path)
{
    fixture f;
    fixture_init(&f, 0, "raw masked excluded");
    ml_walk walk = ml_walk_begin(&f.score.settings, ML_IN_SET);
    ml_step step;
    while ((step = ml_walk_next(&walk)) != ML_STEP_END) {
        ml_path path = {.n = walk.n_keys};
        ml_figure found;
        if (step != ML_STEP_FIGURE || !ml_catalogue_is_number(walk.figure.row))
            continue;
        memcpy(path.keys, walk.keys, walk.n_keys * sizeof *walk.keys);
        EXPECT(ml_find(&f.score.settings, ML_IN_SET, &path, &found) && ml_figure_same(&found, &walk.figure),
               "%s... %s: another figure", walk.keys[0], ml_walk_key(&walk));
    }
    fixture_clear(&f);
}
END_TEST

START_TEST(means_are_of_all_views_that_are_computed_and_numbered_so)
{
    fixture f;
    fixture_init(&f, 3, "masked");
    ml_walk exact = ml_walk_begin(&f.score.settings, ML_IN_EXACT), walk = ml_walk_begin(&f.score.settings, ML_IN_SET);
    ml_step step;
    size_t n = 0, n_measured = 0, n_shown = 0;
    while ((step = ml_walk_next(&exact)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE) {
            ck_assert(exact.figure.mean == n && ml_figure_same(&exact.figure, &f.aggregate.averaged[n]));
            n_measured += exact.figure.of[ML_OVER_MEASURES] != ML_OF_NONE;
            n++;
        }
    size_t n_alone = 0; /* means beside another: of unmasked pixels, by weights */
    for (size_t l = 0; l < f.score.losses.n; l++)
        n_alone += (f.score.losses.items[l].kind->pixels != NULL) + (size_t)f.score.losses.items[l].kind->weighted_mean;
    size_t n_ratios = ML_N_RATIOS * f.score.classes.n;
    ck_assert_uint_eq(n - n_measured, 2 * (f.score.losses.n + n_alone + ML_N_METRICS + n_ratios)); /* raw and masked */
    ck_assert_uint_eq(n, f.aggregate.n_means);
    while ((step = ml_walk_next(&walk)) != ML_STEP_END) {
        if (step != ML_STEP_FIGURE || !ml_figure_is_mean(&walk.figure) || walk.figure.of[ML_OVER_MEASURES] != ML_OF_NONE)
            continue;
        const ml_subject set = ml_subject_set(&f.set);
        const ml_figure averaged = ml_figure_averaged(&walk.figure);
        int loss = averaged.of[ML_OVER_LOSSES], metric = averaged.of[ML_OVER_METRICS];
        const ml_spread *spread = ml_aggregate_mean(&f.aggregate, ML_VIEW_MASKED, loss >= 0 ? ML_OVER_LOSSES : ML_OVER_METRICS,
                                                    (size_t)(loss >= 0 ? loss : metric));
        ck_assert_int_eq(averaged.of[ML_OVER_VIEWS], ML_VIEW_MASKED);
        ck_assert(spread && unit_same(ml_figure_value(&walk.figure, &set), ml_spread_mean(spread)));
        n_shown++;
    }
    ck_assert_uint_eq(n_shown, f.score.losses.n + ML_N_METRICS);
    ck_assert(ml_aggregate_mean(&f.aggregate, ML_VIEW_EXCLUDED, ML_OVER_LOSSES, 0) == NULL);
    fixture_clear(&f);
}
END_TEST

START_TEST(more_is_better_of_metrics_and_hits)
{
    static const struct {
        const char *path;
        bool better;
    } cases[] = {
        {"raw.metrics.miou", true},
        {"raw.metrics.classes", false},
        {"raw.losses.dice.mean", false},
        {"raw.per_class.1.iou", true},
        {"raw.per_class.1.tp", true},
        {"raw.per_class.1.tn", true},
        {"raw.per_class.1.fp", false},
        {"raw.per_class.1.support", false},
        {"raw.losses.dice.per_class.1", false},
        {"image_mean.raw.metrics.mcc.mean", true},
        {"image_mean.raw.losses.cce.mean", false},
        {"raw.constant.metrics.miou.value", true},
        {"raw.skill.losses.cce", true},
        {"raw.per_class.2.images_missed", false},
        {"image_mean.raw.per_class.2.iou.mean", true},
        {"image_mean.raw.losses.wcce.mean_weighted", false},
        {"punished.by_truth.1", false},
        {"forgiven.loss.cce", false},
        {"pixels.valid", false},
    };
    fixture f;
    fixture_init(&f, 0, "raw");
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_path path;
        ml_figure figure;
        ck_assert_int_eq(ml_path_parse("by", cases[i].path, &error, &path), ML_OK);
        EXPECT(ml_find(&f.score.settings, ML_IN_SET, &path, &figure), "%s is not found", cases[i].path);
        EXPECT(ml_figure_better(&figure) == (cases[i].better ? ML_MORE_IS_BETTER : ML_LESS_IS_BETTER), "%s", cases[i].path);
        EXPECT(ml_figure_worst_first(&figure, true) == cases[i].better, "%s", cases[i].path);
        EXPECT(ml_figure_worst_first(&figure, false) != cases[i].better, "%s", cases[i].path);
        ml_path_clear(&path);
    }
    fixture_clear(&f);
}
END_TEST

/* Each row below `rows`, once. */
static void expect_whole(const ml_catalogue_row *rows)
{
    for (const ml_catalogue_row *row = rows; row->key || row->over != ML_OVER_NOTHING; row++) {
        bool is_group = row->members != NULL || row->over == ML_OVER_MEASURES; /* the members of which each kind has */
        const char *key = row->key ? row->key : "what is repeated";
        EXPECT((row->kind == ML_KIND_GROUP) == is_group, "%s: kind", key);
        EXPECT(is_group + (row->count != NULL) + (row->number != NULL) + (row->matrix != NULL) + (row->list != NULL) +
                       (row->name != NULL) ==
                   1,
               "%s: functions", key);
        EXPECT((row->kind == ML_KIND_LIST) == (row->list != NULL) && (!row->list || (row->columns && row->title)), "%s: list",
               key);
        EXPECT((row->kind == ML_KIND_COUNT || row->kind == ML_KIND_SIZE) == (row->count != NULL) &&
                   (row->kind == ML_KIND_MATRIX) == (row->matrix != NULL) && (row->kind == ML_KIND_NAME) == (row->name != NULL),
               "%s: kind", key);
        EXPECT(row->averaged == ML_NOT_AVERAGED || row->number, "%s: what is averaged is a number", key);
        EXPECT(!row->key || (row->meaning && *row->meaning), "%s: without meaning", key);
        if (row->members)
            expect_whole(row->members);
    }
}

START_TEST(rows_are_whole)
{
    expect_whole(ml_catalogue);
    expect_whole(ml_catalogue_spread);
    for (size_t k = 0; k < ml_n_measure_kinds; k++) {
        expect_whole(ml_measure_kinds[k]->rows);
        if (ml_measure_kinds[k]->view_rows)
            expect_whole(ml_measure_kinds[k]->view_rows);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, rows_are_whole);
    tcase_add_test(tests, all_numbers_that_are_printed_are_figures);
    tcase_add_test(tests, groups_open_and_close_around_their_figures);
    tcase_add_test(tests, no_two_figures_have_one_path);
    tcase_add_test(tests, means_are_of_all_views_that_are_computed_and_numbered_so);
    tcase_add_test(tests, more_is_better_of_metrics_and_hits);
}

int main(void) { return unit_main("catalogue", add_tests); }

/* output/find: every number of the JSON report can be found by its path, and nothing else. cJSON reads what is printed. */
#include "score.h"
#include "unit.h"

#include "json/find.h"
#include "json/parts.h"

#include <cjson/cJSON.h>

/* An aggregate of random records. */
typedef struct fixture {
    score score;
    ml_record record;
    ml_figures figures;
    ml_aggregate aggregate;
    ml_faults faults;
    ml_verdicts verdicts;
    ml_set_result set;
} fixture;

static void fixture_init(fixture *f, size_t n_images)
{
    uint64_t state = 7;
    memset(f, 0, sizeof *f);
    score_init(&f->score, 6, "all,tversky:fp=0.1", NULL);
    f->record = score_record(&f->score);
    EXPECT(ml_figures_init(&f->score.settings, &f->score.error, &f->figures) == ML_OK, "%s", f->score.error.text);
    EXPECT(ml_aggregate_init(&f->score.settings, &f->score.error, &f->aggregate) == ML_OK, "%s", f->score.error.text);
    for (size_t i = 0; i < n_images; i++) {
        score_fill(&f->record, 1000, &state);
        ml_figures_compute(&f->record, &f->figures);
        EXPECT(ml_aggregate_add(&f->aggregate, &f->record, &f->figures, &f->score.error) == ML_OK, "%s", f->score.error.text);
    }
    ml_figures_compute(ml_tally_finish(&f->aggregate.pooled), &f->figures);
    f->set = (ml_set_result){&f->aggregate, &f->figures, n_images + 1, &f->faults, &f->verdicts};
}

static void fixture_clear(fixture *f)
{
    ml_aggregate_clear(&f->aggregate);
    ml_figures_clear(&f->figures);
    ml_record_clear(&f->record);
    score_clear(&f->score);
}

/* What the writer prints, read by cJSON. */
static cJSON *printed(ml_members members, const void *subject)
{
    ml_out out = {.path = "memory", .fd = -1};
    ml_json json = {.out = &out};
    ml_json_object(&json, NULL, ML_JSON_LINES);
    members(&json, subject);
    ml_json_end(&json);
    ck_assert_int_eq(out.status, ML_OK);
    cJSON *tree = cJSON_ParseWithLength(out.memory, out.n);
    ck_assert_ptr_nonnull(tree);
    ml_out_close(&out);
    return tree;
}

/* Goes through the numbers of a tree in order, beside those that are visited. */
typedef struct beside {
    cJSON *tree;
    size_t n_visited;
} beside;

static void expect_printed(void *context, const char *const *keys, size_t n_keys, double value)
{
    beside *b = context;
    const cJSON *at = b->tree;
    for (size_t k = 0; k < n_keys && at; k++)
        at = cJSON_GetObjectItemCaseSensitive(at, keys[k]);
    EXPECT(at, "visited %s..., which is not printed", keys[0]);
    EXPECT(cJSON_IsNull(at) ? isnan(value) : cJSON_IsNumber(at) && unit_same(at->valuedouble, value), "%s: %g is printed as %g",
           keys[n_keys - 1], value, at->valuedouble);
    b->n_visited++;
}

static size_t count_numbers(const cJSON *object)
{
    size_t n = 0;
    for (const cJSON *item = object->child; item; item = item->next)
        n += cJSON_IsObject(item) ? count_numbers(item) : (size_t)(cJSON_IsNumber(item) || cJSON_IsNull(item));
    return n;
}

static void expect_all(ml_members members, const void *subject, size_t at_least)
{
    beside b = {printed(members, subject), 0};
    ml_visit(members, subject, expect_printed, &b);
    ck_assert_uint_eq(b.n_visited, count_numbers(b.tree));
    EXPECT(b.n_visited >= at_least, "only %zu figures", b.n_visited);
    cJSON_Delete(b.tree);
}

START_TEST(all_numbers_that_are_printed_are_visited_in_order)
{
    for (size_t n = 0; n < 3; n++) {
        fixture f;
        fixture_init(&f, n);
        expect_all(ml_members_of_aggregate, &f.set, 300);
        const ml_image_result image = {"id", "truth", "prediction", 3, 4, &f.figures};
        expect_all(ml_members_of_image, &image, 200);
        fixture_clear(&f);
    }
}
END_TEST

static double found(const fixture *f, const char *text)
{
    ml_error error = ML_ERROR_INIT;
    ml_path path;
    double value = -77;
    EXPECT(ml_path_parse("by", text, &error, &path) == ML_OK, "%s", error.text);
    EXPECT(ml_find(ml_members_of_aggregate, &f->set, &path, &value), "%s is not found", text);
    EXPECT(ml_find_check(ml_members_of_aggregate, &f->set, &path, "by", text, &error) == ML_OK, "%s", error.text);
    ml_path_clear(&path);
    return value;
}

START_TEST(figures_are_found_by_their_paths)
{
    fixture f;
    fixture_init(&f, 2);
    ck_assert(unit_same(found(&f, "images"), 2) && unit_same(found(&f, "coverage.expected"), 3));
    ck_assert(unit_same(found(&f, "masked.losses[\"tversky:fp=0.1\"].mean"),
                        f.figures.views[ML_VIEW_MASKED].losses[score_loss(&f.score, "tversky:fp=0.1")].mean));
    ck_assert(unit_same(found(&f, "raw.per_class.3.fn"), (double)f.figures.views[ML_VIEW_RAW].per_class[3].counts[ML_FN]));
    fixture_clear(&f);
    fixture_init(&f, 0);
    ck_assert(isnan(found(&f, "masked.metrics.miou")));
    fixture_clear(&f);
}
END_TEST

START_TEST(an_unknown_path_names_the_nearest)
{
    static const char *const cases[][2] = {
        {"masked.metrics.mIoU2", "masked.metrics.miou"},
        {"metrics.kappa", "raw.metrics.kappa"},
        {"masked.losses.dice", "masked.losses.dice.mean"},
        {"masked.losses[\"tversky:fp=0.2\"].mean", "masked.losses[\"tversky:fp=0.1\"].mean"},
        {"masked.confusion", "masked.metrics.miou"},
        {"masked.per_class.7.iou", "masked.per_class.0.iou"},
        {"forgiven.pixel", "forgiven.pixels"},
    };
    fixture f;
    fixture_init(&f, 1);
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_path path;
        double value = -77;
        ck_assert_int_eq(ml_path_parse("gate", cases[i][0], &error, &path), ML_OK);
        EXPECT(!ml_find(ml_members_of_aggregate, &f.set, &path, &value) && unit_same(value, -77), "%s is found", cases[i][0]);
        EXPECT(ml_find_check(ml_members_of_aggregate, &f.set, &path, "gate", cases[i][0], &error) == ML_E_USAGE, "%s: status",
               cases[i][0]);
        const char *nearest = strstr(error.text, "; the nearest is ");
        EXPECT(nearest && strcmp(nearest + 17, cases[i][1]) == 0, "%s: %s", cases[i][0], error.text);
        ml_path_clear(&path);
    }
    fixture_clear(&f);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, all_numbers_that_are_printed_are_visited_in_order);
    tcase_add_test(tests, figures_are_found_by_their_paths);
    tcase_add_test(tests, an_unknown_path_names_the_nearest);
}

int main(void) { return unit_main("find", add_tests); }

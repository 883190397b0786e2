/* core/note: what there is to note about a set follows from the hints of its images, however they came together. */
#include "score.h"

#include "core/note.h"

static ml_aggregate sum_up(score *s, ml_figures *figures, const ml_hints *hints, size_t n)
{
    ml_aggregate aggregate;
    ml_record record = score_record(s);
    EXPECT(ml_aggregate_init(&s->settings, &s->error, &aggregate) == ML_OK, "%s", s->error.text);
    for (size_t i = 0; i < n; i++) {
        uint64_t state = i;
        score_fill(&record, 40, &state);
        record.hints = hints[i];
        ml_figures_compute(&record, figures);
        EXPECT(ml_aggregate_add(&aggregate, &record, figures, &s->error) == ML_OK, "%s", s->error.text);
    }
    ml_record_clear(&record);
    return aggregate;
}

START_TEST(images_without_truth_are_counted_with_their_class)
{
    ml_figures figures;
    ml_note notes[ML_MAX_NOTES];
    score s;
    score_init(&s, 3, "cce", NULL);
    s.settings.said[ML_SAID_MISSING_TRUTH] = "sky";
    ck_assert_int_eq(ml_figures_init(&s.settings, &s.error, &figures), ML_OK);
    ml_aggregate a = sum_up(&s, &figures, (const ml_hints[]){0, 0}, 2), b = sum_up(&s, &figures, (const ml_hints[]){0}, 1);
    a.n_without_truth = 2;
    b.n_without_truth = 1;
    ck_assert_int_eq(ml_aggregate_join(&a, &b, &s.error), ML_OK);
    const ml_set_result set = {.aggregate = &a, .figures = &figures};
    ck_assert_uint_eq(ml_notes_find(&set, notes), 1);
    ck_assert_str_eq(notes[0].code, "without-truth");
    ck_assert(strncmp(notes[0].text, "3 images have no truth", 22) == 0 && strstr(notes[0].text, "as sky"));
    ml_aggregate_clear(&a);
    ml_aggregate_clear(&b);
    ml_figures_clear(&figures);
    score_clear(&s);
}
END_TEST

START_TEST(notes_count_the_images_that_have_a_hint)
{
    const ml_hints unknown = ml_hint_bit(ML_HINT_UNKNOWN_LABELS), color = ml_hint_bit(ML_HINT_READ_BY_COLOR);
    const ml_hints first[] = {unknown, 0, unknown | color}, then[] = {0, unknown};
    ml_figures figures;
    ml_note notes[ML_MAX_NOTES];
    score s;
    score_init(&s, 3, "cce", NULL);
    ck_assert_int_eq(ml_figures_init(&s.settings, &s.error, &figures), ML_OK);
    ml_aggregate a = sum_up(&s, &figures, first, ML_COUNT(first)), b = sum_up(&s, &figures, then, ML_COUNT(then));
    ck_assert_int_eq(ml_aggregate_join(&a, &b, &s.error), ML_OK);
    ck_assert(a.n_hints[ML_HINT_UNKNOWN_LABELS] == 3 && a.n_hints[ML_HINT_READ_BY_COLOR] == 1 && a.n_hints[ML_HINT_HARD] == 0);
    ml_set_result set = {.aggregate = &a, .figures = &figures};
    ck_assert_uint_eq(ml_notes_find(&set, notes), 2);
    ck_assert_str_eq(notes[0].code, "unknown-labels");
    ck_assert(strncmp(notes[0].text, "3 images have ", 14) == 0);
    ck_assert_str_eq(notes[1].code, "read-by-color");
    ck_assert(strncmp(notes[1].text, "1 image has ", 12) == 0);
    ml_aggregate none = sum_up(&s, &figures, (const ml_hints[]){0}, 1);
    set.aggregate = &none;
    ck_assert_uint_eq(ml_notes_find(&set, notes), 0);
    ml_aggregate_clear(&none);
    ml_aggregate_clear(&a);
    ml_aggregate_clear(&b);
    ml_figures_clear(&figures);
    score_clear(&s);
}
END_TEST

START_TEST(values_that_look_wrong_are_noted_in_order)
{
    const ml_hints hints[] = {ml_hint_bit(ML_HINT_HARD), ml_hint_bit(ML_HINT_ODD_SUMS),
                              ml_hint_bit(ML_HINT_LOOKS_LIKE_PROBABILITIES) | ml_hint_bit(ML_HINT_UNKNOWN_LABELS)};
    ml_figures figures;
    ml_note notes[ML_MAX_NOTES];
    score s;
    score_init(&s, 3, "cce", NULL);
    ck_assert_int_eq(ml_figures_init(&s.settings, &s.error, &figures), ML_OK);
    ml_aggregate a = sum_up(&s, &figures, hints, ML_COUNT(hints));
    ml_set_result set = {.aggregate = &a, .figures = &figures};
    ck_assert_uint_eq(ml_notes_find(&set, notes), 3);
    ck_assert_str_eq(notes[0].code, "odd-sums");
    ck_assert_str_eq(notes[1].code, "looks-like-probabilities");
    ck_assert(strstr(notes[1].text, "leave --activation out") != NULL);
    ck_assert_str_eq(notes[2].code, "unknown-labels");
    ml_aggregate_clear(&a);
    ml_figures_clear(&figures);
    score_clear(&s);
}
END_TEST

START_TEST(intervals_over_few_units_are_noted)
{
    static const struct {
        uint64_t n;
        size_t n_notes;
    } cases[] = {{0, 0}, {1, 0}, {2, 1}, {19, 1}, {20, 0}, {5000, 0}};
    const ml_interval intervals[1] = {{0, 1}};
    ml_figures figures;
    ml_note notes[ML_MAX_NOTES];
    score s;
    score_init(&s, 3, "cce", NULL);
    ck_assert_int_eq(ml_figures_init(&s.settings, &s.error, &figures), ML_OK);
    ml_aggregate a = sum_up(&s, &figures, (const ml_hints[]){0}, 1);
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_set_result set = {
            .aggregate = &a, .figures = &figures, .intervals = intervals, .unit = "groups", .n_units = cases[i].n};
        ck_assert_uint_eq(ml_notes_find(&set, notes), cases[i].n_notes);
        ck_assert_uint_eq(ml_notes_of_intervals("groups", cases[i].n, notes), cases[i].n_notes);
        if (cases[i].n_notes > 0)
            EXPECT(strcmp(notes[0].code, "few-units") == 0 && strstr(notes[0].text, " groups only; "), "%s", notes[0].text);
        set.intervals = NULL;
        ck_assert_uint_eq(ml_notes_find(&set, notes), 0);
    }
    ml_aggregate_clear(&a);
    ml_figures_clear(&figures);
    score_clear(&s);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, notes_count_the_images_that_have_a_hint);
    tcase_add_test(tests, images_without_truth_are_counted_with_their_class);
    tcase_add_test(tests, values_that_look_wrong_are_noted_in_order);
    tcase_add_test(tests, intervals_over_few_units_are_noted);
}

int main(void) { return unit_main("note", add_tests); }

/* label/survey: what labels occur, which of them are unknown, and whether there are two readings. */
#include "unit.h"

#include "label/survey.h"

/* Three classes with the labels 1, 2 and 3; 0 is ignored. */
static ml_classes make_shifted(void)
{
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    ck_assert_int_eq(ml_classes_init_plain(3, &error, &classes), ML_OK);
    for (size_t c = 0; c < 3; c++)
        classes.items[c].labels[0] = (ml_label_range){(uint32_t)c + 1, (uint32_t)c + 1};
    ck_assert_int_eq(ml_label_list_add(&classes.ignored, 0, &error), ML_OK);
    EXPECT(ml_classes_index(&classes, &error) == ML_OK, "%s", error.text);
    return classes;
}

static void note(ml_survey *survey, const ml_classes *classes, size_t pixel, double label)
{
    ml_error error = ML_ERROR_INIT;
    uint16_t class =
        label >= 0 && label <= ML_LARGEST_LABEL ? ml_label_class(&classes->class_of, (uint32_t)label) : (uint16_t)ML_NONE;
    EXPECT(ml_survey_note(survey, classes, pixel, label, class, &error) == ML_OK, "%s", error.text);
}

START_TEST(unknown_labels_are_counted_and_the_first_is_kept)
{
    ml_classes classes = make_shifted();
    ml_survey survey = {0};
    const double labels[] = {1, 2, 9, 9, 0, -1, 9, 70000, 2, -1};
    for (size_t i = 0; i < ML_COUNT(labels); i++)
        note(&survey, &classes, 10 + i, labels[i]);
    ck_assert(survey.n_labels == 6 && survey.n_unknown_labels == 3 && survey.n_unknown_pixels == 6);
    ck_assert(survey.unknown.pixel == 12 && survey.unknown.label > 8 && survey.unknown.label < 10);
    ck_assert(survey.has_no_class && survey.has_no_index && !ml_survey_is_doubtful(&survey));
    ml_survey_clear(&survey);
    ck_assert(survey.n_unknown_pixels == 0 && !survey.labels);
    ml_survey_clear(&survey); /* clearing twice does no harm */
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(as_many_labels_as_there_may_be_are_told_apart)
{
    ml_classes classes = make_shifted();
    ml_survey survey = {0};
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < 20000; i++)
            note(&survey, &classes, i, (double)i * 831 - 5);
    ck_assert(survey.n_labels == 20000 && survey.n_unknown_pixels == 40000);
    for (size_t i = 0; i < ML_SURVEY_MAX_LABELS; i++)
        note(&survey, &classes, i, -10 - (double)i);
    ck_assert(survey.n_labels == ML_SURVEY_MAX_LABELS);
    ml_survey_clear(&survey);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(two_readings_need_no_class_only_indices_and_another_class)
{
    const struct {
        double labels[4];
        bool is_doubtful;
    } cases[] = {
        {{0, 1, 2, 1}, true},  /* 0 is ignored, 1 and 2 would be other classes */
        {{1, 2, 1, 2}, false}, /* all are classes */
        {{0, 0, 0, 0}, false}, /* none is a class */
        {{0, 1, 2, 3}, false}, /* 3 is no index */
        {{0, 1, 2, 9}, false},
    };
    ml_classes classes = make_shifted();
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        ml_survey survey = {0};
        for (size_t i = 0; i < 4; i++)
            note(&survey, &classes, i, cases[k].labels[i]);
        EXPECT(ml_survey_is_doubtful(&survey) == cases[k].is_doubtful, "case %zu", k);
        ml_survey_clear(&survey);
    }
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(the_first_value_that_is_no_label_is_kept)
{
    ml_survey survey = {0};
    ml_survey_note_no_label(&survey, 7, 0.5);
    ml_survey_note_no_label(&survey, 8, 0.25);
    ck_assert(survey.n_no_label > 0 && survey.no_label.pixel == 7 && survey.no_label.label > 0.4);
    ml_survey_clear(&survey);
    ck_assert(survey.n_no_label == 0);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, unknown_labels_are_counted_and_the_first_is_kept);
    tcase_add_test(tests, as_many_labels_as_there_may_be_are_told_apart);
    tcase_add_test(tests, two_readings_need_no_class_only_indices_and_another_class);
    tcase_add_test(tests, the_first_value_that_is_no_label_is_kept);
}

int main(void) { return unit_main("survey", add_tests); }

/* stream/agreement: settings that differ are told apart by the first difference, with both values. */
#include "score.h"

#include "stream/agreement.h"

#include <stdio.h>

static const char losses[] = "cce,focal:gamma=3,brier,dice";

/* Expects this message for settings that were changed, and none for the same ones. */
static void expect_difference(score *changed, const char *message)
{
    score first;
    ml_error error = ML_ERROR_INIT;
    score_init(&first, 3, losses, NULL);
    ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_MERGE, &changed->settings, "b", &changed->settings, "a", &error), ML_OK);
    ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_MERGE, &changed->settings, "b", &first.settings, "a", &error), ML_E_INPUT);
    ck_assert_str_eq(error.text, message);
    score_clear(&first);
    score_clear(changed);
}

START_TEST(the_first_difference_is_named_with_both_values)
{
    const double smooth = 0.5;
    score s;
    score_init(&s, 3, losses, NULL);
    score_mask(&s, 6);
    expect_difference(&s, "b: \"mask\" is [1,2], but [0] in a");
    score_init(&s, 3, losses, NULL);
    ck_assert_int_eq(ml_label_list_add(&s.classes.ignored, 255, &s.error), ML_OK);
    expect_difference(&s, "b: \"ignore\" is [255], but [] in a");
    score_init(&s, 3, losses, NULL);
    s.settings.weights[2] = 0.1;
    s.settings.epsilon = 1e-6; /* which comes later */
    expect_difference(&s, "b: \"weights\" is [1,1,0.1], but [1,1,1] in a");
    score_init(&s, 3, losses, NULL);
    s.settings.activation = ML_ACTIVATION_SOFTMAX;
    expect_difference(&s, "b: \"activation\" is \"softmax\", but \"none\" in a");
    score_init(&s, 3, losses, NULL);
    s.settings.epsilon = 1e-6;
    expect_difference(&s, "b: \"epsilon\" is 1e-06, but 1e-07 in a");
    score_init(&s, 3, losses, NULL);
    s.settings.absent = ML_ABSENT_KEEP;
    expect_difference(&s, "b: \"absent\" is \"keep\", but \"skip\" in a");
    score_init(&s, 3, losses, NULL);
    s.settings.average = ML_AVERAGE_LIST;
    expect_difference(&s, "b: \"average\" is [0,1,2], but \"all\" in a");
    score_init(&s, 3, losses, &smooth);
    expect_difference(&s, "b: \"smooth\" is 0.5, but nothing in a");
    score_init(&s, 3, "cce", NULL);
    expect_difference(&s, "b: \"losses\" is cce, but cce,focal:gamma=3,brier,dice in a");
    score_init(&s, 3, losses, NULL);
    s.settings.views[ML_VIEW_RAW] = false;
    expect_difference(&s, "b: \"views\" is [\"masked\",\"excluded\"], but [\"raw\",\"masked\",\"excluded\"] in a");
}
END_TEST

START_TEST(weights_that_follow_from_pixels_may_differ_in_what_is_gone_on_with)
{
    score first, other;
    ml_error error = ML_ERROR_INIT;
    score_init(&first, 3, losses, NULL);
    score_init(&other, 3, losses, NULL);
    first.settings.weighing = other.settings.weighing = ML_WEIGHTS_MEDIAN;
    other.settings.weights[1] = 0.5;
    ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_RESUME, &other.settings, "b", &first.settings, "a", &error), ML_OK);
    ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_MERGE, &other.settings, "b", &first.settings, "a", &error), ML_E_INPUT);
    ck_assert_str_eq(error.text, "b: \"weights\" is [1,0.5,1], but [1,1,1] in a");
    other.settings.weighing = ML_WEIGHTS_INVERSE;
    ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_RESUME, &other.settings, "b", &first.settings, "a", &error), ML_E_INPUT);
    ck_assert_str_eq(error.text, "b: \"weighing\" is \"inverse\", but \"median\" in a");
    other.settings.weighing = ML_WEIGHTS_GIVEN;
    other.settings.weights[1] = 1;
    ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_MERGE, &other.settings, "b", &first.settings, "a", &error), ML_OK);
    ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_RESUME, &other.settings, "b", &first.settings, "a", &error), ML_E_INPUT);
    ck_assert_str_eq(error.text, "b: \"weighing\" is nothing, but \"median\" in a");
    score_clear(&first);
    score_clear(&other);
}
END_TEST

START_TEST(how_predictions_are_read_may_differ_in_a_comparison)
{
    const double values[] = {(double)NAN, -1};
    score first, other;
    ml_error error = ML_ERROR_INIT;
    score_init(&first, 3, losses, NULL);
    score_init(&other, 3, losses, NULL);
    other.settings.activation = ML_ACTIVATION_SIGMOID;
    other.settings.has_threshold = true;
    other.settings.threshold = 0.25;
    other.settings.said[ML_SAID_PREDICTION_AS] = "indices";
    other.settings.said[ML_SAID_SAMPLES] = "raw";
    ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_COMPARE, &other.settings, "b", &first.settings, "a", &error), ML_OK);
    const char *const keys[] = {"activation", "threshold", "prediction_as", "samples"};
    const char *const texts[] = {"\"sigmoid\"", "0.25", "\"indices\"", "\"raw\""};
    for (size_t i = 0; i < ML_COUNT(keys); i++) {
        ck_assert_str_eq(ml_settings_difference(&first.settings, &other.settings, i), keys[i]);
        char *text = ml_setting_text(keys[i], &other.settings);
        ck_assert_str_eq(text, texts[i]);
        free(text);
    }
    ck_assert_ptr_null(ml_settings_difference(&first.settings, &other.settings, ML_COUNT(keys)));
    ck_assert_ptr_null(ml_settings_difference(&first.settings, &first.settings, 0));
    other.settings.activation = ML_ACTIVATION_NONE;
    ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_MERGE, &other.settings, "b", &first.settings, "a", &error), ML_E_INPUT);
    ck_assert_str_eq(error.text, "b: \"threshold\" is 0.25, but nothing in a");
    other.settings.no_data = (ml_no_data){.n = 2, .values = values};
    ml_error_clear(&error);
    ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_COMPARE, &other.settings, "b", &first.settings, "a", &error), ML_E_INPUT);
    ck_assert_str_eq(error.text, "b: \"no_data\" is [\"nan\",-1], but nothing in a");
    score_clear(&first);
    score_clear(&other);
}
END_TEST

/* What is as long, or as much said, but has another value. */
static void change(score *s, int which, bool first)
{
    static const double values[2][2] = {{0, (double)NAN}, {0, 1}};
    static bool averaged[2][3] = {{true, false, true}, {true, true, false}};
    ml_settings *settings = &s->settings;
    switch (which) {
    case 0: ck_assert_int_eq(ml_label_list_add(&s->classes.ignored, first ? 255 : 254, &s->error), ML_OK); break;
    case 1:
        s->classes.n_ignored_colors = 1;
        s->classes.ignored_colors = calloc(1, sizeof *s->classes.ignored_colors);
        ck_assert_ptr_nonnull(s->classes.ignored_colors);
        s->classes.ignored_colors[0][2] = first ? 7 : 8;
        break;
    case 2:
        settings->average = ML_AVERAGE_LIST;
        memcpy(settings->averaged, averaged[first], sizeof averaged[first]);
        break;
    case 3: s->losses.smooth = first ? 0.5 : 0.25; break;
    case 4:
        settings->has_threshold = true;
        settings->threshold = first ? 0.5 : 0.25;
        break;
    case 5: settings->no_data = (ml_no_data){.n = 2, .values = values[first]}; break;
    case 6: settings->no_data = (ml_no_data){.n = 1, .values = values[0], .none = first}; break;
    case 7: settings->said[ML_SAID_TRUTH_CODE] = first ? "red" : "green"; break;
    default: settings->said[ML_SAID_MISSING_TRUTH] = first ? "1" : "2"; break;
    }
}

START_TEST(values_of_the_same_length_are_compared)
{
    static const char *const keys[] = {"ignore",  "ignore",  "average",    "smooth",       "threshold",
                                       "no_data", "no_data", "truth_code", "missing_truth"};
    const double smooth = 0.5;
    for (int k = 0; k < (int)ML_COUNT(keys); k++) {
        score all[3];
        char wanted[32];
        ml_error error = ML_ERROR_INIT;
        for (int i = 0; i < 3; i++) {
            score_init(&all[i], 3, losses, &smooth);
            change(&all[i], k, i < 2);
        }
        EXPECT(ml_settings_agree(ML_AGREE_TO_MERGE, &all[0].settings, "b", &all[1].settings, "a", &error) == ML_OK, "%s",
               error.text);
        ck_assert_int_eq(ml_settings_agree(ML_AGREE_TO_MERGE, &all[0].settings, "b", &all[2].settings, "a", &error),
                         ML_E_INPUT);
        snprintf(wanted, sizeof wanted, "b: \"%s\" is ", keys[k]);
        EXPECT(strncmp(error.text, wanted, strlen(wanted)) == 0, "%s", error.text);
        for (int i = 0; i < 3; i++)
            score_clear(&all[i]);
    }
}
END_TEST

START_TEST(classes_are_compared_first_by_number_names_and_labels)
{
    score s;
    score_init(&s, 2, losses, NULL);
    expect_difference(&s, "b: \"classes\" is ...\"labels\":[1],\"weight\":1}], but ...\"labels\":[1],\"weight\":1},"
                          "{\"index\":2,\"name\":\"2\",\"labels\":[2],... in a");
    score_init(&s, 3, losses, NULL);
    s.classes.items[0].name[0] = 'x';
    s.settings.epsilon = 1e-6;
    expect_difference(&s, "b: \"classes\" is [{\"index\":0,\"name\":\"x\",\"labels\":[0],\"weight\":1},{\"index\":1,\"..., but "
                          "[{\"index\":0,\"name\":\"0\",\"labels\":[0],\"weight\":1},{\"index\":1,\"... in a");
    score_init(&s, 3, losses, NULL);
    s.classes.items[0].labels[0] = (ml_label_range){7, 7};
    expect_difference(&s,
                      "b: \"classes\" is ...:0,\"name\":\"0\",\"labels\":[7],\"weight\":1},{\"index\":1,\"name\":\"1\"..., but "
                      "...:0,\"name\":\"0\",\"labels\":[0],\"weight\":1},{\"index\":1,\"name\":\"1\"... in a");
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, the_first_difference_is_named_with_both_values);
    tcase_add_test(tests, weights_that_follow_from_pixels_may_differ_in_what_is_gone_on_with);
    tcase_add_test(tests, how_predictions_are_read_may_differ_in_a_comparison);
    tcase_add_test(tests, values_of_the_same_length_are_compared);
    tcase_add_test(tests, classes_are_compared_first_by_number_names_and_labels);
}

int main(void) { return unit_main("agreement", add_tests); }

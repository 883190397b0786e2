/* core/classes: class sets, lists of classes, labels. */
#include "unit.h"

#include "core/classes.h"

#include <stdio.h>

static ml_classes make_plain(size_t n)
{
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    EXPECT(ml_classes_init_plain(n, &error, &classes) == ML_OK, "%s", error.text);
    return classes;
}

static void rename_class(ml_classes *classes, size_t c, const char *name)
{
    free(classes->items[c].name);
    classes->items[c].name = malloc(strlen(name) + 1);
    strcpy(classes->items[c].name, name);
}

static uint16_t class_of(const ml_classes *classes, size_t label)
{
    return ml_label_class(&classes->class_of, (uint32_t)label);
}

START_TEST(a_fresh_set_has_weight_1_and_nothing_else)
{
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    ck_assert_int_eq(ml_classes_init(5, &error, &classes), ML_OK);
    ck_assert_uint_eq(classes.n, 5);
    ck_assert(!classes.has_mask && classes.ignored.n == 0 && classes.n_ignored_colors == 0);
    for (size_t c = 0; c < 5; c++) {
        ck_assert(unit_same(classes.items[c].weight, 1));
        ck_assert(classes.items[c].name == NULL && classes.items[c].n_labels == 0 && !classes.items[c].has_color);
        ck_assert(!classes.mask[c]);
    }
    ml_classes_clear(&classes);
    ml_classes_clear(&classes); /* clearing twice does no harm */
}
END_TEST

START_TEST(a_plain_set_has_indices_for_names_and_labels)
{
    static const size_t sizes[] = {2, 3, 19, 256, ML_MAX_CLASSES};
    for (size_t s = 0; s < ML_COUNT(sizes); s++) {
        ml_classes classes = make_plain(sizes[s]);
        ml_error error = ML_ERROR_INIT;
        ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK);
        for (size_t c = 0; c < sizes[s]; c++) {
            char name[8];
            snprintf(name, sizeof name, "%zu", c);
            EXPECT(strcmp(classes.items[c].name, name) == 0, "class %zu is named %s", c, classes.items[c].name);
            EXPECT(class_of(&classes, c) == c, "label %zu means %u", c, class_of(&classes, c));
        }
        for (size_t label = sizes[s]; label < ML_N_SMALL_LABELS; label++)
            EXPECT(class_of(&classes, label) == ML_NONE, "label %zu means %u", label, class_of(&classes, label));
        ml_classes_clear(&classes);
    }
}
END_TEST

START_TEST(ignored_labels_are_kept_in_order_and_once)
{
    static const uint16_t labels[] = {255, 3, 65535, 3, 0, 255, 4, 65535};
    static const uint16_t wanted[] = {0, 3, 4, 255, 65535};
    ml_classes classes = make_plain(3);
    ml_error error = ML_ERROR_INIT;
    for (size_t i = 0; i < ML_COUNT(labels); i++)
        ck_assert_int_eq(ml_label_list_add(&classes.ignored, labels[i], &error), ML_OK);
    ml_label_list_sort(&classes.ignored);
    ck_assert_uint_eq(classes.ignored.n, ML_COUNT(wanted));
    for (size_t i = 0; i < ML_COUNT(wanted); i++)
        ck_assert_uint_eq(classes.ignored.items[i], wanted[i]);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(all_labels_can_be_ignored)
{
    ml_classes classes = make_plain(2);
    ml_error error = ML_ERROR_INIT;
    for (uint32_t label = ML_N_SMALL_LABELS; label-- > 60000;)
        ck_assert_int_eq(ml_label_list_add(&classes.ignored, (uint16_t)label, &error), ML_OK);
    ck_assert_uint_eq(classes.ignored.n, ML_N_SMALL_LABELS - 60000);
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK);
    ck_assert(ml_label_class(&classes.class_of, 60000) == ML_IGNORED &&
              ml_label_class(&classes.class_of, 65535) == ML_IGNORED && ml_label_class(&classes.class_of, 59999) == ML_NONE);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(ignoring_is_stronger_than_a_class_that_has_the_label)
{
    ml_classes classes = make_plain(3);
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(ml_label_list_add(&classes.ignored, 1, &error), ML_OK);
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK);
    ck_assert(ml_label_class(&classes.class_of, 0) == 0 && ml_label_class(&classes.class_of, 1) == ML_IGNORED &&
              ml_label_class(&classes.class_of, 2) == 2);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(indexing_again_forgets_the_first_time)
{
    ml_classes classes = make_plain(3);
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK);
    classes.items[2].labels[0] = (ml_label_range){200, 200};
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK);
    ck_assert(ml_label_class(&classes.class_of, 2) == ML_NONE && ml_label_class(&classes.class_of, 200) == 2);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(a_label_of_two_classes_is_an_error_that_names_all_three)
{
    ml_classes classes = make_plain(3);
    ml_error error = ML_ERROR_INIT;
    rename_class(&classes, 0, "road");
    rename_class(&classes, 2, "car");
    classes.items[2].labels[0] = (ml_label_range){0, 0};
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_E_INPUT);
    ck_assert(strstr(error.text, "label 0") && strstr(error.text, "road") && strstr(error.text, "car"));
    ml_classes_clear(&classes);
}
END_TEST

static void set_color(ml_classes *classes, size_t c, uint8_t red, uint8_t green, uint8_t blue)
{
    classes->items[c].has_color = true;
    memcpy(classes->items[c].color, (uint8_t[]){red, green, blue}, 3);
}

START_TEST(a_colour_of_two_classes_is_an_error_that_names_all_three)
{
    ml_classes classes = make_plain(4);
    ml_error error = ML_ERROR_INIT;
    rename_class(&classes, 1, "road");
    rename_class(&classes, 3, "car");
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK); /* none at all */
    set_color(&classes, 0, 1, 2, 3);
    set_color(&classes, 1, 0, 0, 0);
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_OK); /* black is a colour, and none is not black */
    set_color(&classes, 3, 0, 0, 0);
    ck_assert_int_eq(ml_classes_index(&classes, &error), ML_E_INPUT);
    ck_assert(strstr(error.text, "[0, 0, 0]") && strstr(error.text, "road") && strstr(error.text, "car"));
    ml_classes_clear(&classes);
}
END_TEST

static size_t find(const ml_classes *classes, const char *text) { return ml_classes_find(classes, text, strlen(text)); }

START_TEST(classes_are_found_by_index_and_by_name)
{
    ml_classes classes = make_plain(3);
    rename_class(&classes, 0, "road");
    rename_class(&classes, 1, "roadside");
    ck_assert_uint_eq(find(&classes, "0"), 0);
    ck_assert_uint_eq(find(&classes, "road"), 0);
    ck_assert_uint_eq(find(&classes, "roadside"), 1);
    ck_assert_uint_eq(find(&classes, "2"), 2);
    ck_assert_uint_eq(ml_classes_find(&classes, "road,car", 4), 0);
    ck_assert_uint_eq(ml_classes_find(&classes, "2x", 1), 2);
    static const char *const none[] = {"", "roa", "roads", "Road", " road", "3", "4", "5", "9", "10", "-1", "02", "2.0", "0x1"};
    for (size_t i = 0; i < ML_COUNT(none); i++)
        EXPECT(find(&classes, none[i]) == 3, "'%s' is class %zu", none[i], find(&classes, none[i]));
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(no_index_beyond_the_last_class_is_found)
{
    for (size_t n = 2; n <= 30; n++) {
        ml_classes classes = make_plain(n);
        for (size_t index = 0; index < 400; index++) {
            char text[24];
            snprintf(text, sizeof text, "%zu", index);
            EXPECT(find(&classes, text) == (index < n ? index : n), "%s of %zu classes: %zu", text, n, find(&classes, text));
        }
        EXPECT(find(&classes, "18446744073709551616") == n, "2^64 of %zu", n);
        ml_classes_clear(&classes);
    }
}
END_TEST

START_TEST(lists_of_classes_choose_what_they_name)
{
    ml_classes classes = make_plain(4);
    ml_error error = ML_ERROR_INIT;
    bool chosen[4] = {true, true, true, true};
    rename_class(&classes, 3, "car");
    ck_assert_int_eq(ml_classes_parse_list(&classes, "--mask", "1", &error, chosen), ML_OK);
    ck_assert(!chosen[0] && chosen[1] && !chosen[2] && !chosen[3]);
    ck_assert_int_eq(ml_classes_parse_list(&classes, "--mask", "car,0", &error, chosen), ML_OK);
    ck_assert(chosen[0] && !chosen[1] && !chosen[2] && chosen[3]);
    ck_assert_int_eq(ml_classes_parse_list(&classes, "--mask", "2,2,2", &error, chosen), ML_OK);
    ck_assert(!chosen[0] && !chosen[1] && chosen[2] && !chosen[3]);
    ck_assert_int_eq(ml_classes_parse_list(&classes, "--mask", " 1 , car", &error, chosen), ML_OK);
    ck_assert(!chosen[0] && chosen[1] && !chosen[2] && chosen[3]);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(wrong_lists_are_usage_errors_and_choose_nothing)
{
    static const char *const bad[] = {"",    ",",  "0,",  ",0",  "0,,1",    "4",   "5",   "9",
                                      "0,7", "-1", "0-2", "bus", "car bus", "0 1", "0;1", " "};
    ml_classes classes = make_plain(4);
    rename_class(&classes, 3, "car");
    for (size_t i = 0; i < ML_COUNT(bad); i++) {
        ml_error error = ML_ERROR_INIT;
        bool chosen[4] = {true, false, true, false};
        EXPECT(ml_classes_parse_list(&classes, "--average", bad[i], &error, chosen) == ML_E_USAGE, "'%s' is accepted", bad[i]);
        EXPECT(strstr(error.text, "--average"), "'%s': %s", bad[i], error.text);
        EXPECT(chosen[0] && !chosen[1] && chosen[2] && !chosen[3], "'%s' changed what was chosen", bad[i]);
    }
    ml_error error = ML_ERROR_INIT;
    bool chosen[4];
    ck_assert_int_eq(ml_classes_parse_list(&classes, "--mask", "0,bus", &error, chosen), ML_E_USAGE);
    ck_assert(strstr(error.text, "'bus'") && strstr(error.text, "car")); /* what is wrong, and what there is */
    ck_assert_int_eq(ml_classes_parse_list(&classes, "--mask", "carr", &error, chosen), ML_E_USAGE);
    ck_assert(strstr(error.text, "did you mean car?"));
    ml_classes_clear(&classes);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_fresh_set_has_weight_1_and_nothing_else);
    tcase_add_test(tests, a_plain_set_has_indices_for_names_and_labels);
    tcase_add_test(tests, ignored_labels_are_kept_in_order_and_once);
    tcase_add_test(tests, all_labels_can_be_ignored);
    tcase_add_test(tests, ignoring_is_stronger_than_a_class_that_has_the_label);
    tcase_add_test(tests, indexing_again_forgets_the_first_time);
    tcase_add_test(tests, a_label_of_two_classes_is_an_error_that_names_all_three);
    tcase_add_test(tests, a_colour_of_two_classes_is_an_error_that_names_all_three);
    tcase_add_test(tests, classes_are_found_by_index_and_by_name);
    tcase_add_test(tests, no_index_beyond_the_last_class_is_found);
    tcase_add_test(tests, lists_of_classes_choose_what_they_name);
    tcase_add_test(tests, wrong_lists_are_usage_errors_and_choose_nothing);
}

int main(void) { return unit_main("classes", add_tests); }

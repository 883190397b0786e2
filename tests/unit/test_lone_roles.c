/* input/lone_roles: how a prediction is read that has no truth. */
#include "unit.h"

#include "input/lone_roles.h"

START_TEST(the_number_of_channels_tells_the_axes_or_the_error_which_option_does)
{
    enum { NO, MAY_BE_ONE, LABELS };
    static const struct {
        const char *type; /* f: floats, i: integers */
        int one;          /* whether one channel may be it, or is said to be */
        size_t n_channels, rank;
        uint64_t lengths[5];
        ml_layout layout;
        const char *message; /* a part of it; NULL: it is read, as follows */
        size_t n_images, height, width, n_found;
        ml_layout found;
        bool is_volume_too;
    } cases[] = {
        {"f", NO, 3, 3, {5, 7, 3}, ML_LAYOUT_AUTO, NULL, 1, 5, 7, 3, ML_LAYOUT_HWC, false},
        {"f", NO, 3, 3, {3, 5, 7}, ML_LAYOUT_AUTO, NULL, 1, 5, 7, 3, ML_LAYOUT_CHW, false},
        {"f", NO, 3, 4, {3, 1, 5, 7}, ML_LAYOUT_AUTO, NULL, 1, 5, 7, 3, ML_LAYOUT_CHW, false},
        {"f", NO, 3, 4, {1, 5, 7, 3}, ML_LAYOUT_AUTO, NULL, 1, 5, 7, 3, ML_LAYOUT_HWC, false},
        {"f", NO, 3, 3, {3, 5, 3}, ML_LAYOUT_AUTO, "--layout=hwc or --layout=chw", 0, 0, 0, 0, ML_LAYOUT_AUTO, false},
        {"f", NO, 3, 3, {3, 5, 3}, ML_LAYOUT_CHW, NULL, 1, 5, 3, 3, ML_LAYOUT_CHW, false},
        {"f", NO, 3, 3, {3, 5, 3}, ML_LAYOUT_CNHW, NULL, 1, 5, 3, 3, ML_LAYOUT_CHW, false},
        {"f", NO, 3, 3, {5, 7, 4}, ML_LAYOUT_AUTO, "as long as there are channels, 3", 0, 0, 0, 0, ML_LAYOUT_AUTO, false},
        {"f", NO, 3, 3, {5, 7, 4}, ML_LAYOUT_HWC, NULL, 1, 5, 7, 4, ML_LAYOUT_HWC, false}, /* the number is judged later */
        {"f", NO, 3, 2, {5, 7}, ML_LAYOUT_AUTO, "no axis is as long", 0, 0, 0, 0, ML_LAYOUT_AUTO, false},
        {"f", MAY_BE_ONE, 2, 2, {5, 7}, ML_LAYOUT_AUTO, NULL, 1, 5, 7, 1, ML_LAYOUT_HWC, false},
        {"f", MAY_BE_ONE, 0, 2, {5, 7}, ML_LAYOUT_AUTO, NULL, 1, 5, 7, 1, ML_LAYOUT_HWC, false},
        {"f", MAY_BE_ONE, 0, 3, {5, 7, 3}, ML_LAYOUT_AUTO, "say --layout=", 0, 0, 0, 0, ML_LAYOUT_AUTO, false},
        {"f", MAY_BE_ONE, 0, 3, {5, 7, 3}, ML_LAYOUT_HWC, NULL, 1, 5, 7, 3, ML_LAYOUT_HWC, false},
        {"f", MAY_BE_ONE, 2, 4, {1, 6, 5, 7}, ML_LAYOUT_AUTO, NULL, 6, 5, 7, 1, ML_LAYOUT_CNHW, false},
        {"i", MAY_BE_ONE, 3, 2, {5, 7}, ML_LAYOUT_AUTO, NULL, 1, 5, 7, 1, ML_LAYOUT_HWC, false},
        {"i", MAY_BE_ONE, 3, 3, {4, 5, 7}, ML_LAYOUT_AUTO, NULL, 4, 5, 7, 1, ML_LAYOUT_HWC, false},
        {"i", MAY_BE_ONE, 3, 3, {3, 5, 7}, ML_LAYOUT_AUTO, "--prediction-as=labels", 0, 0, 0, 0, ML_LAYOUT_AUTO, false},
        {"i", MAY_BE_ONE, 3, 3, {3, 5, 7}, ML_LAYOUT_CHW, NULL, 1, 5, 7, 3, ML_LAYOUT_CHW, false},
        {"i", LABELS, 3, 3, {3, 5, 7}, ML_LAYOUT_AUTO, NULL, 3, 5, 7, 1, ML_LAYOUT_HWC, false},
        {"f", NO, 3, 4, {6, 5, 7, 3}, ML_LAYOUT_AUTO, NULL, 6, 5, 7, 3, ML_LAYOUT_HWC, false},
        {"f", NO, 3, 4, {6, 3, 5, 7}, ML_LAYOUT_AUTO, NULL, 6, 5, 7, 3, ML_LAYOUT_CHW, false},
        {"f", NO, 3, 4, {3, 6, 5, 7}, ML_LAYOUT_AUTO, NULL, 6, 5, 7, 3, ML_LAYOUT_CNHW, false},
        {"f", NO, 3, 4, {3, 3, 5, 7}, ML_LAYOUT_AUTO, NULL, 3, 5, 7, 3, ML_LAYOUT_CHW, true},
        {"f", NO, 3, 4, {3, 3, 5, 7}, ML_LAYOUT_CNHW, NULL, 3, 5, 7, 3, ML_LAYOUT_CNHW, false},
        {"f", NO, 3, 4, {3, 2, 5, 3}, ML_LAYOUT_AUTO, "--layout=hwc|chw|cnhw", 0, 0, 0, 0, ML_LAYOUT_AUTO, false},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_array_roles roles;
        ml_array_header array = {.rank = cases[i].rank, .n_elems = 1, .is_float = *cases[i].type == 'f'};
        for (size_t axis = 0; axis < array.rank; axis++) {
            array.shape[axis] = cases[i].lengths[axis];
            array.n_elems *= array.shape[axis];
        }
        const ml_side side = {.name = "p.npy", .array = &array, .n_channels = cases[i].n_channels};
        const ml_lone_values values = {cases[i].one != NO, cases[i].one == LABELS};
        ml_status status = ml_lone_roles_find(&side, &values, cases[i].layout, &error, &roles);
        if (cases[i].message) {
            EXPECT(status == ML_E_INPUT && strstr(error.text, cases[i].message), "case %zu: %s", i, error.text);
            ml_error_clear(&error);
            continue;
        }
        EXPECT(status == ML_OK, "case %zu: %s", i, error.text);
        const ml_axes *p = &roles.prediction, *t = &roles.truth;
        EXPECT(p->height == cases[i].height && p->width == cases[i].width && p->n_channels == cases[i].n_found &&
                   p->layout == cases[i].found,
               "case %zu: %zu x %zu, %zu channels, %s", i, p->height, p->width, p->n_channels, ml_layout_names[p->layout]);
        EXPECT(roles.n_images == cases[i].n_images && roles.is_batch == p->is_batch && t->n_images == roles.n_images &&
                   t->height == p->height && t->width == p->width,
               "case %zu: %zu images", i, roles.n_images);
        EXPECT(roles.is_volume_too == cases[i].is_volume_too, "case %zu", i);
    }
}
END_TEST

START_TEST(an_index_chooses_an_image_of_a_batch)
{
    const ml_lone_values values = {.may_be_one_channel = false};
    const ml_array_header array = {.rank = 4, .shape = {6, 5, 7, 3}, .n_elems = 630, .is_float = true};
    ml_side side = {.name = "p.npy", .array = &array, .n_channels = 3, .has_index = true, .index = 5};
    ml_error error = ML_ERROR_INIT;
    ml_array_roles roles;
    ck_assert_int_eq(ml_lone_roles_find(&side, &values, ML_LAYOUT_AUTO, &error, &roles), ML_OK);
    ck_assert(!roles.is_batch && roles.n_images == 1 && roles.prediction.n_images == 6 && roles.truth.height == 5);
    side.index = 6;
    ck_assert_int_eq(ml_lone_roles_find(&side, &values, ML_LAYOUT_AUTO, &error, &roles), ML_E_INPUT);
    ck_assert_msg(strstr(error.text, "there is no image 6; it has 6") != NULL, "%s", error.text);
    ml_error_clear(&error);
    side = (ml_side){.name = "p.png", .width = 7, .height = 5};
    ck_assert_int_eq(ml_lone_roles_find(&side, &values, ML_LAYOUT_AUTO, &error, &roles), ML_OK);
    ck_assert(roles.n_images == 1 && roles.truth.height == 5 && roles.truth.width == 7);
    side.has_index = true;
    ck_assert_int_eq(ml_lone_roles_find(&side, &values, ML_LAYOUT_AUTO, &error, &roles), ML_E_INPUT);
    ml_error_clear(&error);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, the_number_of_channels_tells_the_axes_or_the_error_which_option_does);
    tcase_add_test(tests, an_index_chooses_an_image_of_a_batch);
}

int main(void) { return unit_main("lone_roles", add_tests); }

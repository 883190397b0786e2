/* format/file_facts: no-data values in their type, and files that say that their pixels lie elsewhere. */
#include "unit.h"

#include "format/file_facts.h"

#include <math.h>

START_TEST(no_data_is_rounded_to_the_type)
{
    static const struct {
        double no_data;
        const char *code;
        bool is_one;
        double value;
    } cases[] = {
        {255, "u1", true, 255},
        {256, "u1", false, 0},
        {-1, "u1", false, 0},
        {1.2, "u1", true, 1},
        {254.5, "u1", true, 254},
        {255.5, "u1", false, 0},
        {-0.4, "u2", true, 0},
        {-9999, "i2", true, -9999},
        {-9999, "u2", false, 0},
        {0.1, "f4", true, 0x1.99999ap-4},
        {0.1, "f8", true, 0.1},
        {-3.4028234663852886e+38, "f4", true, -3.4028234663852886e+38},
        {0.1, "f2", true, 0x1.998p-4},
        {65519, "f2", true, 65504},
        {1e6, "f2", true, (double)INFINITY},
        {1e-8, "f2", true, 0},
        {-3, "f2", true, -3},
        {-1e6, "f2", true, -(double)INFINITY},
        {-(double)INFINITY, "f2", true, -(double)INFINITY},
        {(double)NAN, "f2", true, (double)NAN},
        {2049, "f2", true, 2048}, /* halfway: to the even one */
        {2051, "f2", true, 2052},
        {2050.5, "f2", true, 2050},
        {-2051.5, "f2", true, -2052},
        {4294967295., "u4", true, 4294967295.},
        {(double)NAN, "f4", true, (double)NAN},
        {(double)NAN, "u1", false, 0},
        {(double)INFINITY, "i8", false, 0},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        ml_file_facts facts = {.has_no_data = true, .no_data = cases[k].no_data};
        double value = -7;
        bool is_one = ml_no_data_in_type(&facts, cases[k].code, &value);
        EXPECT(is_one == cases[k].is_one, "case %zu", k);
        EXPECT(unit_near(value, is_one ? cases[k].value : -7, 0), "case %zu: %g", k, value);
        facts.has_no_data = false;
        EXPECT(!ml_no_data_in_type(&facts, cases[k].code, &value), "case %zu", k);
    }
}
END_TEST

START_TEST(no_data_is_the_same_value_or_none)
{
    static const double values[] = {255, -1, 0, (double)NAN, (double)INFINITY};
    const ml_file_facts nothing = {0}, other_nothing = {.no_data = 7};
    ck_assert(ml_file_facts_same_no_data(&nothing, &other_nothing)); /* neither names any */
    for (size_t i = 0; i < ML_COUNT(values); i++) {
        const ml_file_facts a = {.has_no_data = true, .no_data = values[i]};
        ck_assert(!ml_file_facts_same_no_data(&a, &nothing) && !ml_file_facts_same_no_data(&nothing, &a));
        for (size_t j = 0; j < ML_COUNT(values); j++) {
            const ml_file_facts b = {.has_no_data = true, .no_data = values[j]};
            EXPECT(ml_file_facts_same_no_data(&a, &b) == (i == j), "%g and %g", values[i], values[j]);
        }
    }
}
END_TEST

static ml_file_facts on_ground(double x, double y, double size)
{
    return (ml_file_facts){.has_ground = true, .ground = {x, size, 0, y, 0, -size}};
}

START_TEST(half_a_pixel_on_the_ground_is_the_same_place)
{
    static const ml_file_facts identity = {.has_ground = true, .ground = {0, 1, 0, 0, 0, 1}}, nothing = {0};
    static const struct {
        double x, y, size;
        bool differs;
    } cases[] = {{500, 900, 10, false},  {504, 896, 10, false},     {506, 900, 10, true},   {500, 894, 10, true},
                 {500, 900, 10.2, true}, {500, 900, 10.004, false}, {1e300, 900, 10, true}, {505, 895, 10, false}};
    const ml_file_facts a = on_ground(500, 900, 10);
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        const ml_file_facts b = on_ground(cases[k].x, cases[k].y, cases[k].size);
        char text[ML_FACTS_TEXT_SIZE] = "";
        EXPECT(ml_file_facts_disagree(&a, &b, 100, 50, text) == cases[k].differs, "case %zu", k);
        EXPECT(ml_file_facts_disagree(&b, &a, 100, 50, NULL) == cases[k].differs, "case %zu, exchanged", k);
        EXPECT((text[0] != '\0') == cases[k].differs, "case %zu: %s", k, text);
    }
    const ml_file_facts b = on_ground(510, 900, 10);
    char text[ML_FACTS_TEXT_SIZE];
    ck_assert(ml_file_facts_disagree(&a, &b, 100, 50, text));
    ck_assert_str_eq(text, "their transforms are (500, 10, 0, 900, 0, -10) and (510, 10, 0, 900, 0, -10)");
    ck_assert(!ml_file_facts_disagree(&a, &identity, 100, 50, NULL) && !ml_file_facts_disagree(&identity, &a, 100, 50, NULL));
    ck_assert(!ml_file_facts_disagree(&a, &nothing, 100, 50, NULL) && !ml_file_facts_disagree(&nothing, &a, 100, 50, NULL));
    /* nearly the identity is a place like others */
    for (size_t i = 0; i < 6; i++)
        for (int sign = -1; sign < 2; sign += 2) {
            ml_file_facts near = identity;
            near.ground[i] += sign * 0.25;
            EXPECT(ml_file_facts_disagree(&a, &near, 100, 50, NULL), "number %zu", i);
        }
}
END_TEST

START_TEST(axes_of_a_body_must_point_alike)
{
    const ml_file_facts a = {.has_body = true, .direction = {1, 2, 3}}, b = {.has_body = true, .direction = {-1, -2, 3}},
                        c = {.has_body = true, .direction = {1, 2, 3}}, nothing = {0};
    char text[ML_FACTS_TEXT_SIZE];
    ck_assert(ml_file_facts_disagree(&a, &b, 7, 5, text));
    /* 44 degrees from the axes, 46, and 90: the first two are on both sides of the middle */
    const ml_file_facts oblique[] = {
        {.has_body = true, .direction = {1, 2, 3}, .body = {{0.7193, 0.6947, 0}, {-0.6947, 0.7193, 0}, {0, 0, 1}}},
        {.has_body = true, .direction = {2, -1, 3}, .body = {{0.6947, 0.7193, 0}, {-0.7193, 0.6947, 0}, {0, 0, 1}}},
        {.has_body = true, .direction = {2, -1, 3}, .body = {{0, 1, 0}, {-1, 0, 0}, {0, 0, 1}}}};
    ck_assert(!ml_file_facts_disagree(&oblique[0], &oblique[1], 7, 5, NULL));
    ck_assert(!ml_file_facts_disagree(&oblique[1], &oblique[2], 7, 5, NULL));
    ck_assert(ml_file_facts_disagree(&oblique[0], &oblique[2], 7, 5, NULL));
    ck_assert_str_eq(text, "their affines point columns, rows and slices to RAS and LPS");
    ck_assert(!ml_file_facts_disagree(&a, &c, 7, 5, text) && !ml_file_facts_disagree(&a, &nothing, 7, 5, text));
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, no_data_is_rounded_to_the_type);
    tcase_add_test(tests, no_data_is_the_same_value_or_none);
    tcase_add_test(tests, half_a_pixel_on_the_ground_is_the_same_place);
    tcase_add_test(tests, axes_of_a_body_must_point_alike);
}

int main(void) { return unit_main("file_facts", add_tests); }

/* label/label_code: what codes there are, and what labels they make. */
#include "unit.h"

#include "label/label_code.h"

START_TEST(codes_are_names_or_divisions)
{
    static const struct {
        const char *text;
        ml_label_code code; /* of kind none: it is no code */
    } cases[] = {
        {"red", {.kind = ML_CODE_RED}},
        {"green", {.kind = ML_CODE_GREEN}},
        {"blue", {.kind = ML_CODE_BLUE}},
        {"rgb", {.kind = ML_CODE_RGB}},
        {"ade20k", {.kind = ML_CODE_ADE20K}},
        {"/1", {ML_CODE_DIVIDED, 1}},
        {"/1000", {ML_CODE_DIVIDED, 1000}},
        {"/9007199254740992", {ML_CODE_DIVIDED, UINT64_C(1) << 53}},
        {"/9007199254740993", {.divisor = 7}},
        {"/0", {.divisor = 7}},
        {"/", {.divisor = 7}},
        {"/-1", {.divisor = 7}},
        {"/1.5", {.divisor = 7}},
        {"/ 1", {.divisor = 7}},
        {"256", {.divisor = 7}},
        {"Red", {.divisor = 7}},
        {"", {.divisor = 7}},
        {"redd", {.divisor = 7}},
        {"none", {.divisor = 7}},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_label_code code = {.divisor = 7};
        bool good = ml_label_code_parse(cases[i].text, &code);
        EXPECT(good == (cases[i].code.kind != ML_CODE_NONE), "%s", cases[i].text);
        EXPECT(code.kind == cases[i].code.kind && code.divisor == cases[i].code.divisor, "%s", cases[i].text);
    }
}
END_TEST

START_TEST(labels_follow_from_colours)
{
    const uint64_t large = UINT64_C(1) << 40;
    ml_label_code code = {.kind = ML_CODE_RGB};
    ck_assert_uint_eq(ml_label_of_color(&code, 1, 2, 3), 1 + 512 + 3 * 65536);
    ck_assert_uint_eq(ml_label_of_color(&code, 65535, 65535, 65535), UINT64_C(65535) * 65793);
    ck_assert_uint_eq(ml_label_of_color(&code, 0, large, 0), UINT64_MAX);
    code.kind = ML_CODE_ADE20K;
    ck_assert_uint_eq(ml_label_of_color(&code, 129, 255, 7), 12 * 256 + 255);
    code.kind = ML_CODE_BLUE;
    ck_assert(ml_label_of_color(&code, 1, 2, 3) == 3 && ml_label_of_number(&code, 9) == 9);
}
END_TEST

START_TEST(labels_follow_from_numbers)
{
    const ml_label_code none = {.kind = ML_CODE_NONE}, by_256 = {ML_CODE_DIVIDED, 256}, rgb = {.kind = ML_CODE_RGB};
    ck_assert(ml_label_of_number(&none, 513) == 513 && ml_label_of_number(&by_256, 513) == 2);
    ck_assert_uint_eq(ml_label_of_number(&rgb, 2), 2 * 65793);
    ck_assert(unit_same(ml_label_of_value(&by_256, 767), 2) && unit_same(ml_label_of_value(&by_256, -1), -1));
    ck_assert(unit_same(ml_label_of_value(&none, -0.5), -0.5) && unit_same(ml_label_of_value(&none, 0x1p63), 0x1p63));
    ck_assert(unit_same(ml_label_of_value(&by_256, 0x1p63), 0x1p55) && unit_same(ml_label_of_value(&by_256, 0x1p64), 0x1p56));
}
END_TEST

START_TEST(rows_of_pixels_are_as_single_ones)
{
    uint64_t state = 5;
    for (ml_code_kind kind = ML_CODE_RED; kind <= ML_CODE_ADE20K; kind++)
        for (size_t n_channels = 3; n_channels <= 4; n_channels++) {
            const ml_label_code code = {.kind = kind};
            uint16_t samples[4 * 37];
            uint64_t labels[37];
            for (size_t i = 0; i < ML_COUNT(samples); i++)
                samples[i] = (uint16_t)unit_below(&state, 65536);
            ml_labels_of_colors(&code, samples, n_channels, 37, labels);
            for (size_t i = 0; i < 37; i++) {
                const uint16_t *at = samples + i * n_channels;
                ck_assert_uint_eq(labels[i], ml_label_of_color(&code, at[0], at[1], at[2]));
            }
        }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, codes_are_names_or_divisions);
    tcase_add_test(tests, labels_follow_from_colours);
    tcase_add_test(tests, labels_follow_from_numbers);
    tcase_add_test(tests, rows_of_pixels_are_as_single_ones);
}

int main(void) { return unit_main("label_code", add_tests); }

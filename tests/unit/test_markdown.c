/* output/markdown: text from outside means nothing, and how long it gets. */
#include "written.h"

#include "output/markdown.h"

#include <math.h>

enum { ROW_BYTES = 4 << 10 }; /* half of what a row may take: it may have two texts */

static void expect_code(const char *text, const char *wanted)
{
    ml_out out;
    written_begin(&out);
    ml_markdown_text(&out, text);
    char *got = written_take(&out);
    char whole[256];
    snprintf(whole, sizeof whole, "<code>%s</code>", wanted);
    EXPECT(strcmp(got, whole) == 0, "%s: %s instead of %s", text, got, whole);
    free(got);
}

START_TEST(characters_that_mean_something_are_written_as_numbers)
{
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"", ""},
        {"road 1.5, (a-b)/c", "road 1.5, (a-b)/c"},
        {"a|b", "a&#124;b"},
        {"a\\", "a&#92;"},
        {"<b>&", "&lt;b&gt;&amp;"},
        {"`*[]#~!$", "&#96;&#42;&#91;&#93;&#35;&#126;&#33;&#36;"},
        {"focal_tversky:fp=0.1", "focal_tversky:fp=0.1"},
        {"_a_ b__c", "&#95;a&#95; b&#95;&#95;c"},
        {"www.a.b WWW.x raw.x .ww", "www&#46;a.b WWW&#46;x raw.x .ww"},
        {"http://x", "http&#58;//x"},
        {"me@x.y", "me<!-- -->&#64;x.y"},
        {"\xc3\xa9\xf0\x9f\x98\x80", "\xc3\xa9\xf0\x9f\x98\x80"},
        {"a\nb\x1b\x7f\xc2\x85", "a&#92;x0Ab&#92;x1B&#92;x7F&#92;xC2&#92;x85"},
        {"\xff", "&#92;xFF"},
        {"-1", "-1"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++)
        expect_code(cases[i].text, cases[i].wanted);
}
END_TEST

START_TEST(names_of_files_can_be_had_back)
{
    ml_out out;
    written_begin(&out);
    ml_markdown_name(&out, "a\\x\xfe");
    char *got = written_take(&out);
    ck_assert_str_eq(got, "<code>a&#92;&#92;x&#92;xFE</code>");
    free(got);
}
END_TEST

START_TEST(a_long_text_is_cut_and_a_line_never_longer_than_said)
{
    static const struct {
        const char *piece;
        size_t n;
        bool cut;
    } cases[] = {{"|", 200, false},   {"|", 201, true},  {"@", 100000, true}, {"\xf0\x9f\x98\x80", 201, true},
                 {"\x01", 50, false}, {"\x01", 51, true}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        size_t length = strlen(cases[i].piece);
        char *text = calloc(cases[i].n + 1, length);
        ck_assert(text != NULL);
        for (size_t k = 0; k < cases[i].n; k++)
            memcpy(text + k * length, cases[i].piece, length);
        ml_out out;
        written_begin(&out);
        ml_markdown_text(&out, text);
        char *got = written_take(&out);
        EXPECT((strstr(got, "..</code>") != NULL) == cases[i].cut, "case %zu: %s", i, got);
        EXPECT(strlen(got) < ROW_BYTES, "case %zu: %zu bytes", i, strlen(got));
        free(got);
        free(text);
    }
}
END_TEST

START_TEST(numbers_have_six_places_or_eight_digits)
{
    ml_out out;
    written_begin(&out);
    ml_markdown_cell_number(&out, 0.12345678, false);
    ml_markdown_cell_number(&out, 0.12345678, true);
    ml_markdown_cell_number(&out, 123456.789, false);
    ml_markdown_cell_number(&out, (double)NAN, false);
    ml_markdown_cell_count(&out, UINT64_MAX);
    ml_markdown_row_end(&out);
    char *got = written_take(&out);
    ck_assert_str_eq(got, "| 0.123457 | +0.123457 | 123456.79 | - | 18446744073709551615 |\n");
    free(got);
}
END_TEST

START_TEST(a_section_without_room_says_what_is_left_out)
{
    ml_out out;
    written_begin(&out);
    ml_markdown_left_out(&out, 0, "image", "there.");
    ck_assert_uint_eq(out.n, 0);
    ml_markdown_left_out(&out, 2, "image", "there.");
    ck_assert(ml_markdown_has_room(&out, 0, 16 << 10));
    ck_assert(!ml_markdown_has_room(&out, 0, ROW_BYTES));
    char *got = written_take(&out);
    ck_assert_str_eq(got, "\n2 images more: there.\n");
    free(got);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, characters_that_mean_something_are_written_as_numbers);
    tcase_add_test(tests, names_of_files_can_be_had_back);
    tcase_add_test(tests, a_long_text_is_cut_and_a_line_never_longer_than_said);
    tcase_add_test(tests, numbers_have_six_places_or_eight_digits);
    tcase_add_test(tests, a_section_without_room_says_what_is_left_out);
}

int main(void) { return unit_main("markdown", add_tests); }

/* output/markdown: text from outside means nothing, and the length is counted. */
#include "written.h"

#include "output/markdown.h"

#include <math.h>

static void expect_code(const char *text, const char *wanted)
{
    ml_out out;
    written_begin(&out);
    ml_markdown markdown = {.out = &out};
    ml_markdown_code(&markdown, text);
    size_t n = markdown.n;
    char *got = written_take(&out);
    EXPECT(strlen(got) == n, "%s: %zu bytes counted, %zu written", text, n, strlen(got));
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
        {"www.a.b WWW.x wide.x", "www&#46;a.b WWW&#46;x wide.x"},
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
    ml_markdown markdown = {.out = &out};
    ml_markdown_name(&markdown, "a\\x\xfe");
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
    } cases[] = {{"|", 300, false},   {"|", 301, true},  {"@", 100000, true}, {"\xf0\x9f\x98\x80", 301, true},
                 {"\x01", 75, false}, {"\x01", 76, true}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        size_t length = strlen(cases[i].piece);
        char *text = calloc(cases[i].n + 1, length);
        ck_assert(text != NULL);
        for (size_t k = 0; k < cases[i].n; k++)
            memcpy(text + k * length, cases[i].piece, length);
        ml_out out;
        written_begin(&out);
        ml_markdown markdown = {.out = &out};
        ml_markdown_code(&markdown, text);
        char *got = written_take(&out);
        EXPECT((strstr(got, "…</code>") != NULL) == cases[i].cut, "case %zu: %s", i, got);
        EXPECT(strlen(got) < ML_MARKDOWN_ROW, "case %zu: %zu bytes", i, strlen(got));
        free(got);
        free(text);
    }
}
END_TEST

START_TEST(figures_have_six_places_or_seven_digits)
{
    ml_out out;
    written_begin(&out);
    ml_markdown markdown = {.out = &out};
    ml_markdown_figure(&markdown, 0.12345678);
    ml_markdown_figure(&markdown, -99.5);
    ml_markdown_figure(&markdown, 123456.789);
    ml_markdown_figure(&markdown, 1.5e300);
    ml_markdown_figure(&markdown, (double)NAN);
    ml_markdown_count(&markdown, UINT64_MAX);
    char *got = written_take(&out);
    ck_assert_str_eq(got, " 0.123457 | -99.500000 | 123456.8 | 1.5e+300 | - | 18446744073709551615 |");
    free(got);
}
END_TEST

START_TEST(what_is_left_out_is_said)
{
    ml_out out;
    written_begin(&out);
    ml_markdown markdown = {.out = &out};
    ml_markdown_left_out(&markdown, 0, "image");
    ck_assert_uint_eq(markdown.n, 0);
    ml_markdown_left_out(&markdown, 1, "class");
    ml_markdown_left_out(&markdown, 2, "class");
    ck_assert(ml_markdown_fits(&markdown, 3 * ML_MARKDOWN_ROW));
    ck_assert(!ml_markdown_fits(&markdown, 2 * ML_MARKDOWN_ROW));
    char *got = written_take(&out);
    ck_assert_str_eq(got, "\nLeft out: 1 class. The whole result is what `-f json` prints.\n"
                          "\nLeft out: 2 classes. The whole result is what `-f json` prints.\n");
    free(got);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, characters_that_mean_something_are_written_as_numbers);
    tcase_add_test(tests, names_of_files_can_be_had_back);
    tcase_add_test(tests, a_long_text_is_cut_and_a_line_never_longer_than_said);
    tcase_add_test(tests, figures_have_six_places_or_seven_digits);
    tcase_add_test(tests, what_is_left_out_is_said);
}

int main(void) { return unit_main("markdown", add_tests); }

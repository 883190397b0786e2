/* output/text and cli/terminal: when there are colours, how many columns, and text that is fitted into them. */
#include "unit.h"

#include "cli/terminal.h"
#include "output/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ml_out memory(size_t columns, bool is_colored)
{
    return (ml_out){.path = "memory", .fd = -1, .columns = columns, .has_color = is_colored};
}

/* What was collected must be the text; it is closed. */
static void expect_out(ml_out *out, const char *wanted)
{
    EXPECT(out->status == ML_OK && out->n == strlen(wanted) && (out->n == 0 || memcmp(out->memory, wanted, out->n) == 0),
           "not '%s'", wanted);
    ml_out_close(out);
}

START_TEST(columns_are_those_of_the_environment_or_the_terminal)
{
    static const struct {
        const char *given;
        size_t told, columns;
    } cases[] = {
        {NULL, 0, 80},
        {NULL, 132, 132},
        {NULL, 39, 40},
        {NULL, 40, 40},
        {NULL, 200, 200},
        {NULL, 201, 200},
        {"100", 132, 100},
        {"100", 0, 100},
        {"1", 132, 40},
        {"0", 132, 132},
        {"", 132, 132},
        {"80x", 132, 132},
        {"-100", 132, 132},
        {" 90", 132, 132},
        {"99999999999999999999", 132, 132},
        {"4294967297", 132, 200},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        size_t columns = ml_terminal_columns(cases[i].given, cases[i].told);
        EXPECT(columns == cases[i].columns, "case %zu: %zu", i, columns);
    }
}
END_TEST

START_TEST(what_is_no_terminal_has_80_columns_and_colours_only_always)
{
    static const bool wanted[ML_N_COLORS] = {[ML_COLOR_ALWAYS] = true};
    setenv("COLUMNS", "120", 1);
    setenv("TERM", "xterm", 1);
    for (int when = 0; when < ML_N_COLORS; when++) {
        ml_out out = memory(0, false);
        ml_terminal_describe((ml_color)when, &out);
        EXPECT(out.columns == 80 && out.has_color == wanted[when], "--color=%s", ml_color_names[when]);
    }
}
END_TEST

START_TEST(styles_are_escapes_or_nothing)
{
    for (int s = 0; s < ML_N_STYLES; s++) {
        ml_out plain = memory(80, false), colored = memory(80, true);
        ml_text_style(&plain, (ml_style)s);
        ck_assert_uint_eq(plain.n, 0);
        ml_text_style(&colored, (ml_style)s);
        ck_assert(colored.n > 3 && memcmp(colored.memory, "\033[", 2) == 0 && colored.memory[colored.n - 1] == 'm');
        ml_out_close(&colored);
    }
}
END_TEST

START_TEST(labels_fill_their_columns_or_are_cut)
{
    static const struct {
        const char *text;
        size_t columns;
        const char *label;
    } cases[] = {
        {"road", 6, "road  "},
        {"road", 4, "road"},
        {"roads", 4, "ro.."},
        {"roads", 2, ".."},
        {"stra\xc3\x9f"
         "en",
         6, "stra.."},
        {"\xc3\xb6\xc3\xb6\xc3\xb6\xc3\xb6", 3, "\xc3\xb6.."},
        {"\xe9\x81\x93\xe8\xb7\xaf", 5, "\xe9\x81\x93\xe8\xb7\xaf "},
        {"\xe9\x81\x93\xe8\xb7\xaf\xe9\x81\x93", 5, "\xe9\x81\x93.. "}, /* half of a wide one is a blank */
        {"e\xcc\x81tats", 4, "e\xcc\x81t.."},
        {"", 3, "   "},
        {"a\xe2\x80\xae"
         "b",
         14, "a\\xE2\\x80\\xAEb"}, /* turns the direction */
        {"a\xe2\x80\xa8"
         "b",
         8, "a\\xE2\\.."},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_out out = memory(80, false);
        ml_text_label(&out, cases[i].columns, cases[i].text);
        expect_out(&out, cases[i].label);
    }
}
END_TEST

START_TEST(paragraphs_are_broken_at_blanks)
{
    static const struct {
        const char *text, *lines;
    } cases[] = {
        {"", ""},
        {"one", "one\n"},
        {"four five six", "four five six\n"}, /* 13 columns */
        {"four five seven", "four five\n  seven\n"},
        {"one a-word-that-is-too-long two", "one\n  a-word-that-is-too-long\n  two\n"},
        {"a-word-that-is-too-long one two", "a-word-that-is-too-long\n  one two\n"},
        {"f\xc3\xb6ur f\xc3\xb6ve s\xc3\xb6x", "f\xc3\xb6ur f\xc3\xb6ve s\xc3\xb6x\n"},
        {"1 2 3 4 5 6 7 8 9 1 2 3", "1 2 3 4 5 6 7\n  8 9 1 2 3\n"},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        ml_out out = memory(13, false), text = memory(0, false);
        ml_out_text(&text, cases[i].text);
        ml_text_wrap(&out, ML_STYLE_PLAIN, &text);
        expect_out(&out, cases[i].lines);
    }
}
END_TEST

START_TEST(the_style_of_a_paragraph_ends_with_each_line)
{
    ml_out out = memory(13, true), text = memory(0, false);
    ml_out_text(&text, "four five seven");
    ml_text_wrap(&out, ML_STYLE_BAD, &text);
    expect_out(&out, "\033[1;31mfour five\033[0m\n  \033[1;31mseven\033[0m\n");
    ml_text_wrap(&out, ML_STYLE_BAD, &text);
    expect_out(&out, "");
}
END_TEST

START_TEST(a_paragraph_that_could_not_be_collected_is_a_failure)
{
    ml_out out = memory(13, false), text = memory(0, false);
    text.status = ML_E_SYSTEM;
    ml_text_wrap(&out, ML_STYLE_PLAIN, &text);
    ck_assert_int_eq(out.status, ML_E_SYSTEM);
}
END_TEST

START_TEST(gates_have_their_words_with_and_without_colours)
{
    char first_text[] = "a<1", second_text[] = "b\033[2J>1";
    ml_gate first = {.text = first_text}, second = {.text = second_text};
    ml_verdict items[] = {{&first, 0.5, true}, {&second, (double)NAN, false}};
    const ml_verdicts none = {0}, one = {1, 0, items}, both = {2, 1, items};
    ml_out out = memory(80, false);
    ml_text_gates(&out, &none);
    ck_assert_uint_eq(out.n, 0);
    ml_text_gates(&out, &one);
    expect_out(&out, "PASS: the gate holds\n  pass  a<1  (0.5)\n\n");
    out = memory(80, true);
    ml_text_gates(&out, &both);
    expect_out(&out, "\033[1;31mFAIL: 1 of 2 gates\033[0m\n\033[32m  pass  \033[0ma<1  (0.5)\n"
                     "\033[1;31m  FAIL  \033[0mb\\x1B[2J>1  (null)\n\n");
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, columns_are_those_of_the_environment_or_the_terminal);
    tcase_add_test(tests, what_is_no_terminal_has_80_columns_and_colours_only_always);
    tcase_add_test(tests, styles_are_escapes_or_nothing);
    tcase_add_test(tests, labels_fill_their_columns_or_are_cut);
    tcase_add_test(tests, paragraphs_are_broken_at_blanks);
    tcase_add_test(tests, the_style_of_a_paragraph_ends_with_each_line);
    tcase_add_test(tests, a_paragraph_that_could_not_be_collected_is_a_failure);
    tcase_add_test(tests, gates_have_their_words_with_and_without_colours);
}

int main(void) { return unit_main("output_text", add_tests); }

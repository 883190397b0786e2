/* base/text: UTF-8, printable names, messages that cannot drive a terminal. */
#include "unit.h"

#include "base/text.h"

#include <stdio.h>

/* The Unicode standard's table 3-7, decoded the plain way: length of the well-formed sequence at s, or 0. */
static size_t reference_length(const unsigned char *s, size_t n)
{
    static const struct {
        unsigned first, last; /* of the lead byte */
        size_t length;
        uint32_t least; /* smallest value that needs this length */
    } rows[] = {{0x00, 0x7f, 1, 0}, {0xc0, 0xdf, 2, 0x80}, {0xe0, 0xef, 3, 0x800}, {0xf0, 0xf7, 4, 0x10000}};
    for (size_t r = 0; n > 0 && r < ML_COUNT(rows); r++) {
        if (s[0] < rows[r].first || s[0] > rows[r].last)
            continue;
        if (n < rows[r].length)
            return 0;
        uint32_t value = s[0] - rows[r].first;
        for (size_t i = 1; i < rows[r].length; i++) {
            if (s[i] < 0x80 || s[i] > 0xbf)
                return 0;
            value = value << 6 | (s[i] & 0x3fu);
        }
        bool surrogate = value >= 0xd800 && value <= 0xdfff;
        return value >= rows[r].least && value <= 0x10ffff && !surrogate ? rows[r].length : 0;
    }
    return 0;
}

static void compare_length(const unsigned char *s, size_t n)
{
    size_t got = ml_utf8_length((const char *)s, n), wanted = reference_length(s, n);
    EXPECT(got == wanted, "%02x %02x %02x %02x, %zu bytes: %zu instead of %zu", s[0], s[1], s[2], s[3], n, got, wanted);
}

START_TEST(all_sequences_of_one_two_and_three_bytes_are_judged_as_unicode_says)
{
    for (uint32_t v = 0; v < 1u << 24; v++) {
        const unsigned char s[4] = {(unsigned char)(v >> 16), (unsigned char)(v >> 8), (unsigned char)v, 0};
        if ((v & 0xffff) == 0)
            compare_length(s, 1);
        if ((v & 0xff) == 0)
            compare_length(s, 2);
        compare_length(s, 3);
    }
}
END_TEST

START_TEST(sequences_of_four_bytes_are_judged_as_unicode_says)
{
    static const unsigned char tails[] = {0x00, 0x7f, 0x80, 0x81, 0x8f, 0x90, 0xbf, 0xc0, 0xff};
    for (unsigned lead = 0xe0; lead <= 0xff; lead++)
        for (unsigned second = 0; second <= 0xff; second++)
            for (size_t i = 0; i < sizeof tails; i++)
                for (size_t j = 0; j < sizeof tails; j++) {
                    const unsigned char s[4] = {(unsigned char)lead, (unsigned char)second, tails[i], tails[j]};
                    compare_length(s, 4);
                }
}
END_TEST

START_TEST(a_sequence_cut_short_is_not_valid)
{
    static const char *const whole[] = {"\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x9a\x97"};
    for (size_t i = 0; i < ML_COUNT(whole); i++) {
        size_t n = strlen(whole[i]);
        EXPECT(ml_utf8_length(whole[i], n) == n, "sequence of %zu bytes", n);
        for (size_t have = 0; have < n; have++)
            EXPECT(ml_utf8_length(whole[i], have) == 0, "%zu of %zu bytes", have, n);
    }
}
END_TEST

START_TEST(validity_is_that_of_every_sequence)
{
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"", true},
        {"plain", true},
        {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x9a\x97z", true},
        {"\xf4\x8f\xbf\xbf", true},         /* U+10FFFF */
        {"\xed\x9f\xbf\xee\x80\x80", true}, /* around the surrogates */
        {"ab\xff", false},
        {"\xffz", false},
        {"\x80", false},     /* a tail alone */
        {"\xc0\xaf", false}, /* overlong / */
        {"\xc1\xbf", false},
        {"\xe0\x80\xaf", false},
        {"\xe0\x9f\xbf", false},
        {"\xf0\x80\x80\xaf", false},
        {"\xf0\x8f\xbf\xbf", false},
        {"\xed\xa0\x80", false},             /* U+D800 */
        {"\xed\xbf\xbf", false},             /* U+DFFF */
        {"\xed\xa0\xbd\xed\xba\x97", false}, /* a pair of surrogates */
        {"\xf4\x90\x80\x80", false},         /* U+110000 */
        {"\xf5\x80\x80\x80", false},
        {"\xfe", false},
        {"\xc3", false},
        {"\xe2\x82z", false},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++)
        EXPECT(ml_utf8_valid(cases[i].text, strlen(cases[i].text)) == cases[i].valid, "case %zu", i);
    ck_assert(ml_utf8_valid("a\0b", 3)); /* NUL is U+0000 */
    ck_assert(ml_utf8_valid("ok\xff", 2));
}
END_TEST

static void expect_name(const char *name, const char *wanted)
{
    char *text = ml_name_text(name);
    ck_assert_str_eq(text, wanted);
    free(text);
}

START_TEST(names_show_wrong_bytes_in_hexadecimal_and_double_the_backslash)
{
    expect_name("", "");
    expect_name("a/b.png", "a/b.png");
    expect_name("Stra\xc3\x9f"
                "e",
                "Stra\xc3\x9f"
                "e");
    expect_name("r\xff"
                "ad",
                "r\\xFFad");
    expect_name("\xe9", "\\xE9");
    expect_name("\xc0\xaf", "\\xC0\\xAF");
    expect_name("\xed\xa0\x80", "\\xED\\xA0\\x80");
    expect_name("a\\b", "a\\\\b");
    expect_name("\\xFF", "\\\\xFF"); /* not to be taken for the byte FF */
    expect_name("\\", "\\\\");
    expect_name("\x80\\\x80", "\\x80\\\\\\x80");
    expect_name("\xf0\x9f\x9a", "\\xF0\\x9F\\x9A");
    expect_name("tab\there\n", "tab\there\n"); /* the output form escapes these */
}
END_TEST

/* Undoes ml_name_text; false if the text is not of its making. */
static bool restore(const char *text, char *name)
{
    for (; *text; name++) {
        unsigned value;
        if (*text != '\\') {
            *name = *text++;
        } else if (text[1] == '\\') {
            *name = '\\';
            text += 2;
        } else if (text[1] == 'x' && sscanf(text + 2, "%2X", &value) == 1) {
            *name = (char)value;
            text += 4;
        } else {
            return false;
        }
    }
    *name = '\0';
    return true;
}

START_TEST(every_name_becomes_valid_and_can_be_restored)
{
    static const char bytes[] = "ab\\x\x01\x7f\x80\xbf\xc3\xa4\xe2\x82\xac\xed\xa0\xf0\x9f\x9a\x97\xf4\x90\xff";
    uint64_t state = 2;
    for (size_t round = unit_rounds(300000); round-- > 0;) {
        char name[12], again[12];
        size_t n = unit_below(&state, sizeof name);
        for (size_t i = 0; i < n; i++)
            name[i] = bytes[unit_below(&state, sizeof bytes - 1)];
        name[n] = '\0';
        char *text = ml_name_text(name);
        EXPECT(ml_utf8_valid(text, strlen(text)), "not UTF-8: %s", text);
        EXPECT(restore(text, again) && strcmp(name, again) == 0, "not restored: %s", text);
        free(text);
    }
}
END_TEST

static void expect_message(const char *message, const char *wanted)
{
    char *text = ml_message_text(message);
    ck_assert_str_eq(text, wanted);
    free(text);
}

START_TEST(messages_show_control_characters_in_hexadecimal)
{
    expect_message("plain", "plain");
    expect_message("two\nlines", "two\\x0Alines");
    expect_message("a\\b", "a\\b");
    expect_message("\x1b[2J", "\\x1B[2J");
    expect_message("\a\b\t\v\f\r", "\\x07\\x08\\x09\\x0B\\x0C\\x0D");
    expect_message("\x7f", "\\x7F");
    expect_message("\xc2\x9b"
                   "2J",
                   "\\xC2\\x9B2J"); /* CSI as one character */
    expect_message("\xc2\x80\xc2\x9f\xc2\xa0", "\\xC2\\x80\\xC2\\x9F\xc2\xa0");
    expect_message("\x9b"
                   "2J",
                   "\\x9B2J"); /* CSI as one byte */
    expect_message("r\xff\xc3\xa4", "r\\xFF\xc3\xa4");
}
END_TEST

START_TEST(messages_show_what_turns_directions_ends_lines_or_is_no_character)
{
    static const struct {
        unsigned first, last;
    } hidden[] = {{0x61c, 0x61c}, {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfdd0, 0xfdef}, {0xfffe, 0xffff}};
    for (unsigned point = 0xa0; point <= 0xffff; point++) {
        if (point >= 0xd800 && point < 0xe000) /* surrogates */
            continue;
        bool is_hidden = false;
        char text[4] = {0}, wanted[16] = "";
        size_t n = 0;
        if (point >= 0x800)
            text[n++] = (char)(0xe0 | point >> 12);
        text[n++] = (char)(point >= 0x800 ? 0x80 | (point >> 6 & 0x3f) : 0xc0 | point >> 6);
        text[n++] = (char)(0x80 | (point & 0x3f));
        for (size_t r = 0; r < ML_COUNT(hidden); r++)
            is_hidden |= hidden[r].first <= point && point <= hidden[r].last;
        for (size_t i = 0; i < n; i++)
            snprintf(wanted + strlen(wanted), 5, is_hidden ? "\\x%02X" : "%c", is_hidden ? (unsigned char)text[i] : text[i]);
        expect_message(text, wanted);
    }
    expect_message("\xf0\x9f\xbf\xbd\xf0\x9f\xbf\xbe\xf4\x8f\xbf\xbf",
                   "\xf0\x9f\xbf\xbd\\xF0\\x9F\\xBF\\xBE\\xF4\\x8F\\xBF\\xBF");
}
END_TEST

START_TEST(no_message_holds_a_control_character)
{
    uint64_t state = 3;
    for (size_t round = unit_rounds(300000); round-- > 0;) {
        char message[12];
        size_t n = unit_below(&state, sizeof message);
        for (size_t i = 0; i < n; i++)
            message[i] =
                (char)(unit_below(&state, 2) ? 0xc2 - (int)unit_below(&state, 4) * 0x11 : 1 + (int)unit_below(&state, 255));
        message[n] = '\0';
        char *text = ml_message_text(message);
        EXPECT(ml_utf8_valid(text, strlen(text)), "not UTF-8");
        for (const unsigned char *u = (const unsigned char *)text; *u; u++) {
            EXPECT(*u >= 0x20 && *u != 0x7f, "the control character %02x remains", *u);
            EXPECT(*u != 0xc2 || u[1] >= 0xa0, "the control character c2 %02x remains", u[1]);
        }
        free(text);
    }
}
END_TEST

START_TEST(endings_are_compared_to_the_last_byte)
{
    ck_assert(ml_ends_with("a.png", ".png"));
    ck_assert(ml_ends_with(".png", ".png"));
    ck_assert(ml_ends_with("a", ""));
    ck_assert(ml_ends_with("", ""));
    ck_assert(!ml_ends_with("png", ".png"));
    ck_assert(!ml_ends_with("a.png.bak", ".png"));
    ck_assert(!ml_ends_with("a.PNG", ".png"));
    ck_assert(!ml_ends_with("", "a"));
}
END_TEST

START_TEST(columns_count_characters_not_bytes)
{
    ck_assert_uint_eq(ml_text_columns(""), 0);
    ck_assert_uint_eq(ml_text_columns("road"), 4);
    ck_assert_uint_eq(ml_text_columns("Stra\xc3\x9f"
                                      "e"),
                      6);
    ck_assert_uint_eq(ml_text_columns("\xe2\x82\xac\xf0\x9f\x9a\x97"), 3);          /* euro sign, automobile */
    ck_assert_uint_eq(ml_text_columns("\xe9\x81\x93\xe8\xb7\xaf \xea\xb0\x80"), 7); /* two Chinese, a Korean one */
    ck_assert_uint_eq(ml_text_columns("e\xcc\x81\xef\xb8\x8f"), 1);                 /* e, acute accent, selector */
    ck_assert_uint_eq(ml_text_columns_of("road", 2), 2);
}
END_TEST

/* The items of a list, each in brackets. */
static void expect_items(const char *list, const char *wanted)
{
    char got[256] = "";
    const char *rest = list, *item;
    size_t n;
    while (ml_list_next(&rest, &item, &n))
        snprintf(got + strlen(got), sizeof got - strlen(got), "[%.*s]", (int)n, item);
    EXPECT(strcmp(got, wanted) == 0, "'%s' is %s, not %s", list, got, wanted);
    EXPECT(rest == NULL, "'%s' leaves '%s'", list, rest);
}

START_TEST(lists_are_split_at_commas_and_blanks_around_items_are_dropped)
{
    expect_items("a", "[a]");
    expect_items("a,b,c", "[a][b][c]");
    expect_items(" a ,  b c ,d", "[a][b c][d]");
    expect_items("", "[]");
    expect_items(" ", "[]");
    expect_items(",", "[][]");
    expect_items("a,", "[a][]");
    expect_items(",,a", "[][][a]");
    expect_items(" , ", "[][]");
    expect_items("a\t", "[a\t]");
    const char *rest = NULL, *item;
    size_t n;
    ck_assert(!ml_list_next(&rest, &item, &n));
}
END_TEST

START_TEST(ids_are_in_order_of_bytes_and_batches_in_order_of_numbers)
{
    static const char *const ids[] = {"",          "[2]",
                                      "B",         "[",
                                      "]",         "a",
                                      "a[0]",      "a[9]",
                                      "a[10]",     "a[18446744073709551614]",
                                      "a-[1]",     "a.",
                                      "a.b[2][1]", "a/b",
                                      "a[01]",     "a[18446744073709551615]",
                                      "a[1]b[99]", "a[]",
                                      "ab",        "\xff"};
    for (size_t i = 0; i < ML_COUNT(ids); i++)
        for (size_t j = 0; j < ML_COUNT(ids); j++) {
            int order = ml_id_compare(ids[i], ids[j]);
            EXPECT((order > 0) - (order < 0) == (i > j) - (i < j), "%s and %s: %d", ids[i], ids[j], order);
        }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, ids_are_in_order_of_bytes_and_batches_in_order_of_numbers);
    tcase_add_test(tests, all_sequences_of_one_two_and_three_bytes_are_judged_as_unicode_says);
    tcase_add_test(tests, sequences_of_four_bytes_are_judged_as_unicode_says);
    tcase_add_test(tests, a_sequence_cut_short_is_not_valid);
    tcase_add_test(tests, validity_is_that_of_every_sequence);
    tcase_add_test(tests, names_show_wrong_bytes_in_hexadecimal_and_double_the_backslash);
    tcase_add_test(tests, every_name_becomes_valid_and_can_be_restored);
    tcase_add_test(tests, messages_show_control_characters_in_hexadecimal);
    tcase_add_test(tests, messages_show_what_turns_directions_ends_lines_or_is_no_character);
    tcase_add_test(tests, no_message_holds_a_control_character);
    tcase_add_test(tests, endings_are_compared_to_the_last_byte);
    tcase_add_test(tests, columns_count_characters_not_bytes);
    tcase_add_test(tests, lists_are_split_at_commas_and_blanks_around_items_are_dropped);
}

int main(void) { return unit_main("text", add_tests); }

/* json/scan: JSON in one pass. */
#include "unit.h"

#include "json/scan.h"

#include <stdio.h>

/* Takes one value; whether that was all. */
static bool passes(const char *text)
{
    ml_scan scan = ml_scan_of(text, strlen(text));
    ml_span value;
    bool good = ml_scan_value(&scan, &value) && ml_scan_finish(&scan);
    EXPECT(good == !scan.reason, "'%s': reason and result differ", text);
    return good;
}

START_TEST(values_are_passed_over)
{
    static const char *const good[] = {"0",
                                       "-1.5e-7",
                                       "\"\"",
                                       "\"a\\\"b\\\\\"",
                                       "true",
                                       "false",
                                       "null",
                                       "[]",
                                       "{}",
                                       "[[],{}]",
                                       " { \"a\" : [ 1 , \"]\" ] } ",
                                       "\"\\ud83d\\ude00\""};
    static const char *const bad[] = {
        "",       " ",       "[",           "{",           "]",           "[}",       "{\"a\":[}]", "\"",    "\"\\\"",
        "tru",    "nul",     "-",           "01",          "1.",          "+1",       ".5",         "1e",    "nan",
        "\"\t\"", "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\udc00\"", "\"\xff\"", "1 2",        "[] []", "[\"]"};
    for (size_t i = 0; i < ML_COUNT(good); i++)
        EXPECT(passes(good[i]), "'%s' is refused", good[i]);
    for (size_t i = 0; i < ML_COUNT(bad); i++)
        EXPECT(!passes(bad[i]), "'%s' passes", bad[i]);
    char deep[200];
    memset(deep, '[', 100);
    memset(deep + 100, ']', 100);
    char text[201] = {0};
    memcpy(text, deep + 36, 128);
    ck_assert(passes(text));
    memcpy(text, deep + 35, 130);
    ck_assert(!passes(text));
}
END_TEST

START_TEST(strings_are_decoded)
{
    static const char *const cases[][2] = {{"abc", "abc"},
                                           {"\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t"},
                                           {"\\u0041\\u00e9\\u20ac\\ud83d\\ude00", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
                                           {"\\u000a", "\n"}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        char quoted[128], decoded[128];
        ml_span span;
        snprintf(quoted, sizeof quoted, "\"%s\"", cases[i][0]);
        ml_scan scan = ml_scan_of(quoted, strlen(quoted));
        EXPECT(ml_scan_string(&scan, &span) && ml_scan_finish(&scan), "%s is refused", quoted);
        EXPECT(ml_span_decode(span, decoded) && strcmp(decoded, cases[i][1]) == 0, "%s is read as %s", quoted, decoded);
    }
    char decoded[16];
    ck_assert(!ml_span_decode((ml_span){"a\\u0000", 7}, decoded));
}
END_TEST

START_TEST(counts_are_whole_and_bounded)
{
    static const char *const bad[] = {
        "-1", "1.0", "1e2", "01", "11", "", "x", "null", "18446744073709551616", "99999999999999999999"};
    uint64_t n;
    for (size_t i = 0; i < ML_COUNT(bad); i++) {
        ml_scan scan = ml_scan_of(bad[i], strlen(bad[i]));
        EXPECT(!ml_scan_count(&scan, 10, &n), "'%s' is a count", bad[i]);
    }
    ml_scan scan = ml_scan_of(" 18446744073709551615,", 22);
    ck_assert(ml_scan_count(&scan, UINT64_MAX, &n) && n == UINT64_MAX && *scan.at == ',');
}
END_TEST

START_TEST(lists_have_just_the_values_that_are_wanted)
{
    static const struct {
        const char *text;
        size_t n;
        bool may_be_empty, good;
        size_t n_read;
    } cases[] = {{"[1,2,3]", 3, false, true, 3},  {"[]", 3, true, true, 0},     {"[]", 3, false, false, 0},
                 {"[]", 0, false, true, 0},       {"[1,2]", 3, true, false, 0}, {"[1,2,3,4]", 3, true, false, 0},
                 {"[1,2,]", 3, true, false, 0},   {"[,1]", 2, true, false, 0},  {"[1 2]", 2, true, false, 0},
                 {"[1,2", 2, true, false, 0},     {"1", 1, true, false, 0},     {"[1]", 0, true, false, 0},
                 {"[ 1 , 2 ]", 2, true, true, 2}, {"[1,x]", 2, true, false, 0}, {"[1,null]", 2, true, false, 0}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        double numbers[3];
        uint64_t counts[3];
        size_t n_numbers = 0, n_counts = 0;
        ml_scan a = ml_scan_of(cases[i].text, strlen(cases[i].text)), b = a;
        bool read = ml_scan_numbers(&a, cases[i].n, cases[i].may_be_empty, numbers, &n_numbers);
        EXPECT(read == cases[i].good && (!read || n_numbers == cases[i].n_read), "%s as numbers", cases[i].text);
        read = ml_scan_counts(&b, cases[i].n, cases[i].may_be_empty, counts, &n_counts);
        EXPECT(read == cases[i].good && (!read || n_counts == cases[i].n_read), "%s as counts", cases[i].text);
    }
}
END_TEST

START_TEST(members_and_elements_are_walked)
{
    static const char text[] = "{\"a\": [1, 2], \"b\\u0041\": {}}";
    ml_scan scan = ml_scan_of(text, strlen(text));
    ml_span key, value;
    size_t n = 0, elements = 0;
    ck_assert(ml_scan_open(&scan, '{'));
    ck_assert(ml_scan_member(&scan, &n, &key) && ml_span_is(key, "a"));
    ck_assert(ml_scan_open(&scan, '['));
    while (ml_scan_element(&scan, &elements))
        ck_assert(ml_scan_value(&scan, &value));
    ck_assert_uint_eq(elements, 2);
    ck_assert(ml_scan_member(&scan, &n, &key) && ml_span_is(key, "b\\u0041"));
    ck_assert(ml_scan_value(&scan, &value) && value.n == 2);
    ck_assert(!ml_scan_member(&scan, &n, &key) && !scan.reason && n == 2);
    ck_assert(ml_scan_finish(&scan));
    static const char *const bad[] = {"{,}", "{\"a\"}", "{\"a\":1 \"b\":2}", "{\"a\":1,}", "{a:1}", "{\"a\":1"};
    for (size_t i = 0; i < ML_COUNT(bad); i++) {
        ml_scan wrong = ml_scan_of(bad[i], strlen(bad[i]));
        n = 0;
        bool open = ml_scan_open(&wrong, '{');
        while (open && ml_scan_member(&wrong, &n, &key) && ml_scan_value(&wrong, &value))
            ;
        EXPECT(wrong.reason, "%s passes", bad[i]);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, values_are_passed_over);
    tcase_add_test(tests, strings_are_decoded);
    tcase_add_test(tests, counts_are_whole_and_bounded);
    tcase_add_test(tests, lists_have_just_the_values_that_are_wanted);
    tcase_add_test(tests, members_and_elements_are_walked);
}

int main(void) { return unit_main("json_scan", add_tests); }

/* base/error: statuses and error text. */
#include "unit.h"

#include "base/error.h"

#include <errno.h>
#include <stdio.h>

START_TEST(statuses_are_the_exit_codes)
{
    ck_assert_int_eq(ML_OK, 0);
    ck_assert_int_eq(ML_E_GATE, 1);
    ck_assert_int_eq(ML_E_USAGE, 2);
    ck_assert_int_eq(ML_E_INPUT, 3);
    ck_assert_int_eq(ML_E_SYSTEM, 4);
}
END_TEST

START_TEST(a_fresh_error_is_empty)
{
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(error.status, ML_OK);
    ck_assert_str_eq(error.text, "");
}
END_TEST

START_TEST(a_failure_keeps_its_status_and_text_and_returns_the_status)
{
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(ml_fail(&error, ML_E_INPUT, "%s: row %d", "a.png", 7), ML_E_INPUT);
    ck_assert_int_eq(error.status, ML_E_INPUT);
    ck_assert_str_eq(error.text, "a.png: row 7");
}
END_TEST

START_TEST(a_later_failure_replaces_the_earlier_one)
{
    ml_error error = ML_ERROR_INIT;
    ml_fail(&error, ML_E_SYSTEM, "a text that is longer than the next");
    ml_fail(&error, ML_E_USAGE, "short");
    ck_assert_int_eq(error.status, ML_E_USAGE);
    ck_assert_str_eq(error.text, "short");
}
END_TEST

START_TEST(lack_of_memory_is_a_system_error_that_says_what_for)
{
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(ml_fail_memory(&error, "a tile"), ML_E_SYSTEM);
    ck_assert_int_eq(error.status, ML_E_SYSTEM);
    ck_assert_str_eq(error.text, "out of memory for a tile");
}
END_TEST

/* Without memory or descriptors no other input would fare better. */
START_TEST(a_failed_call_ends_with_its_reason_and_is_ours_where_memory_or_descriptors_lack)
{
    static const struct {
        int reason;
        ml_status status;
    } cases[] = {{ENOMEM, ML_E_SYSTEM}, {EMFILE, ML_E_SYSTEM}, {ENFILE, ML_E_SYSTEM},
                 {EIO, ML_E_INPUT},     {ENOENT, ML_E_INPUT},  {EACCES, ML_E_INPUT}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        ml_error error = ML_ERROR_INIT;
        char text[256];
        snprintf(text, sizeof text, "a.png: %s", strerror(cases[k].reason));
        errno = cases[k].reason;
        EXPECT(ml_fail_call(&error, "a.png") == cases[k].status, "%s", text);
        EXPECT(error.status == cases[k].status && strcmp(error.text, text) == 0, "%s", error.text);
    }
}
END_TEST

START_TEST(an_addition_follows_the_text_and_keeps_the_status)
{
    ml_error error = ML_ERROR_INIT;
    ml_fail(&error, ML_E_INPUT, "first");
    ml_error_add(&error, "; %s %d", "second", 2);
    ml_error_add(&error, "; third");
    ck_assert_int_eq(error.status, ML_E_INPUT);
    ck_assert_str_eq(error.text, "first; second 2; third");
}
END_TEST

START_TEST(a_text_that_just_fits_is_not_cut)
{
    static ml_error error = ML_ERROR_INIT;
    static char text[ML_ERROR_TEXT_SIZE];
    memset(text, 'x', sizeof text - 1);
    ml_fail(&error, ML_E_INPUT, "%s", text);
    ck_assert_str_eq(error.text, text);
}
END_TEST

START_TEST(an_over_long_text_is_cut_in_its_middle)
{
    static ml_error error = ML_ERROR_INIT;
    static char text[ML_ERROR_TEXT_SIZE + 1];
    memset(text, 'x', sizeof text - 1);
    ml_fail(&error, ML_E_INPUT, "%s: the reason", text);
    ck_assert_uint_eq(strlen(error.text), ML_ERROR_TEXT_SIZE - 1);
    ck_assert_str_eq(error.text + ML_ERROR_TEXT_SIZE - 14, "x: the reason");
    const char *dots = strstr(error.text, "...");
    ck_assert(dots && dots == error.text + strspn(error.text, "x") && !strchr(dots + 3, '.'));
    ml_error_add(&error, "%s", "more");
    ck_assert_uint_eq(strlen(error.text), ML_ERROR_TEXT_SIZE - 1);
    ck_assert_str_eq(error.text + ML_ERROR_TEXT_SIZE - 7, "rea...");
}
END_TEST

START_TEST(additions_are_cut_wherever_the_room_ends)
{
    static ml_error error = ML_ERROR_INIT;
    static char text[ML_ERROR_TEXT_SIZE];
    for (size_t have = ML_ERROR_TEXT_SIZE - 12; have < ML_ERROR_TEXT_SIZE; have++) {
        memset(text, 'x', have);
        text[have] = '\0';
        ml_fail(&error, ML_E_INPUT, "%s", text);
        ml_error_add(&error, "%s", "1234567");
        size_t n = strlen(error.text);
        bool fits = have + 7 < ML_ERROR_TEXT_SIZE;
        EXPECT(n == (fits ? have + 7 : ML_ERROR_TEXT_SIZE - 1), "%zu + 7 bytes became %zu", have, n);
        EXPECT(strcmp(error.text + n - 3, fits ? "567" : "...") == 0, "%zu + 7 bytes end in %s", have, error.text + n - 3);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, statuses_are_the_exit_codes);
    tcase_add_test(tests, a_fresh_error_is_empty);
    tcase_add_test(tests, a_failure_keeps_its_status_and_text_and_returns_the_status);
    tcase_add_test(tests, a_later_failure_replaces_the_earlier_one);
    tcase_add_test(tests, lack_of_memory_is_a_system_error_that_says_what_for);
    tcase_add_test(tests, a_failed_call_ends_with_its_reason_and_is_ours_where_memory_or_descriptors_lack);
    tcase_add_test(tests, an_addition_follows_the_text_and_keeps_the_status);
    tcase_add_test(tests, a_text_that_just_fits_is_not_cut);
    tcase_add_test(tests, an_over_long_text_is_cut_in_its_middle);
    tcase_add_test(tests, additions_are_cut_wherever_the_room_ends);
}

int main(void) { return unit_main("error", add_tests); }

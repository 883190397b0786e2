/* output/page/page: how numbers look, and rows that are left out. */
#include "written.h"

#include "output/page/page.h"

#include <math.h>

static void expect_number(double x, const char *wanted)
{
    ml_page page = {.n_bytes = 0};
    ml_out out;
    written_begin(&out);
    ml_html html = {.out = &out};
    ml_page_number(&page, &html, x);
    char *got = written_take(&out);
    ck_assert_str_eq(got, wanted);
    ck_assert_int_eq(page.has_undefined, !isfinite(x));
    free(got);
}

static void expect_count(uint64_t n, const char *wanted)
{
    ml_out out;
    char plain[64] = "";
    written_begin(&out);
    ml_html html = {.out = &out};
    ml_page_count(&html, n);
    char *got = written_take(&out);
    for (const char *at = got; *at; at++) /* U+202F as a comma */
        if (*at == '\xaf')
            strcat(plain, ",");
        else if (*at >= '0' && *at <= '9')
            strncat(plain, at, 1);
    ck_assert_str_eq(plain, wanted);
    free(got);
}

START_TEST(numbers_have_four_digits_behind_the_point_or_six_in_all)
{
    expect_number(0, "0.0000");
    expect_number(0.12345, "0.1235");
    expect_number(-0.5, "-0.5000");
    expect_number(99.99994, "99.9999");
    expect_number(100, "100");
    expect_number(1234.5678, "1234.57");
    expect_number(-12345678, "-1.23457e+07");
    expect_number((double)NAN, "\xe2\x80\x93");
}
END_TEST

static void expect_difference(double x, bool is_share, const char *wanted)
{
    ml_page page = {.n_bytes = 0};
    ml_out out;
    written_begin(&out);
    ml_html html = {.out = &out};
    if (is_share)
        ml_page_percent_more(&page, &html, x);
    else
        ml_page_difference(&page, &html, x);
    char *got = written_take(&out);
    ck_assert_str_eq(got, wanted);
    ck_assert_int_eq(page.has_undefined, !isfinite(x));
    free(got);
}

START_TEST(differences_have_signs_and_only_0_looks_like_0)
{
    expect_difference(0, false, "0");
    expect_difference(-0.0, false, "0");
    expect_difference(0.12345, false, "+0.1235");
    expect_difference(-0.5, false, "-0.5000");
    expect_difference(0.00005, false, "+0.0001");
    expect_difference(-0.00004, false, "-4.0e-05");
    expect_difference(5e-324, false, "+4.9e-324");
    expect_difference(1234.5678, false, "+1234.57");
    expect_difference((double)NAN, false, "\xe2\x80\x93");
    expect_difference(0, true, "0\xc2\xa0%");
    expect_difference(0.125, true, "+12.5\xc2\xa0%");
    expect_difference(-0.0004, true, "-0.04\xc2\xa0%");
    expect_difference(12345, true, "+1.2e+06\xc2\xa0%");
    expect_difference((double)INFINITY, true, "\xe2\x80\x93");
}
END_TEST

START_TEST(counts_have_their_thousands_apart)
{
    expect_count(0, "0");
    expect_count(999, "999");
    expect_count(1000, "1,000");
    expect_count(13824, "13,824");
    expect_count(1234567, "1,234,567");
    expect_count(UINT64_MAX, "18,446,744,073,709,551,615");
}
END_TEST

/* Writes rows of so many letters until one is left out; then a short one, which would fit. */
static char *rows_of(size_t limit, size_t n_letters, uint64_t *n_left_out)
{
    char letters[200] = "";
    ml_out out;
    ml_page page = {.html = {.out = &out}, .row_text = {.path = "a row", .fd = -1}};
    memset(letters, 'x', n_letters);
    written_begin(&out);
    ml_page_rows(&page, limit);
    bool fits = true;
    for (int i = 0; i < 20 && fits; i++) {
        ml_html_text(ml_page_row(&page, "li"), letters);
        fits = ml_page_row_end(&page);
    }
    ml_html_text(ml_page_row(&page, "li"), "");
    ck_assert(!ml_page_row_end(&page) || fits);
    *n_left_out = page.n_left_out;
    ml_page_rows_end(&page, "things");
    ml_page_clear(&page);
    return written_take(&out);
}

START_TEST(rows_stay_below_the_limit)
{
    for (size_t n_letters = 0; n_letters < 60; n_letters++)
        for (size_t limit = 0; limit < 300; limit += 7) {
            uint64_t n_left_out;
            char *got = rows_of(limit, n_letters, &n_left_out), *remark = strstr(got, "<p");
            ck_assert_int_eq(n_left_out > 0, remark != NULL);
            ck_assert_uint_le(remark ? (size_t)(remark - got) : strlen(got), limit);
            ck_assert(n_left_out == 0 || (size_t)(remark - got) + n_letters + strlen("\n<li></li>") > limit);
            ck_assert_uint_le(n_left_out, 2);
            free(got);
        }
}
END_TEST

START_TEST(what_is_left_out_is_said)
{
    uint64_t n_left_out;
    char *got = rows_of(30, 10, &n_left_out);
    ck_assert_str_eq(got, "\n<li>xxxxxxxxxx</li>"
                          "<p class=\"remark\">2 more of the things are left out here: --format=json has all.</p>");
    free(got);
}
END_TEST

START_TEST(a_dash_is_explained_where_there_was_one)
{
    ml_out out;
    ml_page page = {.html = {.out = &out}};
    written_begin(&out);
    ml_page_section(&page, "a", "A");
    ml_page_section_end(&page);
    ml_page_section(&page, "b", "B");
    ml_page_percent(&page, &page.html, 0.125);
    ml_page_percent(&page, &page.html, (double)NAN);
    ml_page_section_end(&page);
    char *got = written_take(&out), *remark = strstr(got, "is not defined");
    ck_assert(remark && remark > strstr(got, "id=\"b\"") && !strstr(remark + 1, "is not defined"));
    ck_assert(strstr(got, "12.5\xc2\xa0%\xe2\x80\x93<p"));
    free(got);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, numbers_have_four_digits_behind_the_point_or_six_in_all);
    tcase_add_test(tests, differences_have_signs_and_only_0_looks_like_0);
    tcase_add_test(tests, counts_have_their_thousands_apart);
    tcase_add_test(tests, rows_stay_below_the_limit);
    tcase_add_test(tests, what_is_left_out_is_said);
    tcase_add_test(tests, a_dash_is_explained_where_there_was_one);
}

int main(void) { return unit_main("page", add_tests); }

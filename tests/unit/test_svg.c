/* output/page/svg: where the bins of a histogram begin, and what is in them; bars. */
#include "written.h"

#include "base/number.h"
#include "output/page/svg.h"

#include <math.h>

/* Counts the values, looks at each bin, and returns how many there are. */
static size_t expect_bins(const double *values, size_t n)
{
    ml_svg_histogram h;
    double least = values[0], largest = values[0];
    for (size_t i = 0; i < n; i++) {
        least = values[i] < least ? values[i] : least;
        largest = values[i] > largest ? values[i] : largest;
    }
    ml_svg_histogram_count(values, n, least, largest, &h);
    uint64_t total = 0, highest = 0;
    ck_assert(h.n_bins >= 1 && h.n_bins <= ML_SVG_MAX_BINS);
    ck_assert(h.edges[0] <= least && h.edges[h.n_bins] >= largest);
    for (size_t b = 0; b < h.n_bins; b++) {
        uint64_t here = 0;
        ck_assert(h.edges[b] < h.edges[b + 1] || h.n_bins == 1);
        for (size_t i = 0; i < n; i++)
            here += values[i] >= h.edges[b] && (values[i] < h.edges[b + 1] || b + 1 == h.n_bins);
        ck_assert_uint_eq(h.counts[b], here);
        highest = here > highest ? here : highest;
        total += here;
    }
    ck_assert_uint_eq(total, n);
    ck_assert_uint_eq(h.highest, highest);
    ck_assert(h.n_bins == 1 || (h.counts[0] > 0 && h.edges[h.n_bins - 1] <= largest));
    return h.n_bins;
}

START_TEST(every_value_is_in_its_bin)
{
    uint64_t state = 5;
    double values[400];
    for (size_t round = unit_rounds(2000); round-- > 0;) {
        size_t n = 1 + unit_below(&state, 400);
        double scale = pow(10, (double)unit_below(&state, 24) - 12), from = (double)unit_below(&state, 200) - 100;
        for (size_t i = 0; i < n; i++)
            values[i] = scale * (from + (double)unit_below(&state, 1000) / 100);
        expect_bins(values, n);
    }
}
END_TEST

START_TEST(equal_values_are_one_bar)
{
    const double same[] = {0.3, 0.3, 0.3}, near[] = {1, 1 + 1e-15}, zero[] = {0}, large[] = {1e300, 1e300};
    ck_assert_uint_eq(expect_bins(same, 3), 1);
    ck_assert_uint_eq(expect_bins(near, 2), 1);
    ck_assert_uint_eq(expect_bins(zero, 1), 1);
    ck_assert_uint_eq(expect_bins(large, 2), 1);
}
END_TEST

START_TEST(edges_are_numbers_of_few_digits)
{
    const double values[] = {0.1776, 0.2417, 0.2515, 0.4158, 0.3};
    char text[ML_NUMBER_TEXT_SIZE];
    ml_svg_histogram h;
    ml_svg_histogram_count(values, 5, 0.1776, 0.4158, &h);
    ck_assert_uint_eq(h.n_bins, 6);
    ck_assert_str_eq(ml_number_text(h.edges[0], text), "0.15");
    ck_assert_str_eq(ml_number_text(h.edges[3], text), "0.3"); /* not 0.30000000000000004 */
    ck_assert_uint_eq(h.counts[3], 1);
    ck_assert_str_eq(ml_number_text(h.edges[6], text), "0.45");
}
END_TEST

static void expect_bar(double share, double mark, const char *wanted)
{
    ml_out out;
    char whole[256];
    written_begin(&out);
    ml_html html = {.out = &out};
    ml_svg_bar(&html, share, mark);
    char *got = written_take(&out);
    snprintf(whole, sizeof whole,
             "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">%s</svg>", wanted);
    ck_assert_str_eq(got, whole);
    free(got);
}

START_TEST(bars_stay_in_their_box)
{
    const double none = (double)NAN;
    expect_bar(0.25, none, "<rect width=\"25\" height=\"10\"/>");
    expect_bar(none, none, "");
    expect_bar(0, none, "");
    expect_bar(-0.5, none, ""); /* kappa may be negative */
    expect_bar(1, 1, "<rect width=\"100\" height=\"10\"/><rect class=\"mark\" x=\"99\" width=\"1.2\" height=\"10\"/>");
    expect_bar(none, 0, "<rect class=\"mark\" x=\"0\" width=\"1.2\" height=\"10\"/>");
}
END_TEST

static void expect_interval(double low, double high, double at, double reach, const char *classes, const char *wanted)
{
    ml_out out;
    char whole[512];
    const ml_interval interval = {low, high};
    written_begin(&out);
    ml_html html = {.out = &out};
    ml_svg_interval(&html, &interval, at, reach, classes);
    char *got = written_take(&out);
    snprintf(whole, sizeof whole,
             "<svg class=\"around\" viewBox=\"0 0 200 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
             "<rect class=\"zero\" x=\"99.5\" width=\"1\" height=\"10\"/>%s</svg>",
             wanted);
    ck_assert_str_eq(got, whole);
    free(got);
}

START_TEST(intervals_are_around_zero)
{
    const double none = (double)NAN;
    expect_interval(-0.5, 1, 0.25, 1, "good",
                    "<rect class=\"good\" x=\"50\" y=\"2\" width=\"150\" height=\"6\"/>"
                    "<rect class=\"mark\" x=\"124\" width=\"2\" height=\"10\"/>");
    expect_interval(none, none, -1, 1, NULL, "<rect class=\"mark\" x=\"0\" width=\"2\" height=\"10\"/>");
    expect_interval(none, none, none, none, NULL, "");
    expect_interval(0.1, 0.1, none, 1, NULL, "<rect x=\"107\" y=\"2\" width=\"6\" height=\"6\"/>");
    expect_interval(0, 0, 0, 0, "a",
                    "<rect class=\"a\" x=\"97\" y=\"2\" width=\"6\" height=\"6\"/>"
                    "<rect class=\"mark\" x=\"99\" width=\"2\" height=\"10\"/>");
    expect_interval(0.99, 1, none, 1, NULL, "<rect x=\"194\" y=\"2\" width=\"6\" height=\"6\"/>");
    expect_interval(-7, -7, none, 1, NULL, "<rect x=\"0\" y=\"2\" width=\"6\" height=\"6\"/>");
    expect_interval(-3, 3, 5, 1, NULL,
                    "<rect x=\"0\" y=\"2\" width=\"200\" height=\"6\"/>"
                    "<rect class=\"mark\" x=\"198\" width=\"2\" height=\"10\"/>");
}
END_TEST

/* How often a histogram of these two values has a line at 0. */
static size_t zeros_of(double least, double largest)
{
    const double values[] = {least, largest};
    ml_svg_histogram histogram;
    ml_out out;
    size_t n = 0;
    written_begin(&out);
    ml_html html = {.out = &out};
    ml_svg_histogram_count(values, 2, least, largest, &histogram);
    ml_svg_histogram_write(&html, &histogram, "what");
    char *got = written_take(&out);
    for (const char *at = got; (at = strstr(at, "zero")); at++)
        n++;
    free(got);
    return n;
}

START_TEST(a_histogram_shows_zero_where_it_lies_inside)
{
    ck_assert_uint_eq(zeros_of(-1, 2), 1);
    ck_assert_uint_eq(zeros_of(0, 2), 0);
    ck_assert_uint_eq(zeros_of(1, 2), 0);
    ck_assert_uint_eq(zeros_of(-2, -1), 0);
}
END_TEST

START_TEST(parts_fill_the_whole)
{
    const ml_svg_part parts[] = {{"a", 1}, {"b", 0}, {"c", 3}}, nothing[] = {{"a", 0}};
    ml_out out;
    written_begin(&out);
    ml_html html = {.out = &out};
    ml_svg_parts(&html, parts, 3);
    ml_svg_parts(&html, nothing, 1);
    char *got = written_take(&out);
    ck_assert_str_eq(
        got,
        "<svg class=\"parts\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect class=\"a\" x=\"0\" width=\"250\" height=\"10\"/><rect class=\"c\" x=\"250\" width=\"750\" height=\"10\"/></svg>"
        "<svg class=\"parts\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"></svg>");
    free(got);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, every_value_is_in_its_bin);
    tcase_add_test(tests, equal_values_are_one_bar);
    tcase_add_test(tests, edges_are_numbers_of_few_digits);
    tcase_add_test(tests, bars_stay_in_their_box);
    tcase_add_test(tests, intervals_are_around_zero);
    tcase_add_test(tests, a_histogram_shows_zero_where_it_lies_inside);
    tcase_add_test(tests, parts_fill_the_whole);
}

int main(void) { return unit_main("svg", add_tests); }

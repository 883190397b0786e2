/* output/junit: gates as test cases, to the byte. */
#include "written.h"

#include "output/junit.h"

#include <math.h>

static double as_bounded(const ml_gate *gate, const void *context)
{
    ML_UNUSED(context);
    return gate->op == ML_GATE_NE ? (double)NAN : gate->bound;
}

/* `suite` lacks its verdicts. */
static void expect_document(const char *const *gates_text, size_t n, ml_junit_suite suite, const char *wanted)
{
    ml_gates gates = {0};
    ml_verdicts verdicts = {0};
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    for (size_t i = 0; i < n; i++)
        EXPECT(ml_gates_add(&gates, "gate", gates_text[i], ML_GATES_OF_COMPARISONS, &error) == ML_OK, "%s", error.text);
    EXPECT(ml_verdicts_init(&gates, as_bounded, NULL, &error, &verdicts) == ML_OK, "%s", error.text);
    written_begin(&out);
    suite.verdicts = &verdicts;
    ml_junit_write(&out, &suite);
    char *got = written_take(&out);
    EXPECT(strcmp(got, wanted) == 0, "%s\ninstead of\n%s", got, wanted);
    free(got);
    ml_verdicts_clear(&verdicts);
    ml_gates_clear(&gates);
}

START_TEST(without_gates_the_evaluation_is_the_only_case)
{
    const ml_junit_suite suite = {0};
    expect_document(NULL, 0, suite,
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<testsuites>\n"
                    "  <testsuite name=\"maskloss\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\">\n"
                    "    <testcase classname=\"maskloss\" name=\"evaluation\" time=\"0\"/>\n"
                    "  </testsuite>\n"
                    "</testsuites>\n");
}
END_TEST

START_TEST(gates_are_cases_and_faults_are_text)
{
    static const char *const gates[] = {"images >= 4", "delta:a[\"<\\\"&\"].b<0.5", "c!=1e-7"};
    ml_faults faults = {0};
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(ml_faults_add(&faults, "\xff\\", "a]]>\n\"", 0, &error), ML_OK);
    ck_assert_int_eq(ml_faults_add(&faults, "\xef\xbf\xbe", "\xef\xbf\xbf\xef\xbf\xbd\x1b", 1, &error), ML_OK);
    const ml_junit_suite suite = {.failure = "2 errors & more", .n_missing = 1, .n_missing_shards = 2, .faults = &faults};
    expect_document(
        gates, ML_COUNT(gates), suite,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites>\n"
        "  <testsuite name=\"maskloss\" tests=\"5\" failures=\"3\" errors=\"0\" skipped=\"1\" time=\"0\">\n"
        "    <testcase classname=\"maskloss\" name=\"evaluation\" time=\"0\">\n"
        "      <failure type=\"error\" message=\"2 errors &amp; more\">2 errors &amp; more</failure>\n"
        "    </testcase>\n"
        "    <testcase classname=\"maskloss\" name=\"coverage\" time=\"0\">\n"
        "      <skipped message=\"missing: 1 image and 2 shards\"/>\n"
        "    </testcase>\n"
        "    <testcase classname=\"maskloss\" name=\"images &gt;= 4\" time=\"0\">\n"
        "      <system-out>4</system-out>\n"
        "    </testcase>\n"
        "    <testcase classname=\"maskloss\" name=\"delta:a[&quot;&lt;\\&quot;&amp;&quot;].b&lt;0.5\" time=\"0\">\n"
        "      <failure type=\"gate\" message=\"delta:a[&quot;&lt;\\&quot;&amp;&quot;].b is 0.5, not &lt;0.5\">"
        "delta:a[&quot;&lt;\\&quot;&amp;&quot;].b is 0.5, not &lt;0.5</failure>\n"
        "      <system-out>0.5</system-out>\n"
        "    </testcase>\n"
        "    <testcase classname=\"maskloss\" name=\"c!=1e-7\" time=\"0\">\n"
        "      <failure type=\"gate\" message=\"c is null, not !=1e-07\">c is null, not !=1e-07</failure>\n"
        "      <system-out>null</system-out>\n"
        "    </testcase>\n"
        "    <system-err>\\xFF\\\\: a]]&gt;\\x0A&quot;\n"
        "\\xEF\\xBF\\xBE: \\xEF\\xBF\\xBF\xef\xbf\xbd\\x1B\n</system-err>\n"
        "  </testsuite>\n"
        "</testsuites>\n");
    ml_faults_clear(&faults);
}
END_TEST

START_TEST(a_run_without_result_is_a_failed_evaluation)
{
    ml_out out;
    written_begin(&out);
    ml_junit_write_failure(&out, "a<b");
    char *got = written_take(&out);
    EXPECT(strstr(got, "tests=\"1\" failures=\"1\""), "%s", got);
    EXPECT(strstr(got, "<failure type=\"error\" message=\"a&lt;b\">a&lt;b</failure>"), "%s", got);
    free(got);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_run_without_result_is_a_failed_evaluation);
    tree_use(tests);
    tcase_add_test(tests, without_gates_the_evaluation_is_the_only_case);
    tcase_add_test(tests, gates_are_cases_and_faults_are_text);
}

int main(void) { return unit_main("junit", add_tests); }

/* The JUnit report: whether the run failed, what is missing, and the gates. */
#include "output/junit.h"
#include "output/report/report.h"

static void begin(ml_report *report) { ML_UNUSED(report); }

static void add_image(ml_report *report, const ml_image_result *image)
{
    ML_UNUSED(report);
    ML_UNUSED(image);
}

static void end(ml_report *report, const ml_set_result *set)
{
    const uint64_t n_known = set->aggregate->n_images + (report->failure ? set->faults->n : 0); /* evaluated, or not accepted */
    const ml_junit_suite suite = {.failure = report->failure,
                                  .n_missing = set->n_expected > n_known ? set->n_expected - n_known : 0,
                                  .n_missing_shards = report->n_missing_shards,
                                  .verdicts = set->verdicts,
                                  .faults = set->faults};
    ml_junit_write(report->out, &suite);
}

const ml_report_form ml_junit_form = {
    .name = "junit", .begin = begin, .image = add_image, .end = end, .fail = ml_junit_write_failure};

/* The JUnit report: the gates. What else there is to say has no place in it. */
#include "output/junit.h"
#include "output/report/report.h"

static void begin(ml_report *report) { ML_UNUSED(report); }

static void add_image(ml_report *report, const ml_image_result *image)
{
    ML_UNUSED(report);
    ML_UNUSED(image);
}

static void end(ml_report *report, const ml_set_result *set) { ml_junit_write(report->out, set->verdicts, set->faults); }

const ml_report_form ml_junit_form = {.name = "junit", .begin = begin, .image = add_image, .end = end};

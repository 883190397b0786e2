/* The JUnit report: the gates. What else there is to say has no place in it. */
#include "output/junit.h"
#include "output/report/report.h"

void ml_junit_report_begin(ml_report *report) { ML_UNUSED(report); }

void ml_junit_report_image(ml_report *report, const ml_image_result *image)
{
    ML_UNUSED(report);
    ML_UNUSED(image);
}

void ml_junit_report_end(ml_report *report, const ml_set_result *set)
{
    ml_junit_write(report->out, set->verdicts, set->faults);
}

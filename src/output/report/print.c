/* The form of --print: values alone. It is no name of --format, since it takes what to print. */
#include "output/print.h"
#include "output/report/report.h"

static void begin(ml_report *report) { ML_UNUSED(report); }

static void add_image(ml_report *report, const ml_image_result *image)
{
    ML_UNUSED(report);
    ML_UNUSED(image);
}

static void end(ml_report *report, const ml_set_result *set) { ml_print_values(report->out, set->printed); }

const ml_report_form ml_print_form = {.name = "print", .begin = begin, .image = add_image, .end = end};

/* The table of output forms; see report.h. */
#include "output/report/report.h"

const ml_report_form *const ml_report_forms[] = {
    &ml_text_form, &ml_json_form, &ml_jsonl_form, &ml_tsv_form, &ml_markdown_form, &ml_junit_form, NULL,
};

void ml_report_clear(ml_report *report) { ml_out_close(&report->part); }

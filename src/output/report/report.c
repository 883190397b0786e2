/* The table of output forms; see report.h. */
#include "output/report/report.h"

const ml_report_form ml_report_forms[ML_N_REPORT_FORMS] = {
    {"text", false, 0, ml_text_report_begin, ml_text_report_image, ml_text_report_end},
    {"json", false, 0, ml_json_report_begin, ml_json_report_image, ml_json_report_end},
    {"jsonl", true, 0, ml_jsonl_report_begin, ml_jsonl_report_image, ml_jsonl_report_end},
    {"tsv", false, 0, ml_tsv_report_begin, ml_tsv_report_image, ml_tsv_report_end},
    {"markdown", false, 10, ml_markdown_report_begin, ml_markdown_report_image, ml_markdown_report_end},
    {"junit", false, 0, ml_junit_report_begin, ml_junit_report_image, ml_junit_report_end},
};

void ml_report_clear(ml_report *report) { ml_out_close(&report->part); }

/* The table of output forms; see report.h. */
#include "output/report.h"

const ml_report_form ml_report_forms[ML_N_REPORT_FORMS] = {
    {"text", ml_text_report_begin, ml_text_report_image, ml_text_report_end},
    {"json", ml_json_report_begin, ml_json_report_image, ml_json_report_end},
    {"tsv", ml_tsv_report_begin, ml_tsv_report_image, ml_tsv_report_end},
};

/* The table of output forms; see forms.h. */
#include "output/report/forms.h"

const ml_report_form *const ml_report_forms[] = {
    &ml_text_form, &ml_json_form, &ml_jsonl_form, &ml_tsv_form, &ml_markdown_form, &ml_junit_form, &ml_html_form, NULL,
};

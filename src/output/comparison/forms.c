/* The table of the forms of a comparison; see forms.h. */
#include "output/comparison/forms.h"

const ml_comparison_form ml_comparison_forms[] = {
    {"text", ml_comparison_text},         {"json", ml_comparison_json},   {"tsv", ml_comparison_tsv},
    {"markdown", ml_comparison_markdown}, {"junit", ml_comparison_junit}, {NULL, NULL},
};

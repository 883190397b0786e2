/* The table of the forms of a comparison; see forms.h. */
#include "output/comparison/forms.h"

#include "output/junit.h"

const ml_comparison_form ml_comparison_forms[] = {
    {.name = "text", .has_notes = true, .write = ml_comparison_text},
    {.name = "json", .write = ml_comparison_json},
    {.name = "tsv", .write = ml_comparison_tsv},
    {.name = "markdown", .has_notes = true, .write = ml_comparison_markdown},
    {.name = "junit", .write = ml_comparison_junit, .fail = ml_junit_write_failure},
    {.name = "html", .has_notes = true, .write = ml_comparison_html},
    {.name = NULL},
};

const ml_comparison_form ml_comparison_print_form = {.name = "print", .write = ml_comparison_print};

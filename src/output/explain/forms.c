/* The table of the forms of an explanation; see forms.h. */
#include "output/explain/forms.h"

const ml_explanation_form ml_explanation_forms[] = {
    {.name = "text", .write = ml_explanation_text},
    {.name = "json", .has_all_gradients = true, .write = ml_explanation_json},
    {.name = NULL},
};

/* The table of the forms that a comparison is written in. */
#ifndef ML_OUTPUT_COMPARISON_FORMS_H
#define ML_OUTPUT_COMPARISON_FORMS_H

#include "output/comparison/comparison.h"

typedef struct ml_comparison_form {
    const char *name;
    void (*write)(const ml_comparison *comparison, ml_out *out);
} ml_comparison_form;

/* The first is the default, and one without name ends it. */
extern const ml_comparison_form ml_comparison_forms[];

#endif

/* The table of the forms that a comparison is written in. */
#ifndef ML_OUTPUT_COMPARISON_FORMS_H
#define ML_OUTPUT_COMPARISON_FORMS_H

#include "output/comparison/comparison.h"

typedef struct ml_comparison_form {
    const char *name;
    bool has_notes; /* shows the notes where people read them; else somebody else has to */
    void (*write)(const ml_comparison *comparison, ml_out *out);
    void (*fail)(ml_out *out, const char *reason); /* what is written of a run without a result; NULL: nothing */
} ml_comparison_form;

/* The first is the default, and one without name ends it. */
extern const ml_comparison_form ml_comparison_forms[];

/* The form of --print, which is no name of --format. */
extern const ml_comparison_form ml_comparison_print_form;

#endif

/* The table of the forms that one pixel explained is written in. */
#ifndef ML_OUTPUT_EXPLAIN_FORMS_H
#define ML_OUTPUT_EXPLAIN_FORMS_H

#include "output/explain/explanation.h"

typedef struct ml_explanation_form {
    const char *name;
    bool has_all_gradients; /* wants those of losses that are not asked for, too */
    void (*write)(const ml_explained *explained, ml_out *out);
} ml_explanation_form;

/* The first is the default, and one without name ends it. */
extern const ml_explanation_form ml_explanation_forms[];

#endif

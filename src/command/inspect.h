/* What inspect.c and its two output forms share. */
#ifndef ML_COMMAND_INSPECT_H
#define ML_COMMAND_INSPECT_H

#include "command/arguments.h"
#include "input/survey.h"

enum { ML_ADVICE_MAX_OPTIONS = 6, ML_ADVICE_OPTION_SIZE = 64 };

/* The options that a file needs, and what it can be used as. */
typedef struct ml_advice {
    size_t n;
    char options[ML_ADVICE_MAX_OPTIONS][ML_ADVICE_OPTION_SIZE];
    const char *role;
} ml_advice;

/* An inspection: all that outlives a file. */
typedef struct ml_inspection {
    const ml_arguments *arguments;
    const ml_classes *classes; /* NULL without --classes */
    ml_out *out;
    ml_json json;
} ml_inspection;

ml_advice ml_inspect_advice(const ml_inspection *in, const ml_survey *survey);

/* Whether all labels are known in the raw, and in the scaled reading; false without a class set. */
void ml_inspect_known(const ml_inspection *in, const ml_survey *survey, bool *raw, bool *scaled);

/* The label that a sample stands for in the scaled reading, -1 for an index beyond the palette or without that reading. */
long ml_inspect_scaled(const ml_survey *survey, size_t sample);

/* "little", "big" or "none". */
const char *ml_inspect_byte_order(const ml_npy_header *npy);

/* Print one file. */
void ml_inspect_print_json(ml_inspection *in, const char *name, const ml_survey *survey);
void ml_inspect_print_text(ml_inspection *in, const char *name, const ml_survey *survey);

#endif

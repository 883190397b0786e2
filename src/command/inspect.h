/* What inspect.c and its two output forms share. */
#ifndef ML_COMMAND_INSPECT_H
#define ML_COMMAND_INSPECT_H

#include "engine/job.h"
#include "input/contents.h"

enum { ML_ADVICE_MAX_OPTIONS = 6, ML_ADVICE_NOTE_SIZE = 128 };

/* What a file can be used as, with which options, and what there is to know before; belongs to the inspection. */
typedef struct ml_advice {
    const char *role;
    size_t n;
    const char *options[ML_ADVICE_MAX_OPTIONS];
    char note[ML_ADVICE_NOTE_SIZE]; /* empty: nothing */
} ml_advice;

/* An inspection: all that outlives a file. */
typedef struct ml_inspection {
    const ml_job *job;
    const ml_classes *classes; /* NULL without --classes */
    const char *array_option;  /* that eval needs to take this array of its archive; NULL: none */
    ml_out *out;
    ml_json json;
} ml_inspection;

ml_advice ml_inspect_advice(const ml_inspection *in, const ml_contents *contents);

/* Whether all labels are known in the raw, and in the scaled reading; false without a class set. */
void ml_inspect_known(const ml_inspection *in, const ml_contents *contents, bool *raw, bool *scaled);

/* The label that a sample stands for in the scaled reading, -1 for an index beyond the palette or without that reading. */
long ml_inspect_scaled(const ml_contents *contents, size_t sample);

/* The class that has the colour 0xRRGGBB, ML_IGNORED or ML_NONE. */
uint16_t ml_inspect_color_class(const ml_classes *classes, uint32_t color);

/* The first bad value or pixel of zeros (&contents->range.first_zero), NULL for none. */
const ml_place *ml_inspect_first_bad(const ml_contents *contents);

/* The class of a sample in the reading that would be taken: an index, ML_IGNORED or ML_NONE. With a class set only. */
uint16_t ml_inspect_class(const ml_inspection *in, const ml_contents *contents, size_t sample);

/* Print one file. */
void ml_inspect_print_json(ml_inspection *in, const char *name, const ml_contents *contents);
void ml_inspect_print_text(ml_inspection *in, const char *name, const ml_contents *contents);

#endif

/* Text from outside in the fields of TSV. */
#ifndef ML_OUTPUT_TSV_H
#define ML_OUTPUT_TSV_H

#include "io/out.h"

/* Writes any bytes as a field, which stays on one line: \ is doubled, and what is not UTF-8, what ml_utf8_is_control says,
 * and quotation marks (which pandas and R take for the start of quoted text) become \xHH, byte by byte. */
void ml_tsv_field(ml_out *out, const char *text);

#endif

/* Values alone, a line each: what scripts read without a parser. */
#ifndef ML_OUTPUT_PRINT_H
#define ML_OUTPUT_PRINT_H

#include "core/printed.h"
#include "io/out.h"

/* Numbers as JSON has them, or null; names as they are, but that control characters are made visible. */
void ml_print_values(ml_out *out, const ml_printed *printed);

#endif

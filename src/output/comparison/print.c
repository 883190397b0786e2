/* A comparison's values alone: what --print asks for. */
#include "output/comparison/comparison.h"

#include "output/print.h"

void ml_comparison_print(const ml_comparison *comparison, ml_out *out) { ml_print_values(out, comparison->printed); }

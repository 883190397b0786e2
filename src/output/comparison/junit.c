/* A comparison as JUnit XML: its verdicts. */
#include "output/comparison/comparison.h"

#include "output/junit.h"

void ml_comparison_junit(const ml_comparison *comparison, ml_out *out) { ml_junit_write(out, comparison->verdicts, NULL); }

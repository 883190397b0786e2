/* A comparison as JUnit XML: whether it failed, what is missing, and its verdicts. */
#include "output/comparison/comparison.h"

#include "output/junit.h"

void ml_comparison_junit(const ml_comparison *comparison, ml_out *out)
{
    const ml_junit_suite suite = {.failure = comparison->failure,
                                  .n_missing =
                                      comparison->failure ? 0 : comparison->baseline.n_failed + comparison->candidate.n_failed,
                                  .verdicts = comparison->verdicts};
    ml_junit_write(out, &suite);
}

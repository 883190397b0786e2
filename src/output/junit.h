/* A run as JUnit's XML, which CI servers show as tests: a case for the evaluation itself, one for what was accepted to be
 * missing, and one per gate. */
#ifndef ML_OUTPUT_JUNIT_H
#define ML_OUTPUT_JUNIT_H

#include "base/faults.h"
#include "core/gate.h"
#include "io/out.h"

/* All borrowed. */
typedef struct ml_junit_suite {
    const char *failure;         /* why the run fails, gates apart; NULL: it does not */
    uint64_t n_missing;          /* images that are missing, which was accepted ... */
    uint64_t n_missing_shards;   /* ... and shards, of whose images the number is not known */
    const ml_verdicts *verdicts; /* NULL: no gate was judged */
    const ml_faults *faults;     /* NULL: none; they go to the suite's system-err */
} ml_junit_suite;

/* Writes the document. Every time is 0: the bytes of a result do not depend on the clock, and judging a gate takes none. */
void ml_junit_write(ml_out *out, const ml_junit_suite *suite);

/* The document of a run that ended, for this reason, without a result. */
void ml_junit_write_failure(ml_out *out, const char *reason);

#endif

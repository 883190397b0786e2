/* Gates as JUnit's XML, which CI servers show as tests: one test case per gate. */
#ifndef ML_OUTPUT_JUNIT_H
#define ML_OUTPUT_JUNIT_H

#include "base/faults.h"
#include "core/gate.h"
#include "io/out.h"

/* Writes the document; `faults` (NULL: none) go to the suite's system-err. Every time is 0: the bytes of a result do not depend
 * on the clock, and judging a gate takes none. */
void ml_junit_write(ml_out *out, const ml_verdicts *verdicts, const ml_faults *faults);

#endif

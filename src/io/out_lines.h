/* Output line by line: a record stream is written as it comes, and goes on where it was interrupted. */
#ifndef ML_IO_OUT_LINES_H
#define ML_IO_OUT_LINES_H

#include "io/out.h"

/* To be called when a whole line was collected, with its newline: with `by_line` it reaches the destination now, in one
 * write. The first call creates or empties a regular file and locks it: a second process that wants to write it fails.
 * Failures are sticky, ml_out_check tells them early. */
void ml_out_line(ml_out *out);

/* Goes on with a file that may hold some of the lines to come, which is locked; *exists tells whether it is there. Lines that
 * it has in their place are not written again. The first one that it has not is written there, and the rest of the file cut
 * off, if `exhausted` is set; otherwise a file beside it takes the lines, and replaces it once `exhausted` is set. */
ml_status ml_out_resume(ml_out *out, ml_error *error, bool *exists) ML_MUST_USE;

/* Waits until all lines have arrived safely, of which there is no part any more. Used by ml_out_commit, if none has failed. */
void ml_out_finish_lines(ml_out *out);

#endif

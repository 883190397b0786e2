/* Where a result goes. Collected output reaches its destination only when everything has succeeded: a failure leaves no partial
 * output. A regular file is then written beside its place and renamed over it; anything else (standard output, /dev/null, a
 * FIFO) is written directly. Only a stream of lines is written as it comes, straight into its file. */
#ifndef ML_IO_DESTINATION_H
#define ML_IO_DESTINATION_H

#include "io/out.h"

/* Opens /dev/null, the wrong way round, for each of standard input, output and error that is closed: otherwise the next file
 * opened would take its place, and be written to. To be called first. */
void ml_guard_standard_files(void);

/* Prepares for `path` (borrowed; NULL or "-": standard output) and checks early that it can be written. On failure nothing
 * is held. */
ml_status ml_out_open(const char *path, ml_error *error, ml_out *out) ML_MUST_USE;

/* Writes what was collected to its destination. */
ml_status ml_out_commit(ml_out *out, ml_error *error) ML_MUST_USE;

/* Closes standard output, where some file systems tell only then that what was written is lost. To be called last, and no
 * matter whether anything was written. */
ml_status ml_close_standard_output(ml_error *error) ML_MUST_USE;

#endif

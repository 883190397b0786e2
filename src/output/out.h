/* Where a result goes. Text is collected first (in memory, then in a temporary file) and reaches its destination only when
 * everything has succeeded: a failure leaves no partial output. A regular file is then written beside its place and renamed
 * over it; anything else (standard output, /dev/null, a FIFO) is written directly. Only a stream of lines is written as it
 * comes, straight into its file. */
#ifndef ML_OUTPUT_OUT_H
#define ML_OUTPUT_OUT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Opens /dev/null, the wrong way round, for each of standard input, output and error that is closed: otherwise the next file
 * opened would take its place, and be written to. To be called first. */
void ml_guard_standard_files(void);

typedef struct ml_out {
    const char *path; /* for messages */
    int fd;           /* a standard descriptor to write to, or -1 */
    char *target;     /* a regular file to be replaced, with links resolved, or NULL */
    char *memory;
    size_t n, capacity;
    FILE *spill;      /* what no longer fits in memory */
    bool by_line;     /* set by the caller, before any text: lines are written as they come */
    bool opened;      /* fd was opened by ml_out_line, and is closed at the end */
    bool appends;     /* the first line is written behind the first `kept` bytes of the file, the rest of it is cut off */
    uint64_t kept;    /* bytes */
    int reason;       /* errno of what failed while lines were written */
    ml_status status; /* sticky: after a failure nothing more is collected */
} ml_out;

/* Prepares for `path` (borrowed; NULL or "-": standard output) and checks early that it can be written. On failure nothing
 * is held. */
ml_status ml_out_open(const char *path, ml_error *error, ml_out *out) ML_MUST_USE;

/* Collects text. Failures show in ml_out_commit. */
void ml_out_bytes(ml_out *out, const char *text, size_t n);
void ml_out_text(ml_out *out, const char *text);
void ml_out_pad(ml_out *out, size_t n);                                   /* blanks */
void ml_out_printf(ml_out *out, const char *format, ...) ML_PRINTF(2, 3); /* below 512 bytes: no names, no keys */

/* To be called when a whole line was collected, with its newline: with `by_line` it reaches the destination now, in one
 * write. The first call creates or empties a regular file (see `appends`), and locks it: a second process that wants to write
 * it fails. Failures are sticky, ml_out_check tells them early. */
void ml_out_line(ml_out *out);

/* Whether all is well so far. */
ml_status ml_out_check(const ml_out *out, ml_error *error) ML_MUST_USE;

/* Writes what was collected to its destination. */
ml_status ml_out_commit(ml_out *out, ml_error *error) ML_MUST_USE;

/* Forgets everything; what was not committed is never written. */
void ml_out_close(ml_out *out);

#endif

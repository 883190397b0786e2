/* Where a result goes. Text is collected first (in memory, then in a temporary file) and reaches its destination only when
 * everything has succeeded: a failure leaves no partial output. A regular file is then written beside its place and renamed
 * over it; anything else (standard output, /dev/null, a FIFO) is written directly. Only a stream of lines is written as it
 * comes, straight into its file. */
#ifndef ML_IO_OUT_H
#define ML_IO_OUT_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Opens /dev/null, the wrong way round, for each of standard input, output and error that is closed: otherwise the next file
 * opened would take its place, and be written to. To be called first. */
void ml_guard_standard_files(void);

/* The width of texts for people that do not go to a terminal, the same on every machine. */
enum { ML_OUT_COLUMNS = 80 };

typedef struct ml_out {
    const char *path; /* for messages */
    int fd;           /* a standard descriptor to write to, or -1 */
    char *target;     /* a regular file to be replaced, with links resolved, or NULL */
    char *memory;
    size_t n, capacity;
    FILE *spill;      /* what no longer fits in memory */
    bool has_color;   /* set by the caller, like the next: texts for people may be coloured */
    size_t columns;   /* and how wide their lines may be; 0: ML_OUT_COLUMNS */
    bool by_line;     /* set by the caller, before any text: lines are written as they come */
    bool opened;      /* fd was opened for lines, and is closed at the end */
    bool resumes;     /* the file's lines are compared first; see ml_out_resume */
    bool exhausted;   /* set by the caller: of what the file has beyond the lines so far nothing is needed any more */
    uint64_t kept;    /* bytes at the start of the file that are the lines so far */
    char *beside;     /* name of the file that is to replace the target, and fd's, or NULL */
    int locked_fd;    /* of the target that is being replaced, whose lock is held; 0: none */
    int reason;       /* errno of what failed while lines were written */
    ml_status status; /* sticky: after a failure nothing more is collected */
} ml_out;

/* Prepares for `path` (borrowed; NULL or "-": standard output) and checks early that it can be written. On failure nothing
 * is held. */
ml_status ml_out_open(const char *path, ml_error *error, ml_out *out) ML_MUST_USE;

/* How much is held in memory; lines that are written as they come may be longer. */
enum { ML_OUT_MAX_IN_MEMORY = 8 << 20 };

/* Makes room where there is none; used by ml_out_room. */
char *ml_out_make_room(ml_out *out, size_t n) ML_MUST_USE;

/* Room for n more bytes, to be written in place and then counted with ml_out_used; NULL after a failure. */
static inline ML_MUST_USE char *ml_out_room(ml_out *out, size_t n)
{
    bool has_room = !out->status && out->capacity - out->n >= n && out->n + n <= ML_OUT_MAX_IN_MEMORY;
    return has_room ? out->memory + out->n : ml_out_make_room(out, n);
}
static inline void ml_out_used(ml_out *out, size_t n) { out->n += n; }

/* Collects text. Failures show in ml_out_commit. */
void ml_out_bytes(ml_out *out, const char *text, size_t n);
void ml_out_text(ml_out *out, const char *text);
void ml_out_pad(ml_out *out, size_t n);                                   /* blanks */
void ml_out_printf(ml_out *out, const char *format, ...) ML_PRINTF(2, 3); /* below 512 bytes: no names, no keys */

/* Moves what another output has collected to the end of this one; the other is empty afterwards. */
void ml_out_take(ml_out *out, ml_out *other);

/* To be called when a whole line was collected, with its newline: with `by_line` it reaches the destination now, in one
 * write. The first call creates or empties a regular file and locks it: a second process that wants to write it fails.
 * Failures are sticky, ml_out_check tells them early. In out_lines.c, like the next. */
void ml_out_line(ml_out *out);

/* Goes on with a file that may hold some of the lines to come, which is locked; *exists tells whether it is there. Lines that
 * it has in their place are not written again. The first one that it has not is written there, and the rest of the file cut
 * off, if `exhausted` is set; otherwise a file beside it takes the lines, and replaces it once `exhausted` is set. */
ml_status ml_out_resume(ml_out *out, ml_error *error, bool *exists) ML_MUST_USE;

/* Waits until all lines have arrived safely. Used by ml_out_commit. */
void ml_out_finish_lines(ml_out *out);

/* Helpers that out.c and out_lines.c share. */
bool ml_out_write_all(int fd, const char *bytes, size_t n) ML_MUST_USE;
char *ml_out_directory_of(const char *path) ML_MUST_USE; /* "." if it has none; NULL without memory; freed with free */

/* Whether all is well so far. */
ml_status ml_out_check(const ml_out *out, ml_error *error) ML_MUST_USE;

/* Writes what was collected to its destination. */
ml_status ml_out_commit(ml_out *out, ml_error *error) ML_MUST_USE;

/* Forgets everything; what was not committed is never written. */
void ml_out_close(ml_out *out);

#endif

/* Output: text is collected here, in memory and then in a temporary file. Where it goes, and when, is said in destination.h; a
 * stream of lines is written as it comes, see out_lines.h. */
#ifndef ML_IO_OUT_H
#define ML_IO_OUT_H

#include "base/error.h"
#include "io/scratch.h"
#include "io/temporary.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The width of texts for people that do not go to a terminal, the same on every machine. */
enum { ML_OUT_COLUMNS = 80 };

typedef struct ml_out {
    const char *path; /* for messages */
    int fd;           /* a standard descriptor to write to, or -1 */
    char *target;     /* a regular file to be replaced, with links resolved, or NULL */
    char *memory;
    size_t n, capacity;
    ml_scratch spill;    /* what no longer fits in memory */
    bool has_color;      /* set by the caller, like the next: texts for people may be coloured */
    size_t columns;      /* and how wide their lines may be; 0: ML_OUT_COLUMNS */
    bool by_line;        /* set by the caller, before any text: lines are written as they come */
    bool opened;         /* fd was opened for lines, and is closed at the end */
    bool resumes;        /* the file's lines are compared first; see ml_out_resume */
    bool exhausted;      /* set by the caller: of what the file has beyond the lines so far nothing is needed any more */
    uint64_t kept;       /* bytes at the start of the file that are the lines so far */
    int folder;          /* the target's, open while there may be a file beside it; 0: none */
    int locked_fd;       /* of the target that is being replaced, whose lock is held; 0: none */
    ml_temporary beside; /* the file that is to replace the target, and fd's */
    int reason;          /* errno of what failed; 0: see ml_out_fail */
    ml_status status;    /* sticky: after a failure nothing more is collected */
} ml_out;

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

/* What makes the text cannot go on, for this reason: ENOMEM, or 0 for a text beyond the program's own bounds. Nothing more is
 * collected, and ml_out_commit fails. */
void ml_out_fail(ml_out *out, int reason);

/* The same for the reason for which another output failed, if it did. */
void ml_out_fail_too(ml_out *out, const ml_out *other);

/* Collects text. Failures show in ml_out_commit. */
void ml_out_bytes(ml_out *out, const char *text, size_t n);
void ml_out_text(ml_out *out, const char *text);
void ml_out_pad(ml_out *out, size_t n);                                   /* blanks */
void ml_out_printf(ml_out *out, const char *format, ...) ML_PRINTF(2, 3); /* below 512 bytes: no names, no keys */

/* Moves what another output has collected to the end of this one; the other is empty afterwards. */
void ml_out_take(ml_out *out, ml_out *other);

/* Whether all is well so far. */
ml_status ml_out_check(const ml_out *out, ml_error *error) ML_MUST_USE;

/* Forgets everything; what was not committed is never written. */
void ml_out_close(ml_out *out);

#endif

/* Temporary files: hidden ones in the folder that they are to stay in, under a name that nobody can foresee, until they are
 * moved to their places. Whatever ends the program, but for SIGKILL, removes those that were not. */
#ifndef ML_IO_TEMPORARY_H
#define ML_IO_TEMPORARY_H

#include "base/quirks.h"

#include <stdbool.h>
#include <sys/types.h>

/* What the names begin with: of files that are written at once, and of those that a process has open and locked for long. */
#define ML_TEMPORARY_PREFIX ".maskloss-"
#define ML_TEMPORARY_LOCKED_PREFIX ".maskloss-resume-"

/* A temporary file; a zeroed one is none. Threads may have one each. */
typedef struct ml_temporary {
    struct ml_temporary_slot *slot;
} ml_temporary;

/* To be called once by a program, before threads are started: from now on a signal that ends it removes all temporary files
 * first, and a write beyond the limit on the size of files (ulimit -f) fails instead of ending it. Signals that are ignored
 * already remain so. */
void ml_guard_signals(void);

/* Makes one in an open folder, which has to remain open as long as the file is temporary: for reading and writing, with the
 * mode that new files have. Its descriptor, the caller's; -1, with the reason in errno. */
int ml_temporary_create(int folder, const char *prefix, ml_temporary *file) ML_MUST_USE;

/* Gives it the mode of a file that it is to replace, without what lets programs run as somebody else. */
bool ml_temporary_set_mode(const ml_temporary *file, mode_t mode) ML_MUST_USE;

/* Moves it to a name in an open folder, where it replaces what has the name; then it is temporary no more. False, with the
 * reason in errno, when that fails. */
bool ml_temporary_move(ml_temporary *file, int folder, const char *name) ML_MUST_USE;

/* Removes it, if there is one; errno is kept. */
void ml_temporary_remove(ml_temporary *file);

#endif

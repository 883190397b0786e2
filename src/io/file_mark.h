/* Whether a file is still what it was: which one, how large, when last written to. */
#ifndef ML_IO_FILE_MARK_H
#define ML_IO_FILE_MARK_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

typedef struct ml_file_mark {
    uint64_t device, inode, size_bytes;
    int64_t seconds, nanoseconds;                 /* when it was last written to */
    int64_t changed_seconds, changed_nanoseconds; /* or moved, linked, removed or given another mode */
} ml_file_mark;

ml_file_mark ml_file_mark_of(const struct stat *info);

/* Whether nobody has replaced, resized or written to the file in between. Another mode or name is no matter. */
bool ml_file_mark_same(const ml_file_mark *a, const ml_file_mark *b);

/* An error where the path, called `name` in messages, leads to another file than the one that was opened, to none, or to one
 * that has been written to since. `fd` is the open file, or -1: a file to which nothing has happened (it would have another
 * time of change) is taken to be still at its path. */
ml_status ml_file_mark_check(const ml_file_mark *mark, int fd, const char *path, const char *name, ml_error *error) ML_MUST_USE;

/* The error of a file that is another one now. */
ml_status ml_fail_changed(const char *name, ml_error *error);

#endif

/* Reads text line by line from a file, standard input or memory, with a buffer that holds one line. */
#ifndef ML_IO_LINES_H
#define ML_IO_LINES_H

#include "io/file_mark.h"

#include <stddef.h>

typedef struct ml_lines {
    const char *name;          /* for messages; borrowed */
    const char *path;          /* of a regular file that is not kept open, else NULL; borrowed */
    int fd;                    /* -1 when nothing is open */
    ml_file_mark mark;         /* of a regular file that can be opened again, when it was opened */
    uint64_t n_read;           /* bytes from the file so far */
    size_t block_bytes;        /* least size of a read */
    size_t max_bytes;          /* of one line */
    const char *bytes;         /* the buffer, or the memory given */
    char *buffer;              /* owned, NULL for memory */
    size_t start, n, capacity; /* what is not yet taken is at bytes[start .. n) */
    size_t searched;           /* bytes of the line to come that have no newline */
    uint64_t n_lines;          /* taken so far */
    bool ended;                /* nothing more to read */
    bool is_regular;           /* a file that can be opened again */
} ml_lines;

/* Opens a file, or standard input ("-"). With `keep_open` false a regular file takes no descriptor between reads. `path` is
 * borrowed. On failure nothing is held. */
ml_status ml_lines_open(const char *path, bool keep_open, size_t block_bytes, size_t max_bytes, ml_error *error,
                        ml_lines *lines) ML_MUST_USE;

/* Lines of n bytes of memory, borrowed; needs no close. */
ml_lines ml_lines_memory(const char *name, const void *bytes, size_t n);

void ml_lines_close(ml_lines *lines);

/* The next line without its newline, valid until the next call; *text is NULL at the end. What follows the last newline is no
 * line. Lines longer than max_bytes are an error; so is, at its end, a file that is no longer what it was when it was opened,
 * or that another one has replaced, but for standard input. */
ml_status ml_lines_next(ml_lines *lines, ml_error *error, const char **text, size_t *n) ML_MUST_USE;

#endif

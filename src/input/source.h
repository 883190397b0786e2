/* Where a parser's bytes come from: a file, read with pread, or memory (tests, fuzzing). */
#ifndef ML_INPUT_SOURCE_H
#define ML_INPUT_SOURCE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ml_source {
    const char *name; /* for messages; borrowed */
    uint64_t size_bytes;
    const uint8_t *bytes; /* memory, borrowed; NULL for a file */
    int fd;
    bool released;                /* see ml_source_release; fd is -1 */
    uint64_t device, inode;       /* which file it was when it was opened */
    int64_t seconds, nanoseconds; /* when that was last written to */
} ml_source;

/* Opens a regular file. On failure nothing is held. `path` must outlive the source. */
ml_status ml_source_open(const char *path, ml_error *error, ml_source *source) ML_MUST_USE;

/* A source in memory, borrowed; needs no close. */
ml_source ml_source_memory(const char *name, const uint8_t *bytes, size_t size_bytes);

void ml_source_close(ml_source *source);

/* Gives the descriptor of a file back, so that many sources can be open at once: from now on each read opens the file for
 * itself, and refuses it if it has been replaced, resized or written to since. No effect on memory. */
void ml_source_release(ml_source *source);

/* Reads exactly n bytes at the offset; reading past the end is an error (the file has shrunk, or its header lies). */
ml_status ml_source_read(const ml_source *source, uint64_t offset, size_t n, ml_error *error, void *to) ML_MUST_USE;

#endif

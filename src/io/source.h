/* Where a parser's bytes come from: a file, read with pread, memory (tests, fuzzing), or a stream that another reader makes,
 * such as a member of an archive. */
#ifndef ML_IO_SOURCE_H
#define ML_IO_SOURCE_H

#include "io/file_mark.h"

#include <stddef.h>

/* What reads a stream. */
typedef struct ml_source_ops {
    /* Reads exactly n bytes at the offset; the caller has seen that they are within the size. */
    ml_status (*read)(void *state, uint64_t offset, size_t n, ml_error *error, void *to);
    /* Compares all of the stream with the check sum that goes with it, and finishes what it is made of; see ml_source_finish.
     */
    ml_status (*finish)(void *state, ml_error *error);
    void (*close)(void *state);
} ml_source_ops;

/* The first bytes of a file are read when it is opened, and once: several readers look at them in turn. */
enum { ML_SOURCE_HEAD_BYTES = 256 };

typedef struct ml_source {
    const char *name; /* for messages; borrowed */
    uint64_t size_bytes;
    bool sequential;      /* bytes are best read once and in order: going back starts from the beginning */
    const uint8_t *bytes; /* memory, borrowed; NULL for a file or stream */
    int fd;
    bool released;            /* see ml_source_release; fd is -1 */
    ml_file_mark mark;        /* of the file when it was opened */
    const ml_source_ops *ops; /* of a stream, else NULL */
    void *state;
    size_t n_head; /* bytes of the file that are in `head` */
    uint8_t head[ML_SOURCE_HEAD_BYTES];
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

/* To be called when all that is wanted has been read: where the bytes carry a check sum, the rest is read too, and damage is an
 * error. So is a file that is no longer what it was when it was opened, or that another one has replaced. Costs a call of fstat
 * where all bytes have been read in order. */
ml_status ml_source_finish(const ml_source *source, ml_error *error) ML_MUST_USE;

#endif

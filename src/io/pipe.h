/* Bytes that can be read only once: those of a FIFO, a socket or standard input, held whole. */
#ifndef ML_IO_PIPE_H
#define ML_IO_PIPE_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ml_pipe {
    char *path; /* owned, like the bytes; "-": standard input */
    uint8_t *bytes;
    size_t n;
} ml_pipe;

/* Whether the path leads to bytes that can be read only once. */
bool ml_pipe_is(const char *path);

/* What messages call it. */
const char *ml_pipe_name(const char *path);

/* Reads all of these, at most max_bytes in all, each whenever it has something, so that whoever writes them may do that in any
 * order: waits for writers as long as it takes. pipes[i] != NULL has its path set and nothing else; on failure none has bytes.
 */
ml_status ml_pipes_read(ml_pipe *const *pipes, size_t n_pipes, uint64_t max_bytes, ml_error *error) ML_MUST_USE;
void ml_pipe_clear(ml_pipe *pipe);

#endif

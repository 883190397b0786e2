/* A temporary file without a name: bytes are added at its end and read anywhere. It is gone when it is closed, and with the
 * process, however that ends. */
#ifndef ML_IO_SCRATCH_H
#define ML_IO_SCRATCH_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A zeroed one is empty, and no file yet. */
typedef struct ml_scratch {
    int place;  /* the descriptor and 1; 0: there is none */
    uint64_t n; /* bytes so far */
} ml_scratch;

/* Adds n bytes. False, with the reason in errno, when they cannot be written; what was added before can still be read. */
bool ml_scratch_add(ml_scratch *scratch, const void *bytes, size_t n) ML_MUST_USE;

/* Reads the n bytes from `offset` on, which have been added. False, with the reason in errno. */
bool ml_scratch_read(const ml_scratch *scratch, uint64_t offset, size_t n, void *to) ML_MUST_USE;

void ml_scratch_close(ml_scratch *scratch);

#endif

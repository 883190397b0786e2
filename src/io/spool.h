/* Bytes that are put aside and read back in order, as often as wanted: in memory while they are few, then in a temporary file
 * without a name. */
#ifndef ML_IO_SPOOL_H
#define ML_IO_SPOOL_H

#include "base/error.h"

#include "io/scratch.h"

/* How much is held in memory. */
enum { ML_SPOOL_MAX_IN_MEMORY = 8 << 20 };

/* A zeroed one is empty. */
typedef struct ml_spool {
    char *memory;
    size_t n, capacity; /* of what is in memory: all, or what has been added since the file was last written to, or some of it
                           that has been read */
    size_t at;          /* there: what is read next */
    ml_scratch file;    /* what did not fit */
    uint64_t next;      /* there: the byte behind what is in memory */
} ml_spool;

/* Adds n bytes; not to be called after ml_spool_rewind. On failure (ML_E_SYSTEM) the spool is only to be cleared, as with the
 * others. */
ml_status ml_spool_write(ml_spool *spool, const void *bytes, size_t n, ml_error *error) ML_MUST_USE;

/* Goes back to the first byte. */
ml_status ml_spool_rewind(ml_spool *spool, ml_error *error) ML_MUST_USE;

/* The next n bytes, which have to be there. */
ml_status ml_spool_read(ml_spool *spool, size_t n, ml_error *error, void *bytes) ML_MUST_USE;

void ml_spool_clear(ml_spool *spool);

#endif

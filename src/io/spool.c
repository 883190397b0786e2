/* Bytes put aside; see spool.h. */
#include "io/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static ml_status fail(ml_error *error)
{
    return ml_fail(error, ML_E_SYSTEM, "the records of the images could not be held in a temporary file: %s",
                   errno ? strerror(errno) : "it ends too early");
}

/* Makes room for n more bytes in memory. */
static bool make_room(ml_spool *spool, size_t n)
{
    size_t capacity = spool->capacity ? spool->capacity : 4096;
    while (capacity - spool->n < n)
        capacity *= 2;
    char *memory = capacity > spool->capacity ? realloc(spool->memory, capacity) : spool->memory;
    if (!memory)
        return false;
    spool->memory = memory;
    spool->capacity = capacity;
    return true;
}

/* Moves what is in memory to the file. */
static ml_status empty_memory(ml_spool *spool, ml_error *error)
{
    if (!ml_scratch_add(&spool->file, spool->memory, spool->n))
        return fail(error);
    spool->n = 0;
    return ML_OK;
}

ml_status ml_spool_write(ml_spool *spool, const void *bytes, size_t n, ml_error *error)
{
    if (n == 0)
        return ML_OK;
    const bool fits = n <= ML_SPOOL_MAX_IN_MEMORY && spool->n <= ML_SPOOL_MAX_IN_MEMORY - n;
    ml_status status = spool->n > 0 && !fits ? empty_memory(spool, error) : ML_OK;
    if (status)
        return status;
    if (!make_room(spool, n))
        return ml_fail_memory(error, "the records of the images");
    memcpy(spool->memory + spool->n, bytes, n);
    spool->n += n;
    return ML_OK;
}

ml_status ml_spool_rewind(ml_spool *spool, ml_error *error)
{
    spool->at = 0;
    if (spool->file.n == 0)
        return ML_OK;
    ml_status status = spool->next == 0 ? empty_memory(spool, error) : ML_OK; /* what is there has been read already */
    spool->n = 0;
    spool->next = 0;
    return status;
}

/* Gets as much of the file to memory as fits, from what is to be read next on. */
static bool fill_memory(ml_spool *spool)
{
    const uint64_t from = spool->next - (spool->n - spool->at), left = spool->file.n - from;
    const size_t n = left < spool->capacity ? (size_t)left : spool->capacity;
    spool->at = 0;
    spool->n = n;
    spool->next = from + n;
    return ml_scratch_read(&spool->file, from, n, spool->memory);
}

ml_status ml_spool_read(ml_spool *spool, size_t n, ml_error *error, void *bytes)
{
    errno = 0;
    if (n == 0)
        return ML_OK;
    if (spool->n - spool->at < n && spool->file.n > 0 && !fill_memory(spool))
        return fail(error);
    if (spool->n - spool->at < n)
        return fail(error);
    memcpy(bytes, spool->memory + spool->at, n);
    spool->at += n;
    return ML_OK;
}

void ml_spool_clear(ml_spool *spool)
{
    free(spool->memory);
    ml_scratch_close(&spool->file);
    *spool = (ml_spool){.n = 0};
}

/* Bytes put aside; see spool.h. */
#include "io/spool.h"

#include <errno.h>
#include <stdbool.h>
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

/* Moves what is in memory to a file. */
static bool begin_file(ml_spool *spool)
{
    spool->file = tmpfile();
    bool good = spool->file && (spool->n == 0 || fwrite(spool->memory, 1, spool->n, spool->file) == spool->n);
    free(spool->memory);
    spool->memory = NULL;
    spool->n = spool->capacity = 0;
    return good;
}

ml_status ml_spool_write(ml_spool *spool, const void *bytes, size_t n, ml_error *error)
{
    if (n == 0)
        return ML_OK;
    errno = 0;
    if (!spool->file && (n > ML_SPOOL_MAX_IN_MEMORY || spool->n > ML_SPOOL_MAX_IN_MEMORY - n) && !begin_file(spool))
        return fail(error);
    if (spool->file)
        return fwrite(bytes, 1, n, spool->file) == n ? ML_OK : fail(error);
    if (!make_room(spool, n))
        return ml_fail_memory(error, "the records of the images");
    memcpy(spool->memory + spool->n, bytes, n);
    spool->n += n;
    return ML_OK;
}

ml_status ml_spool_rewind(ml_spool *spool, ml_error *error)
{
    spool->at = 0;
    errno = 0;
    return spool->file && (fflush(spool->file) != 0 || fseek(spool->file, 0, SEEK_SET) != 0) ? fail(error) : ML_OK;
}

ml_status ml_spool_read(ml_spool *spool, size_t n, ml_error *error, void *bytes)
{
    errno = 0;
    if (n == 0)
        return ML_OK;
    if (spool->file)
        return fread(bytes, 1, n, spool->file) == n ? ML_OK : fail(error);
    if (spool->n - spool->at < n)
        return fail(error);
    memcpy(bytes, spool->memory + spool->at, n);
    spool->at += n;
    return ML_OK;
}

void ml_spool_clear(ml_spool *spool)
{
    free(spool->memory);
    if (spool->file)
        fclose(spool->file);
    *spool = (ml_spool){.n = 0};
}

/* Deflate data through zlib; see inflate.h. */
#include "format/inflate.h"

#ifndef HAVE_ISAL
#include "base/memory.h"

#include <stdlib.h>
#include <zlib.h>

enum {
    RAW_WINDOW = -15,     /* the largest, and no wrapper */
    MAX_AT_ONCE = 1 << 30 /* zlib counts in unsigned int */
};

struct ml_inflater {
    z_stream zlib;
};

ml_inflater *ml_inflater_create(void)
{
    ml_inflater *inflater = ml_alloc(1, sizeof *inflater);
    if (inflater && inflateInit2(&inflater->zlib, RAW_WINDOW) != Z_OK) {
        free(inflater);
        return NULL;
    }
    return inflater;
}

void ml_inflater_destroy(ml_inflater *inflater)
{
    if (inflater)
        inflateEnd(&inflater->zlib);
    free(inflater);
}

void ml_inflater_restart(ml_inflater *inflater) { inflateReset(&inflater->zlib); }

ml_inflated ml_inflater_run(ml_inflater *inflater, const uint8_t **from, size_t *n_from, uint8_t **to, size_t *n_to)
{
    z_stream *zlib = &inflater->zlib;
    const uInt n_in = (uInt)(*n_from < MAX_AT_ONCE ? *n_from : MAX_AT_ONCE);
    const uInt n_out = (uInt)(*n_to < MAX_AT_ONCE ? *n_to : MAX_AT_ONCE);
    zlib->next_in = (Bytef *)(uintptr_t)*from; /* which zlib does not write to */
    zlib->avail_in = n_in;
    zlib->next_out = *to;
    zlib->avail_out = n_out;
    int code = inflate(zlib, Z_NO_FLUSH);
    *from += n_in - zlib->avail_in;
    *n_from -= n_in - zlib->avail_in;
    *to += n_out - zlib->avail_out;
    *n_to -= n_out - zlib->avail_out;
    switch (code) {
    case Z_OK:
    case Z_BUF_ERROR: return ML_INFLATED_SOME;
    case Z_STREAM_END: return ML_INFLATED_ALL;
    case Z_MEM_ERROR: return ML_INFLATED_NO_MEMORY;
    default: return ML_INFLATED_DAMAGED;
    }
}
#endif

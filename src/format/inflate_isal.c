/* Deflate data through ISA-L; see inflate.h. It takes no memory of its own. */
#include "format/inflate.h"

#ifdef HAVE_ISAL
#include "base/memory.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

enum { MAX_AT_ONCE = 1 << 30 }; /* ISA-L counts in uint32_t */

struct ml_inflater {
    struct inflate_state isal;
};

void ml_inflater_restart(ml_inflater *inflater)
{
    isal_inflate_init(&inflater->isal);
    inflater->isal.crc_flag = ISAL_DEFLATE;
}

ml_inflater *ml_inflater_create(void)
{
    ml_inflater *inflater = ml_alloc(1, sizeof *inflater);
    if (inflater)
        ml_inflater_restart(inflater);
    return inflater;
}

void ml_inflater_destroy(ml_inflater *inflater) { free(inflater); }

ml_inflated ml_inflater_run(ml_inflater *inflater, const uint8_t **from, size_t *n_from, uint8_t **to, size_t *n_to)
{
    struct inflate_state *isal = &inflater->isal;
    const uint32_t n_in = (uint32_t)(*n_from < MAX_AT_ONCE ? *n_from : MAX_AT_ONCE);
    const uint32_t n_out = (uint32_t)(*n_to < MAX_AT_ONCE ? *n_to : MAX_AT_ONCE);
    isal->next_in = (uint8_t *)(uintptr_t)*from; /* which ISA-L does not write to */
    isal->avail_in = n_in;
    isal->next_out = *to;
    isal->avail_out = n_out;
    int code = isal_inflate(isal);
    *from += n_in - isal->avail_in;
    *n_from -= n_in - isal->avail_in;
    *to += n_out - isal->avail_out;
    *n_to -= n_out - isal->avail_out;
    if (code < 0)
        return ML_INFLATED_DAMAGED;
    return isal->block_state == ISAL_BLOCK_FINISH ? ML_INFLATED_ALL : ML_INFLATED_SOME;
}
#endif

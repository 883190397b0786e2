/* Kept directories; see tiff_kept.h. */
#include "format/tiff_kept.h"

#include "base/memory.h"

#include <stdlib.h>

static void destroy(void *thing)
{
    ml_tiff_clear(thing);
    free(thing);
}

ml_status ml_tiff_take(const ml_source *source, ml_kept_open *kept, ml_error *error, ml_tiff *tiff)
{
    ml_tiff *found = kept && !source->bytes ? ml_kept_open_take(kept, source) : NULL;
    if (!found)
        return ml_tiff_read(source, error, tiff);
    *tiff = *found;
    free(found);
    return ML_OK;
}

void ml_tiff_give(ml_tiff *tiff, const ml_source *source, ml_kept_open *kept)
{
    ml_tiff *copy = kept && !source->bytes && tiff->n_pages > 1 ? ml_alloc(1, sizeof *copy) : NULL;
    if (copy) {
        *copy = *tiff;
        *tiff = (ml_tiff){0};
        ml_kept_open_give(kept, source, copy, destroy);
    }
    ml_tiff_clear(tiff);
}

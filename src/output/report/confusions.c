/* The largest confusions; see confusions.h. */
#include "output/report/confusions.h"

#include <string.h>

size_t ml_confusions_find(const ml_figures *figures, bool with_none, ml_confusion largest[ML_CONFUSIONS_LARGEST])
{
    const ml_record *record = &figures->views[ML_VIEW_RAW].view.record;
    size_t n_classes = record->n_classes, n_found = 0;
    for (size_t y = 0; y < n_classes; y++)
        for (size_t c = 0; c < n_classes + with_none; c++) {
            const ml_confusion here = {y, c, c < n_classes ? record->hard[y * n_classes + c] : record->none[y]};
            size_t at = n_found;
            if (c == y || here.n == 0)
                continue;
            while (at > 0 && largest[at - 1].n < here.n)
                at--;
            if (at == ML_CONFUSIONS_LARGEST)
                continue;
            n_found += n_found < ML_CONFUSIONS_LARGEST;
            memmove(largest + at + 1, largest + at, (n_found - 1 - at) * sizeof *largest);
            largest[at] = here;
        }
    return n_found;
}

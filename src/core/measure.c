/* Measures; see measure.h. */
#include "core/measure.h"

#include "base/memory.h"

#include <stdlib.h>

size_t ml_measure_n_params(const ml_measure_kind *kind)
{
    size_t n = 0;
    while (n < ML_MAX_MEASURE_PARAMS && kind->params[n].name)
        n++;
    return n;
}

const ml_measure *ml_measures_of_planes(const ml_measures *measures)
{
    for (size_t k = 0; k < measures->n; k++)
        if (measures->items[k].kind->is_of_planes)
            return &measures->items[k];
    return NULL;
}

ml_status ml_measures_make_parts(ml_error *error, ml_measures *measures)
{
    size_t n = 0, n_made = 0;
    for (size_t k = 0; k < measures->n; k++)
        n += measures->items[k].kind->n_parts;
    ml_part *parts = ml_alloc(n, sizeof *parts);
    if (!parts)
        return ml_fail_memory(error, "the measures");
    for (size_t k = 0; k < measures->n; k++) {
        const ml_measure *measure = &measures->items[k];
        for (size_t i = 0; i < measure->kind->n_parts; i++) {
            ml_part part = {.name = NULL};
            measure->kind->make_part(measure, i, &part);
            part.group = measure->key;
            if (part.name)
                parts[n_made++] = part;
        }
    }
    measures->parts = parts;
    measures->n_parts = n_made;
    return ML_OK;
}

void ml_measures_clear(ml_measures *measures)
{
    for (size_t k = 0; k < measures->n; k++)
        free(measures->items[k].key);
    free(measures->items);
    free(measures->parts);
    *measures = (ml_measures){.n = 0};
}

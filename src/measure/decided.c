/* Planes of decisions; see decided.h. */
#include "measure/decided.h"

#include "base/memory.h"

#include <stdlib.h>

uint64_t ml_decided_bytes(const ml_observed_image *image) { return image->width * (uint64_t)image->height * sizeof(uint16_t); }

ml_status ml_decided_begin(ml_decided *decided, const ml_observed_image *image, const ml_decided *joined, ml_error *error)
{
    if (joined) {
        decided->at = joined->at;
        return ML_OK;
    }
    if (!ml_reserve(&decided->made, &decided->capacity, image->width * image->height, sizeof *decided->made))
        return ml_fail_memory(error, "what was decided");
    decided->at = decided->made;
    return ML_OK;
}

void ml_decided_take(ml_decided *decided, const ml_observed_tile *tile)
{
    const ml_pixels *px = tile->pixels;
    uint16_t *to = decided->at + tile->first;
    for (size_t i = 0; i < px->n_pixels; i++)
        to[i] = px->label[i] == ML_IGNORED ? ML_IGNORED : px->decision[i];
}

void ml_decided_forgive(const uint16_t *truth, const uint16_t *decided, size_t n, const bool *is_masked, uint16_t *to)
{
    for (size_t i = 0; i < n; i++) {
        const bool is_forgiven = truth[i] != ML_IGNORED && decided[i] != ML_IGNORED && is_masked[truth[i]];
        to[i] = is_forgiven ? truth[i] : decided[i];
    }
}

void ml_decided_clear(ml_decided *decided)
{
    free(decided->made);
    *decided = (ml_decided){.made = NULL};
}

/* Presence of classes in images; see presence.h. */
#include "core/presence.h"

#include "base/memory.h"

#include <stdlib.h>

ml_status ml_presence_init(size_t n_classes, ml_error *error, ml_presence *presence)
{
    size_t n_lists = 1 + 2 * ML_N_VIEWS, n;
    *presence = (ml_presence){.is_unknown = false};
    uint64_t *counts = ml_multiply(n_lists, n_classes, &n) ? ml_alloc(n, sizeof *counts) : NULL;
    if (!counts)
        return ml_fail_memory(error, "the classes' images");
    presence->images = counts;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        presence->missed[v] = counts + (1 + 2 * (size_t)v) * n_classes;
        presence->spurious[v] = counts + (2 + 2 * (size_t)v) * n_classes;
    }
    return ML_OK;
}

void ml_presence_clear(ml_presence *presence)
{
    free(presence->images); /* all are in one piece */
    *presence = (ml_presence){.is_unknown = false};
}

void ml_presence_add(ml_presence *presence, const ml_figures *image)
{
    const ml_settings *settings = image->settings;
    const ml_class_figures *raw = image->views[ML_VIEW_RAW].per_class;
    for (size_t c = 0; c < settings->classes->n; c++) {
        bool is_there = raw[c].counts[ML_SUPPORT] > 0;
        presence->images[c] += is_there;
        for (int v = 0; v < ML_N_VIEWS; v++) {
            if (!ml_view_needed(settings, (ml_view_kind)v))
                continue;
            const uint64_t *counts = image->views[v].per_class[c].counts;
            presence->missed[v][c] += is_there && counts[ML_TP] == 0;
            presence->spurious[v][c] += !is_there && counts[ML_PREDICTED] > 0;
        }
    }
}

void ml_presence_join(ml_presence *presence, const ml_presence *other, size_t n_classes)
{
    presence->is_unknown |= other->is_unknown;
    for (size_t i = 0; i < (1 + 2 * ML_N_VIEWS) * n_classes; i++)
        presence->images[i] += other->images[i];
}

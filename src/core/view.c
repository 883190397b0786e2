/* Views; see view.h. */
#include "core/view.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_view_init(const ml_settings *settings, ml_view_kind kind, ml_error *error, ml_view *view)
{
    size_t n = settings->classes->n;
    memset(view, 0, sizeof *view);
    view->kind = kind;
    ml_status status = ml_record_init(settings, error, &view->record);
    if (status)
        return status;
    view->support = ml_alloc(n, sizeof *view->support);
    view->averaged = ml_alloc(n, sizeof *view->averaged);
    if (view->support && view->averaged)
        return ML_OK;
    ml_view_clear(view);
    return ml_fail_memory(error, "a view");
}

void ml_view_clear(ml_view *view)
{
    ml_record_clear(&view->record);
    free(view->support);
    free(view->averaged);
    memset(view, 0, sizeof *view);
}

/* Whether row y already is what masking would make of it. It is left alone then, so that nothing forgiven is exactly 0. */
static bool is_certain(const ml_record *record, size_t y, uint64_t n)
{
    size_t n_classes = record->n_classes;
    const double *soft = record->soft + y * n_classes;
    for (size_t c = 0; c < n_classes && record->has_row[y]; c++)
        if (c != y && soft[c] > 0)
            return false;
    return record->hard[y * n_classes + y] == n && !(soft[y] < (double)n) && !(soft[y] > (double)n);
}

/* Row y of every part that views change, as if each of its n pixels were predicted with certainty as y; where it is excluded,
 * as if there were none. */
static void replace_row(const ml_settings *settings, const ml_record *record, ml_record *view, size_t y, uint64_t n,
                        bool excluded)
{
    const ml_masked_row masked = {settings, record, y, n};
    view->has_row[y] = true;
    for (size_t s = 0; s < view->n_slots; s++) {
        const ml_slot *slot = &view->slots[s];
        if (!slot->part.mask)
            continue;
        ml_row row = ml_record_row(view, slot, y);
        if (slot->part.kind == ML_PART_COUNTS)
            memset(row.counts, 0, slot->n_columns * sizeof *row.counts);
        else
            memset(row.sums, 0, slot->n_columns * sizeof *row.sums);
        if (!excluded)
            slot->part.mask(&slot->part, &masked, row);
    }
}

void ml_view_take(const ml_settings *settings, const ml_record *record, ml_view *view)
{
    size_t n_classes = record->n_classes;
    ml_record_copy(record, &view->record);
    view->n_valid = 0;
    for (size_t y = 0; y < n_classes; y++) {
        uint64_t n = ml_record_support(record, y);
        bool excluded = view->kind == ML_VIEW_EXCLUDED && settings->masked[y];
        bool forgiven = view->kind == ML_VIEW_MASKED && settings->masked[y] && !is_certain(record, y, n);
        if (excluded || forgiven)
            replace_row(settings, record, &view->record, y, n, excluded);
        view->support[y] = excluded ? 0 : n;
        view->averaged[y] = settings->averaged[y] && !excluded;
        view->n_valid += view->support[y];
    }
}

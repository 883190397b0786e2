/* Views; see view.h. */
#include "core/view.h"

#include "base/memory.h"
#include "kernel/math.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_view_init(const ml_settings *settings, ml_view_kind kind, ml_error *error, ml_view *view)
{
    size_t n = settings->classes->n;
    memset(view, 0, sizeof *view);
    view->kind = kind;
    ml_status status = ml_record_init(n, settings->losses->n_sums, error, &view->record);
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

double ml_loss_when_certain(const ml_loss_sum *sum, double epsilon)
{
    double pt = 1 - epsilon, neg_log = -ml_log(pt), sq_error = 0, loss;
    const ml_pixel_terms terms = {1, &pt, &neg_log, &sq_error, ml_kernels[0].kernel};
    sum->kind->pixels(&terms, sum->param, &loss);
    return loss;
}

/* Whether row y already is what masking would make of it. It is left alone then, so that nothing forgiven is exactly 0. */
static bool is_certain(const ml_record *record, size_t y, uint64_t n)
{
    size_t n_classes = record->n_classes;
    const double *soft = record->soft + y * n_classes;
    for (size_t c = 0; c < n_classes; c++)
        if (c != y && soft[c] > 0)
            return false;
    return record->hard[y * n_classes + y] == n && !(soft[y] < (double)n) && !(soft[y] > (double)n);
}

/* Row y as if every one of its n pixels were predicted with certainty as `y` (n = 0: as if there were none). */
static void replace_row(const ml_settings *settings, ml_record *record, size_t y, uint64_t n)
{
    size_t n_classes = record->n_classes;
    memset(record->hard + y * n_classes, 0, n_classes * sizeof *record->hard);
    memset(record->soft + y * n_classes, 0, n_classes * sizeof *record->soft);
    record->hard[y * n_classes + y] = n;
    record->soft[y * n_classes + y] = (double)n;
    record->none[y] = 0;
    for (size_t s = 0; s < record->n_sums; s++)
        record->sums[s * n_classes + y] = (double)n * ml_loss_when_certain(&settings->losses->sums[s], settings->epsilon);
}

void ml_view_take(const ml_settings *settings, const ml_record *record, ml_view *view)
{
    size_t n_classes = record->n_classes;
    ml_record_copy(record, &view->record);
    view->n_valid = 0;
    for (size_t y = 0; y < n_classes; y++) {
        uint64_t n = ml_record_support(record, y);
        bool excluded = view->kind == ML_VIEW_EXCLUDED && settings->masked[y];
        if (excluded)
            n = 0;
        bool forgiven = view->kind == ML_VIEW_MASKED && settings->masked[y] && !is_certain(record, y, n);
        if (excluded || forgiven)
            replace_row(settings, &view->record, y, n);
        view->support[y] = n;
        view->averaged[y] = settings->averaged[y] && !excluded;
        view->n_valid += n;
    }
}

/* Constant predictions; see constant.h. */
#include "core/constant.h"

#include "base/memory.h"
#include "kernel/math.h"

#include <math.h>
#include <stdlib.h>

ml_status ml_constant_init(const ml_settings *settings, ml_error *error, ml_constant *constant)
{
    *constant = (ml_constant){.losses = ml_alloc(settings->losses->n, sizeof *constant->losses),
                              .per_class = ml_alloc(settings->classes->n, sizeof *constant->per_class)};
    if (constant->losses && constant->per_class)
        return ML_OK;
    ml_constant_clear(constant);
    return ml_fail_memory(error, "the constant predictions");
}

void ml_constant_clear(ml_constant *constant)
{
    free(constant->losses);
    free(constant->per_class);
    *constant = (ml_constant){.losses = NULL};
}

/* The classes' counts where every pixel is called k, but in the masked view those of masked classes their own class. */
static void score_constant(const ml_settings *settings, const ml_view *view, size_t k, ml_class_figures *per_class)
{
    size_t n = view->record.n_classes;
    bool forgives = view->kind == ML_VIEW_MASKED;
    uint64_t n_called = 0; /* k */
    for (size_t y = 0; y < n; y++)
        n_called += y == k || !(forgives && settings->masked[y]) ? view->support[y] : 0;
    for (size_t c = 0; c < n; c++) {
        uint64_t right = c == k || (forgives && settings->masked[c]) ? view->support[c] : 0;
        per_class[c] = ml_class_figures_of(view->support[c], c == k ? n_called : right, right, view->n_valid);
    }
}

/* Entropy of the true classes that are not forgiven, in nats per pixel of the view, each class with v pixels for one:
 * (1/N) sum of -v_y N_y log(v_y N_y / sum of v N), terms without pixels being 0. */
static double entropy(const ml_settings *settings, const ml_loss *loss, const ml_view *view)
{
    double all = 0, sum = 0;
    bool forgives = view->kind == ML_VIEW_MASKED;
    for (int pass = 0; pass < 2; pass++)
        for (size_t y = 0; y < view->record.n_classes; y++) {
            double v = loss->kind->factor ? loss->kind->factor(loss, settings->weights, y) : 1;
            double share = forgives && settings->masked[y] ? 0 : v * (double)view->support[y];
            if (pass == 0)
                all += share;
            else if (share > 0)
                sum -= share * ml_log(share / all);
        }
    return view->n_valid ? sum / (double)view->n_valid : (double)NAN;
}

void ml_constant_compute(const ml_settings *settings, const ml_view *view, ml_constant *constant)
{
    const ml_scored scored = {view->record.n_classes, view->n_valid, constant->per_class, view->averaged, settings->empty};
    for (int m = 0; m < ML_N_METRICS; m++) {
        constant->metrics[m] = (double)NAN;
        constant->classes[m] = -1;
    }
    for (size_t k = 0; k < scored.n_classes; k++) {
        score_constant(settings, view, k, constant->per_class);
        for (int m = 0; m < ML_N_METRICS; m++) {
            double x = ml_metrics[m].has_constant ? ml_metrics[m].value(&scored) : (double)NAN;
            if (!isnan(x) && (constant->classes[m] < 0 || x > constant->metrics[m] + ML_CONSTANT_TIE)) {
                constant->metrics[m] = x;
                constant->classes[m] = (int)k;
            }
        }
    }
    for (size_t l = 0; l < settings->losses->n; l++) {
        const ml_loss *loss = &settings->losses->items[l];
        constant->losses[l] = loss->kind->has_constant ? entropy(settings, loss, view) : (double)NAN;
    }
}

double ml_skill_of_metric(double figure, double constant)
{
    return constant < 1 ? (figure - constant) / (1 - constant) : (double)NAN;
}

double ml_skill_of_loss(double figure, double constant) { return constant > 0 ? 1 - figure / constant : (double)NAN; }

/* Settings; see settings.h. */
#include "core/settings.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

const char *const ml_absent_names[ML_N_ABSENT] = {"skip", "one", "zero", "keep"};
const char *const ml_empty_names[ML_N_EMPTY] = {"skip", "absent", "one", "zero"};
const char *const ml_activation_names[ML_N_ACTIVATIONS] = {"none", "softmax", "sigmoid"};
const char *const ml_prediction_as_names[ML_N_PREDICTION_AS] = {"auto", "labels", "indices", "probabilities"};
const char *const ml_view_names[ML_N_VIEWS] = {"raw", "masked", "excluded"};

ml_status ml_settings_init(const ml_classes *classes, const ml_losses *losses, ml_error *error, ml_settings *settings)
{
    static const ml_measures none = {.n = 0};
    *settings = (ml_settings){
        .classes = classes,
        .losses = losses,
        .measures = &none,
        .masked = ml_alloc(classes->n, sizeof(bool)),
        .weights = ml_alloc(classes->n, sizeof(double)),
        .averaged = ml_alloc(classes->n, sizeof(bool)),
        .epsilon = ML_DEFAULT_EPSILON,
        .views = {[ML_VIEW_RAW] = true, [ML_VIEW_MASKED] = true},
    };
    if (!settings->masked || !settings->weights || !settings->averaged) {
        ml_settings_clear(settings);
        return ml_fail_memory(error, "the settings");
    }
    ml_status status = ml_kernel_choose(NULL, error, &settings->kernel);
    if (status) {
        ml_settings_clear(settings);
        return status;
    }
    if (classes->has_mask)
        memcpy(settings->masked, classes->mask, classes->n * sizeof(bool));
    else
        settings->masked[0] = true;
    for (size_t c = 0; c < classes->n; c++)
        settings->weights[c] = classes->items[c].weight;
    return ML_OK;
}

void ml_settings_finish(ml_settings *settings)
{
    if (settings->average != ML_AVERAGE_LIST)
        for (size_t c = 0; c < settings->classes->n; c++)
            settings->averaged[c] = settings->average == ML_AVERAGE_ALL || !settings->masked[c];
}

size_t ml_settings_n_views(const ml_settings *settings)
{
    size_t n = 0;
    for (int v = 0; v < ML_N_VIEWS; v++)
        n += settings->views[v];
    return n;
}

ml_view_kind ml_leading_view(const ml_settings *settings)
{
    return settings->views[ML_VIEW_MASKED]     ? ML_VIEW_MASKED
           : settings->views[ML_VIEW_EXCLUDED] ? ML_VIEW_EXCLUDED
                                               : ML_VIEW_RAW;
}

bool ml_settings_are_weighted(const ml_settings *settings)
{
    for (size_t c = 0; c < settings->classes->n; c++)
        if (settings->weights[c] < 1 || settings->weights[c] > 1)
            return true;
    return false;
}

void ml_settings_clear(ml_settings *settings)
{
    free(settings->masked);
    free(settings->weights);
    free(settings->averaged);
    memset(settings, 0, sizeof *settings);
}

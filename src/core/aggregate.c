/* Sets of images; see aggregate.h. */
#include "core/aggregate.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ml_status ml_aggregate_init(const ml_settings *settings, ml_error *error, ml_aggregate *aggregate)
{
    memset(aggregate, 0, sizeof *aggregate);
    aggregate->settings = settings;
    ml_status status = ml_tally_init(settings->classes->n, settings->losses->n_sums, error, &aggregate->pooled);
    for (int v = 0; v < ML_N_VIEWS && !status; v++)
        if (!(aggregate->losses[v] = ml_alloc(settings->losses->n, sizeof(ml_spread))))
            status = ml_fail_memory(error, "the aggregate");
    if (status)
        ml_aggregate_clear(aggregate);
    return status;
}

void ml_aggregate_clear(ml_aggregate *aggregate)
{
    ml_tally_clear(&aggregate->pooled);
    for (int v = 0; v < ML_N_VIEWS; v++)
        free(aggregate->losses[v]);
    memset(aggregate, 0, sizeof *aggregate);
}

/* False on overflow. */
static bool add(ml_spread *spread, double x)
{
    if (isnan(x))
        return true;
    if (spread->n_images == 0 || x < spread->min)
        spread->min = x;
    if (spread->n_images == 0 || x > spread->max)
        spread->max = x;
    spread->n_images++;
    return ml_fixed_add(&spread->sum, x);
}

ml_status ml_aggregate_add(ml_aggregate *aggregate, const ml_record *record, const ml_figures *figures, ml_error *error)
{
    ml_status status = ml_tally_add_record(&aggregate->pooled, record, error);
    if (status)
        return status;
    const ml_losses *losses = aggregate->settings->losses;
    aggregate->n_images++;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        if (!ml_view_needed(aggregate->settings, (ml_view_kind)v))
            continue;
        for (size_t l = 0; l < losses->n; l++)
            if (!add(&aggregate->losses[v][l], figures->views[v].losses[l].mean))
                return ml_fail(error, ML_E_USAGE, "the mean of %s over the images exceeds 2^63: use smaller weights",
                               losses->items[l].key);
        for (int m = 0; m < ML_N_METRICS; m++)
            if (!add(&aggregate->metrics[v][m], figures->views[v].metrics[m]))
                return ml_fail(error, ML_E_SYSTEM, "the mean of %s over the images overflows", ml_metrics[m].name);
    }
    return ML_OK;
}

double ml_spread_mean(const ml_spread *spread)
{
    return spread->n_images ? ml_fixed_to_double(&spread->sum) / (double)spread->n_images : (double)NAN;
}

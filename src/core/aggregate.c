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
    ml_status status = ml_tally_init(settings, error, &aggregate->pooled);
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

/* False on overflow. */
static bool join(ml_spread *spread, const ml_spread *other)
{
    if (other->n_images == 0)
        return true;
    if (spread->n_images == 0 || other->min < spread->min)
        spread->min = other->min;
    if (spread->n_images == 0 || other->max > spread->max)
        spread->max = other->max;
    spread->n_images += other->n_images;
    return ml_fixed_add_fixed(&spread->sum, &other->sum);
}

ml_status ml_aggregate_join(ml_aggregate *aggregate, const ml_aggregate *other, ml_error *error)
{
    ml_status status = ml_tally_add(&aggregate->pooled, &other->pooled, error);
    bool fits = true;
    if (status)
        return status;
    aggregate->n_images += other->n_images;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        for (size_t l = 0; l < aggregate->settings->losses->n; l++)
            fits &= join(&aggregate->losses[v][l], &other->losses[v][l]);
        for (int m = 0; m < ML_N_METRICS; m++)
            fits &= join(&aggregate->metrics[v][m], &other->metrics[v][m]);
    }
    return fits ? ML_OK : ml_fail(error, ML_E_SYSTEM, "the mean of a figure over the images overflows");
}

double ml_spread_mean(const ml_spread *spread)
{
    return spread->n_images ? ml_fixed_to_double(&spread->sum) / (double)spread->n_images : (double)NAN;
}

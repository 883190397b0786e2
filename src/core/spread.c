/* A figure over images; see spread.h. */
#include "core/spread.h"

#include <math.h>

bool ml_spread_add(ml_spread *spread, double x)
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

bool ml_spread_join(ml_spread *spread, const ml_spread *other)
{
    spread->is_unknown |= other->is_unknown;
    if (other->n_images == 0)
        return true;
    if (spread->n_images == 0 || other->min < spread->min)
        spread->min = other->min;
    if (spread->n_images == 0 || other->max > spread->max)
        spread->max = other->max;
    spread->n_images += other->n_images;
    return ml_fixed_add_fixed(&spread->sum, &other->sum);
}

bool ml_group_spread_add(ml_group_spread *spread, double x, bool more_is_better, const char *name)
{
    const ml_spread *before = &spread->spread;
    if (!isnan(x) && (!spread->worst || (more_is_better ? x < before->min : x > before->max)))
        spread->worst = name;
    return ml_spread_add(&spread->spread, x);
}

double ml_spread_mean(const ml_spread *spread)
{
    return spread->n_images && !spread->is_unknown ? ml_fixed_to_double(&spread->sum) / (double)spread->n_images : (double)NAN;
}

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

double ml_worsening(ml_better better, double before, double after)
{
    switch (better) {
    case ML_LESS_IS_BETTER: return after - before;
    case ML_MORE_IS_BETTER: return before - after;
    case ML_NEAR_0_IS_BETTER: break;
    }
    return fabs(after) - fabs(before);
}

/* Whether a value is worse than all before it, of which there are some. */
static bool is_worse(const ml_spread *before, double x, ml_better better)
{
    switch (better) {
    case ML_LESS_IS_BETTER: return x > before->max;
    case ML_MORE_IS_BETTER: return x < before->min;
    case ML_NEAR_0_IS_BETTER: break;
    }
    return fabs(x) > fmax(fabs(before->min), fabs(before->max));
}

bool ml_group_spread_add(ml_group_spread *spread, double x, ml_better better, const char *name)
{
    if (!isnan(x) && (!spread->worst || is_worse(&spread->spread, x, better)))
        spread->worst = name;
    return ml_spread_add(&spread->spread, x);
}

double ml_spread_mean(const ml_spread *spread)
{
    return spread->n_images && !spread->is_unknown ? ml_fixed_to_double(&spread->sum) / (double)spread->n_images : (double)NAN;
}

/* What the forms of a comparison share; see comparison.h. */
#include "output/comparison/comparison.h"

#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const ml_compared *ml_compared_find(const ml_compared *figures, size_t n, const char *group, const ml_figure *figure)
{
    for (size_t f = 0; f < n; f++)
        if (ml_same_text(figures[f].group, group) && ml_figure_same(&figures[f].figure, figure))
            return &figures[f];
    return NULL;
}

/* The figure behind `from`, or before it where there is none behind it. */
static const ml_compared *next_figure(const ml_comparison *comparison, const ml_compared *from)
{
    return ++from < comparison->figures + comparison->n_figures ? from : comparison->figures;
}

const char *ml_comparison_overall(const ml_comparison *comparison, ml_view_kind view, ml_over over, size_t index,
                                  ml_compared_overall *overall)
{
    const ml_compared *mean = overall->images ? overall->images : comparison->figures,
                      *pooled = overall->pooled ? overall->pooled : comparison->figures;
    bool (*is_mean)(const ml_figure *figure) = comparison->shows_groups ? ml_figure_is_group_mean : ml_figure_is_mean;
    while (!is_mean(&mean->figure) || mean->figure.of[ML_OVER_VIEWS] != (int)view || mean->figure.of[over] != (int)index ||
           mean->figure.of[ML_OVER_MEASURES] != ML_OF_NONE)
        mean = next_figure(comparison, mean);
    const ml_figure averaged = ml_figure_averaged(&mean->figure);
    while (pooled->group || !ml_figure_same(&pooled->figure, &averaged))
        pooled = next_figure(comparison, pooled);
    *overall = (ml_compared_overall){pooled, mean};
    return ml_compared_overall_verdict(overall);
}

const char *ml_compared_overall_verdict(const ml_compared_overall *overall)
{
    const char *verdict = ml_compared_verdict(overall->images);
    return ml_same_text(verdict, "same") ? "" : verdict;
}

/* What stands behind measure, key and view in the path of a figure, measures.KEY.VIEW.LABEL or measures["KEY"].VIEW.LABEL; of
 * metrics their names alone. */
static const char *label_of(const ml_compared *pooled)
{
    const char *at = pooled->path + strlen("measures"), *end;
    at = *at == '[' && (end = strstr(at, "\"]")) ? end + 2 : at + 1 + strcspn(at + 1, ".");
    if (pooled->figure.of[ML_OVER_VIEWS] != ML_OF_NONE)
        at += 1 + strcspn(at + 1, ".");
    at += *at == '.';
    const size_t metrics = strlen("metrics.");
    return strncmp(at, "metrics.", metrics) == 0 ? at + metrics : at;
}

bool ml_comparison_next_measured(const ml_comparison *comparison, size_t k, int view, ml_compared_overall *overall,
                                 const char **label)
{
    bool (*is_mean)(const ml_figure *figure) = comparison->shows_groups ? ml_figure_is_group_mean : ml_figure_is_mean;
    const ml_compared *end = comparison->figures + comparison->n_figures;
    for (const ml_compared *mean = overall->images ? overall->images + 1 : comparison->figures; mean < end; mean++) {
        if (!is_mean(&mean->figure) || mean->figure.of[ML_OVER_MEASURES] != (int)k || mean->figure.of[ML_OVER_VIEWS] != view)
            continue;
        const ml_figure averaged = ml_figure_averaged(&mean->figure);
        *overall = (ml_compared_overall){ml_compared_find(comparison->figures, comparison->n_figures, NULL, &averaged), mean};
        *label = label_of(overall->pooled);
        return true;
    }
    return false;
}

bool ml_comparison_has_measured_beside(const ml_comparison *comparison)
{
    ml_compared_overall overall = {NULL, NULL};
    const char *label;
    bool has = false;
    for (size_t k = 0; k < comparison->baseline.settings->measures->n && !has; k++)
        has = ml_comparison_next_measured(comparison, k, ML_OF_NONE, &overall, &label);
    return has;
}

const char *ml_compared_verdict(const ml_compared *compared)
{
    const ml_interval *interval = &compared->interval;
    const ml_better better = ml_figure_better(&compared->figure);
    bool more_is_better = better == ML_MORE_IS_BETTER;
    if (better == ML_NEAR_0_IS_BETTER) { /* which nobody can say where one is above 0 and the other below */
        more_is_better = compared->baseline <= 0 && compared->candidate <= 0;
        if (!more_is_better && !(compared->baseline >= 0 && compared->candidate >= 0))
            return "";
    }
    if (interval->low > 0 || interval->high < 0)
        return (interval->low > 0) == more_is_better ? "better" : "worse";
    return isfinite(interval->low) && !(interval->low < 0) && !(interval->high > 0) ? "same" : "";
}

static int by_delta(const void *a, const void *b)
{
    const ml_class_change *x = a, *y = b;
    bool x_defined = !isnan(x->delta), y_defined = !isnan(y->delta);
    if (x_defined != y_defined)
        return x_defined ? -1 : 1;
    if (x_defined && (x->delta < y->delta || x->delta > y->delta))
        return x->delta < y->delta ? -1 : 1;
    return (x->class > y->class) - (x->class < y->class);
}

ml_class_change *ml_comparison_classes(const ml_comparison *comparison, int view, ml_out *out, size_t *n)
{
    size_t n_classes = comparison->baseline.settings->classes->n;
    ml_class_change *changes = ml_alloc(n_classes, sizeof *changes);
    *n = 0;
    if (!changes)
        ml_out_fail(out, ENOMEM);
    for (size_t k = 0; changes && k < n_classes; k++) {
        const ml_class_figures *before = &comparison->baseline.figures->views[view].per_class[k],
                               *after = &comparison->candidate.figures->views[view].per_class[k];
        if (before->counts[ML_SUPPORT] + before->counts[ML_PREDICTED] + after->counts[ML_PREDICTED] > 0)
            changes[(*n)++] = (ml_class_change){k, after->ratios[ML_IOU] - before->ratios[ML_IOU]};
    }
    if (changes)
        qsort(changes, *n, sizeof *changes, by_delta);
    return changes;
}

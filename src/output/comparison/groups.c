/* The groups of a comparison, in the order in which people look at them; see comparison.h. */
#include "output/comparison/comparison.h"

#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

typedef struct rank {
    ml_group_change change;
    double worsening; /* NaN: not defined */
    size_t place;     /* among the groups */
} rank;

static int by_worsening(const void *first, const void *second)
{
    const rank *a = first, *b = second;
    bool a_defined = !isnan(a->worsening), b_defined = !isnan(b->worsening);
    if (a_defined != b_defined)
        return a_defined ? -1 : 1;
    if (a_defined && (a->worsening < b->worsening || a->worsening > b->worsening))
        return a->worsening > b->worsening ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

/* The groups as they come; false without memory. */
static bool collect(const ml_comparison *comparison, rank **ranks, size_t *n)
{
    size_t capacity = 0;
    for (size_t f = 0; f < comparison->n_figures; f++) {
        const ml_compared *compared = &comparison->figures[f];
        if (!compared->group)
            continue;
        if (*n == 0 || !ml_same_text((*ranks)[*n - 1].change.name, compared->group)) {
            if (!ml_grow(ranks, &capacity, *n, sizeof **ranks))
                return false;
            (*ranks)[*n] = (rank){.change = {.name = compared->group}, .place = *n};
            ++*n;
        }
        ml_group_change *change = &(*ranks)[*n - 1].change;
        if (compared->figure.of[ML_OVER_METRICS] == ML_MIOU && compared->figure.of[ML_OVER_VIEWS] != ML_OF_NONE &&
            compared->figure.of[ML_OVER_MEASURES] == ML_OF_NONE)
            change->miou[compared->figure.of[ML_OVER_VIEWS]] = compared;
        if (ml_figure_same(&compared->figure, comparison->by_figure))
            change->by = compared;
    }
    return true;
}

ml_group_change *ml_comparison_groups(const ml_comparison *comparison, ml_out *out, size_t *n)
{
    ml_view_kind leading = ml_leading_view(comparison->baseline.settings);
    rank *ranks = NULL;
    size_t n_groups = 0;
    ml_group_change *changes = NULL;
    if (collect(comparison, &ranks, &n_groups))
        changes = ml_alloc(n_groups, sizeof *changes);
    for (size_t g = 0; changes && g < n_groups; g++) {
        ml_better better = comparison->better_values;
        if (!ranks[g].change.by) {
            ranks[g].change.by = ranks[g].change.miou[leading];
            better = ML_MORE_IS_BETTER;
        }
        ranks[g].worsening = ml_worsening(better, ranks[g].change.by->baseline, ranks[g].change.by->candidate);
    }
    if (changes && n_groups > 0)
        qsort(ranks, n_groups, sizeof *ranks, by_worsening);
    for (size_t g = 0; changes && g < n_groups; g++)
        changes[g] = ranks[g].change;
    if (!changes)
        ml_out_fail(out, ENOMEM);
    free(ranks);
    *n = n_groups;
    return changes;
}

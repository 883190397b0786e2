/* The order of classes; see class_order.h. */
#include "output/report/class_order.h"

#include "base/memory.h"

#include <stdlib.h>

/* Worse classes first: the lower IoU; those that are only predicted after all others, the more often the worse. */
typedef struct rank {
    size_t class;
    bool is_absent;
    double figure; /* the lower, the worse */
} rank;

static int compare_ranks(const void *first, const void *second)
{
    const rank *a = first, *b = second;
    if (a->is_absent != b->is_absent)
        return a->is_absent - b->is_absent;
    if (a->figure < b->figure || a->figure > b->figure)
        return a->figure < b->figure ? -1 : 1;
    return (a->class > b->class) - (a->class < b->class);
}

static bool sort_classes(const ml_figures *figures, size_t *classes, size_t n)
{
    ml_view_kind view = ml_leading_view(figures->settings);
    rank *ranks = ml_alloc(n, sizeof *ranks);
    for (size_t i = 0; ranks && i < n; i++) {
        const ml_class_figures *class = &figures->views[view].per_class[classes[i]];
        bool is_absent = class->counts[ML_SUPPORT] == 0;
        ranks[i] = (rank){classes[i], is_absent, is_absent ? -(double)class->counts[ML_FP] : class->ratios[ML_IOU]};
    }
    if (ranks)
        qsort(ranks, n, sizeof *ranks, compare_ranks);
    for (size_t i = 0; ranks && i < n; i++)
        classes[i] = ranks[i].class;
    bool is_sorted = ranks != NULL;
    free(ranks);
    return is_sorted;
}

size_t *ml_class_order(const ml_figures *figures, size_t *n)
{
    size_t n_classes = figures->settings->classes->n, n_found = 0;
    size_t *classes = ml_alloc(n_classes, sizeof *classes);
    for (size_t c = 0; classes && c < n_classes; c++)
        if (!ml_figures_lack_class(figures, c))
            classes[n_found++] = c;
    if (classes && n_found > ML_CLASS_ORDER_MANY && !sort_classes(figures, classes, n_found)) {
        free(classes);
        return NULL;
    }
    *n = n_found;
    return classes;
}

size_t ml_class_with_next_most(const uint64_t *pixels, size_t n_classes, size_t last)
{
    size_t best = n_classes;
    for (size_t c = 0; c < n_classes; c++) {
        bool after = last == n_classes || pixels[c] < pixels[last] || (pixels[c] == pixels[last] && c > last);
        if (pixels[c] > 0 && after && (best == n_classes || pixels[c] > pixels[best]))
            best = c;
    }
    return best;
}

/* The ends of an interval; see tails.h. */
#include "core/tails.h"

#include <math.h>
#include <stdlib.h>

/* (n - 1) q in thousandths of a place. */
#define PLACE(n, thousandths) (((n)-1) * (size_t)(thousandths))

_Static_assert(PLACE(ML_TAILS_MOST, 25) / 1000 + 1 < ML_TAIL, "the place of the low end and the next");
_Static_assert(ML_TAILS_MOST - 1 - PLACE(ML_TAILS_MOST, 975) / 1000 < ML_TAIL, "the place of the high end");

/* Puts x at the place of the first, and lets it sink. */
static void replace_first(double *heap, size_t n, double x)
{
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && heap[child + 1] > heap[child])
            child++;
        if (!(heap[child] > x))
            break;
        heap[at] = heap[child];
    }
    heap[at] = x;
}

/* Keeps x if it is among the ML_TAIL lowest of n values before it and itself. */
static void keep(double *heap, size_t n, double x)
{
    if (n >= ML_TAIL) {
        if (x < heap[0])
            replace_first(heap, ML_TAIL, x);
        return;
    }
    while (n > 0 && heap[(n - 1) / 2] < x) {
        heap[n] = heap[(n - 1) / 2];
        n = (n - 1) / 2;
    }
    heap[n] = x;
}

void ml_tails_add(ml_tails *tails, double x)
{
    if (!isfinite(x))
        return;
    keep(tails->low, tails->n, x);
    keep(tails->high, tails->n, -x);
    tails->n++;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Between two neighbours; `part` is that of the way from the lower to the upper one. */
static double between(double lower, double upper, size_t thousandths)
{
    return lower + (upper - lower) * ((double)thousandths / 1000);
}

ml_interval ml_tails_interval(ml_tails *tails, size_t least)
{
    size_t n = tails->n, n_kept = n < ML_TAIL ? n : ML_TAIL;
    if (n < least)
        return (ml_interval){(double)NAN, (double)NAN};
    qsort(tails->low, n_kept, sizeof *tails->low, ascending);
    qsort(tails->high, n_kept, sizeof *tails->high, ascending);
    size_t low = PLACE(n, 25), high = PLACE(n, 975), from_top = n - 1 - high / 1000;
    return (ml_interval){
        low / 1000 + 1 < n ? between(tails->low[low / 1000], tails->low[low / 1000 + 1], low % 1000) : tails->low[0],
        from_top > 0 ? between(-tails->high[from_top], -tails->high[from_top - 1], high % 1000) : -tails->high[0],
    };
}

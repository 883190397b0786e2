/* Heaps; see heap.h. */
#include "base/heap.h"

/* Lets a thing sink from the top, which is free, to its place among n. */
static void sink(void **items, size_t n, void *thing, ml_comes_before before, const void *context)
{
    size_t at = 0;
    for (size_t child = 1; child < n; child = 2 * at + 1) {
        child += child + 1 < n && before(items[child], items[child + 1], context);
        if (!before(thing, items[child], context))
            break;
        items[at] = items[child];
        at = child;
    }
    items[at] = thing;
}

void ml_heap_add(void **items, size_t *n, void *thing, ml_comes_before before, const void *context)
{
    size_t at = (*n)++;
    for (; at > 0 && before(items[(at - 1) / 2], thing, context); at = (at - 1) / 2)
        items[at] = items[(at - 1) / 2];
    items[at] = thing;
}

void *ml_heap_replace(void **items, size_t n, void *thing, ml_comes_before before, const void *context)
{
    void *last = items[0];
    sink(items, n, thing, before, context);
    return last;
}

void ml_heap_sort(void **items, size_t n, ml_comes_before before, const void *context)
{
    while (n > 1) {
        void *thing = items[--n];
        items[n] = items[0];
        sink(items, n, thing, before, context);
    }
}

/* The first of things in some order, of any number that are offered: a heap of pointers, the last of them on top. */
#ifndef ML_BASE_HEAP_H
#define ML_BASE_HEAP_H

#include <stdbool.h>
#include <stddef.h>

/* The order: whether a comes before b, which is another one; never both ways. */
typedef bool (*ml_comes_before)(const void *a, const void *b, const void *context);

/* Adds a thing to the heap of *n things, for which there is room. */
void ml_heap_add(void **items, size_t *n, void *thing, ml_comes_before before, const void *context);

/* Puts a thing in the place of the last one of n > 0, which is returned. */
void *ml_heap_replace(void **items, size_t n, void *thing, ml_comes_before before, const void *context);

/* Makes a heap of n things a list in ascending order, which is none any more. */
void ml_heap_sort(void **items, size_t n, ml_comes_before before, const void *context);

#endif

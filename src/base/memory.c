/* Checked allocation; see memory.h. */
#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

void *ml_alloc(size_t n_elems, size_t elem_size)
{
    size_t size;
    if (!ml_multiply(n_elems, elem_size, &size))
        return NULL;
    return calloc(size ? size : 1, 1);
}

void *ml_alloc_unset(size_t n_elems, size_t elem_size)
{
    size_t size;
    if (!ml_multiply(n_elems, elem_size, &size))
        return NULL;
    return malloc(size ? size : 1);
}

void *ml_alloc_large(size_t n_elems, size_t elem_size)
{
    char *memory = ml_alloc_unset(n_elems, elem_size);
#ifdef MADV_HUGEPAGE
    enum { PAGE_BYTES = 1 << 16 }; /* a multiple of every system's */
    size_t beyond = (uintptr_t)memory % PAGE_BYTES, skipped = beyond ? PAGE_BYTES - beyond : 0;
    if (memory && n_elems * elem_size > skipped)
        madvise(memory + skipped, n_elems * elem_size - skipped, MADV_HUGEPAGE); /* where it fails, nothing is lost but time */
#endif
    return memory;
}

char *ml_strndup(const char *s, size_t n)
{
    char *copy = ml_alloc(n + 1, 1);
    if (copy)
        memcpy(copy, s, n);
    return copy;
}

char *ml_strdup(const char *s) { return ml_strndup(s, strlen(s)); }

char *ml_format(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = n < 0 ? NULL : ml_alloc((size_t)n + 1, 1);
    if (!text)
        return NULL;
    va_start(args, format);
    vsnprintf(text, (size_t)n + 1, format, args);
    va_end(args);
    return text;
}

bool ml_grow(void *elems, size_t *capacity, size_t n, size_t elem_size)
{
    if (n < *capacity)
        return true;
    size_t wanted = *capacity < 8 ? 16 : *capacity, size;
    if (!ml_multiply(wanted, 2, &wanted) || !ml_multiply(wanted, elem_size, &size))
        return false;
    void *old, *grown;
    memcpy(&old, elems, sizeof old); /* elems points to a pointer of some object type */
    if (!(grown = realloc(old, size)))
        return false;
    memcpy(elems, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

bool ml_reserve(void *elems, size_t *capacity, size_t n, size_t elem_size)
{
    if (n <= *capacity)
        return true;
    void *old, *fresh;
    memcpy(&old, elems, sizeof old);
    free(old);
    fresh = ml_alloc_unset(n, elem_size);
    memcpy(elems, &fresh, sizeof fresh);
    *capacity = fresh ? n : 0;
    return fresh != NULL;
}

/* POSIX has malloc and its kin set errno, which no function sets back to 0. */
void ml_memory_watch(void) { errno = 0; }

bool ml_memory_lacked(void) { return errno == ENOMEM; }

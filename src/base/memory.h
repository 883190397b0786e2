/* Checked allocation: every size product is tested for overflow before memory is taken. */
#ifndef ML_BASE_MEMORY_H
#define ML_BASE_MEMORY_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* *product = a * b; false (product untouched) when it does not fit. */
static inline bool ml_multiply(size_t a, size_t b, size_t *product)
{
    if (b != 0 && a > SIZE_MAX / b)
        return false;
    *product = a * b;
    return true;
}

/* Zeroed memory for n_elems x elem_size bytes (at least one byte), or NULL on overflow or lack of memory. Freed with free. */
void *ml_alloc(size_t n_elems, size_t elem_size) ML_MUST_USE;

/* The same, but the memory is not zeroed: for what is large and written before it is read. */
void *ml_alloc_unset(size_t n_elems, size_t elem_size) ML_MUST_USE;

/* The same for whole images: in large pages where the system has some, because many small ones take longer to come by than to
 * be written. */
void *ml_alloc_large(size_t n_elems, size_t elem_size) ML_MUST_USE;

/* A copy of the string or of its first n bytes, or NULL. Freed with free. */
char *ml_strdup(const char *s) ML_MUST_USE;
char *ml_strndup(const char *s, size_t n) ML_MUST_USE;

/* printf into a fresh string, or NULL. Freed with free. */
char *ml_format(const char *format, ...) ML_PRINTF(1, 2) ML_MUST_USE;

/* Makes room for one more element in a growing array: *elems has *capacity elements of elem_size bytes, n of them used.
 * False, and nothing changed, when memory lacks. */
bool ml_grow(void *elems, size_t *capacity, size_t n, size_t elem_size) ML_MUST_USE;

/* Makes room for n elements in an array as above, of which nothing is kept where it has to be another. False without memory;
 * there are none then. */
bool ml_reserve(void *elems, size_t *capacity, size_t n, size_t elem_size) ML_MUST_USE;

/* For libraries that do not tell lack of memory from a damaged file: ml_memory_watch is called before them, and when they
 * failed ml_memory_lacked says whether an allocation of this thread did since. */
void ml_memory_watch(void);
bool ml_memory_lacked(void);

#endif

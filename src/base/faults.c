/* Faults of single images; see faults.h. */
#include "base/faults.h"

#include "base/memory.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_faults_add(ml_faults *faults, const char *id, const char *message, size_t number, ml_error *error)
{
    ml_fault fault = {ml_strdup(id), ml_strdup(message), number};
    if (fault.id && fault.message && ml_grow(&faults->items, &faults->capacity, faults->n, sizeof *faults->items)) {
        faults->items[faults->n++] = fault;
        return ML_OK;
    }
    free(fault.id);
    free(fault.message);
    return ml_fail_memory(error, "the list of errors");
}

/* Splits "[number]" off an id: the length of what is before it, and the number; -1 without one. */
static size_t split(const char *id, long long *number)
{
    size_t n = strlen(id), digits = 0;
    uint64_t value;
    *number = -1;
    if (n == 0 || id[n - 1] != ']')
        return n;
    while (digits < n - 1 && id[n - 2 - digits] >= '0' && id[n - 2 - digits] <= '9')
        digits++;
    if (digits == n - 1 || id[n - 2 - digits] != '[' || !ml_integer_parse(id + n - 1 - digits, digits, INT64_MAX, &value))
        return n;
    *number = (long long)value;
    return n - 2 - digits;
}

static int compare(const void *a, const void *b)
{
    const ml_fault *x = a, *y = b;
    long long i, j;
    size_t n = split(x->id, &i), m = split(y->id, &j);
    int order = memcmp(x->id, y->id, n < m ? n : m);
    if (order == 0 && n != m)
        return n < m ? -1 : 1;
    if (order == 0 && i != j)
        return i < j ? -1 : 1;
    return order ? order : strcmp(x->message, y->message);
}

void ml_faults_sort(ml_faults *faults)
{
    if (faults->n > 1)
        qsort(faults->items, faults->n, sizeof *faults->items, compare);
}

void ml_faults_clear(ml_faults *faults)
{
    for (size_t i = 0; i < faults->n; i++) {
        free(faults->items[i].id);
        free(faults->items[i].message);
    }
    free(faults->items);
    *faults = (ml_faults){0};
}

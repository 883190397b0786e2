/* Faults of single images; see faults.h. */
#include "base/faults.h"

#include "base/memory.h"
#include "base/text.h"

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

static int compare(const void *a, const void *b)
{
    const ml_fault *x = a, *y = b;
    int order = ml_id_compare(x->id, y->id);
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

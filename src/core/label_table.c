/* Labels; see label_table.h. */
#include "core/label_table.h"

#include "base/memory.h"

#include <stdlib.h>

ml_status ml_label_list_add(ml_label_list *list, uint32_t label, ml_error *error)
{
    if (list->n == list->capacity) {
        size_t capacity = list->capacity > 0 ? 2 * list->capacity : 16;
        uint32_t *longer = capacity <= SIZE_MAX / sizeof *longer ? realloc(list->items, capacity * sizeof *longer) : NULL;
        if (!longer)
            return ml_fail_memory(error, "a list of labels");
        list->items = longer;
        list->capacity = capacity;
    }
    list->items[list->n++] = label;
    return ML_OK;
}

static int compare_labels(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

void ml_label_list_sort(ml_label_list *list)
{
    size_t n = 0;
    if (list->n > 1)
        qsort(list->items, list->n, sizeof *list->items, compare_labels);
    for (size_t i = 0; i < list->n; i++)
        if (n == 0 || list->items[i] != list->items[n - 1])
            list->items[n++] = list->items[i];
    list->n = n;
}

void ml_label_list_clear(ml_label_list *list)
{
    free(list->items);
    *list = (ml_label_list){0};
}

size_t ml_label_list_below(const ml_label_list *list, uint32_t label)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle] < label)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool ml_label_list_has(const ml_label_list *list, uint32_t label)
{
    size_t at = ml_label_list_below(list, label);
    return at < list->n && list->items[at] == label;
}

static void append(ml_label_table *table, uint32_t first, uint32_t last, uint16_t class)
{
    table->large[table->n_large++] = (ml_label_span){{first, last}, class};
}

/* The labels beyond the small ones: the spans, with the ignored labels cut out of them and added where no span is. */
static void fill_large(const ml_label_span *spans, size_t n, const ml_label_list *ignored, ml_label_table *table)
{
    size_t h = ml_label_list_below(ignored, ML_N_SMALL_LABELS); /* the next hole */
    for (size_t i = 0; i < n; i++) {
        uint32_t at = spans[i].range.first > ML_N_SMALL_LABELS ? spans[i].range.first : ML_N_SMALL_LABELS;
        for (; h < ignored->n && ignored->items[h] <= spans[i].range.last; h++) {
            uint32_t hole = ignored->items[h];
            if (hole > at)
                append(table, at, hole - 1, spans[i].class);
            append(table, hole, hole, ML_IGNORED);
            at = hole >= at ? hole + 1 : at;
        }
        if (at <= spans[i].range.last)
            append(table, at, spans[i].range.last, spans[i].class);
    }
    for (; h < ignored->n; h++)
        append(table, ignored->items[h], ignored->items[h], ML_IGNORED);
}

static void fill_small(const ml_label_span *spans, size_t n, const ml_label_list *ignored, uint16_t *of_small)
{
    for (size_t label = 0; label < ML_N_SMALL_LABELS; label++)
        of_small[label] = ML_NONE;
    for (size_t i = 0; i < n; i++)
        for (uint32_t label = spans[i].range.first; label <= spans[i].range.last && label < ML_N_SMALL_LABELS; label++)
            of_small[label] = spans[i].class;
    for (size_t i = 0; i < ignored->n && ignored->items[i] < ML_N_SMALL_LABELS; i++)
        of_small[ignored->items[i]] = ML_IGNORED;
}

ml_status ml_label_table_init(const ml_label_span *spans, size_t n, const ml_label_list *ignored, ml_error *error,
                              ml_label_table *table)
{
    ml_label_table made = {.of_small = ml_alloc_unset(ML_N_SMALL_LABELS, sizeof *made.of_small)};
    size_t n_holes = ignored->n - ml_label_list_below(ignored, ML_N_SMALL_LABELS), n_large = n_holes;
    for (size_t i = 0; i < n; i++)
        n_large += spans[i].range.last >= ML_N_SMALL_LABELS;
    n_large = n_large > n_holes ? n_large + n_holes : n_holes; /* a hole in a span leaves two of it */
    if (n_large > 0)
        made.large = ml_alloc(n_large, sizeof *made.large);
    if (!made.of_small || (n_large > 0 && !made.large)) {
        ml_label_table_clear(&made);
        return ml_fail_memory(error, "the labels of the class set");
    }
    fill_small(spans, n, ignored, made.of_small);
    if (n_large > 0)
        fill_large(spans, n, ignored, &made);
    *table = made;
    return ML_OK;
}

void ml_label_table_clear(ml_label_table *table)
{
    free(table->of_small);
    free(table->large);
    *table = (ml_label_table){0};
}

uint16_t ml_label_table_search(const ml_label_table *table, uint32_t label)
{
    size_t low = 0, high = table->n_large;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (table->large[middle].range.last < label)
            low = middle + 1;
        else
            high = middle;
    }
    return low < table->n_large && table->large[low].range.first <= label ? table->large[low].class : (uint16_t)ML_NONE;
}

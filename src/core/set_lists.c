/* The lists of a set; see set_lists.h. */
#include "core/set_lists.h"

#include "base/heap.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static bool comes_before(const void *a, const void *b, const void *context)
{
    const ml_list_row *x = a, *y = b;
    return ml_row_compare(context, x->id, x->cells, y->id, y->cells) < 0;
}

static bool comes_before_mixed(const void *a, const void *b, const void *context)
{
    const ml_list_row *x = a, *y = b;
    return ml_row_compare_mixed(context, x->id, x->cells, y->id, y->cells) < 0;
}

static void destroy(ml_list_row *row)
{
    if (row)
        free(row->id);
    free(row);
}

ml_status ml_set_lists_init(const ml_settings *settings, ml_error *error, ml_set_lists *lists)
{
    ml_set_lists made = {.settings = settings, .items = ml_alloc(settings->n_parts, sizeof *made.items)};
    bool fits = made.items != NULL;
    for (size_t p = 0; p < settings->n_parts && fits; p++)
        if (settings->parts[p].kind == ML_PART_LIST) {
            ml_set_list *item = &made.items[made.n++];
            *item =
                (ml_set_list){.part = &settings->parts[p], .classes = ml_alloc(settings->classes->n, sizeof *item->classes)};
            fits = item->classes != NULL;
        }
    if (!fits) {
        ml_set_lists_clear(&made);
        return ml_fail_memory(error, "the lists of a set");
    }
    *lists = made;
    return ML_OK;
}

void ml_set_lists_clear(ml_set_lists *lists)
{
    for (size_t l = 0; l < lists->n; l++) {
        ml_set_list *item = &lists->items[l];
        for (size_t y = 0; item->classes && y < lists->settings->classes->n; y++) {
            for (size_t i = 0; i < item->classes[y].n; i++)
                destroy(item->classes[y].items[i]);
            free(item->classes[y].items);
        }
        free(item->classes);
        free(item->first);
    }
    free(lists->items);
    *lists = (ml_set_lists){.n = 0};
}

/* NULL without memory. */
static ml_list_row *create(const char *id, const uint64_t *row, size_t n_columns)
{
    ml_list_row *made = ml_alloc(1, sizeof *made);
    if (made && !(made->id = ml_strdup(id))) {
        destroy(made);
        return NULL;
    }
    if (made)
        memcpy(made->cells, row, n_columns * sizeof *row);
    return made;
}

ml_status ml_set_list_add(ml_set_list *list, const char *id, const uint64_t *row, ml_error *error)
{
    ml_class_list *class = &list->classes[row[0]];
    const ml_part *part = list->part;
    const bool is_full = class->n == part->n_rows;
    if (is_full) {
        const ml_list_row *last = class->items[0];
        if (ml_row_compare(part, id, row, last->id, last->cells) >= 0)
            return ML_OK;
    } else if (!ml_grow(&class->items, &class->capacity, class->n, sizeof *class->items)) {
        return ml_fail_memory(error, "the lists of a set");
    }
    ml_list_row *made = create(id, row, part->n_columns);
    if (!made)
        return ml_fail_memory(error, "the lists of a set");
    if (is_full)
        destroy(ml_heap_replace(class->items, class->n, made, comes_before, part));
    else
        ml_heap_add(class->items, &class->n, made, comes_before, part);
    return ML_OK;
}

ml_status ml_set_lists_add(ml_set_lists *lists, const char *id, const ml_record *record, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t l = 0; l < lists->n; l++)
        for (size_t i = 0; i < record->lists[l].n && !status; i++)
            status = ml_set_list_add(&lists->items[l], id, ml_rows_at(&record->lists[l], i), error);
    return status;
}

ml_status ml_set_lists_join(ml_set_lists *lists, const ml_set_lists *other, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t l = 0; l < lists->n; l++)
        for (size_t y = 0; y < lists->settings->classes->n; y++) {
            const ml_class_list *class = &other->items[l].classes[y];
            for (size_t i = 0; i < class->n && !status; i++) {
                const ml_list_row *row = class->items[i];
                status = ml_set_list_add(&lists->items[l], row->id, row->cells, error);
            }
        }
    return status;
}

/* Offers a class's rows to the first of all. False without memory. */
static bool offer(ml_set_list *list, const ml_class_list *class, size_t *capacity)
{
    const ml_part *part = list->part;
    for (size_t i = 0; i < class->n; i++) {
        if (list->n_first == part->n_rows) {
            if (!comes_before_mixed(class->items[i], list->first[0], part))
                return true; /* nor do those behind it */
            ml_heap_replace(list->first, list->n_first, class->items[i], comes_before_mixed, part);
            continue;
        }
        if (!ml_grow(&list->first, capacity, list->n_first, sizeof *list->first))
            return false;
        ml_heap_add(list->first, &list->n_first, class->items[i], comes_before_mixed, part);
    }
    return true;
}

ml_status ml_set_lists_sort(ml_set_lists *lists, ml_error *error)
{
    const ml_settings *settings = lists->settings;
    for (size_t l = 0; l < lists->n; l++) {
        ml_set_list *item = &lists->items[l];
        size_t capacity = 0;
        for (size_t y = 0; y < settings->classes->n; y++) {
            ml_class_list *class = &item->classes[y];
            ml_heap_sort(class->items, class->n, comes_before, item->part);
            if (!settings->masked[y] && !offer(item, class, &capacity))
                return ml_fail_memory(error, "the lists of a set");
        }
        ml_heap_sort(item->first, item->n_first, comes_before_mixed, item->part);
    }
    return ML_OK;
}

const ml_set_list *ml_set_lists_find(const ml_set_lists *lists, const char *key)
{
    for (size_t l = 0; lists && l < lists->n; l++)
        if (strcmp(lists->items[l].part->group, key) == 0)
            return &lists->items[l];
    return NULL;
}

/* Stored labels, whole numbers 0 .. ML_LARGEST_LABEL: ranges and lists of them, and the table that tells the class of each. */
#ifndef ML_CORE_LABEL_TABLE_H
#define ML_CORE_LABEL_TABLE_H

#include "base/error.h"
#include "kernel/tile.h"

enum {
    ML_LARGEST_LABEL = (1 << 24) - 1,
    ML_N_SMALL_LABELS = 1 << 16, /* those that a 16-bit sample can be */
};

/* Of labels that mean the same class, both ends included. */
typedef struct ml_label_range {
    uint32_t first, last;
} ml_label_range;

/* A set of labels: ascending and each once, once it is sorted. A zeroed one is empty. */
typedef struct ml_label_list {
    size_t n, capacity;
    uint32_t *items; /* [n] */
} ml_label_list;

/* Adds a label at the end. On failure (memory) the list is as it was. */
ml_status ml_label_list_add(ml_label_list *list, uint32_t label, ml_error *error) ML_MUST_USE;
void ml_label_list_sort(ml_label_list *list);
void ml_label_list_clear(ml_label_list *list);

/* How many labels of a sorted list are below `label`. */
size_t ml_label_list_below(const ml_label_list *list, uint32_t label);
/* Whether a sorted list has the label. */
bool ml_label_list_has(const ml_label_list *list, uint32_t label);

/* A range, and the class that its labels mean. */
typedef struct ml_label_span {
    ml_label_range range;
    uint16_t class; /* index or ML_IGNORED */
} ml_label_span;

/* From label to class. The 16-bit samples of an image are looked up in a table, larger labels are searched for: a set that has
 * none costs nothing. */
typedef struct ml_label_table {
    uint16_t *of_small; /* [ML_N_SMALL_LABELS] class index, ML_IGNORED, or ML_NONE for a label that is no class */
    size_t n_large;
    ml_label_span *large; /* [n_large] the others that are known, ascending */
} ml_label_table;

/* Fills a table from n spans, which are ascending and do not overlap, and the ignored labels (sorted), which are stronger. On
 * failure (memory) nothing is held. */
ml_status ml_label_table_init(const ml_label_span *spans, size_t n, const ml_label_list *ignored, ml_error *error,
                              ml_label_table *table) ML_MUST_USE;
void ml_label_table_clear(ml_label_table *table);

/* The class of a label beyond of_small. */
uint16_t ml_label_table_search(const ml_label_table *table, uint32_t label);

/* The class of any number as a label: an index, ML_IGNORED or ML_NONE. */
static inline uint16_t ml_label_class(const ml_label_table *table, uint32_t label)
{
    return label < ML_N_SMALL_LABELS ? table->of_small[label]
           : table->n_large > 0      ? ml_label_table_search(table, label)
                                     : (uint16_t)ML_NONE;
}

#endif

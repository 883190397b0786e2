/* The lists of a set: of each part of its records that is a list (part.h) the rows of all images together that come first, so
 * many of each class. Which image a row is of decides among equals, so neither the order in which images are added nor how they
 * were split can change them. */
#ifndef ML_CORE_SET_LISTS_H
#define ML_CORE_SET_LISTS_H

#include "core/record.h"

/* A row, and the image that it is of. */
typedef struct ml_list_row {
    char *id; /* as the file system has it; owned */
    uint64_t cells[ML_LIST_MAX_COLUMNS];
} ml_list_row;

/* Those of a class: in no order but of a heap, until they are sorted. */
typedef struct ml_class_list {
    size_t n, capacity;
    void **items; /* [n] of ml_list_row */
} ml_class_list;

typedef struct ml_set_list {
    const ml_part *part;    /* borrowed from the settings */
    ml_class_list *classes; /* [classes->n] */
    size_t n_first;
    void **first; /* [n_first] once they are sorted: the first of all classes that are not masked; borrowed from these */
} ml_set_list;

/* A zeroed one may be cleared. */
typedef struct ml_set_lists {
    const ml_settings *settings;
    size_t n;
    ml_set_list *items; /* [n] in the order of the records' lists */
} ml_set_lists;

/* Those of records with the settings' parts; without rows. Borrows the settings. On failure nothing is held. */
ml_status ml_set_lists_init(const ml_settings *settings, ml_error *error, ml_set_lists *lists) ML_MUST_USE;
void ml_set_lists_clear(ml_set_lists *lists);

/* Adds a row of an image, or the rows of its record, or what others with the same settings have. Not once they are sorted; on
 * failure some may have been added. */
ml_status ml_set_list_add(ml_set_list *list, const char *id, const uint64_t *row, ml_error *error) ML_MUST_USE;
ml_status ml_set_lists_add(ml_set_lists *lists, const char *id, const ml_record *record, ml_error *error) ML_MUST_USE;
ml_status ml_set_lists_join(ml_set_lists *lists, const ml_set_lists *other, ml_error *error) ML_MUST_USE;

/* Sorts them, and finds the first of all classes that are not masked: as many as there may be of one class. */
ml_status ml_set_lists_sort(ml_set_lists *lists, ml_error *error) ML_MUST_USE;

/* The list of the measure with this key, which has one; NULL: there are no lists. */
const ml_set_list *ml_set_lists_find(const ml_set_lists *lists, const char *key);

#endif

/* The objects of an image that are decided wrong the most. */
#ifndef ML_MEASURE_WORST_OBJECTS_H
#define ML_MEASURE_WORST_OBJECTS_H

#include "core/rows.h"
#include "measure/components.h"

/* The columns of a row of such a list. */
enum {
    ML_WORST_CLASS,
    ML_WORST_FIRST_ROW,
    ML_WORST_FIRST_COLUMN,
    ML_WORST_LAST_ROW,
    ML_WORST_LAST_COLUMN,
    ML_WORST_PIXELS,
    ML_WORST_HIT, /* pixels that are decided right, not all */
    ML_WORST_AS,  /* the class that most of its other pixels are decided as, the lowest of equals; ML_ROW_NOTHING: none is */
    ML_WORST_COLUMNS
};
_Static_assert((int)ML_WORST_COLUMNS <= (int)ML_LIST_MAX_COLUMNS, "a row has room");

/* What an image is, and which of its objects are wanted. */
typedef struct ml_worst_search {
    size_t n_rows, n_columns, n_classes;
    const uint16_t *truth,
        *decision;       /* [n_rows][n_columns] class indices, ML_IGNORED, ML_NONE; of ignored pixels any decision */
    uint64_t min;        /* pixels of the least object */
    const ml_part *part; /* the list: its rows of a class and their order */
} ml_worst_search;

/* The bytes that a search takes at most beside the planes and the components, in an image of so many runs; UINT64_MAX: more
 * than there can be. */
uint64_t ml_worst_objects_bytes(const ml_part *part, size_t n_classes, size_t n_runs);

/* Adds them to rows, of which there are none, in the order of the list. The components' n_right are those of the decisions;
 * what is known of components and runs is spent. On failure there may be some rows. Time grows with pixels and runs, and with
 * the logarithm of how many are wanted. */
ml_status ml_worst_objects_find(const ml_worst_search *search, ml_components *components, ml_error *error,
                                ml_rows *rows) ML_MUST_USE;

#endif

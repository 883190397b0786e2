/* Rows of whole numbers, as many as there are: what a part of the record that is a list has (part.h). */
#ifndef ML_CORE_ROWS_H
#define ML_CORE_ROWS_H

#include "base/quirks.h"
#include "core/part.h"

/* A number of a row that is none: null in a stream. */
#define ML_ROW_NOTHING UINT64_MAX

/* Zeroed but for n_columns there are none, and it may be cleared. */
typedef struct ml_rows {
    size_t n_columns; /* at most ML_LIST_MAX_COLUMNS */
    size_t n, capacity;
    uint64_t *cells; /* [n][n_columns] */
} ml_rows;

static inline const uint64_t *ml_rows_at(const ml_rows *rows, size_t i) { return rows->cells + i * rows->n_columns; }

/* Adds a row. False without memory; nothing is changed then. */
bool ml_rows_add(ml_rows *rows, const uint64_t *row) ML_MUST_USE;

/* to, which has none and nothing held, becomes a copy. False without memory; nothing is held then. */
bool ml_rows_copy(const ml_rows *from, ml_rows *to) ML_MUST_USE;

bool ml_rows_same(const ml_rows *a, const ml_rows *b);
void ml_rows_clear(ml_rows *rows);

/* The order of the rows of a list: < 0, 0, > 0. The class, the higher rank, the image, if they have any (else ""), the other
 * numbers one by one. */
int ml_row_compare(const ml_part *part, const char *image_a, const uint64_t *a, const char *image_b, const uint64_t *b);

/* The same, but for the class, which comes last: of classes that are put together. */
int ml_row_compare_mixed(const ml_part *part, const char *image_a, const uint64_t *a, const char *image_b, const uint64_t *b);

#endif

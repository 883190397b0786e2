/* A part of the record: a table of numbers that an image is reduced to and that add up over images, or a list of things of
 * which those of a set are the first ones of its images. What is done with records (copying, adding, views, writing to and
 * reading from streams, merging) is done with each of their parts, so that a new part is a row like these and nothing else. */
#ifndef ML_CORE_PART_H
#define ML_CORE_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ml_record;
struct ml_rows;
struct ml_settings;

enum { ML_EACH_CLASS = 0 }; /* as a number of rows: one for each true class; of columns: one for each class */

/* Whole numbers, or sums: doubles in a record, exact (ml_fixed) in a tally. Or a list (rows.h): rows of whole numbers, the
 * first of which is a true class, in the order of ml_row_compare. Of each class there are at most n_rows, the first in that
 * order; lists do not add up, and a tally has none: those of a set are put together beside it (set_lists.h). */
typedef enum ml_part_kind { ML_PART_COUNTS, ML_PART_SUMS, ML_PART_LIST } ml_part_kind;

enum { ML_LIST_MAX_COLUMNS = 8 };

/* The columns of a row, of the part's kind. */
typedef union ml_row {
    uint64_t *counts;
    double *sums;
} ml_row;

/* A row in the view `masked`. */
typedef struct ml_masked_row {
    const struct ml_settings *settings;
    const struct ml_record *record; /* as it was, all of it */
    size_t y;                       /* the row's true class, which is masked */
    uint64_t n_pixels;              /* valid ones of this class */
} ml_masked_row;

typedef struct ml_part {
    const char *group; /* the object in a stream's record that has it, with others next to it; NULL: the record itself */
    const char *name;  /* its key there, which is no other part's; borrowed, like the group and the context */
    ml_part_kind kind;
    size_t n_rows, n_columns; /* or ML_EACH_CLASS; of a list neither is */
    bool may_be_negative;     /* sums only */
    double most; /* sums with a row per true class: what a valid pixel of it adds to a column at most; 0: anything */

    /* For parts with a row per true class that views change: fills the row, which is all 0, as if each of its pixels were
     * predicted as y with certainty. The view `excluded` makes such a row 0. NULL: views leave the part as it is. */
    void (*mask)(const struct ml_part *part, const ml_masked_row *masked, ml_row row);

    /* What is impossible about the numbers of a record that was read, all parts of which are there; NULL if nothing is. */
    const char *(*fault)(const struct ml_part *part, const struct ml_record *record);

    /* Of lists: what their order goes by; and the same as above about the rows, which are in order and of the record's classes,
     * and no more of each than may be, of an image of this size, or of several. */
    uint64_t (*rank)(const uint64_t *row);
    const char *(*list_fault)(const struct ml_part *part, const struct ml_record *record, const struct ml_rows *rows,
                              uint64_t width, uint64_t height);

    const void *context; /* for its functions */
} ml_part;

#endif

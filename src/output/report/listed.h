/* What forms for reading show of a measure's list of things: of a set its first ones, of an image its own. */
#ifndef ML_OUTPUT_REPORT_LISTED_H
#define ML_OUTPUT_REPORT_LISTED_H

#include "core/result.h"

enum { ML_LISTED_MAX_COLUMNS = 12, ML_LISTED_TEXT_SIZE = 48, ML_LISTED_OF_IMAGE = 5 };

/* A column as it is shown: of a box there are two, its rows and its columns. */
typedef struct ml_listed_column {
    const char *title;
    ml_kind kind;
    size_t first, last; /* numbers of a row: of a box from and to, else the same */
} ml_listed_column;

/* All borrowed. */
typedef struct ml_listed {
    const char *title;       /* what is listed */
    const char *key;         /* of the list, below the measure */
    const ml_set_list *list; /* of a set; NULL: of none */
    const ml_classes *classes;
    size_t n_columns;
    ml_listed_column columns[ML_LISTED_MAX_COLUMNS]; /* the image, if it has any, is the last */
} ml_listed;

/* The list of measure k. False: it has none. */
bool ml_listed_find(const ml_settings *settings, size_t k, const ml_set_lists *lists, ml_listed *listed);

/* A value that is no image: the name of a class, or what is written into `text`. */
const char *ml_listed_text(const ml_listed *listed, const ml_listed_column *column, const uint64_t *row,
                           char text[ML_LISTED_TEXT_SIZE]);

/* The first rows of an image's own list of measure k, but for masked classes: their number. Borrowed from the figures. */
size_t ml_listed_of_image(const ml_figures *figures, size_t k, const uint64_t *rows[ML_LISTED_OF_IMAGE]);

#endif

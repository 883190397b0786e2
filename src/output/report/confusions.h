/* The largest confusions of a set: which class was called which, most often. */
#ifndef ML_OUTPUT_REPORT_CONFUSIONS_H
#define ML_OUTPUT_REPORT_CONFUSIONS_H

#include "core/figures.h"

enum {
    ML_CONFUSIONS_FEW_CLASSES = 12, /* up to so many, forms for reading show the whole matrix */
    ML_CONFUSIONS_LARGEST = 10,     /* of more, so many confusions */
};

/* n pixels of true class y that were called c, in the raw view; c is the number of classes where they were called none. */
typedef struct ml_confusion {
    size_t y, c;
    uint64_t n;
} ml_confusion;

/* The largest first, of equals those of the lower class; those with no class only if these are wanted. Returns their number. */
size_t ml_confusions_find(const ml_figures *figures, bool with_none, ml_confusion largest[ML_CONFUSIONS_LARGEST]);

#endif

/* The classes that forms for reading list, and in which order. */
#ifndef ML_OUTPUT_REPORT_CLASS_ORDER_H
#define ML_OUTPUT_REPORT_CLASS_ORDER_H

#include "core/figures.h"

/* More than so many are sorted, because nobody could look for the worst among them. */
enum { ML_CLASS_ORDER_MANY = 40 };

/* The classes that occur in the truth or in the predictions, by their indices or, of many, the lowest IoU of the leading view
 * first, those that are only predicted last, the most often predicted first. *n says how many. NULL without memory. Freed with
 * free. */
size_t *ml_class_order(const ml_figures *figures, size_t *n) ML_MUST_USE;

/* The class with the most pixels (of an array by class), below those of `last` or equal and later (n_classes: of all);
 * n_classes when there is none with a pixel left. */
size_t ml_class_with_next_most(const uint64_t *pixels, size_t n_classes, size_t last);

#endif

/* What the HTML report keeps of the images until what stands above them is written: all values of the figure that says how bad
 * they are, and the cards of those that are shown. */
#ifndef ML_OUTPUT_REPORT_HTML_KEPT_H
#define ML_OUTPUT_REPORT_HTML_KEPT_H

#include "core/pictures.h"
#include "output/page/page.h"

/* A zeroed one is empty. */
typedef struct ml_html_kept {
    ml_page page; /* writes the cards, or rows, into the report's part */
    uint64_t n_images;
    size_t n_cards;
    size_t ends[ML_MAX_IMAGES_WITH_PICTURES];          /* [n_cards] of each the byte of all their words at which its own end */
    ml_pictures pictures[ML_MAX_IMAGES_WITH_PICTURES]; /* [n_cards] without their links */
    char *ids[ML_MAX_IMAGES_WITH_PICTURES];            /* [n_cards] of those with pictures, else NULL */
    size_t n_values, values_capacity;
    double *values; /* [n_values] that are defined */
    uint64_t n_undefined;
} ml_html_kept;

void ml_html_kept_clear(ml_html_kept *kept);

#endif

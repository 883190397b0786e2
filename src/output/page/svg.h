/* Small drawings inside a page. They repeat what stands beside them as numbers, so whoever hears the page read misses nothing.
 */
#ifndef ML_OUTPUT_PAGE_SVG_H
#define ML_OUTPUT_PAGE_SVG_H

#include "core/tails.h"
#include "output/page/html.h"

/* A bar as long as the share, 0..1 (NaN: none), with a line across it at `mark` (NaN: none). */
void ml_svg_bar(ml_html *html, double share, double mark);

/* An interval from low to high, around 0 in the middle of a ground that goes from -reach to reach (0: nothing differs); a line
 * across it at `at`. NaN: nothing is drawn. Its class (NULL: none) is how it is filled. */
void ml_svg_interval(ml_html *html, const ml_interval *interval, double at, double reach, const char *classes);

/* A part of a whole: its class is how it is filled. */
typedef struct ml_svg_part {
    const char *classes;
    uint64_t n;
} ml_svg_part;

/* A bar of parts, one behind the other, which together are all of it. */
void ml_svg_parts(ml_html *html, const ml_svg_part *parts, size_t n_parts);

/* How many values are where: bins of one width, each with the lower end but not the upper one, the last one with both. */
enum { ML_SVG_MAX_BINS = 40 };
typedef struct ml_svg_histogram {
    double edges[ML_SVG_MAX_BINS + 1]; /* [n_bins + 1], numbers of few digits */
    size_t n_bins;
    uint64_t counts[ML_SVG_MAX_BINS];
    uint64_t highest;
} ml_svg_histogram;

/* Counts n > 0 finite values, the least and largest of which are given. */
void ml_svg_histogram_count(const double *values, size_t n, double least, double largest, ml_svg_histogram *histogram);

/* The drawing, which a title describes: `what` has the values. There is a line at 0 where that lies between the ends. */
void ml_svg_histogram_write(ml_html *html, const ml_svg_histogram *histogram, const char *what);

#endif

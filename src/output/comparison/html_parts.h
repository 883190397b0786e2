/* The parts of a comparison's page, each in its own file, html_NAME.c, and what they share. Each is a section of the page, or
 * nothing where there is nothing to show.
 *
 * Where the JSON document has what is shown: a data-path (page.h) like "delta:masked.metrics.miou" is the member "delta" of the
 * entry of `figures` with that path; others lead through the document itself, as "worse.0.delta" does. */
#ifndef ML_OUTPUT_COMPARISON_HTML_PARTS_H
#define ML_OUTPUT_COMPARISON_HTML_PARTS_H

#include "output/comparison/comparison.h"
#include "output/page/page.h"

/* As in page.h: what sections may be long. A comparison has no matrices, but more of its classes. */
enum {
    ML_COMPARED_FIGURES_BYTES = 150000,  /* of all views */
    ML_COMPARED_MEASURES_BYTES = 150000, /* of all views and measures */
    ML_COMPARED_CLASSES_BYTES = 400000,  /* of all views */
    ML_COMPARED_IMAGES_BYTES = 60000,    /* that got worse, and as much for those that got better */
};

/* The views, in the order in which pages show them. */
typedef struct ml_compared_views {
    size_t n;
    ml_view_kind items[ML_N_VIEWS];
} ml_compared_views;

ml_compared_views ml_comparison_views(const ml_comparison *comparison);

/* How what has this verdict (ml_compared_verdict) is coloured: "good", "bad" or "unsure". */
const char *ml_compared_colour(const char *verdict);

/* data-path="MEMBER:PATH" for the element that was just begun. */
void ml_compared_path(ml_html *html, const char *member, const ml_compared *compared);

/* A cell with a value of one side; with a difference; with one and what it is relative to the baseline. */
void ml_compared_value_cell(ml_page *page, ml_html *row, const char *member, const ml_compared *compared);
void ml_compared_delta_cell(ml_page *page, ml_html *row, const char *member, const ml_compared *compared, double x);

/* Cells with an interval as a drawing that reaches from -reach to reach, as its ends, and with its verdict. */
void ml_compared_interval_cells(ml_page *page, ml_html *row, const ml_compared *compared, double at, double reach);

/* The larger of `reach` and what drawing this interval and the difference needs. */
double ml_compared_reach(double reach, const ml_interval *interval, double at);

/* The head of a column of drawings: how far they reach, as a share of the baseline or not. */
void ml_compared_bar_column(ml_page *page, double reach, bool is_relative);

/* Metrics and losses of each view. */
void ml_comparison_html_figures(ml_page *page, const ml_comparison *comparison);

/* The classes of each view. */
void ml_comparison_html_classes(ml_page *page, const ml_comparison *comparison);

/* How the images' differences are spread; groups; images that got worse and better. */
void ml_comparison_html_groups(ml_page *page, const ml_comparison *comparison);
void ml_comparison_html_spread(ml_page *page, const ml_comparison *comparison);
void ml_comparison_html_images(ml_page *page, const ml_comparison *comparison);

#endif

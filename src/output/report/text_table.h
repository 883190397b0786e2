/* What the tables of the text report share: their views, figures and titles. A table has as many columns as there are views,
 * side by side, as long as that fits ml_out's columns; where it does not, its parts stand below each other. No line ends in
 * blanks. */
#ifndef ML_OUTPUT_REPORT_TEXT_TABLE_H
#define ML_OUTPUT_REPORT_TEXT_TABLE_H

#include "core/settings.h"
#include "io/out.h"

/* The views to show: a run of n of those that the settings have, the masked one first. */
typedef struct ml_text_views {
    size_t n;
    int items[ML_N_VIEWS];
} ml_text_views;

ml_text_views ml_text_all_views(const ml_settings *settings);

/* Blanks, then a figure: with `places` (at most columns - 3) below 100, beyond that with as many digits as there is room for;
 * "-" where it is not defined. */
void ml_text_figure(ml_out *out, size_t columns, int places, double x);

/* Columns of a figure, or as many more as the views' names need above it. */
size_t ml_text_view_columns(const ml_text_views *views, size_t columns);

/* The names of the views, each over its column. */
void ml_text_view_names(ml_out *out, const ml_text_views *views, size_t columns);

/* A title over n columns, behind a blank at least, or its short form where that is too narrow. */
void ml_text_title(ml_out *out, size_t columns, const char *title, const char *short_title);

#endif

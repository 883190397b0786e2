/* The parts of the text report. */
#ifndef ML_OUTPUT_TEXT_PARTS_H
#define ML_OUTPUT_TEXT_PARTS_H

#include "output/report.h"

enum { ML_TEXT_FIGURE_COLUMNS = 10 };

/* Number of views that are printed. */
size_t ml_text_n_views(const ml_settings *settings);

/* A figure, right-aligned behind a blank; "-" where it is not defined. Up to 100 with six places, beyond with as many digits as
 * there is room for. */
void ml_text_figure(ml_out *out, int columns, double x);

void ml_text_count(ml_out *out, int columns, uint64_t n);

/* The names of the views, one per column. */
void ml_text_view_names(ml_out *out, const ml_settings *settings, int columns);

/* A title over the columns of all views, or its short form where that is too narrow. */
void ml_text_group(ml_out *out, const ml_settings *settings, int columns, const char *title, const char *short_title);

/* The table of the classes that occur, and what masking forgave. */
void ml_text_classes(const ml_report *report, const ml_figures *figures);
void ml_text_forgiven(const ml_report *report, const ml_figures *figures);

#endif

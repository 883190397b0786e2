/* The parts of the HTML report, each in its own file, html_NAME.c. Each is a section of the page, or nothing where there is
 * nothing to show. */
#ifndef ML_OUTPUT_REPORT_HTML_PARTS_H
#define ML_OUTPUT_REPORT_HTML_PARTS_H

#include "output/report/report.h"

/* Whether the set is not all there: images or shards are missing, or could not be evaluated. */
bool ml_html_report_lacks(const ml_report *report, const ml_set_result *set);

/* "shard 0/2", of an evaluation of one, with words behind it; nothing else. */
void ml_html_report_write_shard(ml_out *out, const ml_report *report, const char *behind);

/* What was evaluated, and what could not be. */
void ml_html_report_set(ml_page *page, const ml_report *report, const ml_set_result *set);

/* What masking forgave and what it did not. */
void ml_html_report_forgiven(ml_page *page, const ml_set_result *set);

/* Metrics and losses: masked, raw, constant. */
void ml_html_report_figures(ml_page *page, const ml_set_result *set);

/* What overlap cannot see, where it was asked for. */
void ml_html_report_measures(ml_page *page, const ml_set_result *set);

/* Of measure k the reliability diagrams, in each view, if it has bins of confidence with pixels in them. Not many are drawn on
 * a page: *n_drawn is how many are there already, and counted up. */
void ml_html_report_reliability(ml_page *page, const ml_set_result *set, size_t k, size_t *n_drawn);

/* What other programs would print, where it was asked for. */
void ml_html_report_conventions(ml_page *page, const ml_set_result *set);

/* The classes, and which was called which. */
void ml_html_report_classes(ml_page *page, const ml_figures *figures);
void ml_html_report_confusion(ml_page *page, const ml_figures *figures);

/* How the images' figure is spread; the groups; the worst images, which are kept until then. */
void ml_html_report_value(ml_report *report, double value);
void ml_html_report_histogram(ml_page *page, const ml_report *report);
void ml_html_report_group(ml_report *report, const ml_group_result *group);
void ml_html_report_groups(ml_page *page, ml_report *report);
void ml_html_report_images_begin(ml_report *report);
void ml_html_report_image(ml_report *report, const ml_image_result *image);
void ml_html_report_images(ml_page *page, ml_report *report);

/* What the colours of pictures mean. */
void ml_html_report_legend(ml_page *page, const ml_settings *settings);

#endif

/* The parts of the text report, each in its own file: text_figures.c, text_measures.c, text_intervals.c, text_classes.c,
 * text_confusion.c, text_groups.c, text_images.c. Each part begins where a line begins, and ends its last one. */
#ifndef ML_OUTPUT_REPORT_TEXT_PARTS_H
#define ML_OUTPUT_REPORT_TEXT_PARTS_H

#include "output/report/report.h"

/* Losses and metrics of the set: of all pixels, and as the mean of the images. */
void ml_text_figures(const ml_report *report, const ml_set_result *set);

/* The measures; nothing without any. */
void ml_text_measures(const ml_report *report, const ml_set_result *set);

/* Intervals of losses and metrics, where there are any. */
void ml_text_intervals(const ml_report *report, const ml_set_result *set);

/* Support, false negatives and positives, and IoU of each class. */
void ml_text_classes(const ml_report *report, const ml_figures *figures);

/* The same, and which class was called which: in one table where that fits. */
void ml_text_classes_and_confusions(const ml_report *report, const ml_figures *figures);

/* What other programs would print; nothing unless it was asked for. */
void ml_text_conventions(const ml_report *report, const ml_set_result *set);

/* The lines of the images: before the first, of each, and all of them, where there are n_all images in the set. */
void ml_text_images_begin(ml_report *report);
void ml_text_image(ml_report *report, const ml_image_result *image);
void ml_text_images(ml_report *report, uint64_t n_all);

/* The same of the groups; nothing without groups. */
void ml_text_group(ml_report *report, const ml_group_result *group);
void ml_text_groups(ml_report *report);

#endif

/* The parts of the text report, each in its own file: text_figures.c, text_classes.c, text_images.c. Each part begins where a
 * line begins, and ends its last one. */
#ifndef ML_OUTPUT_REPORT_TEXT_PARTS_H
#define ML_OUTPUT_REPORT_TEXT_PARTS_H

#include "output/report/report.h"

/* Losses and metrics of the set: of all pixels, and as the mean of the images. */
void ml_text_figures(const ml_report *report, const ml_set_result *set);

/* Support, false negatives and positives, and IoU of each class. */
void ml_text_classes(const ml_report *report, const ml_figures *figures);

/* The lines of the images: before the first, of each, and what of them is shown: all in order of their ids, or if there are
 * many the worst of them. */
void ml_text_images_begin(ml_report *report);
void ml_text_image(ml_report *report, const ml_image_result *image);
void ml_text_images(ml_report *report);

#endif

#include "output/report.h"
void ml_text_report_begin(ml_report *report){(void)report;}
void ml_text_report_image(ml_report *report, const ml_image_result *image){(void)report;(void)image;}
void ml_text_report_end(ml_report *report, const ml_set_result *set){(void)report;(void)set;}

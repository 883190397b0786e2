/* Parts of the Markdown report that have files of their own. Each begins and ends where a line begins. */
#ifndef ML_OUTPUT_REPORT_MARKDOWN_PARTS_H
#define ML_OUTPUT_REPORT_MARKDOWN_PARTS_H

#include "output/report/report.h"

/* Which class was called which: of few classes the whole matrix, of many the largest confusions. */
void ml_markdown_confusions(const ml_report *report, const ml_figures *figures);

/* The groups of images: what is kept of each, and their table; nothing without groups. */
void ml_markdown_group(ml_report *report, const ml_group_result *group);
void ml_markdown_groups(ml_report *report);

/* The measures; nothing without any. */
void ml_markdown_measures(const ml_report *report, const ml_set_result *set);

/* What other programs would print; nothing unless it was asked for. */
void ml_markdown_conventions(const ml_report *report, const ml_set_result *set);

#endif

/* A report in progress; see report.h. */
#include "output/report/report.h"

void ml_report_clear(ml_report *report)
{
    ml_out_close(&report->part);
    ml_group_rows_clear(&report->groups);
}

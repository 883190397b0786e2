/* The table of output forms. */
#ifndef ML_OUTPUT_REPORT_FORMS_H
#define ML_OUTPUT_REPORT_FORMS_H

#include "output/report/report.h"

/* The first is the default, and NULL ends it. */
extern const ml_report_form *const ml_report_forms[];

#endif

/* How the report of a set begins and ends, in eval and merge: what of it was asked for, and what its gates say. */
#ifndef ML_ENGINE_REPORTING_H
#define ML_ENGINE_REPORTING_H

#include "engine/worst.h"

/* A set while its images are reported; all borrowed. */
typedef struct ml_reporting {
    const ml_arguments *arguments;
    ml_report *report;
    ml_aggregate *aggregate;
    ml_figures *figures; /* room for those of one record */
    ml_worst *worst;
} ml_reporting;

/* Checks the paths of --gate and --by, and sets in the report which images it will have, before anything is evaluated: a usage
 * error where a path leads to no figure of results with these settings. The aggregate is empty. On failure nothing is held. */
ml_status ml_reporting_prepare(const ml_reporting *r, ml_error *error) ML_MUST_USE;

/* Reports an image, or keeps it for later where only the worst are wanted, and adds it to the set. */
ml_status ml_reporting_add(const ml_reporting *r, const ml_image_result *image, const ml_record *record,
                           ml_error *error) ML_MUST_USE;

/* Reports the set and writes the report; the status is what the gates and, unless they are accepted, the faults say. */
ml_status ml_reporting_finish(const ml_reporting *r, uint64_t n_expected, ml_faults *faults, bool accept_faults,
                              ml_error *error) ML_MUST_USE;

#endif

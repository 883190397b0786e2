/* A set of images in progress: how it is scored, what has come of its images so far, and what is reported of it. */
#ifndef ML_ENGINE_SET_H
#define ML_ENGINE_SET_H

#include "engine/worst.h"

/* Must not move once its settings are made. A zeroed one may be cleared. */
typedef struct ml_set {
    ml_losses losses;
    ml_part *parts;       /* of the records, those that observers have */
    ml_settings settings; /* borrow the two, and the class set of whoever has read it */
    ml_record record;     /* room for that of an image that is read from a stream */
    ml_figures figures;   /* room for those of one record */
    ml_aggregate aggregate;
    ml_faults faults;    /* images that could not be evaluated */
    uint64_t n_expected; /* images that should be there */
    /* How it is reported; a set that is only compared is not. */
    const ml_report_choice *choice; /* borrowed */
    ml_report report;
    const char *told; /* the code of a note that was told already; NULL: none */
    ml_worst worst;
} ml_set;

/* Makes the settings, defaults for a class set and the set's losses, with the parts that the job's observers have. After
 * failure, too, the set is to be cleared. */
ml_status ml_set_make_settings(ml_set *set, const ml_job *job, const ml_classes *classes, ml_error *error) ML_MUST_USE;

/* Makes room for what the settings, which are complete, ask for. After failure, too, the set is to be cleared. */
ml_status ml_set_begin(ml_set *set, ml_error *error) ML_MUST_USE;
void ml_set_clear(ml_set *set);

/* The result of the images so far; its figures hold until the next record is scored. */
ml_set_result ml_set_finish(ml_set *set, const ml_verdicts *verdicts);

#endif

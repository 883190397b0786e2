/* A set of images in progress: how it is scored, what has come of its images so far, and what is reported of it. */
#ifndef ML_ENGINE_SET_H
#define ML_ENGINE_SET_H

#include "core/pooled.h"
#include "engine/worst.h"

/* A value of a group, of which the others are not kept. */
typedef struct ml_noted {
    double value;
    const char *name; /* it is this, where it is no number; borrowed from the settings */
} ml_noted;

/* Must not move once its settings are made. A zeroed one may be cleared. */
typedef struct ml_set {
    ml_losses losses;
    ml_measures measures;
    ml_part *parts;       /* of the records, those that measures and observers have */
    ml_settings settings; /* borrow the three, and the class set of whoever has read it */
    ml_record record;     /* room for that of an image that is read from a stream */
    ml_figures figures;   /* room for those of one record */
    ml_aggregate aggregate;
    ml_pooled pooled;       /* of a set whose pooled figures have intervals: its images or groups */
    ml_interval *intervals; /* these, once they are found; else NULL */
    ml_convention_sums conventions;
    ml_grouping grouping; /* which image is of which group, as far as somebody says it here */
    ml_groups groups;     /* where the settings have groups */
    uint64_t n_volumes;   /* images that are slices of a volume */
    ml_faults faults;     /* images that could not be evaluated */
    uint64_t n_expected;  /* images that should be there */
    /* How it is reported; a set that is only compared is not. */
    const ml_report_choice *choice; /* borrowed */
    ml_noted *noted;                /* [gates.n + prints.n] what of groups gates bound, or is printed */
    ml_report report;
    ml_worst worst;
    ml_by group_by; /* how bad a group is */
} ml_set;

/* Makes the settings, defaults for a class set and the set's losses and measures, with the parts that these and the job's
 * observers have. After
 * failure, too, the set is to be cleared. */
ml_status ml_set_make_settings(ml_set *set, const ml_job *job, const ml_classes *classes, ml_error *error) ML_MUST_USE;

/* Takes the rule of the groups, opens it unless it is open, and says so in the settings; without one images bring the names of
 * their groups, if `brought` says so. */
ml_status ml_set_group(ml_set *set, const ml_group_rule *rule, bool brought, ml_error *error) ML_MUST_USE;

/* Makes room for what the settings, which are complete, ask for. After failure, too, the set is to be cleared. */
ml_status ml_set_begin(ml_set *set, ml_error *error) ML_MUST_USE;
void ml_set_clear(ml_set *set);

/* The name of an image's group by the rule or, without one, what it brings (NULL: nothing). NULL where there are no groups. An
 * error (ML_E_INPUT) where it brings none and others do, or the other way round; `where` it stands is for that. *name is freed
 * with free. */
ml_status ml_set_group_of(const ml_set *set, const ml_image_result *image, const char *brought, const char *where,
                          ml_error *error, char **name) ML_MUST_USE;

/* Adds an image to the set, and to its group: its record, of which the set's figures are. On failure the set is spoilt.
 */
ml_status ml_set_add(ml_set *set, const ml_image_result *image, const ml_record *record, ml_error *error) ML_MUST_USE;

/* Adds what the set's figures are of, an image or a group, to what is taken over these: intervals, and what other programs
 * would print. On failure the set is spoilt. */
ml_status ml_set_add_unit(ml_set *set, ml_error *error) ML_MUST_USE;

/* Finds the intervals of the units so far, where the settings want them, with up to n_threads threads (0: as many as there are
 * processors). */
ml_status ml_set_find_intervals(ml_set *set, size_t n_threads, ml_error *error) ML_MUST_USE;

/* Computes the set's figures of a group, once they are sorted. */
ml_group_result ml_set_open_group(ml_set *set, size_t g);

/* The result of the images so far; its figures hold until the next record is scored. */
ml_set_result ml_set_finish(ml_set *set, const ml_verdicts *verdicts);

#endif

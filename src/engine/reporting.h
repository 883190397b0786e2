/* How the report of a set begins and ends, in eval and merge: what of it was asked for, and what its gates say. */
#ifndef ML_ENGINE_REPORTING_H
#define ML_ENGINE_REPORTING_H

#include "engine/set.h"

/* Checks the paths of --gate and --by, and sets in the report, which goes to `out`, which images it will have, before anything
 * is evaluated: a usage error where a path leads to no figure of results with the set's settings. The set has begun. */
ml_status ml_reporting_prepare(ml_set *set, const ml_report_choice *choice, ml_out *out, ml_shards shards,
                               ml_error *error) ML_MUST_USE;

/* Scores an image's record under the names and size of `image`, reports it, or keeps it for later where only the worst are
 * wanted, with how it is read again (NULL: it is not), and adds it to the set. */
ml_status ml_reporting_add(ml_set *set, ml_image_result image, const ml_record *record, const ml_again *again,
                           ml_error *error) ML_MUST_USE;

/* Reports the set and writes the report; the status is what the gates and, unless they are accepted, the faults say. With up to
 * n_threads threads, 0: as many as there are processors. */
ml_status ml_reporting_finish(ml_set *set, size_t n_threads, bool accept_faults, const ml_listener *listener,
                              ml_error *error) ML_MUST_USE;

#endif

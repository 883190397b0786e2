/* Sets in progress; see set.h. */
#include "engine/set.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_set_make_settings(ml_set *set, const ml_job *job, const ml_classes *classes, ml_error *error)
{
    size_t n = 0;
    for (size_t k = 0; k < job->n_observers; k++)
        n += job->observers[k].n_parts;
    if (!(set->parts = ml_alloc(n, sizeof *set->parts)))
        return ml_fail_memory(error, "the parts of records");
    ml_status status = ml_settings_init(classes, &set->losses, error, &set->settings);
    if (status)
        return status;
    for (size_t k = 0; k < job->n_observers; k++) {
        const ml_observer *observer = &job->observers[k];
        memcpy(set->parts + set->settings.n_parts, observer->parts, observer->n_parts * sizeof *set->parts);
        set->settings.n_parts += observer->n_parts;
    }
    set->settings.parts = set->parts;
    return ML_OK;
}

ml_status ml_set_begin(ml_set *set, ml_error *error)
{
    ml_status status = ml_record_init(&set->settings, error, &set->record);
    if (!status)
        status = ml_figures_init(&set->settings, error, &set->figures);
    return status ? status : ml_aggregate_init(&set->settings, error, &set->aggregate);
}

void ml_set_clear(ml_set *set)
{
    ml_worst_clear(&set->worst);
    ml_report_clear(&set->report);
    ml_faults_clear(&set->faults);
    ml_aggregate_clear(&set->aggregate);
    ml_figures_clear(&set->figures);
    ml_record_clear(&set->record);
    ml_settings_clear(&set->settings);
    ml_losses_clear(&set->losses);
    free(set->parts);
    *set = (ml_set){.n_expected = 0};
}

ml_set_result ml_set_finish(ml_set *set, const ml_verdicts *verdicts)
{
    ml_figures_compute(ml_tally_finish(&set->aggregate.pooled), &set->figures);
    return (ml_set_result){&set->aggregate, &set->figures, set->n_expected, &set->faults, verdicts};
}

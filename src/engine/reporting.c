/* The report of a set; see reporting.h. */
#include "engine/reporting.h"

#include "engine/failures.h"
#include "engine/gates.h"
#include "json/find.h"

#include <math.h>

ml_status ml_reporting_prepare(ml_set *set, const ml_report_choice *choice, ml_out *out, ml_shards shards, ml_error *error)
{
    const ml_gates *gates = &choice->gates;
    const ml_verdicts no_verdicts = {0};
    const ml_set_result empty = ml_set_finish(set, &no_verdicts);
    ml_status status = ML_OK;
    set->choice = choice;
    set->report = (ml_report){.out = out, .settings = &set->settings, .shards = shards, .summary = choice->summary};
    for (size_t g = 0; g < gates->n && !status; g++)
        status = ml_find_check(ml_members_of_aggregate, &empty, &gates->items[g].path, "gate", gates->items[g].text, error);
    if (!status)
        status = ml_worst_init(choice, &set->figures, error, &set->worst);
    if (status)
        return status;
    set->report.n_worst = set->worst.ranking.n_wanted;
    set->report.by = set->worst.by.text;
    return ML_OK;
}

ml_status ml_reporting_add(ml_set *set, ml_image_result image, const ml_record *record, ml_error *error)
{
    ml_status status = ML_OK;
    ml_figures_compute(record, &set->figures);
    image.figures = &set->figures;
    if (set->worst.ranking.n_wanted > 0)
        status = ml_worst_offer(&set->worst, &image, record, error);
    else if (!set->report.summary)
        set->choice->form->image(&set->report, &image);
    if (!status)
        status = ml_out_check(set->report.out, error);
    return status ? status : ml_aggregate_add(&set->aggregate, record, &set->figures, error);
}

static double find(const ml_gate *gate, const void *set)
{
    double value = (double)NAN;
    return ml_find(ml_members_of_aggregate, set, &gate->path, &value) ? value : (double)NAN;
}

ml_status ml_reporting_finish(ml_set *set, bool accept_faults, const ml_listener *listener, ml_error *error)
{
    const ml_report_form *form = set->choice->form;
    ml_verdicts verdicts = {0};
    ml_faults_sort(&set->faults);
    ml_worst_report(&set->worst, form, &set->report, &set->figures);
    const ml_set_result result = ml_set_finish(set, &verdicts);
    ml_status status = ml_verdicts_init(&set->choice->gates, find, &result, error, &verdicts);
    if (status)
        return status;
    form->end(&set->report, &result);
    status = ml_out_commit(set->report.out, error);
    if (!status)
        status = ml_gates_status(&verdicts, accept_faults ? ML_OK : ml_failures_status(&set->faults, error), listener, error);
    ml_verdicts_clear(&verdicts);
    return status;
}

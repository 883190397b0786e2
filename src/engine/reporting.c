/* The report of a set; see reporting.h. */
#include "engine/reporting.h"

#include "engine/failures.h"
#include "engine/gates.h"
#include "json/find.h"

#include <math.h>

ml_status ml_reporting_prepare(const ml_reporting *r, ml_error *error)
{
    const ml_gates *gates = &r->arguments->gates;
    const ml_faults no_faults = {0};
    const ml_verdicts no_verdicts = {0};
    const ml_set_result set = {r->aggregate, r->figures, 0, &no_faults, &no_verdicts};
    ml_status status = ML_OK;
    ml_figures_compute(ml_tally_finish(&r->aggregate->pooled), r->figures);
    for (size_t g = 0; g < gates->n && !status; g++)
        status = ml_find_check(ml_members_of_aggregate, &set, &gates->items[g].path, "gate", gates->items[g].text, error);
    if (!status)
        status = ml_worst_init(r->arguments, r->arguments->form->n_worst, r->figures, error, r->worst);
    if (status)
        return status;
    r->report->n_worst = r->worst->ranking.n_wanted;
    r->report->by = r->worst->by.text;
    return ML_OK;
}

ml_status ml_reporting_add(const ml_reporting *r, const ml_image_result *image, const ml_record *record, ml_error *error)
{
    ml_status status = ML_OK;
    if (r->worst->ranking.n_wanted > 0)
        status = ml_worst_offer(r->worst, image, record, error);
    else if (!r->report->summary)
        r->arguments->form->image(r->report, image);
    if (!status)
        status = ml_out_check(r->report->out, error);
    return status ? status : ml_aggregate_add(r->aggregate, record, image->figures, error);
}

static double find(const ml_gate *gate, const void *set)
{
    double value = (double)NAN;
    return ml_find(ml_members_of_aggregate, set, &gate->path, &value) ? value : (double)NAN;
}

ml_status ml_reporting_finish(const ml_reporting *r, uint64_t n_expected, ml_faults *faults, bool accept_faults,
                              ml_error *error)
{
    const ml_report_form *form = r->arguments->form;
    ml_verdicts verdicts = {0};
    const ml_set_result set = {r->aggregate, r->figures, n_expected, faults, &verdicts};
    ml_faults_sort(faults);
    ml_worst_report(r->worst, form, r->report, r->figures);
    ml_figures_compute(ml_tally_finish(&r->aggregate->pooled), r->figures);
    ml_status status = ml_verdicts_init(&r->arguments->gates, find, &set, error, &verdicts);
    if (status)
        return status;
    form->end(r->report, &set);
    status = ml_out_commit(r->report->out, error);
    if (!status)
        status = ml_gates_status(&verdicts, accept_faults ? ML_OK : ml_keep_status(faults, error), error);
    ml_verdicts_clear(&verdicts);
    return status;
}

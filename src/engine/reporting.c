/* The report of a set; see reporting.h. */
#include "engine/reporting.h"

#include "core/find.h"
#include "core/note.h"
#include "engine/failures.h"
#include "engine/gates.h"
#include "io/destination.h"

#include <math.h>
#include <string.h>

ml_status ml_reporting_prepare(ml_set *set, const ml_report_choice *choice, ml_out *out, ml_shards shards, ml_error *error)
{
    const ml_gates *gates = &choice->gates;
    ml_status status = ML_OK;
    set->choice = choice;
    set->report = (ml_report){.out = out, .settings = &set->settings, .shards = shards, .summary = choice->summary};
    for (size_t g = 0; g < gates->n && !status; g++) {
        ml_figure figure;
        status = ml_find_asked(&set->settings, ML_IN_SET, &gates->items[g].path, "gate", gates->items[g].text, error, &figure);
    }
    if (!status)
        status = ml_worst_init(choice, &set->settings, error, &set->worst);
    if (status)
        return status;
    set->report.n_worst = set->worst.ranking.n_wanted;
    set->report.by = set->worst.by.text;
    set->report.figure = set->worst.by.figure;
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
    set->aggregate.n_without_truth += !image.truth;
    return status ? status : ml_aggregate_add(&set->aggregate, record, &set->figures, error);
}

static double find(const ml_gate *gate, const void *context)
{
    const ml_set_result *set = context;
    const ml_subject subject = ml_subject_set(set);
    ml_figure figure;
    return ml_find(set->figures->settings, ML_IN_SET, &gate->path, &figure) ? ml_figure_value(&figure, &subject) : (double)NAN;
}

/* Whoever reads a form for programs does not see notes in it. That of a hint that has been told in other words is left out. */
static void tell_notes(const ml_set_result *set, const char *told, const ml_listener *listener)
{
    ml_note notes[ML_MAX_NOTES];
    size_t n = ml_notes_find(set, notes);
    for (size_t i = 0; i < n; i++)
        if (!told || strcmp(notes[i].code, told) != 0)
            ml_tell(listener, ML_MESSAGE_NOTE, notes[i].text);
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
    if (!status && !form->has_notes)
        tell_notes(&result, set->told, listener);
    if (!status)
        status = ml_gates_status(&verdicts, accept_faults ? ML_OK : ml_failures_status(&set->faults, error), listener, error);
    ml_verdicts_clear(&verdicts);
    return status;
}

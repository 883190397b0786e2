/* The report of a set; see reporting.h. */
#include "engine/reporting.h"

#include "base/memory.h"
#include "core/find.h"
#include "core/note.h"
#include "engine/failures.h"
#include "engine/gates.h"
#include "io/destination.h"

#include <math.h>
#include <stdlib.h>

/* The figure that a gate bounds: the one of its path, or an end of that one's interval. */
static bool find_bounded(const ml_settings *settings, const ml_gate *gate, ml_figure *figure)
{
    return gate->side == ML_GATE_VALUE ? ml_find(settings, ML_IN_SET, &gate->path, figure)
                                       : ml_find_end(settings, &gate->path, ml_gate_side_names[gate->side], figure);
}

/* A usage error where a gate's figure does not exist, or has no interval; what is printed may be a name. */
static ml_status check_gate(const ml_settings *settings, const ml_gate *gate, ml_error *error)
{
    ml_figure figure;
    const ml_path path = ml_path_inside(&gate->path);
    ml_scope scope = ml_path_group(&gate->path) ? ML_IN_GROUP : ML_IN_SET;
    if (gate->op == ML_GATE_PRINTS && gate->side == ML_GATE_VALUE && ml_find_name(settings, scope, &path, &figure))
        return ML_OK;
    ml_status status = ml_find_in_result(settings, &gate->path, gate->option, gate->text, error, &figure);
    if (!status && gate->side != ML_GATE_VALUE && !find_bounded(settings, gate, &figure))
        status = ml_fail(error, ML_E_USAGE,
                         "--%s: '%s': %s is of a pooled figure's interval: of a loss's mean, a metric, or a class's iou, dice, "
                         "precision or recall",
                         gate->option, gate->text, ml_gate_side_names[gate->side]);
    return status;
}

ml_status ml_reporting_prepare(ml_set *set, const ml_report_choice *choice, ml_out *out, ml_shards shards, ml_error *error)
{
    const ml_gates *gates = &choice->gates;
    ml_status status = ML_OK;
    set->choice = choice;
    set->report = (ml_report){
        .out = out, .settings = &set->settings, .shards = shards, .summary = choice->summary, .output = choice->output};
    for (size_t g = 0; g < gates->n && !status; g++)
        status = check_gate(&set->settings, &gates->items[g], error);
    for (size_t p = 0; p < choice->prints.n && !status; p++)
        status = check_gate(&set->settings, &choice->prints.items[p], error);
    if (!status && !(set->noted = ml_alloc(gates->n + choice->prints.n, sizeof *set->noted)))
        status = ml_fail_memory(error, "the gates");
    if (!status)
        status = ml_worst_init(choice, &set->settings, error, &set->worst);
    if (!status && set->settings.has_groups && choice->form->group)
        status = ml_by_init(choice->by, &set->settings, error, &set->group_by);
    if (status)
        return status;
    set->report.group_by = set->group_by.text;
    set->report.group_figure = set->group_by.figure;
    set->report.n_worst = set->worst.ranking.n_wanted;
    set->report.by = set->worst.by.text;
    set->report.figure = set->worst.by.figure;
    return ML_OK;
}

/* Whether all of so many images are reported, not only the worst. */
static bool reports_all(const ml_set *set, uint64_t n_images)
{
    return set->worst.ranking.n_wanted == 0 || (set->choice->n_worst == 0 && n_images <= set->choice->form->n_all);
}

ml_status ml_reporting_add(ml_set *set, ml_image_result image, const ml_record *record, const ml_again *again, ml_error *error)
{
    ml_status status = ML_OK;
    ml_figures_compute(record, &set->figures);
    image.figures = &set->figures;
    const ml_subject subject = ml_subject_image(&image);
    if (set->choice->form->value && set->report.by)
        set->choice->form->value(&set->report, ml_figure_value(&set->report.figure, &subject));
    if (set->worst.ranking.n_wanted > 0 && !set->worst.is_complete)
        status = ml_worst_offer(&set->worst, &image, record, again, error);
    if (!set->report.summary && reports_all(set, set->aggregate.n_images + 1))
        set->choice->form->image(&set->report, &image);
    if (!status)
        status = ml_out_check(set->report.out, error);
    if (!status)
        status = ml_aggregate_add_files(&set->aggregate, image.truth, image.prediction, error);
    if (!status)
        status = ml_set_lists_add(&set->aggregate.lists, image.id, record, error);
    set->aggregate.n_without_truth += !image.truth;
    return status ? status : ml_set_add(set, &image, record, error);
}

/* A figure of a group that a gate bounds, or that is printed. */
typedef struct wanted {
    size_t group; /* by its number; behind all of them: a figure of the set */
    const ml_gate *gate;
    ml_noted *noted; /* where its value goes */
} wanted;

static int compare_groups(const void *a, const void *b)
{
    const wanted *x = a, *y = b;
    return (x->group > y->group) - (x->group < y->group);
}

/* All gates, then what is printed; sorted by their groups. */
static void list_wanted(const ml_set *set, wanted *all)
{
    const ml_gates *gates = &set->choice->gates, *prints = &set->choice->prints;
    for (size_t k = 0; k < gates->n + prints->n; k++) {
        const ml_gate *gate = k < gates->n ? &gates->items[k] : &prints->items[k - gates->n];
        const char *name = ml_path_group(&gate->path);
        all[k] = (wanted){name ? ml_groups_find(&set->groups, name) : set->groups.n, gate, &set->noted[k]};
    }
    if (gates->n + prints->n > 1)
        qsort(all, gates->n + prints->n, sizeof *all, compare_groups);
}

static void note_value(const ml_settings *settings, const wanted *what, const ml_group_result *group)
{
    const ml_subject subject = ml_subject_group(group);
    const ml_path path = ml_path_inside(&what->gate->path);
    ml_figure figure;
    if (ml_find(settings, ML_IN_GROUP, &path, &figure))
        what->noted->value = ml_figure_value(&figure, &subject);
    else if (ml_find_name(settings, ML_IN_GROUP, &path, &figure))
        *what->noted = (ml_noted){(double)NAN, figure.row->name(&subject, &figure)};
}

/* Where the value is that was noted. */
static const ml_noted *find_noted(const ml_set *set, const ml_gate *gate)
{
    const ml_gates *gates = &set->choice->gates, *prints = &set->choice->prints;
    return gate->op == ML_GATE_PRINTS ? &set->noted[gates->n + (size_t)(gate - prints->items)]
                                      : &set->noted[gate - gates->items];
}

/* All groups, in order, and their means; of `all` what has a group, in order too. */
static ml_status report_each_group(ml_set *set, const wanted *all, ml_error *error)
{
    const ml_report_form *form = set->choice->form;
    const wanted *end = all + set->choice->gates.n + set->choice->prints.n;
    ml_status status = ML_OK;
    for (size_t g = 0; g < set->groups.n && !status; g++) {
        const ml_group_result group = ml_set_open_group(set, g);
        for (; all < end && all->group == g; all++)
            note_value(&set->settings, all, &group);
        if (form->group)
            form->group(&set->report, &group);
        status = ml_groups_average(&set->groups, g, &set->aggregate, group.figures, error);
        if (!status)
            status = ml_set_add_unit(set, error);
    }
    return status;
}

static ml_status report_groups(ml_set *set, ml_error *error)
{
    const ml_gates *gates = &set->choice->gates, *prints = &set->choice->prints;
    ml_status status = ml_groups_sort(&set->groups, error);
    if (!status)
        status = ml_groups_check_gates(&set->groups, gates, error);
    if (!status)
        status = ml_groups_check_gates(&set->groups, prints, error);
    if (status)
        return status;
    wanted *all = ml_alloc(gates->n + prints->n, sizeof *all);
    if (!all)
        return ml_fail_memory(error, "the gates");
    list_wanted(set, all);
    status = report_each_group(set, all, error);
    free(all);
    return status;
}

/* What gates are judged by. */
typedef struct judged {
    const ml_set *set;
    ml_subject subject;
} judged;

static double find(const ml_gate *gate, const void *context)
{
    const judged *j = context;
    ml_figure figure;
    if (ml_path_group(&gate->path))
        return find_noted(j->set, gate)->value;
    return find_bounded(&j->set->settings, gate, &figure) ? ml_figure_value(&figure, &j->subject) : (double)NAN;
}

static const char *find_name(const ml_gate *gate, const void *context)
{
    const judged *j = context;
    ml_figure figure;
    if (ml_path_group(&gate->path))
        return find_noted(j->set, gate)->name;
    return ml_find_name(&j->set->settings, ML_IN_SET, &gate->path, &figure) ? figure.row->name(&j->subject, &figure) : NULL;
}

/* Whoever reads a form for programs does not see notes in it. */
static void tell_notes(const ml_set_result *set, const ml_listener *listener)
{
    ml_note notes[ML_MAX_NOTES];
    size_t n = ml_notes_find(set, notes);
    for (size_t i = 0; i < n; i++)
        ml_tell(listener, ML_MESSAGE_NOTE, notes[i].text);
}

ml_status ml_reporting_finish(ml_set *set, size_t n_threads, bool accept_faults, const ml_listener *listener, ml_error *error)
{
    const ml_report_form *form = set->choice->form;
    ml_verdicts verdicts = {0};
    ml_printed printed = {0};
    ml_error failure = ML_ERROR_INIT;
    ml_status status = ML_OK;
    ml_faults_sort(&set->faults);
    if (!reports_all(set, set->aggregate.n_images)) {
        if (form->n_all > 0) { /* what was kept while all could still have been reported */
            ml_report_clear(&set->report);
            form->begin(&set->report);
        }
        status = ml_worst_report(&set->worst, form, &set->report, &set->figures, error);
    }
    if (!status && set->settings.has_groups)
        status = report_groups(set, error);
    if (!status)
        status = ml_set_find_intervals(set, n_threads, error);
    if (!status)
        status = ml_set_lists_sort(&set->aggregate.lists, error);
    if (status)
        return status;
    ml_set_result result = ml_set_finish(set, &verdicts);
    result.printed = &printed;
    const judged by = {set, ml_subject_set(&result)};
    status = ml_verdicts_init(&set->choice->gates, find, &by, error, &verdicts);
    if (!status)
        status = ml_printed_init(&set->choice->prints, find, find_name, &by, error, &printed);
    if (!accept_faults && ml_failures_status(&set->faults, &failure))
        set->report.failure = failure.text;
    if (!status) {
        form->end(&set->report, &result);
        status = ml_out_commit(set->report.out, error);
    }
    set->report.failure = NULL;
    if (!status && !form->has_notes)
        tell_notes(&result, listener);
    if (!status)
        status = ml_gates_status(&verdicts, accept_faults ? ML_OK : ml_failures_status(&set->faults, error), listener, error);
    ml_printed_clear(&printed);
    ml_verdicts_clear(&verdicts);
    return status;
}

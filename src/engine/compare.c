/* Compares two streams; see compare.h. */
#include "engine/compare.h"

#include "base/memory.h"
#include "base/ranking.h"
#include "base/text.h"
#include "base/thread.h"
#include "core/find.h"
#include "engine/failures.h"
#include "engine/gates.h"
#include "engine/overwriting.h"
#include "engine/sampling.h"
#include "engine/worst.h"
#include "io/destination.h"
#include "stream/agreement.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_WORST = 10 };

/* One comparison. */
typedef struct comparing {
    const ml_job *job;
    ml_out *out;
    ml_compared_side baseline, candidate;
    ml_compared_list figures;
    ml_sampling sampling;
    ml_by by;
    ml_better better_values; /* of it */
    ml_ranking worse, better;
    size_t n_deltas, deltas_capacity;
    double *deltas; /* [n_deltas] of that figure */
    uint64_t n_images, n_worsened, n_improved, n_same;
    const ml_set_result *candidate_result; /* while figures are taken from it */
} comparing;

static void destroy_changed(void *thing)
{
    ml_changed *image = thing;
    free(image->id);
    free(image);
}

static ml_status keep_changed(const comparing *c, ml_ranking *ranking, double baseline, double candidate, double by_how_much,
                              ml_error *error)
{
    ml_changed *image = ml_alloc(1, sizeof *image);
    if (!image)
        return ml_fail_memory(error, "the images that changed");
    *image = (ml_changed){ml_strdup(ml_compared_side_id(&c->candidate)), baseline, candidate};
    if (image->id)
        return ml_ranking_add(ranking, by_how_much, image, error);
    free(image);
    return ml_fail_memory(error, "the images that changed");
}

/* Whether an image, which both have read, got worse or better. */
static ml_status judge_image(comparing *c, ml_error *error)
{
    const ml_subject before = ml_subject_image(&c->baseline.image), after = ml_subject_image(&c->candidate.image);
    double baseline = ml_figure_value(&c->by.figure, &before), candidate = ml_figure_value(&c->by.figure, &after);
    if (isnan(baseline) || isnan(candidate))
        return ML_OK;
    if (!ml_grow(&c->deltas, &c->deltas_capacity, c->n_deltas, sizeof *c->deltas))
        return ml_fail_memory(error, "the images' differences");
    c->deltas[c->n_deltas++] = candidate - baseline;
    double worsening = ml_worsening(c->better_values, baseline, candidate), by_how_much = fabs(worsening);
    ml_ranking *ranking = worsening > 0 ? &c->worse : &c->better;
    c->n_worsened += worsening > 0;
    c->n_improved += worsening < 0;
    c->n_same += !(by_how_much > 0);
    if (!(by_how_much > 0) || !ml_ranking_takes(ranking, by_how_much))
        return ML_OK;
    return keep_changed(c, ranking, baseline, candidate, by_how_much, error);
}

/* An image that both have. */
static ml_status take_both(comparing *c, ml_error *error)
{
    ml_status status = ml_compared_side_read(&c->baseline, error);
    if (!status)
        status = ml_compared_side_read(&c->candidate, error);
    if (!status)
        status = ml_compared_sides_agree(&c->baseline, &c->candidate, error);
    if (status)
        return status;
    status = ml_sampling_add_image(&c->sampling, &c->figures, &c->baseline, &c->candidate, error);
    if (!status)
        status = judge_image(c, error);
    c->n_images++;
    return status;
}

/* An image that only `side` has. */
static ml_status take_one(const comparing *c, ml_compared_side *side, const ml_compared_side *other, ml_error *error)
{
    if (!c->job->common)
        return ml_fail(error, ML_E_INPUT, "%s: lacks the image \"%s\", which %s has (--common compares those that both have)",
                       ml_compared_side_name(other), ml_compared_side_id(side), ml_compared_side_name(side));
    side->n_left_out++;
    return ML_OK;
}

/* Goes through both streams, which are in the order of their ids. */
static ml_status read_images(comparing *c, ml_error *error)
{
    ml_compared_side *a = &c->baseline, *b = &c->candidate;
    ml_status status = ml_compared_side_next(a, error);
    if (!status)
        status = ml_compared_side_next(b, error);
    while (!status && (a->has_image || b->has_image)) {
        int order = !a->has_image ? 1 : !b->has_image ? -1 : ml_id_compare(ml_compared_side_id(a), ml_compared_side_id(b));
        status = order == 0 ? take_both(c, error) : order < 0 ? take_one(c, a, b, error) : take_one(c, b, a, error);
        if (!status && order <= 0)
            status = ml_compared_side_next(a, error);
        if (!status && order >= 0)
            status = ml_compared_side_next(b, error);
    }
    if (!status && c->n_images == 0)
        status =
            ml_fail(error, ML_E_INPUT, "%s and %s have no image in common", ml_compared_side_name(a), ml_compared_side_name(b));
    return status;
}

/* What a gate bounds. */
static double find_value(const ml_gate *gate, const void *context)
{
    const comparing *c = context;
    ml_figure figure;
    const ml_path path = ml_path_inside(&gate->path);
    const char *group = ml_path_group(&gate->path);
    if (!ml_find(&c->baseline.set.settings, group ? ML_IN_GROUP : ML_IN_SET, &path, &figure))
        return (double)NAN;
    const ml_compared *found = ml_compared_find(c->figures.items, c->figures.n, group, &figure);
    switch (gate->side) {
    case ML_GATE_DELTA: return found->delta;
    case ML_GATE_REL: return found->rel;
    case ML_GATE_LOW: return found->interval.low;
    case ML_GATE_HIGH: return found->interval.high;
    default: return found->candidate;
    }
}

/* What of the candidate is printed where it is a name. */
static const char *find_name(const ml_gate *gate, const void *context)
{
    const comparing *c = context;
    const ml_subject candidate = ml_subject_set(c->candidate_result);
    ml_figure figure;
    return gate->side == ML_GATE_VALUE && ml_find_name(&c->candidate.set.settings, ML_IN_SET, &gate->path, &figure)
               ? figure.row->name(&candidate, &figure)
               : NULL;
}

/* A usage error where a gate's figure does not exist, or has no interval; what is printed may be a name. */
static ml_status check_gate(const comparing *c, const ml_gate *gate, ml_error *error)
{
    const ml_settings *settings = &c->baseline.set.settings;
    ml_figure figure;
    if (gate->op == ML_GATE_PRINTS && gate->side == ML_GATE_VALUE && ml_find_name(settings, ML_IN_SET, &gate->path, &figure))
        return ML_OK;
    const ml_path path = ml_path_inside(&gate->path);
    ml_status status = ml_find_in_result(settings, &gate->path, gate->option, gate->text, error, &figure);
    if (!status && ml_path_group(&gate->path) && !ml_compared_is_of_groups((const char *const *)path.keys, path.n))
        status = ml_fail(error, ML_E_USAGE, "--%s: '%s': of groups, losses and metrics are compared", gate->option, gate->text);
    bool wants_interval = gate->side == ML_GATE_LOW || gate->side == ML_GATE_HIGH;
    if (!status && wants_interval && !ml_figure_is_mean(&figure) && !ml_figure_is_group_mean(&figure) &&
        (ml_path_group(&gate->path) || !ml_figure_has_interval(&figure)))
        status =
            ml_fail(error, ML_E_USAGE,
                    "--%s: '%s': %s is of a loss's mean, a metric, a class's iou, dice, precision or recall, or of means of "
                    "losses and metrics over images or groups",
                    gate->option, gate->text, ml_gate_side_names[gate->side]);
    return status;
}

/* Which figure says that images got worse, and in which direction. */
static ml_status set_by(comparing *c, ml_error *error)
{
    ml_status status = ml_by_init(c->job->report.by, &c->baseline.set.settings, error, &c->by);
    if (!status)
        c->better_values = c->by.is_turned ? ML_MORE_IS_BETTER : ml_figure_better(&c->by.figure);
    c->worse.n_wanted = c->job->report.all_images ? SIZE_MAX : c->job->report.n_worst ? c->job->report.n_worst : DEFAULT_WORST;
    c->better.n_wanted = c->worse.n_wanted;
    return status;
}

/* Opens both streams and checks everything that can be checked before images are read. */
static ml_status prepare(comparing *c, ml_error *error)
{
    const ml_gates *gates = &c->job->report.gates, *prints = &c->job->report.prints;
    ml_status status = ml_compared_side_open(c->job, 0, error, &c->baseline);
    if (!status)
        status = ml_compared_side_open(c->job, 1, error, &c->candidate);
    if (!status)
        status =
            ml_settings_agree(ML_AGREE_TO_COMPARE, &c->candidate.streams.head.settings, ml_compared_side_name(&c->candidate),
                              &c->baseline.streams.head.settings, ml_compared_side_name(&c->baseline), error);
    if (!status && c->baseline.set.settings.has_groups != c->candidate.set.settings.has_groups)
        status = ml_fail(error, ML_E_INPUT,
                         "%s: its images have %s, but those of %s have %s; --group=RULE says of both in which they are, "
                         "--group=none that there are none",
                         ml_compared_side_name(&c->candidate), c->candidate.set.settings.has_groups ? "groups" : "no groups",
                         ml_compared_side_name(&c->baseline), c->baseline.set.settings.has_groups ? "some" : "none");
    if (status)
        return status;
    status = ml_compared_list_init(&c->baseline.set.settings, error, &c->figures);
    for (size_t g = 0; g < gates->n && !status; g++)
        status = check_gate(c, &gates->items[g], error);
    for (size_t p = 0; p < prints->n && !status; p++)
        status = check_gate(c, &prints->items[p], error);
    if (!status)
        status = set_by(c, error);
    return status ? status : ml_sampling_init(&c->figures, &c->baseline.set.settings, error, &c->sampling);
}

/* What of the images could not be compared, when the result is written: an error unless --partial accepts it. */
static ml_status check_failed(const comparing *c, ml_error *error)
{
    uint64_t n = c->baseline.n_failed + c->candidate.n_failed;
    if (n == 0 || c->job->partial)
        return ML_OK;
    const ml_compared_side *side = c->baseline.n_failed > 0 ? &c->baseline : &c->candidate;
    return ml_fail(error, ML_E_INPUT,
                   "%s: of its images %llu could not be evaluated: the comparison is incomplete (--partial accepts it)",
                   ml_compared_side_name(side), (unsigned long long)side->n_failed);
}

static ml_comparison_side describe(const ml_compared_side *side)
{
    return (ml_comparison_side){ml_compared_side_name(side), side->n_images,    side->n_left_out, side->n_failed,
                                &side->set.settings,         &side->set.figures};
}

/* Whoever reads a form for programs does not see notes in it. */
static void tell_notes(const comparing *c, const ml_note *notes, size_t n)
{
    for (size_t i = 0; i < n && !c->job->comparison_form->has_notes; i++)
        ml_tell(&c->job->listener, ML_MESSAGE_NOTE, notes[i].text);
}

static int ascending(const void *first, const void *second)
{
    const double *a = first, *b = second;
    return (*a > *b) - (*a < *b);
}

/* The images of a ranking; NULL without memory. Freed with free. */
static const ml_changed **ranked(const ml_ranking *ranking)
{
    const ml_changed **images = ml_alloc(ranking->n, sizeof(const ml_changed *));
    for (size_t i = 0; images && i < ranking->n; i++)
        images[i] = ranking->items[i].thing;
    return images;
}

static ml_status write_result(comparing *c, const ml_verdicts *verdicts, const ml_printed *printed, ml_error *error)
{
    ml_error failure = ML_ERROR_INIT;
    const ml_changed **worse = ranked(&c->worse), **better = ranked(&c->better);
    if (!worse || !better) {
        free(better);
        free(worse);
        return ml_fail_memory(error, "the images that changed");
    }
    if (c->n_deltas > 0)
        qsort(c->deltas, c->n_deltas, sizeof *c->deltas, ascending);
    bool has_groups = c->baseline.set.settings.has_groups;
    const char *unit = has_groups ? "groups" : "images";
    ml_note notes[1];
    size_t n_notes = ml_notes_of_intervals(unit, c->sampling.pooled.units.n, notes);
    const ml_comparison comparison = {
        .baseline = describe(&c->baseline),
        .candidate = describe(&c->candidate),
        .n_images = c->n_images,
        .unit = unit,
        .shows_groups = has_groups && c->baseline.set.n_volumes + c->candidate.set.n_volumes > 0,
        .n_figures = c->figures.n,
        .figures = c->figures.items,
        .by = c->by.text,
        .by_figure = &c->by.figure,
        .better_values = c->better_values,
        .n_deltas = c->n_deltas,
        .deltas = c->deltas,
        .n_worsened = c->n_worsened,
        .n_improved = c->n_improved,
        .n_same = c->n_same,
        .worse = {c->worse.n, worse},
        .better = {c->better.n, better},
        .verdicts = verdicts,
        .n_notes = n_notes,
        .notes = notes,
        .printed = printed,
        .failure = check_failed(c, &failure) ? failure.text : NULL,
    };
    c->job->comparison_form->write(&comparison, c->out);
    free(better);
    free(worse);
    ml_status status = ml_out_commit(c->out, error);
    if (!status)
        tell_notes(c, notes, n_notes);
    return status;
}

static ml_status finish(comparing *c, ml_error *error)
{
    const ml_verdicts no_verdicts = {0};
    ml_verdicts verdicts = {0};
    ml_printed printed = {0};
    ml_sampled found = {0};
    size_t n_threads = c->job->n_threads ? c->job->n_threads : ml_processors();
    const ml_kernel *kernel = c->baseline.set.settings.kernel->kernel;
    ml_status status = ml_sampling_add_groups(&c->sampling, &c->figures, &c->baseline, &c->candidate, &c->job->report, error);
    if (!status)
        status = ml_sampling_find(&c->sampling, &c->figures, kernel, n_threads, error, &found);
    if (!status) {
        const ml_set_result baseline = ml_set_finish(&c->baseline.set, &no_verdicts),
                            candidate = ml_set_finish(&c->candidate.set, &no_verdicts);
        c->candidate_result = &candidate;
        ml_compared_list_fill(&c->figures, &baseline, &candidate, found.means, found.group_means, found.pooled);
        status = ml_verdicts_init(&c->job->report.gates, find_value, c, error, &verdicts);
        if (!status)
            status = ml_printed_init(&c->job->report.prints, find_value, find_name, c, error, &printed);
        c->candidate_result = NULL;
    }
    if (!status)
        status = write_result(c, &verdicts, &printed, error);
    if (!status)
        status = ml_gates_status(&verdicts, check_failed(c, error), &c->job->listener, error);
    ml_printed_clear(&printed);
    ml_verdicts_clear(&verdicts);
    ml_sampled_clear(&found);
    return status;
}

static void clear(comparing *c)
{
    free(c->deltas);
    ml_ranking_clear(&c->better);
    ml_ranking_clear(&c->worse);
    ml_by_clear(&c->by);
    ml_sampling_clear(&c->sampling);
    ml_compared_list_clear(&c->figures);
    ml_compared_side_clear(&c->candidate);
    ml_compared_side_clear(&c->baseline);
}

ml_status ml_compare(const ml_job *job, ml_out *out, ml_error *error)
{
    comparing c = {.job = job, .out = out, .worse = {.destroy = destroy_changed}, .better = {.destroy = destroy_changed}};
    ml_status status = ml_refuse_overwriting_streams(job, error);
    if (!status)
        status = prepare(&c, error);
    if (!status)
        status = read_images(&c, error);
    if (!status)
        status = finish(&c, error);
    status = ml_failures_report(status, job->comparison_form->fail, false, out, error);
    clear(&c);
    return status;
}

/* Evaluates sets; see eval.h. */
#include "engine/eval.h"

#include "base/memory.h"
#include "base/text.h"
#include "engine/failures.h"
#include "engine/holding.h"
#include "engine/image_names.h"
#include "engine/odd_sums.h"
#include "engine/overwriting.h"
#include "engine/pair_files.h"
#include "engine/reporting.h"
#include "engine/resume.h"
#include "engine/schedule.h"
#include "engine/set_inputs.h"
#include "engine/shards.h"
#include "engine/try_image.h"
#include "engine/weigh_truths.h"
#include "engine/worst_maps.h"
#include "io/kept_open.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One evaluation: all that outlives an image. */
typedef struct evaluation {
    const ml_job *job;      /* with the observers that maps need, and the archives that are kept open */
    ml_job own_job;         /* it */
    ml_observer *observers; /* these, those of the measures, and the job's */
    ml_kept_files kept;     /* by maps */
    ml_drawing drawing;
    ml_inputs inputs;
    ml_set set;
    ml_resume resume;
    bool *have;            /* [shard_of] of a shard: the one that this is */
    bool draws_at_end;     /* maps of the worst images */
    bool holds_back;       /* images are reported when all have been looked at */
    ml_held_images held;   /* these */
    uint64_t *counts;      /* [inputs.classes.n] room for an image's numbers of pixels */
    bool tells_steps;      /* the listener wants to hear of each pair */
    bool are_inputs_known; /* and the output is none of them */
    char *last_id;         /* of the image reported last, NULL before the first */
    ml_odd_sums odd_sums;
} evaluation;

/* Images are in order of their ids. Where one is not, it has the id of another: ID[n] is both the image n of a batch and the id
 * of a pair. */
static ml_status check_id(evaluation *e, const char *id, const char *file, ml_error *error)
{
    if (e->last_id && ml_id_compare(e->last_id, id) >= 0)
        return ml_fail(error, ML_E_INPUT,
                       "%s: the id \"%s\" is given twice, once to an image of a batch: rename it, or give "
                       "other ids with --list",
                       file, id);
    char *copy = ml_strdup(id);
    if (!copy)
        return ml_fail_memory(error, "an id");
    free(e->last_id);
    e->last_id = copy;
    return ML_OK;
}

/* What is wrong with an image is noted, and the others go on, where the job keeps going. */
static ml_status go_on(evaluation *e, const ml_pair *pair, const char *id, ml_error *error)
{
    if (error->status != ML_E_INPUT || !e->job->keep_going)
        return error->status;
    return ml_failures_add(&e->set.faults, id, pair->number, &e->job->listener, error);
}

/* How the image is read again, if its maps are drawn at the end. */
static ml_status again_of(const evaluation *e, const ml_scheduled_image *given, ml_error *error, ml_again *again)
{
    *again = (ml_again){.pair = given->pair,
                        .image = given->image,
                        .n_scales = e->drawing.maps.n,
                        .scales = ml_drawing_scales(&e->drawing, &given->outcome->seen)};
    return ml_pair_mark(given->pair, &e->inputs.classes, error, &again->mark);
}

/* Reports an image and adds it to the set. Its maps come first: whoever reads of it finds them. */
static ml_status report_now(evaluation *e, const ml_scheduled_image *given, const ml_image_result *image,
                            const ml_record *record, ml_error *error)
{
    ml_status status = ml_drawn_move(&e->drawing, &given->outcome->drawn, image->id, error);
    if (status || !e->draws_at_end || given->outcome->is_done)
        return status ? status : ml_reporting_add(&e->set, *image, record, NULL, error);
    ml_again again;
    status = again_of(e, given, error, &again);
    return status ? status : ml_reporting_add(&e->set, *image, record, &again, error);
}

/* Holds an image back until all have been looked at. */
static ml_status hold_back(evaluation *e, const ml_scheduled_image *given, const ml_image_result *image,
                           const ml_record *record, ml_error *error)
{
    const bool is_done = given->outcome->is_done;
    ml_held_image held = {.pair = (size_t)(given->pair - e->inputs.pairs.items),
                          .image = given->image,
                          .is_batch = given->is_batch,
                          .is_done = is_done,
                          .width = image->width,
                          .height = image->height};
    ml_status status = ML_OK;
    if ((e->draws_at_end || e->drawing.n_files > 0) && !is_done)
        status = ml_pair_mark(given->pair, &e->inputs.classes, error, &held.mark);
    if (!status && e->job->scoring.weighing != ML_WEIGHTS_GIVEN)
        status = ml_count_classes_of(e->job, &e->inputs.classes, given->pair, given->image, record, error, e->counts);
    if (status)
        return is_done ? go_on(e, given->pair, image->id, error) : status;
    return ml_held_images_add(&e->held, record, e->counts, &held, error);
}

/* Takes an image that could be evaluated, or was by an earlier run, under its own names. */
static ml_status take_good(evaluation *e, const ml_scheduled_image *given, const ml_image_names *names, ml_error *error)
{
    ml_outcome *outcome = given->outcome;
    const ml_record *record = outcome->is_done ? &e->set.record : &outcome->seen.record;
    ml_image_result image = ml_image_names_result(names, outcome->width, outcome->height);
    ml_status status = ML_OK;
    if (outcome->is_done)
        status = ml_resume_take(&e->resume, &e->set, error, &image);
    else if (given->pair->failure) /* which passed, but nothing that follows from the image was heeded */
        status = ml_fail(error, ML_E_INPUT, "%s", given->pair->failure);
    else
        status = ml_odd_sums_check(&e->odd_sums, outcome, image.prediction, error);
    if (!status)
        status = check_id(e, image.id, image.truth ? image.truth : image.prediction, error);
    if (status)
        return status;
    return e->holds_back ? hold_back(e, given, &image, record, error) : report_now(e, given, &image, record, error);
}

static void add_bytes(void *context, const char *path)
{
    struct stat info;
    uint64_t *n = context;
    if (path && stat(path, &info) == 0 && S_ISREG(info.st_mode))
        *n += (uint64_t)info.st_size;
}

/* Bytes of the pair's files. */
static uint64_t pair_bytes(const ml_pair *pair, const ml_classes *classes)
{
    uint64_t n = 0;
    ml_pair_each_file(pair, classes, add_bytes, &n);
    return n;
}

/* What the schedule hands over. */
static ml_status take_image(void *context, const ml_scheduled_image *given, ml_error *error)
{
    evaluation *e = context;
    const ml_listener *listener = &e->job->listener;
    const ml_outcome *outcome = given->outcome;
    const ml_pair *pair = given->pair;
    if (given->image == 0)
        e->set.n_expected += given->n_images - 1;
    ml_make_way(listener);
    if (outcome->how)
        ml_tell(listener, ML_MESSAGE_WARNING, outcome->how);
    ml_image_names names = {.id = NULL};
    ml_status status = ml_image_names_init(pair, given->is_batch, given->image, error, &names);
    if (!status && outcome->status)
        status = outcome->message ? ml_fail(error, outcome->status, "%s", outcome->message) : ml_fail_memory(error, "an error");
    if (!status)
        status = ml_image_names_find_group(&e->set, error, &names);
    if (!status)
        status = take_good(e, given, &names, error);
    if (status && !outcome->is_done)
        status = go_on(e, pair, names.id, error);
    if (given->image + 1 == given->n_images && e->tells_steps)
        listener->step(listener->context, pair_bytes(pair, &e->inputs.classes));
    ml_image_names_clear(&names);
    return status;
}

/* All have been looked at: reports those that are held back. */
static ml_status report_held(evaluation *e, ml_error *error)
{
    const ml_holding holding = {.job = e->job,
                                .pairs = &e->inputs.pairs,
                                .classes = &e->inputs.classes,
                                .resume = &e->resume,
                                .drawing = &e->drawing,
                                .draws_at_end = e->draws_at_end,
                                .held = &e->held,
                                .counts = e->counts,
                                .set = &e->set};
    ml_status status = ml_resume_finish(&e->resume, error);
    return status ? status : ml_holding_report(&holding, error);
}

/* The end of an evaluation whose images were reported as they came. */
static ml_status finish_all(evaluation *e, ml_error *error)
{
    ml_status status = ml_worst_draw(&e->set.worst, &e->drawing, e->job, &e->set.faults, error);
    ml_make_way(&e->job->listener);
    return status ? status : ml_resume_finish(&e->resume, error);
}

static ml_status evaluate_all(evaluation *e, ml_error *error)
{
    const ml_job *job = e->job;
    const ml_listener *listener = &job->listener;
    ml_pairs *pairs = &e->inputs.pairs;
    const ml_taker taker = {take_image, e};
    e->set.n_expected = pairs->n_expected;
    e->set.faults = pairs->faults;
    pairs->faults = (ml_faults){0};
    if (!e->holds_back)
        job->report.form->begin(&e->set.report);
    ml_failures_tell(&e->set.faults, listener);
    e->tells_steps = listener->begin && listener->step && listener->begin(listener->context, pairs->n);
    bool draws_now = e->drawing.n_files > 0 && !e->drawing.files_at_end && !e->holds_back;
    ml_status status = ml_schedule_run(job, pairs, &e->set.settings, &e->resume, draws_now ? &e->drawing : NULL, &taker, error);
    if (!status)
        status = e->holds_back ? report_held(e, error) : finish_all(e, error);
    if (!status)
        status = ml_drawing_finish(&e->drawing, error);
    if (status)
        return status;
    ml_odd_sums_tell(&e->odd_sums, listener);
    return ml_reporting_finish(&e->set, job->n_threads, false, listener, error);
}

/* Whether there are volumes; with --keep-going, such that can be evaluated. */
static ml_status look_for_volumes(evaluation *e, const ml_trial *trial, ml_error *error, bool *found)
{
    ml_pairs *pairs = &e->inputs.pairs;
    bool is_good = false;
    ml_status status = ML_OK;
    for (size_t i = 0; i < pairs->n && !is_good && !status; i++) {
        if (!ml_pair_is_volume(&pairs->items[i]))
            continue;
        is_good = !trial;
        if (trial)
            status = trial->try_image(trial->context, &e->inputs.classes, &pairs->items[i], ML_ANY_IMAGE, error, &is_good);
    }
    *found = is_good;
    return status;
}

/* The groups: by the rule that is given, or else of volumes, as far as the report has room for groups. */
static ml_status choose_groups(evaluation *e, const ml_trial *trial, ml_error *error)
{
    const ml_job *job = e->job;
    bool has_volumes = false;
    const bool is_said = job->grouping.by != ML_GROUP_UNSAID || ml_report_choice_is_sums(&job->report);
    ml_status status = is_said ? ML_OK : look_for_volumes(e, trial, error, &has_volumes);
    if (status)
        return status;
    const ml_group_rule rule = is_said ? job->grouping : ml_group_rule_default(has_volumes);
    status = ml_set_group(&e->set, &rule, false, error);
    return status || job->keep_going ? status : ml_grouping_check(&e->set.grouping, &e->inputs.pairs, error);
}

/* Everything that there is to know before files are read; with --keep-going from images that can be evaluated, which are tried
 * for it, and have the group that they are to have. */
static ml_status find_inputs(evaluation *e, ml_error *error)
{
    const ml_job *job = e->job;
    const ml_trying trying = {job, &e->set.grouping};
    const ml_trial trial = {ml_try_image, &trying}, *tries = job->keep_going ? &trial : NULL;
    ml_status status = tries ? ml_grouping_open(&job->grouping, error, &e->set.grouping) : ML_OK;
    if (!status)
        status = ml_set_find_inputs(&e->set, job, tries, error, &e->inputs);
    return status ? status : choose_groups(e, tries, error);
}

/* Who sees the tiles: the job's observers, those of the measures, and that of the maps' scales, if there is one. */
static ml_status list_observers(evaluation *e, ml_error *error)
{
    const ml_job *job = e->job;
    const ml_measures *measures = &e->set.measures;
    size_t n = job->n_observers;
    if (!(e->observers = ml_alloc(n + measures->n + 1, sizeof *e->observers)))
        return ml_fail_memory(error, "the observers of tiles");
    for (size_t k = 0; k < n; k++)
        e->observers[k] = job->observers[k];
    for (size_t k = 0; k < measures->n; k++)
        e->observers[n++] = (ml_observer){.kind = measures->items[k].kind->observer, .params = &measures->items[k]};
    if (e->drawing.scales.kind)
        e->observers[n++] = e->drawing.scales;
    e->own_job.observers = e->observers;
    e->own_job.n_observers = n;
    return ML_OK;
}

/* What is to be drawn. */
static ml_status prepare_maps(evaluation *e, ml_error *error)
{
    const ml_job *job = e->job;
    ml_status status = ml_drawing_open(job, &e->inputs.pairs, &e->set.settings, &e->kept, error, &e->drawing);
    if (status)
        return status;
    e->draws_at_end = e->drawing.maps.n > (e->drawing.files_at_end ? 0 : e->drawing.n_files);
    return ML_OK;
}

/* Leaves a shard of the pairs, if the job is one. */
static ml_status take_shard(evaluation *e, ml_error *error)
{
    const ml_pair_choice *choice = &e->job->pairs;
    if (choice->shard_of == 0)
        return ML_OK;
    if (!(e->have = ml_alloc(choice->shard_of, sizeof *e->have)))
        return ml_fail_memory(error, "the shards");
    e->have[choice->shard] = true;
    ml_pairs_take_shard(&e->inputs.pairs, choice->shard, choice->shard_of);
    return ML_OK;
}

/* The weights. With --keep-going they are those of the images that do not fail, and which these are is known when all have been
 * read; so it is which images are the worst, where these are read again and may fail then. With --resume they are those of the
 * truths that the records are of. */
static ml_status prepare_weights(evaluation *e, ml_error *error)
{
    const ml_job *job = e->job;
    const bool weighs = job->scoring.weighing != ML_WEIGHTS_GIVEN;
    e->holds_back = (job->keep_going && (weighs || e->draws_at_end)) || (job->resume && weighs);
    if (e->holds_back && !(e->counts = ml_alloc(e->inputs.classes.n, sizeof *e->counts)))
        return ml_fail_memory(error, "the weights");
    return weighs && !e->holds_back ? ml_weigh_truths(job, &e->inputs, error, e->set.settings.weights) : ML_OK;
}

static ml_status prepare(evaluation *e, ml_out *out, ml_error *error)
{
    const ml_job *job = e->job;
    ml_status status = find_inputs(e, error);
    if (status)
        return status;
    e->are_inputs_known = true;
    ml_inputs_tell(&e->inputs, &job->listener);
    if (job->maps.directory)
        status = ml_kept_files_find(job, &e->inputs, error, &e->kept);
    if (!status)
        status = take_shard(e, error);
    if (!status)
        status = ml_set_begin(&e->set, error);
    if (!status)
        status = ml_reporting_prepare(&e->set, &job->report, out, (ml_shards){job->pairs.shard_of, e->have}, error);
    if (!status)
        status = prepare_maps(e, error);
    if (!status)
        status = list_observers(e, error);
    if (!status)
        status = prepare_weights(e, error);
    if (!status && job->resume)
        status = ml_resume_open(&e->inputs.pairs, &e->set.report, error, &e->resume);
    return status;
}

ml_status ml_eval(const ml_job *job, ml_out *out, ml_error *error)
{
    evaluation e = {.own_job = *job};
    e.job = &e.own_job;
    e.own_job.input.limits.kept = ml_kept_open_create();
    ml_status status = e.own_job.input.limits.kept ? prepare(&e, out, error) : ml_fail_memory(error, "archives");
    if (!status)
        status = evaluate_all(&e, error);
    status = ml_failures_report(status, job->report.form->fail, !e.are_inputs_known && ml_output_may_be_input(job), out, error);
    ml_resume_clear(&e.resume);
    ml_drawing_clear(&e.drawing);
    ml_kept_files_clear(&e.kept);
    free(e.observers);
    ml_set_clear(&e.set);
    ml_inputs_clear(&e.inputs);
    ml_odd_sums_clear(&e.odd_sums);
    free(e.last_id);
    free(e.have);
    ml_held_images_clear(&e.held);
    free(e.counts);
    ml_kept_open_destroy(e.own_job.input.limits.kept);
    return status;
}

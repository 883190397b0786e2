/* maskloss eval: every pair is read and reduced to its record (engine/schedule.h), and reported here; then the set. */
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "base/thread.h"
#include "command/run.h"
#include "engine/failures.h"
#include "engine/reporting.h"
#include "engine/resume.h"
#include "engine/schedule.h"
#include "engine/shard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One evaluation: all that outlives an image. */
typedef struct evaluation {
    const ml_arguments *arguments;
    ml_setup setup;
    ml_out out;
    ml_faults faults; /* those of the pairs, and what is kept of images */
    ml_figures figures;
    ml_aggregate aggregate;
    ml_report report;
    ml_worst worst;
    ml_resume resume;
    bool *have; /* [shard_of] with --shard: the one that this is */
    ml_progress progress;
    char *last_id;       /* of the image reported last, NULL before the first */
    uint64_t n_expected; /* images, as far as the batches among the pairs were opened */
    uint64_t n_odd_sums; /* images with a pixel whose values do not sum to 1 */
    char *odd_sums;      /* what to say of the first of them */
} evaluation;

/* Values that do not sum to 1 (or to the full scale of their type, but for what rounding them can do) are divided by their sum
 * all the same, but probabilities they are not. */
static ml_status check_sums(evaluation *e, const ml_outcome *outcome, const char *name, ml_error *error)
{
    double min = outcome->min_sum, max = outcome->max_sum, scale = outcome->full_scale > 0 ? outcome->full_scale : max;
    double rounding = outcome->full_scale > 0 && outcome->full_scale < 2 ? 0 : (double)e->setup.classes.n / (2 * scale);
    char least[ML_NUMBER_TEXT_SIZE], most[ML_NUMBER_TEXT_SIZE], whole[ML_NUMBER_TEXT_SIZE];
    if (min > max || (min / scale >= 1 - 1e-3 - rounding && max / scale <= 1 + 1e-3 + rounding) || e->n_odd_sums++ > 0)
        return ML_OK;
    snprintf(least, sizeof least, "%.6g", min);
    snprintf(most, sizeof most, "%.6g", max);
    e->odd_sums = ml_format("warning: %s: the values of a pixel sum to %s at least and %s at most, not to %s, and were divided "
                            "by their sum%s",
                            name, least, most, ml_number_text(scale, whole),
                            rounding > 0 ? "" : "; if these are logits, say --activation=softmax (or sigmoid)");
    return e->odd_sums ? ML_OK : ml_fail_memory(error, "a warning");
}

/* One warning for the whole set. */
static void say_odd_sums(const evaluation *e)
{
    char *text =
        e->n_odd_sums > 1 ? ml_format("%s; the same of %llu more", e->odd_sums, (unsigned long long)e->n_odd_sums - 1) : NULL;
    if (e->odd_sums)
        ml_say(text ? text : e->odd_sums);
    free(text);
}

/* Images are in order of their ids. Where one is not, it has the id of another: ID[n] is both the image n of a batch and the id
 * of a pair. */
static ml_status check_id(evaluation *e, const char *id, const char *truth, ml_error *error)
{
    if (e->last_id && ml_id_compare(e->last_id, id) >= 0)
        return ml_fail(error, ML_E_INPUT,
                       "%s: the id \"%s\" is given twice, once to an image of a batch: rename it, or give "
                       "other ids with --list",
                       truth, id);
    char *copy = ml_strdup(id);
    if (!copy)
        return ml_fail_memory(error, "an id");
    free(e->last_id);
    e->last_id = copy;
    return ML_OK;
}

static ml_reporting reporting(evaluation *e)
{
    return (ml_reporting){e->arguments, &e->report, &e->aggregate, &e->figures, &e->worst};
}

/* Reports an image that could be evaluated, or was by an earlier run, under its own names, and adds it to the set. */
static ml_status add_image(evaluation *e, const ml_outcome *outcome, ml_image_result *image, ml_error *error)
{
    const ml_record *record = outcome->is_done ? &e->resume.record : &outcome->record;
    image->width = outcome->width;
    image->height = outcome->height;
    ml_status status = outcome->is_done ? ml_resume_take(&e->resume, &e->setup.losses, &e->out, error, image)
                                        : check_sums(e, outcome, image->prediction, error);
    if (!status)
        status = check_id(e, image->id, image->truth, error);
    if (status)
        return status;
    ml_figures_compute(record, &e->figures);
    image->figures = &e->figures;
    const ml_reporting r = reporting(e);
    return ml_reporting_add(&r, image, record, error);
}

/* With --keep-going, what is wrong with an image is noted, and the others go on. */
static ml_status keep_going(evaluation *e, const ml_pair *pair, const char *id, ml_error *error)
{
    if (error->status != ML_E_INPUT || !e->arguments->keep_going)
        return error->status;
    return ml_keep(&e->faults, id, pair->number, error);
}

static uint64_t file_bytes(const char *path)
{
    struct stat info;
    return path && stat(path, &info) == 0 && S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0;
}

/* Bytes of the pair's files, for the progress line: of an image inside a file, nothing. */
static uint64_t pair_bytes(const evaluation *e, const ml_pair *pair)
{
    uint64_t n = file_bytes(pair->truth) + (pair->n_planes ? 0 : file_bytes(pair->prediction));
    for (size_t c = 0; c < pair->n_planes; c++) {
        char *path = ml_plane_path(pair, &e->setup.classes, c);
        n += file_bytes(path);
        free(path);
    }
    return n;
}

/* What the crew hands over. */
static ml_status take_image(void *context, const ml_crew_image *given, ml_error *error)
{
    evaluation *e = context;
    const ml_outcome *outcome = given->outcome;
    const ml_pair *pair = given->pair;
    if (given->image == 0)
        e->n_expected += given->n_images - 1;
    ml_progress_hide(&e->progress);
    if (outcome->how)
        ml_say(outcome->how);
    char *id = ml_image_name(pair->id, given->is_batch, given->image);
    char *truth = ml_image_name(pair->truth, given->is_batch, given->image);
    char *prediction = ml_image_name(pair->prediction, given->is_batch, given->image);
    ml_image_result image = {.id = id, .truth = truth, .prediction = prediction};
    ml_status status = id && truth && prediction ? ML_OK : ml_fail_memory(error, "a name");
    if (!status && outcome->status)
        status = outcome->message ? ml_fail(error, outcome->status, "%s", outcome->message) : ml_fail_memory(error, "an error");
    if (!status)
        status = add_image(e, outcome, &image, error);
    if (status && !outcome->is_done)
        status = keep_going(e, pair, id, error);
    if (given->image + 1 == given->n_images)
        ml_progress_step(&e->progress, e->progress.active ? pair_bytes(e, pair) : 0);
    free(id);
    free(truth);
    free(prediction);
    return status;
}

static ml_status evaluate_all(evaluation *e, ml_error *error)
{
    const ml_pairs *pairs = &e->setup.pairs;
    size_t n_threads = e->arguments->n_jobs ? e->arguments->n_jobs : ml_processors();
    e->n_expected = pairs->n_expected;
    e->faults = e->setup.pairs.faults;
    e->setup.pairs.faults = (ml_faults){0};
    e->arguments->form->begin(&e->report);
    ml_keep_say(&e->faults);
    ml_progress_start(&e->progress, e->arguments->quiet ? ML_PROGRESS_NEVER : e->arguments->progress, pairs->n);
    ml_status status = ml_crew_run(e->arguments, &e->setup, &e->resume, n_threads, take_image, e, error);
    ml_progress_hide(&e->progress);
    if (!status)
        status = ml_resume_finish(&e->resume, error);
    if (status)
        return status;
    say_odd_sums(e);
    const ml_reporting r = reporting(e);
    return ml_reporting_finish(&r, e->n_expected, &e->faults, false, error);
}

static void clear(evaluation *e)
{
    ml_worst_clear(&e->worst);
    ml_report_clear(&e->report);
    ml_figures_clear(&e->figures);
    ml_aggregate_clear(&e->aggregate);
    ml_faults_clear(&e->faults);
    ml_setup_clear(&e->setup);
    free(e->odd_sums);
    free(e->last_id);
    free(e->have);
    ml_resume_clear(&e->resume);
    ml_out_close(&e->out);
}

/* Notes about the set as a whole. */
static void say_notes(const evaluation *e)
{
    const ml_setup *setup = &e->setup;
    char text[ML_ERROR_TEXT_SIZE];
    if (e->arguments->quiet)
        return;
    if (setup->pairs.n_passed_over > 0) {
        snprintf(text, sizeof text, "%zu file%s of unknown kind passed over, such as %s", setup->pairs.n_passed_over,
                 setup->pairs.n_passed_over == 1 ? "" : "s", setup->pairs.passed_over);
        ml_say(text);
    }
    if (setup->pairs.n_missing > 0) {
        snprintf(text, sizeof text, "%zu of %zu pairs missing", setup->pairs.n_missing, setup->pairs.n_expected);
        ml_say(text);
    }
    if (setup->pairs.n_extra > 0) {
        snprintf(text, sizeof text, "%zu prediction%s no truth", setup->pairs.n_extra,
                 setup->pairs.n_extra == 1 ? " has" : "s have");
        ml_say(text);
    }
    if (setup->classes_from_labels) {
        snprintf(text, sizeof text, "%zu classes, because the largest label is %zu (--classes says otherwise)",
                 setup->classes.n, setup->classes.n - 1);
        ml_say(text);
    }
}

/* Two operands, or a list, which says itself what belongs together. */
static ml_status check_operands(const ml_arguments *arguments, ml_error *error)
{
    const char *useless = arguments->truth_suffix        ? "--truth-suffix"
                          : arguments->prediction_suffix ? "--prediction-suffix"
                          : arguments->match             ? "--match"
                                                         : NULL;
    if (arguments->null_ended && !arguments->list)
        return ml_fail(error, ML_E_USAGE, "--null: is how lines of a list end; --list=FILE is missing");
    if (arguments->list && arguments->n_operands > 0)
        return ml_fail(error, ML_E_USAGE, "--list: names all files; '%s' is one operand too many", arguments->operands[0]);
    if (arguments->list && useless)
        return ml_fail(error, ML_E_USAGE, "%s: has no meaning with --list, which says what belongs together", useless);
    if (!arguments->list && arguments->n_operands != 2)
        return ml_fail(error, ML_E_USAGE,
                       "eval: TRUTH and PREDICTION are wanted, two files or two directories, or --list=FILE; %zu given (see "
                       "maskloss help eval)",
                       arguments->n_operands);
    return ML_OK;
}

/* Options that do not go together. */
static ml_status check_stream_options(const ml_arguments *arguments, ml_error *error)
{
    if (arguments->resume &&
        (strcmp(arguments->form->name, "jsonl") != 0 || !arguments->output || arguments->summary || arguments->n_worst > 0))
        return ml_fail(error, ML_E_USAGE,
                       "--resume: goes on with a record stream, for which --format=jsonl and --output=FILE are wanted%s",
                       arguments->summary       ? ", without --summary"
                       : arguments->n_worst > 0 ? ", without --worst"
                                                : "");
    if (arguments->shard_of && arguments->weighing != ML_WEIGHTS_GIVEN)
        return ml_fail(error, ML_E_USAGE,
                       "--weights=%s: follows from all truths, of which a shard sees only some; weigh when merging",
                       ml_weighing_names[arguments->weighing]);
    return ML_OK;
}

/* Takes a shard of the pairs. */
static ml_status take_shard(evaluation *e, ml_error *error)
{
    const ml_arguments *arguments = e->arguments;
    if (!(e->have = ml_alloc(arguments->shard_of, sizeof *e->have)))
        return ml_fail_memory(error, "the shards");
    e->have[arguments->shard] = true;
    e->report.shards = (ml_shards){arguments->shard_of, e->have};
    ml_pairs_shard(&e->setup.pairs, arguments->shard, arguments->shard_of);
    return ML_OK;
}

ml_status ml_eval_run(ml_arguments *arguments, ml_error *error)
{
    evaluation e = {.arguments = arguments};
    if (arguments->list_losses)
        return ml_print_losses(arguments->output, error);
    ml_status status = check_operands(arguments, error);
    if (!status)
        status = check_stream_options(arguments, error);
    if (status)
        return status;
    status = ml_out_open(arguments->output, error, &e.out);
    if (status)
        return status;
    e.out.by_line = arguments->form->by_line;
    ml_terminal_describe(arguments->color, &e.out);
    status = ml_setup_init(arguments, error, &e.setup);
    if (!status)
        status = ml_setup_check_output(&e.setup, arguments, error);
    if (!status) {
        say_notes(&e);
        e.report = (ml_report){.out = &e.out, .settings = &e.setup.settings, .summary = arguments->summary};
        status = arguments->shard_of ? take_shard(&e, error) : ML_OK;
    }
    if (!status)
        status = ml_figures_init(&e.setup.settings, error, &e.figures);
    if (!status)
        status = ml_aggregate_init(&e.setup.settings, error, &e.aggregate);
    if (!status) {
        const ml_reporting r = reporting(&e);
        status = ml_reporting_prepare(&r, error);
    }
    if (!status && arguments->weighing != ML_WEIGHTS_GIVEN)
        status = ml_weigh_truths(arguments, &e.setup, error);
    if (!status && arguments->resume)
        status = ml_resume_open(&e.setup, &e.report, &e.out, error, &e.resume);
    if (!status)
        status = evaluate_all(&e, error);
    clear(&e);
    return status;
}

/* maskloss eval: every pair is read, reduced to its record, and reported; then the set. */
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "command/command.h"
#include "command/keep.h"
#include "command/setup.h"
#include "core/reduce.h"
#include "input/opened.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* One evaluation: all that outlives an image. */
typedef struct evaluation {
    const ml_arguments *arguments;
    ml_setup setup;
    ml_out out;
    ml_truth truth;
    ml_reducer reducer;
    ml_figures figures;
    ml_aggregate aggregate;
    ml_report report;
    char *last_id;       /* of the image reported last, NULL before the first */
    uint64_t n_expected; /* images, as far as the batches among the pairs were opened */
    uint64_t n_odd_sums; /* images with a pixel whose values do not sum to 1 */
    char *odd_sums;      /* what to say of the first of them */
} evaluation;

/* Says which rule a bad pixel breaks, and where. */
static ml_status bad_pixel(const evaluation *e, const char *name, const ml_prediction *prediction, ml_error *error)
{
    const ml_bad_pixel *bad = &e->reducer.bad;
    const ml_classes *classes = &e->setup.classes;
    char number[ML_NUMBER_TEXT_SIZE];
    bool logits = e->arguments->input.activation != ML_ACTIVATION_NONE, one_value = bad->class < classes->n;
    const char *value = isnan(bad->value) ? "NaN" : isinf(bad->value) ? "infinite" : ml_number_text(bad->value, number);
    ml_fail(error, ML_E_INPUT, "%s: row %zu, column %zu: ", name, bad->pixel / e->truth.width, bad->pixel % e->truth.width);
    if (prediction->is_binary)
        ml_error_add(error, "the value is %s", value);
    else if (one_value)
        ml_error_add(error, "the value of class %zu (%s) is %s", bad->class, classes->items[bad->class].name, value);
    else
        ml_error_add(error, "the sum over the classes%s is %s", logits ? "' sigmoids" : "", value);
    if (one_value && !logits && isfinite(bad->value))
        ml_error_add(error, "; %s; if these are logits, say %s",
                     prediction->is_binary ? "a binary prediction is the probability of class 1"
                                           : "predictions are probabilities, never negative",
                     prediction->is_binary ? "--activation=sigmoid" : "--activation=softmax (or sigmoid)");
    else
        ml_error_add(error, "; %s (--bad-pixels=ignore leaves such pixels out)",
                     logits && one_value ? "logits are finite" : "predictions are finite, with a sum above 0");
    return error->status;
}

/* Feeds the started image to the reducer, tile by tile. */
static ml_status reduce(evaluation *e, const ml_image_result *image, const ml_prediction *prediction, ml_error *error)
{
    size_t n_pixels = e->truth.width * e->truth.height;
    ml_status status = ML_OK;
    ml_reducer_reset(&e->reducer);
    for (size_t first = 0; first < n_pixels && !status; first += ML_TILE_PIXELS) {
        size_t left = n_pixels - first;
        ml_tile tile = {.n_pixels = left < ML_TILE_PIXELS ? left : ML_TILE_PIXELS,
                        .n_classes = e->setup.classes.n,
                        .truth = e->truth.plane + first};
        status = prediction->ops->read(prediction->state, first, tile.n_pixels, error, &tile);
        if (!status)
            status = ml_reducer_add(&e->reducer, &tile, error);
        if (!status && e->reducer.bad.found && !e->arguments->ignore_bad)
            status = bad_pixel(e, image->prediction, prediction, error);
    }
    return status;
}

/* Values that do not sum to 1 (or to the full scale of their type, but for what rounding them can do) are divided by their sum
 * all the same, but probabilities they are not. */
static ml_status check_sums(evaluation *e, const ml_image_result *image, const ml_prediction *prediction, ml_error *error)
{
    double min = e->reducer.min_sum, max = e->reducer.max_sum,
           scale = prediction->full_scale > 0 ? prediction->full_scale : max;
    double rounding = prediction->full_scale > 0 && prediction->full_scale < 2 ? 0 : (double)e->setup.classes.n / (2 * scale);
    char least[ML_NUMBER_TEXT_SIZE], most[ML_NUMBER_TEXT_SIZE], whole[ML_NUMBER_TEXT_SIZE];
    if (min > max || (min / scale >= 1 - 1e-3 - rounding && max / scale <= 1 + 1e-3 + rounding) || e->n_odd_sums++ > 0)
        return ML_OK;
    snprintf(least, sizeof least, "%.6g", min);
    snprintf(most, sizeof most, "%.6g", max);
    e->odd_sums = ml_format("warning: %s: the values of a pixel sum to %s at least and %s at most, not to %s, and were divided "
                            "by their sum%s",
                            image->prediction, least, most, ml_number_text(scale, whole),
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

static void say_how(const ml_opened *opened)
{
    char text[ML_ERROR_TEXT_SIZE];
    const ml_labels *truth = &opened->truth;
    int n = snprintf(text, sizeof text, "%s: %zu x %zu, %s%s%s%s; prediction %s", opened->pair->truth, truth->width,
                     truth->height, opened->fit.is_onehot ? "one-hot" : "labels", truth->has_two_readings ? ", " : "",
                     truth->has_two_readings ? ml_reading_names[truth->reading] : "",
                     truth->has_two_readings ? " of two readings" : "", opened->prediction.layout);
    if (opened->fit.is_batch && n > 0 && (size_t)n < sizeof text)
        snprintf(text + n, sizeof text - (size_t)n, "; %zu images", opened->fit.n_images);
    ml_say(text);
}

/* Images are in order of their ids. Where one is not, it has the id of another: ID[n] is both the image n of a batch and the id
 * of a pair. */
static ml_status check_id(evaluation *e, const char *id, ml_error *error)
{
    if (e->last_id && ml_id_compare(e->last_id, id) >= 0)
        return ml_fail(error, ML_E_INPUT, "the id \"%s\" is given twice, once to an image of a batch", id);
    char *copy = ml_strdup(id);
    if (!copy)
        return ml_fail_memory(error, "an id");
    free(e->last_id);
    e->last_id = copy;
    return ML_OK;
}

/* One image, under its own names. */
static ml_status evaluate_image(evaluation *e, ml_opened *opened, size_t n, ml_image_result *image, ml_error *error)
{
    ml_status status = ml_opened_start(opened, n, error);
    if (!status)
        status = ml_opened_read_truth(opened, error, &e->truth);
    if (!status)
        status = reduce(e, image, &opened->prediction, error);
    if (!status)
        status = check_sums(e, image, &opened->prediction, error);
    if (!status)
        status = check_id(e, image->id, error);
    if (status)
        return status;
    const ml_record *record = ml_reducer_finish(&e->reducer);
    ml_figures_compute(record, &e->figures);
    image->width = e->truth.width;
    image->height = e->truth.height;
    image->figures = &e->figures;
    if (!e->report.summary)
        e->arguments->form->image(&e->report, image);
    return ml_aggregate_add(&e->aggregate, record, &e->figures, error);
}

/* With --keep-going, what is wrong with an image is noted, and the others go on. */
static ml_status keep_going(evaluation *e, const ml_pair *pair, const char *id, ml_error *error)
{
    if (error->status != ML_E_INPUT || !e->arguments->keep_going)
        return error->status;
    return ml_keep(&e->setup.pairs.faults, id, pair->number, error);
}

static ml_status evaluate_pair(evaluation *e, const ml_pair *pair, ml_error *error)
{
    ml_opened opened;
    ml_status status = ml_opened_open(pair, &e->arguments->input, &e->setup.classes, error, &opened);
    if (status)
        return keep_going(e, pair, pair->id, error);
    e->n_expected += opened.fit.n_images - 1;
    if (e->arguments->verbose)
        say_how(&opened);
    for (size_t n = 0; n < opened.fit.n_images && !status; n++) {
        char *id = ml_opened_name(&opened, pair->id, n);
        char *truth = ml_opened_name(&opened, pair->truth, n), *prediction = ml_opened_name(&opened, pair->prediction, n);
        ml_image_result image = {.id = id, .truth = truth, .prediction = prediction};
        status = id && truth && prediction ? evaluate_image(e, &opened, n, &image, error) : ml_fail_memory(error, "a name");
        if (status)
            status = keep_going(e, pair, id, error);
        free(id);
        free(truth);
        free(prediction);
    }
    ml_opened_close(&opened);
    return status;
}

static ml_status evaluate_all(evaluation *e, ml_error *error)
{
    ml_pairs *pairs = &e->setup.pairs;
    ml_status status = ML_OK;
    e->n_expected = pairs->n_expected;
    e->arguments->form->begin(&e->report);
    ml_keep_say(&pairs->faults);
    for (size_t i = 0; i < pairs->n && !status; i++)
        status = evaluate_pair(e, &pairs->items[i], error);
    if (status)
        return status;
    ml_faults_sort(&pairs->faults);
    ml_figures_compute(ml_tally_finish(&e->aggregate.pooled), &e->figures);
    const ml_set_result set = {&e->aggregate, &e->figures, e->n_expected, &pairs->faults};
    e->arguments->form->end(&e->report, &set);
    say_odd_sums(e);
    status = ml_out_commit(&e->out, error);
    return status ? status : ml_keep_status(&pairs->faults, error);
}

static void clear(evaluation *e)
{
    ml_figures_clear(&e->figures);
    ml_aggregate_clear(&e->aggregate);
    ml_reducer_clear(&e->reducer);
    ml_truth_clear(&e->truth);
    ml_setup_clear(&e->setup);
    free(e->odd_sums);
    free(e->last_id);
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

ml_status ml_eval_run(ml_arguments *arguments, ml_error *error)
{
    evaluation e = {.arguments = arguments};
    if (arguments->list_losses)
        return ml_print_losses(arguments->output, error);
    ml_status status = check_operands(arguments, error);
    if (status)
        return status;
    status = ml_out_open(arguments->output, error, &e.out);
    if (status)
        return status;
    status = ml_setup_init(arguments, error, &e.setup);
    if (!status)
        status = ml_setup_check_output(&e.setup, arguments, error);
    if (!status) {
        say_notes(&e);
        e.report = (ml_report){.out = &e.out, .settings = &e.setup.settings, .summary = arguments->summary};
        status = ml_reducer_init(&e.setup.settings, error, &e.reducer);
    }
    if (!status)
        status = ml_figures_init(&e.setup.settings, error, &e.figures);
    if (!status)
        status = ml_aggregate_init(&e.setup.settings, error, &e.aggregate);
    if (!status)
        status = evaluate_all(&e, error);
    clear(&e);
    return status;
}

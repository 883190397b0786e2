/* maskloss eval: every pair is read, reduced to its record, and reported; then the set. */
#include "base/number.h"
#include "command/command.h"
#include "command/setup.h"
#include "core/reduce.h"
#include "input/prediction.h"
#include "input/truth.h"

#include <math.h>
#include <stdio.h>

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
} evaluation;

/* Says which rule a bad pixel breaks, and where. */
static ml_status bad_pixel(const evaluation *e, const ml_pair *pair, const ml_prediction *prediction, ml_error *error)
{
    const ml_bad_pixel *bad = &e->reducer.bad;
    const ml_classes *classes = &e->setup.classes;
    char number[ML_NUMBER_TEXT_SIZE];
    bool logits = e->arguments->input.activation != ML_ACTIVATION_NONE, one_value = bad->class < classes->n;
    const char *value = isnan(bad->value) ? "NaN" : isinf(bad->value) ? "infinite" : ml_number_text(bad->value, number);
    ml_fail(error, ML_E_INPUT, "%s: row %zu, column %zu: ", pair->prediction, bad->pixel / e->truth.width,
            bad->pixel % e->truth.width);
    if (prediction->binary)
        ml_error_add(error, "the value is %s", value);
    else if (one_value)
        ml_error_add(error, "the value of class %zu (%s) is %s", bad->class, classes->items[bad->class].name, value);
    else
        ml_error_add(error, "the sum over the classes%s is %s", logits ? "' sigmoids" : "", value);
    if (one_value && !logits && isfinite(bad->value))
        ml_error_add(error, "; %s; if these are logits, say %s",
                     prediction->binary ? "a binary prediction is the probability of class 1"
                                        : "predictions are probabilities, never negative",
                     prediction->binary ? "--activation=sigmoid" : "--activation=softmax (or sigmoid)");
    else
        ml_error_add(error, "; %s (--bad-pixels=ignore leaves such pixels out)",
                     logits && one_value ? "logits are finite" : "predictions are finite, with a sum above 0");
    return error->status;
}

/* Feeds an open prediction to the reducer, tile by tile. */
static ml_status reduce(evaluation *e, const ml_pair *pair, ml_prediction *prediction, ml_error *error)
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
            status = bad_pixel(e, pair, prediction, error);
    }
    return status;
}

static void say_how(const evaluation *e, const ml_pair *pair, const ml_prediction *prediction)
{
    char text[ML_ERROR_TEXT_SIZE];
    snprintf(text, sizeof text, "%s: %zu x %zu, labels%s%s%s; prediction %s", pair->truth, e->truth.width, e->truth.height,
             e->truth.had_two_readings ? ", " : "", e->truth.had_two_readings ? ml_reading_names[e->truth.reading] : "",
             e->truth.had_two_readings ? " of two readings" : "", prediction->layout);
    ml_say(text);
}

static ml_status evaluate_pair(evaluation *e, const ml_pair *pair, ml_error *error)
{
    const ml_input_options *options = &e->arguments->input;
    ml_prediction prediction;
    ml_status status = ml_truth_read(pair->truth, options, &e->setup.classes, error, &e->truth);
    if (status)
        return status;
    const ml_expected expected = {e->truth.width, e->truth.height, e->setup.classes.n, &e->setup.classes};
    status = ml_prediction_open(pair, options, &expected, error, &prediction);
    if (status)
        return status;
    if (e->arguments->verbose)
        say_how(e, pair, &prediction);
    status = reduce(e, pair, &prediction, error);
    ml_prediction_close(&prediction);
    if (status)
        return status;

    const ml_record *record = ml_reducer_finish(&e->reducer);
    ml_figures_compute(record, &e->figures);
    const ml_image_result image = {pair->id, pair->truth, pair->prediction, e->truth.width, e->truth.height, &e->figures};
    if (!e->report.summary)
        e->arguments->form->image(&e->report, &image);
    return ml_aggregate_add(&e->aggregate, record, &e->figures, error);
}

static ml_status evaluate_all(evaluation *e, ml_error *error)
{
    const ml_pairs *pairs = &e->setup.pairs;
    ml_status status = ML_OK;
    e->arguments->form->begin(&e->report);
    for (size_t i = 0; i < pairs->n && !status; i++)
        status = evaluate_pair(e, &pairs->items[i], error);
    if (status)
        return status;
    ml_figures_compute(ml_tally_finish(&e->aggregate.pooled), &e->figures);
    const ml_set_result set = {&e->aggregate, &e->figures, pairs->n_expected};
    e->arguments->form->end(&e->report, &set);
    return ml_out_commit(&e->out, error);
}

static void clear(evaluation *e)
{
    ml_figures_clear(&e->figures);
    ml_aggregate_clear(&e->aggregate);
    ml_reducer_clear(&e->reducer);
    ml_truth_clear(&e->truth);
    ml_setup_clear(&e->setup);
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
    if (setup->classes_from_labels) {
        snprintf(text, sizeof text, "%zu classes, because the largest label is %zu (--classes says otherwise)",
                 setup->classes.n, setup->classes.n - 1);
        ml_say(text);
    }
}

ml_status ml_eval_run(ml_arguments *arguments, ml_error *error)
{
    evaluation e = {.arguments = arguments};
    if (arguments->list_losses)
        return ml_print_losses(arguments->output, error);
    if (arguments->n_operands != 2)
        return ml_fail(
            error, ML_E_USAGE,
            "eval: TRUTH and PREDICTION are wanted, two files or two directories; %zu given (see maskloss help eval)",
            arguments->n_operands);
    ml_status status = ml_out_open(arguments->output, error, &e.out);
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

/* Explains a pixel; see explain.h. */
#include "engine/explain.h"

#include "base/memory.h"
#include "base/number.h"
#include "core/by_stored.h"
#include "engine/bad_pixel.h"
#include "engine/pair_files.h"
#include "engine/pixel_losses.h"
#include "engine/set_inputs.h"
#include "engine/weigh_truths.h"
#include "io/destination.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One explanation: the image, which is opened, and what is found out about the pixel. */
typedef struct explanation {
    const ml_job *job;
    ml_inputs inputs;
    ml_set set;    /* of which losses and settings are made */
    uint64_t mark; /* of the image's files when they were read first */
    bool is_open;
    ml_open_pair opened;
    ml_truth truth;
    char *id, *truth_name, *prediction_name;
    char *reason;
    ml_losses others; /* where the form shows gradients of losses that are not asked for: all, with their defaults */
    size_t n_wanted;
    const ml_loss **wanted; /* [n_wanted] the losses whose gradients are shown */
    ml_pixel_wanted pixel;
    ml_pixel_reading reading;
    ml_pixel_losses losses;
    size_t shown[ML_EXPLAINED_ALL];
} explanation;

/* Everything that there is to know before the image is opened. */
static ml_status prepare(explanation *e, ml_error *error)
{
    const ml_job *job = e->job;
    ml_status status = ml_set_find_inputs(&e->set, job, NULL, error, &e->inputs);
    if (status)
        return status;
    ml_inputs_tell(&e->inputs, &job->listener);
    if (job->scoring.weighing != ML_WEIGHTS_GIVEN)
        status = ml_weigh_truths(job, &e->inputs, error, e->set.settings.weights);
    return status;
}

static ml_status name_image(explanation *e, ml_error *error)
{
    const ml_pair *pair = e->opened.pair;
    const bool is_batch = e->opened.roles.is_batch;
    e->id = ml_image_name(pair->id, is_batch, 0);
    e->truth_name = ml_image_name(pair->truth, is_batch, 0);
    e->prediction_name = ml_image_name(pair->prediction, is_batch, 0);
    return e->id && e->truth_name && e->prediction_name ? ML_OK : ml_fail_memory(error, "a name");
}

/* Opens the pair, which has to be one image that has the place. */
static ml_status open_image(explanation *e, size_t row, size_t column, ml_error *error)
{
    const ml_pair *pair = &e->inputs.pairs.items[0];
    e->mark = pair->mark;
    ml_status status = e->mark ? ML_OK : ml_pair_mark(pair, &e->inputs.classes, error, &e->mark);
    if (!status)
        status = ml_open_pair_open(pair, &e->job->input, &e->inputs.classes, error, &e->opened);
    if (status)
        return status;
    e->is_open = true;
    const ml_array_roles *roles = &e->opened.roles;
    if (roles->n_images > 1)
        return ml_fail(error, ML_E_USAGE,
                       "%s: is a batch of %zu images, and a pixel of one is explained: say which, as in '%s[0]' '%s[0]'",
                       pair->truth, roles->n_images, pair->truth, pair->prediction);
    if (row >= roles->truth.height || column >= roles->truth.width)
        return ml_fail(error, ML_E_USAGE,
                       "explain: there is no pixel at row %zu, column %zu: %s has %zu rows and %zu columns, counted from 0",
                       row, column, pair->truth, roles->truth.height, roles->truth.width);
    return name_image(e, error);
}

/* Why the pixel's truth is ignored. */
static ml_status say_ignored(explanation *e, const ml_stored_label *label, ml_error *error)
{
    const ml_label_list *asked = &e->job->classes.ignored;
    char number[ML_NUMBER_TEXT_SIZE];
    const double value = label->is_no_data && label->has_sample ? label->sample : label->label;
    const char *text = isfinite(value) ? ml_number_text(value, number) : "NaN";
    const bool is_said =
        label->label >= 0 && label->label <= ML_LARGEST_LABEL && ml_label_list_has(asked, (uint32_t)label->label);
    if (label->is_no_data)
        e->reason = ml_format("%s stands for no data, as %s", text, label->says_no_data ? "the file says" : "--no-data says");
    else if (label->kind == ML_STORED_NUMBER)
        e->reason = ml_format("label %s is ignored, as %s", text, is_said ? "--ignore says" : "the class set says");
    else if (label->kind == ML_STORED_COLOR)
        e->reason = ml_format("the colour [%.0f, %.0f, %.0f] is ignored, as the class set says", label->color[0],
                              label->color[1], label->color[2]);
    else
        e->reason = ml_format("all labels of its class are ignored");
    return e->reason ? ML_OK : ml_fail_memory(error, "a reason");
}

/* The losses whose gradients are shown: those that are asked for and, where the form has all, the others. */
static ml_status choose_gradients(explanation *e, ml_error *error)
{
    const ml_losses *asked = &e->set.losses;
    const ml_scoring *scoring = &e->job->scoring;
    ml_status status = ML_OK;
    if (e->job->explanation_form->has_all_gradients)
        status = ml_losses_parse("all", scoring->has_smooth ? &scoring->smooth : NULL, error, &e->others);
    if (!status && !(e->wanted = ml_alloc(asked->n + e->others.n, sizeof *e->wanted)))
        status = ml_fail_memory(error, "the losses");
    for (size_t l = 0; l < asked->n && !status; l++)
        e->wanted[e->n_wanted++] = &asked->items[l];
    for (size_t l = 0; l < e->others.n && !status; l++) {
        bool is_new = true;
        for (size_t k = 0; k < asked->n; k++)
            is_new = is_new && strcmp(asked->items[k].key, e->others.items[l].key) != 0;
        if (is_new)
            e->wanted[e->n_wanted++] = &e->others.items[l];
    }
    return status;
}

static ml_status bad_reason(explanation *e, ml_error *error)
{
    ml_error text = ML_ERROR_INIT;
    const ml_prediction *prediction = &e->opened.prediction;
    ml_bad_pixel_add(&e->set.settings, &e->reading.bad, prediction->is_binary, &text);
    e->reason = ml_strdup(text.text);
    return e->reason ? ML_OK : ml_fail_memory(error, "a reason");
}

/* What the prediction says of a pixel whose truth is a class. */
static ml_status read_prediction(explanation *e, ml_explained *x, size_t pixel, ml_error *error)
{
    const ml_settings *settings = &e->set.settings;
    const bool is_hard = e->opened.prediction.n_channels == 0;
    ml_status status = is_hard ? ML_OK : choose_gradients(e, error);
    e->pixel = (ml_pixel_wanted){
        .settings = settings,
        .opened = &e->opened,
        .truth = &e->truth,
        .name = e->prediction_name,
        .pixel = pixel,
        .needs_image = ml_pixel_losses_need_image(settings, e->wanted, e->n_wanted, x->y, e->job->ignore_bad),
        .ignores_bad = e->job->ignore_bad,
    };
    if (!status)
        status = ml_pixel_reading_run(&e->pixel, error, &e->reading);
    if (status)
        return status;
    if (e->reading.is_bad) {
        x->state = ML_PIXEL_BAD;
        return bad_reason(e, error);
    }
    if (is_hard)
        status = ml_open_pair_decision_at(&e->opened, pixel, error, &x->hard);
    return status ? status : ml_pixel_losses_find(&e->reading, x->y, e->wanted, e->n_wanted, error, &e->losses);
}

/* Hands over what has been found out. */
static void describe(explanation *e, ml_explained *x)
{
    const ml_settings *settings = &e->set.settings;
    const size_t n = settings->classes->n;
    const ml_pixel_reading *r = &e->reading;
    const ml_prediction *prediction = &e->opened.prediction;
    const ml_stored stored = ml_stored_of(settings, prediction->is_binary, prediction->stored_one);
    x->is_hard = r->n_stored == 0;
    x->is_binary = stored.is_binary;
    x->n_stored = r->n_stored;
    x->stored = r->stored;
    x->sum = x->is_hard ? (double)NAN : ml_stored_sum(&stored, r->stored);
    x->stored_one = prediction->stored_one;
    x->p = r->p;
    x->decision = r->decision;
    x->margin = r->decision == ML_NONE ? (double)NAN : r->p[r->decision] - ml_explained_runner_up(r->p, n, r->decision);
    x->n_shown = ml_explained_choose(r->p, n, x->y, e->shown);
    x->shown = e->shown;
    x->state = ml_pixel_state_of(settings, x->y, r->decision);
    x->n_losses = e->losses.n_losses;
    x->losses = e->losses.losses;
    x->n_gradients = e->losses.n_gradients;
    x->gradients = e->losses.gradients;
}

/* Finds everything out about the pixel of the image that is open. */
static ml_status find_pixel(explanation *e, ml_explained *x, ml_error *error)
{
    const size_t pixel = x->row * x->width + x->column;
    ml_status status = ml_open_pair_start(&e->opened, 0, error);
    if (!status)
        status = ml_open_pair_read_truth(&e->opened, error, &e->truth);
    if (!status)
        status = ml_open_pair_truth_at(&e->opened, pixel, error, &x->label);
    if (status)
        return status;
    x->y = e->truth.plane[pixel];
    if (x->y == ML_IGNORED) {
        x->state = ML_PIXEL_IGNORED;
        return say_ignored(e, &x->label, error);
    }
    status = read_prediction(e, x, pixel, error);
    if (!status && !e->reading.is_bad)
        describe(e, x);
    return status;
}

static ml_status tell_how(const explanation *e, ml_error *error)
{
    char *text = e->job->say_how ? ml_open_pair_text(&e->opened) : NULL;
    if (text)
        ml_tell(&e->job->listener, ML_MESSAGE_WARNING, text);
    else if (e->job->say_how)
        return ml_fail_memory(error, "a message");
    free(text);
    return ML_OK;
}

static ml_status explain(explanation *e, size_t row, size_t column, ml_out *out, ml_error *error)
{
    ml_status status = prepare(e, error);
    if (!status)
        status = open_image(e, row, column, error);
    if (status)
        return status;
    const ml_axes *size = &e->opened.roles.truth;
    ml_explained x = {.settings = &e->set.settings,
                      .id = e->id,
                      .truth = e->truth_name,
                      .prediction = e->prediction_name,
                      .height = size->height,
                      .width = size->width,
                      .row = row,
                      .column = column};
    status = find_pixel(e, &x, error);
    if (status != ML_E_SYSTEM)
        status = ml_pair_mark_check(&e->inputs.pairs.items[0], &e->inputs.classes, e->mark, e->prediction_name, error);
    if (status)
        return status;
    x.reason = e->reason;
    status = tell_how(e, error);
    if (status)
        return status;
    e->job->explanation_form->write(&x, out);
    return ml_out_commit(out, error);
}

ml_status ml_explain(const ml_job *job, size_t row, size_t column, ml_out *out, ml_error *error)
{
    explanation e = {.job = job};
    ml_status status = explain(&e, row, column, out, error);
    ml_pixel_losses_clear(&e.losses);
    ml_pixel_reading_clear(&e.reading);
    if (e.is_open)
        ml_open_pair_close(&e.opened);
    ml_truth_clear(&e.truth);
    free(e.id);
    free(e.truth_name);
    free(e.prediction_name);
    free(e.reason);
    free(e.wanted);
    ml_losses_clear(&e.others);
    ml_set_clear(&e.set);
    ml_inputs_clear(&e.inputs);
    return status;
}

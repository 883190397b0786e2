/* Evaluates images; see worker.h. */
#include "engine/worker.h"

#include "base/memory.h"
#include "engine/bad_pixel.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_worker_init(const ml_job *job, const ml_settings *settings, const ml_drawing *drawing, const atomic_bool *stop,
                         ml_error *error, ml_worker *worker)
{
    memset(worker, 0, sizeof *worker);
    worker->job = job;
    worker->settings = settings;
    worker->drawing = drawing;
    worker->stop = stop;
    return ml_observers_init(settings, job->observers, job->n_observers, true, error, &worker->observers);
}

static void close_pair(ml_worker *worker)
{
    if (worker->opened.pair)
        ml_open_pair_close(&worker->opened);
    worker->opened.pair = NULL;
}

void ml_worker_clear(ml_worker *worker)
{
    close_pair(worker);
    ml_truth_clear(&worker->truth);
    ml_label_counter_clear(&worker->counter);
    ml_observers_clear(&worker->observers);
}

void ml_outcome_clear(ml_outcome *outcome)
{
    free(outcome->message);
    free(outcome->how);
    ml_observation_clear(&outcome->seen);
    ml_drawn_clear(&outcome->drawn);
    *outcome = (ml_outcome){.status = ML_OK};
}

ml_status ml_worker_open(ml_worker *worker, const ml_pair *pair, ml_error *error)
{
    if (worker->opened.pair == pair)
        return ML_OK;
    close_pair(worker);
    ml_status status = ml_open_pair_open(pair, &worker->job->input, worker->settings->classes, error, &worker->opened);
    if (status)
        worker->opened.pair = NULL;
    return status;
}

ml_observed_image ml_worker_image(const ml_worker *worker, const char *name, bool is_split)
{
    const ml_settings *settings = worker->settings;
    ml_observed_image image = {.width = worker->truth.width,
                               .height = worker->truth.height,
                               .truth = worker->truth.plane,
                               .name = name,
                               .is_split = is_split,
                               .limits = &worker->job->input.limits};
    if (settings->has_spacing)
        memcpy(image.spacing, settings->spacing, sizeof image.spacing);
    else
        ml_open_pair_spacing(&worker->opened, image.spacing);
    return image;
}

ml_status ml_worker_show(ml_worker *worker, const ml_truth *truth, const ml_prediction *prediction, const char *name,
                         size_t first, size_t n, ml_error *error)
{
    ml_observers *observers = &worker->observers;
    ml_status status = ML_OK;
    for (size_t done = 0; done < n && !status && !atomic_load(worker->stop); done += ML_TILE_PIXELS) {
        ml_tile tile = {.n_pixels = n - done < ML_TILE_PIXELS ? n - done : ML_TILE_PIXELS,
                        .n_classes = worker->settings->classes->n,
                        .truth = truth->plane + first + done};
        status = prediction->ops->read(prediction->state, first + done, tile.n_pixels, error, &tile);
        if (!status)
            status = ml_observers_take(observers, &tile, first + done, error);
        if (!status && observers->bad.found && !worker->job->ignore_bad)
            status = ml_fail_bad_pixel(worker->settings, &observers->bad, truth->width, name, prediction->is_binary, error);
    }
    return status;
}

void ml_outcome_fail(ml_outcome *outcome, ml_error *error)
{
    outcome->status = error->status;
    outcome->message = ml_strdup(error->text);
    if (!outcome->message)
        outcome->status = ML_E_SYSTEM;
    ml_error_clear(error);
}

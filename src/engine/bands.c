/* Bands of a large image; see bands.h. */
#include "engine/bands.h"

#include "base/memory.h"

#include <stdlib.h>

/* Pixels of a band: many tiles, because each thread's sums are added once per image, and few enough that all end together. */
enum { BAND_PIXELS = 16 * ML_TILE_PIXELS };

struct ml_bands {
    const ml_open_pair *opened; /* the owner's, like the next */
    const ml_truth *truth;
    size_t image;
    ml_observed_image observed;
    size_t last_tile;             /* the first pixel of the last tile, which belongs to no band */
    size_t n_bands, next;         /* the first that nobody has taken */
    size_t n_helpers;             /* who have joined and not yet left */
    size_t failed;                /* the first faulty band; n_bands while there is none */
    ml_error error;               /* its error */
    ml_observers joined;          /* what those who are done have seen */
    const ml_prediction *decoded; /* there is one band, which is to decode this for the owner; otherwise NULL */
};

bool ml_bands_list_init(ml_bands_list *list, size_t n_threads, ml_monitor *monitor, const atomic_bool *stop)
{
    *list = (ml_bands_list){.monitor = monitor, .stop = stop, .capacity = n_threads};
    return (list->items = ml_alloc(n_threads, sizeof *list->items)) != NULL;
}

void ml_bands_list_clear(ml_bands_list *list)
{
    free(list->items);
    list->items = NULL;
}

bool ml_bands_worthwhile(const ml_truth *truth) { return truth->width * truth->height >= 4 * (size_t)BAND_PIXELS; }

ml_bands *ml_bands_join(ml_bands_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->items[i]->next < list->items[i]->n_bands) {
            list->items[i]->n_helpers++;
            return list->items[i];
        }
    return NULL;
}

/* Takes the next band; false when there is none left that matters. */
static bool take_band(ml_bands_list *list, ml_bands *b, size_t *band)
{
    ml_monitor_enter(list->monitor);
    bool taken = b->next < b->n_bands && b->failed == b->n_bands && !atomic_load(list->stop);
    if (taken)
        *band = b->next++;
    else
        b->next = b->n_bands;
    ml_monitor_leave(list->monitor);
    return taken;
}

static void note_failure(ml_bands_list *list, ml_bands *b, size_t band, const ml_error *error)
{
    ml_monitor_enter(list->monitor);
    if (band < b->failed) {
        b->failed = band;
        b->error = *error;
    }
    ml_monitor_leave(list->monitor);
}

/* Joins what the worker has seen. */
static void join(ml_bands_list *list, ml_bands *b, ml_worker *worker)
{
    ml_error error = ML_ERROR_INIT;
    ml_monitor_enter(list->monitor);
    if (ml_observers_join(&b->joined, &worker->observers, &error) && b->failed == b->n_bands) {
        b->failed = b->n_bands - 1;
        b->error = error;
    }
    ml_monitor_leave(list->monitor);
}

/* Works until no band is left; false if one has failed. The image has begun for the worker's observers. */
static bool work(ml_bands_list *list, ml_bands *b, ml_worker *worker, const ml_prediction *prediction)
{
    size_t band;
    ml_error error = ML_ERROR_INIT;
    while (take_band(list, b, &band)) {
        size_t first = band * BAND_PIXELS, left = b->last_tile - first, n = left < BAND_PIXELS ? left : BAND_PIXELS;
        if (ml_worker_show(worker, b->truth, prediction, b->observed.name, first, n, &error)) {
            note_failure(list, b, band, &error);
            return false; /* there will be no record */
        }
    }
    return true;
}

void ml_bands_help(ml_bands_list *list, ml_bands *b, ml_worker *worker)
{
    ml_error ignored = ML_ERROR_INIT; /* who cannot help leaves the work to the others */
    ml_prediction prediction;
    if (b->decoded)
        b->decoded->ops->help(b->decoded->state);
    else if (ml_open_pair_again(b->opened, b->image, &ignored, &prediction) == ML_OK) {
        if (ml_observers_begin(&worker->observers, &b->observed, &b->joined, &ignored) == ML_OK &&
            work(list, b, worker, &prediction))
            join(list, b, worker);
        ml_prediction_close(&prediction);
    }
    ml_monitor_enter(list->monitor);
    if (b->decoded)
        b->next = b->n_bands;
    b->n_helpers--;
    ml_monitor_notify(list->monitor);
    ml_monitor_leave(list->monitor);
}

/* Takes the image off the list and waits for the helpers. */
static void retire(ml_bands_list *list, const ml_bands *b)
{
    ml_monitor_enter(list->monitor);
    size_t i = 0;
    while (list->items[i] != b)
        i++;
    list->items[i] = list->items[--list->n];
    while (b->n_helpers > 0)
        ml_monitor_wait(list->monitor);
    ml_monitor_leave(list->monitor);
}

/* Puts the image on the list. */
static void give_away(ml_bands_list *list, ml_bands *b)
{
    ml_monitor_enter(list->monitor);
    list->items[list->n++] = b; /* a thread has one image at a time, so there is room */
    ml_monitor_notify(list->monitor);
    ml_monitor_leave(list->monitor);
}

/* Gives the bands of an image that has begun away, works on them, and waits for who helped. Then all has been read but the last
 * tile, with which the check sum is looked at, whoever read what. */
static ml_status share(ml_bands_list *list, ml_bands *b, ml_worker *worker, ml_error *error)
{
    const size_t n_last = b->truth->width * b->truth->height - b->last_tile;
    give_away(list, b);
    work(list, b, worker, &worker->opened.prediction);
    retire(list, b);
    if (b->failed == b->n_bands) {
        ml_status status =
            ml_worker_show(worker, b->truth, &worker->opened.prediction, b->observed.name, b->last_tile, n_last, error);
        if (status)
            return status;
        join(list, b, worker);
    }
    if (b->failed < b->n_bands)
        *error = b->error;
    return error->status;
}

ml_status ml_bands_evaluate(ml_bands_list *list, ml_worker *worker, size_t image, const char *name, ml_outcome *outcome,
                            ml_error *error)
{
    const ml_truth *truth = &worker->truth;
    const ml_job *job = worker->job;
    ml_bands b = {.opened = &worker->opened,
                  .truth = truth,
                  .image = image,
                  .last_tile = (truth->width * truth->height - 1) / ML_TILE_PIXELS * ML_TILE_PIXELS,
                  .observed = ml_worker_image(worker, name, true)};
    b.n_bands = (b.last_tile + BAND_PIXELS - 1) / BAND_PIXELS;
    b.failed = b.n_bands;
    ml_status status = ml_observers_init(worker->settings, job->observers, job->n_observers, false, error, &b.joined);
    if (status)
        return status;
    status = ml_observers_begin(&b.joined, &b.observed, NULL, error);
    if (!status)
        status = ml_observers_begin(&worker->observers, &b.observed, &b.joined, error);
    if (!status)
        status = share(list, &b, worker, error);
    if (!status && !atomic_load(list->stop)) /* or else not all tiles were shown, and nobody waits for the outcome */
        status = ml_observers_finish(&b.joined, error, &outcome->seen);
    ml_observers_clear(&b.joined);
    return status;
}

ml_status ml_bands_show(ml_bands_list *list, ml_worker *worker, const char *name, ml_error *error)
{
    const ml_prediction *prediction = &worker->opened.prediction;
    ml_bands b = {.decoded = prediction, .n_bands = 1};
    give_away(list, &b);
    ml_status status =
        ml_worker_show(worker, &worker->truth, prediction, name, 0, worker->truth.width * worker->truth.height, error);
    prediction->ops->dismiss(prediction->state);
    retire(list, &b);
    return status;
}

/* One image; see evaluate_image.h. */
#include "engine/evaluate_image.h"

#include "engine/draw_image.h"
#include "engine/evaluate_labels.h"
#include "engine/odd_sums.h"
#include "engine/pair_files.h"

#include <stdlib.h>

/* What the files were when they were read first, of a pair whose files are read twice; 0: it is read once. */
static ml_status mark_of(const ml_worker *w, ml_error *error, uint64_t *mark)
{
    const ml_pair *pair = w->opened.pair;
    *mark = pair->mark;
    return w->drawing && !pair->mark ? ml_pair_mark(pair, w->settings->classes, error, mark) : ML_OK;
}

static ml_status draw(ml_worker *w, size_t image, const char *name, ml_outcome *outcome, ml_error *error)
{
    const ml_draw_what what = {.files = true};
    return ml_draw_image(w->drawing, w, image, name, &outcome->seen.record, ml_drawing_scales(w->drawing, &outcome->seen), what,
                         error, &outcome->drawn);
}

/* The image that was started, pixel by pixel. */
static ml_status evaluate_pixels(ml_worker *w, ml_bands_list *bands, size_t image, const char *name, ml_outcome *outcome,
                                 ml_error *error)
{
    const ml_prediction *prediction = &w->opened.prediction;
    const bool is_shared = bands && bands->capacity > 1 && ml_bands_worthwhile(&w->truth);
    ml_status status = ML_OK;
    if (is_shared && prediction->is_random_access) {
        status = ml_bands_evaluate(bands, w, image, name, outcome, error);
    } else {
        const ml_observed_image image_of = ml_worker_image(w, name, false);
        status = ml_observers_begin(&w->observers, &image_of, NULL, error);
        if (!status)
            status = is_shared && prediction->ops->help
                         ? ml_bands_show(bands, w, name, error)
                         : ml_worker_show(w, &w->truth, prediction, name, 0, w->truth.width * w->truth.height, error);
        if (!status && !atomic_load(w->stop)) /* or else not all tiles were shown, and nobody waits for the outcome */
            status = ml_observers_finish(&w->observers, error, &outcome->seen);
    }
    if (!status && !atomic_load(w->stop)) {
        ml_record *record = &outcome->seen.record;
        status = ml_open_pair_finish(&w->opened, name, error, &record->hints);
        record->hints |= ml_hints_of_values(&outcome->seen, prediction->full_scale, w->settings->classes->n_channels);
        if (ml_measures_of_planes(w->settings->measures) && ml_open_pair_is_slice(&w->opened))
            record->hints |= ml_hint_bit(ML_HINT_SLICE);
        if (!status && w->drawing)
            status = draw(w, image, name, outcome, error);
    }
    return status;
}

ml_status ml_evaluate_image(ml_worker *w, ml_bands_list *bands, size_t image, ml_outcome *outcome, ml_error *error)
{
    uint64_t mark;
    bool is_done = false;
    ml_status status = mark_of(w, error, &mark);
    if (!status)
        status = ml_open_pair_start(&w->opened, image, error);
    if (!status)
        status = ml_evaluate_labels(w, image, outcome, error, &is_done);
    if (!status && !is_done)
        status = ml_open_pair_read_truth(&w->opened, error, &w->truth);
    if (status)
        return status;
    char *name = ml_image_name(w->opened.pair->prediction, w->opened.roles.is_batch, image);
    if (!name)
        return ml_fail_memory(error, "a name");
    if (!is_done) {
        outcome->width = w->truth.width;
        outcome->height = w->truth.height;
        outcome->full_scale = w->opened.prediction.full_scale;
        status = evaluate_pixels(w, bands, image, name, outcome, error);
    }
    if (status != ML_E_SYSTEM)
        status = ml_pair_mark_check(w->opened.pair, w->settings->classes, mark, name, error);
    free(name);
    return status;
}

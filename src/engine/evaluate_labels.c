/* Hard images by counts; see evaluate_labels.h. */
#include "engine/evaluate_labels.h"

#include "engine/pair_files.h"

static bool looks_at_pixels(const ml_worker *w) { return w->job->n_observers > 0 || w->drawing; }

static void count(void *observers, uint16_t truth, uint16_t decision, uint64_t n)
{
    ml_observers_count(observers, truth, decision, n);
}

static ml_status evaluate(ml_worker *w, const ml_label_counts *counts, ml_outcome *outcome, ml_error *error, bool *is_done)
{
    const ml_observed_image image = {.width = counts->width, .height = counts->height};
    ml_hints hints;
    ml_status status = ml_observers_begin(&w->observers, &image, NULL, error);
    if (status || !ml_label_counts_classes(counts, w->settings->classes, &w->job->input, count, &w->observers, &hints))
        return status;
    status = ml_observers_finish(&w->observers, error, &outcome->seen);
    outcome->width = counts->width;
    outcome->height = counts->height;
    outcome->seen.record.hints = hints;
    *is_done = !status;
    return status;
}

ml_status ml_evaluate_labels(ml_worker *w, size_t image, ml_outcome *outcome, ml_error *error, bool *is_done)
{
    const ml_label_counts *counts = NULL;
    *is_done = false;
    if (looks_at_pixels(w) || !ml_label_counts_fit(&w->opened))
        return ML_OK;
    ml_status status = ml_label_counter_read(&w->counter, &w->opened, error, &counts);
    if (!status && counts)
        status = evaluate(w, counts, outcome, error, is_done);
    if (*is_done || (status && status != ML_E_INPUT))
        return status;
    ml_error_clear(error);
    return ml_open_pair_start(&w->opened, image, error);
}

ml_status ml_evaluate_counted(ml_worker *w, const ml_pair *pair, ml_outcome *outcome, ml_error *error, bool *is_done)
{
    *is_done = false;
    if (!pair->counts || w->job->say_how || looks_at_pixels(w))
        return ML_OK;
    ml_status status = evaluate(w, pair->counts, outcome, error, is_done);
    return *is_done && status != ML_E_SYSTEM
               ? ml_pair_mark_check(pair, w->settings->classes, pair->mark, pair->prediction, error)
               : status;
}

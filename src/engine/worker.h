/* What one thread needs to evaluate images, and what comes of an image. */
#ifndef ML_ENGINE_WORKER_H
#define ML_ENGINE_WORKER_H

#include "engine/drawing.h"
#include "input/label_counts.h"
#include "observe/observers.h"

#include <stdatomic.h>

/* Belongs to one thread. Job and settings are borrowed, read-only and shared. */
typedef struct ml_worker {
    const ml_job *job;
    const ml_settings *settings;
    const ml_drawing *drawing; /* of each image, as it is evaluated; NULL: nothing is drawn then */
    const atomic_bool *stop;   /* set: whatever is being done is not wanted any more */
    ml_truth truth;
    ml_observers observers;
    ml_label_counter counter;
    ml_open_pair opened; /* kept from image to image of a batch; opened.pair is NULL when nothing is open */
} ml_worker;

/* What came of an image. */
typedef struct ml_outcome {
    ml_status status;
    char *message; /* of the failure; owned */
    bool is_done;  /* was evaluated by an earlier run; nothing else is set */
    char *how;     /* where the job asks for it, and of a pair's first image: how the files are read; owned, or NULL */
    size_t width, height;
    ml_observation seen; /* nothing after a failure */
    ml_drawn drawn;      /* of its maps */
    double full_scale;   /* see ml_prediction */
} ml_outcome;

/* On failure nothing is held. */
ml_status ml_worker_init(const ml_job *job, const ml_settings *settings, const ml_drawing *drawing, const atomic_bool *stop,
                         ml_error *error, ml_worker *worker) ML_MUST_USE;
void ml_worker_clear(ml_worker *worker);
void ml_outcome_clear(ml_outcome *outcome);

/* Opens a pair, unless it is the one that is open. */
ml_status ml_worker_open(ml_worker *worker, const ml_pair *pair, ml_error *error) ML_MUST_USE;

/* The image whose truth the worker has, of the pair that it has open, as its observers are told of it; `name` is the
 * prediction's, borrowed. */
ml_observed_image ml_worker_image(const ml_worker *worker, const char *name, bool is_split);

/* Shows the pixels first .. first + n - 1 of the image whose truth this is, predicted by `prediction`, to the worker's
 * observers, for which the image has begun; n is a multiple of a tile's pixels unless it reaches the image's end. A bad pixel
 * is an error, unless the job ignores them; `name` is the prediction's for it. Ends early where the worker is to stop. */
ml_status ml_worker_show(ml_worker *worker, const ml_truth *truth, const ml_prediction *prediction, const char *name,
                         size_t first, size_t n, ml_error *error) ML_MUST_USE;

/* Fills the outcome from the error, which is emptied. */
void ml_outcome_fail(ml_outcome *outcome, ml_error *error);

#endif

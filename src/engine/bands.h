/* A large image, worked on by several threads: bands of tiles, each of which goes to whoever asks next; or, where tiles are to
 * be read in order, what they are decoded from. */
#ifndef ML_ENGINE_BANDS_H
#define ML_ENGINE_BANDS_H

#include "base/thread.h"
#include "engine/worker.h"

typedef struct ml_bands ml_bands;

/* The large images that are being worked on, at most one per thread. */
typedef struct ml_bands_list {
    ml_monitor *monitor; /* protects it; borrowed */
    const atomic_bool *stop;
    size_t n, capacity;
    ml_bands **items;
} ml_bands_list;

/* False without memory; nothing is held then. */
bool ml_bands_list_init(ml_bands_list *list, size_t n_threads, ml_monitor *monitor, const atomic_bool *stop) ML_MUST_USE;
void ml_bands_list_clear(ml_bands_list *list);

/* Whether an image is large enough to be split. */
bool ml_bands_worthwhile(const ml_truth *truth);

/* Evaluates the image that the worker has started, with everybody who joins meanwhile, and fills in what the outcome's
 * observers have seen.
 * `name` is the prediction's, for errors; the one reported is that of the first faulty band. */
ml_status ml_bands_evaluate(ml_bands_list *list, ml_worker *worker, size_t image, const char *name, ml_outcome *outcome,
                            ml_error *error) ML_MUST_USE;

/* Shows all of the image that the worker has started to its observers, for which it has begun, while everybody who joins
 * decodes its prediction, which has `help`. */
ml_status ml_bands_show(ml_bands_list *list, ml_worker *worker, const char *name, ml_error *error) ML_MUST_USE;

/* Inside the monitor: an image that still has something to give away, or NULL. Who joins must help. */
ml_bands *ml_bands_join(ml_bands_list *list);

/* Works on the image until nothing is left. */
void ml_bands_help(ml_bands_list *list, ml_bands *bands, ml_worker *worker);

#endif

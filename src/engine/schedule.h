/* Evaluates the images of a set with several threads, and hands what came of them over in order, as if there were one.
 *
 * The unit of work is an image: a pair, or one image of a batch. A large image whose prediction can be read anywhere is split
 * into bands of tiles, for threads that have nothing else to do. Sums are exact, so none of this shows in a result. No more
 * than a few images are held at a time, whatever their number. */
#ifndef ML_ENGINE_SCHEDULE_H
#define ML_ENGINE_SCHEDULE_H

#include "engine/inputs.h"
#include "engine/resume.h"
#include "engine/worker.h"

/* One image, as it is handed over. */
typedef struct ml_scheduled_image {
    const ml_pair *pair;
    bool is_batch;
    size_t image, n_images; /* of the pair; 0 of 1 when the pair could not be opened */
    ml_outcome *outcome;    /* what is taken out of it is the taker's */
} ml_scheduled_image;

/* Who takes the images. */
typedef struct ml_taker {
    ml_status (*take)(void *context, const ml_scheduled_image *image, ml_error *error);
    void *context;
} ml_taker;

/* Evaluates all pairs with the job's threads, this one among them, draws the maps of each image (drawing NULL: none), and calls
 * `taker` for each image in this thread, in order; what `resume` has is handed over without being evaluated. Ends with the
 * first failure of the taker; an outcome's failure is for it to judge. */
ml_status ml_schedule_run(const ml_job *job, const ml_pairs *pairs, const ml_settings *settings, const ml_resume *resume,
                          const ml_drawing *drawing, const ml_taker *taker, ml_error *error) ML_MUST_USE;

#endif

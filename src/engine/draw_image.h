/* Draws the maps of an image: a second reading of it, once its record is known. */
#ifndef ML_ENGINE_DRAW_IMAGE_H
#define ML_ENGINE_DRAW_IMAGE_H

#include "engine/worker.h"

/* What is drawn: files, pictures for a page, or both. */
typedef struct ml_draw_what {
    bool files, pictures;
} ml_draw_what;

/* Draws an image of the pair that the worker has open, whose truth it has: what is known of it is its record and, where the
 * drawing wants scales, these ([maps.n]). `name` is the prediction's. On failure nothing is held, and no file is left. Ends
 * early where the worker is to stop; then nothing is drawn. */
ml_status ml_draw_image(const ml_drawing *drawing, ml_worker *worker, size_t image, const char *name, const ml_record *record,
                        const double *scales, ml_draw_what what, ml_error *error, ml_drawn *drawn) ML_MUST_USE;

/* The scales that an observation of the job's observers and the drawing's has left; NULL: none. */
const double *ml_drawing_scales(const ml_drawing *drawing, const ml_observation *seen);

#endif

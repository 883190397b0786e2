/* The maps of the worst images: they are known at the end only, and read again for it. */
#ifndef ML_ENGINE_WORST_MAPS_H
#define ML_ENGINE_WORST_MAPS_H

#include "engine/draw_image.h"
#include "engine/worst.h"

/* Draws what the drawing wants of the worst images with the job's threads, moves their files to their places where they are
 * drawn at the end, and leaves pictures and the names of files with the images. An image whose files have changed since it was
 * evaluated, or cannot be read any more, is an error (ML_E_INPUT); where the job keeps going, it is one of the faults and
 * marked (has_failed), and then none of the images gets anything: which are the worst has to be found without it. */
ml_status ml_worst_draw(ml_worst *worst, const ml_drawing *drawing, const ml_job *job, ml_faults *faults,
                        ml_error *error) ML_MUST_USE;

#endif

/* The end of an evaluation that holds its images back until all of them have been looked at (--keep-going): only then is it
 * known which images count, and with that the weights that follow from the set, and which images are the worst. What is read
 * once more for maps may fail, too; then everything is found anew without that image, until nothing fails any more, and not
 * before that is anything reported. */
#ifndef ML_ENGINE_HOLDING_H
#define ML_ENGINE_HOLDING_H

#include "engine/drawing.h"
#include "engine/held_images.h"
#include "engine/resume.h"

/* All borrowed. */
typedef struct ml_holding {
    const ml_job *job;
    const ml_pairs *pairs;
    const ml_classes *classes;
    const ml_resume *resume; /* what of the images an earlier run has evaluated */
    const ml_drawing *drawing;
    bool draws_at_end; /* maps of the worst images */
    ml_held_images *held;
    uint64_t *counts; /* [classes->n] room */
    ml_set *set;      /* the images are not in it yet; gets the weights */
} ml_holding;

/* Finds the weights, if they follow from the set, draws the maps, begins the report and reports all images that have not
 * failed, as if there were no others. */
ml_status ml_holding_report(const ml_holding *holding, ml_error *error) ML_MUST_USE;

#endif

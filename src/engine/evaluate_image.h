/* Evaluates one image, from its first byte to its last. */
#ifndef ML_ENGINE_EVALUATE_IMAGE_H
#define ML_ENGINE_EVALUATE_IMAGE_H

#include "engine/bands.h"

/* Evaluates an image of the pair that the worker has open, draws its maps if the worker draws, and fills in what came of it,
 * which is the caller's alone until it is done; where the worker is to stop meanwhile, nobody may look at it. With `bands` a
 * large image is split for the threads that join them; NULL: it is not. Ends with an error (ML_E_INPUT) where one of the files
 * is not what it was when it was read first. */
ml_status ml_evaluate_image(ml_worker *worker, ml_bands_list *bands, size_t image, ml_outcome *outcome,
                            ml_error *error) ML_MUST_USE;

#endif

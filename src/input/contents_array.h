/* What an array holds. */
#ifndef ML_INPUT_CONTENTS_ARRAY_H
#define ML_INPUT_CONTENTS_ARRAY_H

#include "input/contents.h"
#include "input/pairs/image_path.h"

/* Looks through an array, of a batch all images or the one that the location names; options, classes and the array's header are
 * in the contents, whose classes have n_classes channels (0: there are none). What it holds on failure is to be cleared. */
ml_status ml_contents_array(const ml_source *source, const ml_image_path *location, const ml_input_options *options,
                            size_t n_classes, ml_error *error, ml_contents *contents) ML_MUST_USE;

#endif

/* Reads a class set from JSON:
 *     {"classes": [{"name": "road", "labels": [7], "color": [128,64,128], "weight": 1.0}, ...],
 *      "ignore": [255, [0,0,0]], "mask": ["road"]}
 * Of a class only the name is needed: labels default to its index, the weight to 1. The only file that knows cJSON. */
#ifndef ML_INPUT_CLASS_SET_H
#define ML_INPUT_CLASS_SET_H

#include "core/classes.h"
#include "io/source.h"

/* Unknown and repeated keys, names that are numbers but not their index, and wrong types are errors
 * (ML_E_INPUT) that name the place. ml_classes_index is still to be called; it finds
 * labels of two classes. On failure nothing is held. */
ml_status ml_class_set_read(const ml_source *source, ml_error *error, ml_classes *classes) ML_MUST_USE;

#endif

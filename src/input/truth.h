/* The truth of one image as a plane of class indices, the one thing of an image that is held whole. */
#ifndef ML_INPUT_TRUTH_H
#define ML_INPUT_TRUTH_H

#include "input/label_advice.h"

typedef struct ml_truth {
    size_t width, height;
    uint16_t *plane; /* [height][width] class indices or ML_IGNORED; grows as needed, reused from image to image */
    size_t capacity; /* of the plane, in pixels */
} ml_truth;

/* Reads the image that was started, with labels that are bound to the classes; a label or colour that is no class is an error
 * that names row, column and label, and what helps where there are so many classes for that reason. The plane stays usable (and
 * owned) after failure, its content undefined. A zeroed ml_truth is empty.
 */
ml_status ml_truth_read(ml_labels *labels, const ml_classes *classes, ml_class_count count, ml_error *error,
                        ml_truth *truth) ML_MUST_USE;
/* Room for an image whose size is within the limits; as above after failure. */
ml_status ml_truth_hold(ml_truth *truth, size_t width, size_t height, ml_error *error) ML_MUST_USE;

void ml_truth_clear(ml_truth *truth);

#endif

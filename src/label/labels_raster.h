/* Label images out of rasters: from samples of one number a pixel, or by a code of several, to classes. Those that are read by
 * colour are colors.h's. */
#ifndef ML_LABEL_LABELS_RASTER_H
#define ML_LABEL_LABELS_RASTER_H

#include "label/label_image.h"

/* Prepares the way from samples to classes, for the reading that is taken, or, as long as that is open, for what all agree on.
 */
ml_status ml_labels_prepare_raster(ml_labels *labels, ml_error *error) ML_MUST_USE;

/* Reads the next n pixels, as ml_labels_read. */
ml_status ml_labels_read_raster(ml_labels *labels, const uint16_t *truth, size_t n, ml_error *error,
                                uint16_t *class_indices) ML_MUST_USE;

/* The largest label of the image, as ml_labels_largest. */
ml_status ml_labels_largest_of_raster(ml_labels *labels, const ml_label_list *ignored, ml_error *error,
                                      long *largest) ML_MUST_USE;

#endif

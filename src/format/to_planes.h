/* Images whose elements lie in the file in an order that is no order of pixels (Fortran's, or with other images between): read
 * from end to end, and laid out as planes of rows. */
#ifndef ML_FORMAT_TO_PLANES_H
#define ML_FORMAT_TO_PLANES_H

#include "format/axes.h"

/* Reads an image (image < axes->n_images), or all of them (image == ML_ALL_IMAGES). The value of image i, channel c, row y,
 * column x goes to element
 *     (i * axes->n_channels + c) * plane_stride + y * axes->width + x
 * of `to`, of the type that the header says, i being 0 where one is read; plane_stride >= axes->height * axes->width. What lies
 * between planes is left alone, and after failure the planes have anything. */
#define ML_ALL_IMAGES SIZE_MAX
ml_status ml_read_to_planes(const ml_source *source, const ml_array_header *header, const ml_axes *axes, size_t image,
                            size_t plane_stride, ml_error *error, void *to) ML_MUST_USE;

#endif

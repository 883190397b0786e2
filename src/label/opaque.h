/* The alpha channel of label images, which says nothing where it is opaque, and nothing that is read where it is not. */
#ifndef ML_LABEL_OPAQUE_H
#define ML_LABEL_OPAQUE_H

#include "base/error.h"
#include "format/raster.h"

/* Checks n pixels of a raster, the first of them being pixel `first` of the image: one that is not opaque is an error (input)
 * that names file, row and column. Where a truth ([n]) is given, pixels at which it is ML_IGNORED are not looked at. Rasters
 * without alpha are opaque. */
ml_status ml_check_opaque(const ml_raster_header *header, const uint16_t *samples, const uint16_t *truth, size_t n,
                          const char *name, size_t first, ml_error *error) ML_MUST_USE;

/* The error of a pixel of that alpha: `opaque` is wanted. */
ml_status ml_fail_opaque(const char *name, size_t row, size_t column, double alpha, unsigned opaque, ml_error *error);

#endif

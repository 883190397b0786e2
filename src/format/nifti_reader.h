/* Reads NIfTI-1 and NIfTI-2, single files (.nii) and these compressed with gzip (.nii.gz), as arrays. The pixels of (X, Y, Z),
 * the first of which varies fastest, are Z images of Y rows and X columns: (Z, Y, X) in C order; a fourth or fifth dimension
 * that is not 1 is channels, (C, Z, Y, X). Nothing is turned: which way the axes point is among the header's facts. */
#ifndef ML_FORMAT_NIFTI_READER_H
#define ML_FORMAT_NIFTI_READER_H

#include "format/array.h"

/* Whether the source, or what it holds compressed, begins like NIfTI. */
ml_status ml_nifti_is_like(const ml_source *source, ml_error *error, bool *is) ML_MUST_USE;

/* Reads the header. A compressed source is replaced by what it holds, which is taken over. Colours (RGB24, RGBA32) are an axis
 * of channels at the end. Everything that NIfTI can say and that is no such array is an error. */
ml_status ml_nifti_open(ml_source *source, ml_error *error, ml_array_header *header) ML_MUST_USE;

#endif

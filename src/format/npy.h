/* NumPy's .npy: a strict reading of its header, the literal grammar that NumPy writes and nothing else. */
#ifndef ML_FORMAT_NPY_H
#define ML_FORMAT_NPY_H

#include "format/array.h"

/* Reads and checks the header: format 1.0 to 3.0, dict with just descr, fortran_order and shape; floats of 2, 4 and 8 bytes,
 * integers and bool; data exactly as long as the shape says. */
ml_status ml_npy_read_header(const ml_source *source, ml_error *error, ml_array_header *header) ML_MUST_USE;

#endif

/* Directories of TIFF files of several pages, which are read once and not for each page that is asked for. */
#ifndef ML_FORMAT_TIFF_KEPT_H
#define ML_FORMAT_TIFF_KEPT_H

#include "format/tiff_directory.h"
#include "io/kept_open.h"

/* As ml_tiff_read, from what is kept (NULL: nothing), if it is there. */
ml_status ml_tiff_take(const ml_source *source, ml_kept_open *kept, ml_error *error, ml_tiff *tiff) ML_MUST_USE;

/* As ml_tiff_clear; what was read of the source may be kept. */
void ml_tiff_give(ml_tiff *tiff, const ml_source *source, ml_kept_open *kept);

#endif

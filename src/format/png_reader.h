/* Reads PNG as raw samples, row by row. With png_writer.c the only file of the project that knows libpng. Ancillary chunks are
 * discarded, tRNS among them: it makes no alpha; a broken critical chunk, a missing end and missing data are errors. An
 * interlaced image is held whole. */
#ifndef ML_FORMAT_PNG_READER_H
#define ML_FORMAT_PNG_READER_H

#include "format/raster.h"

extern const ml_raster_ops ml_png_ops;

#endif

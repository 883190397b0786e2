/* TIFF and BigTIFF. Images of gray samples, palette indices or colours in whole numbers of up to 16 bits are rasters;
 * anything may be read as an array: (H, W), with the samples of a pixel behind it (H, W, C), or before it where the file has
 * them in planes (C, H, W), and with the pages of a file of several as the first axis. */
#ifndef ML_FORMAT_TIFF_READER_H
#define ML_FORMAT_TIFF_READER_H

#include "format/array.h"
#include "format/limits.h"
#include "format/raster.h"

/* Samples are as stored; those of the minimum that is white too. Colours are the palette's and the file's. */
extern const ml_raster_ops ml_tiff_ops;

/* Whether the file is a raster, and a single one. */
ml_status ml_tiff_look(const ml_source *source, const ml_limits *limits, ml_error *error, bool *is_raster) ML_MUST_USE;

/* Puts the samples, decoded as they are asked for, into the source's place, which is taken over. Strips or tiles that lie side
 * by side are held, of all planes, within the limit of memory. */
ml_status ml_tiff_open(ml_source *source, const ml_limits *limits, ml_error *error, ml_array_header *header) ML_MUST_USE;

#endif

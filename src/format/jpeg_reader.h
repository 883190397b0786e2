/* Reads JPEG as samples of gray or RGB, row by row. The only file of the project that knows libjpeg. What it decodes is as
 * fixed as that library lets it be: the accurate integer transform, smooth upsampling of colours, nothing made up for scans
 * that are missing. Whatever the library warns of is an error. Markers of applications (EXIF, colour profiles) are not looked
 * at, nor what follows the end of the image. An image in several scans, a progressive one, is held whole, as coefficients.
 * Without the library (HAVE_LIBJPEG not defined) JPEGs are refused. */
#ifndef ML_FORMAT_JPEG_READER_H
#define ML_FORMAT_JPEG_READER_H

#include "format/raster.h"

extern const ml_raster_ops ml_jpeg_ops;

#endif

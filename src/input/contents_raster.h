/* What an image holds. */
#ifndef ML_INPUT_CONTENTS_RASTER_H
#define ML_INPUT_CONTENTS_RASTER_H

#include "format/registry.h"
#include "input/contents.h"
#include "input/pairs/image_path.h"

/* Reads the image; options and classes are in the contents. What it holds on failure is to be cleared. */
ml_status ml_contents_raster(const ml_file_format *format, const ml_source *source, const ml_image_path *location,
                             ml_error *error, ml_contents *contents) ML_MUST_USE;

/* Counts the labels or colours of an array whose images are pages again, all or the one that is asked for, as they are read
 * from the file. */
ml_status ml_contents_pages(const ml_image_path *location, ml_error *error, ml_contents *contents) ML_MUST_USE;

#endif

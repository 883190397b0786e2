/* A photo as rows of gray at the size of a truth, to be shown under a map: a PNG of any kind or a JPEG, told by its bytes.
 * Samples are taken as they are: of 16 bits the high byte, of fewer than 8 the whole range; alpha is not looked at. */
#ifndef ML_FORMAT_PHOTO_H
#define ML_FORMAT_PHOTO_H

#include "format/limits.h"
#include "io/source.h"

/* Belongs to one thread. */
typedef struct ml_photo ml_photo;

/* Opens the photo of a width x height truth. Its own size is that, or n times as wide and n times as high for a whole n: then
 * every n-th pixel of every n-th row is read, from the first on. Limits bound the file's own pixels, and what of it has to be
 * held whole. Path or source, and limits, are borrowed until close; on failure nothing is held. */
ml_status ml_photo_open(const char *path, size_t width, size_t height, const ml_limits *limits, ml_error *error,
                        ml_photo **photo) ML_MUST_USE;
ml_status ml_photo_open_source(const ml_source *source, size_t width, size_t height, const ml_limits *limits, ml_error *error,
                               ml_photo **photo) ML_MUST_USE;
void ml_photo_close(ml_photo *photo);

/* Reads the next row as `width` values (299 r + 587 g + 114 b + 500) / 1000, rounded down. With the last one all of the file is
 * read, and whatever is wrong with it an error. Reading more rows than the truth has is an internal error. */
ml_status ml_photo_read_row(ml_photo *photo, ml_error *error, uint8_t *gray) ML_MUST_USE;

#endif

/* Whether a file could be an image, by its first bytes. */
#ifndef ML_INPUT_IMAGE_FILE_H
#define ML_INPUT_IMAGE_FILE_H

#include <stdbool.h>

/* Whether the file begins like one of a format that is known, be it read or not. So does one that cannot be read. */
bool ml_may_be_image_file(const char *path);

#endif

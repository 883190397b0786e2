/* Where an image is: a file, an array of an npz (FILE.npz:KEY), one image of a batch (FILE[3]), or both (FILE.npz:KEY[3]). */
#ifndef ML_INPUT_PAIRS_IMAGE_PATH_H
#define ML_INPUT_PAIRS_IMAGE_PATH_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Strings are owned. */
typedef struct ml_image_path {
    char *file;
    char *array; /* key of the array in an npz; NULL: not said */
    bool has_index;
    size_t index; /* of the image in a batch, from 0 */
} ml_image_path;

/* Takes the text apart. A file of that very name wins, and text that leads to no file is taken for a file's name. `array` is
 * the key of the array where the text names none, or NULL. On failure nothing is held. */
ml_status ml_image_path_parse(const char *text, const char *array, ml_error *error, ml_image_path *location) ML_MUST_USE;
void ml_image_path_clear(ml_image_path *location);

#endif

/* Finds out what a file holds by reading all of it: for `maskloss inspect`. Nothing is known but the file itself and, if
 * there is one, the class set. */
#ifndef ML_INPUT_CONTENTS_READ_H
#define ML_INPUT_CONTENTS_READ_H

#include "input/contents.h"
#include "input/pairs/image_path.h"

/* Whether the path leads to a directory of files; one that is an array in itself, in a format that is not read, is an error. */
ml_status ml_contents_is_folder(const char *path, ml_error *error, bool *is_folder) ML_MUST_USE;

/* The arrays of the archive at the location that are to be read one by one: none where it is no archive, or names one of them.
 * On failure nothing is held. */
ml_status ml_contents_list(const ml_image_path *location, ml_error *error, ml_array_keys *keys) ML_MUST_USE;

/* Reads the file at the location, of a batch all images or the one it names; options and classes (which may be NULL) must
 * outlive the contents. On failure nothing is held. */
ml_status ml_contents_read(const ml_image_path *location, const ml_input_options *options, const ml_classes *classes,
                           ml_error *error, ml_contents *contents) ML_MUST_USE;

#endif

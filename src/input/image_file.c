/* Files that could be images; see image_file.h. */
#include "input/image_file.h"

#include "format/registry.h"

bool ml_is_image_file(const char *path) { return ml_file_format_is(ml_file_format_of_file(path), 0); }

/* Files that could be images; see image_file.h. */
#include "input/image_file.h"

#include "format/registry.h"

bool ml_may_be_image_file(const char *path)
{
    ml_error ignored = ML_ERROR_INIT;
    const ml_file_format *format;
    return ml_file_format_of_file(path, &ignored, &format) || format;
}

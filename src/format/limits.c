/* Bounds; see limits.h. */
#include "format/limits.h"

ml_status ml_limits_pixels(const ml_limits *limits, const char *name, uint64_t width, uint64_t height, ml_error *error,
                           size_t *n_pixels)
{
    if (width == 0 || height == 0)
        return ml_fail(error, ML_E_INPUT, "%s: is %llu x %llu: no pixels", name, (unsigned long long)width,
                       (unsigned long long)height);
    if (width > limits->max_pixels / height || width * height > SIZE_MAX / 2)
        return ml_fail(error, ML_E_INPUT, "%s: is %llu x %llu, above the bound of %llu pixels (--max-pixels)", name,
                       (unsigned long long)width, (unsigned long long)height, (unsigned long long)limits->max_pixels);
    *n_pixels = (size_t)(width * height);
    return ML_OK;
}

ml_status ml_limits_memory(const ml_limits *limits, const char *name, uint64_t size_bytes, const char *what, ml_error *error)
{
    if (size_bytes > limits->max_memory_bytes)
        return ml_fail(error, ML_E_INPUT, "%s: %s takes %llu bytes, above the bound of %llu (--max-memory)", name, what,
                       (unsigned long long)size_bytes, (unsigned long long)limits->max_memory_bytes);
    return ML_OK;
}

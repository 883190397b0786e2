/* What is said of a pixel whose values break the rules for predictions. */
#ifndef ML_ENGINE_BAD_PIXEL_H
#define ML_ENGINE_BAD_PIXEL_H

#include "core/settings.h"
#include "observe/observers.h"

/* Adds to an error that is set which value is not allowed: "the value of class 2 (car) is NaN". */
void ml_bad_pixel_add(const ml_settings *settings, const ml_bad_pixel *bad, bool is_binary, ml_error *error);

/* The error (input) of an image that is `width` pixels wide and called `name`, which says what may be done. */
ml_status ml_fail_bad_pixel(const ml_settings *settings, const ml_bad_pixel *bad, size_t width, const char *name,
                            bool is_binary, ml_error *error);

#endif

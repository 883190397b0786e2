/* Fills error structures; see error.h. */
#include "base/error.h"

#include <stdio.h>
#include <string.h>

ML_PRINTF(3, 0)
static void put(ml_error *error, size_t at, const char *format, va_list args)
{
    static const char cut[] = "...";
    int n = vsnprintf(error->text + at, sizeof error->text - at, format, args);
    if (n < 0)
        error->text[at] = '\0';
    else if ((size_t)n >= sizeof error->text - at)
        memcpy(error->text + sizeof error->text - sizeof cut, cut, sizeof cut);
}

ml_status ml_fail(ml_error *error, ml_status status, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    error->status = status;
    put(error, 0, format, args);
    va_end(args);
    return status;
}

ml_status ml_fail_memory(ml_error *error, const char *what)
{
    return ml_fail(error, ML_E_SYSTEM, "out of memory for %s", what);
}

void ml_error_clear(ml_error *error)
{
    error->status = ML_OK;
    error->text[0] = '\0';
}

void ml_error_add(ml_error *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    put(error, strlen(error->text), format, args);
    va_end(args);
}

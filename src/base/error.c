/* Fills error structures; see error.h. */
#include "base/error.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes at the end of an over-long text that are kept: the reason stands behind the name. */
enum { END_BYTES = 512 };

/* Puts what an over-long text of n bytes ends in behind its beginning. Without memory it ends in dots. */
ML_PRINTF(3, 0)
static void put_end(ml_error *error, size_t n, const char *format, va_list args)
{
    static const char cut[] = "...";
    char *end = error->text + sizeof error->text - sizeof cut, *whole = malloc(n + 1);
    memcpy(end, cut, sizeof cut);
    if (!whole || vsnprintf(whole, n + 1, format, args) != (int)n || n < END_BYTES) {
        free(whole);
        return;
    }
    end -= END_BYTES;
    memcpy(end, cut, sizeof cut - 1);
    memcpy(end + sizeof cut - 1, whole + n - END_BYTES, END_BYTES + 1);
    free(whole);
}

ML_PRINTF(3, 0)
static void put(ml_error *error, size_t at, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(error->text + at, sizeof error->text - at, format, args);
    if (n < 0)
        error->text[at] = '\0';
    else if ((size_t)n >= sizeof error->text - at)
        put_end(error, (size_t)n, format, again);
    va_end(again);
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

ml_status ml_fail_call(ml_error *error, const char *name)
{
    const int reason = errno;
    const bool lacks = reason == ENOMEM || reason == EMFILE || reason == ENFILE;
    return ml_fail(error, lacks ? ML_E_SYSTEM : ML_E_INPUT, "%s: %s", name, strerror(reason));
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

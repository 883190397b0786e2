/* Collected output; see out.h. */
#include "io/out.h"

#include "base/memory.h"
#include "io/writing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Moves what is in memory to the temporary file. */
static bool spill(ml_out *out)
{
    if (!ml_scratch_add(&out->spill, out->memory, out->n))
        return false;
    out->n = 0;
    return true;
}

void ml_out_fail(ml_out *out, int reason)
{
    if (out->status)
        return;
    out->status = ML_E_SYSTEM;
    out->reason = reason;
}

void ml_out_fail_too(ml_out *out, const ml_out *other)
{
    if (other->status)
        ml_out_fail(out, other->reason);
}

char *ml_out_make_room(ml_out *out, size_t n)
{
    if (out->status)
        return NULL;
    if (out->n + n > ML_OUT_MAX_IN_MEMORY && out->n > 0 && !out->by_line && !spill(out))
        ml_out_fail(out, errno);
    while (!out->status && out->capacity - out->n < n)
        if (!ml_grow(&out->memory, &out->capacity, out->capacity, 1))
            ml_out_fail(out, ENOMEM);
    return out->status ? NULL : out->memory + out->n;
}

void ml_out_bytes(ml_out *out, const char *text, size_t n)
{
    char *room = n > 0 ? ml_out_room(out, n) : NULL;
    if (!room)
        return;
    memcpy(room, text, n);
    ml_out_used(out, n);
}

void ml_out_text(ml_out *out, const char *text) { ml_out_bytes(out, text, strlen(text)); }

void ml_out_pad(ml_out *out, size_t n)
{
    for (; n > 0; n--)
        ml_out_bytes(out, " ", 1);
}

void ml_out_printf(ml_out *out, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof text)
        ml_out_fail(out, 0);
    else
        ml_out_bytes(out, text, (size_t)n);
}

void ml_out_take(ml_out *out, ml_out *other)
{
    char block[ML_COPY_BYTES];
    ml_out_fail_too(out, other);
    for (uint64_t done = 0, n; done < other->spill.n && !out->status; done += n) {
        const uint64_t left = other->spill.n - done;
        n = left < sizeof block ? left : sizeof block;
        if (ml_scratch_read(&other->spill, done, (size_t)n, block))
            ml_out_bytes(out, block, (size_t)n);
        else
            ml_out_fail(out, errno);
    }
    ml_out_bytes(out, other->memory, other->n);
    ml_out_close(other);
}

ml_status ml_out_check(const ml_out *out, ml_error *error)
{
    if (!out->status)
        return ML_OK;
    if (out->reason == EBUSY)
        return ml_fail_busy(out->path, error);
    if (out->reason == ESTALE)
        return ml_fail(error, ML_E_SYSTEM, "%s: was removed or replaced while it was written, and its lines are lost",
                       out->path);
    if (out->reason == ENOMEM)
        return ml_fail_memory(error, "the result");
    if (out->reason && !out->by_line)
        return ml_fail(error, ML_E_SYSTEM, "the result is too large for memory, and a temporary file cannot be written: %s",
                       strerror(out->reason));
    if (out->reason == 0)
        return ml_fail(error, ML_E_SYSTEM, "internal: a text of the result is longer than was provided for");
    errno = out->reason;
    return ml_fail_write(out->path, error);
}

void ml_out_close(ml_out *out)
{
    free(out->target);
    free(out->memory);
    ml_scratch_close(&out->spill);
    if (out->opened)
        close(out->fd);
    if (out->locked_fd > 0)
        close(out->locked_fd);
    ml_temporary_remove(&out->beside);
    if (out->folder > 0)
        close(out->folder);
    *out = (ml_out){0};
}

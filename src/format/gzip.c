/* Gzip through zlib; see gzip.h. */
#include "format/gzip.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    INPUT_BYTES = 32768,
    SKIP_BYTES = 16384,       /* of what is read over at a time */
    MAX_DEFLATE_RATIO = 1032, /* 258 bytes of output for 2 bits */
    GZIP_WINDOW = 15 + 16,    /* the largest window, in a gzip wrapper */
    MAX_AT_ONCE = 1 << 30     /* zlib counts in unsigned int */
};

typedef struct stream {
    const ml_source *file;
    z_stream zlib;
    bool is_begun;      /* zlib holds memory */
    bool is_damaged;    /* what is wrong is in the data */
    bool between;       /* no member is open: the last one has ended, or there was none yet */
    uint64_t next;      /* byte of the file that is not in the buffer */
    uint64_t n_members; /* begun so far */
    uint8_t input[INPUT_BYTES];
} stream;

static ml_status damaged(stream *s, const char *reason, ml_error *error)
{
    s->is_damaged = true;
    return ml_fail(error, ML_E_INPUT, "%s: the compressed data are damaged%s%s; copy or save it again", s->file->name,
                   reason ? ": " : "", reason ? reason : "");
}

static void end_stream(stream *s)
{
    if (s->is_begun)
        inflateEnd(&s->zlib);
    s->is_begun = false;
}

/* Goes to the start of the file. */
static ml_status begin_stream(stream *s, ml_error *error)
{
    int code = s->is_begun ? inflateReset(&s->zlib) : inflateInit2(&s->zlib, GZIP_WINDOW);
    if (code != Z_OK)
        return ml_fail_memory(error, "a compressed file");
    s->is_begun = s->between = true;
    s->zlib.next_in = s->input;
    s->zlib.avail_in = 0;
    s->next = s->n_members = 0;
    return ML_OK;
}

/* Fills the empty buffer; it stays empty at the end of the file. */
static ml_status fill(stream *s, ml_error *error)
{
    uint64_t left = s->file->size_bytes - s->next;
    size_t n = left < INPUT_BYTES ? (size_t)left : INPUT_BYTES;
    ml_status status = n ? ml_source_read(s->file, s->next, n, error, s->input) : ML_OK;
    if (status)
        return status;
    s->next += n;
    s->zlib.next_in = s->input;
    s->zlib.avail_in = (uInt)n;
    return ML_OK;
}

/* Decompresses up to n bytes, as many as there are; *n_read < n only at the end of the last member, or before what is damaged.
 */
static ml_status inflate_some(stream *s, size_t n, ml_error *error, uint8_t *to, size_t *n_read)
{
    size_t done = 0;
    *n_read = 0;
    while (done < n) {
        ml_status status = s->zlib.avail_in ? ML_OK : fill(s, error);
        if (status)
            return status;
        if (s->zlib.avail_in == 0 && s->between && s->n_members)
            break;
        if (s->zlib.avail_in == 0) {
            s->is_damaged = true;
            return ml_fail(error, ML_E_INPUT, "%s: the compressed data are cut off; copy or save it again", s->file->name);
        }
        if (s->between && s->n_members++ && inflateReset(&s->zlib) != Z_OK)
            return ml_fail_memory(error, "a compressed file");
        s->between = false;
        size_t wanted = n - done < MAX_AT_ONCE ? n - done : MAX_AT_ONCE;
        s->zlib.next_out = to + done;
        s->zlib.avail_out = (uInt)wanted;
        int code = inflate(&s->zlib, Z_NO_FLUSH);
        done += wanted - s->zlib.avail_out;
        *n_read = done;
        s->between = code == Z_STREAM_END;
        if (code == Z_MEM_ERROR)
            return ml_fail_memory(error, "a compressed file");
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return damaged(s, s->zlib.msg, error);
    }
    return ML_OK;
}

ml_status ml_gzip_peek(const ml_source *file, size_t n, ml_error *error, void *to, size_t *n_read)
{
    size_t n_got = 0;
    stream *s = ml_alloc(1, sizeof *s);
    if (!s)
        return ml_fail_memory(error, "a compressed file");
    s->file = file;
    ml_status status = begin_stream(s, error);
    if (!status)
        status = inflate_some(s, n, error, to, &n_got);
    if (status == ML_E_INPUT && s->is_damaged) { /* whoever reads on is told */
        ml_error_clear(error);
        status = ML_OK;
    }
    if (!status)
        *n_read = n_got;
    end_stream(s);
    free(s);
    return status;
}

/* --- As a source --- */

typedef struct unpacked {
    ml_source file;
    stream stream;
    uint64_t size_bytes;
    uint64_t position; /* of the stream */
    bool verified;     /* it has been read to its end once, which is where it should be */
} unpacked;

/* Reads the next n bytes, which are within the size. */
static ml_status read_next(unpacked *u, size_t n, ml_error *error, uint8_t *to)
{
    size_t got = 0;
    ml_status status = inflate_some(&u->stream, n, error, to, &got);
    if (status)
        return status;
    u->position += got;
    if (got < n)
        return ml_fail(error, ML_E_INPUT,
                       "%s: holds %llu bytes, its header takes %llu: the file is cut off; copy or save it again", u->file.name,
                       (unsigned long long)u->position, (unsigned long long)u->size_bytes);
    return ML_OK;
}

/* Brings the stream to the offset. */
static ml_status move_to(unpacked *u, uint64_t offset, ml_error *error)
{
    uint8_t skipped[SKIP_BYTES];
    ml_status status = ML_OK;
    if (!u->stream.is_begun || u->position > offset) {
        status = begin_stream(&u->stream, error);
        u->position = 0;
    }
    while (!status && u->position < offset) {
        uint64_t left = offset - u->position;
        status = read_next(u, left < SKIP_BYTES ? (size_t)left : SKIP_BYTES, error, skipped);
    }
    return status;
}

static ml_status read_unpacked(void *state, uint64_t offset, size_t n, ml_error *error, void *to)
{
    unpacked *u = state;
    ml_status status = move_to(u, offset, error);
    if (!status)
        status = read_next(u, n, error, to);
    if (status)
        end_stream(&u->stream); /* the next read begins anew */
    return status;
}

/* Decompresses to the end, where zlib compares the check sum. */
static ml_status finish_unpacked(void *state, ml_error *error)
{
    unpacked *u = state;
    uint8_t more;
    size_t n_more = 0;
    if (u->verified)
        return ml_source_finish(&u->file, error);
    ml_status status = move_to(u, u->size_bytes, error);
    if (!status)
        status = inflate_some(&u->stream, 1, error, &more, &n_more);
    end_stream(&u->stream);
    if (!status && n_more)
        return ml_fail(error, ML_E_INPUT,
                       "%s: holds more than the %llu bytes that its header takes: something follows the array", u->file.name,
                       (unsigned long long)u->size_bytes);
    u->verified = !status;
    return status ? status : ml_source_finish(&u->file, error);
}

static void close_unpacked(void *state)
{
    unpacked *u = state;
    end_stream(&u->stream);
    ml_source_close(&u->file);
    free(u);
}

ml_status ml_gzip_open(ml_source *file, uint64_t size_bytes, ml_error *error, ml_source *opened)
{
    static const ml_source_ops ops = {read_unpacked, finish_unpacked, close_unpacked};
    if (size_bytes / MAX_DEFLATE_RATIO > file->size_bytes)
        return ml_fail(error, ML_E_INPUT, "%s: claims %llu bytes, which its %llu bytes cannot hold: the file is damaged",
                       file->name, (unsigned long long)size_bytes, (unsigned long long)file->size_bytes);
    unpacked *u = ml_alloc(1, sizeof *u);
    if (!u)
        return ml_fail_memory(error, "a compressed file");
    u->file = *file;
    u->stream.file = &u->file;
    u->size_bytes = size_bytes;
    file->fd = -1;
    *opened =
        (ml_source){.name = u->file.name, .size_bytes = size_bytes, .sequential = true, .fd = -1, .ops = &ops, .state = u};
    return ML_OK;
}

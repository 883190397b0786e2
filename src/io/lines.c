/* Text line by line; see lines.h. */
#include "io/lines.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

ml_status ml_lines_open(const char *path, bool keep_open, size_t block_bytes, size_t max_bytes, ml_error *error,
                        ml_lines *lines)
{
    struct stat info;
    bool standard = strcmp(path, "-") == 0;
    ml_lines made = {.name = standard ? "standard input" : path, .block_bytes = block_bytes, .max_bytes = max_bytes};
    made.fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (made.fd < 0 || fstat(made.fd, &info) < 0) {
        ml_fail_call(error, made.name);
        ml_lines_close(&made);
        return error->status;
    }
    if (S_ISDIR(info.st_mode)) {
        if (!standard)
            close(made.fd);
        return ml_fail(error, ML_E_INPUT, "%s: is a directory, not a record stream", made.name);
    }
    made.is_regular = !standard && S_ISREG(info.st_mode);
    made.mark = ml_file_mark_of(&info);
    if (made.is_regular && !keep_open) {
        close(made.fd);
        made.fd = -1;
        made.path = path;
    }
    *lines = made;
    return ML_OK;
}

ml_lines ml_lines_memory(const char *name, const void *bytes, size_t n)
{
    return (ml_lines){.name = name, .fd = -1, .bytes = bytes, .n = n, .max_bytes = SIZE_MAX, .ended = true};
}

void ml_lines_close(ml_lines *lines)
{
    if (lines->fd > STDIN_FILENO)
        close(lines->fd);
    free(lines->buffer);
    *lines = (ml_lines){.fd = -1};
}

/* Opens a file again that is not kept open; it has to be the same one. */
static ml_status reopen(ml_lines *lines, ml_error *error)
{
    struct stat info;
    lines->fd = open(lines->path, O_RDONLY | O_CLOEXEC);
    if (lines->fd < 0 || fstat(lines->fd, &info) < 0)
        return ml_fail_call(error, lines->name);
    const ml_file_mark now = ml_file_mark_of(&info);
    if (!ml_file_mark_same(&lines->mark, &now))
        return ml_fail_changed(lines->name, error);
    /* The mark is that of a regular file, which has every place. */
    return lseek(lines->fd, (off_t)lines->n_read, SEEK_SET) < 0 ? ml_fail_call(error, lines->name) : ML_OK;
}

/* Appends what the file has next to the buffer, which has room. */
static ml_status read_more(ml_lines *lines, ml_error *error)
{
    ssize_t n;
    ml_status status = lines->path ? reopen(lines, error) : ML_OK;
    if (!status) {
        do
            n = read(lines->fd, lines->buffer + lines->n, lines->capacity - lines->n);
        while (n < 0 && errno == EINTR);
        if (n < 0)
            status = ml_fail_call(error, lines->name);
        else {
            lines->ended = n == 0;
            lines->n += (size_t)n;
            lines->n_read += (uint64_t)n;
        }
    }
    if (!status && lines->ended && lines->is_regular)
        status = ml_file_mark_check(&lines->mark, lines->fd, lines->name, lines->name, error);
    if (lines->path && lines->fd >= 0) {
        close(lines->fd);
        lines->fd = -1;
    }
    return status;
}

/* Makes room behind what is not yet taken, which moves to the front. */
static ml_status make_room(ml_lines *lines, ml_error *error)
{
    size_t left = lines->n - lines->start;
    if (left > lines->max_bytes)
        return ml_fail(error, ML_E_INPUT, "%s:%llu: the line is longer than %zu bytes", lines->name,
                       (unsigned long long)lines->n_lines + 1, lines->max_bytes);
    if (lines->buffer && left > 0)
        memmove(lines->buffer, lines->buffer + lines->start, left);
    lines->start = 0;
    lines->n = left;
    if (!lines->buffer || lines->capacity - left < lines->block_bytes / 2) {
        size_t wanted = lines->buffer ? 2 * lines->capacity : lines->block_bytes;
        char *larger = realloc(lines->buffer, wanted);
        if (!larger)
            return ml_fail_memory(error, "a line");
        lines->buffer = larger;
        lines->capacity = wanted;
    }
    lines->bytes = lines->buffer;
    return ML_OK;
}

ml_status ml_lines_next(ml_lines *lines, ml_error *error, const char **text, size_t *n)
{
    for (;;) {
        size_t left = lines->n - lines->start;
        const char *from = left > 0 ? lines->bytes + lines->start : NULL;
        const char *newline = left > lines->searched ? memchr(from + lines->searched, '\n', left - lines->searched) : NULL;
        if (newline) {
            *text = from;
            *n = (size_t)(newline - from);
            lines->start += *n + 1;
            lines->searched = 0;
            lines->n_lines++;
            return ML_OK;
        }
        lines->searched = left;
        if (lines->ended) {
            *text = NULL;
            *n = 0;
            return ML_OK;
        }
        ml_status status = make_room(lines, error);
        if (!status)
            status = read_more(lines, error);
        if (status)
            return status;
    }
}

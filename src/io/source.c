/* Byte sources; see source.h. */
#include "io/source.h"

#include "io/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* O_NONBLOCK: a FIFO must be refused, not waited for. */
static int open_file(const char *path) { return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); }

static ml_status read_file(const ml_source *source, int fd, uint64_t offset, size_t n, ml_error *error, void *to)
{
    if (ml_read_at(fd, offset, n, to) == n)
        return ML_OK;
    return errno ? ml_fail_call(error, source->name) : ml_fail_changed(source->name, error);
}

ml_status ml_source_open(const char *path, ml_error *error, ml_source *source)
{
    struct stat info;
    int fd = open_file(path);
    if (fd < 0 || fstat(fd, &info) < 0) {
        ml_fail_call(error, path);
    } else if (!S_ISREG(info.st_mode)) {
        ml_fail(error, ML_E_INPUT, "%s: is %s; a regular file is wanted", path,
                S_ISDIR(info.st_mode) ? "a directory" : "a pipe or device");
    } else {
        *source = (ml_source){.name = path, .size_bytes = (uint64_t)info.st_size, .fd = fd, .mark = ml_file_mark_of(&info)};
        size_t n = source->size_bytes < sizeof source->head ? (size_t)source->size_bytes : sizeof source->head;
        if (!read_file(source, fd, 0, n, error, source->head)) {
            source->n_head = n;
            return ML_OK;
        }
        source->fd = -1;
    }
    if (fd >= 0)
        close(fd);
    return error->status;
}

ml_source ml_source_memory(const char *name, const uint8_t *bytes, size_t size_bytes)
{
    return (ml_source){.name = name, .size_bytes = size_bytes, .bytes = bytes, .fd = -1};
}

void ml_source_close(ml_source *source)
{
    if (source->ops)
        source->ops->close(source->state);
    else if (source->fd >= 0)
        close(source->fd);
    source->ops = NULL;
    source->fd = -1;
    source->n_head = 0;
    source->released = false;
}

void ml_source_release(ml_source *source)
{
    if (source->bytes || source->fd < 0)
        return;
    ml_source_close(source);
    source->released = true;
}

/* Opens a released file again, if it still is what it was. */
static ml_status reopen(const ml_source *source, ml_error *error, int *fd)
{
    struct stat info;
    int opened = open_file(source->name);
    if (opened < 0 || fstat(opened, &info) < 0) {
        ml_fail_call(error, source->name);
    } else {
        const ml_file_mark now = ml_file_mark_of(&info);
        if (ml_file_mark_same(&source->mark, &now)) {
            *fd = opened;
            return ML_OK;
        }
        ml_fail_changed(source->name, error);
    }
    if (opened >= 0)
        close(opened);
    return error->status;
}

static ml_status ends_early(const ml_source *source, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: ends early, after %llu bytes", source->name, (unsigned long long)source->size_bytes);
}

ml_status ml_source_read(const ml_source *source, uint64_t offset, size_t n, ml_error *error, void *to)
{
    int fd = source->fd;
    if (offset > source->size_bytes || n > source->size_bytes - offset)
        return ends_early(source, error);
    if (source->ops)
        return source->ops->read(source->state, offset, n, error, to);
    if (source->bytes) {
        memcpy(to, source->bytes + offset, n);
        return ML_OK;
    }
    if (n <= source->n_head && offset <= source->n_head - n) {
        memcpy(to, source->head + offset, n);
        return ML_OK;
    }
    ml_status status = source->released ? reopen(source, error, &fd) : ML_OK;
    if (status)
        return status;
    status = read_file(source, fd, offset, n, error, to);
    if (source->released)
        close(fd);
    return status;
}

ml_status ml_source_finish(const ml_source *source, ml_error *error)
{
    if (source->ops)
        return source->ops->finish(source->state, error);
    return source->bytes ? ML_OK : ml_file_mark_check(&source->mark, source->fd, source->name, source->name, error);
}

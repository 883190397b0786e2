/* Where a result goes; see destination.h. */
#include "io/destination.h"

#include "base/memory.h"
#include "io/calls.h"
#include "io/out_lines.h"
#include "io/temporary.h"
#include "io/writing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void ml_guard_standard_files(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY); /* takes the lowest free number, this one */
}

/* Whether two descriptions are of the same file. */
static bool same_file(const struct stat *a, const struct stat *b) { return a->st_dev == b->st_dev && a->st_ino == b->st_ino; }

/* The standard descriptor that the path leads to (/dev/fd/1, or a file that it was redirected to), -1 for none. */
static int standard_file(const struct stat *info)
{
    struct stat standard;
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        if (fstat(fd, &standard) == 0 && same_file(info, &standard) && (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY)
            return fd;
    return -1;
}

/* Opens a file that is to be replaced, and locks it: no stream may be on its way into it. False, with EBUSY in errno, if one
 * is. *fd is -1 where there is nothing to lock, and to be closed otherwise. */
static bool hold_replaced(int folder, const char *name, int *fd)
{
    *fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (*fd < 0 || ml_lock_file(*fd, false))
        return true;
    close(*fd);
    return false;
}

/* Before anything is evaluated: whether the target is a stream that is being written. */
static ml_status check_unlocked(const ml_out *out, ml_error *error)
{
    int fd;
    if (!hold_replaced(AT_FDCWD, out->target, &fd))
        return ml_fail_busy(out->path, error);
    if (fd >= 0)
        close(fd);
    return ML_OK;
}

/* Whether the result is to be renamed into place: the path is a regular file, or nothing yet. */
static ml_status check_target(ml_out *out, ml_error *error)
{
    struct stat info;
    if (stat(out->path, &info) == 0) {
        if (S_ISDIR(info.st_mode))
            return ml_fail(error, ML_E_SYSTEM, "%s: is a directory; --output names a file", out->path);
        if ((out->fd = standard_file(&info)) >= 0 || !S_ISREG(info.st_mode))
            return ML_OK; /* written directly, out->target stays NULL */
        if (!(out->target = realpath(out->path, NULL)))
            return ml_fail_write(out->path, error);
    } else if (errno != ENOENT) {
        return ml_fail_write(out->path, error);
    } else if (lstat(out->path, &info) == 0) {
        return ml_fail(error, ML_E_SYSTEM, "%s: is a link to nothing; write to its target", out->path);
    } else if (!(out->target = ml_strdup(out->path))) {
        return ml_fail_memory(error, "a path");
    }
    char *directory = ml_directory_of(out->target);
    ml_status status = !directory ? ml_fail_memory(error, "a path") : ML_OK;
    if (!status && access(directory, W_OK | X_OK) != 0)
        status = errno == ENOENT
                     ? ml_fail(error, ML_E_SYSTEM, "%s: cannot be written: there is no folder %s", out->path, directory)
                     : ml_fail_write(out->path, error);
    if (!status && access(out->target, F_OK) == 0 && access(out->target, W_OK) != 0)
        status = ml_fail_write(out->path, error);
    free(directory);
    return status ? status : check_unlocked(out, error);
}

ml_status ml_out_open(const char *path, ml_error *error, ml_out *out)
{
    bool named = path && strcmp(path, "-") != 0;
    *out = (ml_out){.path = named ? path : "standard output", .fd = named ? -1 : STDOUT_FILENO};
    ml_status status = named ? check_target(out, error) : ML_OK;
    if (status)
        ml_out_close(out);
    return status;
}

/* Writes spilt and remaining text to an open file. */
static bool copy_to(ml_out *out, int fd)
{
    char buffer[ML_COPY_BYTES];
    for (uint64_t done = 0, n; done < out->spill.n; done += n) {
        const uint64_t left = out->spill.n - done;
        n = left < sizeof buffer ? left : sizeof buffer;
        if (!ml_scratch_read(&out->spill, done, (size_t)n, buffer) || !ml_write_all(fd, buffer, (size_t)n))
            return false;
    }
    return ml_write_all(fd, out->memory, out->n);
}

/* Writes a file in the target's folder, and gives it the target's mode and name. */
static bool write_renamed(ml_out *out, int folder, const char *name)
{
    ml_temporary file = {NULL};
    struct stat info;
    int fd = ml_temporary_create(folder, ML_TEMPORARY_PREFIX, &file);
    if (fd < 0)
        return false;
    bool replaces = fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode);
    bool done = (!replaces || ml_temporary_set_mode(&file, info.st_mode)) && copy_to(out, fd) && ml_sync_file(fd);
    done = ml_close_file(fd, done) && ml_temporary_move(&file, folder, name) && ml_sync_folder(folder);
    ml_temporary_remove(&file);
    return done;
}

/* Replaces the file of that name in an open folder, if there is one. */
static ml_status replace(ml_out *out, int folder, const char *name, ml_error *error)
{
    int held;
    if (!hold_replaced(folder, name, &held))
        return ml_fail_busy(out->path, error);
    ml_status status = write_renamed(out, folder, name) ? ML_OK : ml_fail_write(out->path, error);
    if (held >= 0)
        close(held);
    return status;
}

static ml_status write_beside(ml_out *out, ml_error *error)
{
    const char *slash = strrchr(out->target, '/');
    char *path = ml_directory_of(out->target);
    if (!path)
        return ml_fail_memory(error, "a path");
    int folder = ml_folder_open(path);
    free(path);
    if (folder < 0)
        return ml_fail_write(out->path, error);
    ml_status status = replace(out, folder, slash ? slash + 1 : out->target, error);
    close(folder);
    return status;
}

static ml_status write_directly(ml_out *out, ml_error *error)
{
    int fd = ml_open_file(out->path, O_WRONLY);
    if (fd < 0)
        return ml_fail_write(out->path, error);
    return ml_close_file(fd, copy_to(out, fd)) ? ML_OK : ml_fail_write(out->path, error);
}

ml_status ml_out_commit(ml_out *out, ml_error *error)
{
    if (out->status)
        return ml_out_check(out, error);
    if (out->by_line) {
        ml_out_finish_lines(out);
        return ml_out_check(out, error);
    }
    if (out->target)
        return write_beside(out, error);
    if (out->fd < 0)
        return write_directly(out, error);
    return copy_to(out, out->fd) ? ML_OK : ml_fail_write(out->path, error);
}

ml_status ml_close_standard_output(ml_error *error)
{
    return ml_close_file(STDOUT_FILENO, true) ? ML_OK : ml_fail_write("standard output", error);
}

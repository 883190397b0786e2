/* New files below a directory; see beneath.h. */
#include "io/beneath.h"

#include "base/memory.h"
#include "io/calls.h"
#include "io/temporary.h"
#include "io/writing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Bytes that are collected before they are written. */
enum { BUFFER_BYTES = 65536 };

struct ml_beneath {
    const char *path;
    int fd;
    bool has_new; /* files that have been moved to their places are not yet safe */
};

struct ml_new_file {
    ml_beneath *directory;
    ml_temporary hidden; /* none: it has been moved */
    int fd;              /* -1: it has ended */
    size_t n;            /* bytes in the buffer */
    char buffer[BUFFER_BYTES];
};

/* Makes a directory and those on the way to it. */
static bool make_directories(const char *path)
{
    char *copy = ml_strdup(path);
    bool made = copy != NULL;
    if (!copy)
        errno = ENOMEM;
    for (char *at = copy; made && at;) {
        at = strchr(at + 1, '/');
        if (at)
            *at = '\0';
        made = mkdir(copy, 0777) == 0 || errno == EEXIST;
        if (at)
            *at = '/';
    }
    free(copy);
    return made;
}

ml_status ml_beneath_open(const char *path, ml_error *error, ml_beneath **directory)
{
    ml_beneath *made = ml_alloc(1, sizeof *made);
    if (!made)
        return ml_fail_memory(error, "a directory");
    made->path = path;
    made->fd = *path && make_directories(path) ? open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (made->fd >= 0 && faccessat(made->fd, ".", W_OK | X_OK, 0) == 0) {
        *directory = made;
        return ML_OK;
    }
    errno = *path ? errno : ENOENT;
    ml_fail(error, ML_E_SYSTEM, "%s: cannot be written to as a directory: %s", path, strerror(errno));
    ml_beneath_close(made);
    return error->status;
}

void ml_beneath_close(ml_beneath *directory)
{
    if (directory && directory->fd >= 0)
        close(directory->fd);
    free(directory);
}

static ml_status fail(const ml_new_file *file, ml_error *error)
{
    return ml_fail(error, ML_E_SYSTEM, "%s: a file in it cannot be written: %s", file->directory->path, ml_write_reason());
}

/* Waiting for each file takes a hundred times as long as waiting for all of them once, where the system can do that. */
#ifdef HAVE_SYNCFS
static bool sync_now(int fd)
{
    ML_UNUSED(fd);
    return true;
}
static bool sync_all(const ml_beneath *directory)
{
    while (syncfs(directory->fd) != 0)
        if (errno != EINTR)
            return errno == ENOSYS;
    return true;
}
#else
static bool sync_now(int fd) { return ml_sync_folder(fd); }
static bool sync_all(const ml_beneath *directory)
{
    ML_UNUSED(directory);
    return true;
}
#endif

ml_status ml_beneath_sync(ml_beneath *directory, ml_error *error)
{
    if (directory->has_new && !sync_all(directory))
        return ml_fail(error, ML_E_SYSTEM, "%s: files in it cannot be written: %s", directory->path, ml_write_reason());
    directory->has_new = false;
    return ML_OK;
}

ml_status ml_new_file_create(ml_beneath *directory, ml_error *error, ml_new_file **file)
{
    ml_new_file *made = ml_alloc(1, sizeof *made);
    if (!made)
        return ml_fail_memory(error, "a file");
    made->directory = directory;
    made->fd = ml_temporary_create(directory->fd, ML_TEMPORARY_PREFIX, &made->hidden);
    if (made->fd >= 0) {
        *file = made;
        return ML_OK;
    }
    bool are_many = errno == EMFILE;
    fail(made, error);
    if (are_many)
        ml_error_add(error, "; fewer --kinds or --jobs need fewer files at a time");
    free(made);
    return error->status;
}

static ml_status flush(ml_new_file *file, ml_error *error)
{
    size_t n = file->n;
    file->n = 0;
    return ml_write_all(file->fd, file->buffer, n) ? ML_OK : fail(file, error);
}

ml_status ml_new_file_write(ml_new_file *file, const void *bytes, size_t n, ml_error *error)
{
    ml_status status = ML_OK;
    if (n > BUFFER_BYTES - file->n)
        status = flush(file, error);
    if (status)
        return status;
    if (n > BUFFER_BYTES)
        return ml_write_all(file->fd, bytes, n) ? ML_OK : fail(file, error);
    memcpy(file->buffer + file->n, bytes, n);
    file->n += n;
    return ML_OK;
}

ml_status ml_new_file_end(ml_new_file *file, ml_error *error)
{
    ml_status status = flush(file, error);
    int fd = file->fd;
    file->fd = -1;
    const bool is_good = !status && sync_now(fd); /* which fails only where there is no syncfs */
    return ml_close_file(fd, is_good) || status ? status : fail(file, error);
}

/* Opens the directory that the file `name` is in, with `make` also where it is not there yet; *last is the file's own name. -1,
 * with the reason in errno, and the path up to what is wrong in *length. */
static int open_parent(const ml_beneath *directory, const char *name, bool make, const char **last, size_t *length)
{
    char part[256];
    int fd = fcntl(directory->fd, F_DUPFD_CLOEXEC, 0);
    const char *at = name;
    for (const char *slash; fd >= 0 && (slash = strchr(at, '/')); at = slash + 1) {
        size_t n = (size_t)(slash - at);
        int parent = fd;
        *length = (size_t)(slash - name);
        fd = -1;
        if (n >= sizeof part) {
            errno = ENAMETOOLONG;
        } else {
            memcpy(part, at, n);
            part[n] = '\0';
            if (!make || mkdirat(parent, part, 0777) == 0 || errno == EEXIST)
                fd = openat(parent, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        }
        int reason = errno;
        close(parent);
        errno = reason;
    }
    *last = at;
    return fd;
}

/* The file gets the mode of the one that it replaces. */
static bool keep_mode(const ml_new_file *file, int parent, const char *name)
{
    struct stat info;
    bool replaces = fstatat(parent, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode);
    return !replaces || ml_temporary_set_mode(&file->hidden, info.st_mode);
}

ml_status ml_new_file_move(ml_new_file *file, const char *name, ml_error *error)
{
    ml_beneath *directory = file->directory;
    const char *last;
    size_t length = strlen(name);
    int parent = open_parent(directory, name, true, &last, &length);
    if (parent >= 0)
        length = strlen(name);
    if (parent >= 0 && keep_mode(file, parent, last) && ml_temporary_move(&file->hidden, parent, last) && sync_now(parent)) {
        close(parent);
        directory->has_new = true;
        return ML_OK;
    }
    const char *reason =
        parent < 0 && (errno == ELOOP || errno == ENOTDIR) ? "is no directory; links are not followed" : ml_write_reason();
    ml_fail(error, ML_E_SYSTEM, "%s/%.*s: cannot be written: %s", directory->path, (int)length, name, reason);
    if (parent >= 0)
        close(parent);
    return error->status;
}

bool ml_beneath_find(const ml_beneath *directory, const char *name, uint64_t *device, uint64_t *number)
{
    const char *last;
    size_t length;
    struct stat info;
    int parent = open_parent(directory, name, false, &last, &length);
    bool found = parent >= 0 && fstatat(parent, last, &info, AT_SYMLINK_NOFOLLOW) == 0;
    if (parent >= 0)
        close(parent);
    if (found) {
        *device = (uint64_t)info.st_dev;
        *number = (uint64_t)info.st_ino;
    }
    return found;
}

void ml_new_file_destroy(ml_new_file *file)
{
    if (!file)
        return;
    if (file->fd >= 0)
        close(file->fd);
    ml_temporary_remove(&file->hidden);
    free(file);
}

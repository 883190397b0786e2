/* Collected output; see out.h. */
#include "io/out.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Beyond this the collected text moves to a temporary file. */
enum { MAX_ATTEMPTS = 100 };

void ml_guard_standard_files(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0) {
            int opened = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
            if (opened >= 0 && opened != fd)
                close(opened); /* cannot be: the lowest free number is taken */
        }
}

static ml_status cannot_write(const char *path, ml_error *error)
{
    return ml_fail(error, ML_E_SYSTEM, "%s: cannot be written: %s", path, strerror(errno));
}

char *ml_out_directory_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ml_strdup(".");
    return ml_strndup(path, slash == path ? 1 : (size_t)(slash - path));
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
            return cannot_write(out->path, error);
    } else if (errno != ENOENT) {
        return cannot_write(out->path, error);
    } else if (lstat(out->path, &info) == 0) {
        return ml_fail(error, ML_E_SYSTEM, "%s: is a link to nothing; write to its target", out->path);
    } else if (!(out->target = ml_strdup(out->path))) {
        return ml_fail_memory(error, "a path");
    }
    char *directory = ml_out_directory_of(out->target);
    ml_status status = !directory ? ml_fail_memory(error, "a path") : ML_OK;
    if (!status && access(directory, W_OK | X_OK) != 0)
        status = errno == ENOENT
                     ? ml_fail(error, ML_E_SYSTEM, "%s: cannot be written: there is no folder %s", out->path, directory)
                     : cannot_write(out->path, error);
    if (!status && access(out->target, F_OK) == 0 && access(out->target, W_OK) != 0)
        status = cannot_write(out->path, error);
    free(directory);
    return status;
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

/* Moves what is in memory to the temporary file. */
static bool spill(ml_out *out)
{
    if (!out->spill && !(out->spill = tmpfile()))
        return false;
    if (fwrite(out->memory, 1, out->n, out->spill) != out->n)
        return false;
    out->n = 0;
    return true;
}

char *ml_out_make_room(ml_out *out, size_t n)
{
    if (out->status)
        return NULL;
    if (out->n + n > ML_OUT_MAX_IN_MEMORY && out->n > 0 && !out->by_line && !spill(out))
        out->status = ML_E_SYSTEM;
    while (!out->status && out->capacity - out->n < n)
        if (!ml_grow(&out->memory, &out->capacity, out->capacity, 1))
            out->status = ML_E_SYSTEM;
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
        out->status = ML_E_SYSTEM;
    else
        ml_out_bytes(out, text, (size_t)n);
}

void ml_out_take(ml_out *out, ml_out *other)
{
    char block[4096];
    size_t n = 0;
    if (other->status || (other->spill && fseek(other->spill, 0, SEEK_SET) != 0))
        out->status = ML_E_SYSTEM;
    while (other->spill && !out->status && (n = fread(block, 1, sizeof block, other->spill)) > 0)
        ml_out_bytes(out, block, n);
    if (other->spill && ferror(other->spill))
        out->status = ML_E_SYSTEM;
    ml_out_bytes(out, other->memory, other->n);
    ml_out_close(other);
}

bool ml_out_write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        n -= (size_t)written;
    }
    return true;
}

/* Writes spilt and remaining text to an open file. */
static bool copy_to(ml_out *out, int fd)
{
    char buffer[65536];
    if (out->spill) {
        size_t n;
        if (fseek(out->spill, 0, SEEK_SET) != 0)
            return false;
        while ((n = fread(buffer, 1, sizeof buffer, out->spill)) > 0)
            if (!ml_out_write_all(fd, buffer, n))
                return false;
        if (ferror(out->spill))
            return false;
    }
    return ml_out_write_all(fd, out->memory, out->n);
}

/* Opens a new hidden file in the target's directory; its name is returned, to be freed. */
static char *open_beside(const char *target, int *fd)
{
    char *name = NULL, *directory = ml_out_directory_of(target);
    *fd = -1;
    for (int attempt = 0; directory && attempt < MAX_ATTEMPTS && *fd < 0; attempt++) {
        free(name);
        if (!(name = ml_format("%s/.maskloss-%ld-%d.tmp", directory, (long)getpid(), attempt)))
            break;
        *fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (*fd < 0 && errno != EEXIST)
            break;
    }
    free(directory);
    return name;
}

static ml_status write_renamed(ml_out *out, ml_error *error)
{
    struct stat info;
    int fd;
    char *name = open_beside(out->target, &fd);
    if (!name)
        return ml_fail_memory(error, "a path");
    bool done = fd >= 0;
    if (done && stat(out->target, &info) == 0)
        done = fchmod(fd, info.st_mode & 07777) == 0;
    done = done && copy_to(out, fd) && fsync(fd) == 0;
    int reason = errno;
    if (fd >= 0 && close(fd) != 0 && done) {
        done = false;
        reason = errno;
    }
    if (done && rename(name, out->target) != 0) {
        done = false;
        reason = errno;
    }
    if (!done) {
        if (fd >= 0)
            unlink(name);
        errno = reason;
        cannot_write(out->path, error);
    }
    free(name);
    return done ? ML_OK : ML_E_SYSTEM;
}

static ml_status write_directly(ml_out *out, ml_error *error)
{
    int fd = open(out->path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return cannot_write(out->path, error);
    bool done = copy_to(out, fd);
    int reason = errno;
    if (close(fd) != 0 && done) {
        done = false;
        reason = errno;
    }
    errno = reason;
    return done ? ML_OK : cannot_write(out->path, error);
}

ml_status ml_out_check(const ml_out *out, ml_error *error)
{
    if (!out->status)
        return ML_OK;
    if (out->reason == EBUSY)
        return ml_fail(error, ML_E_SYSTEM, "%s: another process is writing to it", out->path);
    if (out->reason) {
        errno = out->reason;
        return cannot_write(out->path, error);
    }
    return ml_fail(error, ML_E_SYSTEM, "the result could not be held in memory or in a temporary file");
}

ml_status ml_out_commit(ml_out *out, ml_error *error)
{
    if (out->status)
        return ml_out_check(out, error);
    if (out->by_line) {
        ml_out_finish_lines(out);
        return ml_out_check(out, error);
    }
    if (out->target) {
        /* Signals that end the program wait while there is a temporary file, which would be left behind. */
        sigset_t ends, before;
        sigemptyset(&ends);
        sigaddset(&ends, SIGINT);
        sigaddset(&ends, SIGTERM);
        sigaddset(&ends, SIGHUP);
        sigprocmask(SIG_BLOCK, &ends, &before);
        ml_status status = write_renamed(out, error);
        sigprocmask(SIG_SETMASK, &before, NULL);
        return status;
    }
    if (out->fd < 0)
        return write_directly(out, error);
    return copy_to(out, out->fd) ? ML_OK : cannot_write(out->path, error);
}

void ml_out_close(ml_out *out)
{
    free(out->target);
    free(out->memory);
    if (out->spill)
        fclose(out->spill);
    if (out->opened)
        close(out->fd);
    if (out->locked_fd > 0)
        close(out->locked_fd);
    if (out->beside)
        unlink(out->beside);
    free(out->beside);
    *out = (ml_out){0};
}

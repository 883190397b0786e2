/* Output line by line; see out_lines.h. */
#include "io/out_lines.h"

#include "io/calls.h"
#include "io/directory.h"
#include "io/writing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of opening a file that others replace meanwhile. */
enum { MAX_ATTEMPTS = 100 };

/* Whether the path, whose last name is below `folder`, or AT_FDCWD, names the open file. False also where that cannot be known,
 * for the reason in errno, which is 0 otherwise. */
static bool is_named(int fd, int folder, const char *path)
{
    struct stat held, named;
    errno = 0;
    return fstat(fd, &held) == 0 && fstatat(folder, path, &named, AT_SYMLINK_NOFOLLOW) == 0 && held.st_dev == named.st_dev &&
           held.st_ino == named.st_ino;
}

/* Opens the target and locks it: another process that replaces it lets go of the old file when the new one has the name. */
static bool open_locked(ml_out *out, int flags)
{
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        out->fd = ml_open_file(out->target, flags | O_NOFOLLOW);
        out->opened = out->fd >= 0;
        if (!out->opened || !ml_lock_file(out->fd, true))
            return false;
        if (is_named(out->fd, AT_FDCWD, out->target))
            return true;
        const int reason = errno;
        close(out->fd);
        out->fd = -1;
        out->opened = false;
        if (reason != 0 && reason != ENOENT) {
            errno = reason;
            return false;
        }
    }
    errno = EBUSY;
    return false;
}

static bool open_directly(ml_out *out)
{
    out->fd = ml_open_file(out->path, O_WRONLY);
    out->opened = out->fd >= 0;
    return out->opened;
}

/* Opens the destination. False, with the reason in errno, when that fails. */
static bool open_lines(ml_out *out)
{
    if (out->fd >= 0)
        return true;
    return out->target ? open_locked(out, O_WRONLY | O_CREAT) && ml_cut_file(out->fd, 0) : open_directly(out);
}

ml_status ml_out_resume(ml_out *out, ml_error *error, bool *exists)
{
    *exists = false;
    if (!out->target)
        return ml_fail(error, ML_E_USAGE, "--resume: %s is no file that could be gone on with", out->path);
    if (open_locked(out, O_RDWR)) {
        *exists = out->resumes = true;
        return ML_OK;
    }
    if (!out->opened && errno == ENOENT)
        return ML_OK;
    out->reason = errno;
    out->status = ML_E_SYSTEM;
    return ml_out_check(out, error);
}

/* Whether the file goes on with what is collected. */
static bool has_line(const ml_out *out)
{
    char block[ML_COPY_BYTES];
    for (size_t done = 0, n; done < out->n; done += n) {
        n = out->n - done < sizeof block ? out->n - done : sizeof block;
        if (ml_read_at(out->fd, out->kept + done, n, block) != n || memcmp(block, out->memory + done, n) != 0)
            return false;
    }
    return true;
}

static bool open_folder(ml_out *out)
{
    if (out->folder > 0)
        return true;
    char *path = ml_directory_of(out->target);
    int folder = path ? ml_folder_open(path) : -1;
    free(path);
    out->folder = folder < 0 ? 0 : folder;
    return folder >= 0;
}

/* Removes a file that nobody has locked: whoever began it was killed. */
static void remove_stale(void *context, const char *name)
{
    const int *folder = context;
    struct stat info;
    int fd = openat(*folder, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && flock(fd, LOCK_EX | LOCK_NB) == 0 && is_named(fd, *folder, name))
        unlinkat(*folder, name, 0);
    close(fd);
}

/* Locks a file that was made, unless another process has taken it for stale before. False, with the reason in errno, which is
 * EBUSY then. */
static bool hold(int fd)
{
    struct stat info;
    if (!ml_lock_file(fd, true) || fstat(fd, &info) != 0)
        return false;
    errno = EBUSY;
    return info.st_nlink > 0;
}

/* Makes a file beside the target, and locks it. -1, with the reason in errno. */
static int create_beside(ml_out *out)
{
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        int fd = ml_temporary_create(out->folder, ML_TEMPORARY_LOCKED_PREFIX, &out->beside);
        if (fd < 0 || hold(fd))
            return fd;
        ml_temporary_remove(&out->beside);
        const int reason = errno;
        close(fd);
        errno = reason;
        if (reason != EBUSY)
            break;
    }
    return -1;
}

/* Copies the lines that are kept. */
static bool copy_kept(const ml_out *out, int from, int to)
{
    char block[ML_COPY_BYTES];
    for (uint64_t done = 0, n; done < out->kept; done += n) {
        n = out->kept - done < sizeof block ? out->kept - done : sizeof block;
        if (ml_read_at(from, done, (size_t)n, block) != n || !ml_write_all(to, block, (size_t)n))
            return false;
    }
    return true;
}

/* Begins the file beside the target, with the lines that are kept. */
static bool begin_beside(ml_out *out)
{
    struct stat info;
    if (!open_folder(out))
        return false;
    ml_folder_each(out->folder, ML_TEMPORARY_LOCKED_PREFIX, remove_stale, &out->folder);
    int fd = create_beside(out);
    if (fd < 0)
        return false;
    out->locked_fd = out->fd;
    out->fd = fd;
    return fstat(out->locked_fd, &info) == 0 && ml_temporary_set_mode(&out->beside, info.st_mode) &&
           copy_kept(out, out->locked_fd, fd);
}

/* Puts the file beside the target in its place. */
static bool replace_target(ml_out *out)
{
    const char *slash = strrchr(out->target, '/');
    return ml_sync_file(out->fd) && ml_temporary_move(&out->beside, out->folder, slash ? slash + 1 : out->target) &&
           ml_sync_folder(out->folder);
}

/* Writes the line where it belongs when the file may have it already. */
static bool resume_line(ml_out *out)
{
    if (has_line(out)) {
        out->kept += out->n;
        return true;
    }
    out->resumes = false;
    if (out->exhausted)
        return ml_cut_file(out->fd, (off_t)out->kept) && lseek(out->fd, (off_t)out->kept, SEEK_SET) >= 0 &&
               ml_write_all(out->fd, out->memory, out->n);
    return begin_beside(out) && ml_write_all(out->fd, out->memory, out->n);
}

static void fail(ml_out *out)
{
    out->reason = errno ? errno : EIO;
    out->status = ML_E_SYSTEM;
}

void ml_out_line(ml_out *out)
{
    if (out->status || !out->by_line)
        return;
    errno = 0;
    bool good = open_lines(out) && (out->resumes ? resume_line(out) : ml_write_all(out->fd, out->memory, out->n));
    if (good && out->beside.slot && out->exhausted)
        good = replace_target(out);
    if (!good)
        fail(out);
    out->n = 0;
}

/* Nobody finds the lines of a file that has lost its name. */
static bool has_kept_name(const ml_out *out)
{
    if (is_named(out->fd, AT_FDCWD, out->target))
        return true;
    errno = errno == 0 || errno == ENOENT ? ESTALE : errno;
    return false;
}

void ml_out_finish_lines(ml_out *out)
{
    if (!out->target || out->fd < 0)
        return;
    struct stat info;
    errno = 0;
    if (out->resumes && fstat(out->fd, &info) == 0 && (uint64_t)info.st_size == out->kept)
        return; /* nothing was written */
    if ((out->resumes && !ml_cut_file(out->fd, (off_t)out->kept)) || !ml_sync_file(out->fd) ||
        (out->beside.slot && !replace_target(out)))
        fail(out);
    else if (!open_folder(out) || !ml_sync_folder(out->folder) || !has_kept_name(out)) /* the file may be new */
        fail(out);
}

/* Output line by line; see out_lines.h. */
#include "io/out_lines.h"

#include "base/memory.h"
#include "io/writing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Locks a file against other processes of the kind. Where locks are not supported it goes without. */
static bool lock(int fd)
{
    if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return true;
    errno = EBUSY;
    return false;
}

/* Opens the destination. False, with the reason in errno, when that fails. */
static bool open_lines(ml_out *out)
{
    if (out->fd >= 0)
        return true;
    out->fd = open(out->target ? out->target : out->path, O_WRONLY | O_CLOEXEC | (out->target ? O_CREAT : 0), 0666);
    out->opened = out->fd >= 0;
    return out->opened && (!out->target || (lock(out->fd) && ftruncate(out->fd, 0) == 0));
}

ml_status ml_out_resume(ml_out *out, ml_error *error, bool *exists)
{
    *exists = false;
    if (!out->target)
        return ml_fail(error, ML_E_USAGE, "--resume: %s is no file that could be gone on with", out->path);
    out->fd = open(out->target, O_RDWR | O_CLOEXEC);
    if (out->fd < 0 && errno == ENOENT)
        return ML_OK;
    out->opened = out->fd >= 0;
    if (!out->opened || !lock(out->fd)) {
        out->reason = errno;
        out->status = ML_E_SYSTEM;
        return ml_out_check(out, error);
    }
    *exists = out->resumes = true;
    return ML_OK;
}

/* Whether the file goes on with what is collected. */
static bool has_line(const ml_out *out)
{
    char block[65536];
    for (size_t done = 0; done < out->n;) {
        size_t n = out->n - done < sizeof block ? out->n - done : sizeof block;
        ssize_t got = pread(out->fd, block, n, (off_t)(out->kept + done));
        if (got <= 0 || memcmp(block, out->memory + done, (size_t)got) != 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

/* Begins the file beside the target, with the lines that are kept. */
static bool begin_beside(ml_out *out)
{
    char block[65536];
    struct stat info;
    const char *slash = strrchr(out->target, '/');
    char *directory = ml_directory_of(out->target);
    out->beside = directory ? ml_format("%s/.maskloss-resume-%s", directory, slash ? slash + 1 : out->target) : NULL;
    free(directory);
    int fd = out->beside ? open(out->beside, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
    if (fd < 0)
        return false;
    bool good = lock(fd) && fstat(out->fd, &info) == 0 && fchmod(fd, info.st_mode & 07777) == 0;
    for (uint64_t done = 0; done < out->kept && good;) {
        size_t n = out->kept - done < sizeof block ? (size_t)(out->kept - done) : sizeof block;
        ssize_t got = pread(out->fd, block, n, (off_t)done);
        good = got > 0 && ml_write_all(fd, block, (size_t)got);
        done += got > 0 ? (uint64_t)got : 0;
    }
    out->locked_fd = out->fd;
    out->fd = fd;
    return good;
}

/* Puts the file beside the target in its place. */
static bool replace_target(ml_out *out)
{
    if (fsync(out->fd) != 0 || rename(out->beside, out->target) != 0)
        return false;
    free(out->beside);
    out->beside = NULL;
    return true;
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
        return ftruncate(out->fd, (off_t)out->kept) == 0 && lseek(out->fd, (off_t)out->kept, SEEK_SET) >= 0 &&
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
    if (good && out->beside && out->exhausted)
        good = replace_target(out);
    if (!good)
        fail(out);
    out->n = 0;
}

void ml_out_finish_lines(ml_out *out)
{
    if (out->n > 0)
        ml_out_line(out);
    if (out->status || !out->target || out->fd < 0)
        return;
    struct stat info;
    errno = 0;
    if (out->resumes && fstat(out->fd, &info) == 0 && (uint64_t)info.st_size == out->kept)
        return; /* nothing was written */
    if ((out->resumes && ftruncate(out->fd, (off_t)out->kept) != 0) || fsync(out->fd) != 0 ||
        (out->beside && !replace_target(out)))
        fail(out);
}

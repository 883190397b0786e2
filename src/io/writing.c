/* Writing to files; see writing.h. */
#include "io/writing.h"

#include "base/memory.h"
#include "io/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

const char *ml_write_reason(void)
{
    return errno == EFBIG ? "File too large: ulimit -f, or the file system, sets a limit" : strerror(errno);
}

ml_status ml_fail_write(const char *path, ml_error *error)
{
    return ml_fail(error, ML_E_SYSTEM, "%s: cannot be written: %s", path, ml_write_reason());
}

ml_status ml_fail_busy(const char *path, ml_error *error)
{
    return ml_fail(error, ML_E_SYSTEM, "%s: another process is writing to it", path);
}

char *ml_directory_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ml_strdup(".");
    return ml_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

int ml_folder_open(const char *path)
{
    int fd = ml_open_file(path, O_RDONLY | O_DIRECTORY);
#ifdef O_PATH
    if (fd < 0 && errno == EACCES)
        fd = ml_open_file(path, O_PATH | O_DIRECTORY);
#endif
    return fd;
}

bool ml_lock_file(int fd, bool alone)
{
    int code;
    do
        code = flock(fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB);
    while (code != 0 && errno == EINTR);
    if (code == 0 || errno != EWOULDBLOCK)
        return true;
    errno = EBUSY;
    return false;
}

bool ml_cut_file(int fd, off_t n)
{
    while (ftruncate(fd, n) != 0)
        if (errno != EINTR)
            return false;
    return true;
}

bool ml_sync_file(int fd)
{
    while (fsync(fd) != 0)
        if (errno != EINTR)
            return false;
    return true;
}

/* Some file systems cannot do it, and what was opened only to name files in it is no file to sync. */
bool ml_sync_folder(int fd) { return ml_sync_file(fd) || errno == EINVAL || errno == ENOTSUP || errno == EBADF; }

bool ml_write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, bytes, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            errno = written < 0 ? errno : EIO;
            return false;
        }
        bytes += written;
        n -= (size_t)written;
    }
    return true;
}

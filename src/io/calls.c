/* System calls that a signal may interrupt; see calls.h. */
#include "io/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int ml_open_file(const char *path, int flags)
{
    int fd;
    do
        fd = open(path, flags | O_CLOEXEC, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

size_t ml_read_at(int fd, uint64_t offset, size_t n, void *to)
{
    size_t done = 0;
    while (done < n) {
        errno = 0;
        ssize_t got = pread(fd, (char *)to + done, n - done, (off_t)(offset + done));
        if (got <= 0 && errno != EINTR)
            break;
        done += got > 0 ? (size_t)got : 0;
    }
    return done;
}

/* After EINTR it is closed, or will be: to try again might close another's. */
bool ml_close_file(int fd, bool is_good)
{
    const int reason = errno;
    const bool is_closed = close(fd) == 0 || errno == EINTR;
    if (!is_good)
        errno = reason;
    return is_good && is_closed;
}

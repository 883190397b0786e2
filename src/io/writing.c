/* Writing to files; see writing.h. */
#include "io/writing.h"

#include "base/memory.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

ml_status ml_fail_write(const char *path, ml_error *error)
{
    return ml_fail(error, ML_E_SYSTEM, "%s: cannot be written: %s", path, strerror(errno));
}

char *ml_directory_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ml_strdup(".");
    return ml_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

bool ml_write_all(int fd, const char *bytes, size_t n)
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

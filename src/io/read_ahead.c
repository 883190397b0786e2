/* Reading ahead; see read_ahead.h. */
#include "io/read_ahead.h"

#include "base/quirks.h"

#ifdef HAVE_POSIX_FADVISE
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A FIFO must not even be opened: somebody may be waiting for that. */
void ml_read_ahead(const char *path)
{
    struct stat info;
    int fd = stat(path, &info) == 0 && S_ISREG(info.st_mode) ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    if (fd < 0)
        return;
    posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED);
    close(fd);
}
#else
void ml_read_ahead(const char *path) { ML_UNUSED(path); }
#endif

/* Temporary files without a name; see scratch.h. They are read and written without stdio, which has no room for its buffer when
 * memory lacks (a system call a byte then), and gives up where a signal interrupts it. */
#include "io/scratch.h"

#include "io/calls.h"
#include "io/writing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* A descriptor of a new one, -1 for none. */
static int open_new(void)
{
    FILE *file = tmpfile();
    if (!file)
        return -1;
    int fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0), reason = errno;
    fclose(file); /* which has written nothing */
    errno = reason;
    return fd;
}

bool ml_scratch_add(ml_scratch *scratch, const void *bytes, size_t n)
{
    if (!scratch->place)
        scratch->place = open_new() + 1;
    if (!scratch->place || !ml_write_all(scratch->place - 1, bytes, n))
        return false;
    scratch->n += n;
    return true;
}

bool ml_scratch_read(const ml_scratch *scratch, uint64_t offset, size_t n, void *to)
{
    if (ml_read_at(scratch->place - 1, offset, n, to) == n)
        return true;
    errno = errno ? errno : EIO;
    return false;
}

void ml_scratch_close(ml_scratch *scratch)
{
    if (scratch->place)
        close(scratch->place - 1);
    *scratch = (ml_scratch){.place = 0};
}

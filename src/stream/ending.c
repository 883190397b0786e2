/* Whether a file ends as a record stream does, seen without reading it; see reader.h. */
#include "stream/reader.h"

#include "stream/layout.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_BYTES = 4096 };

/* Where the last line begins, of a file of n bytes that ends in a whole one. False where that cannot be read. */
static bool find_last_line(int fd, off_t n, off_t *begin)
{
    char block[BLOCK_BYTES];
    if (n == 0 || pread(fd, block, 1, n - 1) != 1 || block[0] != '\n')
        return false;
    for (*begin = n - 1; *begin > 0;) {
        size_t size = *begin < BLOCK_BYTES ? (size_t)*begin : BLOCK_BYTES;
        if (pread(fd, block, size, *begin - (off_t)size) != (ssize_t)size)
            return false;
        for (; size > 0; size--, --*begin)
            if (block[size - 1] == '\n')
                return true;
    }
    return true;
}

/* Whether a line begins as the last one of a stream. */
static bool begins_last_line(const char *text, size_t n_bytes)
{
    ml_scan scan = ml_scan_of(text, n_bytes);
    size_t n = 0;
    ml_span key;
    return ml_scan_open(&scan, '{') && ml_scan_member(&scan, &n, &key) && ml_span_is(key, ML_STREAM_LAST_KEY);
}

bool ml_stream_has_end(const char *path, bool *known)
{
    char block[BLOCK_BYTES];
    struct stat info;
    off_t begin;
    ssize_t n = 0;
    int fd = strcmp(path, "-") == 0 ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *known = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
    if (*known && find_last_line(fd, info.st_size, &begin))
        n = pread(fd, block, sizeof block, begin);
    if (fd >= 0)
        close(fd);
    return n > 0 && begins_last_line(block, (size_t)n);
}

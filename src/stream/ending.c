/* Whether a file ends as a record stream does, seen without reading it; see reader.h. */
#include "stream/reader.h"

#include "base/memory.h"
#include "stream/layout.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK_BYTES = 4096 };

static bool is_newline(char c) { return c == '\n'; }

static bool is_text(char c) { return c != '\n' && c != '\r' && c != '\t' && c != ' '; }

/* Goes back from *at to behind a byte that stops it, or to the begin. False where that cannot be read. */
static bool go_back(int fd, bool (*stops)(char c), off_t *at)
{
    char block[BLOCK_BYTES];
    while (*at > 0) {
        size_t size = *at < BLOCK_BYTES ? (size_t)*at : BLOCK_BYTES;
        if (pread(fd, block, size, *at - (off_t)size) != (ssize_t)size)
            return false;
        for (; size > 0; size--, --*at)
            if (stops(block[size - 1]))
                return true;
    }
    return true;
}

typedef enum verdict { LAST, OTHER, UNDECIDED } verdict;

/* What a line is that begins like this: the last one says so before it could be an image. */
static verdict judge(const char *text, size_t n_bytes)
{
    ml_scan scan = ml_scan_of(text, n_bytes);
    size_t n = 0;
    ml_span key, value;
    if (!ml_scan_open(&scan, '{'))
        return OTHER;
    while (ml_scan_member(&scan, &n, &key)) {
        if (ml_span_is(key, ML_STREAM_LAST_KEY))
            return LAST;
        if (ml_span_is(key, "id"))
            return OTHER;
        if (!ml_scan_value(&scan, &value))
            break;
    }
    return scan.reason ? UNDECIDED : OTHER;
}

/* Judges the line of n bytes at `begin` by as much of it as is needed: mostly a block. UNDECIDED where that cannot be read. */
static verdict judge_line(int fd, off_t begin, off_t n)
{
    verdict found = UNDECIDED;
    off_t n_read = BLOCK_BYTES;
    do {
        n_read = n_read < n ? n_read : n;
        char *text = ml_alloc((size_t)n_read, 1);
        bool is_read = text && pread(fd, text, (size_t)n_read, begin) == (ssize_t)n_read;
        found = is_read ? judge(text, (size_t)n_read) : UNDECIDED;
        free(text);
        if (!is_read)
            return UNDECIDED;
        n_read *= 2;
    } while (found == UNDECIDED && n_read / 2 < n);
    return found == UNDECIDED ? OTHER : found;
}

bool ml_stream_has_end(const char *path, bool *known)
{
    struct stat info;
    verdict found = UNDECIDED;
    int fd = strcmp(path, "-") == 0 ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
        off_t end = info.st_size, begin;
        bool is_read = go_back(fd, is_newline, &end) && go_back(fd, is_text, &end);
        begin = end;
        if (is_read && go_back(fd, is_newline, &begin))
            found = end > begin ? judge_line(fd, begin, end - begin) : OTHER;
    }
    if (fd >= 0)
        close(fd);
    *known = found != UNDECIDED;
    return found == LAST;
}

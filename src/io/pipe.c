/* Reads pipes; see pipe.h. */
#include "io/pipe.h"

#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_PIPES = 2, SOME_BYTES = 65536 };

static bool is_standard(const char *path) { return strcmp(path, "-") == 0; }

bool ml_pipe_is(const char *path)
{
    struct stat info;
    return is_standard(path) || (stat(path, &info) == 0 && (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode)));
}

const char *ml_pipe_name(const char *path) { return is_standard(path) ? "standard input" : path; }

/* Opening a FIFO waits for its writer, unless it is not to block; then poll waits. */
static ml_status open_pipe(const char *path, ml_error *error, int *fd)
{
    *fd = is_standard(path) ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    return *fd < 0 ? ml_fail_call(error, path) : ML_OK;
}

/* Room for some more bytes. */
static bool grow(ml_pipe *pipe, size_t *capacity)
{
    while (*capacity - pipe->n < SOME_BYTES)
        if (!ml_grow(&pipe->bytes, capacity, *capacity, 1))
            return false;
    return true;
}

/* Reads what there is; *ended at the end. */
static ml_status read_some(ml_pipe *pipe, int fd, size_t *capacity, ml_error *error, bool *ended)
{
    if (!grow(pipe, capacity))
        return ml_fail_memory(error, "what comes through a pipe");
    ssize_t got = read(fd, pipe->bytes + pipe->n, SOME_BYTES);
    if (got < 0 && errno != EINTR && errno != EAGAIN)
        return ml_fail_call(error, ml_pipe_name(pipe->path));
    if (got > 0)
        pipe->n += (size_t)got;
    *ended = got == 0;
    return ML_OK;
}

/* Waits for one of the pipes, and reads it; *left is how many have not ended. */
static ml_status read_next(ml_pipe *const *pipes, size_t n_pipes, struct pollfd *polled, size_t *capacities, ml_error *error,
                           size_t *left)
{
    ml_status status = ML_OK;
    if (poll(polled, (nfds_t)n_pipes, -1) < 0 && errno != EINTR)
        return ml_fail(error, ML_E_SYSTEM, "poll: %s", strerror(errno));
    for (size_t i = 0; i < n_pipes && !status; i++) {
        bool ended = false;
        if (polled[i].fd < 0 || !polled[i].revents)
            continue;
        status = read_some(pipes[i], polled[i].fd, &capacities[i], error, &ended);
        if (!ended)
            continue;
        if (!is_standard(pipes[i]->path))
            close(polled[i].fd);
        polled[i].fd = -1;
        --*left;
    }
    return status;
}

ml_status ml_pipes_read(ml_pipe *const *pipes, size_t n_pipes, uint64_t max_bytes, ml_error *error)
{
    struct pollfd polled[MAX_PIPES];
    size_t capacities[MAX_PIPES] = {0}, left = n_pipes, n_opened = 0;
    ml_status status = n_pipes <= MAX_PIPES ? ML_OK : ml_fail(error, ML_E_SYSTEM, "too many pipes");
    for (; n_opened < n_pipes && !status; n_opened += !status) {
        polled[n_opened] = (struct pollfd){.fd = -1, .events = POLLIN};
        status = open_pipe(pipes[n_opened]->path, error, &polled[n_opened].fd);
    }
    while (!status && left > 0) {
        uint64_t n = 0;
        status = read_next(pipes, n_pipes, polled, capacities, error, &left);
        for (size_t i = 0; i < n_pipes && !status; i++)
            if ((n += pipes[i]->n) > max_bytes)
                status = ml_fail(error, ML_E_INPUT,
                                 "%s: what comes through a pipe is held whole, and is more than %llu bytes; "
                                 "--max-memory allows for more",
                                 ml_pipe_name(pipes[i]->path), (unsigned long long)max_bytes);
    }
    for (size_t i = 0; i < n_opened; i++)
        if (polled[i].fd >= 0 && !is_standard(pipes[i]->path))
            close(polled[i].fd);
    for (size_t i = 0; i < n_pipes && status; i++) {
        free(pipes[i]->bytes);
        pipes[i]->bytes = NULL;
    }
    return status;
}

void ml_pipe_clear(ml_pipe *pipe)
{
    free(pipe->path);
    free(pipe->bytes);
    *pipe = (ml_pipe){.path = NULL};
}

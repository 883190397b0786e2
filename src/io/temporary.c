/* Temporary files, and the signals that must not leave them behind; see temporary.h. */
#include "io/temporary.h"

#include "base/memory.h"
#include "io/calls.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h> /* renameat */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_GETRANDOM
#include <sys/random.h>
#endif

/* A name has 5 bits of chance in each of these characters. MAX_WAITS: milliseconds that a signal waits for another thread to
 * have made its file. */
enum { RANDOM_CHARS = 16, NAME_BYTES = 40, MAX_ATTEMPTS = 100, BLOCK_SLOTS = 64, MAX_WAITS = 2000 };

enum {
    SLOT_FREE,
    SLOT_MAKING, /* its name is being thought of, or its file made */
    SLOT_HELD
};

/* One file that is there, or may be at any moment. */
typedef struct ml_temporary_slot {
    atomic_int state; /* SLOT_FREE, SLOT_MAKING or SLOT_HELD */
    int folder;
    char name[NAME_BYTES];
} slot;

typedef struct block {
    slot slots[BLOCK_SLOTS];
    _Atomic(struct block *) next;
} block;

/* The only object of the program that is written to and belongs to nobody: a signal handler is given nothing but a number. The
 * handler may run while other threads go on, so blocks are added and never taken away, and a slot is only marked. */
static struct {
    atomic_bool is_ending;
    block first;
} all;

/* --- Signals --- */

static void wait_until_made(slot *s)
{
    const struct timespec pause = {0, 1000000};
    for (int k = 0; k < MAX_WAITS && atomic_load(&s->state) == SLOT_MAKING; k++)
        nanosleep(&pause, NULL);
}

/* Handles a signal: removes the files, then ends as the signal does by itself. Calls only what a handler may call. */
static void end_program(int number)
{
    atomic_store(&all.is_ending, true);
    for (block *b = &all.first; b; b = atomic_load(&b->next))
        for (int k = 0; k < BLOCK_SLOTS; k++) {
            slot *s = &b->slots[k];
            wait_until_made(s);
            if (atomic_load(&s->state) != SLOT_FREE)
                unlinkat(s->folder, s->name, 0);
        }
    signal(number, SIG_DFL);
    raise(number);
    _exit(128 + number); /* the first process of a container is not ended by raise */
}

static void guard(int number)
{
    struct sigaction now, wanted = {.sa_handler = end_program, .sa_flags = SA_NODEFER};
    if (sigaction(number, NULL, &now) != 0 || (now.sa_flags & SA_SIGINFO) || now.sa_handler != SIG_DFL)
        return; /* ignored (nohup), or a debugging tool's */
    sigfillset(&wanted.sa_mask);
    sigdelset(&wanted.sa_mask, number);
    sigaction(number, &wanted, NULL);
}

void ml_guard_signals(void)
{
    static const int ends[] = {
        SIGHUP,    SIGINT,  SIGQUIT, SIGILL, SIGABRT, SIGFPE,  SIGSEGV, SIGPIPE, SIGALRM,
        SIGTERM,   SIGUSR1, SIGUSR2, SIGBUS, SIGSYS,  SIGTRAP, SIGXCPU, SIGPROF, SIGVTALRM,
#ifdef SIGPOLL
        SIGPOLL,
#endif
#ifdef SIGPWR
        SIGPWR,
#endif
#ifdef SIGSTKFLT
        SIGSTKFLT,
#endif
    };
    for (size_t k = 0; k < ML_COUNT(ends); k++)
        guard(ends[k]);
#ifdef SIGRTMIN
    for (int number = SIGRTMIN; number <= SIGRTMAX; number++)
        guard(number);
#endif
    signal(SIGXFSZ, SIG_IGN);
}

/* Waits for the end that a signal has brought, so that nothing is made any more. */
static void wait_for_the_end(void)
{
    for (;;)
        pause();
}

/* --- Names --- */

static bool fill_at_random(uint8_t *bytes, size_t n)
{
#ifdef HAVE_GETRANDOM
    if (getrandom(bytes, n, 0) == (ssize_t)n)
        return true;
#endif
    int fd = ml_open_file("/dev/urandom", O_RDONLY | O_NOCTTY);
    if (fd < 0)
        return false;
    errno = EIO; /* of less than is wanted, which no system gives */
    const bool is_full = read(fd, bytes, n) == (ssize_t)n;
    const int reason = errno;
    close(fd);
    errno = reason;
    return is_full;
}

static bool make_name(const char *prefix, char name[NAME_BYTES])
{
    uint8_t chance[RANDOM_CHARS];
    size_t n = strlen(prefix);
    if (!fill_at_random(chance, sizeof chance))
        return false;
    memcpy(name, prefix, n);
    for (size_t k = 0; k < RANDOM_CHARS; k++)
        name[n + k] = "abcdefghijklmnopqrstuvwxyz234567"[chance[k] & 31];
    name[n + RANDOM_CHARS] = '\0';
    return true;
}

/* --- Files --- */

/* A slot that is SLOT_MAKING now; NULL without memory. */
static slot *take_slot(void)
{
    for (block *b = &all.first;; b = atomic_load(&b->next)) {
        for (int k = 0; k < BLOCK_SLOTS; k++) {
            int expected = SLOT_FREE;
            if (atomic_compare_exchange_strong(&b->slots[k].state, &expected, SLOT_MAKING))
                return &b->slots[k];
        }
        if (atomic_load(&b->next))
            continue;
        block *made = ml_alloc(1, sizeof *made), *none = NULL;
        if (!made)
            return NULL;
        if (!atomic_compare_exchange_strong(&b->next, &none, made))
            free(made); /* another thread was faster */
    }
}

/* Makes the slot's file. */
static int make_file(slot *s, int folder, const char *prefix)
{
    s->folder = folder;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) { /* no test meets the name of another file */
        int fd =
            make_name(prefix, s->name) ? openat(folder, s->name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666) : -1;
        if (fd >= 0 || (errno != EEXIST && errno != EINTR))
            return fd;
    }
    return -1;
}

int ml_temporary_create(int folder, const char *prefix, ml_temporary *file)
{
    sigset_t every, before;
    /* A handler in this thread would wait for the file that the thread makes. */
    sigfillset(&every);
    sigprocmask(SIG_BLOCK, &every, &before);
    slot *s = take_slot();
    int fd = -1, reason = ENOMEM;
    if (s) {
        if (atomic_load(&all.is_ending)) {
            atomic_store(&s->state, SLOT_FREE);
            wait_for_the_end();
        }
        fd = make_file(s, folder, prefix);
        reason = errno;
        atomic_store(&s->state, fd >= 0 ? SLOT_HELD : SLOT_FREE);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (fd >= 0)
        file->slot = s;
    errno = reason;
    return fd;
}

bool ml_temporary_set_mode(const ml_temporary *file, mode_t mode)
{
    return fchmodat(file->slot->folder, file->slot->name, mode & 0777, 0) == 0;
}

static void release(ml_temporary *file)
{
    atomic_store(&file->slot->state, SLOT_FREE);
    file->slot = NULL;
}

bool ml_temporary_move(ml_temporary *file, int folder, const char *name)
{
    if (renameat(file->slot->folder, file->slot->name, folder, name) != 0)
        return false;
    release(file);
    return true;
}

void ml_temporary_remove(ml_temporary *file)
{
    int reason = errno;
    if (file->slot) {
        unlinkat(file->slot->folder, file->slot->name, 0);
        release(file);
    }
    errno = reason;
}

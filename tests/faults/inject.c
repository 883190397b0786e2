/* Makes the system calls and allocations of a program fail: a shared object for LD_PRELOAD, so that those of the libraries that
 * it uses fail too. tests/faults/run.py runs the program under it; doc/testing.md says how.
 *
 *     INJECT="REPORT AT HOW VARIANT WHERE"
 *
 * REPORT is a file, which gets lines: `calls N`, how many calls were counted; `failed N FUNCTION ERRNO KIND PATH`, the first
 * that was made to fail; `left N BYTES OBJECT`, a block of memory that was not freed; `open N`, descriptors that were not
 * closed. AT is the number of the call, from 1 (0: none, or every call where HOW is short or interrupt). HOW is
 *
 *     once         this call fails
 *     on           this call fails, and every later one of its kind
 *     short        this reading or writing does less than was asked for
 *     interrupt    this call fails with EINTR, and not when it is repeated
 *
 * VARIANT chooses among the errors that the call can have, or, of every call, with which of two interruptions begin. With WHERE
 * 1, the calls that led to the failure are written too; with 2, lines `place N HASH`: which counted calls come from the same
 * place, by way of the same calls.
 *
 * Calls are counted from the begin of main to its end: what the loader does before, and the C library after, is not the
 * program's. Standard input and output by stdio are made of read and write again, as the C library's own calls cannot be
 * replaced; so are fopen and tmpfile. Messages to standard error never fail: they are what is looked at. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <execinfo.h>
#endif

#undef stdin /* what it means is an object of this name in glibc, which can be assigned to */

/* --- What can fail, and with what --- */

typedef enum kind { MEMORY, OPENING, CLOSING, READING, WRITING, LOOKING, NAMING, REMOVING, THREADS } kind;

static const char *const kind_names[] = {"memory",  "opening", "closing",  "reading", "writing",
                                         "looking", "naming",  "removing", "threads"};

/* A function: its errors, ended by 0. */
typedef struct function {
    const char *name;
    kind kind;
    bool can_be_interrupted;
    int errors[6];
} function;

/* --- State --- */

enum { PATIENCE_SECONDS = 60 }; /* which a run has, however it hangs */
enum { HOW_ONCE, HOW_ON, HOW_SHORT, HOW_INTERRUPT };
enum { TELL_NOTHING, TELL_WHERE, TELL_PLACES };
static const char *const how_names[] = {"once", "on", "short", "interrupt"};

static struct {
    int report; /* -1: nothing is to be done */
    unsigned long at;
    int how;
    unsigned variant;
    int where; /* what is told of calls: TELL_.. */
} plan = {.report = -1};

static atomic_bool is_active;                    /* main runs */
static atomic_ulong n_calls;                     /* counted */
static atomic_int failing_kind = -1;             /* of which all calls fail by now */
static atomic_int failing_error;                 /* with which */
static atomic_uint n_interruptible[THREADS + 1]; /* calls that could be interrupted, of which every other one is */

/* --- The functions behind --- */

/* Memory that dlsym wants while malloc is looked for. */
static _Alignas(16) char early[65536];
static size_t n_early;

static bool is_early(const void *p) { return (const char *)p >= early && (const char *)p < early + sizeof early; }

static void *take_early(size_t size)
{
    void *p = early + n_early;
    n_early += (size + 15) / 16 * 16;
    return n_early <= sizeof early ? p : NULL;
}

/* The next definition of the function `NAME`, as a pointer to it. */
#define REAL(NAME) ((__typeof__(&NAME))(uintptr_t)real(&real_##NAME, #NAME))
#define BEHIND(NAME) static void *_Atomic real_##NAME

static void *real(void *_Atomic *kept, const char *name)
{
    void *found = atomic_load(kept);
    if (!found) {
        found = dlsym(RTLD_NEXT, name);
        atomic_store(kept, found);
    }
    return found;
}

/* --- Live blocks --- */

enum { N_BLOCKS = 1 << 14 };

typedef struct block {
    const void *at; /* NULL: free */
    size_t size;
    unsigned long number; /* of the call */
    void *caller;
} block;

static block blocks[N_BLOCKS];
static atomic_flag blocks_lock = ATOMIC_FLAG_INIT;

static size_t place_of(const void *p) { return (size_t)(((uintptr_t)p >> 4) * 0x9e3779b97f4a7c15u >> 20) % N_BLOCKS; }

static void lock(void)
{
    while (atomic_flag_test_and_set(&blocks_lock))
        ;
}

static void unlock(void) { atomic_flag_clear(&blocks_lock); }

static void remember(const void *p, size_t size, void *caller)
{
    if (!p || !atomic_load(&is_active))
        return;
    lock();
    size_t i = place_of(p);
    while (blocks[i].at)
        i = (i + 1) % N_BLOCKS;
    blocks[i] = (block){p, size, atomic_load(&n_calls), caller};
    unlock();
}

/* The block, which is no longer in the table; its `at` is NULL if it was not. */
static block forget(const void *p)
{
    block found = {0};
    if (!p || plan.report < 0)
        return found;
    lock();
    size_t i = place_of(p);
    while (blocks[i].at && blocks[i].at != p)
        i = (i + 1) % N_BLOCKS;
    found = blocks[i];
    blocks[i].at = NULL;
    /* Those behind it that stand there only because it did move up. */
    for (size_t gap = i, k = (i + 1) % N_BLOCKS; found.at && blocks[k].at; k = (k + 1) % N_BLOCKS) {
        size_t wanted = place_of(blocks[k].at);
        if ((k - wanted) % N_BLOCKS >= (k - gap) % N_BLOCKS) {
            blocks[gap] = blocks[k];
            blocks[k].at = NULL;
            gap = k;
        }
    }
    unlock();
    return found;
}

/* --- Reporting --- */

BEHIND(write);
BEHIND(fcntl);
BEHIND(open);

static void report(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void report(const char *format, ...)
{
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (n > 0)
        (void)!REAL(write)(plan.report, line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}

static void report_where(void)
{
#ifdef __GLIBC__
    void *callers[40];
    if (plan.where == TELL_WHERE)
        backtrace_symbols_fd(callers, backtrace(callers, 40), plan.report);
#endif
}

/* Tells from where a call comes: a number that is the same for all calls by way of the same instructions, in every run. */
static void report_place(unsigned long number)
{
#ifdef __GLIBC__
    void *callers[40];
    const int n = plan.where == TELL_PLACES ? backtrace(callers, 40) : 0;
    uint64_t place = 0;
    for (int i = 0; i < n; i++) {
        Dl_info info;
        if (dladdr(callers[i], &info))
            place = (place ^ (uint64_t)((char *)callers[i] - (char *)info.dli_fbase)) * UINT64_C(0x100000001b3);
    }
    if (n > 0)
        report("place %lu %016llx\n", number, (unsigned long long)place);
#else
    (void)number;
#endif
}

/* --- Deciding --- */

/* Counts a call. The error that it is to fail with, 0 for none. */
static int fault(const function *f, const char *path)
{
    if (!atomic_load(&is_active))
        return 0;
    unsigned long number = atomic_fetch_add(&n_calls, 1) + 1;
    report_place(number);
    if (plan.how == HOW_SHORT)
        return 0;
    size_t n = 0;
    while (f->errors[n])
        n++;
    int error = f->errors[plan.variant % n];
    if (plan.how == HOW_INTERRUPT) {
        if (!f->can_be_interrupted ||
            (plan.at ? number != plan.at : atomic_fetch_add(&n_interruptible[f->kind], 1) % 2 != plan.variant % 2))
            return 0;
        error = EINTR;
    } else if (number != plan.at) {
        return atomic_load(&failing_kind) == (int)f->kind ? atomic_load(&failing_error) : 0;
    }
    if (plan.at) {
        report("failed %lu %s %d %s %s\n", number, f->name, error, kind_names[f->kind], path ? path : "");
        report_where();
    }
    if (plan.how == HOW_ON) {
        atomic_store(&failing_error, error);
        atomic_store(&failing_kind, (int)f->kind);
    }
    return error;
}

/* As `fault`, which errno is set to. */
static bool fails(const function *f, const char *path)
{
    int error = fault(f, path);
    if (error)
        errno = error;
    return error != 0;
}

/* The paths of descriptors, for reports. */
enum { N_PATHS = 256, PATH_BYTES = 256 };
static char paths[N_PATHS][PATH_BYTES];

static const char *path_of(int fd) { return fd >= 0 && fd < N_PATHS ? paths[fd] : ""; }

/* Notes what a descriptor was opened for, and returns it. */
static int opened(int fd, const char *folder, const char *path)
{
    if (fd >= 0 && fd < N_PATHS)
        snprintf(paths[fd], PATH_BYTES, "%s%s%s", *path == '/' ? "" : folder, *folder && *path != '/' ? "/" : "", path);
    return fd;
}

/* A path below the folder that a descriptor is of; `text` has PATH_BYTES. */
static const char *beneath(int folder, const char *path, char *text)
{
    snprintf(text, PATH_BYTES, "%s%s%s", *path == '/' ? "" : path_of(folder), *path_of(folder) && *path != '/' ? "/" : "",
             path);
    return text;
}

/* What of n bytes are read or written. */
static size_t shortened(size_t n)
{
    bool is_due = atomic_load(&is_active) && plan.how == HOW_SHORT && (plan.at == 0 || atomic_load(&n_calls) == plan.at);
    return is_due && n > 1 ? (n + 2) / 3 : n;
}

/* --- Memory --- */

static const function of_malloc = {"malloc", MEMORY, false, {ENOMEM}};

BEHIND(malloc);
BEHIND(calloc);
BEHIND(realloc);
BEHIND(free);
BEHIND(posix_memalign);
BEHIND(aligned_alloc);
BEHIND(mmap);

/* dlsym may allocate: what it gets while it looks for one of these is of the early memory. */
static _Thread_local bool is_looking;

#define FOUND(NAME) (atomic_load(&real_##NAME) || (!is_looking && (is_looking = true, REAL(NAME), is_looking = false, true)))

void *malloc(size_t size)
{
    if (!FOUND(malloc))
        return take_early(size);
    if (fails(&of_malloc, NULL))
        return NULL;
    void *p = REAL(malloc)(size);
    remember(p, size, __builtin_return_address(0));
    return p;
}

void *calloc(size_t n, size_t size)
{
    if (!FOUND(calloc))
        return take_early(n * size);
    if (fails(&of_malloc, NULL))
        return NULL;
    void *p = REAL(calloc)(n, size);
    remember(p, n * size, __builtin_return_address(0));
    return p;
}

void *realloc(void *old, size_t size)
{
    if (is_early(old) || !FOUND(realloc)) {
        void *p = malloc(size);
        if (p && old)
            memcpy(p, old, size); /* never beyond the early memory and what the program has behind it */
        return p;
    }
    if (fails(&of_malloc, NULL))
        return NULL;
    block before = forget(old);
    void *p = REAL(realloc)(old, size);
    if (p)
        remember(p, size, __builtin_return_address(0));
    else if (size > 0)
        remember(before.at, before.size, before.caller);
    return p;
}

void *reallocarray(void *old, size_t n, size_t size)
{
    size_t product;
    if (__builtin_mul_overflow(n, size, &product)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(old, product);
}

void free(void *p)
{
    if (!p || is_early(p) || !FOUND(free))
        return;
    forget(p);
    REAL(free)(p);
}

int posix_memalign(void **p, size_t alignment, size_t size)
{
    int error = fault(&of_malloc, NULL);
    if (!error && !(error = REAL(posix_memalign)(p, alignment, size)))
        remember(*p, size, __builtin_return_address(0));
    return error;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    if (fails(&of_malloc, NULL))
        return NULL;
    void *p = REAL(aligned_alloc)(alignment, size);
    remember(p, size, __builtin_return_address(0));
    return p;
}

void *mmap(void *at, size_t n, int access, int flags, int fd, off_t offset)
{
    static const function f = {"mmap", MEMORY, false, {ENOMEM}};
    return fails(&f, NULL) ? MAP_FAILED : REAL(mmap)(at, n, access, flags, fd, offset);
}

/* --- Opening and closing --- */

static const function of_open = {"open", OPENING, false, {EMFILE, EACCES, EIO, ENFILE, ENOMEM}};
static const function of_create = {"open", NAMING, true, {ENOSPC, EMFILE, EACCES, EIO, EROFS}};

BEHIND(openat);
BEHIND(opendir);
BEHIND(fdopendir);
BEHIND(close);

#define MODE(FLAGS, MODE)                                                                                                      \
    if ((FLAGS)&O_CREAT) {                                                                                                     \
        va_list arguments;                                                                                                     \
        va_start(arguments, FLAGS);                                                                                            \
        MODE = va_arg(arguments, mode_t);                                                                                      \
        va_end(arguments);                                                                                                     \
    }

static const function *opening(int flags) { return (flags & O_ACCMODE) == O_RDONLY ? &of_open : &of_create; }

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    MODE(flags, mode)
    return fails(opening(flags), path) ? -1 : opened(REAL(open)(path, flags, mode), "", path);
}

int openat(int folder, const char *path, int flags, ...)
{
    mode_t mode = 0;
    char whole[PATH_BYTES];
    MODE(flags, mode)
    beneath(folder, path, whole);
    return fails(opening(flags), whole) ? -1 : opened(REAL(openat)(folder, path, flags, mode), "", whole);
}

/* With _FORTIFY_SOURCE they have other names. */
int __open_2(const char *path, int flags);
int __open64_2(const char *path, int flags);
int __openat_2(int folder, const char *path, int flags);
int __openat64_2(int folder, const char *path, int flags);
int __open_2(const char *path, int flags) { return open(path, flags); }
int __open64_2(const char *path, int flags) { return open(path, flags); }
int __openat_2(int folder, const char *path, int flags) { return openat(folder, path, flags); }
int __openat64_2(int folder, const char *path, int flags) { return openat(folder, path, flags); }

/* Only what makes a descriptor fails. */
int fcntl(int fd, int command, ...)
{
    static const function f = {"fcntl", OPENING, false, {EMFILE}};
    va_list arguments;
    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    if (command != F_DUPFD && command != F_DUPFD_CLOEXEC)
        return REAL(fcntl)(fd, command, argument);
    return fails(&f, path_of(fd)) ? -1 : opened(REAL(fcntl)(fd, command, argument), "", path_of(fd));
}

DIR *opendir(const char *path) { return fails(&of_open, path) ? NULL : REAL(opendir)(path); }

DIR *fdopendir(int fd)
{
    static const function f = {"fdopendir", OPENING, false, {ENOMEM}};
    return fails(&f, path_of(fd)) ? NULL : REAL(fdopendir)(fd);
}

/* It is closed all the same. */
int close(int fd)
{
    static const function f = {"close", CLOSING, true, {EIO, ENOSPC, EDQUOT}};
    bool failed = fails(&f, path_of(fd));
    int error = errno, result = REAL(close)(fd);
    if (!failed)
        return result;
    errno = error;
    return -1;
}

/* --- Reading and writing --- */

static const function of_read = {"read", READING, true, {EIO, ESTALE, ENOMEM}};
static const function of_write = {"write", WRITING, true, {ENOSPC, EIO, EDQUOT, EPIPE, EFBIG}};

BEHIND(read);
BEHIND(pread);
BEHIND(pwrite);
BEHIND(readdir);
BEHIND(poll);
BEHIND(getrandom);
BEHIND(fsync);
BEHIND(syncfs);
BEHIND(ftruncate);
BEHIND(lseek);
BEHIND(flock);

ssize_t read(int fd, void *to, size_t n) { return fails(&of_read, path_of(fd)) ? -1 : REAL(read)(fd, to, shortened(n)); }

ssize_t pread(int fd, void *to, size_t n, off_t offset)
{
    return fails(&of_read, path_of(fd)) ? -1 : REAL(pread)(fd, to, shortened(n), offset);
}

ssize_t __read_chk(int fd, void *to, size_t n, size_t room);
ssize_t __pread_chk(int fd, void *to, size_t n, off_t offset, size_t room);
ssize_t __pread64_chk(int fd, void *to, size_t n, off_t offset, size_t room);

static void check_room(size_t n, size_t room)
{
    if (n > room)
        abort();
}

ssize_t __read_chk(int fd, void *to, size_t n, size_t room)
{
    check_room(n, room);
    return read(fd, to, n);
}

ssize_t __pread_chk(int fd, void *to, size_t n, off_t offset, size_t room)
{
    check_room(n, room);
    return pread(fd, to, n, offset);
}

ssize_t __pread64_chk(int fd, void *to, size_t n, off_t offset, size_t room)
{
    check_room(n, room);
    return pread(fd, to, n, offset);
}

ssize_t write(int fd, const void *from, size_t n)
{
    return fails(&of_write, path_of(fd)) ? -1 : REAL(write)(fd, from, shortened(n));
}

ssize_t pwrite(int fd, const void *from, size_t n, off_t offset)
{
    return fails(&of_write, path_of(fd)) ? -1 : REAL(pwrite)(fd, from, shortened(n), offset);
}

struct dirent *readdir(DIR *directory)
{
    static const function f = {"readdir", READING, false, {EIO, ENOMEM}};
    return fails(&f, NULL) ? NULL : REAL(readdir)(directory);
}

int poll(struct pollfd *polled, nfds_t n, int wait)
{
    static const function f = {"poll", LOOKING, true, {ENOMEM}};
    return fails(&f, NULL) ? -1 : REAL(poll)(polled, n, wait);
}

int __poll_chk(struct pollfd *polled, nfds_t n, int wait, size_t room);
int __poll_chk(struct pollfd *polled, nfds_t n, int wait, size_t room)
{
    check_room(n * sizeof *polled, room);
    return poll(polled, n, wait);
}

/* Up to 256 bytes are never less than was asked for. */
ssize_t getrandom(void *to, size_t n, unsigned flags)
{
    static const function f = {"getrandom", READING, true, {ENOSYS, EAGAIN}};
    return fails(&f, NULL) ? -1 : REAL(getrandom)(to, n, flags);
}

int fsync(int fd)
{
    static const function f = {"fsync", WRITING, true, {EIO, ENOSPC, EINVAL, EDQUOT}};
    return fails(&f, path_of(fd)) ? -1 : REAL(fsync)(fd);
}

int syncfs(int fd)
{
    static const function f = {"syncfs", WRITING, true, {EIO, ENOSPC, EDQUOT}};
    return fails(&f, path_of(fd)) ? -1 : REAL(syncfs)(fd);
}

int ftruncate(int fd, off_t n)
{
    static const function f = {"ftruncate", WRITING, true, {EIO, ENOSPC}};
    return fails(&f, path_of(fd)) ? -1 : REAL(ftruncate)(fd, n);
}

off_t lseek(int fd, off_t offset, int whence)
{
    static const function f = {"lseek", LOOKING, false, {EIO}};
    return fails(&f, path_of(fd)) ? -1 : REAL(lseek)(fd, offset, whence);
}

int flock(int fd, int operation)
{
    static const function f = {"flock", LOOKING, true, {ENOLCK, EIO}};
    return fails(&f, path_of(fd)) ? -1 : REAL(flock)(fd, operation);
}

/* --- stdio, made of the above --- */

static ssize_t read_cookie(void *cookie, char *to, size_t n) { return read((int)(intptr_t)cookie, to, n); }

static ssize_t write_cookie(void *cookie, const char *from, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t written = write((int)(intptr_t)cookie, from + done, n - done);
        if (written < 0)
            return 0; /* as fopencookie wants it */
        done += (size_t)written;
    }
    return (ssize_t)n;
}

static int seek_cookie(void *cookie, off64_t *offset, int whence)
{
    off_t at = lseek((int)(intptr_t)cookie, *offset, whence);
    if (at < 0)
        return -1;
    *offset = at;
    return 0;
}

static int close_cookie(void *cookie) { return close((int)(intptr_t)cookie); }

/* A stream of the descriptor, which is closed if there is none. */
static FILE *stream_of(int fd, const char *mode)
{
    const cookie_io_functions_t functions = {read_cookie, write_cookie, seek_cookie, close_cookie};
    FILE *file = fd < 0 ? NULL : fopencookie((void *)(intptr_t)fd, mode, functions);
    if (!file && fd >= 0)
        REAL(close)(fd);
    return file;
}

FILE *fopen(const char *path, const char *mode)
{
    const int reads_too = strchr(mode, '+') ? O_RDWR : O_WRONLY;
    const int flags = *mode == 'r'   ? (strchr(mode, '+') ? O_RDWR : O_RDONLY)
                      : *mode == 'w' ? reads_too | O_CREAT | O_TRUNC
                                     : reads_too | O_CREAT | O_APPEND;
    return stream_of(open(path, flags | (strchr(mode, 'e') ? O_CLOEXEC : 0), 0666), mode);
}

BEHIND(fdopen);

FILE *fdopen(int fd, const char *mode)
{
    static const function f = {"fdopen", OPENING, false, {ENOMEM}};
    return fails(&f, NULL) ? NULL : stream_of(fd, mode);
}

/* --- Names --- */

static const function of_stat = {"stat", LOOKING, false, {EIO, ENOMEM, EOVERFLOW}};
static const function of_rename = {"rename", NAMING, false, {EIO, ENOSPC, EACCES}};
static const function of_mkdir = {"mkdir", NAMING, false, {ENOSPC, EIO, EACCES}};
static const function of_unlink = {"unlink", REMOVING, false, {EIO, EACCES}};
static const function of_access = {"access", LOOKING, false, {EIO, ENOMEM}};
static const function of_mode = {"chmod", NAMING, false, {EIO, EPERM}};

/* A function that returns 0, or -1 with errno: its type of parameters and their names, what it fails as, and the path. */
#define PLAIN(NAME, PARAMETERS, ARGUMENTS, FUNCTION, PATH)                                                                     \
    BEHIND(NAME);                                                                                                              \
    int NAME PARAMETERS { return fails(&FUNCTION, PATH) ? -1 : REAL(NAME) ARGUMENTS; }

PLAIN(stat, (const char *path, struct stat *to), (path, to), of_stat, path)
PLAIN(lstat, (const char *path, struct stat *to), (path, to), of_stat, path)
PLAIN(fstat, (int fd, struct stat *to), (fd, to), of_stat, path_of(fd))
PLAIN(fstatat, (int folder, const char *path, struct stat *to, int flags), (folder, path, to, flags), of_stat,
      beneath(folder, path, (char[PATH_BYTES]){0}))
PLAIN(rename, (const char *from, const char *to), (from, to), of_rename, to)
PLAIN(renameat, (int a, const char *from, int b, const char *to), (a, from, b, to), of_rename,
      beneath(b, to, (char[PATH_BYTES]){0}))
PLAIN(mkdir, (const char *path, mode_t mode), (path, mode), of_mkdir, path)
PLAIN(mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode), of_mkdir,
      beneath(folder, path, (char[PATH_BYTES]){0}))
PLAIN(unlink, (const char *path), (path), of_unlink, path)
PLAIN(unlinkat, (int folder, const char *path, int flags), (folder, path, flags), of_unlink,
      beneath(folder, path, (char[PATH_BYTES]){0}))
PLAIN(access, (const char *path, int mode), (path, mode), of_access, path)
PLAIN(faccessat, (int folder, const char *path, int mode, int flags), (folder, path, mode, flags), of_access,
      beneath(folder, path, (char[PATH_BYTES]){0}))
PLAIN(fchmod, (int fd, mode_t mode), (fd, mode), of_mode, path_of(fd))
PLAIN(fchmodat, (int folder, const char *path, mode_t mode, int flags), (folder, path, mode, flags), of_mode,
      beneath(folder, path, (char[PATH_BYTES]){0}))

FILE *tmpfile(void)
{
    static const function f = {"tmpfile", NAMING, false, {ENOSPC, EMFILE, EACCES, EROFS}};
    char name[] = "/tmp/inject-XXXXXX";
    int fd = fails(&f, NULL) ? -1 : mkstemp(name);
    if (fd >= 0)
        REAL(unlink)(name);
    if (fd < 0)
        return NULL;
    FILE *file = REAL(fdopen)(opened(fd, "", "out/temporary"), "w+"); /* whose descriptor is asked for */
    if (!file)
        REAL(close)(fd);
    return file;
}

BEHIND(realpath);
BEHIND(getcwd);

char *realpath(const char *path, char *to)
{
    static const function f = {"realpath", LOOKING, false, {EIO, ENOMEM, EACCES}};
    return fails(&f, path) ? NULL : REAL(realpath)(path, to);
}

char *getcwd(char *to, size_t room)
{
    static const function f = {"getcwd", LOOKING, false, {ENOMEM, EACCES}};
    return fails(&f, NULL) ? NULL : REAL(getcwd)(to, room);
}

/* --- Threads --- */

BEHIND(pthread_create);
BEHIND(pthread_mutex_init);
BEHIND(pthread_cond_init);

int pthread_create(pthread_t *id, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
    static const function f = {"pthread_create", THREADS, false, {EAGAIN}};
    int error = fault(&f, NULL);
    return error ? error : REAL(pthread_create)(id, attributes, run, argument);
}

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes)
{
    int error = fault(&of_malloc, NULL);
    return error ? error : REAL(pthread_mutex_init)(mutex, attributes);
}

int pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
    int error = fault(&of_malloc, NULL);
    return error ? error : REAL(pthread_cond_init)(condition, attributes);
}

/* --- The same under other names, with large files and with _FORTIFY_SOURCE --- */

#ifdef __GLIBC__
int open64(const char *path, int flags, ...) __attribute__((alias("open")));
int openat64(int folder, const char *path, int flags, ...) __attribute__((alias("openat")));
int fcntl64(int fd, int command, ...) __attribute__((alias("fcntl")));
ssize_t pread64(int fd, void *to, size_t n, off64_t offset) __attribute__((alias("pread")));
ssize_t pwrite64(int fd, const void *from, size_t n, off64_t offset) __attribute__((alias("pwrite")));
struct dirent64 *readdir64(DIR *directory) __attribute__((alias("readdir")));
int ftruncate64(int fd, off64_t n) __attribute__((alias("ftruncate")));
off64_t lseek64(int fd, off64_t offset, int whence) __attribute__((alias("lseek")));
FILE *fopen64(const char *path, const char *mode) __attribute__((alias("fopen")));
FILE *tmpfile64(void) __attribute__((alias("tmpfile")));
#endif

/* --- Begin and end of main --- */

static int count_open(void)
{
    int n = 0;
    for (int fd = 3; fd < 100; fd++)
        n += fd != plan.report && REAL(fcntl)(fd, F_GETFD) >= 0;
    return n;
}

static void prepare(void)
{
    char path[512], how[16] = "";
    int where = 0;
    const char *text = getenv("INJECT");
    if (!text || sscanf(text, "%511s %lu %15s %u %d", path, &plan.at, how, &plan.variant, &where) < 4)
        return;
    for (int h = 0; h < (int)(sizeof how_names / sizeof *how_names); h++)
        if (strcmp(how, how_names[h]) == 0)
            plan.how = h;
    plan.where = where;
    int fd = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    plan.report = REAL(fcntl)(fd, F_DUPFD_CLOEXEC, 900); /* not where the program's come */
    REAL(close)(fd);
    opened(0, "", "in/standard-input");
    opened(1, "", "out/standard-output");
#ifdef __GLIBC__
    void *callers[2];
    backtrace(callers, 2); /* loads what it needs */
    /* Looked up now: inside of the program's dlerror, dlsym would free what that is about to return. */
    (void)(FOUND(malloc) && FOUND(calloc) && FOUND(realloc) && FOUND(free));
    stdin = stream_of(0, "r");
#endif
}

static void finish(int n_open)
{
    int n_left = count_open() - n_open;
    report("calls %lu\n", atomic_load(&n_calls));
    if (n_left)
        report("open %d\n", n_left);
    for (size_t i = 0; i < N_BLOCKS; i++) {
        Dl_info info;
        if (!blocks[i].at)
            continue;
        bool is_known = dladdr(blocks[i].caller, &info) && info.dli_fname;
        report("left %lu %zu %s %p\n", blocks[i].number, blocks[i].size, is_known ? info.dli_fname : "?",
               is_known ? (void *)((char *)blocks[i].caller - (char *)info.dli_fbase) : NULL);
    }
}

/* Tells in which object the program crashed, then lets it. */
static void on_crash(int number)
{
#ifdef __GLIBC__
    void *callers[8];
    Dl_info own, info = {0};
    int n = backtrace(callers, 8);
    dladdr(callers[0], &own);
    for (int i = 2; i < n && dladdr(callers[i], &info); i++)
        if (info.dli_fbase != own.dli_fbase && !strstr(info.dli_fname, "/libc.so")) /* which was given something wrong */
            break;
    report("crashed %s\n", info.dli_fname ? info.dli_fname : "?");
    report_where();
#endif
    signal(number, SIG_DFL);
    raise(number);
}

static int (*main_behind)(int, char **, char **);

static int main_watched(int argc, char **argv, char **environment)
{
    prepare();
    if (plan.report < 0)
        return main_behind(argc, argv, environment);
    int n_open = count_open();
    alarm(PATIENCE_SECONDS);
    signal(SIGSEGV, on_crash);
    atomic_store(&is_active, true);
    int status = main_behind(argc, argv, environment);
    atomic_store(&is_active, false);
    finish(n_open);
    return status;
}

/* What the C library's start calls, with main as its first argument. */
int __libc_start_main(int (*program)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*rtld_fini)(void), void *stack_end);
BEHIND(__libc_start_main);
int __libc_start_main(int (*program)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*rtld_fini)(void), void *stack_end)
{
    main_behind = program;
    return REAL(__libc_start_main)(main_watched, argc, argv, init, fini, rtld_fini, stack_end);
}

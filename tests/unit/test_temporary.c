/* io/temporary: hidden files that nothing leaves behind. */
#include "tree.h"
#include "unit.h"

#include "base/thread.h"
#include "io/temporary.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

/* More than are noted in one block. */
enum { MANY = 150, N_THREADS = 3, N_KILLS = 40 };

static int open_root(void)
{
    int folder = open(tree_root, O_RDONLY | O_DIRECTORY);
    EXPECT(folder >= 0, "%s: %s", tree_root, strerror(errno));
    return folder;
}

static size_t count_entries(char name[TREE_PATH_SIZE])
{
    DIR *folder = opendir(tree_root);
    size_t n = 0;
    for (const struct dirent *entry; folder && (entry = readdir(folder)); n++)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            snprintf(name, TREE_PATH_SIZE, "%s", entry->d_name);
    closedir(folder);
    return n - 2;
}

static void expect_empty(const char *when)
{
    char name[TREE_PATH_SIZE] = "";
    size_t n = count_entries(name);
    EXPECT(n == 0, "%s: %zu files are left behind, %s one of them", when, n, name);
}

START_TEST(a_file_is_hidden_until_it_is_moved)
{
    char name[TREE_PATH_SIZE], other[TREE_PATH_SIZE], path[TREE_PATH_SIZE];
    struct stat info;
    int folder = open_root();
    ml_temporary file = {NULL};
    int fd = ml_temporary_create(folder, ML_TEMPORARY_PREFIX, &file);
    ck_assert(fd >= 0 && write(fd, "text", 4) == 4 && count_entries(name) == 1);
    ck_assert(strncmp(name, ".maskloss-", 10) == 0 && strlen(name) == 26);
    ck_assert(ml_temporary_set_mode(&file, S_IFREG | 06741) && fstat(fd, &info) == 0 && (info.st_mode & 07777) == 0741);
    tree_add("there");
    ck_assert(ml_temporary_move(&file, folder, "there") && !file.slot);
    ck_assert(stat(tree_path("there", path), &info) == 0 && info.st_size == 4);
    ml_temporary_remove(&file); /* there is none any more */
    ck_assert(stat(path, &info) == 0 && unlink(path) == 0);
    close(fd);
    fd = ml_temporary_create(folder, ML_TEMPORARY_PREFIX, &file);
    ck_assert(fd >= 0 && count_entries(other) == 1 && strcmp(name, other) != 0);
    ck_assert(!ml_temporary_move(&file, folder, "no/place") && errno == ENOENT && file.slot);
    errno = EPERM;
    ml_temporary_remove(&file);
    ck_assert(errno == EPERM);
    close(fd);
    close(folder);
    expect_empty("a file was removed");
}
END_TEST

START_TEST(what_cannot_be_made_is_told)
{
    ml_temporary file = {NULL};
    int folder = open("/dev/null", O_RDONLY);
    ck_assert(ml_temporary_create(folder, ML_TEMPORARY_PREFIX, &file) < 0 && errno == ENOTDIR && !file.slot);
    close(folder);
    ck_assert(ml_temporary_create(folder, ML_TEMPORARY_PREFIX, &file) < 0 && errno == EBADF && !file.slot);
}
END_TEST

/* Makes many files, half of which are removed again. */
static void make_many(int folder)
{
    ml_temporary files[MANY] = {{NULL}};
    for (int k = 0; k < MANY; k++) {
        int fd = ml_temporary_create(folder, k % 2 ? ML_TEMPORARY_PREFIX : ML_TEMPORARY_LOCKED_PREFIX, &files[k]);
        if (fd < 0 || write(fd, "x", 1) != 1)
            _exit(98);
        close(fd);
    }
    for (int k = 0; k < MANY; k += 2)
        ml_temporary_remove(&files[k]);
}

/* Runs a function in a process of its own, without dumps of memory; how that ends. */
static int run_apart(void (*run)(int number), int number)
{
    static const int of_check[] = {SIGINT, SIGTERM}; /* which handles them, to end all its tests */
    const struct rlimit no_core = {0, 0};
    struct sigaction now;
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &no_core);
        for (size_t k = 0; k < ML_COUNT(of_check); k++)
            if (sigaction(of_check[k], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
                signal(of_check[k], SIG_DFL);
        ml_guard_signals();
        run(number);
        _exit(97);
    }
    EXPECT(child > 0 && waitpid(child, &status, 0) == child, "a process: %s", strerror(errno));
    return status;
}

static void end_by_signal(int number)
{
    make_many(open_root());
    raise(number);
}

START_TEST(no_signal_that_ends_the_program_leaves_a_file)
{
    static const int ends[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGABRT, SIGPIPE, SIGALRM, SIGTERM, SIGUSR1,
                               SIGUSR2, SIGXCPU, SIGPROF, SIGSYS,  SIGSEGV, SIGBUS,  SIGFPE,  SIGILL};
    for (size_t k = 0; k < ML_COUNT(ends); k++) {
        struct sigaction now;
        bool is_of_check = ends[k] == SIGINT || ends[k] == SIGTERM;
        if (sigaction(ends[k], NULL, &now) != 0 || (now.sa_handler != SIG_DFL && !is_of_check) || now.sa_handler == SIG_IGN)
            continue; /* a sanitizer's, or ignored by whoever runs the tests */
        int status = run_apart(end_by_signal, ends[k]);
        EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == ends[k], "%s: the process ended otherwise: %d", strsignal(ends[k]),
               status);
        expect_empty(strsignal(ends[k]));
    }
}
END_TEST

START_TEST(signals_that_are_ignored_remain_so)
{
    void (*before)(int) = signal(SIGHUP, SIG_IGN);
    int status = run_apart(end_by_signal, SIGHUP);
    signal(SIGHUP, before);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 97);
    char name[TREE_PATH_SIZE], path[TREE_PATH_SIZE];
    while (count_entries(name) > 0)
        ck_assert(unlink(tree_path(name, path)) == 0); /* it has not removed its files */
}
END_TEST

static void make_and_move(void *arg)
{
    int folder = *(int *)arg;
    for (unsigned k = 0;; k++) {
        ml_temporary file = {NULL};
        int fd = ml_temporary_create(folder, ML_TEMPORARY_PREFIX, &file);
        if (fd < 0)
            _exit(98);
        close(fd);
        if (k % 2 && !ml_temporary_move(&file, folder, "moved"))
            pause(); /* a signal has removed it */
        ml_temporary_remove(&file);
    }
}

static void make_in_threads(int microseconds)
{
    int folder = open_root();
    void *args[N_THREADS] = {&folder, &folder, &folder};
    ml_error error = ML_ERROR_INIT;
    ml_threads *threads;
    size_t n_started;
    if (ml_threads_start(N_THREADS, make_and_move, args, &error, &threads, &n_started))
        _exit(98);
    const struct timespec pause = {0, microseconds * 1000L};
    nanosleep(&pause, NULL);
    raise(SIGTERM);
}

START_TEST(files_that_threads_are_making_are_not_left_either)
{
    char path[TREE_PATH_SIZE];
    for (int k = 0; k < (int)unit_rounds(N_KILLS); k++) {
        int status = run_apart(make_in_threads, 37 * k);
        EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM, "the process ended otherwise: %d", status);
        (void)unlink(tree_path("moved", path));
        expect_empty("SIGTERM while threads make files");
    }
}
END_TEST

static void write_too_much(int number)
{
    const struct rlimit small = {10, 10};
    int folder = open_root();
    ml_temporary file = {NULL};
    int fd = ml_temporary_create(folder, ML_TEMPORARY_PREFIX, &file);
    if (setrlimit(RLIMIT_FSIZE, &small) != 0 || write(fd, "0123456789", 10) != 10)
        _exit(1);
    bool is_told = write(fd, "0", 1) < 0 && errno == EFBIG;
    ml_temporary_remove(&file);
    _exit(is_told ? 0 : number);
}

START_TEST(a_limit_on_the_size_of_files_is_an_error_of_writing)
{
    int status = run_apart(write_too_much, 2);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    expect_empty("a limit");
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, a_file_is_hidden_until_it_is_moved);
    tcase_add_test(tests, what_cannot_be_made_is_told);
    tcase_add_test(tests, no_signal_that_ends_the_program_leaves_a_file);
    tcase_add_test(tests, signals_that_are_ignored_remain_so);
    tcase_add_test(tests, files_that_threads_are_making_are_not_left_either);
    tcase_add_test(tests, a_limit_on_the_size_of_files_is_an_error_of_writing);
}

int main(void) { return unit_main("temporary", add_tests); }

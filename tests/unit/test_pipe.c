/* io/pipe: bytes that can be read only once. */
#include "tree.h"
#include "unit.h"

#include "base/memory.h"
#include "io/pipe.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

/* A child process that writes n bytes to each of the FIFOs, one after the other. */
static pid_t write_to(const char *const *paths, size_t n_paths, size_t n)
{
    pid_t child = fork();
    if (child != 0)
        return child;
    for (size_t i = 0; i < n_paths; i++) {
        FILE *file = fopen(paths[i], "wb");
        for (size_t k = 0; file && k < n; k++)
            putc((int)(k * 7 + i) & 0xff, file);
        if (!file || fclose(file) != 0)
            _exit(1);
    }
    _exit(0);
}

/* Reads a and b, which are written in the order b, a. */
static ml_status read_both(size_t n, uint64_t max_bytes, ml_error *error, ml_pipe pipes[2])
{
    char a[TREE_PATH_SIZE], b[TREE_PATH_SIZE];
    ml_pipe *both[] = {&pipes[0], &pipes[1]};
    const char *written[] = {tree_path("b", b), tree_path("a", a)};
    int how = 0;
    (void)remove(a);
    (void)remove(b);
    ck_assert(mkfifo(a, 0600) == 0 && mkfifo(b, 0600) == 0);
    EXPECT(ml_pipe_is(a) && ml_pipe_is("-") && !ml_pipe_is("/dev/null"), "what a pipe is");
    pipes[0] = (ml_pipe){.path = ml_strdup(a)};
    pipes[1] = (ml_pipe){.path = ml_strdup(b)};
    pid_t child = write_to(written, 2, n);
    ml_status status = ml_pipes_read(both, 2, max_bytes, error);
    if (status)
        (void)kill(child, SIGKILL);
    ck_assert(waitpid(child, &how, 0) == child);
    return status;
}

START_TEST(pipes_are_read_whole_in_whatever_order_they_are_written)
{
    static const size_t sizes[] = {0, 1, 4096, 65536, 300000};
    for (size_t s = 0; s < ML_COUNT(sizes); s++) {
        ml_error error = ML_ERROR_INIT;
        ml_pipe pipes[2];
        ck_assert_int_eq(read_both(sizes[s], 1 << 20, &error, pipes), ML_OK);
        for (size_t i = 0; i < 2; i++) {
            EXPECT(pipes[i].n == sizes[s], "%zu bytes of %zu", pipes[i].n, sizes[s]);
            for (size_t k = 0; k < pipes[i].n; k++)
                EXPECT(pipes[i].bytes[k] == ((k * 7 + 1 - i) & 0xff), "byte %zu", k);
            ml_pipe_clear(&pipes[i]);
        }
    }
}
END_TEST

START_TEST(more_bytes_than_may_be_held_are_an_error)
{
    ml_error error = ML_ERROR_INIT;
    ml_pipe pipes[2];
    ck_assert_int_eq(read_both(300000, 599999, &error, pipes), ML_E_INPUT);
    EXPECT(strstr(error.text, "--max-memory"), "%s", error.text);
    for (size_t i = 0; i < 2; i++) {
        EXPECT(!pipes[i].bytes, "held");
        ml_pipe_clear(&pipes[i]);
    }
}
END_TEST

START_TEST(a_path_that_leads_nowhere_is_an_error)
{
    ml_error error = ML_ERROR_INIT;
    ml_pipe pipe = {.path = ml_strdup("/nowhere/pipe")}, *one = &pipe;
    ck_assert_int_eq(ml_pipes_read(&one, 1, 100, &error), ML_E_INPUT);
    EXPECT(strstr(error.text, "/nowhere/pipe: "), "%s", error.text);
    ml_pipe_clear(&pipe);
}
END_TEST

START_TEST(a_socket_is_a_pipe_and_a_file_is_none)
{
    char path[TREE_PATH_SIZE];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    tree_path("socket", path);
    if (strlen(path) >= sizeof address.sun_path)
        return; /* of a long TMPDIR */
    strcpy(address.sun_path, path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    ck_assert(fd >= 0 && bind(fd, (const struct sockaddr *)&address, sizeof address) == 0);
    ck_assert(ml_pipe_is(path));
    close(fd);
    tree_write(tree_path("text", path), "text");
    ck_assert(!ml_pipe_is(path) && !ml_pipe_is(tree_path("none", path)));
}
END_TEST

/* What standard input is; the one of before is returned. */
static int exchange_standard_input(int fd)
{
    int before = dup(STDIN_FILENO);
    ck_assert(fd >= 0 && before >= 0 && dup2(fd, STDIN_FILENO) >= 0);
    close(fd);
    return before;
}

START_TEST(of_two_pipes_the_one_that_cannot_be_read_is_told_and_neither_held)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_pipe pipes[] = {{.path = ml_strdup("-")}, {.path = ml_strdup(tree_path("readable", path))}},
            *both[] = {&pipes[0], &pipes[1]};
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    int writer = open(path, O_RDWR);
    ck_assert(writer >= 0 && write(writer, "text", 4) == 4);
    int before =
        exchange_standard_input(open(tree_root, O_RDONLY)); /* a folder: there is always something, which cannot be read */
    ml_status status = ml_pipes_read(both, 2, 100, &error);
    close(exchange_standard_input(before));
    close(writer);
    EXPECT(status == ML_E_INPUT && strstr(error.text, "standard input: "), "%s", error.text);
    for (size_t i = 0; i < 2; i++) {
        EXPECT(!pipes[i].bytes, "held");
        ml_pipe_clear(&pipes[i]);
    }
}
END_TEST

START_TEST(more_pipes_than_a_pair_has_are_refused)
{
    ml_error error = ML_ERROR_INIT;
    ml_pipe pipe = {.path = ml_strdup("-")}, *three[] = {&pipe, &pipe, &pipe};
    ck_assert_int_eq(ml_pipes_read(three, 3, 100, &error), ML_E_SYSTEM);
    ml_pipe_clear(&pipe);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, pipes_are_read_whole_in_whatever_order_they_are_written);
    tcase_add_test(tests, more_bytes_than_may_be_held_are_an_error);
    tcase_add_test(tests, a_path_that_leads_nowhere_is_an_error);
    tcase_add_test(tests, a_socket_is_a_pipe_and_a_file_is_none);
    tcase_add_test(tests, of_two_pipes_the_one_that_cannot_be_read_is_told_and_neither_held);
    tcase_add_test(tests, more_pipes_than_a_pair_has_are_refused);
}

int main(void) { return unit_main("pipe", add_tests); }

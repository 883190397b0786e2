/* io/out: results that appear whole or not at all. */
#include "data.h"
#include "tree.h"
#include "unit.h"

#include "io/destination.h"
#include "io/writing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

enum { MANY = 20 << 20 };

static void open_out(const char *path, ml_out *out)
{
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_out_open(path, &error, out) == ML_OK, "%s", error.text);
}

static void commit(ml_out *out)
{
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_out_commit(out, &error) == ML_OK, "%s", error.text);
    ml_out_close(out);
}

/* The number of files in a folder of the temporary one: nothing may be left beside a result. */
static size_t count_files(const char *name)
{
    char path[TREE_PATH_SIZE];
    size_t n = 0;
    DIR *folder = opendir(tree_path(name, path));
    EXPECT(folder, "%s: %s", path, strerror(errno));
    for (const struct dirent *entry; (entry = readdir(folder));)
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(folder);
    return n;
}

START_TEST(a_new_file_appears_on_commit_and_not_before)
{
    char path[TREE_PATH_SIZE];
    ml_out out;
    tree_add("new/");
    open_out(tree_path("new/result", path), &out);
    ck_assert_uint_eq(count_files("new"), 0);
    ml_out_text(&out, "one ");
    ml_out_bytes(&out, "two...", 3);
    ml_out_printf(&out, " %s %d", "three", 4);
    ml_out_pad(&out, 3);
    ml_out_pad(&out, 0);
    ml_out_text(&out, "five\n");
    ck_assert_uint_eq(count_files("new"), 0);
    commit(&out);
    data_expect_content(path, "one two three 4   five\n");
    ck_assert_uint_eq(count_files("new"), 1);
}
END_TEST

START_TEST(without_commit_nothing_is_written)
{
    char path[TREE_PATH_SIZE];
    ml_out out;
    tree_add("none/");
    open_out(tree_path("none/result", path), &out);
    ml_out_text(&out, "text");
    ml_out_close(&out);
    ck_assert_uint_eq(count_files("none"), 0);
    tree_write(path, "old");
    open_out(path, &out);
    ml_out_text(&out, "text");
    ml_out_close(&out);
    data_expect_content(path, "old");
    ck_assert_uint_eq(count_files("none"), 1);
}
END_TEST

START_TEST(an_old_file_is_replaced_as_a_whole_and_keeps_its_mode)
{
    char path[TREE_PATH_SIZE];
    struct stat info;
    ml_out out;
    tree_add("old/");
    tree_write(tree_path("old/result", path), "an old text that is longer");
    ck_assert_int_eq(chmod(path, 0640), 0);
    open_out(path, &out);
    ml_out_text(&out, "new");
    data_expect_content(path, "an old text that is longer");
    commit(&out);
    data_expect_content(path, "new");
    ck_assert(stat(path, &info) == 0 && (info.st_mode & 0777) == 0640);
    ck_assert_uint_eq(count_files("old"), 1);
}
END_TEST

START_TEST(a_new_file_has_the_mode_that_the_umask_leaves)
{
    char path[TREE_PATH_SIZE];
    struct stat info;
    ml_out out;
    mode_t before = umask(027);
    tree_add("mode/");
    open_out(tree_path("mode/result", path), &out);
    commit(&out);
    umask(before);
    ck_assert(stat(path, &info) == 0 && (info.st_mode & 0777) == 0640 && info.st_size == 0);
}
END_TEST

START_TEST(a_link_stays_a_link_and_its_target_is_replaced)
{
    char path[TREE_PATH_SIZE], target[TREE_PATH_SIZE];
    struct stat info;
    ml_out out;
    tree_add("link/real/");
    tree_write(tree_path("link/real/result", target), "old");
    tree_link("real/result", "link/result");
    open_out(tree_path("link/result", path), &out);
    ml_out_text(&out, "new");
    commit(&out);
    ck_assert(lstat(path, &info) == 0 && S_ISLNK(info.st_mode));
    data_expect_content(target, "new");
    ck_assert_uint_eq(count_files("link"), 2);
    ck_assert_uint_eq(count_files("link/real"), 1);
}
END_TEST

START_TEST(a_link_to_nothing_is_refused_early)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    tree_link("not-there", "to-nothing");
    ck_assert_int_eq(ml_out_open(tree_path("to-nothing", path), &error, &out), ML_E_SYSTEM);
    ck_assert(strstr(error.text, path));
}
END_TEST

START_TEST(a_path_without_folder_is_written_in_the_current_one)
{
    char folder[TREE_PATH_SIZE], path[TREE_PATH_SIZE];
    ml_out out;
    tree_add("here/");
    int before = open(".", O_RDONLY);
    ck_assert(before >= 0 && chdir(tree_path("here", folder)) == 0);
    open_out("result", &out);
    ml_out_text(&out, "text");
    commit(&out);
    ck_assert_int_eq(fchdir(before), 0);
    close(before);
    data_expect_content(tree_path("here/result", path), "text");
}
END_TEST

START_TEST(a_text_that_could_not_be_collected_leaves_the_old_file)
{
    static char long_text[2000];
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    tree_add("sticky/");
    tree_write(tree_path("sticky/result", path), "old");
    open_out(path, &out);
    memset(long_text, 'x', sizeof long_text - 1);
    ml_out_text(&out, "begin");
    ml_out_printf(&out, "%s", long_text); /* longer than the header allows */
    ml_out_text(&out, "end");
    ck_assert_int_eq(ml_out_commit(&out, &error), ML_E_SYSTEM);
    ck_assert_int_eq(error.status, ML_E_SYSTEM);
    ml_out_close(&out);
    data_expect_content(path, "old");
    ck_assert_uint_eq(count_files("sticky"), 1);
}
END_TEST

START_TEST(texts_of_any_length_are_collected)
{
    static char text[1 << 16];
    char path[TREE_PATH_SIZE];
    ml_out out;
    size_t n, total = 0;
    tree_add("any/");
    open_out(tree_path("any/result", path), &out);
    memset(text, 'x', sizeof text);
    for (n = 0; n < sizeof text; n = 2 * n + 1) {
        ml_out_bytes(&out, text, n);
        total += n;
    }
    ml_out_bytes(&out, "", 0);
    commit(&out);
    uint8_t *bytes = data_read(path, &n);
    EXPECT(n == total, "%zu bytes instead of %zu", n, total);
    free(bytes);
}
END_TEST

static unsigned char byte_at(size_t i) { return (unsigned char)(i * 31 + i / 1000003); }

/* Writes MANY bytes in pieces of `size`, and reads them again. */
static void expect_many(size_t size)
{
    char path[TREE_PATH_SIZE];
    ml_out out;
    size_t n;
    unsigned char *piece = malloc(size);
    ck_assert(piece != NULL);
    open_out(tree_path("spill/result", path), &out);
    for (size_t first = 0; first < MANY; first += n) {
        n = MANY - first < size ? MANY - first : size;
        for (size_t i = 0; i < n; i++)
            piece[i] = byte_at(first + i);
        ml_out_bytes(&out, (const char *)piece, n);
    }
    commit(&out);
    free(piece);
    uint8_t *bytes = data_read(path, &n);
    EXPECT(n == MANY, "pieces of %zu: %zu bytes", size, n);
    for (size_t i = 0; i < n; i++)
        EXPECT(bytes[i] == byte_at(i), "pieces of %zu: byte %zu", size, i);
    free(bytes);
    ck_assert_uint_eq(count_files("spill"), 1);
}

START_TEST(results_beyond_8_mib_are_whole)
{
    static const size_t sizes[] = {1000, 65536, 1234567, 8 << 20, (8 << 20) + 1, MANY};
    tree_add("spill/");
    for (size_t i = 0; i < ML_COUNT(sizes); i++)
        expect_many(sizes[i]);
}
END_TEST

START_TEST(a_part_beyond_8_mib_is_taken_over_whole)
{
    enum { PIECE = 65536 };
    static char piece[PIECE];
    char path[TREE_PATH_SIZE];
    ml_out out, part = {.path = "part", .fd = -1};
    size_t n;
    tree_add("taken/");
    open_out(tree_path("taken/result", path), &out);
    ml_out_text(&out, "before ");
    for (size_t first = 0; first < MANY; first += PIECE) {
        for (size_t i = 0; i < PIECE; i++)
            piece[i] = (char)byte_at(first + i);
        ml_out_bytes(&part, piece, MANY - first < PIECE ? MANY - first : PIECE);
    }
    ck_assert_uint_gt(part.spill.n, 0);
    ml_out_take(&out, &part);
    ml_out_text(&out, " behind");
    commit(&out);
    uint8_t *bytes = data_read(path, &n);
    ck_assert_uint_eq(n, 7 + MANY + 7);
    ck_assert(memcmp(bytes, "before ", 7) == 0 && memcmp(bytes + 7 + MANY, " behind", 7) == 0);
    for (size_t i = 0; i < MANY; i++)
        EXPECT(bytes[7 + i] == byte_at(i), "byte %zu", i);
    free(bytes);
}
END_TEST

START_TEST(a_large_result_without_commit_leaves_nothing)
{
    static char text[1 << 20];
    char path[TREE_PATH_SIZE];
    ml_out out;
    tree_add("dropped/");
    open_out(tree_path("dropped/result", path), &out);
    for (int i = 0; i < 12; i++)
        ml_out_bytes(&out, text, sizeof text);
    ml_out_close(&out);
    ck_assert_uint_eq(count_files("dropped"), 0);
}
END_TEST

START_TEST(a_folder_is_no_target)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    tree_add("folder/");
    ck_assert_int_eq(ml_out_open(tree_path("folder", path), &error, &out), ML_E_SYSTEM);
    ck_assert(error.status == ML_E_SYSTEM && strstr(error.text, path) && strstr(error.text, "directory"));
    ck_assert_int_eq(ml_out_open(tree_path("folder/", path), &error, &out), ML_E_SYSTEM);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_found_early)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    ck_assert_int_eq(ml_out_open(tree_path("nowhere/result", path), &error, &out), ML_E_SYSTEM);
    ck_assert(strstr(error.text, path));
    tree_add("plain-file");
    ck_assert_int_eq(ml_out_open(tree_path("plain-file/result", path), &error, &out), ML_E_SYSTEM);
    ck_assert(strstr(error.text, path));
}
END_TEST

/* 0: both refused with their paths. */
static int open_closed(void)
{
    static const char *const names[] = {"closed/new", "closed/old", "open/old"};
    int n_opened = 0;
    for (size_t i = 0; i < ML_COUNT(names); i++) {
        char path[TREE_PATH_SIZE];
        ml_error error = ML_ERROR_INIT;
        ml_out out;
        ml_status status = ml_out_open(tree_path(names[i], path), &error, &out);
        n_opened += status != ML_E_SYSTEM || !strstr(error.text, path);
    }
    return n_opened;
}

START_TEST(where_writing_is_not_allowed_it_is_found_early)
{
    char path[TREE_PATH_SIZE];
    tree_add("closed/old");
    tree_add("open/old");
    ck_assert(chmod(tree_path("open", path), 0777) == 0 && chmod(tree_path("open/old", path), 0444) == 0);
    ck_assert(chmod(tree_path("closed", path), 0555) == 0);
    ck_assert_int_eq(tree_without_rights(open_closed), 0);
    ck_assert_int_eq(chmod(path, 0755), 0);
}
END_TEST

/* 0: a result that does not fit fails, with the path. */
static int write_beyond_limit(void)
{
    static char text[100000];
    const struct rlimit limit = {50000, 50000};
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || ml_out_open(tree_path("full/result", path), &error, &out) != ML_OK)
        return 1;
    ml_out_bytes(&out, text, sizeof text);
    ml_status status = ml_out_commit(&out, &error);
    ml_out_close(&out);
    return status == ML_E_SYSTEM && error.status == status && strstr(error.text, path) ? 0 : 2;
}

/* 0: a result that fits neither in memory nor in a temporary file fails, and what is written afterwards does not matter. */
static int collect_beyond_limit(void)
{
    static char text[1 << 20];
    const struct rlimit limit = {50000, 50000};
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_out out, other = {.path = "other", .fd = -1};
    signal(SIGXFSZ, SIG_IGN);
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || ml_out_open(tree_path("full/result", path), &error, &out) != ML_OK)
        return 1;
    for (int i = 0; i < 20; i++)
        ml_out_bytes(&other, text, sizeof text);
    ml_out_take(&out, &other);
    ml_out_text(&out, "more");
    ml_status status = ml_out_commit(&out, &error);
    ml_out_close(&out);
    return status == ML_E_SYSTEM && strstr(error.text, "too large for memory") ? 0 : 2;
}

START_TEST(a_failed_write_leaves_the_old_file_and_nothing_beside_it)
{
    char path[TREE_PATH_SIZE];
    tree_add("full/");
    ck_assert_int_eq(chmod(tree_path("full", path), 0777), 0);
    tree_write(tree_path("full/result", path), "old");
    ck_assert_int_eq(chmod(path, 0666), 0);
    ck_assert_int_eq(tree_without_rights(write_beyond_limit), 0);
    ck_assert_int_eq(tree_without_rights(collect_beyond_limit), 0);
    data_expect_content(path, "old");
    ck_assert_uint_eq(count_files("full"), 1);
}
END_TEST

START_TEST(a_folder_that_has_taken_the_name_meanwhile_stays)
{
    char path[TREE_PATH_SIZE];
    struct stat info;
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    tree_add("occupied/");
    open_out(tree_path("occupied/result", path), &out);
    ml_out_text(&out, "text");
    ck_assert_int_eq(mkdir(path, 0777), 0);
    ck_assert_int_eq(ml_out_commit(&out, &error), ML_E_SYSTEM);
    EXPECT(strstr(error.text, path) == error.text && strstr(error.text, strerror(EISDIR)), "%s", error.text);
    ml_out_close(&out);
    ck_assert(stat(path, &info) == 0 && S_ISDIR(info.st_mode));
    ck_assert_uint_eq(count_files("occupied"), 1);
}
END_TEST

START_TEST(the_folder_of_a_path_is_what_is_before_its_name)
{
    static const char *const cases[][2] = {{"a", "."}, {"/a", "/"}, {"/a/b", "/a"}, {"a/b/c", "a/b"}, {"./a", "."}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        char *folder = ml_directory_of(cases[k][0]);
        EXPECT(folder && strcmp(folder, cases[k][1]) == 0, "%s is in %s", cases[k][0], folder);
        free(folder);
    }
}
END_TEST

START_TEST(a_full_device_is_an_error)
{
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    if (access("/dev/full", W_OK) != 0)
        return; /* only some systems have it */
    open_out("/dev/full", &out);
    ml_out_text(&out, "text");
    ck_assert_int_eq(ml_out_commit(&out, &error), ML_E_SYSTEM);
    ck_assert(error.status == ML_E_SYSTEM && strstr(error.text, "/dev/full"));
    ml_out_close(&out);
}
END_TEST

START_TEST(devices_are_written_directly_and_stay)
{
    struct stat info;
    ml_out out;
    open_out("/dev/null", &out);
    ml_out_text(&out, "text");
    commit(&out);
    ck_assert(stat("/dev/null", &info) == 0 && S_ISCHR(info.st_mode));
}
END_TEST

START_TEST(a_fifo_is_written_directly_and_stays)
{
    char path[TREE_PATH_SIZE], got[16] = "";
    struct stat info;
    ml_out out;
    tree_add("fifo/");
    ck_assert_int_eq(mkfifo(tree_path("fifo/f", path), 0600), 0);
    int reader = open(path, O_RDONLY | O_NONBLOCK);
    ck_assert_int_ge(reader, 0);
    open_out(path, &out);
    ml_out_text(&out, "text");
    commit(&out);
    ck_assert_int_eq((int)read(reader, got, sizeof got), 4);
    ck_assert_str_eq(got, "text");
    close(reader);
    ck_assert(lstat(path, &info) == 0 && S_ISFIFO(info.st_mode));
    ck_assert_uint_eq(count_files("fifo"), 1);
}
END_TEST

/* Commits to standard output, which is a file meanwhile. */
static void expect_standard_output(const char *path)
{
    char file[TREE_PATH_SIZE];
    ml_out out;
    open_out(path, &out);
    ml_out_text(&out, "text\n");
    fflush(stdout);
    int before = dup(STDOUT_FILENO), to = open(tree_path("stdout", file), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ck_assert(before >= 0 && to >= 0 && dup2(to, STDOUT_FILENO) >= 0);
    ml_error error = ML_ERROR_INIT;
    ml_status status = ml_out_commit(&out, &error);
    dup2(before, STDOUT_FILENO);
    close(before);
    close(to);
    ml_out_close(&out);
    EXPECT(status == ML_OK, "%s", error.text);
    data_expect_content(file, "text\n");
}

START_TEST(without_a_path_or_with_a_dash_standard_output_is_written)
{
    expect_standard_output(NULL);
    expect_standard_output("-");
}
END_TEST

/* 0: text printed, a result, and text again stand one after the other in the file that standard output is. */
static int write_into_standard_output(void)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    int to = open(tree_path("redirected/result", path), O_WRONLY);
    if (to < 0 || dup2(to, STDOUT_FILENO) < 0 || write(STDOUT_FILENO, "before ", 7) != 7)
        return 1;
    if (ml_out_open(path, &error, &out) != ML_OK)
        return 2;
    ml_out_text(&out, "result ");
    ml_status status = ml_out_commit(&out, &error);
    ml_out_close(&out);
    return status == ML_OK && write(STDOUT_FILENO, "after", 5) == 5 ? 0 : 3;
}

START_TEST(the_file_that_standard_output_goes_to_is_not_replaced)
{
    char path[TREE_PATH_SIZE];
    tree_add("redirected/result");
    ck_assert_int_eq(chmod(tree_path("redirected", path), 0777), 0);
    ck_assert_int_eq(chmod(tree_path("redirected/result", path), 0666), 0);
    ck_assert_int_eq(tree_without_rights(write_into_standard_output), 0);
    data_expect_content(path, "before result after");
    ck_assert_uint_eq(count_files("redirected"), 1);
}
END_TEST

/* 0: after the guard, no new file takes a closed standard descriptor's place, and output to it fails. */
static int open_without_standard_files(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        close(fd);
    ml_guard_standard_files();
    int fd = open("/dev/null", O_RDONLY);
    if (fd <= STDERR_FILENO)
        return 1;
    char byte = 'x';
    /* What stands in a descriptor's place is not taken for it. */
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    if (ml_out_open("/dev/null", &error, &out) != ML_OK || out.fd != -1)
        return 3;
    ml_out_text(&out, "text");
    if (ml_out_commit(&out, &error) != ML_OK)
        return 4;
    ml_out_close(&out);
    if (read(STDIN_FILENO, &byte, 1) >= 0 || write(STDOUT_FILENO, &byte, 1) >= 0 || write(STDERR_FILENO, &byte, 1) >= 0)
        return 2;
    return 0;
}

START_TEST(closed_standard_files_are_guarded) { ck_assert_int_eq(tree_without_rights(open_without_standard_files), 0); }
END_TEST

START_TEST(a_closed_standard_output_is_an_error)
{
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    open_out(NULL, &out);
    ml_out_text(&out, "text\n");
    fflush(stdout);
    int before = dup(STDOUT_FILENO);
    ck_assert(before >= 0 && close(STDOUT_FILENO) == 0);
    ml_status status = ml_out_commit(&out, &error);
    dup2(before, STDOUT_FILENO);
    close(before);
    ml_out_close(&out);
    ck_assert_int_eq(status, ML_E_SYSTEM);
    ck_assert(strstr(error.text, "standard output"));
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, a_new_file_appears_on_commit_and_not_before);
    tcase_add_test(tests, without_commit_nothing_is_written);
    tcase_add_test(tests, an_old_file_is_replaced_as_a_whole_and_keeps_its_mode);
    tcase_add_test(tests, a_new_file_has_the_mode_that_the_umask_leaves);
    tcase_add_test(tests, a_link_stays_a_link_and_its_target_is_replaced);
    tcase_add_test(tests, a_link_to_nothing_is_refused_early);
    tcase_add_test(tests, a_path_without_folder_is_written_in_the_current_one);
    tcase_add_test(tests, a_text_that_could_not_be_collected_leaves_the_old_file);
    tcase_add_test(tests, texts_of_any_length_are_collected);
    tcase_add_test(tests, results_beyond_8_mib_are_whole);
    tcase_add_test(tests, a_part_beyond_8_mib_is_taken_over_whole);
    tcase_add_test(tests, a_large_result_without_commit_leaves_nothing);
    tcase_add_test(tests, a_folder_is_no_target);
    tcase_add_test(tests, a_folder_that_is_not_there_is_found_early);
    tcase_add_test(tests, where_writing_is_not_allowed_it_is_found_early);
    tcase_add_test(tests, a_failed_write_leaves_the_old_file_and_nothing_beside_it);
    tcase_add_test(tests, a_folder_that_has_taken_the_name_meanwhile_stays);
    tcase_add_test(tests, the_folder_of_a_path_is_what_is_before_its_name);
    tcase_add_test(tests, a_full_device_is_an_error);
    tcase_add_test(tests, devices_are_written_directly_and_stay);
    tcase_add_test(tests, a_fifo_is_written_directly_and_stays);
    tcase_add_test(tests, without_a_path_or_with_a_dash_standard_output_is_written);
    tcase_add_test(tests, the_file_that_standard_output_goes_to_is_not_replaced);
    tcase_add_test(tests, closed_standard_files_are_guarded);
    tcase_add_test(tests, a_closed_standard_output_is_an_error);
}

int main(void) { return unit_main("out", add_tests); }

/* io/out_lines: lines that are in their file at once, and files that are gone on with. */
#include "data.h"
#include "tree.h"
#include "unit.h"

#include "io/destination.h"
#include "io/out_lines.h"

#include <fcntl.h>
#include <sys/file.h>

static void open_lines(const char *path, ml_out *out)
{
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_out_open(path, &error, out) == ML_OK, "%s", error.text);
    out->by_line = true;
}

static void line(ml_out *out, const char *text)
{
    ml_out_text(out, text);
    ml_out_line(out);
    EXPECT(out->status == ML_OK, "a line is not written");
}

static void commit(ml_out *out)
{
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_out_commit(out, &error) == ML_OK, "%s", error.text);
    ml_out_close(out);
}

/* The file beside the one that is resumed, if there is one. */
static bool find_beside(char path[TREE_PATH_SIZE])
{
    DIR *folder = opendir(tree_root);
    bool found = false;
    for (const struct dirent *entry; folder && !found && (entry = readdir(folder));)
        if (strncmp(entry->d_name, ".maskloss-resume-", 17) == 0) {
            tree_path(entry->d_name, path);
            found = true;
        }
    closedir(folder);
    return found;
}

static bool resume(const char *path, ml_out *out)
{
    ml_error error = ML_ERROR_INIT;
    bool exists;
    open_lines(path, out);
    EXPECT(ml_out_resume(out, &error, &exists) == ML_OK, "%s", error.text);
    return exists;
}

START_TEST(each_line_is_in_the_file_at_once)
{
    char path[TREE_PATH_SIZE];
    ml_out out;
    tree_write(tree_path("file", path), "what was there\n");
    open_lines(path, &out);
    data_expect_content(path, "what was there\n");
    line(&out, "one\n");
    data_expect_content(path, "one\n");
    ml_out_text(&out, "tw");
    data_expect_content(path, "one\n");
    line(&out, "o\n");
    data_expect_content(path, "one\ntwo\n");
    commit(&out);
    data_expect_content(path, "one\ntwo\n");
}
END_TEST

START_TEST(what_was_written_stays_without_commit)
{
    char path[TREE_PATH_SIZE];
    ml_out out;
    open_lines(tree_path("stays", path), &out);
    line(&out, "one\n");
    ml_out_text(&out, "two");
    ml_out_close(&out);
    data_expect_content(path, "one\n");
}
END_TEST

START_TEST(a_second_writer_is_refused)
{
    char path[TREE_PATH_SIZE], other[TREE_PATH_SIZE];
    ml_out first, second, whole;
    ml_error error = ML_ERROR_INIT;
    tree_write(tree_path("locked", path), "old\n");
    tree_path("locked-later", other);
    open_lines(path, &first);
    open_lines(path, &second);
    ck_assert_int_eq(ml_out_open(path, &error, &whole), ML_OK);
    line(&first, "one\n");
    ml_out_text(&second, "other\n");
    ml_out_line(&second);
    ck_assert(ml_out_check(&second, &error) == ML_E_SYSTEM && strstr(error.text, "another process"));
    ml_out_close(&second);
    /* Not by what would be renamed over the stream, either. */
    ml_error_clear(&error);
    ml_out_text(&whole, "whole\n");
    ck_assert(ml_out_commit(&whole, &error) == ML_E_SYSTEM && strstr(error.text, "another process"));
    ml_out_close(&whole);
    ml_error_clear(&error);
    ck_assert(ml_out_open(path, &error, &second) == ML_E_SYSTEM && strstr(error.text, "another process"));
    data_expect_content(path, "one\n");
    /* Nor by who would go on with it. */
    bool exists = true;
    ml_error_clear(&error);
    ck_assert_int_eq(ml_out_open(other, &error, &second), ML_OK);
    second.by_line = true;
    tree_write(other, "one\n");
    int fd = open(other, O_RDWR);
    ck_assert(fd >= 0 && flock(fd, LOCK_EX) == 0);
    ck_assert(ml_out_resume(&second, &error, &exists) == ML_E_SYSTEM && !exists && strstr(error.text, "another process"));
    ml_out_close(&second);
    close(fd);
    commit(&first);
    ck_assert(resume(path, &second));
    ml_error_clear(&error);
    ck_assert(ml_out_open(path, &error, &whole) == ML_E_SYSTEM && strstr(error.text, "another process"));
    ml_out_close(&second);
    ml_error_clear(&error);
    ck_assert_int_eq(ml_out_open(path, &error, &whole), ML_OK);
    ml_out_text(&whole, "whole\n");
    commit(&whole);
    data_expect_content(path, "whole\n");
}
END_TEST

START_TEST(lines_in_a_file_that_has_lost_its_name_are_an_error)
{
    char path[TREE_PATH_SIZE], other[TREE_PATH_SIZE];
    for (int replaced = 0; replaced < 2; replaced++) {
        ml_out out;
        ml_error error = ML_ERROR_INIT;
        open_lines(tree_path("lost", path), &out);
        line(&out, "one\n");
        if (replaced) {
            tree_write(tree_path("other", other), "other\n");
            ck_assert_int_eq(rename(other, path), 0);
        } else {
            ck_assert_int_eq(unlink(path), 0);
        }
        line(&out, "two\n");
        ck_assert(ml_out_commit(&out, &error) == ML_E_SYSTEM && strstr(error.text, "was removed or replaced"));
        ml_out_close(&out);
        if (replaced)
            data_expect_content(path, "other\n");
        else
            ck_assert(access(path, F_OK) != 0);
    }
}
END_TEST

START_TEST(a_cut_file_is_gone_on_with_in_place)
{
    char path[TREE_PATH_SIZE];
    struct stat before, after;
    ml_out out;
    tree_write(tree_path("cut", path), "one\ntwo\nthr");
    ck_assert(stat(path, &before) == 0 && resume(path, &out));
    line(&out, "one\n");
    line(&out, "two\n");
    data_expect_content(path, "one\ntwo\nthr");
    out.exhausted = true;
    line(&out, "three\n");
    data_expect_content(path, "one\ntwo\nthree\n");
    line(&out, "four\n");
    commit(&out);
    data_expect_content(path, "one\ntwo\nthree\nfour\n");
    ck_assert(stat(path, &after) == 0 && before.st_ino == after.st_ino);
}
END_TEST

START_TEST(a_gap_is_filled_in_a_file_that_replaces_the_old_one)
{
    char path[TREE_PATH_SIZE], beside[TREE_PATH_SIZE];
    struct stat before, after;
    ml_out out;
    tree_write(tree_path("gap", path), "one\nthree\nfo");
    ck_assert(!find_beside(beside) && chmod(path, 06640) == 0 && stat(path, &before) == 0 && resume(path, &out));
    line(&out, "one\n");
    line(&out, "two\n");
    data_expect_content(path, "one\nthree\nfo");
    ck_assert(find_beside(beside));
    data_expect_content(beside, "one\ntwo\n");
    out.exhausted = true;
    line(&out, "three\n");
    data_expect_content(path, "one\ntwo\nthree\n");
    line(&out, "four\n");
    data_expect_content(path, "one\ntwo\nthree\nfour\n");
    commit(&out);
    ck_assert(stat(path, &after) == 0 && before.st_ino != after.st_ino && (after.st_mode & 07777) == 0640);
    ck_assert(!find_beside(beside));
}
END_TEST

START_TEST(a_filled_file_is_in_its_place_after_commit_at_the_latest)
{
    char path[TREE_PATH_SIZE], beside[TREE_PATH_SIZE];
    ml_out out;
    tree_write(tree_path("late", path), "one\nthree\n");
    ck_assert(resume(path, &out));
    line(&out, "one\n");
    line(&out, "two\n");
    line(&out, "three\n");
    data_expect_content(path, "one\nthree\n");
    commit(&out);
    data_expect_content(path, "one\ntwo\nthree\n");
    ck_assert(!find_beside(beside));
}
END_TEST

START_TEST(lines_that_are_cut_off_meanwhile_are_missed)
{
    char path[TREE_PATH_SIZE], beside[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_out out;
    tree_write(tree_path("shorter", path), "one\nthree\n");
    ck_assert(resume(path, &out));
    line(&out, "one\n");
    ck_assert_int_eq(truncate(path, 2), 0);
    ml_out_text(&out, "two\n");
    ml_out_line(&out);
    ck_assert(ml_out_check(&out, &error) == ML_E_SYSTEM && strstr(error.text, path) == error.text);
    ml_out_close(&out);
    data_expect_content(path, "on");
    ck_assert(!find_beside(beside));
}
END_TEST

START_TEST(a_stream_without_lines_makes_no_file)
{
    char path[TREE_PATH_SIZE];
    ml_out out;
    open_lines(tree_path("lineless", path), &out);
    commit(&out);
    ck_assert(access(path, F_OK) != 0);
}
END_TEST

enum { N_REPLACEMENTS = 3000 };

/* Replaces a file many times. */
static void replace_often(const char *path, const char *other)
{
    for (int k = 0; k < N_REPLACEMENTS; k++) {
        int fd = open(other, O_WRONLY | O_CREAT | O_TRUNC, 0666);
        if (fd < 0 || close(fd) != 0 || rename(other, path) != 0)
            _exit(1);
    }
    _exit(0);
}

START_TEST(a_file_that_others_replace_is_written_to_or_that_is_told)
{
    char path[TREE_PATH_SIZE], other[TREE_PATH_SIZE];
    int status = -1;
    tree_write(tree_path("busy", path), "");
    tree_path("busier", other);
    pid_t child = fork();
    if (child == 0)
        replace_often(path, other);
    while (waitpid(child, &status, WNOHANG) == 0) {
        ml_out out;
        ml_error error = ML_ERROR_INIT;
        open_lines(path, &out);
        ml_out_text(&out, "one\n");
        ml_out_line(&out);
        if (ml_out_commit(&out, &error) != ML_OK)
            EXPECT(strstr(error.text, "was removed or replaced") || strstr(error.text, "another process"), "%s", error.text);
        ml_out_close(&out);
    }
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ml_out out;
    open_lines(path, &out);
    line(&out, "one\n");
    commit(&out);
    data_expect_content(path, "one\n");
}
END_TEST

START_TEST(an_interrupted_filling_leaves_the_old_file)
{
    char path[TREE_PATH_SIZE], beside[TREE_PATH_SIZE];
    ml_out out;
    tree_write(tree_path("left", path), "one\nthree\n");
    ck_assert(resume(path, &out));
    line(&out, "one\n");
    line(&out, "two\n");
    ml_out_close(&out);
    data_expect_content(path, "one\nthree\n");
    ck_assert(!find_beside(beside));
}
END_TEST

START_TEST(what_a_killed_filling_has_left_is_removed_unless_it_is_locked)
{
    char path[TREE_PATH_SIZE], dead[TREE_PATH_SIZE], live[TREE_PATH_SIZE], other[TREE_PATH_SIZE], fifo[TREE_PATH_SIZE];
    ml_out out;
    tree_write(tree_path("again", path), "one\nthree\n");
    tree_write(tree_path(".maskloss-resume-again", dead), "one\n");
    tree_write(tree_path(".maskloss-resume-live", live), "one\n");
    tree_link("again", ".maskloss-resume-link");
    ck_assert(mkfifo(tree_path(".maskloss-resume-fifo", fifo), 0600) == 0);
    int fd = open(live, O_RDWR);
    ck_assert(fd >= 0 && flock(fd, LOCK_EX) == 0 && resume(path, &out));
    line(&out, "one\n");
    line(&out, "two\n");
    ck_assert(access(dead, F_OK) != 0 && access(live, F_OK) == 0);
    ck_assert(access(tree_path(".maskloss-resume-link", other), F_OK) == 0);
    out.exhausted = true;
    line(&out, "three\n");
    commit(&out);
    close(fd);
    data_expect_content(path, "one\ntwo\nthree\n");
    ck_assert(unlink(live) == 0 && unlink(other) == 0 && unlink(fifo) == 0);
}
END_TEST

START_TEST(a_complete_file_is_not_touched_and_a_longer_one_cut)
{
    char path[TREE_PATH_SIZE];
    ml_out out;
    tree_write(tree_path("whole", path), "one\ntwo\n");
    const struct timespec past[2] = {{1000, 0}, {1000, 0}};
    struct stat info;
    ck_assert(utimensat(AT_FDCWD, path, past, 0) == 0 && resume(path, &out));
    line(&out, "one\n");
    out.exhausted = true;
    line(&out, "two\n");
    commit(&out);
    ck_assert(stat(path, &info) == 0 && info.st_mtime == 1000);
    ck_assert(resume(path, &out));
    out.exhausted = true;
    line(&out, "one\n");
    commit(&out);
    data_expect_content(path, "one\n");
}
END_TEST

START_TEST(nothing_to_go_on_with_is_no_error)
{
    char path[TREE_PATH_SIZE];
    ml_out out;
    ck_assert(!resume(tree_path("none", path), &out));
    line(&out, "one\n");
    commit(&out);
    data_expect_content(path, "one\n");
    ml_error error = ML_ERROR_INIT;
    bool exists;
    open_lines("/dev/null", &out);
    ck_assert(ml_out_resume(&out, &error, &exists) == ML_E_USAGE);
    ml_out_close(&out);
}
END_TEST

START_TEST(a_full_device_is_told_early)
{
    ml_out out;
    ml_error error = ML_ERROR_INIT;
    if (access("/dev/full", W_OK) != 0)
        return;
    open_lines("/dev/full", &out);
    ml_out_text(&out, "one\n");
    ml_out_line(&out);
    ck_assert(ml_out_check(&out, &error) == ML_E_SYSTEM && strstr(error.text, "/dev/full: cannot be written"));
    /* And nothing more is written, even if there were room. */
    out.by_line = false;
    ml_out_text(&out, "two\n");
    ml_out_line(&out);
    ck_assert(out.n == 0 && out.status == ML_E_SYSTEM);
    ml_out_close(&out);
}
END_TEST

START_TEST(a_result_that_is_no_stream_is_not_written_line_by_line)
{
    char path[TREE_PATH_SIZE];
    ml_out out;
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_out_open(tree_path("collected", path), &error, &out) == ML_OK, "%s", error.text);
    ml_out_text(&out, "one\n");
    ml_out_line(&out);
    ck_assert(out.n == 4 && access(path, F_OK) != 0);
    commit(&out);
    data_expect_content(path, "one\n");
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, each_line_is_in_the_file_at_once);
    tcase_add_test(tests, what_was_written_stays_without_commit);
    tcase_add_test(tests, a_second_writer_is_refused);
    tcase_add_test(tests, lines_in_a_file_that_has_lost_its_name_are_an_error);
    tcase_add_test(tests, a_cut_file_is_gone_on_with_in_place);
    tcase_add_test(tests, a_gap_is_filled_in_a_file_that_replaces_the_old_one);
    tcase_add_test(tests, a_filled_file_is_in_its_place_after_commit_at_the_latest);
    tcase_add_test(tests, lines_that_are_cut_off_meanwhile_are_missed);
    tcase_add_test(tests, a_stream_without_lines_makes_no_file);
    tcase_add_test(tests, a_file_that_others_replace_is_written_to_or_that_is_told);
    tcase_add_test(tests, an_interrupted_filling_leaves_the_old_file);
    tcase_add_test(tests, what_a_killed_filling_has_left_is_removed_unless_it_is_locked);
    tcase_add_test(tests, a_complete_file_is_not_touched_and_a_longer_one_cut);
    tcase_add_test(tests, nothing_to_go_on_with_is_no_error);
    tcase_add_test(tests, a_full_device_is_told_early);
    tcase_add_test(tests, a_result_that_is_no_stream_is_not_written_line_by_line);
}

int main(void) { return unit_main("out_lines", add_tests); }

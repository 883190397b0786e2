/* io/beneath: new files below a directory, whole or not at all, and never through a link. */
#include "data.h"
#include "unit.h"

#include "io/beneath.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file with some bytes that has ended. */
static ml_new_file *make_file(ml_beneath *directory, size_t n)
{
    ml_error error = ML_ERROR_INIT;
    ml_new_file *file = NULL;
    EXPECT(ml_new_file_create(directory, &error, &file) == ML_OK, "%s", error.text);
    for (size_t k = 0; k < n; k++)
        EXPECT(ml_new_file_write(file, &"0123456789"[k % 10], 1, &error) == ML_OK, "%s", error.text);
    EXPECT(ml_new_file_end(file, &error) == ML_OK, "%s", error.text);
    return file;
}

static void remove_all(const char *path)
{
    DIR *directory = opendir(path);
    char name[1024];
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (unlink(name) != 0)
            remove_all(name);
    }
    if (directory)
        closedir(directory);
    rmdir(path);
}

static size_t count_entries(const char *path)
{
    DIR *directory = opendir(path);
    size_t n = 0;
    ck_assert(directory != NULL);
    while (readdir(directory))
        n++;
    closedir(directory);
    return n - 2;
}

static off_t size_of(const char *directory, const char *name)
{
    char path[1024];
    struct stat info;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return lstat(path, &info) == 0 && S_ISREG(info.st_mode) ? info.st_size : -1;
}

START_TEST(files_appear_whole_where_they_are_moved_and_not_before)
{
    char path[] = "/tmp/maskloss-beneath-XXXXXX", below[64];
    ml_error error = ML_ERROR_INIT;
    ml_beneath *directory = NULL;
    uint64_t device, number;
    ck_assert(mkdtemp(path) != NULL);
    snprintf(below, sizeof below, "%s/new/deep", path);
    EXPECT(ml_beneath_open(below, &error, &directory) == ML_OK, "%s", error.text);
    ml_new_file *file = make_file(directory, 200000), *lost = make_file(directory, 3);
    ck_assert(!ml_beneath_find(directory, "a/b/c.png", &device, &number));
    EXPECT(ml_new_file_move(file, "a/b/c.png", &error) == ML_OK, "%s", error.text);
    ck_assert(ml_beneath_find(directory, "a/b/c.png", &device, &number));
    ck_assert_int_eq(size_of(below, "a/b/c.png"), 200000);
    ml_new_file_destroy(file);
    ck_assert_int_eq(size_of(below, "a/b/c.png"), 200000);
    file = make_file(directory, 5);
    EXPECT(ml_new_file_move(file, "a/b/c.png", &error) == ML_OK, "%s", error.text);
    ml_new_file_destroy(file);
    ck_assert_int_eq(size_of(below, "a/b/c.png"), 5);
    ml_new_file_destroy(lost);
    ml_beneath_close(directory);
    ck_assert_uint_eq(count_entries(below), 1);
    remove_all(path);
}
END_TEST

START_TEST(links_below_the_directory_are_not_followed)
{
    char path[] = "/tmp/maskloss-beneath-XXXXXX", name[64];
    ml_error error = ML_ERROR_INIT;
    ml_beneath *directory = NULL;
    ck_assert(mkdtemp(path) != NULL);
    snprintf(name, sizeof name, "%s/link", path);
    ck_assert(symlink("/tmp", name) == 0);
    EXPECT(ml_beneath_open(path, &error, &directory) == ML_OK, "%s", error.text);
    ml_new_file *file = make_file(directory, 3);
    ck_assert_int_eq(ml_new_file_move(file, "link/x", &error), ML_E_SYSTEM);
    EXPECT(strstr(error.text, "/link: cannot be written: is no directory") != NULL, "%s", error.text);
    error = (ml_error)ML_ERROR_INIT;
    EXPECT(ml_new_file_move(file, "link", &error) == ML_OK, "%s", error.text); /* the link itself is replaced */
    ml_new_file_destroy(file);
    ck_assert_int_eq(size_of(path, "link"), 3);
    ml_beneath_close(directory);
    remove_all(path);
}
END_TEST

START_TEST(a_write_larger_than_the_buffer_is_whole)
{
    static uint8_t bytes[1 << 20];
    char path[] = "/tmp/maskloss-beneath-XXXXXX", name[64];
    ml_error error = ML_ERROR_INIT;
    ml_beneath *directory = NULL;
    ml_new_file *file = NULL;
    ck_assert(mkdtemp(path) != NULL);
    EXPECT(ml_beneath_open(path, &error, &directory) == ML_OK, "%s", error.text);
    EXPECT(ml_new_file_create(directory, &error, &file) == ML_OK, "%s", error.text);
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i >> 7);
    EXPECT(ml_new_file_write(file, "ab", 2, &error) == ML_OK, "%s", error.text);
    EXPECT(ml_new_file_write(file, bytes, sizeof bytes, &error) == ML_OK, "%s", error.text);
    EXPECT(ml_new_file_write(file, "yz", 2, &error) == ML_OK, "%s", error.text);
    EXPECT(ml_new_file_end(file, &error) == ML_OK && ml_new_file_move(file, "file", &error) == ML_OK, "%s", error.text);
    ml_new_file_destroy(file);
    ml_beneath_close(directory);
    snprintf(name, sizeof name, "%s/file", path);
    size_t n;
    uint8_t *read = data_read(name, &n);
    ck_assert(n == sizeof bytes + 4 && memcmp(read, "ab", 2) == 0 && memcmp(read + n - 2, "yz", 2) == 0);
    ck_assert(memcmp(read + 2, bytes, sizeof bytes) == 0);
    free(read);
    remove_all(path);
}
END_TEST

START_TEST(what_cannot_be_written_is_told_and_leaves_nothing)
{
    char path[] = "/tmp/maskloss-beneath-XXXXXX", name[64], longest[600];
    ml_error error = ML_ERROR_INIT;
    ml_beneath *directory = NULL;
    ck_assert(mkdtemp(path) != NULL);
    ck_assert_int_eq(ml_beneath_open("", &error, &directory), ML_E_SYSTEM);
    snprintf(name, sizeof name, "%s/file", path);
    ck_assert(symlink("nowhere/at all", name) == 0);
    ck_assert_int_eq(ml_beneath_open(name, &error, &directory), ML_E_SYSTEM);
    EXPECT(ml_beneath_open(path, &error, &directory) == ML_OK, "%s", error.text);
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    ml_new_file *file = make_file(directory, 3);
    ck_assert_int_eq(ml_new_file_move(file, longest, &error), ML_E_SYSTEM);
    longest[300] = '/';
    ck_assert_int_eq(ml_new_file_move(file, longest, &error), ML_E_SYSTEM);
    ml_new_file_destroy(file);
    ml_beneath_close(directory);
    ck_assert_uint_eq(count_entries(path), 1);
    remove_all(path);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, files_appear_whole_where_they_are_moved_and_not_before);
    tcase_add_test(tests, links_below_the_directory_are_not_followed);
    tcase_add_test(tests, a_write_larger_than_the_buffer_is_whole);
    tcase_add_test(tests, what_cannot_be_written_is_told_and_leaves_nothing);
}

int main(void) { return unit_main("beneath", add_tests); }

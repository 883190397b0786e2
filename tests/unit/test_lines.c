/* io/lines: text line by line, whatever the reads return. */
#include "tree.h"
#include "unit.h"

#include "io/lines.h"

#include <fcntl.h>
#include <stdio.h>

/* Random lines, some longer than several blocks. */
static char *make_text(uint64_t *state, size_t *n)
{
    char *text = malloc(200000);
    EXPECT(text, "no memory");
    *n = 0;
    while (*n < 150000) {
        size_t length = unit_below(state, 20) ? unit_below(state, 200) : unit_below(state, 40000);
        for (size_t i = 0; i < length; i++)
            text[(*n)++] = (char)('a' + unit_below(state, 26));
        text[(*n)++] = '\n';
    }
    text[(*n)++] = '?'; /* no newline: no line */
    return text;
}

static void compare(ml_lines *lines, const char *text, size_t n)
{
    ml_error error = ML_ERROR_INIT;
    const char *line;
    size_t length, at = 0, count = 0;
    for (;;) {
        EXPECT(ml_lines_next(lines, &error, &line, &length) == ML_OK, "%s", error.text);
        if (!line)
            break;
        EXPECT(at + length + 1 <= n && memcmp(line, text + at, length) == 0 && text[at + length] == '\n', "line %zu differs",
               count);
        at += length + 1;
        count++;
        EXPECT(lines->n_lines == count, "the number of line %zu", count);
    }
    EXPECT(at == n - 1, "%zu bytes of %zu", at, n);
    EXPECT(ml_lines_next(lines, &error, &line, &length) == ML_OK && !line, "something after the end");
}

START_TEST(lines_are_the_same_from_files_and_memory_whatever_the_blocks)
{
    uint64_t state = 1;
    char path[TREE_PATH_SIZE];
    static const size_t blocks[] = {2, 3, 64, 4096, 1 << 20};
    for (size_t round = 0; round < ML_COUNT(blocks); round++) {
        size_t n;
        char *text = make_text(&state, &n);
        FILE *file = fopen(tree_path("text", path), "wb");
        EXPECT(file && fwrite(text, 1, n, file) == n && fclose(file) == 0, "%s cannot be written", path);
        for (int kept = 0; kept < 2; kept++) {
            ml_lines lines;
            ml_error error = ML_ERROR_INIT;
            EXPECT(ml_lines_open(path, kept, blocks[round], 1 << 20, &error, &lines) == ML_OK, "%s", error.text);
            ck_assert(lines.is_regular);
            compare(&lines, text, n);
            ml_lines_close(&lines);
        }
        ml_lines memory = ml_lines_memory("memory", text, n);
        compare(&memory, text, n);
        free(text);
    }
}
END_TEST

START_TEST(a_line_beyond_the_bound_is_refused)
{
    char path[TREE_PATH_SIZE];
    FILE *file = fopen(tree_path("long", path), "wb");
    EXPECT(file && fprintf(file, "short\n%05000d\n", 0) > 0 && fclose(file) == 0, "%s cannot be written", path);
    ml_lines lines;
    ml_error error = ML_ERROR_INIT;
    const char *line;
    size_t n;
    EXPECT(ml_lines_open(path, true, 16, 1000, &error, &lines) == ML_OK, "%s", error.text);
    ck_assert(ml_lines_next(&lines, &error, &line, &n) == ML_OK && n == 5);
    ck_assert(ml_lines_next(&lines, &error, &line, &n) == ML_E_INPUT && strstr(error.text, ":2: the line is longer"));
    ml_lines_close(&lines);
}
END_TEST

START_TEST(what_cannot_be_opened_or_is_replaced_is_an_error)
{
    char path[TREE_PATH_SIZE], other[TREE_PATH_SIZE];
    ml_lines lines;
    ml_error error = ML_ERROR_INIT;
    const char *line;
    size_t n;
    ck_assert(ml_lines_open(tree_path("none", path), true, 16, 100, &error, &lines) == ML_E_INPUT);
    tree_add("folder/");
    ck_assert(ml_lines_open(tree_path("folder", path), true, 16, 100, &error, &lines) == ML_E_INPUT);
    tree_add("one");
    tree_add("two");
    tree_path("one", path);
    error = (ml_error)ML_ERROR_INIT;
    EXPECT(ml_lines_open(path, false, 16, 100, &error, &lines) == ML_OK, "%s", error.text);
    ck_assert(rename(tree_path("two", other), path) == 0);
    ck_assert(ml_lines_next(&lines, &error, &line, &n) == ML_E_INPUT && strstr(error.text, "has changed"));
    ml_lines_close(&lines);
}
END_TEST

START_TEST(a_file_that_has_changed_at_its_end_is_an_error)
{
    for (int keep_open = 0; keep_open < 2; keep_open++)
        for (int change = 0; change < 3; change++) {
            char path[TREE_PATH_SIZE], other[TREE_PATH_SIZE];
            ml_lines lines;
            ml_error error = ML_ERROR_INIT;
            const char *line;
            size_t n;
            tree_write(tree_path("changing", path), "the first line\nthe second\n");
            EXPECT(ml_lines_open(path, keep_open, 16, 100, &error, &lines) == ML_OK, "%s", error.text);
            EXPECT(ml_lines_next(&lines, &error, &line, &n) == ML_OK && n == 14, "%s", error.text);
            if (change == 0)
                tree_write(path, "the first line\nthe second\nand a third\n"); /* as whoever appends to a stream */
            if (change == 1)
                ck_assert(truncate(path, 20) == 0);
            if (change == 2) {
                tree_write(tree_path("other", other), "the first line\nthe second\n");
                ck_assert(rename(other, path) == 0);
            }
            ml_status status;
            while (!(status = ml_lines_next(&lines, &error, &line, &n)) && line)
                ;
            EXPECT(status == ML_E_INPUT && strstr(error.text, path) == error.text && strstr(error.text, "has changed"),
                   "change %d: %s", change, error.text);
            ml_lines_close(&lines);
        }
}
END_TEST

START_TEST(a_file_that_is_gone_before_it_is_read_on_is_an_error)
{
    char path[TREE_PATH_SIZE];
    ml_lines lines;
    ml_error error = ML_ERROR_INIT;
    const char *line;
    size_t n;
    tree_write(tree_path("gone", path), "the first line\nthe second\n");
    EXPECT(ml_lines_open(path, false, 16, 100, &error, &lines) == ML_OK, "%s", error.text);
    EXPECT(ml_lines_next(&lines, &error, &line, &n) == ML_OK && n == 14, "%s", error.text);
    ck_assert_int_eq(unlink(path), 0);
    EXPECT(ml_lines_next(&lines, &error, &line, &n) == ML_E_INPUT && strstr(error.text, strerror(ENOENT)), "%s", error.text);
    ck_assert_int_eq(lines.fd, -1);
    ml_lines_close(&lines);
}
END_TEST

/* Opens standard input, which is what was opened as `fd` meanwhile. */
static ml_status open_standard(int fd, ml_error *error, ml_lines *lines)
{
    int before = dup(STDIN_FILENO);
    ck_assert(fd >= 0 && before >= 0 && dup2(fd, STDIN_FILENO) >= 0);
    ml_status status = ml_lines_open("-", false, 16, 100, error, lines);
    dup2(before, STDIN_FILENO);
    close(before);
    close(fd);
    return status;
}

START_TEST(standard_input_that_is_a_folder_is_an_error_and_stays_open)
{
    char path[TREE_PATH_SIZE];
    ml_lines lines;
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(open_standard(open(tree_root, O_RDONLY), &error, &lines), ML_E_INPUT);
    ck_assert_str_eq(error.text, "standard input: is a directory, not a record stream");
    ck_assert_int_ge(fcntl(STDIN_FILENO, F_GETFD), 0);
    ml_error_clear(&error);
    tree_write(tree_path("text", path), "text\n");
    EXPECT(open_standard(open(path, O_RDONLY), &error, &lines) == ML_OK, "%s", error.text);
    ck_assert(!lines.is_regular && lines.fd == STDIN_FILENO); /* whoever redirects it may have read of it before */
    ml_lines_close(&lines);
}
END_TEST

START_TEST(what_is_no_regular_file_is_read_as_it_comes)
{
    ml_lines lines;
    ml_error error = ML_ERROR_INIT;
    const char *line;
    size_t n;
    EXPECT(ml_lines_open("/dev/null", false, 16, 100, &error, &lines) == ML_OK, "%s", error.text);
    ck_assert(!lines.is_regular && lines.fd >= 0);
    ck_assert(ml_lines_next(&lines, &error, &line, &n) == ML_OK && !line);
    ml_lines_close(&lines);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, lines_are_the_same_from_files_and_memory_whatever_the_blocks);
    tcase_add_test(tests, a_line_beyond_the_bound_is_refused);
    tcase_add_test(tests, what_cannot_be_opened_or_is_replaced_is_an_error);
    tcase_add_test(tests, a_file_that_has_changed_at_its_end_is_an_error);
    tcase_add_test(tests, a_file_that_is_gone_before_it_is_read_on_is_an_error);
    tcase_add_test(tests, standard_input_that_is_a_folder_is_an_error_and_stays_open);
    tcase_add_test(tests, what_is_no_regular_file_is_read_as_it_comes);
}

int main(void) { return unit_main("lines", add_tests); }

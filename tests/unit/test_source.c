/* input/source and input/limits: bytes from files and memory, and bounds on images. */
#include "tree.h"
#include "unit.h"

#include "format/limits.h"
#include "io/source.h"

#include <fcntl.h>

static void write_file(const char *name, const char *text, char path[TREE_PATH_SIZE])
{
    FILE *file = fopen(tree_path(name, path), "wb");
    EXPECT(file && fputs(text, file) >= 0 && fclose(file) == 0, "%s: %s", path, strerror(errno));
}

/* Every read of n bytes at an offset of a source that holds "0123456789". */
static void expect_digits(const ml_source *source)
{
    ck_assert_uint_eq(source->size_bytes, 10);
    for (uint64_t offset = 0; offset <= 11; offset++)
        for (size_t n = 0; n <= 12; n++) {
            char to[12] = "...........";
            ml_error error = ML_ERROR_INIT;
            bool fits = offset + n <= 10;
            EXPECT(ml_source_read(source, offset, n, &error, to) == (fits ? ML_OK : ML_E_INPUT), "%zu at %d", n, (int)offset);
            EXPECT(!fits || memcmp(to, &"0123456789"[offset], n) == 0, "%zu at %d: %s", n, (int)offset, to);
            EXPECT(!fits || n > 11 || to[n] == '.', "%zu at %d: more is written", n, (int)offset);
            EXPECT(fits || strstr(error.text, source->name), "%zu at %d: %s", n, (int)offset, error.text);
        }
}

START_TEST(bytes_of_memory_are_read_at_any_place_and_not_beyond)
{
    uint8_t *bytes = malloc(10);
    memcpy(bytes, "0123456789", 10);
    ml_source source = ml_source_memory("memory", bytes, 10);
    expect_digits(&source);
    ml_source_close(&source); /* needs none, and does no harm */
    free(bytes);
}
END_TEST

START_TEST(bytes_of_a_file_are_read_at_any_place_and_not_beyond)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_source source;
    write_file("digits", "0123456789", path);
    ck_assert_int_eq(ml_source_open(path, &error, &source), ML_OK);
    expect_digits(&source);
    ml_source_close(&source);
    ml_source_close(&source); /* twice does no harm */
}
END_TEST

/* Reads that end within the head, at its end, and beyond it. */
START_TEST(the_head_of_a_file_and_what_follows_are_one)
{
    enum { N_BYTES = 2 * ML_SOURCE_HEAD_BYTES };
    char path[TREE_PATH_SIZE], text[N_BYTES + 1] = {0}, to[N_BYTES];
    ml_error error = ML_ERROR_INIT;
    ml_source source;
    for (size_t i = 0; i < N_BYTES; i++)
        text[i] = (char)('!' + i % 89);
    write_file("long", text, path);
    ck_assert_int_eq(ml_source_open(path, &error, &source), ML_OK);
    for (size_t offset = 0; offset < N_BYTES; offset += 5)
        for (size_t n = 0; offset + n <= N_BYTES; n += offset + n == ML_SOURCE_HEAD_BYTES - 1 ? 1 : 7) {
            ck_assert_int_eq(ml_source_read(&source, offset, n, &error, to), ML_OK);
            EXPECT(memcmp(to, text + offset, n) == 0, "%zu at %zu", n, offset);
        }
    ml_source_close(&source);
}
END_TEST

START_TEST(offsets_that_overflow_are_refused)
{
    const uint8_t bytes[10] = {0};
    ml_source source = ml_source_memory("memory", bytes, sizeof bytes);
    ml_error error = ML_ERROR_INIT;
    char to[10];
    ck_assert_int_eq(ml_source_read(&source, UINT64_MAX, 1, &error, to), ML_E_INPUT);
    ck_assert_int_eq(ml_source_read(&source, UINT64_MAX - 4, 10, &error, to), ML_E_INPUT);
    ck_assert_int_eq(ml_source_read(&source, 5, SIZE_MAX, &error, to), ML_E_INPUT);
    ck_assert_int_eq(ml_source_read(&source, 5, SIZE_MAX - 4, &error, to), ML_E_INPUT);
}
END_TEST

START_TEST(a_file_that_shrinks_is_an_error)
{
    enum { N_BYTES = ML_SOURCE_HEAD_BYTES + 10 };
    char path[TREE_PATH_SIZE], text[N_BYTES + 1] = {0}, to[N_BYTES];
    ml_error error = ML_ERROR_INIT;
    ml_source source;
    memset(text, '.', N_BYTES);
    write_file("shrinking", text, path);
    ck_assert_int_eq(ml_source_open(path, &error, &source), ML_OK);
    ck_assert_int_eq(truncate(path, N_BYTES - 5), 0);
    ck_assert_int_eq(ml_source_read(&source, 0, N_BYTES - 5, &error, to), ML_OK);
    ck_assert_int_eq(ml_source_read(&source, 0, N_BYTES, &error, to), ML_E_INPUT);
    ck_assert(strstr(error.text, path));
    ml_source_close(&source);
}
END_TEST

/* The lowest descriptor that is free. */
static int next_descriptor(void)
{
    int fd = open("/dev/null", O_RDONLY);
    ck_assert(fd >= 0 && close(fd) == 0);
    return fd;
}

START_TEST(a_released_file_is_read_without_a_descriptor_of_its_own)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_source source;
    int before = next_descriptor();
    write_file("released", "0123456789", path);
    ck_assert_int_eq(ml_source_open(path, &error, &source), ML_OK);
    ck_assert_int_ne(next_descriptor(), before);
    ml_source_release(&source);
    ck_assert_int_eq(next_descriptor(), before);
    expect_digits(&source);
    ck_assert_int_eq(next_descriptor(), before);
    ml_source_release(&source); /* twice does no harm */
    expect_digits(&source);
    ml_source_close(&source);
    ck_assert_int_eq(next_descriptor(), before);
    ck_assert_int_eq(ml_source_read(&source, 0, 1, &error, path), ML_E_INPUT); /* closed is closed */

    const uint8_t digits[] = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9'};
    source = ml_source_memory("memory", digits, sizeof digits);
    ml_source_release(&source);
    expect_digits(&source);
}
END_TEST

static void replace(const char *path)
{
    char other[TREE_PATH_SIZE];
    write_file("other", "0123456789", other);
    ck_assert_int_eq(rename(other, path), 0);
}

static void write_to(const char *path)
{
    const struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000, .tv_nsec = 1}};
    ck_assert_int_eq(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void lengthen(const char *path) { ck_assert_int_eq(truncate(path, 11), 0); }

static void remove_it(const char *path) { ck_assert_int_eq(unlink(path), 0); }

START_TEST(a_released_file_that_is_no_longer_the_same_is_an_error)
{
    static void (*const change[])(const char *path) = {replace, write_to, lengthen, remove_it};
    static const char *const texts[] = {"has changed", "has changed", "has changed", "No such file"};
    for (size_t i = 0; i < ML_COUNT(change); i++) {
        char path[TREE_PATH_SIZE], to[10];
        ml_error error = ML_ERROR_INIT;
        ml_source source;
        int before = next_descriptor();
        write_file("changing", "0123456789", path);
        ck_assert_int_eq(ml_source_open(path, &error, &source), ML_OK);
        ml_source_release(&source);
        EXPECT(ml_source_read(&source, 0, 5, &error, to) == ML_OK, "%s", error.text);
        change[i](path);
        EXPECT(ml_source_read(&source, 0, 5, &error, to) == ML_E_INPUT, "change %zu is not seen", i);
        EXPECT(strstr(error.text, path) && strstr(error.text, texts[i]), "%s", error.text);
        ml_source_close(&source);
        ck_assert_int_eq(next_descriptor(), before);
    }
}
END_TEST

START_TEST(only_regular_files_are_opened_and_a_fifo_is_not_waited_for)
{
    static const char *const names[] = {"folder", "fifo", "nothing", "dangling", "folder/below/nothing"};
    char path[TREE_PATH_SIZE];
    tree_add("folder/");
    ck_assert_int_eq(mkfifo(tree_path("fifo", path), 0600), 0);
    tree_link("nowhere", "dangling");
    for (size_t i = 0; i < ML_COUNT(names); i++) {
        ml_error error = ML_ERROR_INIT;
        ml_source source;
        EXPECT(ml_source_open(tree_path(names[i], path), &error, &source) == ML_E_INPUT, "%s is opened", path);
        EXPECT(error.status == ML_E_INPUT && strstr(error.text, path), "%s", error.text);
    }
    ml_error error = ML_ERROR_INIT;
    ml_source source;
    ck_assert_int_eq(ml_source_open("/dev/null", &error, &source), ML_E_INPUT);
}
END_TEST

/* A stream of digits, and what has been asked of it. */
typedef struct digits {
    size_t n_reads, n_finished, n_closed;
    ml_status answer;
} digits;

static ml_status read_digits(void *state, uint64_t offset, size_t n, ml_error *error, void *to)
{
    digits *d = state;
    ML_UNUSED(error);
    d->n_reads++;
    EXPECT(offset + n <= 10, "asked for %zu at %d", n, (int)offset);
    memcpy(to, &"0123456789"[offset], n);
    return ML_OK;
}

static ml_status finish_digits(void *state, ml_error *error)
{
    digits *d = state;
    d->n_finished++;
    return d->answer ? ml_fail(error, d->answer, "digits: damaged") : ML_OK;
}

static void close_digits(void *state) { ((digits *)state)->n_closed++; }

START_TEST(a_stream_is_asked_only_for_what_it_has_and_closed_once)
{
    static const ml_source_ops ops = {read_digits, finish_digits, close_digits};
    digits state = {0};
    ml_error error = ML_ERROR_INIT;
    ml_source source = {.name = "digits", .size_bytes = 10, .fd = -1, .ops = &ops, .state = &state};
    expect_digits(&source);
    ck_assert_uint_eq(state.n_finished, 0);
    ck_assert_int_eq(ml_source_finish(&source, &error), ML_OK);
    state.answer = ML_E_INPUT;
    ck_assert_int_eq(ml_source_finish(&source, &error), ML_E_INPUT);
    ck_assert_uint_eq(state.n_finished, 2);
    ml_source_close(&source);
    ml_source_close(&source);
    ck_assert_uint_eq(state.n_closed, 1);
    source = ml_source_memory("memory", (const uint8_t *)"0", 1);
    ck_assert_int_eq(ml_source_finish(&source, &error), ML_OK);
}
END_TEST

START_TEST(an_image_has_pixels_and_not_more_than_allowed)
{
    static const struct {
        uint64_t width, height, max;
        bool fits;
    } cases[] = {{7, 5, 35, true},
                 {7, 5, 34, false},
                 {1, 1, 1, true},
                 {0, 5, 100, false},
                 {7, 0, 100, false},
                 {0, 0, 100, false},
                 {1 << 14, 1 << 14, 1 << 28, true},
                 {(1 << 14) + 1, 1 << 14, 1 << 28, false},
                 {UINT64_MAX, 1, UINT64_MAX, false},
                 {UINT64_C(1) << 32, UINT64_C(1) << 32, UINT64_MAX, false},
                 {UINT64_C(1) << 63, 2, 100, false},
                 {UINT32_MAX, UINT32_MAX, UINT64_C(1) << 28, false},
                 {5, 5, 0, false}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        const ml_limits limits = {.max_pixels = cases[i].max};
        ml_error error = ML_ERROR_INIT;
        size_t n = 77;
        ml_status status = ml_limits_pixels(&limits, "a.png", cases[i].width, cases[i].height, &error, &n);
        EXPECT(status == (cases[i].fits ? ML_OK : ML_E_INPUT), "case %zu: %s", i, error.text);
        EXPECT(n == (cases[i].fits ? cases[i].width * cases[i].height : 77), "case %zu: %zu pixels", i, n);
        EXPECT(cases[i].fits || strstr(error.text, "a.png"), "case %zu: %s", i, error.text);
    }
}
END_TEST

START_TEST(memory_is_taken_up_to_the_bound)
{
    const ml_limits limits = {.max_memory_bytes = 1000};
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(ml_limits_memory(&limits, "a.png", 1000, "an image", &error), ML_OK);
    ck_assert_int_eq(ml_limits_memory(&limits, "a.png", 0, "an image", &error), ML_OK);
    ck_assert_int_eq(ml_limits_memory(&limits, "a.png", 1001, "an image", &error), ML_E_INPUT);
    ck_assert(strstr(error.text, "a.png") && strstr(error.text, "an image") && strstr(error.text, "--max-memory"));
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, bytes_of_memory_are_read_at_any_place_and_not_beyond);
    tcase_add_test(tests, bytes_of_a_file_are_read_at_any_place_and_not_beyond);
    tcase_add_test(tests, the_head_of_a_file_and_what_follows_are_one);
    tcase_add_test(tests, offsets_that_overflow_are_refused);
    tcase_add_test(tests, a_file_that_shrinks_is_an_error);
    tcase_add_test(tests, a_released_file_is_read_without_a_descriptor_of_its_own);
    tcase_add_test(tests, a_released_file_that_is_no_longer_the_same_is_an_error);
    tcase_add_test(tests, only_regular_files_are_opened_and_a_fifo_is_not_waited_for);
    tcase_add_test(tests, a_stream_is_asked_only_for_what_it_has_and_closed_once);
    tcase_add_test(tests, an_image_has_pixels_and_not_more_than_allowed);
    tcase_add_test(tests, memory_is_taken_up_to_the_bound);
}

int main(void) { return unit_main("source", add_tests); }

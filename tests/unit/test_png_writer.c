/* format/png_writer and npy_writer: what they write is read again, and failures of the sink are told. */
#include "data.h"
#include "unit.h"

#include "format/npy.h"
#include "format/npy_writer.h"
#include "format/png_reader.h"
#include "format/png_writer.h"

enum { WIDTH = 67, HEIGHT = 9, MAX_BYTES = 1 << 16 };

/* A sink that takes so many bytes. */
typedef struct sink {
    size_t n, limit;
    uint8_t bytes[MAX_BYTES];
} sink;

static ml_status take(void *context, const void *bytes, size_t n, ml_error *error)
{
    sink *to = context;
    if (n > to->limit - to->n)
        return ml_fail(error, ML_E_SYSTEM, "full");
    memcpy(to->bytes + to->n, bytes, n);
    to->n += n;
    return ML_OK;
}

static const uint8_t colors[4][3] = {{0, 0, 0}, {255, 0, 0}, {0, 255, 0}, {1, 2, 3}};
static const ml_png_text texts[] = {{"Maximum", "1.25"}};

/* Byte b of pixel x of row y. */
static uint8_t value(ml_png_kind kind, size_t x, size_t y, size_t b)
{
    return (uint8_t)(kind == ML_PNG_PALETTE ? (x + y) % 4 : x * 7 + y * 31 + b * 101);
}

static ml_status write_png(ml_png_kind kind, sink *to, ml_error *error)
{
    const ml_png_form form = {kind, WIDTH, HEIGHT, 4, colors, 1, texts};
    const ml_png_sink where = {take, to};
    ml_png_writer *writer = NULL;
    ml_status status = ml_png_writer_open(&form, &where, error, &writer);
    for (size_t y = 0; y < HEIGHT && !status; y++) {
        uint8_t row[WIDTH * 3];
        size_t n = ml_png_pixel_bytes(kind);
        for (size_t x = 0; x < WIDTH * n; x++)
            row[x] = value(kind, x / n, y, x % n);
        status = ml_png_writer_row(writer, row, error);
    }
    if (!status)
        status = ml_png_writer_finish(writer, error);
    ml_png_writer_close(writer);
    return status;
}

/* Reads the sink's bytes, and compares every sample. */
static void expect_samples(ml_png_kind kind, const sink *from)
{
    static const unsigned channels[] = {1, 1, 1, 3};
    ml_error error = ML_ERROR_INIT;
    ml_raster raster;
    const ml_limits limits = ML_LIMITS_DEFAULT;
    const ml_source source = ml_source_memory("memory.png", from->bytes, from->n);
    EXPECT(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster) == ML_OK, "%s", error.text);
    ck_assert(raster.header.width == WIDTH && raster.header.height == HEIGHT);
    size_t n = (size_t)WIDTH * channels[kind];
    for (size_t y = 0; y < HEIGHT; y++) {
        uint16_t row[WIDTH * 3];
        EXPECT(ml_raster_read(&raster, ML_SAMPLE_U16, WIDTH, &error, row) == ML_OK, "%s", error.text);
        for (size_t x = 0; x < n; x++) {
            unsigned wanted = kind == ML_PNG_GRAY16 ? value(kind, x, y, 0) * 256u + value(kind, x, y, 1)
                                                    : value(kind, x / channels[kind], y, x % channels[kind]);
            EXPECT(row[x] == wanted, "kind %d, row %zu, sample %zu: %u, not %u", (int)kind, y, x, row[x], wanted);
        }
    }
    ml_raster_close(&raster);
}

START_TEST(every_kind_is_read_as_it_was_written)
{
    ml_error error = ML_ERROR_INIT;
    sink *to = calloc(1, sizeof *to);
    ck_assert(to != NULL);
    to->limit = MAX_BYTES;
    EXPECT(write_png((ml_png_kind)_i, to, &error) == ML_OK, "%s", error.text);
    expect_samples((ml_png_kind)_i, to);
    bool has_text = false;
    for (size_t i = 0; i + 16 <= to->n; i++)
        has_text |= memcmp(to->bytes + i,
                           "tEXtMaximum\0"
                           "1.25",
                           16) == 0;
    ck_assert_msg(has_text, "the text is not there");
    free(to);
}
END_TEST

START_TEST(a_sink_that_fails_ends_the_picture_with_its_error)
{
    sink *to = calloc(1, sizeof *to), *whole = calloc(1, sizeof *whole);
    ck_assert(to != NULL && whole != NULL);
    ml_error error = ML_ERROR_INIT;
    whole->limit = MAX_BYTES;
    ck_assert_int_eq(write_png(ML_PNG_RGB, whole, &error), ML_OK);
    for (size_t limit = 0; limit < whole->n; limit += 7) {
        error = (ml_error)ML_ERROR_INIT;
        *to = (sink){.limit = limit};
        EXPECT(write_png(ML_PNG_RGB, to, &error) == ML_E_SYSTEM, "%zu bytes are enough", limit);
        ck_assert_str_eq(error.text, "full");
    }
    free(whole);
    free(to);
}
END_TEST

/* As write_png leaves it alone after a failure, so may others go on. */
START_TEST(a_picture_that_failed_goes_on_failing)
{
    const ml_png_form form = {ML_PNG_GRAY8, WIDTH, HEIGHT, 0, NULL, 0, NULL};
    sink *to = calloc(1, sizeof *to);
    ck_assert(to != NULL);
    to->limit = 60; /* more than what stands before the rows */
    const ml_png_sink where = {take, to};
    ml_png_writer *writer = NULL;
    ml_error error = ML_ERROR_INIT;
    const uint8_t row[WIDTH] = {0};
    EXPECT(ml_png_writer_open(&form, &where, &error, &writer) == ML_OK, "%s", error.text);
    for (size_t y = 0; y < HEIGHT; y++)
        ck_assert_int_eq(ml_png_writer_row(writer, row, &error), ML_OK);
    for (int again = 0; again < 2; again++) {
        ml_error_clear(&error);
        ck_assert_int_eq(ml_png_writer_finish(writer, &error), ML_E_SYSTEM);
        ck_assert_str_eq(error.text, "full");
        ml_error_clear(&error);
        ck_assert_int_eq(ml_png_writer_row(writer, row, &error), ML_E_SYSTEM);
        ck_assert_str_eq(error.text, "full");
    }
    ml_png_writer_close(writer);
    free(to);
}
END_TEST

START_TEST(what_libpng_refuses_is_told_in_its_words)
{
    const ml_png_form form = {ML_PNG_GRAY8, 0, HEIGHT, 0, NULL, 0, NULL};
    sink *to = calloc(1, sizeof *to);
    ck_assert(to != NULL);
    const ml_png_sink where = {take, to};
    ml_png_writer *writer = NULL;
    ml_error error = ML_ERROR_INIT;
    ck_assert_int_eq(ml_png_writer_open(&form, &where, &error, &writer), ML_E_SYSTEM);
    EXPECT(!writer && strncmp(error.text, "a PNG cannot be written: ", 25) == 0, "%s", error.text);
    free(to);
}
END_TEST

START_TEST(a_header_of_npy_is_read_as_it_was_written)
{
    static const size_t shapes[][3] = {{1, 1, 1}, {5, 7, 3}, {2048, 1024, 1000}, {1, 123456, 2}};
    for (size_t s = 0; s < ML_COUNT(shapes); s++)
        for (size_t bytes = 4; bytes <= 8; bytes += 4) {
            char header[ML_NPY_MAX_HEADER];
            size_t n = ml_npy_write_header(bytes, shapes[s], header), n_data = 0;
            ck_assert_uint_eq(n % 64, 0);
            ck_assert_int_eq(header[n - 1], '\n');
            if (s > 1)
                continue;
            uint8_t file[ML_NPY_MAX_HEADER + 5 * 7 * 3 * 8] = {0};
            memcpy(file, header, n);
            n_data = shapes[s][0] * shapes[s][1] * shapes[s][2] * bytes;
            ml_error error = ML_ERROR_INIT;
            ml_array_header read;
            const ml_source source = ml_source_memory("memory.npy", file, n + n_data);
            EXPECT(ml_npy_read_header(&source, &error, &read) == ML_OK, "%s", error.text);
            ck_assert(read.is_float && read.rank == 3 && !read.fortran_order && read.shape[2] == shapes[s][2]);
        }
}
END_TEST

START_TEST(elements_are_written_little_endian)
{
    uint8_t bytes[12];
    ck_assert(ml_npy_put_double(ml_npy_put_float(bytes, 1), -2) == bytes + 12);
    static const uint8_t wanted[12] = {0, 0, 0x80, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0};
    ck_assert(memcmp(bytes, wanted, 12) == 0);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_loop_test(tests, every_kind_is_read_as_it_was_written, ML_PNG_PALETTE, ML_PNG_RGB + 1);
    tcase_add_test(tests, a_sink_that_fails_ends_the_picture_with_its_error);
    tcase_add_test(tests, a_picture_that_failed_goes_on_failing);
    tcase_add_test(tests, what_libpng_refuses_is_told_in_its_words);
    tcase_add_test(tests, a_header_of_npy_is_read_as_it_was_written);
    tcase_add_test(tests, elements_are_written_little_endian);
}

int main(void) { return unit_main("png_writer", add_tests); }

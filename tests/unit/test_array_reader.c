/* format/array_reader: the values of an array, whatever is read at once and in whatever order it is asked for. */
#include "unit.h"

#include "format/array_reader.h"
#include "format/npy.h"

#include <stdio.h>

enum { HEADER_BYTES = 128, N_IMAGES = 2, HEIGHT = 270, WIDTH = 251, N_PIXELS = HEIGHT * WIDTH };

/* Values that no neighbour has, and that a byte can hold. */
static unsigned value_of(size_t image, size_t pixel, size_t c) { return (unsigned)(image * 101 + pixel * 7 + c * 37) % 251; }

/* A batch with an array's header, and how it is to be read. */
typedef struct batch {
    uint8_t *bytes;
    ml_source source;
    ml_array_header header;
    ml_array_reader array;
    size_t n_channels;
} batch;

static void write_header(ml_layout layout, const char *dtype, size_t n_channels, uint8_t *to)
{
    const uint16_t one = 1;
    bool hwc = layout == ML_LAYOUT_HWC, little = *(const uint8_t *)&one == 1;
    memset(to, ' ', HEADER_BYTES);
    memcpy(to, "\x93NUMPY\1\0\x76\0", 10);
    int n = snprintf((char *)to + 10, HEADER_BYTES - 10, "{'descr':'%c%s','fortran_order':False,'shape':(%d,%zu,%zu,%zu)}",
                     dtype[1] == '1' ? '|'
                     : little        ? '<'
                                     : '>',
                     dtype, N_IMAGES, hwc ? (size_t)HEIGHT : n_channels, hwc ? (size_t)WIDTH : (size_t)HEIGHT,
                     hwc ? n_channels : (size_t)WIDTH);
    to[10 + n] = ' ';
}

static void set_element(uint8_t *to, const char *dtype, unsigned value)
{
    float as_float = (float)value;
    double as_double = value;
    uint16_t as_short = (uint16_t)value;
    if (dtype[0] == 'u')
        memcpy(to, dtype[1] == '1' ? (const void *)&(uint8_t){(uint8_t)value} : &as_short, dtype[1] == '1' ? 1 : 2);
    else
        memcpy(to, dtype[1] == '4' ? (const void *)&as_float : &as_double, dtype[1] == '4' ? 4 : 8);
}

static void make_batch(ml_layout layout, const char *dtype, size_t n_channels, batch *b)
{
    const ml_limits limits = ML_LIMITS_DEFAULT;
    size_t size = (size_t)(dtype[1] - '0'), n_bytes = HEADER_BYTES + N_IMAGES * N_PIXELS * n_channels * size;
    ml_error error = ML_ERROR_INIT;
    ml_axes axes;
    *b = (batch){.bytes = malloc(n_bytes), .n_channels = n_channels};
    ck_assert(b->bytes != NULL);
    write_header(layout, dtype, n_channels, b->bytes);
    for (size_t image = 0; image < N_IMAGES; image++)
        for (size_t pixel = 0; pixel < N_PIXELS; pixel++)
            for (size_t c = 0; c < n_channels; c++) {
                size_t at = layout == ML_LAYOUT_HWC ? pixel * n_channels + c : c * N_PIXELS + pixel;
                set_element(b->bytes + HEADER_BYTES + (image * N_PIXELS * n_channels + at) * size, dtype,
                            value_of(image, pixel, c));
            }
    b->source = ml_source_memory("batch", b->bytes, n_bytes);
    EXPECT(ml_npy_read_header(&b->source, &error, &b->header) == ML_OK, "%s", error.text);
    EXPECT(ml_axes_fit(&b->header, true, layout, HEIGHT, WIDTH, &axes), "does not fit");
    EXPECT(ml_array_reader_init(&b->source, &b->header, &axes, &limits, &error, &b->array) == ML_OK, "%s", error.text);
}

static void free_batch(batch *b)
{
    ml_array_reader_clear(&b->array);
    free(b->bytes);
}

static void expect_values(batch *b, size_t image, size_t first, size_t n)
{
    ml_error error = ML_ERROR_INIT;
    ml_values values;
    EXPECT(ml_array_reader_read(&b->array, first, n, &error, &values) == ML_OK, "%s", error.text);
    for (size_t i = 0; i < n; i++)
        for (size_t c = 0; c < b->n_channels; c++) {
            double got = ml_values_at(&values, i, c), wanted = value_of(image, first + i, c);
            EXPECT(unit_same(got, wanted), "image %zu, pixel %zu, channel %zu: %g, not %g", image, first + i, c, got, wanted);
        }
}

START_TEST(every_part_of_an_image_has_its_values)
{
    static const char *const dtypes[] = {"u1", "u2", "f4", "f8"};
    static const size_t n_channels[] = {2, 3, 19};
    uint64_t state = 77;
    for (size_t k = 0; k < ML_COUNT(dtypes) * ML_COUNT(n_channels) * 2; k++) {
        batch b;
        ml_error error = ML_ERROR_INIT;
        make_batch(k % 2 ? ML_LAYOUT_CHW : ML_LAYOUT_HWC, dtypes[k / 2 % 4], n_channels[k / 8], &b);
        for (size_t image = N_IMAGES; image-- > 0;) {
            ck_assert_int_eq(ml_array_reader_start(&b.array, image, &error), ML_OK);
            for (size_t first = 0, n; first < N_PIXELS; first += n) { /* in order */
                n = N_PIXELS - first < ML_TILE_PIXELS ? N_PIXELS - first : ML_TILE_PIXELS;
                expect_values(&b, image, first, n);
            }
            for (size_t round = 0; round < 20; round++) { /* anywhere */
                size_t first = unit_below(&state, N_PIXELS), left = N_PIXELS - first;
                expect_values(&b, image, first, 1 + unit_below(&state, left < ML_TILE_PIXELS ? left : ML_TILE_PIXELS));
            }
        }
        free_batch(&b);
    }
}
END_TEST

/* Bands begin at multiples of 16 tiles: none of them reads for another. */
START_TEST(what_is_read_at_once_divides_a_band)
{
    static const char *const dtypes[] = {"u1", "u2", "f4", "f8"};
    for (size_t k = 0; k < 8; k++) {
        batch b;
        make_batch(k % 2 ? ML_LAYOUT_CHW : ML_LAYOUT_HWC, dtypes[k / 2], 3, &b);
        EXPECT(b.array.n_ahead >= ML_TILE_PIXELS && 16 * ML_TILE_PIXELS % b.array.n_ahead == 0, "%s: %zu", dtypes[k / 2],
               b.array.n_ahead);
        free_batch(&b);
    }
}
END_TEST

/* The last tile of such an image is not read ahead. */
START_TEST(every_part_of_a_large_image_has_its_values)
{
    enum { LARGE_HEIGHT = 421, LARGE_WIDTH = 701, N_LARGE = LARGE_HEIGHT * LARGE_WIDTH };
    static uint8_t bytes[HEADER_BYTES + N_LARGE];
    const ml_limits limits = ML_LIMITS_DEFAULT;
    uint64_t state = 78;
    ml_error error = ML_ERROR_INIT;
    ml_array_header header;
    ml_array_reader array;
    ml_axes axes;
    memset(bytes, ' ', HEADER_BYTES);
    memcpy(bytes, "\x93NUMPY\1\0\x76\0", 10);
    int n = snprintf((char *)bytes + 10, HEADER_BYTES - 10, "{'descr':'|u1','fortran_order':False,'shape':(%d,%d)}",
                     (int)LARGE_HEIGHT, (int)LARGE_WIDTH);
    bytes[10 + n] = ' ';
    for (size_t i = 0; i < N_LARGE; i++)
        bytes[HEADER_BYTES + i] = (uint8_t)unit_random(&state);
    ml_source source = ml_source_memory("large", bytes, sizeof bytes);
    EXPECT(ml_npy_read_header(&source, &error, &header) == ML_OK, "%s", error.text);
    ck_assert(ml_axes_labels(&header, false, false, &axes));
    EXPECT(ml_array_reader_init(&source, &header, &axes, &limits, &error, &array) == ML_OK, "%s", error.text);
    EXPECT(ml_array_reader_start(&array, 0, &error) == ML_OK, "%s", error.text);
    for (size_t round = 0; round < 400; round++) {
        const size_t near_end = round % 2 ? N_LARGE - 3 * ML_TILE_PIXELS : 0;
        const size_t first = near_end + unit_below(&state, N_LARGE - near_end), left = N_LARGE - first;
        const size_t some = 1 + unit_below(&state, left < ML_TILE_PIXELS ? left : ML_TILE_PIXELS);
        ml_values values;
        EXPECT(ml_array_reader_read(&array, first, some, &error, &values) == ML_OK, "%s", error.text);
        ck_assert_uint_eq(values.pixel_stride, 1);
        EXPECT(memcmp(values.samples, bytes + HEADER_BYTES + first, some) == 0, "pixels %zu to %zu", first, first + some);
    }
    ml_array_reader_clear(&array);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, every_part_of_an_image_has_its_values);
    tcase_add_test(tests, every_part_of_a_large_image_has_its_values);
    tcase_add_test(tests, what_is_read_at_once_divides_a_band);
}

int main(void) { return unit_main("array_reader", add_tests); }

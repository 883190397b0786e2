/* format/tiff_decoder and tiff_reader: what libtiff makes of a directory is what was read there, or else the file is refused;
 * and files whose sizes are beyond all bounds. */
#include "tiff_made.h"
#include "unit.h"

#include "format/tiff_decoder.h"
#include "format/tiff_reader.h"

#include <stdio.h>

static const ml_limits limits = ML_LIMITS_DEFAULT;

#define ONE(TAG, TYPE, VALUE)                                                                                                  \
    {                                                                                                                          \
        .tag = TAG, .type = TYPE, .count = 1, .value = VALUE                                                                   \
    }

static tiff_made made;

static ml_tiff read_good(const ml_source *source)
{
    ml_error error = ML_ERROR_INIT;
    ml_tiff tiff;
    EXPECT(ml_tiff_read(source, &error, &tiff) == ML_OK, "%s", error.text);
    return tiff;
}

#ifdef HAVE_LIBTIFF

enum { MOST_CHANGES = 9 };

/* The directory of gray pixels with some tags changed; up to that of number 0. */
static tiff_page changed(const tiff_tag *changes)
{
    tiff_page page = tiff_gray();
    for (size_t i = 0; i < MOST_CHANGES && changes[i].tag; i++)
        tiff_set(&page, changes[i]);
    return page;
}

/* One tile of 16 x 16. */
static tiff_page tiled(void)
{
    tiff_page page = {0};
    const tiff_page gray = tiff_gray();
    for (size_t i = 0; i < gray.n; i++)
        if (gray.tags[i].tag != TIFF_OFFSETS && gray.tags[i].tag != TIFF_ROWS && gray.tags[i].tag != TIFF_SIZES)
            tiff_set(&page, gray.tags[i]);
    tiff_set(&page, (tiff_tag)ONE(TIFF_TILE_WIDTH, TIFF_SHORT, 16));
    tiff_set(&page, (tiff_tag)ONE(TIFF_TILE_HEIGHT, TIFF_SHORT, 16));
    tiff_set(&page, (tiff_tag)ONE(TIFF_TILE_OFFSETS, TIFF_LONG, TIFF_DATA));
    tiff_set(&page, (tiff_tag)ONE(TIFF_TILE_SIZES, TIFF_LONG, 256));
    return page;
}

enum { MOST_BYTES = 1024 };

/* Decodes n bytes of a block of what is said to be in the file. */
static ml_status decode(const ml_source *source, const ml_tiff *tiff, uint32_t block, size_t n, ml_error *error,
                        uint8_t to[MOST_BYTES])
{
    ml_tiff_decoder *decoder = NULL;
    ml_error_clear(error);
    ck_assert(n <= MOST_BYTES);
    ml_status status = ml_tiff_decoder_open(source, tiff, &limits, error, &decoder);
    if (status)
        return status;
    status = ml_tiff_decode(decoder, 0, block, n, error, to);
    ml_tiff_decoder_close(decoder);
    return status;
}

static ml_status read_raw(const ml_source *source, const ml_tiff *tiff, uint32_t block, uint64_t first, size_t n,
                          ml_error *error, uint8_t to[MOST_BYTES])
{
    ml_tiff_decoder *decoder = NULL;
    ml_error_clear(error);
    ck_assert(n <= MOST_BYTES);
    EXPECT(ml_tiff_decoder_open(source, tiff, &limits, error, &decoder) == ML_OK, "%s", error->text);
    ml_status status = ml_tiff_read_raw(decoder, 0, block, first, n, error, to);
    ml_tiff_decoder_close(decoder);
    return status;
}

START_TEST(libtiff_must_see_the_page_that_was_read)
{
    static const struct {
        bool is_tiled;
        ml_tiff_page other; /* the fields that are not 0 are changed to these */
        uint32_t n_samples; /* of the file */
    } cases[] = {{.other = {.width = 5}},
                 {.other = {.height = 3}},
                 {.other = {.bits = 16}},
                 {.other = {.n_samples = 2}},
                 {.other = {.compression = 5}},
                 {.other = {.block_height = 1}},
                 {.other = {.is_tiled = 1}},
                 {.other = {.number = ML_TIFF_SIGNED}},
                 {.other = {.is_planar = 1}, .n_samples = 3},
                 {.other = {.block_width = 8}, .is_tiled = true},
                 {.other = {.block_height = 8}, .is_tiled = true}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        tiff_page page = cases[k].is_tiled ? tiled() : tiff_gray();
        if (cases[k].n_samples) {
            tiff_set(&page, (tiff_tag)ONE(TIFF_SAMPLES, TIFF_SHORT, cases[k].n_samples));
            tiff_set(&page, (tiff_tag)ONE(TIFF_SIZES, TIFF_LONG, 8 * cases[k].n_samples));
        }
        const ml_source source = tiff_of(&made, &page, false, false);
        ml_tiff tiff = read_good(&source);
        ml_error error = ML_ERROR_INIT;
        uint8_t to[MOST_BYTES];
        EXPECT(decode(&source, &tiff, 0, (size_t)tiff.page.block_width * tiff.page.block_height * tiff.page.n_samples, &error,
                      to) == ML_OK,
               "case %zu: %s", k, error.text);
        for (size_t i = 0; i < 4; i++)
            ck_assert_uint_eq(to[i], i);
        const uint32_t *other = &cases[k].other.width;
        uint32_t *told = &tiff.page.width; /* a page is numbers of 32 bits alone */
        for (size_t i = 0; i < sizeof tiff.page / sizeof *told; i++)
            told[i] = other[i] ? other[i] : told[i];
        EXPECT(decode(&source, &tiff, 0, 8, &error, to) == ML_E_INPUT && strstr(error.text, "its directory contradicts itself"),
               "case %zu: %s", k, error.text);
        ml_tiff_clear(&tiff);
    }
}
END_TEST

/* "Undefined" samples are taken for whole numbers without a sign. */
START_TEST(samples_of_no_format_are_whole_numbers)
{
    const tiff_page page = changed((const tiff_tag[MOST_CHANGES]){ONE(TIFF_FORMAT, TIFF_SHORT, 4)});
    const ml_source source = tiff_of(&made, &page, true, false);
    ml_tiff tiff = read_good(&source);
    ml_error error = ML_ERROR_INIT;
    uint8_t to[MOST_BYTES];
    ck_assert(tiff.page.number == ML_TIFF_UNSIGNED);
    EXPECT(decode(&source, &tiff, 0, 8, &error, to) == ML_OK && to[7] == 7, "%s", error.text);
    ml_tiff_clear(&tiff);
}
END_TEST

START_TEST(blocks_that_are_not_there_are_refused)
{
    const tiff_page page = tiff_gray();
    ml_source source = tiff_of(&made, &page, false, false);
    ml_tiff tiff = read_good(&source);
    ml_error error = ML_ERROR_INIT;
    uint8_t to[MOST_BYTES];
    ck_assert_int_eq(decode(&source, &tiff, 9, 8, &error, to), ML_E_INPUT);
    ck_assert_str_eq(error.text, "made.tif: broken TIFF: where its data are cannot be read");
    ck_assert_int_eq(read_raw(&source, &tiff, 9, 0, 8, &error, to), ML_E_INPUT);
    ck_assert_str_eq(error.text, "made.tif: broken TIFF: where its data are cannot be read");
    ck_assert_int_eq(decode(&source, &tiff, 0, 12, &error, to), ML_E_INPUT);
    ck_assert_str_eq(error.text, "made.tif: broken TIFF: its data are cut off");
    static const struct {
        uint64_t first;
        size_t n;
    } beyond[] = {{9, 0}, {8, 1}, {1, 8}, {UINT64_MAX, 1}};
    for (size_t k = 0; k < ML_COUNT(beyond); k++) {
        ck_assert_int_eq(read_raw(&source, &tiff, 0, beyond[k].first, beyond[k].n, &error, to), ML_E_INPUT);
        ck_assert_str_eq(error.text, "made.tif: broken TIFF: a strip is shorter than its rows");
    }
    EXPECT(read_raw(&source, &tiff, 0, 3, 5, &error, to) == ML_OK && to[0] == 3 && to[4] == 7, "%s", error.text);
    tiff.page.compression = 9999;
    ck_assert_int_eq(decode(&source, &tiff, 0, 8, &error, to), ML_E_INPUT);
    ck_assert(strstr(error.text, "is compressed by method 9999, which the libtiff of this maskloss does not know"));
    ml_tiff_clear(&tiff);
}
END_TEST

START_TEST(strips_beyond_the_end_are_refused)
{
    static const struct {
        uint64_t place, size, first;
    } cases[] = {{1u << 20, 8, 0}, {UINT32_MAX, 8, 0}, {TIFF_DATA, 1u << 20, 1u << 19}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        /* two strips: libtiff makes the best of one */
        const tiff_page page = changed((const tiff_tag[MOST_CHANGES]){
            ONE(TIFF_ROWS, TIFF_SHORT, 1),
            {.tag = TIFF_OFFSETS, .type = TIFF_LONG, .count = 2, .value = cases[k].place},
            {.tag = TIFF_SIZES, .type = TIFF_LONG, .count = 2, .value = cases[k].size},
        });
        const ml_source source = tiff_of(&made, &page, false, false);
        ml_tiff tiff = read_good(&source);
        ml_error error = ML_ERROR_INIT;
        uint8_t to[MOST_BYTES];
        ck_assert_int_eq(read_raw(&source, &tiff, 0, cases[k].first, 8, &error, to), ML_E_INPUT);
        ck_assert_str_eq(error.text, "made.tif: broken TIFF: a strip lies beyond the end of the file");
        ml_tiff_clear(&tiff);
    }
}
END_TEST

/* As GDAL leaves strips and tiles out that hold nothing. */
START_TEST(what_has_no_data_is_named)
{
    static const char *const whats[] = {"strip", "tile"};
    for (int k = 0; k < 2; k++) {
        tiff_page page = k ? tiled() : tiff_gray();
        tiff_set(&page, (tiff_tag)ONE(TIFF_COMPRESSION, TIFF_SHORT, 32773)); /* PackBits: libtiff always has it */
        tiff_set(&page, (tiff_tag)ONE(k ? TIFF_TILE_OFFSETS : TIFF_OFFSETS, TIFF_LONG, 0));
        tiff_set(&page, (tiff_tag)ONE(k ? TIFF_TILE_SIZES : TIFF_SIZES, TIFF_LONG, 0));
        const ml_source source = tiff_of(&made, &page, false, false);
        ml_tiff tiff = read_good(&source);
        ml_error error = ML_ERROR_INIT;
        uint8_t to[MOST_BYTES];
        char wanted[64];
        snprintf(wanted, sizeof wanted, "made.tif: has no data at all for %s 0, as GDAL", whats[k]);
        ck_assert_int_eq(decode(&source, &tiff, 0, 8, &error, to), ML_E_INPUT);
        EXPECT(strncmp(error.text, wanted, strlen(wanted)) == 0, "%s", error.text);
        ml_tiff_clear(&tiff);
    }
}
END_TEST

/* --- As rasters and arrays --- */

/* 4 x 2 pixels of three samples, plane after plane. */
START_TEST(wide_samples_of_planes_are_put_together)
{
    for (unsigned bits = 8; bits <= 16; bits += 8) {
        const uint64_t plane = bits, places[3] = {TIFF_DATA, TIFF_DATA + plane, TIFF_DATA + 2 * plane};
        const tiff_page page = changed((const tiff_tag[MOST_CHANGES]){
            ONE(TIFF_BITS, TIFF_SHORT, bits),
            ONE(TIFF_SAMPLES, TIFF_SHORT, 3),
            ONE(TIFF_PLANAR, TIFF_SHORT, 2),
            ONE(TIFF_PHOTOMETRIC, TIFF_SHORT, 2),
            {.tag = TIFF_OFFSETS, .type = TIFF_LONG, .count = 3, .values = places},
            {.tag = TIFF_SIZES, .type = TIFF_LONG, .count = 3, .value = plane},
        });
        const ml_source source = tiff_of(&made, &page, true, false);
        ml_error error = ML_ERROR_INIT;
        ml_raster raster;
        uint16_t samples[24];
        EXPECT(ml_raster_open(&ml_tiff_ops, &source, &limits, &error, &raster) == ML_OK, "%s", error.text);
        ck_assert(raster.header.kind == ML_RASTER_RGB && raster.header.bits == bits);
        EXPECT(ml_raster_read(&raster, ML_SAMPLE_U16, 3, &error, samples) == ML_OK &&
                   ml_raster_read(&raster, ML_SAMPLE_U16, 5, &error, samples + 9) == ML_OK,
               "%s", error.text);
        for (size_t i = 0; i < 24; i++) {
            size_t byte = (i % 3 * 8 + i / 3) * (bits / 8);
            unsigned wanted = bits == 8 ? (unsigned)byte : (unsigned)(byte << 8 | (byte + 1));
            EXPECT(samples[i] == wanted, "%u bits: sample %zu is %u, not %u", bits, i, samples[i], wanted);
        }
        ml_raster_close(&raster);
    }
}
END_TEST

START_TEST(only_samples_without_a_sign_have_a_full_scale)
{
    static const struct {
        unsigned bits, format;
        double full_scale;
    } cases[] = {{12, 1, 4095}, {12, 2, 0}, {4, 1, 15}, {4, 2, 0}, {8, 1, 255}, {32, 3, 1}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        const tiff_page page = changed((const tiff_tag[MOST_CHANGES]){ONE(TIFF_BITS, TIFF_SHORT, cases[k].bits),
                                                                      ONE(TIFF_FORMAT, TIFF_SHORT, cases[k].format),
                                                                      ONE(TIFF_SIZES, TIFF_LONG, cases[k].bits)});
        ml_source source = tiff_of(&made, &page, false, false);
        ml_error error = ML_ERROR_INIT;
        ml_array_header header;
        EXPECT(ml_tiff_open(&source, &limits, &error, &header) == ML_OK, "%s", error.text);
        EXPECT(unit_same(header.full_scale, cases[k].full_scale), "case %zu: %g", k, header.full_scale);
        ml_source_close(&source);
    }
}
END_TEST

/* Fax is not bounded by the size of the file; such pages may claim anything. */
START_TEST(sizes_whose_products_overflow_are_refused)
{
    enum { FAX = 4 };
    static const ml_limits none = {.max_pixels = UINT64_MAX, .max_memory_bytes = UINT64_MAX};
    static const struct {
        uint64_t width, height, samples, bits, planar, tile;
        const char *wanted;
    } cases[] = {
        {1u << 31, 1u << 31, 1, 8, 1, 0, "has the shape (2147483648, 2147483648), beyond all bounds"},
        {1u << 31, 1u << 31, 65535, 64, 1, 0, "--max-memory"}, /* a strip */
        {1u << 28, 1u << 30, 64, 64, 2, 0, "--max-memory"},    /* those of all planes */
        {1, 1, 8, 64, 1, 1u << 31, "--max-memory"},            /* a tile */
        {1u << 30, 1u << 30, 1, 64, 1, 0, "--max-memory"},     /* it, and what it is unpacked to */
        {1u << 31, 1u << 31, 1, 24, 1, 0, "--max-memory"},
    };
    for (size_t k = 0; k < ML_COUNT(cases) && SIZE_MAX > UINT32_MAX; k++) {
        const uint64_t n = cases[k].planar == 2 ? cases[k].samples : 1;
        tiff_page page = cases[k].tile ? tiled() : tiff_gray();
        tiff_set(&page, (tiff_tag)ONE(TIFF_WIDTH, TIFF_LONG, cases[k].width));
        tiff_set(&page, (tiff_tag)ONE(TIFF_HEIGHT, TIFF_LONG, cases[k].height));
        tiff_set(&page, (tiff_tag)ONE(TIFF_SAMPLES, TIFF_SHORT, cases[k].samples));
        tiff_set(&page, (tiff_tag)ONE(TIFF_BITS, TIFF_SHORT, cases[k].bits));
        tiff_set(&page, (tiff_tag)ONE(TIFF_COMPRESSION, TIFF_SHORT, FAX));
        tiff_set(&page, (tiff_tag)ONE(TIFF_PLANAR, TIFF_SHORT, cases[k].planar));
        if (cases[k].tile) {
            tiff_set(&page, (tiff_tag)ONE(TIFF_TILE_WIDTH, TIFF_LONG, cases[k].tile));
            tiff_set(&page, (tiff_tag)ONE(TIFF_TILE_HEIGHT, TIFF_LONG, cases[k].tile));
        } else {
            tiff_set(&page, (tiff_tag)ONE(TIFF_ROWS, TIFF_LONG, cases[k].height));
            tiff_set(&page, (tiff_tag){.tag = TIFF_OFFSETS, .type = TIFF_LONG, .count = n, .value = TIFF_DATA});
            tiff_set(&page, (tiff_tag){.tag = TIFF_SIZES, .type = TIFF_LONG, .count = n, .value = 8});
        }
        ml_source source = tiff_of(&made, &page, false, false);
        ml_error error = ML_ERROR_INIT;
        ml_array_header header;
        ck_assert_int_eq(ml_tiff_open(&source, &none, &error, &header), ML_E_INPUT);
        EXPECT(strstr(error.text, cases[k].wanted), "case %zu: %s", k, error.text);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, libtiff_must_see_the_page_that_was_read);
    tcase_add_test(tests, samples_of_no_format_are_whole_numbers);
    tcase_add_test(tests, blocks_that_are_not_there_are_refused);
    tcase_add_test(tests, strips_beyond_the_end_are_refused);
    tcase_add_test(tests, what_has_no_data_is_named);
    tcase_add_test(tests, wide_samples_of_planes_are_put_together);
    tcase_add_test(tests, only_samples_without_a_sign_have_a_full_scale);
    tcase_add_test(tests, sizes_whose_products_overflow_are_refused);
}

#else

START_TEST(without_libtiff_nothing_is_decoded)
{
    const tiff_page page = tiff_gray();
    const ml_source source = tiff_of(&made, &page, false, false);
    ml_tiff tiff = read_good(&source);
    ml_error error = ML_ERROR_INIT;
    ml_tiff_decoder *decoder = NULL;
    ml_array_header header;
    ml_source own = source;
    ck_assert_int_eq(ml_tiff_decoder_open(&source, &tiff, &limits, &error, &decoder), ML_E_INPUT);
    ck_assert(decoder == NULL && strstr(error.text, "--without-libtiff"));
    ck_assert_int_eq(ml_tiff_open(&own, &limits, &error, &header), ML_E_INPUT);
    ml_tiff_clear(&tiff);
}
END_TEST

static void add_tests(TCase *tests) { tcase_add_test(tests, without_libtiff_nothing_is_decoded); }

#endif

int main(void) { return unit_main("tiff_decoder", add_tests); }

/* format/tiff_reader: samples of every size, order and compression, as a raster and as an array; what files say besides; and
 * files that lie. */
#include "data.h"
#include "unit.h"

#include "format/tiff_reader.h"

static const ml_limits limits = ML_LIMITS_DEFAULT;

#ifdef HAVE_LIBTIFF
#include "format/tiff_samples.h"

/* The labels that all good files of one image hold. */
static const uint16_t labels[35] = {0, 0, 0, 1, 1, 1, 1, 0, 0, 2, 2, 1, 1, 1, 0, 2, 2, 2,
                                    2, 1, 0, 1, 1, 2, 2, 0, 0, 0, 1, 1, 1, 1, 0, 2, 0};

/* Reads all elements; 0 after a failure. */
static size_t read_array(data_file *file, ml_error *error, ml_array_header *header, double values[256])
{
    enum { N_MOST = 256 };
    double stored[N_MOST];
    ml_source source = file->source;
    ml_error_clear(error);
    ml_status status = ml_tiff_open(&source, &limits, error, header);
    size_t n = status ? 0 : (size_t)header->n_elems;
    ck_assert(n <= N_MOST);
    if (!status)
        status = ml_array_read_elements(&source, header, 0, n, error, stored);
    for (size_t i = 0; i < n && !status; i++)
        values[i] = ml_stored_value(header->type, ml_array_values_swapped(header), stored, i);
    /* in any order the same */
    for (size_t i = n; i-- > 0 && !status;) {
        double one[1];
        status = ml_array_read_elements(&source, header, i, 1, error, one);
        EXPECT(status || unit_same(ml_stored_value(header->type, ml_array_values_swapped(header), one, 0), values[i]),
               "element %zu", i);
    }
    ml_source_close(&source);
    return status ? 0 : n;
}

START_TEST(samples_of_any_size_are_labels)
{
    static const struct {
        const char *name, *code;
    } cases[] = {{"u2", "u1"},       {"u3", "u1"},       {"u4", "u1"},  {"u8", "u1"},        {"u12", "u2"},
                 {"u16", "u2"},      {"u24", "u4"},      {"u32", "u4"}, {"i8", "i1"},        {"i16", "i2"},
                 {"i32", "i4"},      {"i64", "i8"},      {"lzw", "u1"}, {"zstd", "u1"},      {"deflate", "u1"},
                 {"packbits", "u1"}, {"tiles", "u1"},    {"big", "u1"}, {"predictor", "u2"}, {"big-be", "u2"},
                 {"white", "u1"},    {"reversed", "u1"}, {"geo", "u1"}, {"overview", "u1"},  {"palette257", "u1"}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        char name[64];
        data_file file;
        double values[256];
        ml_error error = ML_ERROR_INIT;
        ml_array_header h;
        snprintf(name, sizeof name, "good-tiff-%s.tif", cases[k].name);
        data_load(&file, name);
        size_t n = read_array(&file, &error, &h, values);
        if (n == 0 && strstr(error.text, "does not know")) { /* a libtiff without this compression */
            free(file.bytes);
            continue;
        }
        EXPECT(n == 35 && strcmp(h.code, cases[k].code) == 0 && h.rank == 2, "%s: %s", name, error.text);
        for (size_t i = 0; i < n; i++)
            EXPECT(unit_same(values[i], labels[i]), "%s: element %zu is %g", name, i, values[i]);
        free(file.bytes);
    }
}
END_TEST

START_TEST(a_raster_gives_what_the_array_gives)
{
    glob_t found = data_glob("good-tiff-*.tif", 40);
    size_t n_rasters = 0;
    for (size_t k = 0; k < found.gl_pathc; k++) {
        data_file file;
        ml_error error = ML_ERROR_INIT;
        ml_array_header h;
        ml_raster raster;
        bool is_raster = false;
        double values[256];
        uint16_t samples[256];
        data_load(&file, data_name(found.gl_pathv[k]));
        EXPECT(ml_tiff_look(&file.source, &limits, &error, &is_raster) == ML_OK, "%s", error.text);
        size_t n = read_array(&file, &error, &h, values);
        bool opens = ml_raster_open(&ml_tiff_ops, &file.source, &limits, &error, &raster) == ML_OK;
        bool unknown = strstr(error.text, "does not know") != NULL;
        EXPECT(opens == is_raster || unknown, "%s", error.text);
        if (opens) {
            size_t n_channels = raster.header.n_channels, n_pixels = raster.header.n_pixels;
            bool planar = h.rank == 3 && h.may_be[0] == ML_AXIS_CHANNELS;
            EXPECT(n == n_pixels * n_channels, "%s", file.name);
            EXPECT(ml_raster_read(&raster, ML_SAMPLE_U16, 11, &error, samples) == ML_OK &&
                       ml_raster_read(&raster, ML_SAMPLE_U16, n_pixels - 11, &error, samples + 11 * n_channels) == ML_OK,
                   "%s", error.text);
            for (size_t i = 0; i < n; i++) {
                size_t at = planar ? i % n_channels * n_pixels + i / n_channels : i;
                EXPECT(unit_same(samples[i], values[at]), "%s: sample %zu", file.name, i);
            }
            EXPECT(ml_raster_read(&raster, ML_SAMPLE_U16, 1, &error, samples) == ML_E_SYSTEM, "%s goes on", file.name);
            ck_assert(ml_raster_restart(&raster, &error) == ML_OK &&
                      ml_raster_read(&raster, ML_SAMPLE_U16, 1, &error, samples) == ML_OK);
            ml_raster_close(&raster);
            n_rasters++;
        }
        free(file.bytes);
    }
    ck_assert(n_rasters > 15);
    globfree(&found);
}
END_TEST

/* Each page is what the file of one image is; and is not taken for that. */
START_TEST(pages_are_rasters)
{
    static const char *const names[][2] = {{"good-tiff-palette-pages.tif", "good-tiff-palette257.tif"},
                                           {"good-tiff-u4-pages.tif", "good-tiff-u4.tif"}};
    for (size_t k = 0; k < ML_COUNT(names); k++) {
        data_file files[2];
        ml_raster pages, single;
        ml_error error = ML_ERROR_INIT;
        ml_array_header h;
        uint16_t samples[35], wanted[35];
        for (size_t f = 0; f < 2; f++)
            data_load(&files[f], names[k][f]);
        ck_assert(ml_raster_open(&ml_tiff_ops, &files[0].source, &limits, &error, &pages) == ML_E_INPUT);
        ck_assert(strstr(error.text, "has 2 pages") != NULL);
        EXPECT(ml_raster_open_pages(&ml_tiff_ops, &files[0].source, &limits, &error, &pages) == ML_OK, "%s", error.text);
        ck_assert(ml_raster_open(&ml_tiff_ops, &files[1].source, &limits, &error, &single) == ML_OK);
        ck_assert(pages.header.n_pages == 2 && single.header.n_pages == 1 && pages.header.bits == single.header.bits &&
                  pages.header.kind == single.header.kind && pages.header.n_palette == single.header.n_palette);
        ck_assert(memcmp(pages.header.palette, single.header.palette, sizeof single.header.palette) == 0);
        ck_assert(ml_raster_read(&single, ML_SAMPLE_U16, 35, &error, wanted) == ML_OK);
        for (size_t page = 2; page-- > 0;) {
            ck_assert(ml_raster_turn(&pages, page, &error) == ML_OK);
            for (int again = 0; again < 2; again++) {
                ck_assert(ml_raster_restart(&pages, &error) == ML_OK);
                ck_assert(ml_raster_read(&pages, ML_SAMPLE_U16, 35, &error, samples) == ML_OK);
                ck_assert(memcmp(samples, wanted, sizeof wanted) == 0);
            }
        }
        ck_assert(ml_raster_turn(&pages, 2, &error) == ML_E_SYSTEM);
        ml_raster_close(&pages);
        ml_raster_close(&single);
        ml_source source = files[0].source;
        ck_assert(ml_tiff_open(&source, &limits, &error, &h) == ML_OK && h.pages == &ml_tiff_ops && h.pages_source);
        ml_source_close(&source);
        for (size_t f = 0; f < 2; f++)
            free(files[f].bytes);
    }
}
END_TEST

START_TEST(palettes_are_reduced_to_8_bits)
{
    static const char *const names[] = {"good-tiff-palette257.tif", "good-tiff-palette256.tif", "good-tiff-palette1.tif",
                                        "good-tiff-palette-odd.tif"};
    static const uint8_t wanted[4][3] = {{70, 130, 180}, {128, 64, 128}, {0, 0, 142}, {0, 0, 0}};
    for (size_t k = 0; k < ML_COUNT(names); k++) {
        data_file file;
        ml_raster raster;
        ml_error error = ML_ERROR_INIT;
        data_load(&file, names[k]);
        EXPECT(ml_raster_open(&ml_tiff_ops, &file.source, &limits, &error, &raster) == ML_OK, "%s", error.text);
        ck_assert(raster.header.kind == ML_RASTER_PALETTE && raster.header.n_palette == 256);
        ck_assert(memcmp(raster.header.palette, wanted, sizeof wanted) == 0);
        for (size_t i = 0; i < 256; i++)
            ck_assert_int_eq(ml_raster_lacks_color(&raster.header, i), strstr(names[k], "odd") && i > 2);
        ml_raster_close(&raster);
        free(file.bytes);
    }
}
END_TEST

START_TEST(axes_are_what_the_file_says)
{
    static const struct {
        const char *name;
        size_t rank;
        uint64_t shape[4];
        uint8_t first;
    } cases[] = {{"f32-chunky", 3, {5, 7, 3}, ML_AXIS_ROWS},
                 {"f32-planar", 3, {3, 5, 7}, ML_AXIS_CHANNELS},
                 {"f32-pages", 3, {3, 5, 7}, ML_AXIS_IMAGES | ML_AXIS_CHANNELS},
                 {"f32-pages2", 4, {2, 5, 7, 3}, ML_AXIS_IMAGES},
                 {"u8-pages", 3, {2, 5, 7}, ML_AXIS_IMAGES | ML_AXIS_CHANNELS}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        char name[64];
        data_file file;
        double values[256];
        ml_error error = ML_ERROR_INIT;
        ml_array_header h;
        snprintf(name, sizeof name, "good-tiff-%s.tif", cases[k].name);
        data_load(&file, name);
        EXPECT(read_array(&file, &error, &h, values) > 0, "%s", error.text);
        EXPECT(h.rank == cases[k].rank && memcmp(h.shape, cases[k].shape, h.rank * sizeof *h.shape) == 0 &&
                   h.may_be[0] == cases[k].first,
               "%s", name);
        free(file.bytes);
    }
}
END_TEST

START_TEST(what_gdal_says_is_offered)
{
    static const double ground[6] = {500000, 10, 0, 5000000, 0, -10};
    data_file file;
    double values[256];
    ml_error error = ML_ERROR_INIT;
    ml_array_header h;
    data_load(&file, "good-tiff-geo.tif");
    ck_assert(read_array(&file, &error, &h, values) == 35);
    ck_assert(h.facts.has_no_data && unit_same(h.facts.no_data, 255) && h.facts.has_ground);
    for (size_t i = 0; i < 6; i++)
        ck_assert(unit_near(h.facts.ground[i], ground[i], 0));
    free(file.bytes);
}
END_TEST

START_TEST(bad_files_are_refused)
{
    glob_t found = data_glob("bad-tiff-*.tif", 40);
    for (size_t k = 0; k < found.gl_pathc; k++) {
        data_file file;
        double values[256];
        ml_error error = ML_ERROR_INIT;
        ml_array_header h;
        data_load(&file, data_name(found.gl_pathv[k]));
        EXPECT(read_array(&file, &error, &h, values) == 0 && error.status == ML_E_INPUT, "%s is taken", file.name);
        EXPECT(strncmp(error.text, file.name, strlen(file.name)) == 0, "%s", error.text);
        free(file.bytes);
    }
    globfree(&found);
}
END_TEST

/* All that a cut can spare is unused: what follows the directory and its values. */
START_TEST(cut_at_each_byte_it_is_refused)
{
    static const char *const names[] = {"good-tiff-u8.tif", "good-tiff-big-be.tif", "good-tiff-f32-planar-tiles.tif",
                                        "good-tiff-overview.tif", "good-tiff-lzw.tif"};
    for (size_t f = 0; f < ML_COUNT(names); f++) {
        data_file file;
        data_load(&file, names[f]);
        size_t whole = (size_t)file.source.size_bytes;
        for (size_t n = 0; n < whole; n++) {
            double values[256];
            ml_error error = ML_ERROR_INIT;
            ml_array_header h;
            file.source = ml_source_memory(file.name, file.bytes, n);
            EXPECT(read_array(&file, &error, &h, values) == 0 && error.status == ML_E_INPUT,
                   "%s is taken with %zu of %zu bytes", names[f], n, whole);
        }
        free(file.bytes);
    }
}
END_TEST

/* A directory of so many entries that each name the same far value. */
START_TEST(values_that_many_tags_share_are_an_error)
{
    enum { N_TAGS = 60000, N_FAR = 200000, SIZE = 8 + 2 + 12 * N_TAGS + 4 + N_FAR };
    uint8_t *bytes = calloc(SIZE, 1);
    ml_error error = ML_ERROR_INIT;
    ml_array_header h;
    ck_assert(bytes != NULL);
    memcpy(bytes, "II*\0\10\0\0\0", 8);
    bytes[8] = N_TAGS & 255;
    bytes[9] = N_TAGS >> 8;
    for (size_t i = 0; i < N_TAGS; i++) {
        uint8_t *entry = bytes + 10 + 12 * i;
        size_t tag = 300 + i, far = SIZE - N_FAR, n_far = N_FAR;
        entry[0] = (uint8_t)tag;
        entry[1] = (uint8_t)(tag >> 8);
        entry[2] = 1;
        for (size_t k = 0; k < 4; k++) {
            entry[4 + k] = (uint8_t)(n_far >> 8 * k);
            entry[8 + k] = (uint8_t)(far >> 8 * k);
        }
    }
    ml_source source = ml_source_memory("shared.tif", bytes, SIZE);
    ck_assert_int_eq(ml_tiff_open(&source, &limits, &error, &h), ML_E_INPUT);
    EXPECT(strstr(error.text, "overlap"), "%s", error.text);
    free(bytes);
}
END_TEST

/* One strip that is not compressed, many times as long as what is read at once. */
START_TEST(a_long_strip_is_read_in_parts)
{
    enum { WIDTH = 1000, HEIGHT = 1500, START = 8 + 2 + 12 * 6 + 4, SIZE = START + WIDTH * HEIGHT };
    static const uint32_t tags[6][3] = {{256, 4, WIDTH}, {257, 4, HEIGHT}, {258, 3, 8},
                                        {273, 4, START}, {278, 4, HEIGHT}, {279, 4, WIDTH * HEIGHT}};
    uint8_t *bytes = calloc(SIZE, 1), *read = malloc(WIDTH * HEIGHT);
    ml_error error = ML_ERROR_INIT;
    ml_array_header h;
    ck_assert(bytes != NULL && read != NULL);
    memcpy(bytes, "II*\0\10\0\0\0\6", 9);
    for (size_t t = 0; t < ML_COUNT(tags); t++)
        for (size_t i = 0; i < 12; i++) {
            uint32_t value = i < 2   ? tags[t][0] >> 8 * i
                             : i < 4 ? tags[t][1] >> 8 * (i - 2)
                             : i < 8 ? i == 4
                                     : tags[t][2] >> 8 * (i - 8);
            bytes[10 + 12 * t + i] = (uint8_t)value;
        }
    uint64_t state = 1;
    for (size_t i = START; i < SIZE; i++)
        bytes[i] = (uint8_t)unit_random(&state);
    ml_source source = ml_source_memory("long.tif", bytes, SIZE);
    EXPECT(ml_tiff_open(&source, &limits, &error, &h) == ML_OK, "%s", error.text);
    for (size_t at = 0, n; at < WIDTH * HEIGHT; at += n) {
        n = WIDTH * HEIGHT - at < 12345 ? WIDTH * HEIGHT - at : 12345;
        EXPECT(ml_array_read_elements(&source, &h, at, n, &error, read + at) == ML_OK, "%s", error.text);
    }
    ck_assert(memcmp(read, bytes + START, WIDTH * HEIGHT) == 0);
    ml_source_close(&source);
    free(read);
    free(bytes);
}
END_TEST

START_TEST(what_is_held_is_within_the_bound)
{
    static const ml_limits little = {.max_pixels = 1 << 20, .max_memory_bytes = 64};
    data_file file;
    ml_error error = ML_ERROR_INIT;
    ml_array_header h;
    data_load(&file, "good-tiff-f32-planar-tiles.tif");
    ml_source source = file.source;
    ck_assert_int_eq(ml_tiff_open(&source, &little, &error, &h), ML_E_INPUT);
    EXPECT(strstr(error.text, "--max-memory"), "%s", error.text);
    free(file.bytes);
}
END_TEST

START_TEST(bits_are_unpacked_from_the_highest_on)
{
    static const uint8_t packed[] = {0xb5, 0x1f, 0x80, 0x7f};
    static const struct {
        unsigned bits;
        bool is_signed;
        size_t n;
        long wanted[4];
    } cases[] = {{1, false, 4, {1, 0, 1, 1}},    {4, false, 4, {11, 5, 1, 15}},
                 {4, true, 4, {-5, 5, 1, -1}},   {8, true, 4, {-75, 31, -128, 127}},
                 {12, false, 2, {0xb51, 0xf80}}, {12, true, 2, {0xb51 - 4096, 0xf80 - 4096}},
                 {3, true, 4, {-3, -3, 2, 1}}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        uint8_t unpacked[16];
        ml_tiff_samples s = ml_tiff_samples_of(cases[k].bits, cases[k].is_signed);
        s.unpack(&s, packed, cases[k].n, unpacked);
        for (size_t i = 0; i < cases[k].n; i++) {
            int8_t narrow = (int8_t)unpacked[i];
            int16_t wide;
            memcpy(&wide, unpacked + 2 * i, sizeof wide);
            long got = s.elem_bytes == 2 ? wide : narrow;
            EXPECT(got == cases[k].wanted[i] ||
                       (!cases[k].is_signed && s.elem_bytes == 1 && (uint8_t)got == cases[k].wanted[i]),
                   "%u bits: sample %zu is %ld", cases[k].bits, i, got);
        }
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, samples_of_any_size_are_labels);
    tcase_add_test(tests, a_raster_gives_what_the_array_gives);
    tcase_add_test(tests, pages_are_rasters);
    tcase_add_test(tests, palettes_are_reduced_to_8_bits);
    tcase_add_test(tests, axes_are_what_the_file_says);
    tcase_add_test(tests, what_gdal_says_is_offered);
    tcase_add_test(tests, bad_files_are_refused);
    tcase_add_test(tests, cut_at_each_byte_it_is_refused);
    tcase_add_test(tests, values_that_many_tags_share_are_an_error);
    tcase_add_test(tests, a_long_strip_is_read_in_parts);
    tcase_add_test(tests, what_is_held_is_within_the_bound);
    tcase_add_test(tests, bits_are_unpacked_from_the_highest_on);
}

#else

START_TEST(without_libtiff_it_is_refused)
{
    data_file file;
    ml_error error = ML_ERROR_INIT;
    bool is_raster = false;
    data_load(&file, "good-tiff-u8.tif");
    ck_assert_int_eq(ml_tiff_look(&file.source, &limits, &error, &is_raster), ML_E_INPUT);
    ck_assert(strstr(error.text, file.name) && strstr(error.text, "--without-libtiff"));
    free(file.bytes);
}
END_TEST

static void add_tests(TCase *tests) { tcase_add_test(tests, without_libtiff_it_is_refused); }

#endif

int main(void) { return unit_main("tiff_reader", add_tests); }

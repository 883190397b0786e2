/* format/photo: PNGs and JPEGs as rows of gray at the size of a truth; sound, broken, cut and damaged ones. */
#include "data.h"
#include "unit.h"

#include "format/photo.h"

enum { WIDTH = 7, HEIGHT = 5, N = WIDTH * HEIGHT };

static const ml_limits limits = ML_LIMITS_DEFAULT;

#ifdef HAVE_LIBJPEG
static const bool has_jpeg = true;
#else
static const bool has_jpeg = false;
#endif

/* Reads all rows of the photo of a width x height truth; gray may be NULL. */
static ml_status read_photo(const ml_source *source, size_t width, size_t height, const ml_limits *bounds, ml_error *error,
                            uint8_t *gray)
{
    ml_photo *photo;
    uint8_t row[64];
    EXPECT(width <= sizeof row, "no room for %zu values", width);
    ml_status status = ml_photo_open_source(source, width, height, bounds, error, &photo);
    if (status)
        return status;
    for (size_t r = 0; r < height && !status; r++) {
        status = ml_photo_read_row(photo, error, row);
        if (!status && gray)
            memcpy(gray + r * width, row, width);
    }
    ml_photo_close(photo);
    return status;
}

/* Reads a sound file as the photo of a truth of 7 x 5. */
static void read_good(const char *name, uint8_t gray[N])
{
    data_file file;
    ml_error error = ML_ERROR_INIT;
    data_load(&file, name);
    EXPECT(read_photo(&file.source, WIDTH, HEIGHT, &limits, &error, gray) == ML_OK, "%s", error.text);
    free(file.bytes);
}

/* --- Values --- */

static uint8_t luma(unsigned r, unsigned g, unsigned b) { return (uint8_t)((299 * r + 587 * g + 114 * b + 500) / 1000); }

START_TEST(pngs_of_every_kind_are_gray)
{
    static const uint8_t labels[N] = {0, 0, 0, 1, 1, 1, 1, 0, 0, 2, 2, 1, 1, 1, 0, 2, 2, 2,
                                      2, 1, 0, 1, 1, 2, 2, 0, 0, 0, 1, 1, 1, 1, 0, 2, 0};
    static const uint8_t colors[3][3] = {{70, 130, 180}, {128, 64, 128}, {0, 0, 142}};
    static const struct {
        const char *name;
        unsigned factor; /* between label and gray; 0: its colour counts */
    } cases[] = {{"gray8", 1},       {"gray8-adam7", 1}, {"gray2", 85},          {"gray2-adam7", 85}, {"gray4", 17},
                 {"gray-alpha8", 1}, {"rgb", 0},         {"rgb16", 0},           {"rgba", 0},         {"rgba16-adam7", 0},
                 {"pal2", 0},        {"pal8", 0},        {"pal8-transparent", 0}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        char name[64];
        uint8_t gray[N];
        snprintf(name, sizeof name, "good-png-%s.png", cases[k].name);
        read_good(name, gray);
        for (size_t i = 0; i < N; i++) {
            const uint8_t *color = colors[labels[i]];
            unsigned wanted = cases[k].factor ? labels[i] * cases[k].factor : luma(color[0], color[1], color[2]);
            EXPECT(gray[i] == wanted, "%s: pixel %zu is %u, not %u", name, i, gray[i], wanted);
        }
    }
}
END_TEST

START_TEST(of_16_bits_the_high_byte_counts)
{
    uint8_t gray[N];
    read_good("good-png-gray16.png", gray);
    for (size_t i = 0; i < N; i++)
        ck_assert_uint_eq(gray[i], 0); /* samples of 0 to 2 */
    read_good("good-png-gray16-wide.png", gray);
    ck_assert_uint_eq(gray[1], 7560 >> 8);
    ck_assert_uint_eq(gray[8], 12600 >> 8);
    ck_assert_uint_eq(gray[N - 1], 65520 >> 8);
}
END_TEST

START_TEST(sizes_have_one_factor)
{
    static const struct {
        size_t width, height;
        bool fits;
    } cases[] = {{3, 3, true}, {1, 1, true}, {3, 1, false}, {1, 3, false}, {2, 2, false}, {6, 6, false}, {4, 4, false}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        data_file file;
        ml_error error = ML_ERROR_INIT;
        data_load(&file, "good-png-gray8-3x3.png");
        ml_status status = read_photo(&file.source, cases[k].width, cases[k].height, &limits, &error, NULL);
        EXPECT(status == (cases[k].fits ? ML_OK : ML_E_INPUT), "case %zu: %s", k, error.text);
        EXPECT(cases[k].fits || strstr(error.text, "good-png-gray8-3x3.png: is 3 x 3, and the truth "), "%s", error.text);
        free(file.bytes);
    }
}
END_TEST

START_TEST(jpegs_have_the_values_of_their_coefficients)
{
    static const uint8_t blocks[2][3] = {{100, 128, 200}, {140, 38, 255}};
    uint8_t gray[N];
    if (!has_jpeg)
        return;
    read_good("good-photo-flat.jpg", gray);
    for (size_t i = 0; i < N; i++)
        ck_assert_uint_eq(gray[i], 100);
    read_good("good-photo-flat-rgb.jpg", gray);
    for (size_t i = 0; i < N; i++)
        ck_assert_uint_eq(gray[i], luma(200, 100, 10));
    read_good("good-photo-flat-3.jpg", gray);
    for (size_t i = 0; i < N; i++)
        ck_assert_uint_eq(gray[i], blocks[i / WIDTH * 3 / 8][i % WIDTH * 3 / 8]);
}
END_TEST

START_TEST(jpegs_of_the_same_coefficients_are_the_same)
{
    static const char *const pairs[][2] = {{"good-photo-gray.jpg", "good-photo-exif.jpg"},
                                           {"good-photo-gray.jpg", "good-photo-trailer.jpg"},
                                           {"good-photo-subsampled.jpg", "good-photo-progressive.jpg"}};
    for (size_t k = 0; has_jpeg && k < ML_COUNT(pairs); k++) {
        uint8_t a[N], b[N];
        read_good(pairs[k][0], a);
        read_good(pairs[k][1], b);
        EXPECT(memcmp(a, b, N) == 0, "%s and %s differ", pairs[k][0], pairs[k][1]);
    }
}
END_TEST

/* --- Refused --- */

START_TEST(every_bad_jpeg_is_refused)
{
    glob_t found = data_glob("bad-photo-*.jpg", 10);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        data_file file;
        ml_error error = ML_ERROR_INIT;
        const char *name = data_name(found.gl_pathv[i]);
        data_load(&file, name);
        bool large = strstr(name, "-cut") || strstr(name, "-restart");
        EXPECT(read_photo(&file.source, large ? 21 : WIDTH, large ? 15 : HEIGHT, &limits, &error, NULL) == ML_E_INPUT,
               "%s is accepted", name);
        EXPECT(strncmp(error.text, name, strlen(name)) == 0, "%s", error.text);
        EXPECT(has_jpeg || strstr(error.text, "--without-libjpeg"), "%s", error.text);
        free(file.bytes);
    }
    globfree(&found);
}
END_TEST

START_TEST(every_good_jpeg_is_read)
{
    glob_t found = data_glob("good-photo-*.jpg", 10);
    for (size_t i = 0; has_jpeg && i < found.gl_pathc; i++) {
        uint8_t gray[N];
        read_good(data_name(found.gl_pathv[i]), gray);
    }
    globfree(&found);
}
END_TEST

START_TEST(other_formats_are_named)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *wanted;
    } cases[] = {{"", 0, "x: is empty"},
                 {"hello", 5, "x: is of no known format; a photo is PNG or JPEG"},
                 {"II*\0....", 8, "x: is a TIFF; a photo is PNG or JPEG"},
                 {"\x93NUMPY..", 8, "x: is a NumPy array; a photo is PNG or JPEG"},
                 {"GIF89a..", 8, "x: is a GIF; a photo is PNG or JPEG"}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        ml_source source = ml_source_memory("x", (const uint8_t *)cases[k].bytes, cases[k].n);
        ml_error error = ML_ERROR_INIT;
        ck_assert_int_eq(read_photo(&source, WIDTH, HEIGHT, &limits, &error, NULL), ML_E_INPUT);
        ck_assert_str_eq(error.text, cases[k].wanted);
    }
}
END_TEST

START_TEST(an_index_beyond_the_palette_is_no_color)
{
    data_file file;
    ml_error error = ML_ERROR_INIT;
    data_load(&file, "good-png-pal8-short.png");
    ck_assert_int_eq(read_photo(&file.source, WIDTH, HEIGHT, &limits, &error, NULL), ML_E_INPUT);
    ck_assert_str_eq(error.text, "good-png-pal8-short.png: row 1, column 2 has colour 2 of a palette of 2: save it as RGB");
    free(file.bytes);
}
END_TEST

START_TEST(bounds_are_tested_before_memory_is_taken)
{
    /* 21 x 15 are 2 x 1 units of 16 x 16, each of 4 + 1 + 1 blocks */
    static const struct {
        const char *name;
        ml_limits bounds;
        const char *wanted; /* NULL: it is read */
    } cases[] = {
        {"good-photo-subsampled.jpg", {.max_pixels = 315, .max_memory_bytes = 0}, NULL},
        {"good-photo-subsampled.jpg", {.max_pixels = 314, .max_memory_bytes = UINT64_MAX}, "--max-pixels"},
        {"good-photo-progressive.jpg", {.max_pixels = 315, .max_memory_bytes = 12 * 128}, NULL},
        {"good-photo-progressive.jpg", {.max_pixels = 315, .max_memory_bytes = 12 * 128 - 1}, "--max-memory"},
        {"bad-photo-large.jpg", {.max_pixels = UINT64_C(1) << 28, .max_memory_bytes = UINT64_MAX}, "--max-pixels"},
        {"bad-photo-large.jpg", {.max_pixels = UINT64_MAX, .max_memory_bytes = UINT64_MAX}, "more than its"},
    };
    for (size_t k = 0; has_jpeg && k < ML_COUNT(cases); k++) {
        data_file file;
        ml_error error = ML_ERROR_INIT;
        data_load(&file, cases[k].name);
        ml_status status = read_photo(&file.source, WIDTH, HEIGHT, &cases[k].bounds, &error, NULL);
        EXPECT(status == (cases[k].wanted ? ML_E_INPUT : ML_OK), "case %zu: %s", k, error.text);
        EXPECT(!cases[k].wanted || strstr(error.text, cases[k].wanted), "case %zu: %s", k, error.text);
        free(file.bytes);
    }
}
END_TEST

START_TEST(more_rows_than_the_truth_has_are_an_internal_error)
{
    static const char *const names[] = {"good-png-gray8.png", "good-photo-gray.jpg"};
    for (size_t k = 0; k < (has_jpeg ? 2 : 1); k++) {
        data_file file;
        ml_error error = ML_ERROR_INIT;
        ml_photo *photo;
        uint8_t gray[WIDTH];
        data_load(&file, names[k]);
        ck_assert_int_eq(ml_photo_open_source(&file.source, WIDTH, HEIGHT, &limits, &error, &photo), ML_OK);
        for (size_t r = 0; r < HEIGHT; r++)
            ck_assert_int_eq(ml_photo_read_row(photo, &error, gray), ML_OK);
        ck_assert_int_eq(ml_photo_read_row(photo, &error, gray), ML_E_SYSTEM);
        ml_photo_close(photo);
        free(file.bytes);
    }
}
END_TEST

START_TEST(files_are_opened_and_closed)
{
    char path[DATA_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_photo *photo;
    ck_assert_int_eq(ml_photo_open("missing.png", WIDTH, HEIGHT, &limits, &error, &photo), ML_E_INPUT);
    error = (ml_error)ML_ERROR_INIT;
    ck_assert_int_eq(ml_photo_open(data_path("good-png-gray8.png", path), WIDTH, HEIGHT, &limits, &error, &photo), ML_OK);
    ml_photo_close(photo); /* with nothing read */
    ml_photo_close(NULL);
}
END_TEST

/* --- Damage --- */

static const char *const to_damage[] = {"good-photo-gray.jpg",        "good-photo-subsampled.jpg", "good-photo-restarts.jpg",
                                        "good-photo-progressive.jpg", "good-photo-scans.jpg",      "good-png-rgb-adam7.png"};

START_TEST(a_file_cut_anywhere_is_refused)
{
    for (size_t k = 0; has_jpeg && k < ML_COUNT(to_damage); k++) {
        data_file file;
        data_load(&file, to_damage[k]);
        size_t n = (size_t)file.source.size_bytes;
        for (size_t have = 0; have < n; have++) {
            uint8_t *cut = malloc(have ? have : 1);
            memcpy(cut, file.bytes, have);
            ml_source source = ml_source_memory("cut", cut, have);
            ml_error error = ML_ERROR_INIT;
            EXPECT(read_photo(&source, WIDTH, HEIGHT, &limits, &error, NULL) == ML_E_INPUT, "%s: %zu bytes are accepted",
                   to_damage[k], have);
            EXPECT(strncmp(error.text, "cut: ", 5) == 0, "%s: %zu bytes: %s", to_damage[k], have, error.text);
            free(cut);
        }
        free(file.bytes);
    }
}
END_TEST

START_TEST(a_flipped_bit_is_refused_or_makes_another_photo)
{
    const ml_limits small = {.max_pixels = 1 << 20, .max_memory_bytes = 1 << 24};
    for (size_t k = 0; has_jpeg && k < ML_COUNT(to_damage); k++) {
        data_file file;
        data_load(&file, to_damage[k]);
        size_t n_refused = 0;
        for (size_t bit = 0; bit < 8 * file.source.size_bytes; bit++) {
            ml_error error = ML_ERROR_INIT;
            file.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
            ml_status status = read_photo(&file.source, WIDTH, HEIGHT, &small, &error, NULL);
            EXPECT(status == ML_OK || (status == ML_E_INPUT && strncmp(error.text, to_damage[k], strlen(to_damage[k])) == 0),
                   "%s: bit %zu: %d, %s", to_damage[k], bit, (int)status, error.text);
            n_refused += status != ML_OK;
            file.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        EXPECT(n_refused > file.source.size_bytes / 8, "%s: only %zu flipped bits are refused", to_damage[k], n_refused);
        free(file.bytes);
    }
}
END_TEST

START_TEST(a_jpeg_that_broke_stays_broken)
{
    data_file file;
    data_load(&file, "bad-photo-cut.jpg");
    ml_error error = ML_ERROR_INIT;
    ml_photo *photo = NULL;
    uint8_t gray[64];
    ml_status status = has_jpeg ? ml_photo_open_source(&file.source, 21, 15, &limits, &error, &photo) : ML_E_INPUT;
    ck_assert(!has_jpeg || !status);
    for (size_t r = 0; r < 15 && !status; r++)
        status = ml_photo_read_row(photo, &error, gray);
    for (int again = 0; again < 2 && has_jpeg; again++) {
        ck_assert_int_eq(status, ML_E_INPUT);
        EXPECT(strstr(error.text, "bad-photo-cut.jpg: broken JPEG at row "), "%s", error.text);
        ml_error_clear(&error);
        status = ml_photo_read_row(photo, &error, gray);
    }
    ml_photo_close(photo);
    free(file.bytes);
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_jpeg_that_broke_stays_broken);
    tcase_add_test(tests, pngs_of_every_kind_are_gray);
    tcase_add_test(tests, of_16_bits_the_high_byte_counts);
    tcase_add_test(tests, sizes_have_one_factor);
    tcase_add_test(tests, jpegs_have_the_values_of_their_coefficients);
    tcase_add_test(tests, jpegs_of_the_same_coefficients_are_the_same);
    tcase_add_test(tests, every_bad_jpeg_is_refused);
    tcase_add_test(tests, every_good_jpeg_is_read);
    tcase_add_test(tests, other_formats_are_named);
    tcase_add_test(tests, an_index_beyond_the_palette_is_no_color);
    tcase_add_test(tests, bounds_are_tested_before_memory_is_taken);
    tcase_add_test(tests, more_rows_than_the_truth_has_are_an_internal_error);
    tcase_add_test(tests, files_are_opened_and_closed);
    tcase_add_test(tests, a_file_cut_anywhere_is_refused);
    tcase_add_test(tests, a_flipped_bit_is_refused_or_makes_another_photo);
}

int main(void) { return unit_main("photo", add_tests); }

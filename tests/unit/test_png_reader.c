/* format/png_reader: raw samples of PNG files, sound, broken, cut and damaged. */
#include "../crc.h"
#include "data.h"
#include "unit.h"

#include "format/png_reader.h"

enum { WIDTH = 7, HEIGHT = 5, MAX_SAMPLES = 4 * WIDTH * HEIGHT };

/* The labels that tests/data/make.py draws, and its rules for samples. */
static const uint8_t labels[HEIGHT][WIDTH] = {
    {0, 0, 0, 1, 1, 1, 1}, {0, 0, 2, 2, 1, 1, 1}, {0, 2, 2, 2, 2, 1, 0}, {1, 1, 2, 2, 0, 0, 0}, {1, 1, 1, 1, 0, 2, 0}};

static unsigned plain(unsigned r, unsigned c, unsigned unused)
{
    ML_UNUSED(unused);
    return labels[r][c];
}

static unsigned binary(unsigned r, unsigned c, unsigned scale) { return labels[r][c] ? scale : 0; }

static unsigned wide(unsigned r, unsigned c, unsigned limit)
{
    unsigned s = labels[r][c], room = (limit - s + 2) / 3, stretch = room / 26 > 1 ? room / 26 : 1;
    unsigned wanted = s + 3 * ((2 * r + 3 * c) * stretch % room);
    return wanted % 17 ? wanted : s;
}

static unsigned synonym(unsigned r, unsigned c, unsigned unused)
{
    static const uint8_t of[3][2] = {{0, 3}, {1, 7}, {2, 8}};
    ML_UNUSED(unused);
    return of[labels[r][c]][(r + c) % 2];
}

static unsigned permuted(unsigned r, unsigned c, unsigned unused)
{
    ML_UNUSED(unused);
    return (labels[r][c] + 1u) % 3;
}

static unsigned offset(unsigned r, unsigned c, unsigned by) { return labels[r][c] + by; }

/* Sample c of row r of an image in colours, 3 or 4 a pixel; the parameter is their number, and 16 more in 16 bits. */
static unsigned colored(unsigned r, unsigned c, unsigned parameter)
{
    static const uint8_t of[3][4] = {{70, 130, 180, 255}, {128, 64, 128, 255}, {0, 0, 142, 255}};
    unsigned n_channels = parameter % 16;
    return of[labels[r][c / n_channels]][c % n_channels] * (parameter < 16 ? 1u : 257u);
}

/* The same of gray with alpha; the parameter is what is opaque. */
static unsigned veiled(unsigned r, unsigned c, unsigned opaque) { return c % 2 ? opaque : labels[r][c / 2]; }

/* What good-png-*.png are. */
static const struct good {
    const char *name;
    unsigned depth;
    ml_raster_kind color;
    bool interlaced;
    uint16_t n_palette;
    bool gray_palette;
    unsigned (*rule)(unsigned r, unsigned c, unsigned parameter);
    unsigned parameter, width, height;
} goods[] = {
#define GRAY(NAME, DEPTH, ADAM7, RULE, PARAMETER)                                                                              \
    {                                                                                                                          \
        NAME, DEPTH, ML_RASTER_GRAY, ADAM7, 0, false, RULE, PARAMETER, WIDTH, HEIGHT                                           \
    }
#define COLORS(NAME, DEPTH, ADAM7, N, GRAYS, RULE, PARAMETER)                                                                  \
    {                                                                                                                          \
        NAME, DEPTH, ML_RASTER_PALETTE, ADAM7, N, GRAYS, RULE, PARAMETER, WIDTH, HEIGHT                                        \
    }
    GRAY("gray1", 1, false, binary, 1),
    GRAY("gray1-adam7", 1, true, binary, 1),
    GRAY("gray2", 2, false, plain, 0),
    GRAY("gray2-adam7", 2, true, plain, 0),
    GRAY("gray2-wide", 2, false, wide, 4),
    GRAY("gray4", 4, false, plain, 0),
    GRAY("gray4-adam7", 4, true, plain, 0),
    GRAY("gray4-wide", 4, false, wide, 16),
    GRAY("gray8", 8, false, plain, 0),
    GRAY("gray8-adam7", 8, true, plain, 0),
    GRAY("gray8-wide", 8, false, wide, 255),
    GRAY("gray8-mask", 8, false, binary, 255),
    GRAY("gray8-synonyms", 8, false, synonym, 0),
    GRAY("gray8-chunks", 8, false, plain, 0),
    GRAY("gray16", 16, false, plain, 0),
    GRAY("gray16-adam7", 16, true, plain, 0),
    GRAY("gray16-wide", 16, false, wide, 65535),
    {"gray-alpha8", 8, ML_RASTER_GRAY_ALPHA, false, 0, false, veiled, 255, WIDTH, HEIGHT},
    {"gray-alpha8-adam7", 8, ML_RASTER_GRAY_ALPHA, true, 0, false, veiled, 255, WIDTH, HEIGHT},
    {"gray-alpha16", 16, ML_RASTER_GRAY_ALPHA, false, 0, false, veiled, 65535, WIDTH, HEIGHT},
    {"gray-alpha16-adam7", 16, ML_RASTER_GRAY_ALPHA, true, 0, false, veiled, 65535, WIDTH, HEIGHT},
    COLORS("pal1", 1, false, 2, false, binary, 1),
    COLORS("pal1-adam7", 1, true, 2, false, binary, 1),
    COLORS("pal1-white", 1, false, 2, true, binary, 1),
    COLORS("pal2", 2, false, 3, false, plain, 0),
    COLORS("pal2-adam7", 2, true, 3, false, plain, 0),
    COLORS("pal4", 4, false, 3, false, plain, 0),
    COLORS("pal4-adam7", 4, true, 3, false, plain, 0),
    COLORS("pal4-wide", 4, false, 16, false, wide, 16),
    COLORS("pal8", 8, false, 3, false, plain, 0),
    COLORS("pal8-adam7", 8, true, 3, false, plain, 0),
    COLORS("pal8-wide", 8, false, 255, false, wide, 255),
    COLORS("pal8-short", 8, false, 2, false, plain, 0), /* index 2 is beyond the palette, and still the label */
    COLORS("pal8-transparent", 8, false, 3, false, plain, 0),
    COLORS("pal8-gray-permuted", 8, false, 3, true, permuted, 0),
    COLORS("pal8-gray-identity", 8, false, 3, true, plain, 0),
    COLORS("pal8-gray-offset", 8, false, 6, true, offset, 3),
    {"gray8-3x3", 8, ML_RASTER_GRAY, false, 0, false, plain, 0, 3, 3},
    COLORS("pal8-recoloured", 8, false, 3, false, plain, 0),
    {"rgb", 8, ML_RASTER_RGB, false, 0, false, colored, 3, WIDTH, HEIGHT},
    {"rgb-adam7", 8, ML_RASTER_RGB, true, 0, false, colored, 3, WIDTH, HEIGHT},
    {"rgb-key", 8, ML_RASTER_RGB, false, 0, false, colored, 3, WIDTH, HEIGHT},
    {"rgb16", 16, ML_RASTER_RGB, false, 0, false, colored, 16 + 3, WIDTH, HEIGHT},
    {"rgba", 8, ML_RASTER_RGBA, false, 0, false, colored, 4, WIDTH, HEIGHT},
    {"rgba16-adam7", 16, ML_RASTER_RGBA, true, 0, false, colored, 16 + 4, WIDTH, HEIGHT},
};

static const ml_limits limits = ML_LIMITS_DEFAULT;

static uint8_t *read_good(const char *name, size_t *n)
{
    char file[64], path[DATA_PATH_SIZE];
    snprintf(file, sizeof file, "good-png-%s.png", name);
    return data_read(data_path(file, path), n);
}

/* Opens and reads all pixels (at most 4096 samples if they are wanted), at most `step` at a time. */
static ml_status decode(const ml_source *source, const ml_limits *bounds, size_t step, ml_error *error, uint16_t *samples)
{
    ml_raster raster;
    ml_status status = ml_raster_open(&ml_png_ops, source, bounds, error, &raster);
    if (status)
        return status;
    size_t n_pixels = raster.header.n_pixels, n_channels = raster.header.n_channels;
    for (size_t first = 0, n; first < n_pixels && !status; first += n) {
        uint16_t some[4096 * ML_RASTER_MAX_CHANNELS];
        n = n_pixels - first < step ? n_pixels - first : step;
        status = ml_raster_read(&raster, ML_SAMPLE_U16, n, error, some);
        if (!status && samples)
            memcpy(samples + first * n_channels, some, n * n_channels * sizeof *some);
    }
    ml_raster_close(&raster);
    return status;
}

static unsigned n_channels_of(ml_raster_kind kind)
{
    return kind == ML_RASTER_RGBA ? 4 : kind == ML_RASTER_RGB ? 3 : kind == ML_RASTER_GRAY_ALPHA ? 2 : 1;
}

static void expect_header(const struct good *good, const ml_source *source)
{
    ml_error error = ML_ERROR_INIT;
    ml_raster raster;
    EXPECT(ml_raster_open(&ml_png_ops, source, &limits, &error, &raster) == ML_OK, "%s", error.text);
    const ml_raster_header *header = &raster.header;
    EXPECT(header->width == good->width && header->height == good->height, "%s: %zu x %zu", good->name, header->width,
           header->height);
    EXPECT(header->n_pixels == (size_t)good->width * good->height, "%s: %zu pixels", good->name, header->n_pixels);
    EXPECT(header->bits == good->depth && header->kind == good->color, "%s: %u-bit %s", good->name, header->bits,
           ml_raster_kind_names[header->kind]);
    unsigned n_channels = n_channels_of(good->color);
    EXPECT(header->n_channels == n_channels, "%s: %u channels", good->name, header->n_channels);
    EXPECT(header->interlaced == good->interlaced, "%s: interlaced", good->name);
    EXPECT(header->n_palette == good->n_palette, "%s: palette of %u", good->name, header->n_palette);
    EXPECT(header->type == ML_SAMPLE_U16, "%s: type", good->name);
    EXPECT(ml_raster_has_gray_palette(header) == good->gray_palette, "%s: gray palette", good->name);
    ml_raster_close(&raster);
}

/* The same samples as bytes, or bytes and samples in turn; of 16 bits they are none. */
static void expect_bytes(const struct good *good, const ml_source *source, size_t step, bool in_turn, const uint16_t *samples)
{
    ml_error error = ML_ERROR_INIT;
    ml_raster raster;
    EXPECT(ml_raster_open(&ml_png_ops, source, &limits, &error, &raster) == ML_OK, "%s", error.text);
    const size_t n_pixels = raster.header.n_pixels, n_channels = raster.header.n_channels;
    uint8_t bytes[4096 * ML_RASTER_MAX_CHANNELS];
    uint16_t some[4096 * ML_RASTER_MAX_CHANNELS];
    bool is_turn = false;
    for (size_t first = 0, n; first < n_pixels; first += n, is_turn = in_turn && !is_turn) {
        n = n_pixels - first < step ? n_pixels - first : step;
        ml_status status =
            is_turn ? ml_raster_read(&raster, ML_SAMPLE_U16, n, &error, some) : ml_raster_read_bytes(&raster, n, &error, bytes);
        if (good->depth == 16) {
            EXPECT(status == ML_E_SYSTEM, "%s: is read as bytes", good->name);
            break;
        }
        EXPECT(status == ML_OK, "%s: %s", good->name, error.text);
        for (size_t i = 0; i < n * n_channels; i++)
            EXPECT((is_turn ? some[i] : bytes[i]) == samples[first * n_channels + i], "%s: sample %zu", good->name, i);
    }
    ml_raster_close(&raster);
}

START_TEST(every_good_file_has_its_samples_however_they_are_read)
{
    static const size_t steps[] = {WIDTH * HEIGHT, 1, 2, 3, WIDTH - 1, WIDTH, WIDTH + 1, 20, 4096};
    for (size_t k = 0; k < ML_COUNT(goods); k++) {
        const struct good *good = &goods[k];
        size_t n;
        uint8_t *bytes = read_good(good->name, &n);
        ml_source source = ml_source_memory(good->name, bytes, n);
        expect_header(good, &source);
        unsigned row_samples = good->width * n_channels_of(good->color);
        for (size_t s = 0; s < ML_COUNT(steps); s++) {
            ml_error error = ML_ERROR_INIT;
            uint16_t samples[MAX_SAMPLES];
            EXPECT(decode(&source, &limits, steps[s], &error, samples) == ML_OK, "%s: %s", good->name, error.text);
            for (unsigned i = 0; i < row_samples * good->height; i++) {
                unsigned r = i / row_samples, c = i % row_samples, wanted = good->rule(r, c, good->parameter);
                EXPECT(samples[i] == wanted, "%s: row %u, sample %u is %u, not %u", good->name, r, c, samples[i], wanted);
            }
            expect_bytes(good, &source, steps[s], false, samples);
            expect_bytes(good, &source, steps[s], true, samples);
        }
        free(bytes);
    }
}
END_TEST

START_TEST(no_good_file_is_forgotten_here)
{
    glob_t found = data_glob("good-png-*.png", 20);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        size_t k = 0;
        for (; k < ML_COUNT(goods); k++) {
            char name[64];
            snprintf(name, sizeof name, "good-png-%s.png", goods[k].name);
            if (strcmp(data_name(found.gl_pathv[i]), name) == 0)
                break;
        }
        EXPECT(k < ML_COUNT(goods), "%s has no row", found.gl_pathv[i]);
    }
    globfree(&found);
}
END_TEST

START_TEST(gray_palettes_tell_their_gray_values)
{
    static const struct {
        const char *name;
        uint8_t gray[6];
    } cases[] = {
        {"pal8-gray-permuted", {2, 0, 1}}, {"pal8-gray-identity", {0, 1, 2}}, {"pal8-gray-offset", {9, 9, 9, 0, 1, 2}}};
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        size_t n;
        uint8_t *bytes = read_good(cases[k].name, &n);
        ml_source source = ml_source_memory(cases[k].name, bytes, n);
        ml_error error = ML_ERROR_INIT;
        ml_raster raster;
        ck_assert_int_eq(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster), ML_OK);
        const ml_raster_header *header = &raster.header;
        for (size_t i = 0; i < header->n_palette; i++)
            EXPECT(header->palette[i][0] == cases[k].gray[i], "%s: entry %zu is %u", cases[k].name, i, header->palette[i][0]);
        ml_raster_close(&raster);
        free(bytes);
    }
}
END_TEST

/* Sound as a PNG of raw samples: what is wrong with them is for others to say. */
static bool is_sound(const char *path)
{
    return strstr(path, "bad-png-label") || strstr(path, "bad-png-rgb") || strstr(path, "bad-png-gray-alpha");
}

START_TEST(every_bad_file_is_refused_at_the_latest_with_its_last_sample)
{
    glob_t found = data_glob("bad-png-*.png", 28);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *path = found.gl_pathv[i];
        size_t n;
        uint8_t *bytes = data_read(path, &n);
        ml_source source = ml_source_memory(path, bytes, n);
        ml_error error = ML_ERROR_INIT;
        ml_status status = decode(&source, &limits, 4096, &error, NULL);
        ml_status wanted = is_sound(path) ? ML_OK : ML_E_INPUT;
        EXPECT(status == wanted, "%s: status %d, %s", path, (int)status, error.text);
        EXPECT(status == ML_OK || (error.status == status && strstr(error.text, path)), "%s: %s", path, error.text);
        free(bytes);
    }
    globfree(&found);
}
END_TEST

START_TEST(a_broken_file_stays_broken)
{
    char path[DATA_PATH_SIZE];
    size_t n;
    uint8_t *bytes = data_read(data_path("bad-png-cut-idat.png", path), &n);
    ml_source source = ml_source_memory(path, bytes, n);
    ml_error error = ML_ERROR_INIT;
    uint16_t samples[WIDTH * HEIGHT];
    ml_raster raster;
    ck_assert_int_eq(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster), ML_OK);
    for (int again = 0; again < 3; again++) {
        error = (ml_error)ML_ERROR_INIT;
        ck_assert_int_eq(ml_raster_read(&raster, ML_SAMPLE_U16, WIDTH * HEIGHT, &error, samples), ML_E_INPUT);
        ck_assert(strstr(error.text, path));
    }
    ml_raster_close(&raster);
    free(bytes);
}
END_TEST

START_TEST(reading_past_the_end_is_an_internal_error)
{
    static const char *const names[] = {"gray8", "gray8-adam7", "pal4", "rgb", "rgba16-adam7"};
    for (size_t k = 0; k < ML_COUNT(names); k++) {
        size_t n;
        uint8_t *bytes = read_good(names[k], &n);
        ml_source source = ml_source_memory(names[k], bytes, n);
        ml_error error = ML_ERROR_INIT;
        uint16_t samples[MAX_SAMPLES + ML_RASTER_MAX_CHANNELS];
        ml_raster raster;
        ck_assert_int_eq(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster), ML_OK);
        ck_assert_int_eq(ml_raster_read(&raster, ML_SAMPLE_U16, WIDTH * HEIGHT, &error, samples), ML_OK);
        ck_assert_int_eq(ml_raster_read(&raster, ML_SAMPLE_U16, 1, &error, samples), ML_E_SYSTEM);
        ml_raster_close(&raster);
        ck_assert_int_eq(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster), ML_OK);
        ck_assert_int_eq(ml_raster_read(&raster, ML_SAMPLE_U16, WIDTH * HEIGHT + 1, &error, samples), ML_E_SYSTEM);
        ml_raster_close(&raster);
        free(bytes);
    }
}
END_TEST

START_TEST(samples_are_read_only_as_what_they_are)
{
    size_t n;
    uint8_t *bytes = read_good("gray8", &n);
    ml_source source = ml_source_memory("typed.png", bytes, n);
    ml_error error = ML_ERROR_INIT;
    uint8_t samples[WIDTH * HEIGHT];
    ml_raster raster;
    ck_assert_int_eq(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster), ML_OK);
    ck_assert_int_eq(ml_raster_read(&raster, ML_SAMPLE_U8, WIDTH * HEIGHT, &error, samples), ML_E_SYSTEM);
    ck_assert(strstr(error.text, "typed.png"));
    ml_raster_close(&raster);
    free(bytes);
}
END_TEST

START_TEST(an_image_may_be_closed_at_any_time)
{
    size_t n;
    uint8_t *bytes = read_good("gray16-adam7", &n);
    ml_source source = ml_source_memory("early", bytes, n);
    for (size_t have = 0; have <= WIDTH * HEIGHT; have++) {
        ml_error error = ML_ERROR_INIT;
        uint16_t samples[WIDTH * HEIGHT];
        ml_raster raster;
        ck_assert_int_eq(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster), ML_OK);
        if (have)
            ck_assert_int_eq(ml_raster_read(&raster, ML_SAMPLE_U16, have, &error, samples), ML_OK);
        ml_raster_close(&raster);
    }
    free(bytes);
}
END_TEST

START_TEST(bounds_are_tested_before_the_image_is_decoded)
{
    static const struct {
        const char *name;
        ml_limits bounds;
        bool fits;
    } cases[] = {
        {"gray8", {35, 0, NULL}, true},
        {"gray8", {34, UINT64_MAX, NULL}, false},
        {"gray8-adam7", {35, 35, NULL}, true},
        {"gray8-adam7", {35, 34, NULL}, false},
        {"gray16-adam7", {35, 70, NULL}, true},
        {"gray16-adam7", {35, 69, NULL}, false},
        {"gray1-adam7", {35, 34, NULL}, false}, /* a byte a sample once decoded */
        {"rgb", {35, 0, NULL}, true},
        {"rgb-adam7", {35, 105, NULL}, true},
        {"rgb-adam7", {35, 104, NULL}, false},
        {"rgba16-adam7", {35, 280, NULL}, true},
        {"rgba16-adam7", {35, 279, NULL}, false},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++) {
        size_t n;
        uint8_t *bytes = read_good(cases[k].name, &n);
        ml_source source = ml_source_memory(cases[k].name, bytes, n);
        ml_error error = ML_ERROR_INIT;
        ml_status status = decode(&source, &cases[k].bounds, 4096, &error, NULL);
        EXPECT(status == (cases[k].fits ? ML_OK : ML_E_INPUT), "case %zu: %s", k, error.text);
        EXPECT(cases[k].fits || (strstr(error.text, cases[k].name) && strstr(error.text, "--max-")), "case %zu: %s", k,
               error.text);
        free(bytes);
    }
}
END_TEST

static const char *const to_damage[] = {"gray8", "gray8-adam7",      "gray1",        "gray16",
                                        "pal4",  "pal8-gray-offset", "gray8-chunks", "rgb-adam7"};

START_TEST(a_file_cut_anywhere_is_refused)
{
    for (size_t k = 0; k < ML_COUNT(to_damage); k++) {
        size_t n;
        uint8_t *bytes = read_good(to_damage[k], &n);
        for (size_t have = 0; have < n; have++) {
            uint8_t *cut = malloc(have ? have : 1);
            memcpy(cut, bytes, have);
            ml_source source = ml_source_memory("cut.png", cut, have);
            ml_error error = ML_ERROR_INIT;
            EXPECT(decode(&source, &limits, 4096, &error, NULL) == ML_E_INPUT, "%s: %zu bytes are accepted", to_damage[k],
                   have);
            EXPECT(strstr(error.text, "cut.png"), "%s: %zu bytes: %s", to_damage[k], have, error.text);
            free(cut);
        }
        free(bytes);
    }
}
END_TEST

START_TEST(a_flipped_bit_is_refused_or_changes_no_sample)
{
    for (size_t k = 0; k < ML_COUNT(to_damage); k++) {
        size_t n;
        uint8_t *bytes = read_good(to_damage[k], &n);
        ml_source source = ml_source_memory("damaged.png", bytes, n);
        uint16_t wanted[4096], got[4096];
        ml_error error = ML_ERROR_INIT;
        size_t n_samples = WIDTH * HEIGHT * (strncmp(to_damage[k], "rgb", 3) == 0 ? 3 : 1);
        ck_assert_int_eq(decode(&source, &limits, 4096, &error, wanted), ML_OK);
        for (size_t bit = 0; bit < 8 * n; bit++) {
            bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
            ml_status status = decode(&source, &limits, 4096, &error, got);
            EXPECT(status == ML_OK || (status == ML_E_INPUT && strstr(error.text, "damaged.png")), "%s: bit %zu: %d, %s",
                   to_damage[k], bit, (int)status, error.text);
            EXPECT(status != ML_OK || memcmp(wanted, got, n_samples * sizeof *got) == 0, "%s: bit %zu: other samples",
                   to_damage[k], bit);
            bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
        }
        free(bytes);
    }
}
END_TEST

static uint32_t big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Makes the check sums of all chunks right again, as far as the chunks' lengths make sense. */
static void correct_sums(uint8_t *bytes, size_t n)
{
    for (size_t at = 8; at + 12 <= n;) {
        size_t length = big_endian(bytes + at);
        if (length > n - at - 12)
            return;
        uint32_t crc = crc_of(bytes + at + 4, length + 4);
        for (size_t i = 0; i < 4; i++)
            bytes[at + 8 + length + i] = (uint8_t)(crc >> (24 - 8 * i));
        at += length + 12;
    }
}

START_TEST(a_size_that_the_file_cannot_hold_is_refused_before_memory_is_taken)
{
    static const uint32_t sizes[] = {1000, 10000, 16384};
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < ML_COUNT(sizes); i++) {
            size_t n;
            uint8_t *bytes = read_good(to_damage[k], &n);
            for (size_t at = 16; at < 24; at++) /* width and height */
                bytes[at] = (uint8_t)(sizes[i] >> 8 * (3 - at % 4));
            correct_sums(bytes, n);
            ml_source source = ml_source_memory("huge.png", bytes, n);
            ml_error error = ML_ERROR_INIT;
            ml_raster raster;
            EXPECT(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster) == ML_E_INPUT, "%s of %u pixels square",
                   to_damage[k], sizes[i]);
            EXPECT(strstr(error.text, "huge.png"), "%s", error.text);
            free(bytes);
        }
}
END_TEST

START_TEST(random_damage_with_right_check_sums_never_does_harm)
{
    uint64_t state = 82;
    const ml_limits small = {.max_pixels = 4096, .max_memory_bytes = 1 << 20};
    size_t n_accepted = 0;
    for (size_t k = 0; k < ML_COUNT(to_damage); k++) {
        size_t n;
        uint8_t *bytes = read_good(to_damage[k], &n), *damaged = malloc(n);
        for (size_t round = unit_rounds(5000); round-- > 0;) {
            memcpy(damaged, bytes, n);
            for (size_t times = 1 + unit_below(&state, 3); times-- > 0;)
                damaged[8 + unit_below(&state, n - 8)] ^= (uint8_t)(1u << unit_below(&state, 8));
            if (round % 4)
                correct_sums(damaged, n);
            ml_source source = ml_source_memory("damaged.png", damaged, n - (round % 16 ? 0 : unit_below(&state, 3)));
            ml_error error = ML_ERROR_INIT;
            ml_status status = decode(&source, &small, 1 + unit_below(&state, 50), &error, NULL);
            EXPECT(status == ML_OK || (status != ML_E_USAGE && strstr(error.text, "damaged.png")), "status %d: %s", (int)status,
                   error.text);
            n_accepted += status == ML_OK;
        }
        free(bytes);
        free(damaged);
    }
    ck_assert_uint_gt(n_accepted, 0); /* the damage was to reach what lies behind the check sums */
}
END_TEST

START_TEST(an_image_can_be_read_again_from_its_start)
{
    static const char *const names[] = {"gray8", "gray16-adam7", "pal4", "rgba"};
    for (size_t k = 0; k < ML_COUNT(names); k++)
        for (size_t have = 0; have <= WIDTH * HEIGHT; have += 5) {
            size_t n;
            uint8_t *bytes = read_good(names[k], &n);
            ml_source source = ml_source_memory(names[k], bytes, n);
            ml_error error = ML_ERROR_INIT;
            uint16_t first[MAX_SAMPLES], again[MAX_SAMPLES];
            ml_raster raster;
            ck_assert_int_eq(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster), ML_OK);
            ck_assert_int_eq(ml_raster_read(&raster, ML_SAMPLE_U16, have, &error, first), ML_OK);
            for (int times = 0; times < 2; times++) {
                ck_assert_int_eq(ml_raster_restart(&raster, &error), ML_OK);
                ck_assert_int_eq(ml_raster_read(&raster, ML_SAMPLE_U16, WIDTH * HEIGHT, &error, again), ML_OK);
                EXPECT(memcmp(first, again, have * raster.header.n_channels * sizeof *first) == 0, "%s", names[k]);
            }
            ml_raster_close(&raster);
            ml_raster_close(&raster); /* closing twice does no harm */
            free(bytes);
        }
}
END_TEST

START_TEST(an_image_that_has_become_another_is_not_read_again)
{
    static const char *const others[] = {"rgb", "gray16", "gray8-3x3", "pal8", "pal8-recoloured"};
    for (size_t k = 0; k < ML_COUNT(others); k++) {
        size_t n, n_other;
        const char *name = k < 4 ? "gray8" : "pal8"; /* the last one has another palette only */
        uint8_t *bytes = read_good(name, &n), *other = read_good(others[k], &n_other);
        ml_source source = ml_source_memory(name, bytes, n);
        ml_error error = ML_ERROR_INIT;
        uint16_t samples[MAX_SAMPLES];
        ml_raster raster;
        ck_assert_int_eq(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster), ML_OK);
        ck_assert_int_eq(ml_raster_read(&raster, ML_SAMPLE_U16, WIDTH * HEIGHT, &error, samples), ML_OK);
        source.bytes = other;
        source.size_bytes = n_other;
        ck_assert_int_eq(ml_raster_restart(&raster, &error), ML_E_INPUT);
        EXPECT(strstr(error.text, name) && strstr(error.text, "has changed"), "%s", error.text);
        ml_raster_close(&raster);
        free(other);
        free(bytes);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, every_good_file_has_its_samples_however_they_are_read);
    tcase_add_test(tests, no_good_file_is_forgotten_here);
    tcase_add_test(tests, gray_palettes_tell_their_gray_values);
    tcase_add_test(tests, every_bad_file_is_refused_at_the_latest_with_its_last_sample);
    tcase_add_test(tests, a_broken_file_stays_broken);
    tcase_add_test(tests, reading_past_the_end_is_an_internal_error);
    tcase_add_test(tests, samples_are_read_only_as_what_they_are);
    tcase_add_test(tests, an_image_may_be_closed_at_any_time);
    tcase_add_test(tests, bounds_are_tested_before_the_image_is_decoded);
    tcase_add_test(tests, a_file_cut_anywhere_is_refused);
    tcase_add_test(tests, a_flipped_bit_is_refused_or_changes_no_sample);
    tcase_add_test(tests, a_size_that_the_file_cannot_hold_is_refused_before_memory_is_taken);
    tcase_add_test(tests, random_damage_with_right_check_sums_never_does_harm);
    tcase_add_test(tests, an_image_can_be_read_again_from_its_start);
    tcase_add_test(tests, an_image_that_has_become_another_is_not_read_again);
}

int main(void) { return unit_main("png_reader", add_tests); }

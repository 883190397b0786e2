/* input/colors: from the pixels of RGB and RGBA images to classes. */
#include "../crc.h"
#include "data.h"
#include "unit.h"

#include "format/png_reader.h"
#include "label/colors.h"

enum { WIDTH = 7, HEIGHT = 5, SIDE = 96, N_SIDE = SIDE * SIDE };

static const ml_limits limits = ML_LIMITS_DEFAULT;

static ml_classes make_plain(size_t n)
{
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    EXPECT(ml_classes_init_plain(n, &error, &classes) == ML_OK, "%s", error.text);
    return classes;
}

static void set_color(ml_classes *classes, size_t c, uint32_t color)
{
    classes->items[c].has_color = true;
    for (size_t k = 0; k < 3; k++)
        classes->items[c].color[k] = (uint8_t)(color >> (16 - 8 * k));
}

static void index_classes(ml_classes *classes)
{
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_classes_index(classes, &error) == ML_OK, "%s", error.text);
}

static void ignore_colors(ml_classes *classes, const uint32_t *colors, size_t n)
{
    classes->ignored_colors = malloc(n * sizeof *classes->ignored_colors);
    ck_assert(classes->ignored_colors != NULL);
    classes->n_ignored_colors = n;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < 3; k++)
            classes->ignored_colors[i][k] = (uint8_t)(colors[i] >> (16 - 8 * k));
}

/* The classes of good-classes-3.json. */
static ml_classes make_drawn(void)
{
    ml_classes classes = make_plain(3);
    set_color(&classes, 0, 0x4682b4);
    set_color(&classes, 1, 0x804080);
    set_color(&classes, 2, 0x00008e);
    index_classes(&classes);
    return classes;
}

START_TEST(a_set_has_colours_if_any_class_has_one)
{
    static const uint32_t black[] = {0};
    ml_classes classes = make_plain(5);
    index_classes(&classes);
    ck_assert(!classes.has_colors);
    ignore_colors(&classes, black, 1);
    index_classes(&classes);
    ck_assert(!classes.has_colors); /* ignored colours alone name no class */
    set_color(&classes, 4, 0);
    index_classes(&classes);
    ck_assert(classes.has_colors && ml_color_class(&classes.color_of, 0) == ML_IGNORED);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(the_table_has_every_colour_once_and_ignoring_is_stronger)
{
    static const uint32_t ignored[] = {0x00ff00, 0x123456, 0x000001, 0x123456};
    static const ml_color_entry wanted[] = {{0x000000, 3},          {0x000001, ML_IGNORED}, {0x0000ff, ML_IGNORED},
                                            {0x00ff00, ML_IGNORED}, {0x123456, ML_IGNORED}, {0xffffff, 0}};
    ml_classes classes = make_plain(5);
    ml_error error = ML_ERROR_INIT;
    size_t n = 0;
    set_color(&classes, 0, 0xffffff);
    set_color(&classes, 1, 0x00ff00);
    set_color(&classes, 2, 0x0000ff); /* the class's one label is ignored */
    set_color(&classes, 3, 0x000000);
    set_color(&classes, 4, 0x123456);
    ignore_colors(&classes, ignored, ML_COUNT(ignored));
    ck_assert_int_eq(ml_label_list_add(&classes.ignored, 2, &error), ML_OK);
    index_classes(&classes);
    for (size_t i = 0; i < (size_t)1 << classes.color_of.bits; i++) {
        const ml_color_entry *entry = &classes.color_of.entries[i];
        size_t w = 0;
        if (entry->class == ML_NONE)
            continue;
        while (w < ML_COUNT(wanted) && wanted[w].color != entry->color)
            w++;
        EXPECT(w < ML_COUNT(wanted) && wanted[w].class == entry->class, "%06x is %u", entry->color, entry->class);
        n++;
    }
    ck_assert_uint_eq(n, ML_COUNT(wanted));
    ml_classes_clear(&classes);
}
END_TEST

/* Reads a file of the test data in steps; returns the status of the first step that fails. */
static ml_status read_file(const char *name, size_t step, ml_colors *colors, ml_error *error, uint16_t *class_indices)
{
    ml_status status = ML_OK;
    char path[DATA_PATH_SIZE];
    size_t n_bytes;
    uint8_t *bytes = data_read(data_path(name, path), &n_bytes);
    ml_source source = ml_source_memory(name, bytes, n_bytes);
    ml_classes classes = make_drawn();
    ml_raster raster;
    ck_assert_int_eq(ml_raster_open(&ml_png_ops, &source, &limits, error, &raster), ML_OK);
    *colors = ml_colors_of(&classes);
    for (size_t first = 0, n; first < WIDTH * HEIGHT && !status; first += n) {
        n = WIDTH * HEIGHT - first < step ? WIDTH * HEIGHT - first : step;
        status = ml_colors_read(colors, &raster, name, NULL, first, n, error, class_indices + first);
    }
    ml_raster_close(&raster);
    ml_classes_clear(&classes);
    free(bytes);
    return status;
}

START_TEST(unknown_colours_are_counted_and_named)
{
    static const struct {
        const char *name;
        size_t n_pixels, n_colors, first;
        const char *text, *advice;
    } cases[] = {
        {"good-png-rgb.png", 0, 0, 0, NULL, NULL},
        {"bad-png-rgb-unknown.png", 1, 1, 18, "row 2, column 4: the colour [1, 2, 3]", "(1 pixel, 1 unknown colour)"},
        {"bad-png-rgb-unknown-2.png", 3, 2, 18, "row 2, column 4", "(3 pixels, 2 unknown colours)"},
        {"bad-png-rgb-smooth.png", 35, 35, 0, "row 0, column 0: the colour [0, 0, 128]", "resizing"},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++)
        for (size_t step = 1; step <= WIDTH * HEIGHT; step += 11) {
            ml_error error = ML_ERROR_INIT;
            ml_colors colors;
            uint16_t classes[WIDTH * HEIGHT];
            EXPECT(read_file(cases[k].name, step, &colors, &error, classes) == ML_OK, "%s", error.text);
            EXPECT(colors.n_unknown_pixels == cases[k].n_pixels && colors.n_unknown_colors == cases[k].n_colors,
                   "%s: %zu pixels, %zu colours", cases[k].name, colors.n_unknown_pixels, colors.n_unknown_colors);
            if (cases[k].text) {
                ck_assert_uint_eq(colors.first_pixel, cases[k].first);
                ck_assert_int_eq(ml_colors_fail_unknown(&colors, cases[k].name, WIDTH, &error), ML_E_INPUT);
                EXPECT(strstr(error.text, cases[k].name) && strstr(error.text, cases[k].text) &&
                           strstr(error.text, cases[k].advice),
                       "%s", error.text);
            }
            ml_colors_clear(&colors);
        }
}
END_TEST

START_TEST(errors_name_row_column_and_value)
{
    static const struct {
        const char *name, *value;
    } cases[] = {
        {"bad-png-rgba-clear.png", "alpha is 254, not 255"},
        {"bad-png-rgba16-clear.png", "alpha is 65534, not 65535"},
    };
    for (size_t k = 0; k < ML_COUNT(cases); k++)
        for (size_t step = 1; step <= WIDTH * HEIGHT; step += 17) {
            ml_error error = ML_ERROR_INIT;
            ml_colors colors;
            uint16_t classes[WIDTH * HEIGHT];
            EXPECT(read_file(cases[k].name, step, &colors, &error, classes) == ML_E_INPUT, "%s is read", cases[k].name);
            EXPECT(strstr(error.text, cases[k].name) && strstr(error.text, "row 2, column 4") &&
                       strstr(error.text, cases[k].value),
                   "%s", error.text);
            ml_colors_clear(&colors);
        }
}
END_TEST

static void put_big_endian(uint8_t *to, uint32_t value)
{
    for (int k = 0; k < 4; k++)
        to[k] = (uint8_t)(value >> (24 - 8 * k));
}

static size_t put_chunk(uint8_t *to, const char *type, const uint8_t *data, size_t n)
{
    put_big_endian(to, (uint32_t)n);
    memcpy(to + 4, type, 4);
    if (n)
        memcpy(to + 8, data, n);
    put_big_endian(to + 8 + n, crc_of(to + 4, n + 4));
    return n + 12;
}

/* An RGB image of SIDE x SIDE pixels, its data stored; returns the size of the file in `file`, which has room for twice the
 * data. */
static size_t put_image(uint8_t *file, const uint32_t *pixels)
{
    enum { ROW = 3 * SIDE + 1, RAW = ROW * SIDE };
    static uint8_t data[RAW + 64];
    uint8_t header[13] = {0, 0, 0, SIDE, 0, 0, 0, SIDE, 8, 2, 0, 0, 0};
    uint32_t a = 1, b = 0;
    size_t n = 0, at = 8;
    _Static_assert(RAW < 65536, "one stored block");
    data[n++] = 0x78;
    data[n++] = 1;
    data[n++] = 1;
    data[n++] = RAW & 255;
    data[n++] = RAW >> 8;
    data[n++] = ~RAW & 255;
    data[n++] = ~RAW >> 8 & 255;
    for (size_t r = 0; r < SIDE; r++) {
        data[n++] = 0;
        for (size_t c = 0; c < SIDE; c++)
            for (int k = 0; k < 3; k++)
                data[n++] = (uint8_t)(pixels[r * SIDE + c] >> (16 - 8 * k));
    }
    for (size_t i = 7; i < n; i++) {
        a = (a + data[i]) % 65521;
        b = (b + a) % 65521;
    }
    put_big_endian(data + n, b << 16 | a);
    memcpy(file, "\x89PNG\r\n\x1a\n", 8);
    at += put_chunk(file + at, "IHDR", header, sizeof header);
    at += put_chunk(file + at, "IDAT", data, n + 4);
    return at + put_chunk(file + at, "IEND", NULL, 0);
}

/* Sets of many classes, images of runs and of noise, against a search from the first entry to the last. */
START_TEST(random_images_of_many_colours_are_read_as_a_linear_search_reads_them)
{
    static uint32_t pixels[N_SIDE], palette[ML_MAX_CLASSES];
    static uint16_t got[N_SIDE];
    static uint8_t file[6 * N_SIDE];
    uint64_t state = 5;
    for (size_t round = 0; round < unit_rounds(60); round++) {
        size_t n_classes = 2 + unit_below(&state, round % 2 ? 8 : ML_MAX_CLASSES - 2), n_unknown = 0, n_different = 0;
        uint32_t base = (uint32_t)unit_below(&state, 1 << 24), step = 1 + 2 * (uint32_t)unit_below(&state, 1 << 20);
        ml_classes classes = make_plain(n_classes);
        for (size_t c = 0; c < n_classes; c++)
            set_color(&classes, c, palette[c] = (base + (uint32_t)c * step) & 0xffffff); /* step is odd: all differ */
        ignore_colors(&classes, palette + 1, 1);
        index_classes(&classes);
        for (size_t i = 0; i < N_SIDE; i++) {
            uint32_t drawn = palette[unit_below(&state, n_classes)];
            pixels[i] = i && unit_below(&state, 4) ? pixels[i - 1] : unit_below(&state, 9) ? drawn : drawn ^ 0x800000;
        }
        ml_error error = ML_ERROR_INIT;
        ml_source source = ml_source_memory("random", file, put_image(file, pixels));
        ml_colors colors = ml_colors_of(&classes);
        ml_raster raster;
        EXPECT(ml_raster_open(&ml_png_ops, &source, &limits, &error, &raster) == ML_OK, "%s", error.text);
        for (size_t first = 0, n; first < N_SIDE; first += n) {
            n = 1 + unit_below(&state, N_SIDE - first);
            EXPECT(ml_colors_read(&colors, &raster, "random", NULL, first, n, &error, got + first) == ML_OK, "%s", error.text);
        }
        for (size_t i = 0; i < N_SIDE; i++) {
            size_t c = 0, before = 0;
            while (c < n_classes && palette[c] != pixels[i])
                c++;
            uint16_t wanted = (uint16_t)(c == 1 ? ML_IGNORED : c < n_classes ? c : ML_NONE);
            EXPECT(got[i] == wanted, "round %zu, pixel %zu: %u, not %u", round, i, got[i], wanted);
            if (wanted != ML_NONE)
                continue;
            while (before < i && pixels[before] != pixels[i])
                before++;
            n_unknown++;
            n_different += before == i;
        }
        EXPECT(colors.n_unknown_pixels == n_unknown && colors.n_unknown_colors == n_different, "round %zu: %zu, %zu", round,
               colors.n_unknown_pixels, colors.n_unknown_colors);
        ml_colors_clear(&colors);
        ml_raster_close(&raster);
        ml_classes_clear(&classes);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, a_set_has_colours_if_any_class_has_one);
    tcase_add_test(tests, the_table_has_every_colour_once_and_ignoring_is_stronger);
    tcase_add_test(tests, unknown_colours_are_counted_and_named);
    tcase_add_test(tests, errors_name_row_column_and_value);
    tcase_add_test(tests, random_images_of_many_colours_are_read_as_a_linear_search_reads_them);
}

int main(void) { return unit_main("colors", add_tests); }

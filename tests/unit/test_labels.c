/* input/labels: from samples to classes, and the two readings of packed gray and gray palettes. */
#include "data.h"
#include "unit.h"

#include "input/class_set.h"
#include "label/labels.h"

#include <fcntl.h>

enum { WIDTH = 7, N_PIXELS = 35, SPOT = 2 * 7 + 4 /* where bad files differ from good ones */ };

/* The classes that tests/data/make.py draws; its binary files have min(class, 1). */
static const uint16_t drawn[N_PIXELS] = {0, 0, 0, 1, 1, 1, 1, 0, 0, 2, 2, 1, 1, 1, 0, 2, 2, 2,
                                         2, 1, 0, 1, 1, 2, 2, 0, 0, 0, 1, 1, 1, 1, 0, 2, 0};

static const ml_limits limits = ML_LIMITS_DEFAULT;

/* A class set by the end of its name; "plain2" and "plain3" are sets of plain classes. */
static ml_classes make_classes(const char *name)
{
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    if (strncmp(name, "plain", 5) == 0) {
        EXPECT(ml_classes_init_plain((size_t)(name[5] - '0'), &error, &classes) == ML_OK, "%s", error.text);
    } else {
        char file[64], path[DATA_PATH_SIZE];
        size_t n;
        snprintf(file, sizeof file, "good-classes-%s.json", name);
        uint8_t *text = data_read(data_path(file, path), &n);
        ml_source source = ml_source_memory(path, text, n);
        EXPECT(ml_class_set_read(&source, &error, &classes) == ML_OK, "%s", error.text);
        free(text);
    }
    EXPECT(ml_classes_index(&classes, &error) == ML_OK, "%s", error.text);
    return classes;
}

/* What came of a label image. */
typedef struct result {
    ml_status status;
    ml_error error;
    ml_reading reading;
    bool two_readings, found_unknown;
    size_t unknown_pixel;
    double unknown_label; /* in colours 0xrrggbb */
    uint16_t classes[N_PIXELS];
} result;

/* Opens a file by its path, which must outlive the labels. */
static ml_status open_labels(const char *path, ml_reading reading, ml_error *error, ml_labels *labels)
{
    return ml_labels_open(path, NULL, &limits, reading, error, labels);
}

static void read_path(const char *path, const char *class_set, ml_reading reading, size_t step, result *r)
{
    ml_classes classes = make_classes(class_set);
    ml_labels labels;
    ml_axes axes;
    memset(r, 0, sizeof *r);
    r->status = open_labels(path, reading, &r->error, &labels);
    if (!r->status) {
        if (ml_labels_array(&labels)) {
            EXPECT(ml_axes_labels(&labels.array_header, false, false, &axes), "%s is no image of labels", path);
            r->status = ml_labels_set_axes(&labels, &axes, false, &r->error);
        }
        if (!r->status)
            r->status = ml_labels_bind(&labels, &classes, false, &r->error);
        if (!r->status)
            r->status = ml_labels_start(&labels, 0, &r->error);
        for (size_t first = 0, n; first < labels.n_pixels && !r->status; first += n) {
            uint16_t some[N_PIXELS];
            EXPECT(labels.n_pixels <= N_PIXELS, "%s is too large", path);
            n = labels.n_pixels - first < step ? labels.n_pixels - first : step;
            r->status = ml_labels_read(&labels, NULL, n, &r->error, some);
            if (!r->status)
                memcpy(r->classes + first, some, n * sizeof *some);
        }
        r->reading = labels.reading.taken;
        r->two_readings = labels.reading.is_choice;
        const bool by_color = labels.reading.by_color;
        const ml_labelled_pixel *unknown = &labels.findings.survey.unknown;
        r->found_unknown = ml_labels_n_unknown(&labels) > 0;
        r->unknown_pixel = by_color ? labels.colors.first_pixel : unknown->pixel;
        r->unknown_label = by_color ? (double)(labels.colors.first_color[0] << 16 | labels.colors.first_color[1] << 8 |
                                               labels.colors.first_color[2])
                                    : unknown->label;
        ml_labels_close(&labels);
    }
    ml_classes_clear(&classes);
}

/* The same for a file of the test data, by its whole name without .png. */
static void read_file(const char *name, const char *class_set, ml_reading reading, size_t step, result *r)
{
    char file[64], path[DATA_PATH_SIZE];
    snprintf(file, sizeof file, "%s.png", name);
    read_path(data_path(file, path), class_set, reading, step, r);
}

static void expect_drawn(const char *name, const char *class_set, ml_reading asked, ml_reading taken, bool binary)
{
    static const size_t steps[] = {N_PIXELS, 1, 4, WIDTH, 20};
    for (size_t s = 0; s < ML_COUNT(steps); s++) {
        result r;
        read_file(name, class_set, asked, steps[s], &r);
        EXPECT(r.status == ML_OK, "%s with %s: %s", name, class_set, r.error.text);
        EXPECT(r.reading == taken, "%s with %s is read %s", name, class_set, ml_reading_names[r.reading]);
        EXPECT(!r.found_unknown, "%s with %s: label %g is unknown", name, class_set, r.unknown_label);
        for (size_t i = 0; i < N_PIXELS; i++) {
            uint16_t wanted = binary && drawn[i] ? 1 : drawn[i];
            EXPECT(r.classes[i] == wanted, "%s with %s: pixel %zu is class %u, not %u", name, class_set, i, r.classes[i],
                   wanted);
        }
    }
}

START_TEST(all_gray_and_palette_flavours_give_the_same_classes)
{
    static const char *const flavours[] = {"gray2",           "gray2-adam7",
                                           "gray4",           "gray4-adam7",
                                           "gray8",           "gray8-adam7",
                                           "gray8-chunks",    "gray16",
                                           "gray16-adam7",    "pal2",
                                           "pal2-adam7",      "pal4",
                                           "pal4-adam7",      "pal8",
                                           "pal8-adam7",      "pal8-transparent",
                                           "pal8-recoloured", "pal8-gray-identity"};
    static const char *const binary[] = {"gray1", "gray1-adam7", "pal1", "pal1-adam7"};
    char name[64];
    for (size_t i = 0; i < ML_COUNT(flavours); i++) {
        snprintf(name, sizeof name, "good-png-%s", flavours[i]);
        expect_drawn(name, "plain3", ML_READING_AUTO, ML_READING_RAW, false);
        expect_drawn(name, "numbers", ML_READING_RAW, ML_READING_RAW, false);
    }
    for (size_t i = 0; i < ML_COUNT(binary); i++) {
        snprintf(name, sizeof name, "good-png-%s", binary[i]);
        expect_drawn(name, "plain2", ML_READING_AUTO, ML_READING_RAW, true);
    }
}
END_TEST

START_TEST(labels_go_through_the_class_set)
{
    static const char *const wide[] = {"gray2-wide", "gray4-wide", "gray8-wide", "gray16-wide", "pal4-wide", "pal8-wide"};
    for (size_t i = 0; i < ML_COUNT(wide); i++) {
        char name[64];
        snprintf(name, sizeof name, "good-png-%s", wide[i]);
        expect_drawn(name, "modulo", ML_READING_AUTO, ML_READING_RAW, false);
    }
    expect_drawn("good-png-gray8-synonyms", "3", ML_READING_AUTO, ML_READING_RAW, false);
    expect_drawn("good-png-gray8-mask", "mask", ML_READING_AUTO, ML_READING_RAW, true);
}
END_TEST

START_TEST(the_only_reading_that_fits_is_taken)
{
    expect_drawn("good-png-gray4", "gray4-scaled", ML_READING_AUTO, ML_READING_SCALED, false);
    expect_drawn("good-png-gray4-adam7", "gray4-scaled", ML_READING_AUTO, ML_READING_SCALED, false);
    expect_drawn("good-png-gray1", "mask", ML_READING_AUTO, ML_READING_SCALED, true);
    expect_drawn("good-png-pal8-gray-offset", "plain3", ML_READING_AUTO, ML_READING_SCALED, false);
}
END_TEST

START_TEST(two_readings_that_mean_the_same_are_no_question)
{
    expect_drawn("good-png-gray4", "gray4-both", ML_READING_AUTO, ML_READING_RAW, false);
    expect_drawn("good-png-gray4", "gray4-both", ML_READING_SCALED, ML_READING_SCALED, false);
    expect_drawn("good-png-pal8-gray-identity", "plain3", ML_READING_SCALED, ML_READING_SCALED, false);
}
END_TEST

START_TEST(two_readings_that_differ_are_an_error_that_asks_for_samples)
{
    static const char *const cases[][2] = {{"good-png-gray4", "gray4-differ"}, {"good-png-pal8-gray-permuted", "plain3"}};
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        result r;
        read_file(cases[i][0], cases[i][1], ML_READING_AUTO, N_PIXELS, &r);
        EXPECT(r.status == ML_E_INPUT, "%s with %s is read %s", cases[i][0], cases[i][1], ml_reading_names[r.reading]);
        EXPECT(strstr(r.error.text, cases[i][0]), "the file is not named: %s", r.error.text);
        EXPECT(strstr(r.error.text, "--samples=raw") && strstr(r.error.text, "--samples=scaled"), "no way out: %s",
               r.error.text);
    }
}
END_TEST

START_TEST(what_the_user_says_about_samples_is_done)
{
    result r;
    expect_drawn("good-png-pal8-gray-permuted", "plain3", ML_READING_SCALED, ML_READING_SCALED, false);
    read_file("good-png-pal8-gray-permuted", "plain3", ML_READING_RAW, N_PIXELS, &r);
    ck_assert_int_eq(r.status, ML_OK);
    for (size_t i = 0; i < N_PIXELS; i++)
        EXPECT(r.classes[i] == (drawn[i] + 1) % 3, "pixel %zu is class %u", i, r.classes[i]);
    expect_drawn("good-png-gray4", "gray4-differ", ML_READING_RAW, ML_READING_RAW, false);
    read_file("good-png-gray4", "gray4-differ", ML_READING_SCALED, N_PIXELS, &r);
    ck_assert_int_eq(r.status, ML_OK);
    for (size_t i = 0; i < N_PIXELS; i++)
        EXPECT(r.classes[i] == (3 - drawn[i]) % 3, "pixel %zu is class %u", i, r.classes[i]);
}
END_TEST

START_TEST(where_there_is_one_reading_only_nothing_is_scaled)
{
    static const char *const names[] = {"gray8", "gray16", "pal8", "pal2"};
    for (size_t i = 0; i < ML_COUNT(names); i++) {
        char name[64];
        result r;
        snprintf(name, sizeof name, "good-png-%s", names[i]);
        expect_drawn(name, "plain3", ML_READING_SCALED, ML_READING_RAW, false);
        read_file(name, "plain3", ML_READING_AUTO, N_PIXELS, &r);
        EXPECT(!r.two_readings, "%s has two readings", name);
    }
    result r;
    read_file("good-png-gray4", "plain3", ML_READING_AUTO, N_PIXELS, &r);
    ck_assert(r.two_readings);
    read_file("good-png-pal8-gray-identity", "plain3", ML_READING_AUTO, N_PIXELS, &r);
    ck_assert(r.two_readings);
}
END_TEST

START_TEST(where_no_reading_fits_labels_are_raw_and_the_first_unknown_one_is_noted)
{
    result r;
    read_file("bad-png-label-3-gray4", "plain3", ML_READING_AUTO, 10, &r);
    ck_assert(r.status == ML_OK && r.reading == ML_READING_RAW && r.found_unknown);
    ck_assert(r.unknown_pixel == SPOT && unit_same(r.unknown_label, 3) && r.classes[SPOT] == ML_NONE &&
              r.classes[SPOT + 1] == drawn[SPOT + 1]);
    read_file("bad-png-label-3-gray4", "plain3", ML_READING_SCALED, 10, &r);
    ck_assert(r.status == ML_OK && r.reading == ML_READING_SCALED && r.found_unknown);
    ck_assert(r.unknown_pixel == 3 && unit_same(r.unknown_label, 17)); /* the first 1 is the gray value 17 */
    read_file("bad-png-label-255", "3", ML_READING_AUTO, 1, &r);
    ck_assert(r.found_unknown == false && r.classes[SPOT] == ML_IGNORED); /* this set ignores it */
    read_file("bad-png-label-255", "numbers", ML_READING_AUTO, 1, &r);
    ck_assert(r.found_unknown && r.unknown_pixel == SPOT && unit_same(r.unknown_label, 255) && r.classes[SPOT] == ML_NONE);
}
END_TEST

START_TEST(ignored_labels_are_ignored)
{
    result r;
    read_file("good-png-gray8", "ignored-label", ML_READING_AUTO, N_PIXELS, &r);
    ck_assert(r.status == ML_OK && !r.found_unknown);
    for (size_t i = 0; i < N_PIXELS; i++)
        EXPECT(r.classes[i] == (drawn[i] == 2 ? ML_IGNORED : drawn[i]), "pixel %zu is %u", i, r.classes[i]);
}
END_TEST

START_TEST(labels_are_remapped_all_at_once)
{
    expect_drawn("good-png-pal8-gray-permuted", "rotated", ML_READING_RAW, ML_READING_RAW, false);
}
END_TEST

START_TEST(colours_tell_the_classes)
{
    static const char *const names[] = {"rgb", "rgb-adam7", "rgb-key", "rgb16", "rgba", "rgba16-adam7"};
    static const ml_reading asked[] = {ML_READING_AUTO, ML_READING_RAW, ML_READING_SCALED};
    for (size_t i = 0; i < ML_COUNT(names); i++)
        for (size_t a = 0; a < ML_COUNT(asked); a++) {
            char name[64];
            snprintf(name, sizeof name, "good-png-%s", names[i]);
            expect_drawn(name, "3", asked[a], ML_READING_RAW, false);
        }
}
END_TEST

START_TEST(the_palette_index_is_the_label_unless_colours_say_something_else)
{
    expect_drawn("good-png-pal8", "3", ML_READING_AUTO, ML_READING_RAW, false);
    expect_drawn("good-png-pal8-recoloured", "3", ML_READING_RAW, ML_READING_RAW, false);
    result r;
    read_file("good-png-pal8-recoloured", "3", ML_READING_AUTO, N_PIXELS, &r);
    ck_assert(r.status == ML_E_INPUT && strstr(r.error.text, "--samples=raw") && strstr(r.error.text, "--samples=color"));
    read_file("good-png-pal8-recoloured", "3", ML_READING_COLOR, N_PIXELS, &r);
    ck_assert(r.status == ML_OK && !r.found_unknown && r.reading == ML_READING_COLOR && r.classes[0] != drawn[0]);
}
END_TEST

START_TEST(ignored_colours_are_ignored_and_stronger_than_a_class)
{
    result r;
    read_file("good-png-rgb", "ignore-colour", ML_READING_AUTO, 10, &r);
    ck_assert(r.status == ML_OK && !r.found_unknown);
    for (size_t i = 0; i < N_PIXELS; i++)
        EXPECT(r.classes[i] == (drawn[i] == 2 ? ML_IGNORED : drawn[i]), "pixel %zu is %u", i, r.classes[i]);
}
END_TEST

START_TEST(unknown_colours_are_no_class_and_the_first_is_noted)
{
    static const char *const names[] = {"bad-png-rgb-unknown", "bad-png-rgb-unknown-2"};
    static const size_t steps[] = {1, 3, WIDTH, N_PIXELS};
    for (size_t i = 0; i < ML_COUNT(names); i++)
        for (size_t s = 0; s < ML_COUNT(steps); s++) {
            result r;
            read_file(names[i], "3", ML_READING_AUTO, steps[s], &r);
            ck_assert(r.status == ML_OK && r.found_unknown && r.unknown_pixel == SPOT && unit_same(r.unknown_label, 0x010203));
            ck_assert(r.classes[SPOT] == ML_NONE && r.classes[SPOT + 1] == drawn[SPOT + 1]);
        }
}
END_TEST

START_TEST(what_is_not_opaque_is_an_error_with_its_place_and_16_bits_may_be_unknown)
{
    static const char *const names[] = {"bad-png-rgba-clear", "bad-png-rgba16-clear"};
    for (size_t i = 0; i < ML_COUNT(names); i++) {
        result r;
        read_file(names[i], "3", ML_READING_AUTO, 4, &r);
        EXPECT(r.status == ML_E_INPUT && strstr(r.error.text, names[i]), "%s: %d, %s", names[i], (int)r.status, r.error.text);
        EXPECT(strstr(r.error.text, "row 2, column 4"), "%s: no place: %s", names[i], r.error.text);
    }
    result r;
    read_file("bad-png-rgb16-odd", "3", ML_READING_AUTO, 4, &r);
    ck_assert(r.status == ML_OK && r.found_unknown && r.unknown_pixel == SPOT);
}
END_TEST

START_TEST(an_image_in_colours_can_be_read_again)
{
    char path[DATA_PATH_SIZE];
    ml_classes classes = make_classes("3");
    ml_error error = ML_ERROR_INIT;
    ml_labels labels;
    ck_assert_int_eq(open_labels(data_path("bad-png-rgb-unknown-2.png", path), ML_READING_AUTO, &error, &labels), ML_OK);
    ck_assert_int_eq(ml_labels_bind(&labels, &classes, false, &error), ML_OK);
    for (int again = 0; again < 3; again++) {
        uint16_t indices[N_PIXELS];
        ck_assert_int_eq(ml_labels_start(&labels, 0, &error), ML_OK);
        ck_assert(ml_labels_n_unknown(&labels) == 0);
        ck_assert_int_eq(ml_labels_read(&labels, NULL, N_PIXELS, &error, indices), ML_OK);
        ck_assert(labels.colors.first_pixel == SPOT && indices[0] == drawn[0]);
        ck_assert(ml_labels_n_unknown(&labels) == 3 && labels.colors.n_unknown_colors == 2);
    }
    ml_labels_close(&labels);
    ml_classes_clear(&classes);
}
END_TEST

START_TEST(an_image_in_colours_has_no_largest_label)
{
    char path[DATA_PATH_SIZE];
    const ml_label_list ignored = {0};
    ml_error error = ML_ERROR_INIT;
    ml_labels labels;
    long largest = -77;
    ck_assert_int_eq(open_labels(data_path("good-png-rgb.png", path), ML_READING_AUTO, &error, &labels), ML_OK);
    ck_assert_int_eq(ml_labels_largest(&labels, &ignored, &error, &largest), ML_E_INPUT);
    ck_assert(largest == -77 && strstr(error.text, path) && strstr(error.text, "--classes"));
    ml_labels_close(&labels);
}
END_TEST

START_TEST(colours_and_alpha_are_refused_with_advice)
{
    static const char *const names[] = {"good-png-rgb", "good-png-rgba", "bad-png-gray-alpha-clear",
                                        "bad-png-gray-alpha16-clear"};
    for (size_t i = 0; i < ML_COUNT(names); i++) {
        result r;
        read_file(names[i], "numbers", ML_READING_AUTO, N_PIXELS, &r); /* a set without colours */
        EXPECT(r.status == ML_E_INPUT && strstr(r.error.text, names[i]), "%s: %s", names[i], r.error.text);
    }
}
END_TEST

START_TEST(no_bad_file_is_a_label_image_of_three_classes)
{
    glob_t found = data_glob("bad-png-*.png", 25);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        result r;
        read_path(found.gl_pathv[i], "numbers", ML_READING_AUTO, N_PIXELS, &r);
        EXPECT(r.status == ML_E_INPUT || (r.status == ML_OK && r.found_unknown), "%s: status %d", found.gl_pathv[i],
               (int)r.status);
        EXPECT(r.status == ML_OK || strstr(r.error.text, found.gl_pathv[i]), "%s is not named: %s", found.gl_pathv[i],
               r.error.text);
    }
    globfree(&found);
}
END_TEST

static long largest_of(const char *name, ml_reading reading, long ignored_label)
{
    char file[64], path[DATA_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    ml_labels labels;
    long largest = -77;
    ml_label_list ignored = {0};
    for (uint32_t label = 0; label < ML_N_SMALL_LABELS; label++)
        if (ignored_label == -2 || label == ignored_label) /* -2: all */
            ck_assert_int_eq(ml_label_list_add(&ignored, label, &error), ML_OK);
    snprintf(file, sizeof file, "good-png-%s.png", name);
    EXPECT(open_labels(data_path(file, path), reading, &error, &labels) == ML_OK, "%s", error.text);
    EXPECT(ml_labels_largest(&labels, &ignored, &error, &largest) == ML_OK, "%s", error.text);
    ml_labels_close(&labels);
    ml_label_list_clear(&ignored);
    return largest;
}

START_TEST(the_largest_label_is_found_in_the_smaller_reading)
{
    static const struct {
        const char *name;
        ml_reading reading;
        long ignored, largest;
    } cases[] = {
        {"gray8", ML_READING_AUTO, -1, 2},
        {"gray8", ML_READING_AUTO, 2, 1},
        {"gray8", ML_READING_AUTO, -2, -1},
        {"gray16-adam7", ML_READING_AUTO, -1, 2},
        {"gray4", ML_READING_AUTO, -1, 2},
        {"gray4", ML_READING_RAW, -1, 2},
        {"gray4", ML_READING_SCALED, -1, 34},
        {"gray1", ML_READING_AUTO, -1, 1},
        {"gray1", ML_READING_SCALED, -1, 255},
        {"gray8-mask", ML_READING_AUTO, -1, 255},
        {"gray8-mask", ML_READING_AUTO, 255, 0},
        {"pal8-gray-offset", ML_READING_AUTO, -1, 2},
        {"pal8-gray-offset", ML_READING_RAW, -1, 5},
        {"pal8-gray-offset", ML_READING_SCALED, -1, 2},
        {"pal8-gray-identity", ML_READING_AUTO, -1, 2},
        {"pal8-wide", ML_READING_AUTO, -1, 254},
    };
    for (size_t i = 0; i < ML_COUNT(cases); i++) {
        long got = largest_of(cases[i].name, cases[i].reading, cases[i].ignored);
        bool right = strcmp(cases[i].name, "pal8-wide") == 0 ? got > 100 && got <= cases[i].largest : got == cases[i].largest;
        EXPECT(right, "%s (%s, ignoring %ld): %ld", cases[i].name, ml_reading_names[cases[i].reading], cases[i].ignored, got);
    }
}
END_TEST

START_TEST(arrays_of_integers_are_labels_in_archives_too)
{
    for (size_t step = 1; step <= N_PIXELS; step += 11) {
        char path[DATA_PATH_SIZE];
        result r;
        read_path(data_path("good-npz-labels.npz", path), "plain3", ML_READING_AUTO, step, &r);
#ifdef HAVE_LIBZIP
        EXPECT(r.status == ML_OK && !r.found_unknown, "%s", r.error.text);
        EXPECT(memcmp(r.classes, drawn, sizeof drawn) == 0, "in steps of %zu", step);
#else
        EXPECT(r.status == ML_E_INPUT && strstr(r.error.text, "libzip"), "%s", r.error.text);
#endif
    }
}
END_TEST

START_TEST(a_source_is_taken_over_also_on_failure)
{
    static const char *const names[] = {"good-png-gray8.png",     "bad-png-crc-ihdr.png", "good-npy-u1-hw.npy",
                                        "good-npy-f4-hw.npy",     "good-npz-labels.npz",  "bad-npz-twice.npz",
                                        "good-npz-stored-hwc.npz"};
    for (size_t i = 0; i < ML_COUNT(names); i++) {
        char path[DATA_PATH_SIZE];
        ml_error error = ML_ERROR_INIT;
        ml_source source;
        ml_labels labels;
        EXPECT(ml_source_open(data_path(names[i], path), &error, &source) == ML_OK, "%s", error.text);
        int fd = source.fd;
        if (!ml_labels_open_source(&source, NULL, &limits, ML_READING_AUTO, &error, &labels)) {
            EXPECT(fcntl(fd, F_GETFD) != -1, "%s: is closed", names[i]);
            ml_labels_close(&labels);
        }
        EXPECT(fcntl(fd, F_GETFD) == -1, "%s: is still open", names[i]);
    }
}
END_TEST

START_TEST(a_file_that_is_not_there_is_an_error_with_its_name)
{
    static const char *const names[] = {"no-such-file.png", "no-such-folder/a.png", "", "good-pairs"};
    for (size_t i = 0; i < ML_COUNT(names); i++) {
        char path[DATA_PATH_SIZE];
        ml_error error = ML_ERROR_INIT;
        ml_labels labels;
        data_path(names[i], path);
        EXPECT(open_labels(path, ML_READING_AUTO, &error, &labels) == ML_E_INPUT, "%s is opened", path);
        EXPECT(strstr(error.text, path), "%s is not named: %s", path, error.text);
    }
}
END_TEST

static void add_tests(TCase *tests)
{
    tcase_add_test(tests, all_gray_and_palette_flavours_give_the_same_classes);
    tcase_add_test(tests, labels_go_through_the_class_set);
    tcase_add_test(tests, the_only_reading_that_fits_is_taken);
    tcase_add_test(tests, two_readings_that_mean_the_same_are_no_question);
    tcase_add_test(tests, two_readings_that_differ_are_an_error_that_asks_for_samples);
    tcase_add_test(tests, what_the_user_says_about_samples_is_done);
    tcase_add_test(tests, where_there_is_one_reading_only_nothing_is_scaled);
    tcase_add_test(tests, where_no_reading_fits_labels_are_raw_and_the_first_unknown_one_is_noted);
    tcase_add_test(tests, ignored_labels_are_ignored);
    tcase_add_test(tests, labels_are_remapped_all_at_once);
    tcase_add_test(tests, colours_tell_the_classes);
    tcase_add_test(tests, the_palette_index_is_the_label_unless_colours_say_something_else);
    tcase_add_test(tests, ignored_colours_are_ignored_and_stronger_than_a_class);
    tcase_add_test(tests, unknown_colours_are_no_class_and_the_first_is_noted);
    tcase_add_test(tests, what_is_not_opaque_is_an_error_with_its_place_and_16_bits_may_be_unknown);
    tcase_add_test(tests, an_image_in_colours_can_be_read_again);
    tcase_add_test(tests, an_image_in_colours_has_no_largest_label);
    tcase_add_test(tests, colours_and_alpha_are_refused_with_advice);
    tcase_add_test(tests, no_bad_file_is_a_label_image_of_three_classes);
    tcase_add_test(tests, the_largest_label_is_found_in_the_smaller_reading);
    tcase_add_test(tests, arrays_of_integers_are_labels_in_archives_too);
    tcase_add_test(tests, a_source_is_taken_over_also_on_failure);
    tcase_add_test(tests, a_file_that_is_not_there_is_an_error_with_its_name);
}

int main(void) { return unit_main("labels", add_tests); }

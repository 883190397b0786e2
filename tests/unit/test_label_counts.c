/* input/label_counts: what is counted is what the same files, read pixel by pixel, have. */
#include "data.h"
#include "tree.h"
#include "unit.h"

#include "input/class_set.h"
#include "input/label_counts.h"

enum { MAX_CLASSES = 32 };

/* What an image is reduced to. */
typedef struct table {
    uint64_t n[MAX_CLASSES + 1][MAX_CLASSES + 1]; /* of truth and decision; the last row is ignored, the last column no class */
    ml_hints hints;
} table;

static void add(void *context, uint16_t truth, uint16_t decision, uint64_t n)
{
    table *t = context;
    const size_t y = truth == ML_IGNORED ? MAX_CLASSES : truth;
    const size_t d = truth == ML_IGNORED || decision == ML_NONE ? MAX_CLASSES : decision;
    ck_assert(y <= MAX_CLASSES && d <= MAX_CLASSES);
    t->n[y][d] += n;
}

/* The image that was started, tile by tile. */
static ml_status read_pixels(ml_open_pair *opened, ml_error *error, table *t)
{
    ml_truth truth = {.plane = NULL};
    const ml_prediction *prediction = &opened->prediction;
    memset(t, 0, sizeof *t);
    ml_status status = ml_open_pair_read_truth(opened, error, &truth);
    const size_t n_pixels = opened->truth.n_pixels;
    for (size_t first = 0, n; first < n_pixels && !status; first += n) {
        n = n_pixels - first < ML_TILE_PIXELS ? n_pixels - first : ML_TILE_PIXELS;
        ml_tile tile = {.n_pixels = n, .n_classes = opened->classes->n, .truth = truth.plane + first};
        status = prediction->ops->read(prediction->state, first, n, error, &tile);
        for (size_t i = 0; i < n && !status; i++)
            add(t, tile.truth[i], tile.decision[i], 1);
    }
    if (!status)
        status = ml_open_pair_finish(opened, "prediction", error, &t->hints);
    ml_truth_clear(&truth);
    return status;
}

/* Counts the pair, if it can be, and compares. Whether it could be. */
static bool expect_same(const ml_pair *pair, const ml_input_options *options, const ml_classes *classes)
{
    static table counted, wanted;
    ml_label_counter counter = {0};
    ml_open_pair opened;
    ml_error error = ML_ERROR_INIT;
    const ml_label_counts *counts = NULL;
    bool is_counted = false;
    if (ml_open_pair_open(pair, options, classes, &error, &opened) != ML_OK)
        return false;
    for (size_t image = 0; image < opened.roles.n_images && ml_label_counts_fit(&opened); image++) {
        ml_error_clear(&error);
        memset(&counted, 0, sizeof counted);
        ck_assert_int_eq(ml_open_pair_start(&opened, image, &error), ML_OK);
        const ml_status status = ml_label_counter_read(&counter, &opened, &error, &counts);
        const bool is_good =
            !status && counts && ml_label_counts_classes(counts, classes, options, add, &counted, &counted.hints);
        ml_error_clear(&error);
        ck_assert_int_eq(ml_open_pair_start(&opened, image, &error), ML_OK);
        const ml_status read = read_pixels(&opened, &error, &wanted);
        EXPECT(status != ML_E_INPUT || read == ML_E_INPUT, "%s: cannot be counted", pair->truth);
        EXPECT(!is_good || read == ML_OK, "%s, %s: %s", pair->truth, pair->prediction, error.text);
        EXPECT(!is_good || memcmp(&counted, &wanted, sizeof wanted) == 0, "%s, %s: other counts", pair->truth,
               pair->prediction);
        is_counted |= is_good;
    }
    ml_label_counter_clear(&counter);
    ml_open_pair_close(&opened);
    return is_counted;
}

static ml_classes read_classes(const char *path)
{
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    size_t n;
    uint8_t *text = data_read(path, &n);
    ml_source source = ml_source_memory(path, text, n);
    EXPECT(ml_class_set_read(&source, &error, &classes) == ML_OK, "%s", error.text);
    EXPECT(ml_classes_index(&classes, &error) == ML_OK, "%s", error.text);
    free(text);
    return classes;
}

START_TEST(files_of_every_kind_are_counted_as_they_are_read)
{
    static const ml_reading readings[] = {ML_READING_AUTO, ML_READING_RAW, ML_READING_SCALED, ML_READING_COLOR};
    glob_t sets = data_glob("good-classes-*.json", 5), images = data_glob("good-png-*.png", 20);
    size_t n_counted = 0;
    for (size_t s = 0; s < sets.gl_pathc; s++) {
        ml_classes classes = read_classes(sets.gl_pathv[s]);
        for (size_t i = 0; i < images.gl_pathc && classes.n <= MAX_CLASSES; i++)
            for (size_t r = 0; r < 2 * ML_COUNT(readings); r++) {
                const ml_input_options options = {.limits = ML_LIMITS_DEFAULT,
                                                  .reading = readings[r / 2],
                                                  .unknown_is_miss = r % 2,
                                                  .prediction_as = i % 3 ? ML_AS_AUTO : ML_AS_LABELS};
                const size_t other = (i + r) % images.gl_pathc;
                const ml_pair same = {.truth = images.gl_pathv[i], .prediction = images.gl_pathv[i]};
                const ml_pair mixed = {.truth = images.gl_pathv[i], .prediction = images.gl_pathv[other]};
                n_counted += expect_same(&same, &options, &classes);
                n_counted += expect_same(&mixed, &options, &classes);
            }
        ml_classes_clear(&classes);
    }
    EXPECT(n_counted > 300, "only %zu pairs were counted", n_counted);
    globfree(&sets);
    globfree(&images);
}
END_TEST

/* Writes bytes as an array of these lengths, or their number if `rank` is 3. */
static void write_array(const char *path, const uint8_t *bytes, size_t n_images, size_t height, size_t width)
{
    char header[129];
    FILE *file = fopen(path, "wb");
    ck_assert(file != NULL);
    int n =
        n_images > 0
            ? snprintf(header, sizeof header, "{'descr': '|u1', 'fortran_order': False, 'shape': (%zu, %zu, %zu), }", n_images,
                       height, width)
            : snprintf(header, sizeof header, "{'descr': '|u1', 'fortran_order': False, 'shape': (%zu, %zu), }", height, width);
    fwrite("\x93NUMPY\1\0\x76\0", 1, 10, file);
    fprintf(file, "%s%*s\n", header, 117 - n, "");
    fwrite(bytes, 1, (n_images ? n_images : 1) * height * width, file);
    ck_assert_int_eq(fclose(file), 0);
}

/* Labels in runs, of at most `n_labels` and now and then 255. */
static void fill(uint8_t *bytes, size_t n, size_t n_labels, unsigned length, uint64_t *state)
{
    uint8_t label = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || unit_below(state, length) == 0)
            label = unit_below(state, 7) ? (uint8_t)unit_below(state, n_labels) : 255;
        bytes[i] = label;
    }
}

START_TEST(arrays_of_all_sizes_are_counted_as_they_are_read)
{
    enum { MAX_PIXELS = 3 * 70 * 300 };
    static uint8_t bytes[MAX_PIXELS];
    static const double gone[] = {2, 255};
    char truth[TREE_PATH_SIZE], prediction[TREE_PATH_SIZE];
    uint64_t state = 91;
    size_t n_counted = 0;
    const size_t n_rounds = unit_rounds(400);
    for (size_t round = 0; round < n_rounds; round++) {
        ml_error error = ML_ERROR_INIT;
        ml_classes classes;
        const size_t n = 2 + unit_below(&state, 20), height = 1 + unit_below(&state, 70), width = 1 + unit_below(&state, 300);
        const size_t n_images = round % 5 == 4 ? 1 + unit_below(&state, 3) : 0,
                     n_pixels = (n_images ? n_images : 1) * height * width;
        const ml_input_options options = {
            .limits = ML_LIMITS_DEFAULT,
            .truth_layout = ML_TRUTH_LABELS,
            .unknown_is_miss = round % 2,
            .prediction_as = round % 4 == 3 ? ML_AS_INDICES : ML_AS_LABELS,
            .no_data = {.n = round % 3, .values = (double *)(uintptr_t)gone},
            .truth_code = {.kind = round % 7 == 6 ? ML_CODE_DIVIDED : ML_CODE_NONE, .divisor = 2},
        };
        EXPECT(ml_classes_init_plain(n, &error, &classes) == ML_OK, "%s", error.text);
        if (round % 8 != 7)
            ck_assert_int_eq(ml_label_list_add(&classes.ignored, round % 7 == 6 ? 127 : 255, &error), ML_OK);
        EXPECT(ml_classes_index(&classes, &error) == ML_OK, "%s", error.text);
        const ml_pair pair = {.truth = (char *)(uintptr_t)tree_path("truth.npy", truth),
                              .prediction = (char *)(uintptr_t)tree_path("prediction.npy", prediction)};
        fill(bytes, n_pixels, n, 1 + (unsigned)unit_below(&state, 40), &state);
        write_array(pair.truth, bytes, n_images, height, width);
        fill(bytes, n_pixels, n + unit_below(&state, 2), 1 + (unsigned)unit_below(&state, 40), &state);
        write_array(pair.prediction, bytes, n_images, height, width);
        n_counted += expect_same(&pair, &options, &classes);
        ml_classes_clear(&classes);
    }
    EXPECT(n_counted > n_rounds / 3, "only %zu pairs were counted", n_counted);
}
END_TEST

/* Of large images more is read at once, and the last tile by itself; rows end within tiles. */
START_TEST(large_arrays_are_counted_as_they_are_read)
{
    enum { MAX_PIXELS = 1080 * 1920 };
    static uint8_t bytes[MAX_PIXELS];
    static const size_t sizes[][2] = {{480, 640}, {263, 1000}, {512, 513}, {512, 512}, {1, 300001}, {300001, 1}, {1080, 1920}};
    const ml_input_options options = {
        .limits = ML_LIMITS_DEFAULT, .truth_layout = ML_TRUTH_LABELS, .prediction_as = ML_AS_LABELS};
    char truth[TREE_PATH_SIZE], prediction[TREE_PATH_SIZE];
    uint64_t state = 92;
    ml_error error = ML_ERROR_INIT;
    ml_classes classes;
    EXPECT(ml_classes_init_plain(3, &error, &classes) == ML_OK, "%s", error.text);
    ck_assert_int_eq(ml_label_list_add(&classes.ignored, 255, &error), ML_OK);
    EXPECT(ml_classes_index(&classes, &error) == ML_OK, "%s", error.text);
    const ml_pair pair = {.truth = (char *)(uintptr_t)tree_path("truth.npy", truth),
                          .prediction = (char *)(uintptr_t)tree_path("prediction.npy", prediction)};
    for (size_t i = 0; i < ML_COUNT(sizes); i++) {
        const size_t n_pixels = sizes[i][0] * sizes[i][1];
        fill(bytes, n_pixels, 3, 1, &state);
        write_array(pair.truth, bytes, 0, sizes[i][0], sizes[i][1]);
        fill(bytes, n_pixels, 3, 1, &state);
        write_array(pair.prediction, bytes, 0, sizes[i][0], sizes[i][1]);
        EXPECT(expect_same(&pair, &options, &classes), "%zu x %zu is not counted", sizes[i][0], sizes[i][1]);
    }
    ml_classes_clear(&classes);
}
END_TEST

static void add_tests(TCase *tests)
{
    tree_use(tests);
    tcase_add_test(tests, files_of_every_kind_are_counted_as_they_are_read);
    tcase_add_test(tests, arrays_of_all_sizes_are_counted_as_they_are_read);
    tcase_add_test(tests, large_arrays_are_counted_as_they_are_read);
}

int main(void) { return unit_main("label_counts", add_tests); }

/* What is done with images of labels, however they are stored. */
#ifndef ML_TESTS_FUZZ_IMAGES_H
#define ML_TESTS_FUZZ_IMAGES_H

#include "fuzz.h"

#include "input/prediction_open.h"

enum { FUZZ_MAX_PIXELS = 1 << 18, FUZZ_MAX_MEMORY = 1 << 22, FUZZ_MAX_IMAGES = 3, FUZZ_CLASSES = 3 };

/* Whether the source begins like the format of that name. */
static inline bool fuzz_is(const ml_source *source, const char *format)
{
    ml_error error = ML_ERROR_INIT;
    const ml_file_format *found = NULL;
    FUZZ_CHECK(ml_file_format_of_source(source, &error, &found) == ML_OK);
    return found && strcmp(found->name, format) == 0;
}

/* A truth for any image, with pixels that do not count. */
static inline const uint16_t *fuzz_truth(void)
{
    static const uint16_t some[] = {1, 0, ML_IGNORED, 2};
    static uint16_t truth[FUZZ_MAX_PIXELS];
    for (size_t i = 0; i < FUZZ_MAX_PIXELS && truth[FUZZ_MAX_PIXELS - 1] == 0; i++)
        truth[i] = some[i % ML_COUNT(some)];
    return truth;
}

/* Reads the image that was started, as that of a prediction where there is a truth. */
static inline ml_status fuzz_image(ml_labels *labels, const uint16_t *truth, ml_error *error)
{
    enum { STEP = 1000 };
    uint16_t some[STEP];
    ml_status status = ML_OK;
    ml_labels_set_truth(labels, truth);
    for (size_t left = labels->n_pixels, n; left > 0 && !status; left -= n) {
        const uint16_t *here = truth ? truth + (labels->n_pixels - left) : NULL;
        n = left < STEP ? left : STEP;
        status = ml_labels_read(labels, here, n, error, some);
        for (size_t i = 0; i < n && !status; i++)
            FUZZ_CHECK(some[i] < FUZZ_CLASSES || some[i] == ML_NONE || some[i] == ML_IGNORED ||
                       (here && here[i] == ML_IGNORED));
    }
    FUZZ_CHECK(status || ml_labels_n_unknown(labels) <= labels->n_pixels);
    (void)ml_labels_hints(labels);
    return status;
}

/* Looks for the largest label of the first image. */
static inline ml_status fuzz_largest(ml_labels *labels, ml_error *error)
{
    const ml_label_list none_ignored = {0};
    long largest = -2;
    ml_status status = ml_labels_start(labels, 0, error);
    if (!status)
        status = ml_labels_largest(labels, &none_ignored, error, &largest);
    FUZZ_CHECK(status || (largest >= -1 && largest <= ML_LARGEST_LABEL));
    return status;
}

static ml_classes fuzz_sets[2]; /* made once, by fuzz_classes */

static inline void fuzz_clear_classes(void)
{
    for (size_t s = 0; s < ML_COUNT(fuzz_sets); s++)
        ml_classes_clear(&fuzz_sets[s]);
}

/* Classes 0 to 2, labels and grays of their index; 255 and white are ignored. Or, the other set, colours that are no grays. */
static inline const ml_classes *fuzz_classes(bool other)
{
    ml_error error = ML_ERROR_INIT;
    for (size_t s = 0; s < ML_COUNT(fuzz_sets) && fuzz_sets[s].n == 0; s++) {
        ml_classes *classes = &fuzz_sets[s];
        FUZZ_CHECK(s > 0 || atexit(fuzz_clear_classes) == 0);
        FUZZ_CHECK(ml_classes_init_plain(FUZZ_CLASSES, &error, classes) == ML_OK);
        FUZZ_CHECK(ml_label_list_add(&classes->ignored, 255, &error) == ML_OK);
        for (size_t c = 0; c < FUZZ_CLASSES; c++) {
            classes->items[c].has_color = true;
            memset(classes->items[c].color, (int)c, sizeof classes->items[c].color);
            if (s > 0)
                classes->items[c].color[c] = 255;
        }
        FUZZ_CHECK(ml_classes_index(classes, &error) == ML_OK);
    }
    return &fuzz_sets[other];
}

/* What is said of how labels are read: all combinations occur for some size of the source, which mutations change. */
typedef struct fuzz_saying {
    ml_label_code code;
    ml_no_data no_data;
    bool other_classes, by_index, with_truth;
} fuzz_saying;

static inline fuzz_saying fuzz_saying_of(const ml_source *source)
{
    static const double values[] = {1, 255};
    uint64_t n = source->size_bytes;
    fuzz_saying saying = {.code = {(ml_code_kind)(n % (ML_CODE_DIVIDED + 1)), 3}};
    n /= ML_CODE_DIVIDED + 1;
    saying.no_data = (ml_no_data){.n = n % 4 == 1 ? 2 : 0, .values = values, .none = n % 4 == 2};
    saying.other_classes = n & 1;
    saying.by_index = n % 8 == 4;
    saying.with_truth = n % 3 == 1;
    return saying;
}

/* How an array of labels is read, which is looked at as eval does. */
static inline ml_status fuzz_set_axes(ml_labels *labels, const ml_axes *axes, bool is_onehot, const ml_classes *classes,
                                      ml_error *error)
{
    bool has_colors = false, has_onehot = false;
    ml_status status = ml_labels_look_for_colors(labels, classes, error, &has_colors);
    if (!status)
        status = ml_labels_look_for_onehot(labels, error, &has_onehot);
    if (status)
        return status;
    has_colors = is_onehot && (has_colors || axes->n_channels == 3 || axes->n_channels == 4) && !has_onehot;
    return ml_labels_set_axes(labels, axes,
                              !is_onehot   ? ML_CHANNELS_NONE
                              : has_colors ? ML_CHANNELS_COLORS
                                           : ML_CHANNELS_ONEHOT,
                              error);
}

/* Reads the source as labels in one reading of its samples, and an array in one of its axes. */
static inline void fuzz_label_images(const ml_source *source, ml_reading reading, bool is_batch, bool is_onehot)
{
    static const ml_limits limits = {.max_pixels = FUZZ_MAX_PIXELS, .max_memory_bytes = FUZZ_MAX_MEMORY};
    ml_error error = ML_ERROR_INIT;
    ml_axes axes = {.n_images = 1};
    ml_labels labels;
    const fuzz_saying saying = fuzz_saying_of(source);
    const ml_classes *classes = fuzz_classes(saying.other_classes);
    ml_status status = ml_labels_open_source(source, NULL, &limits, reading, &error, &labels);
    if (!status) {
        ml_labels_set_code(&labels, &saying.code);
        ml_labels_set_no_data(&labels, &saying.no_data);
        const ml_array_header *array = ml_labels_array(&labels);
        bool fits = !array || ml_axes_labels(array, is_batch, is_onehot, &axes);
        if (array && fits)
            status = fuzz_set_axes(&labels, &axes, is_onehot, classes, &error);
        if (!status)
            status = ml_labels_bind(&labels, classes, saying.by_index, &error);
        bool is_read = fits && labels.n_pixels && labels.n_pixels <= FUZZ_MAX_PIXELS;
        for (size_t image = 0; is_read && image < axes.n_images && image < FUZZ_MAX_IMAGES && !status; image++) {
            status = ml_labels_start(&labels, image, &error);
            if (!status)
                status = fuzz_image(&labels, saying.with_truth ? fuzz_truth() : NULL, &error);
        }
        if (is_read && !is_onehot && !status)
            status = fuzz_largest(&labels, &error);
        ml_labels_close(&labels);
    }
    fuzz_check_error(status, &error);
}

#endif

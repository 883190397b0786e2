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

/* Reads the image that was started. */
static inline ml_status fuzz_image(ml_labels *labels, ml_error *error)
{
    enum { STEP = 1000 };
    uint16_t some[STEP];
    ml_status status = ML_OK;
    for (size_t left = labels->n_pixels, n; left > 0 && !status; left -= n) {
        n = left < STEP ? left : STEP;
        status = ml_labels_read(labels, NULL, n, error, some);
        for (size_t i = 0; i < n && !status; i++)
            FUZZ_CHECK(some[i] < FUZZ_CLASSES || some[i] == ML_NONE || some[i] == ML_IGNORED);
    }
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

static ml_classes classes; /* made once, by fuzz_classes */

static inline void fuzz_clear_classes(void) { ml_classes_clear(&classes); }

/* Classes 0 to 2, labels and grays of their index; 255 and white are ignored. */
static inline const ml_classes *fuzz_classes(void)
{
    ml_error error = ML_ERROR_INIT;
    if (classes.n > 0)
        return &classes;
    FUZZ_CHECK(atexit(fuzz_clear_classes) == 0);
    FUZZ_CHECK(ml_classes_init_plain(FUZZ_CLASSES, &error, &classes) == ML_OK);
    FUZZ_CHECK(ml_label_list_add(&classes.ignored, 255, &error) == ML_OK);
    for (size_t c = 0; c < FUZZ_CLASSES; c++) {
        classes.items[c].has_color = true;
        memset(classes.items[c].color, (int)c, sizeof classes.items[c].color);
    }
    FUZZ_CHECK(ml_classes_index(&classes, &error) == ML_OK);
    return &classes;
}

/* Reads the source as labels in one reading of its samples, and an array in one of its axes; by a code and by colours where its
 * size says so, which mutations change. */
static inline void fuzz_label_images(const ml_source *source, ml_reading reading, bool is_batch, bool is_onehot)
{
    static const ml_limits limits = {.max_pixels = FUZZ_MAX_PIXELS, .max_memory_bytes = FUZZ_MAX_MEMORY};
    ml_error error = ML_ERROR_INIT;
    ml_axes axes = {.n_images = 1};
    ml_labels labels;
    const ml_label_code code = {(ml_code_kind)(source->size_bytes % (ML_CODE_DIVIDED + 1)), 3};
    ml_status status = ml_labels_open_source(source, NULL, &limits, reading, &error, &labels);
    if (!status) {
        ml_labels_set_code(&labels, &code);
        const ml_array_header *array = ml_labels_array(&labels);
        bool fits = !array || ml_axes_labels(array, is_batch, is_onehot, &axes);
        if (array && fits)
            status = ml_labels_set_axes(&labels, &axes,
                                        !is_onehot ? ML_CHANNELS_NONE
                                        : (axes.n_channels == 3 || axes.n_channels == 4) && source->size_bytes % 4 < 2
                                            ? ML_CHANNELS_COLORS
                                            : ML_CHANNELS_ONEHOT,
                                        &error);
        if (!status)
            status = ml_labels_bind(&labels, fuzz_classes(), false, &error);
        for (size_t image = 0; fits && labels.n_pixels && image < axes.n_images && image < FUZZ_MAX_IMAGES && !status;
             image++) {
            status = ml_labels_start(&labels, image, &error);
            if (!status)
                status = fuzz_image(&labels, &error);
        }
        if (fits && labels.n_pixels && !is_onehot && !status)
            status = fuzz_largest(&labels, &error);
        ml_labels_close(&labels);
    }
    fuzz_check_error(status, &error);
}

#endif

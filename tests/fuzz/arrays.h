/* What is done with an array, however it is stored. */
#ifndef ML_TESTS_FUZZ_ARRAYS_H
#define ML_TESTS_FUZZ_ARRAYS_H

#include "fuzz.h"

#include "input/npy.h"

/* How a prediction is opened from any source. */
typedef ml_status (*fuzz_open)(ml_source *source, const ml_input_options *options, const ml_expected *expected, ml_error *error,
                               ml_prediction *prediction);

/* Reads all elements, as values and as numbers, some of them twice. */
static inline void fuzz_elements(const ml_source *source, ml_npy_header *header)
{
    enum { STEP = 1000 };
    double *values = malloc(STEP * sizeof *values);
    ml_error error = ML_ERROR_INIT;
    char shape[ML_NPY_SHAPE_TEXT_SIZE];
    ml_status status = ml_npy_read_header(source, &error, header);
    if (!status)
        FUZZ_CHECK(strlen(ml_npy_shape_text(header, shape)) < sizeof shape);
    else
        header->rank = 0;
    for (uint64_t first = 0; !status && first < header->n_elems; first += STEP) {
        uint64_t left = header->n_elems - first;
        size_t n = left < STEP ? (size_t)left : STEP;
        status = ml_npy_read(source, header, first, n, &error, values);
        if (!status)
            status = ml_npy_read_numbers(source, header, first / 2, n, &error, values);
    }
    if (!status)
        status = ml_source_finish(source, &error);
    fuzz_check_error(status, &error);
    free(values);
}

/* Reads the prediction tile by tile. */
static inline void fuzz_tiles(ml_prediction *prediction, const ml_expected *expected)
{
    ml_error error = ML_ERROR_INIT;
    ml_status status = ML_OK;
    size_t n_pixels = expected->width * expected->height;
    for (size_t first = 0; first < n_pixels && !status; first += ML_TILE_PIXELS) {
        size_t left = n_pixels - first;
        ml_tile tile = {.n_pixels = left < ML_TILE_PIXELS ? left : ML_TILE_PIXELS, .n_classes = expected->n_classes};
        status = prediction->ops->read(prediction->state, first, tile.n_pixels, &error, &tile);
        FUZZ_CHECK(status || (tile.type == ML_SAMPLE_NONE ? tile.decision != NULL : tile.samples != NULL));
    }
    fuzz_check_error(status, &error);
}

/* Opens the source as a prediction for a truth of this size, whose classes its channels are. */
static inline void fuzz_prediction(const ml_source *source, fuzz_open open, uint64_t height, uint64_t width, uint64_t channels)
{
    ml_input_options options = {.limits = {FUZZ_MAX_PIXELS, FUZZ_MAX_MEMORY}};
    ml_expected expected = {(size_t)width, (size_t)height, channels > 1 ? (size_t)channels : 2, NULL};
    ml_classes classes;
    ml_error error = ML_ERROR_INIT;
    if (width == 0 || height == 0 || width > FUZZ_MAX_PIXELS / height || channels > ML_MAX_CLASSES)
        return;
    if (ml_classes_init_plain(expected.n_classes, &error, &classes))
        return;
    if (!ml_classes_index(&classes, &error)) {
        expected.classes = &classes;
        for (int layout = 0; layout < ML_N_LAYOUTS; layout++) {
            ml_source own;
            ml_prediction prediction;
            options.layout = (ml_layout)layout;
            ml_status status = ml_source_copy(source, &error, &own);
            FUZZ_CHECK(!status);
            status = open(&own, &options, &expected, &error, &prediction);
            fuzz_check_error(status, &error);
            if (!status) {
                fuzz_tiles(&prediction, &expected);
                ml_prediction_close(&prediction);
            }
            ml_source_close(&own);
            error = (ml_error)ML_ERROR_INIT;
        }
    }
    ml_classes_clear(&classes);
}

/* Opens it for the truths that the shape may fit. */
static inline void fuzz_predictions(const ml_source *source, fuzz_open open, const ml_npy_header *header)
{
    const uint64_t *shape = header->shape;
    size_t n = header->rank;
    if (n == 2)
        fuzz_prediction(source, open, shape[0], shape[1], 1);
    if (n > 2)
        fuzz_prediction(source, open, shape[n - 3], shape[n - 2], shape[n - 1]);
    if (n > 2)
        fuzz_prediction(source, open, shape[n - 2], shape[n - 1], shape[0]);
}

#endif

/* What is done with an array, however it is stored: it is read as elements, as a prediction, and as labels. */
#ifndef ML_TESTS_FUZZ_ARRAYS_H
#define ML_TESTS_FUZZ_ARRAYS_H

#include "images.h"

#include "format/npy.h"

/* Reads all elements, some of them twice. The rank is 0 after a failure. */
static inline void fuzz_elements(const ml_source *source, ml_array_header *header)
{
    enum { STEP = 1000 };
    double *values = malloc(STEP * sizeof *values);
    ml_error error = ML_ERROR_INIT;
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    ml_status status = ml_npy_read_header(source, &error, header);
    if (status)
        header->rank = 0;
    else
        FUZZ_CHECK(strlen(ml_array_shape_text(header, shape)) < sizeof shape);
    for (uint64_t first = 0; !status && first < header->n_elems; first += STEP) {
        uint64_t left = header->n_elems - first;
        size_t n = left < STEP ? (size_t)left : STEP;
        status = ml_array_read_elements(source, header, first, n, &error, values);
        if (!status)
            status = ml_array_read_elements(source, header, first / 2, n, &error, values);
    }
    if (!status)
        status = ml_source_finish(source, &error);
    fuzz_check_error(status, &error);
    free(values);
}

/* Binds an open prediction and reads some of its images, tile by tile. */
static inline ml_status fuzz_tiles(ml_prediction *prediction, const ml_array_roles *fit, ml_error *error)
{
    ml_status status = ml_prediction_bind(prediction, fit, NULL, error);
    if (!status && ml_prediction_labels(prediction)) /* these cannot be read without classes */
        status = ml_labels_bind(ml_prediction_labels(prediction), fuzz_classes(false), false, error);
    size_t n_pixels = fit->truth.width * fit->truth.height;
    for (size_t image = 0; image < fit->n_images && image < FUZZ_MAX_IMAGES && !status; image++) {
        status = prediction->ops->start(prediction->state, image, error);
        for (size_t first = 0; first < n_pixels && !status; first += ML_TILE_PIXELS) {
            size_t left = n_pixels - first;
            static const uint16_t truth[ML_TILE_PIXELS] = {0, 1, ML_IGNORED};
            ml_tile tile = {.n_pixels = left < ML_TILE_PIXELS ? left : ML_TILE_PIXELS, .truth = truth};
            status = prediction->ops->read(prediction->state, first, tile.n_pixels, error, &tile);
            FUZZ_CHECK(status || (tile.type == ML_SAMPLE_NONE ? tile.decision != NULL : tile.samples != NULL));
        }
        ml_hints hints = 0;
        if (!status && prediction->ops->finish)
            status = prediction->ops->finish(prediction, "x", error, &hints);
    }
    return status;
}

/* Reads the source as a prediction for a truth of this size. */
static inline void fuzz_prediction(const ml_source *source, uint64_t height, uint64_t width)
{
    const ml_side truth = {.name = source->name, .width = (size_t)width, .height = (size_t)height};
    if (width == 0 || height == 0 || width > FUZZ_MAX_PIXELS / height)
        return;
    for (int way = 0; way < ML_N_LAYOUTS * ML_N_PREDICTION_AS; way++) {
        const ml_input_options options = {.limits = {FUZZ_MAX_PIXELS, FUZZ_MAX_MEMORY, NULL},
                                          .layout = (ml_layout)(way % ML_N_LAYOUTS),
                                          .prediction_as = (ml_prediction_as)(way / ML_N_LAYOUTS)};
        ml_error error = ML_ERROR_INIT;
        ml_array_roles fit;
        ml_prediction prediction;
        ml_status status = ml_prediction_open_source(source, NULL, &options, NULL, &error, &prediction);
        if (!status) {
            const ml_side side = {.name = prediction.name, .array = prediction.array};
            status = ml_array_roles_find(&truth, &side, ML_TRUTH_AUTO, options.layout, &error, &fit);
            if (!status)
                status = fuzz_tiles(&prediction, &fit, &error);
            ml_prediction_close(&prediction);
        }
        fuzz_check_error(status, &error);
    }
}

/* Reads it for the truths that the shape may fit. */
static inline void fuzz_predictions(const ml_source *source, const ml_array_header *header)
{
    const uint64_t *shape = header->shape;
    size_t n = header->rank;
    if (n >= 2)
        fuzz_prediction(source, shape[n - 2], shape[n - 1]);
    if (n > 2)
        fuzz_prediction(source, shape[n - 3], shape[n - 2]);
}

#endif

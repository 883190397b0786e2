/* A prediction, of whatever format, as a sequence of tiles. A format is one file with an ml_reader_ops and a row in the table
 * of prediction.c. */
#ifndef ML_INPUT_PREDICTION_H
#define ML_INPUT_PREDICTION_H

#include "input/options.h"
#include "input/pair.h"

/* What a prediction has to fit. */
typedef struct ml_expected {
    size_t width, height;
    size_t n_classes;          /* 0: not known yet, the prediction tells */
    const ml_classes *classes; /* NULL while n_classes is 0 */
} ml_expected;

typedef struct ml_reader_ops {
    /* Fills the tile's samples (or decision), type and strides for pixels first .. first + n - 1, n <= ML_TILE_PIXELS; each
     * call goes on where the last one ended. The tile borrows the reader's buffers until the next call. */
    ml_status (*read)(void *state, size_t first, size_t n, ml_error *error, ml_tile *tile);
    void (*close)(void *state);
} ml_reader_ops;

typedef struct ml_prediction {
    const ml_reader_ops *ops;
    void *state;
    const char *layout; /* "hwc", "chw", "binary", "planes" or "labels", for people */
    bool binary;        /* one stored value per pixel, that of class 1; class 0 is made from it */
} ml_prediction;

/* Opens the pair's prediction for a truth of the expected size and classes (n_classes known). A different size or number of
 * channels is an error (ML_E_INPUT) that says both. On failure nothing is held. The pair must outlive it. */
ml_status ml_prediction_open(const ml_pair *pair, const ml_input_options *options, const ml_expected *expected, ml_error *error,
                             ml_prediction *prediction) ML_MUST_USE;
void ml_prediction_close(ml_prediction *prediction);

/* The number of classes that the channels of the pair's prediction stand for, with a truth of the expected size; 0 for hard
 * labels. */
ml_status ml_prediction_channels(const ml_pair *pair, const ml_input_options *options, const ml_expected *expected,
                                 ml_error *error, size_t *n_channels) ML_MUST_USE;

/* Formats; `source` is open and closed by the state (on failure of open by the caller). */
ml_status ml_npy_prediction_open(ml_source *source, const ml_input_options *options, const ml_expected *expected,
                                 ml_error *error, ml_prediction *prediction) ML_MUST_USE;
ml_status ml_npy_prediction_channels(const ml_source *source, const ml_input_options *options, const ml_expected *expected,
                                     ml_error *error, size_t *n_channels) ML_MUST_USE;
ml_status ml_hard_prediction_open(const char *path, const ml_input_options *options, const ml_expected *expected,
                                  ml_error *error, ml_prediction *prediction) ML_MUST_USE;
ml_status ml_hard_source_open(ml_source *source, const ml_input_options *options, const ml_expected *expected, ml_error *error,
                              ml_prediction *prediction) ML_MUST_USE;
ml_status ml_planes_prediction_open(const ml_pair *pair, const ml_input_options *options, const ml_expected *expected,
                                    ml_error *error, ml_prediction *prediction) ML_MUST_USE;

/* The path of the plane of class c: by index, or by name where that exists. NULL without memory. Freed with free. */
char *ml_plane_path(const ml_pair *pair, const ml_classes *classes, size_t c) ML_MUST_USE;

/* The error of a prediction whose size is not the truth's. */
ml_status ml_fail_size(const char *name, size_t width, size_t height, const ml_expected *expected, ml_error *error);

#endif

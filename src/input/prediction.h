/* A prediction, of whatever format, as a sequence of tiles. A kind of prediction (labels, gray probabilities, values of an
 * array, planes) is one file predict_KIND.c with an ml_reader_ops; how its files are stored, the registry of formats knows.
 *
 * Order of calls: open (prediction_open.h; the header is read), bind (how arrays are read, and the classes), and for each image
 * start, then read its tiles. */
#ifndef ML_INPUT_PREDICTION_H
#define ML_INPUT_PREDICTION_H

#include "input/array_roles.h"
#include "input/input_options.h"

typedef struct ml_prediction ml_prediction;

typedef struct ml_reader_ops {
    /* How the file is read, what it has to fit, and what it then is: fills layout, is_hard, is_binary. */
    ml_status (*bind)(ml_prediction *prediction, const ml_array_roles *roles, const ml_classes *classes, ml_error *error);
    /* Turns to an image of the prediction. */
    ml_status (*start)(void *state, size_t image, ml_error *error);
    /* Fills the tile's samples (or decision), type and strides for pixels first .. first + n - 1, n <= ML_TILE_PIXELS, whose
     * truth it has, to tell which of them count; each
     * call goes on where the last one ended. The tile borrows the reader's buffers until the next call. */
    ml_status (*read)(void *state, size_t first, size_t n, ml_error *error, ml_tile *tile);
    /* Judges the image that has been read to its end, which messages call `name`, and adds to its hints; may be NULL. */
    ml_status (*finish)(const ml_prediction *prediction, const char *name, ml_error *error, ml_hints *hints);
    void (*close)(void *state);
    /* Of a hard prediction, once bound. */
    ml_labels *(*labels)(void *state);
    /* Of a prediction whose tiles one thread reads in order, and which others may decode ahead, once started; or NULL. Works
     * for that one until all of the image is decoded, or it calls dismiss: then those who help return soon, and nobody else may
     * come before the next start. */
    void (*help)(void *state);
    void (*dismiss)(void *state);
} ml_reader_ops;

struct ml_prediction {
    const ml_reader_ops *ops;
    void *state;
    const ml_input_options *options;
    const char *name;             /* of the file or planes, for messages */
    const ml_array_header *array; /* NULL: one image, or planes of it */
    size_t width, height;         /* without array */
    const ml_file_facts *facts;   /* what the file says of where it lies; NULL: several files */
    size_t n_channels;            /* classes that the channels stand for; 0: hard labels. Of an array only once bound */
    const char *layout;           /* how it is read, for people: "hwc", "chw", "binary", "planes" or "labels"; once bound */
    double full_scale;            /* what the values of a pixel should sum to; 0: whatever their largest sum is. Once bound */
    double stored_one;            /* the stored value that tiles have as 1; 0: they have what is stored */
    bool is_random_access; /* tiles may be read in any order, from several readers at a time, but the last tile when all */
                           /* others have been read: with it check sums are looked at; once bound */
    bool is_binary;        /* one stored value per pixel, that of class 1; once bound */
};

/* Frees what an open prediction holds. */
void ml_prediction_close(ml_prediction *prediction);

/* Of two ways to read an array, before it is bound: the one in which the values of each pixel of the first image sum to 1
 * within 1e-3, which is read for it; `first` where that is both or neither, and where they are no probabilities, integers or
 * with -A.
 */
ml_status ml_prediction_choose_axes(const ml_prediction *prediction, const ml_axes *first, const ml_axes *second,
                                    ml_error *error, ml_axes *chosen) ML_MUST_USE;

/* Binds it to the classes (NULL: not known yet, n_channels tells) and to the way it is read. Another size or number of channels
 * is an error (ML_E_INPUT) that says both. */
ml_status ml_prediction_bind(ml_prediction *prediction, const ml_array_roles *roles, const ml_classes *classes,
                             ml_error *error) ML_MUST_USE;

/* The label image of a hard prediction, NULL of others. */
ml_labels *ml_prediction_labels(const ml_prediction *prediction);

/* The error of integers with -A: only floats are logits. */
ml_status ml_fail_activation(const ml_prediction *prediction, const char *what, ml_error *error);

#endif

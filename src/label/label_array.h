/* Labels out of an array: whole numbers, or one-hot vectors. */
#ifndef ML_LABEL_LABEL_ARRAY_H
#define ML_LABEL_LABEL_ARRAY_H

#include "core/classes.h"
#include "format/array_reader.h"

/* The first pixel of an image whose label is no class. */
typedef struct ml_unknown_label {
    bool found;
    size_t pixel;
    double label; /* a whole number; arrays may hold any; of an image in colours 0xrrggbb */
} ml_unknown_label;

/* Reads pixels first .. first + n - 1 (n <= ML_TILE_PIXELS) of the array's image as labels: class_of[label] ([ML_N_LABELS]),
 * and ML_NONE for what is no label. The first ML_NONE is noted, unless one is already. */
ml_status ml_label_array_read(ml_array_reader *array, size_t first, size_t n, const uint16_t *class_of, ml_error *error,
                              uint16_t *class_indices, ml_unknown_label *unknown) ML_MUST_USE;

/* The same of one-hot vectors: class_of[channel] of the channel that is 1, all others being 0. Anything else is an error that
 * names the place. */
ml_status ml_onehot_read(ml_array_reader *array, size_t first, size_t n, const uint16_t *class_of, ml_error *error,
                         uint16_t *class_indices) ML_MUST_USE;

/* Marks the labels 0 .. ML_N_LABELS - 1 that occur in the array's image, from its start; of one-hot vectors the channels. */
ml_status ml_label_array_scan(ml_array_reader *array, bool is_onehot, ml_error *error, bool *used) ML_MUST_USE;

#endif

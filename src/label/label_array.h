/* Labels out of an array: whole numbers, of whatever type, or one-hot vectors. */
#ifndef ML_LABEL_LABEL_ARRAY_H
#define ML_LABEL_LABEL_ARRAY_H

#include "format/array_reader.h"
#include "label/label_code.h"
#include "label/no_data.h"
#include "label/survey.h"

/* What the channels of an array are. */
typedef enum ml_label_channels { ML_CHANNELS_NONE, ML_CHANNELS_ONEHOT, ML_CHANNELS_COLORS } ml_label_channels;

/* What numbers mean. All borrowed. */
typedef struct ml_label_meaning {
    const ml_classes *classes;
    const ml_label_table *table;      /* the classes' class_of or index_of */
    const ml_label_code *code;        /* by which labels follow from values; of kind none: they are the values */
    const ml_stored_no_data *no_data; /* values that are ignored, whatever the classes say */
} ml_label_meaning;

/* What is seen of an image's labels while they are read. A zeroed one has seen nothing. */
typedef struct ml_label_findings {
    ml_survey survey;
    bool has_no_data;
} ml_label_findings;

/* Reads pixels first .. first + n - 1 (n <= ML_TILE_PIXELS) of the array's image as labels: their classes, and ML_NONE for
 * what is none. Notes unknown labels and what is no label; where a truth ([n]) is given, all labels, but nothing of pixels at
 * which it is ML_IGNORED. */
ml_status ml_label_array_read(ml_array_reader *array, size_t first, size_t n, const ml_label_meaning *meaning,
                              const uint16_t *truth, ml_error *error, uint16_t *class_indices,
                              ml_label_findings *findings) ML_MUST_USE;

/* The same of one-hot vectors: the class of the channel that is 1, all others being 0, and ML_IGNORED where all channels hold
 * what stands for no data. Anything else is an error that names the place. */
ml_status ml_onehot_read(ml_array_reader *array, size_t first, size_t n, const ml_label_meaning *meaning, ml_error *error,
                         uint16_t *class_indices, ml_label_findings *findings) ML_MUST_USE;

/* Whether all pixels of the array's image, from its start, are one-hot or have no data; reads it as far as they are. */
ml_status ml_label_array_is_onehot(ml_array_reader *array, const ml_stored_no_data *no_data, ml_error *error,
                                   bool *is_onehot) ML_MUST_USE;

/* Raises *largest to the value, as a label, where it is one and not ignored. */
void ml_raise_largest(double label, const ml_label_list *ignored, long *largest);

/* Raises *largest to the largest label of the array's image, from its start, that is not ignored and not no data; of one-hot
 * vectors the largest channel that is 1. Of a prediction `truth`, else NULL, says which pixels are ignored. */
ml_status ml_label_array_largest(ml_array_reader *array, bool is_onehot, const ml_label_meaning *meaning, const uint16_t *truth,
                                 const ml_label_list *ignored, ml_error *error, long *largest) ML_MUST_USE;

#endif

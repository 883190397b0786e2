/* How a truth and its prediction are read so that they go together: which axes of their arrays are height, width, channel and
 * image, and whether the truth is labels, one-hot or colours. Pure but for the text of errors. */
#ifndef ML_INPUT_ARRAY_ROLES_H
#define ML_INPUT_ARRAY_ROLES_H

#include "format/axes.h"

typedef enum ml_truth_layout {
    ML_TRUTH_AUTO,
    ML_TRUTH_LABELS,
    ML_TRUTH_ONEHOT,
    ML_TRUTH_PLANES,
    ML_TRUTH_COLORS,
    ML_N_TRUTH_LAYOUTS
} ml_truth_layout;
extern const char *const ml_truth_layout_names[ML_N_TRUTH_LAYOUTS];

/* What is known of a file before it is decided how to read it. */
typedef struct ml_side {
    const char *name;             /* for messages */
    const ml_array_header *array; /* NULL: an image of the size below, or planes of it */
    size_t width, height;         /* without array */
    bool may_be_colors; /* of a truth: the shape is that of colours, and the class set has some, but not all of these */
    size_t n_channels;  /* of a prediction: as the classes want it; 0: not known yet */
    bool has_index;     /* one image of a batch is asked for */
    size_t index;
} ml_side;

typedef struct ml_array_roles {
    ml_axes truth, prediction; /* of arrays; otherwise only the truth's height and width are set */
    bool is_onehot_too;        /* the truth is labels, and one-hot (ML_TRUTH_ONEHOT) fits as well: its values can tell */
    bool is_volume_too;        /* the prediction's axes are (N, C, H, W), and (C, N, H, W) fits as well: */
    ml_axes volume;            /* so; which of the two it is, only the values can tell */
    bool is_onehot;            /* the truth */
    bool has_colors;           /* the truth: its channels are red, green, blue and perhaps alpha */
    bool is_batch;             /* images 0 .. n_images - 1 of both; otherwise one image, which may be one of a batch */
    size_t n_images;
} ml_array_roles;

/* Finds the one way in which the two fit. Several that mean different things are an error that names the option which tells
 * them apart: --truth-layout, --layout. Errors are ML_E_INPUT. */
ml_status ml_array_roles_find(const ml_side *truth, const ml_side *prediction, ml_truth_layout truth_layout, ml_layout layout,
                              ml_error *error, ml_array_roles *roles) ML_MUST_USE;

#endif

/* What a file holds, found out by reading all of it: for `maskloss inspect`. Nothing is known but the file itself and, if
 * there is one, the class set. */
#ifndef ML_INPUT_SURVEY_H
#define ML_INPUT_SURVEY_H

#include "input/options.h"

/* What the content looks like. */
typedef enum ml_looks {
    ML_LOOKS_LABELS,        /* whole numbers, one per pixel */
    ML_LOOKS_COLORS,        /* labels as colours */
    ML_LOOKS_PLANE,         /* one class of a prediction in planes, or no label image at all */
    ML_LOOKS_ONEHOT,        /* whole numbers, one 1 per pixel */
    ML_LOOKS_PROBABILITIES, /* sums of 1 */
    ML_LOOKS_UNNORMALISED,  /* not negative, other sums */
    ML_LOOKS_LOGITS,
    ML_LOOKS_BINARY,        /* one channel, 0..1 */
    ML_LOOKS_BINARY_LOGITS, /* one channel, beyond */
    ML_LOOKS_NOTHING,       /* no finite value, or axes that cannot be told */
    ML_N_LOOKS
} ml_looks;
extern const char *const ml_looks_names[ML_N_LOOKS];

/* Of labels in one image: how often each occurs. */
typedef struct ml_label_counts {
    uint64_t *counts;    /* [ML_N_LABELS], NULL where there are no labels */
    uint64_t n_no_label; /* negative or above the largest label */
} ml_label_counts;

/* Of values. */
typedef struct ml_value_range {
    uint64_t n_values, n_nan, n_infinite, n_negative;
    double min, max;         /* of the finite ones; min > max without any */
    double min_sum, max_sum; /* of the channels of a pixel, where all are finite; min > max without any */
    bool has_bad;            /* a value that is not finite; the first, in the order of reading: */
    size_t bad_image, bad_pixel, bad_channel;
    double bad_value;
    bool is_onehot; /* all are 0 or 1, with a single 1 in each pixel */
} ml_value_range;

typedef struct ml_survey {
    const char *format; /* "PNG", "NumPy array" */
    uint64_t size_bytes;
    bool is_png;
    ml_png_header png;
    bool has_two_readings;
    ml_npy_header npy;
    bool has_axes; /* of the array, as far as the shape tells; both orders possible: */
    bool is_doubtful;
    ml_axes axes;
    const char *why; /* the axes are taken like this */
    size_t height, width;
    ml_label_counts labels;
    uint64_t n_colors; /* of an RGB or RGBA image: different ones, or as many as were counted */
    uint32_t colors[16];
    uint64_t color_counts[16];
    ml_value_range range; /* of an array's values */
    ml_looks looks;
} ml_survey;

/* Surveys the file at the location; `classes` may be NULL. On failure nothing is held. */
ml_status ml_survey_file(const ml_location *location, const ml_input_options *options, const ml_classes *classes,
                         ml_error *error, ml_survey *survey) ML_MUST_USE;
void ml_survey_clear(ml_survey *survey);

#endif

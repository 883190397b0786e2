/* What was found in a file by reading all of it (contents_read.h). */
#ifndef ML_INPUT_CONTENTS_H
#define ML_INPUT_CONTENTS_H

#include "input/input_options.h"

/* What the content looks like. */
typedef enum ml_looks {
    ML_LOOKS_LABELS,        /* integers, one per pixel */
    ML_LOOKS_FLOAT_LABELS,  /* floats that are whole numbers, one per pixel, beyond 0 and 1 */
    ML_LOOKS_COLORS,        /* labels as colours */
    ML_LOOKS_PLANE,         /* one class of a prediction in planes, or no label image at all */
    ML_LOOKS_ONEHOT,        /* 0 and 1, one 1 per pixel */
    ML_LOOKS_PROBABILITIES, /* sums of 1 */
    ML_LOOKS_UNNORMALISED,  /* not negative, other sums */
    ML_LOOKS_LOGITS,
    ML_LOOKS_BINARY,        /* one channel of floats, 0..1 */
    ML_LOOKS_BINARY_LOGITS, /* one channel, beyond */
    ML_LOOKS_NOTHING,       /* no finite value, or none but 0, negative integers, or axes that cannot be told */
    ML_N_LOOKS
} ml_looks;
extern const char *const ml_looks_names[ML_N_LOOKS];

/* Of labels in one image: how often each occurs. */
typedef struct ml_label_counts {
    uint64_t *counts; /* [ML_N_SMALL_LABELS], of samples, or of labels where a code makes them; NULL where there are none */
    uint64_t n_large; /* pixels with larger ones, up to: */
    uint32_t largest;
    uint64_t n_no_label; /* negative or above the largest label there is */
    uint64_t n_no_data;  /* of an array, said to be no data */
} ml_label_counts;

/* Where something was found first, in the order of reading. */
typedef struct ml_place {
    bool found;
    size_t image, pixel, channel;
} ml_place;

/* Of values. */
typedef struct ml_value_range {
    uint64_t n_nan, n_infinite, n_negative;
    uint64_t n_zero_pixels;  /* all channels of several are 0 */
    double min, max;         /* of the finite values; min > max without any */
    double min_sum, max_sum; /* of the channels of a pixel, where all are finite; min > max without any */
    ml_place first_bad;      /* a value that is not finite */
    ml_place first_zero;     /* a pixel of zeros */
    bool is_onehot;          /* all are 0 or 1, with a single 1 in each pixel */
    bool is_whole;           /* all that are finite are whole numbers */
} ml_value_range;

typedef struct ml_contents {
    const ml_input_options *options; /* with which it was read, and */
    const ml_classes *classes;       /* the class set, or NULL: borrowed */
    const char *format;              /* "PNG", "NumPy array" */
    uint64_t size_bytes;
    bool is_raster;   /* otherwise an array */
    bool has_samples; /* a raster, or an array whose images are pages that are read as rasters: */
    ml_raster_header raster;
    ml_label_reading reading; /* of its samples as labels */
    ml_array_header array;
    bool is_color_array; /* its channels are red, green, blue and perhaps alpha */
    bool has_axes;       /* of the array, as far as the shape tells; both orders possible: */
    bool is_doubtful;
    ml_axes axes;
    const char *why; /* the axes are taken like this */
    size_t height, width;
    ml_label_counts labels;
    uint64_t n_colors;   /* of an RGB or RGBA image: different ones, or as many as there is room for */
    uint64_t colors[16]; /* as they are stored, 16 bits a channel */
    uint64_t color_counts[16];
    uint16_t color_classes[16]; /* with a class set */
    uint64_t n_other_pixels;    /* of colours beyond these */
    bool gray_colors;           /* all are gray */
    bool is_transparent;        /* somewhere */
    ml_value_range range;       /* of an array's values */
    const char *misnamed;       /* the extension of another format, which eval refuses; NULL: none */
    ml_looks looks;
} ml_contents;

/* Frees what it holds. */
void ml_contents_clear(ml_contents *contents);

/* Makes room for counting labels, from 0 again, and takes that away. */
ml_status ml_contents_count_labels(ml_contents *contents, ml_error *error) ML_MUST_USE;
void ml_contents_drop_labels(ml_contents *contents);

/* Counts a label, for which there is room; a colour. */
void ml_contents_count_label(ml_contents *contents, double label);
void ml_contents_count_color(ml_contents *contents, uint64_t red, uint64_t green, uint64_t blue);

/* What is known of its labels. */
ml_label_file ml_contents_label_file(const ml_contents *contents);

/* The gray value of a sample that may be read scaled, -1 for an index beyond the palette, and without that choice. */
long ml_contents_gray_value(const ml_contents *contents, size_t sample);

/* The label that is counted as `counted`, in the reading that is taken, raw while that is open; and with a class set its class.
 */
int64_t ml_contents_label(const ml_contents *contents, size_t counted);
uint16_t ml_contents_class(const ml_contents *contents, size_t counted);

/* The first bad value or pixel of zeros (&contents->range.first_zero), NULL for none. */
const ml_place *ml_contents_first_bad(const ml_contents *contents);

/* Smallest and largest sample of an image with labels or samples counted. */
void ml_contents_sample_range(const ml_contents *contents, size_t *min, size_t *max);

#endif

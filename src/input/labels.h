/* A label image: one stored label per pixel, turned into class indices through the class set. Truth and hard predictions are
 * read with this, from a PNG or from an .npy of integers or bool. In a PNG labels are raw samples (gray value, palette index);
 * packed gray (1, 2, 4 bits) and palettes of grays have a second reading, the gray value 0..255, because PNG optimisers rewrite
 * gray label images as these. */
#ifndef ML_INPUT_LABELS_H
#define ML_INPUT_LABELS_H

#include "core/classes.h"
#include "input/limits.h"
#include "input/npy.h"
#include "input/png_file.h"

typedef enum ml_reading { ML_READING_AUTO, ML_READING_RAW, ML_READING_SCALED, ML_N_READINGS } ml_reading;
extern const char *const ml_reading_names[ML_N_READINGS];

typedef struct ml_labels {
    ml_source source;
    const ml_limits *limits;
    size_t width, height, n_pixels;
    ml_png *png;                 /* NULL for an array */
    const ml_png_header *header; /* of the PNG */
    ml_npy_header array;
    double *whole; /* of an array in Fortran order: all values */
    bool has_two_readings;
    ml_reading reading;       /* auto until ml_labels_bind */
    const uint16_t *class_of; /* [ML_N_LABELS] of each sample: the class set's or `own`; NULL until ml_labels_bind */
    uint16_t *own;
    size_t n_read;        /* pixels read so far */
    bool found_unknown;   /* a label that is no class was read */
    size_t unknown_pixel; /* the first such pixel */
    double unknown_label; /* a whole number; arrays may hold any */
} ml_labels;

/* Opens a label image; `reading` is what --samples says. RGB, images with alpha and arrays of floats or of more than two axes
 * (not counting those of length 1) are errors that say what to do. On failure nothing is held. `path` must outlive it. */
ml_status ml_labels_open(const char *path, const ml_limits *limits, ml_reading reading, ml_error *error,
                         ml_labels *labels) ML_MUST_USE;
void ml_labels_close(ml_labels *labels);

/* Decides the reading (borrowing the class set until close) and prepares the way from samples to classes; may decode the image
 * once for it. Two readings that both consist of known labels but mean different classes are an error that asks for --samples.
 */
ml_status ml_labels_bind(ml_labels *labels, const ml_classes *classes, ml_error *error) ML_MUST_USE;

/* Reads the next n pixels: class index, ML_IGNORED, or ML_NONE for an unknown label (noted as above). After ml_labels_bind. */
ml_status ml_labels_read(ml_labels *labels, size_t n, ml_error *error, uint16_t *class_indices) ML_MUST_USE;

/* The largest label that is not ignored (ignored: [ML_N_LABELS]), with no class set to tell the readings apart: where there
 * are two, the one whose largest is smaller. *largest = -1 when all are ignored. Instead of ml_labels_bind. */
ml_status ml_labels_largest(ml_labels *labels, const bool *ignored, ml_error *error, long *largest) ML_MUST_USE;

#endif

/* A label image: one stored label per pixel, turned into class indices. Truth and hard predictions are read with this, from a
 * raster or from an array of integers or bool; label_reading.h decides how.
 *
 * Order of calls: open, (array: set_axes,) bind or largest, and for each image start, then read. */
#ifndef ML_LABEL_LABELS_H
#define ML_LABEL_LABELS_H

#include "core/classes.h"
#include "core/hint.h"
#include "format/registry.h"
#include "label/colors.h"
#include "label/label_array.h"
#include "label/label_reading.h"

typedef struct ml_labels {
    ml_source source;
    const ml_limits *limits;
    size_t width, height, n_pixels; /* of an array: 0 until ml_labels_set_axes */
    ml_raster raster;               /* closed for an array */
    ml_array_header array_header;   /* of the array, its pixels since ml_labels_set_axes */
    ml_array_reader array;
    bool is_onehot;
    ml_label_file file;          /* what is known of it, and */
    ml_label_reading reading;    /* how it is read: final since ml_labels_bind */
    ml_colors colors;            /* reading.by_color, since ml_labels_bind */
    const ml_label_table *table; /* of labels; NULL until ml_labels_bind */
    const uint16_t *class_of;    /* [ML_N_SMALL_LABELS] of each sample of a raster: the table's or `own` */
    uint16_t *own;
    ml_stored_no_data no_data;  /* of an array, since ml_labels_set_axes */
    size_t n_read;              /* pixels of the image read so far */
    ml_label_findings findings; /* among them; where colours are read, they know of unknown ones */
} ml_labels;

/* Opens a label image and reads its header; `key` of the array in an archive, or NULL: the only or usual one. `said` is what
 * --samples says. What cannot be labels is an error that says what to do. On failure nothing is held. The path must outlive the
 * labels, which must not move. */
ml_status ml_labels_open(const char *path, const char *key, const ml_limits *limits, ml_reading said, ml_error *error,
                         ml_labels *labels) ML_MUST_USE;
/* The same of an open source, which is taken over, also on failure. */
ml_status ml_labels_open_source(const ml_source *source, const char *key, const ml_limits *limits, ml_reading said,
                                ml_error *error, ml_labels *labels) ML_MUST_USE;
/* The same of a source whose format is known, and of an array whose header has been read; on failure the source remains the
 * caller's. */
ml_status ml_labels_open_raster(const ml_raster_ops *ops, const ml_source *source, const ml_limits *limits, ml_reading said,
                                ml_error *error, ml_labels *labels) ML_MUST_USE;
ml_status ml_labels_open_array(const ml_source *source, const ml_array_header *header, const ml_limits *limits, ml_error *error,
                               ml_labels *labels) ML_MUST_USE;
void ml_labels_close(ml_labels *labels);

/* The array's header, NULL for a raster. */
const ml_array_header *ml_labels_array(const ml_labels *labels);

/* How an array is read. */
ml_status ml_labels_set_axes(ml_labels *labels, const ml_axes *axes, bool is_onehot, ml_error *error) ML_MUST_USE;

/* Says which labels of a truth stand for no data; before set_axes and bind. Borrowed until close. */
void ml_labels_set_no_data(ml_labels *labels, const ml_no_data *no_data);

/* Decides the reading and prepares the way from samples to classes, which is that of the class set (borrowed until close); or
 * by_index, where samples are class indices, and of a one-hot array channels. May decode the image once. Two readings that both
 * consist of known labels but mean different classes are an error that asks for --samples; an image in colours and a class set
 * without, one that says what to do. */
ml_status ml_labels_bind(ml_labels *labels, const ml_classes *classes, bool by_index, ml_error *error) ML_MUST_USE;

/* Turns to an image: 0 of a raster, any of the axes' n_images of an array. */
ml_status ml_labels_start(ml_labels *labels, size_t image, ml_error *error) ML_MUST_USE;

/* Reads the next n pixels: class index, ML_IGNORED, or ML_NONE for an unknown label or colour (noted). Of a prediction `truth`
 * ([n] class indices or ML_IGNORED) says which pixels count: what is at the others is not looked at and means nothing, and of
 * these all labels are noted. Of a truth it is NULL. After bind and start. */
ml_status ml_labels_read(ml_labels *labels, const uint16_t *truth, size_t n, ml_error *error,
                         uint16_t *class_indices) ML_MUST_USE;

/* Of the image that has been read, the pixels that count: how many have an unknown label or colour. */
size_t ml_labels_n_unknown(const ml_labels *labels);

/* The error of a float that is no label, which names file, place and value; the caller may add what to do. */
ml_status ml_labels_fail_no_label(const ml_labels *labels, ml_error *error);

/* What there is to remember of it. */
ml_hints ml_labels_hints(const ml_labels *labels);

/* The largest label of the image that was started which is not ignored, with no class set to tell the readings apart: where
 * there are two, the one whose largest is smaller. *largest = -1 when all are ignored. An image in colours has none, which is
 * an error. */
ml_status ml_labels_largest(ml_labels *labels, const ml_label_list *ignored, ml_error *error, long *largest) ML_MUST_USE;

#endif

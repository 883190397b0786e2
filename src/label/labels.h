/* A label image: one stored label per pixel, or one colour, turned into class indices. Truth and hard predictions are read with
 * this, from a raster or from an array; label_reading.h decides how.
 *
 * Order of calls: open, (set_no_data, set_code, of an array set_axes,) bind or largest, and for each image start, (set_truth,)
 * then read. */
#ifndef ML_LABEL_LABELS_H
#define ML_LABEL_LABELS_H

#include "label/label_image.h"

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
ml_status ml_labels_open_array(const ml_source *source, const ml_array_header *header, const ml_limits *limits, ml_reading said,
                               ml_error *error, ml_labels *labels) ML_MUST_USE;
void ml_labels_close(ml_labels *labels);

/* The array's header, NULL for a raster. */
const ml_array_header *ml_labels_array(const ml_labels *labels);

/* What the file says of where it lies. */
const ml_file_facts *ml_labels_facts(const ml_labels *labels);

/* How an array is read. Where its images are pages of a file of rasters, they are read as a file of one image is; that they
 * cannot be labels is an error then. */
ml_status ml_labels_set_axes(ml_labels *labels, const ml_axes *axes, ml_label_channels channels, ml_error *error) ML_MUST_USE;

/* Whether the array, whose axes are not set yet, is to be taken for colours where nobody says what it is: it could be by its
 * shape, and the code is one of colours, or there is none and the class set has all its colours. May read it to its end. */
ml_status ml_labels_look_for_colors(const ml_labels *labels, const ml_classes *classes, ml_error *error,
                                    bool *found) ML_MUST_USE;

/* Whether the array, whose axes are not set yet, is one-hot, as one image (H, W, C). Reads it as far as it is. */
ml_status ml_labels_look_for_onehot(const ml_labels *labels, ml_error *error, bool *found) ML_MUST_USE;

/* Says which labels of a truth stand for no data, or else that what the file says of it is to be believed; before set_axes and
 * bind. Borrowed until close. */
void ml_labels_set_no_data(ml_labels *labels, const ml_no_data *no_data);

/* Says by which code labels follow from the samples of a truth; before set_axes and bind. */
void ml_labels_set_code(ml_labels *labels, const ml_label_code *code);

/* Prepares the way from samples to classes, which is that of the class set (borrowed until close); or by_index, where samples
 * are class indices, and of a one-hot array channels. An image in colours and a class set without, or a code that does not go
 * with the image, are errors that say what to do. */
ml_status ml_labels_bind(ml_labels *labels, const ml_classes *classes, bool by_index, ml_error *error) ML_MUST_USE;

/* Turns to an image: 0 of a raster, any of the axes' n_images of an array. */
ml_status ml_labels_start(ml_labels *labels, size_t image, ml_error *error) ML_MUST_USE;

/* Shows a prediction the truth of the image that was started (NULL: none), before it is read: where a reading has to be
 * decided, and for the largest label, pixels whose truth is ML_IGNORED do not count. Borrowed until the next start. */
void ml_labels_set_truth(ml_labels *labels, const uint16_t *truth);

/* Reads the next n pixels: class index, ML_IGNORED, or ML_NONE for an unknown label or colour (noted). Of a prediction `truth`
 * ([n] class indices or ML_IGNORED) says which pixels count: what is at the others is not looked at and means nothing, and of
 * these all labels are noted. Of a truth it is NULL. After bind and start. Where the reading depends on the samples that occur,
 * and not all readings agree on those so far, looks through the rest of the image and comes back; two readings that both
 * consist of known labels but mean different classes are an error that asks for --samples. */
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

/* The error about pixels of a palette that is read by colour, and whose colours are no class's. */
ml_status ml_labels_fail_entry(const ml_labels *labels, const char *name, ml_error *error);

#endif

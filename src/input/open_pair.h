/* A pair with its files open: one image, or a batch of them. */
#ifndef ML_INPUT_OPEN_PAIR_H
#define ML_INPUT_OPEN_PAIR_H

#include "core/stored_label.h"
#include "input/pairs/image_path.h"
#include "input/pairs/pair.h"
#include "input/prediction.h"
#include "input/truth.h"

/* Belongs to one thread. */
typedef struct ml_open_pair {
    const ml_pair *pair;
    const ml_classes *classes; /* NULL: not known yet */
    ml_image_path truth_at, prediction_at;
    bool has_labels; /* the truth is a label image; if not, masks, or there is none: its size is in `roles` */
    ml_labels truth;
    ml_prediction prediction;
    ml_array_roles roles; /* roles.n_images images, roles.is_batch */
} ml_open_pair;

/* Opens both files, reads their headers and decides how they are read. Without `classes` only headers and labels can be looked
 * at. Pair, options and classes must outlive it. It must not move. On failure nothing is held. */
ml_status ml_open_pair_open(const ml_pair *pair, const ml_input_options *options, const ml_classes *classes, ml_error *error,
                            ml_open_pair *opened) ML_MUST_USE;
void ml_open_pair_close(ml_open_pair *opened);

/* Turns both to an image, image < roles.n_images; the prediction is then read tile by tile. */
ml_status ml_open_pair_start(ml_open_pair *opened, size_t image, ml_error *error) ML_MUST_USE;

/* Turns the prediction to the same image once more. */
ml_status ml_open_pair_restart(ml_open_pair *opened, size_t image, ml_error *error) ML_MUST_USE;

/* A second reader of the prediction, started on the same image, for another thread. */
ml_status ml_open_pair_again(const ml_open_pair *opened, size_t image, ml_error *error, ml_prediction *prediction) ML_MUST_USE;

/* How far rows and columns are apart, as the truth or, where that does not tell, the prediction says; 1 where neither does. */
void ml_open_pair_spacing(const ml_open_pair *opened, double spacing[2]);

/* Whether an image is one of several slices of a volume. */
bool ml_open_pair_is_slice(const ml_open_pair *opened);

/* How the files are read, for people: one line. NULL without memory. Freed with free. */
char *ml_open_pair_text(const ml_open_pair *opened) ML_MUST_USE;

/* The largest class index or label of the image that was started, which is not ignored, as ml_labels_largest finds it;
 * -1 where there is no truth. */
ml_status ml_open_pair_largest(ml_open_pair *opened, const ml_label_list *ignored, ml_error *error, long *largest) ML_MUST_USE;

/* Reads the truth of the image that was started, and shows it to a hard prediction. The plane must outlive the reading of that.
 */
ml_status ml_open_pair_read_truth(ml_open_pair *opened, ml_error *error, ml_truth *truth) ML_MUST_USE;

/* What the truth, and a hard prediction, store at a pixel of the image that was started, once that file has been read to its
 * end; see ml_labels_at. A truth that is no label image stores nothing. */
ml_status ml_open_pair_truth_at(ml_open_pair *opened, size_t pixel, ml_error *error, ml_stored_label *stored) ML_MUST_USE;
ml_status ml_open_pair_decision_at(ml_open_pair *opened, size_t pixel, ml_error *error, ml_stored_label *stored) ML_MUST_USE;

/* Judges the image once all of it has been read; `name` is its prediction's. What there is to remember of it. */
ml_status ml_open_pair_finish(const ml_open_pair *opened, const char *name, ml_error *error, ml_hints *hints) ML_MUST_USE;

/* The id, or the path, of one image: `text`, with [image] behind it in a batch. NULL without memory. Freed with free. */
char *ml_image_name(const char *text, bool is_batch, size_t image) ML_MUST_USE;

#endif

/* How often each label of a truth meets each label of a hard prediction: all that an image's record is made of, where nobody
 * asks for more. It is counted as both files store it, and does not need the classes, of which it may tell how many there are.
 */
#ifndef ML_INPUT_LABEL_COUNTS_H
#define ML_INPUT_LABEL_COUNTS_H

#include "input/open_pair.h"
#include "label/label_bytes.h"

/* Pixels with the same labels, or what ML_BYTE_NO_DATA and ML_BYTE_NO_LABEL stand for. */
typedef struct ml_label_cell {
    int32_t truth, prediction;
    uint64_t n;
} ml_label_cell;

/* One block of memory. */
typedef struct ml_label_counts {
    size_t width, height;
    size_t n_cells; /* in no order that means anything; the same labels may be there twice */
    ml_label_cell cells[];
} ml_label_counts;

/* Buffers of one thread. A zeroed one is empty. */
typedef struct ml_label_counter {
    uint64_t *tables; /* [2][ML_N_BYTES][ML_N_BYTES] of bytes of truth and prediction; 0 between images */
    ml_label_counts *counts;
    uint8_t *truth; /* [capacity] */
    size_t capacity;
} ml_label_counter;

void ml_label_counter_clear(ml_label_counter *counter);

/* Whether both files of the pair hold a label in each byte. */
bool ml_label_counts_fit(const ml_open_pair *opened);

/* Reads the image of such a pair that was started. *counts, which are the counter's until the next call, are NULL where labels
 * cannot be told so simply (ml_labels_of_bytes). To read the image otherwise, it is to be started again. */
ml_status ml_label_counter_read(ml_label_counter *counter, ml_open_pair *opened, ml_error *error,
                                const ml_label_counts **counts) ML_MUST_USE;

/* A copy, which is freed with free; NULL without memory. */
ml_label_counts *ml_label_counts_copy(const ml_label_counts *counts) ML_MUST_USE;
size_t ml_label_counts_size_bytes(const ml_label_counts *counts);

/* Calls `use` with the class of the truth (an index or ML_IGNORED) and the decision (an index or ML_NONE) of all pixels, and
 * tells what ml_open_pair_finish would of the image. False where that, or the reading of its truth, would fail, or has more to
 * say: the image is then to be evaluated pixel by pixel, and what `use` was told does not count. */
bool ml_label_counts_classes(const ml_label_counts *counts, const ml_classes *classes, const ml_input_options *options,
                             void (*use)(void *context, uint16_t truth, uint16_t decision, uint64_t n), void *context,
                             ml_hints *hints);

#endif

/* Label images whose pixels are stored as bytes, as which they can be counted before anybody asks what they mean: the quick way
 * for who wants no more of an image than how often each label occurs. */
#ifndef ML_LABEL_LABEL_BYTES_H
#define ML_LABEL_LABEL_BYTES_H

#include "label/labels.h"

enum { ML_N_BYTES = 256 };

/* What a byte may stand for in place of a label. */
enum { ML_BYTE_NO_LABEL = -1, ML_BYTE_NO_DATA = -2 };

/* Whether each pixel is a byte, one number: gray or palette of up to 8 bits, or an element of an array that holds labels, whose
 * axes are set. */
bool ml_labels_are_bytes(const ml_labels *labels);

/* Reads the next n pixels as they are stored, in place of ml_labels_read, which knows nothing of it: start comes between the
 * two. */
ml_status ml_labels_read_bytes(ml_labels *labels, size_t n, ml_error *error, uint8_t *bytes) ML_MUST_USE;

/* The label that each byte stands for, of an image whose bytes all have been read: `occurs` are those at pixels that count, by
 * which the reading is settled where it is open, as in ml_labels_read. *are_simple is false where they are not numbers that can
 * be looked up, or not without a question: then ml_labels_read, or ml_labels_largest, knows more. */
ml_status ml_labels_of_bytes(ml_labels *labels, const bool occurs[ML_N_BYTES], ml_error *error, int32_t label_of[ML_N_BYTES],
                             bool *are_simple) ML_MUST_USE;

#endif

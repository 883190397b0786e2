/* What a label image stores at one place, for who wants to see it. */
#ifndef ML_LABEL_LABEL_AT_H
#define ML_LABEL_LABEL_AT_H

#include "core/stored_label.h"
#include "label/labels.h"

/* What is stored at a pixel of the image that has been read last, to its end: only then it is known how samples are read. Of a
 * format that has to be decoded in order the image is decoded again, up to the pixel; the next thing to do with the labels is
 * to start an image, or to close them. */
ml_status ml_labels_at(ml_labels *labels, size_t pixel, ml_error *error, ml_stored_label *stored) ML_MUST_USE;

#endif

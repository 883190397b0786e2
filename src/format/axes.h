/* What the axes of an array mean: which are height, width and channel, and whether a leading one counts the images of a batch.
 * Pure functions of shapes. */
#ifndef ML_FORMAT_AXES_H
#define ML_FORMAT_AXES_H

#include "format/array.h"

/* Of an image, without the axis of the images of a batch; but cnhw is a volume, channels before images. */
typedef enum ml_layout { ML_LAYOUT_AUTO, ML_LAYOUT_HWC, ML_LAYOUT_CHW, ML_LAYOUT_CNHW, ML_N_LAYOUTS } ml_layout;
extern const char *const ml_layout_names[ML_N_LAYOUTS];

/* One image is n_elems = height * width * n_channels elements; element k of image i, in the order of the file, is element
 * i * image_stride + k * step of the file. The other strides count elements k of the image. Where the images of a batch lie
 * inside the channels (is_spread), the strides count elements of the file, from that of the image on. */
typedef struct ml_axes {
    ml_layout layout; /* hwc, chw or cnhw */
    size_t height, width, n_channels;
    uint64_t height_stride, width_stride, channel_stride;
    size_t n_images;
    bool is_batch; /* there is an axis of images; otherwise n_images is 1 */
    bool is_spread;
    uint64_t image_stride, step;
} ml_axes;

/* Reads the array as height x width pixels of however many channels fill it, in the order of the layout; axes of length 1 that
 * fit nowhere are left out. With `is_batch` the first axis counts images, in cnhw the second; without, cnhw fits nothing. False
 * where it does not fit, or where the file says that an axis is something else. */
bool ml_axes_fit(const ml_array_header *header, bool is_batch, ml_layout layout, size_t height, size_t width, ml_axes *axes);

/* Reads the array as labels (H, W), or one-hot (H, W, C) with C >= 2, whatever their size; `is_batch` as above. One-hot is (C,
 * H, W) where the file says that it is. */
bool ml_axes_labels(const ml_array_header *header, bool is_batch, bool is_onehot, ml_axes *axes);

#endif

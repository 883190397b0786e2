/* Meaning of axes; see axes.h. */
#include "format/axes.h"

#include <string.h>

const char *const ml_layout_names[ML_N_LAYOUTS] = {"auto", "hwc", "chw"};

/* The axes of one image: the array's, without that of the images. */
typedef struct image_axes {
    size_t rank;
    uint64_t shape[ML_ARRAY_MAX_RANK], stride[ML_ARRAY_MAX_RANK];
} image_axes;

/* Splits the axis of images off and fills in what concerns it. False where there are none, or no pixels. */
static bool split(const ml_array_header *header, bool is_batch, ml_axes *axes, image_axes *image)
{
    uint64_t stride = 1;
    size_t first = is_batch ? 1 : 0;
    if (header->n_elems == 0 || header->rank < 2 + first || header->rank > ML_ARRAY_MAX_RANK ||
        (is_batch && header->shape[0] > SIZE_MAX))
        return false;
    image->rank = header->rank - first;
    memcpy(image->shape, header->shape + first, image->rank * sizeof *image->shape);
    for (size_t i = 0; i < image->rank; i++) {
        size_t axis = header->fortran_order ? i : image->rank - 1 - i;
        image->stride[axis] = stride;
        stride *= image->shape[axis];
    }
    axes->is_batch = is_batch;
    axes->n_images = is_batch ? (size_t)header->shape[0] : 1;
    axes->image_stride = is_batch && header->fortran_order ? 1 : stride;
    axes->step = is_batch && header->fortran_order ? header->shape[0] : 1;
    return true;
}

/* Finds `n` lengths among the image's axes, in order; the axes left over must have length 1. */
static bool match(const image_axes *image, size_t n, const uint64_t *wanted, uint64_t *strides)
{
    size_t next = 0, spare = image->rank < n ? 0 : image->rank - n;
    for (size_t i = 0; i < image->rank && i < ML_ARRAY_MAX_RANK; i++) {
        if (next < n && image->shape[i] == wanted[next])
            strides[next++] = image->stride[i];
        else if (image->shape[i] != 1 || spare-- == 0)
            return false;
    }
    return next == n;
}

bool ml_axes_fit(const ml_array_header *header, bool is_batch, ml_layout layout, size_t height, size_t width, ml_axes *axes)
{
    ml_axes made = {.layout = layout, .height = height, .width = width};
    image_axes image = {0};
    uint64_t n_pixels = (uint64_t)height * width, strides[3];
    if (!split(header, is_batch, &made, &image))
        return false;
    uint64_t n_elems = header->n_elems / made.n_images, n_channels = n_elems / n_pixels;
    if (n_channels == 0 || n_channels * n_pixels != n_elems)
        return false;
    if (image.rank == 2) { /* (H, W) is (H, W, 1) */
        image.shape[2] = 1;
        image.stride[2] = n_elems;
        image.rank = 3;
    }
    bool hwc = layout == ML_LAYOUT_HWC;
    const uint64_t wanted[3] = {hwc ? height : n_channels, hwc ? width : height, hwc ? n_channels : width};
    if (!match(&image, 3, wanted, strides))
        return false;
    made.n_channels = (size_t)n_channels;
    made.height_stride = strides[hwc ? 0 : 1];
    made.width_stride = strides[hwc ? 1 : 2];
    made.channel_stride = strides[hwc ? 2 : 0];
    *axes = made;
    return true;
}

/* Leaves out axes of length 1, leading ones first, until `rank` are left. */
static bool reduce(image_axes *image, size_t rank)
{
    for (size_t i = 0; i < image->rank && image->rank > rank;) {
        if (image->shape[i] != 1) {
            i++;
            continue;
        }
        image->rank--;
        memmove(image->shape + i, image->shape + i + 1, (image->rank - i) * sizeof *image->shape);
        memmove(image->stride + i, image->stride + i + 1, (image->rank - i) * sizeof *image->stride);
    }
    return image->rank == rank;
}

bool ml_axes_labels(const ml_array_header *header, bool is_batch, bool is_onehot, ml_axes *axes)
{
    ml_axes made = {.layout = ML_LAYOUT_HWC, .n_channels = 1};
    image_axes image = {0};
    if (!split(header, is_batch, &made, &image) || !reduce(&image, is_onehot ? 3 : 2))
        return false;
    if (image.shape[0] > SIZE_MAX || image.shape[1] > SIZE_MAX || (is_onehot && image.shape[2] < 2))
        return false;
    made.height = (size_t)image.shape[0];
    made.width = (size_t)image.shape[1];
    made.height_stride = image.stride[0];
    made.width_stride = image.stride[1];
    if (is_onehot) {
        made.n_channels = (size_t)image.shape[2];
        made.channel_stride = image.stride[2];
    }
    *axes = made;
    return true;
}

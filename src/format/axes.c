/* Meaning of axes; see axes.h. */
#include "format/axes.h"

#include <string.h>

const char *const ml_layout_names[ML_N_LAYOUTS] = {"auto", "hwc", "chw", "cnhw"};

/* The axes of one image: the array's, without that of the images. */
typedef struct image_axes {
    size_t rank;
    uint64_t shape[ML_ARRAY_MAX_RANK], stride[ML_ARRAY_MAX_RANK];
    uint8_t may_be[ML_ARRAY_MAX_RANK];
} image_axes;

/* An axis that an image has: how long, and what it is. */
typedef struct wanted_axis {
    uint64_t length;
    uint8_t role;
} wanted_axis;

static bool may_be(uint8_t told, uint8_t role) { return told == 0 || (told & role) != 0; }

/* Splits the axis of images off and fills in what concerns it; -1: there is none. False where it cannot be, or where there are
 * no pixels. */
static bool split(const ml_array_header *header, int images_axis, ml_axes *axes, image_axes *image)
{
    uint64_t file_stride[ML_ARRAY_MAX_RANK], stride = 1;
    bool is_batch = images_axis >= 0, is_spread = images_axis > 0;
    size_t skipped = is_batch ? (size_t)images_axis : SIZE_MAX;
    /* No reader gives more than ML_ARRAY_MAX_RANK axes; said here and in `match`, compilers know it, too. */
    if (header->n_elems == 0 || header->rank < 2 + (is_batch ? (size_t)images_axis + 1 : 0) ||
        header->rank > ML_ARRAY_MAX_RANK ||
        (is_batch && (header->shape[images_axis] > SIZE_MAX || !may_be(header->may_be[images_axis], ML_AXIS_IMAGES))))
        return false;
    for (size_t i = 0; i < header->rank; i++) {
        size_t axis = header->fortran_order ? i : header->rank - 1 - i;
        file_stride[axis] = stride;
        stride *= header->shape[axis];
    }
    axes->is_batch = is_batch;
    axes->is_spread = is_spread;
    axes->n_images = is_batch ? (size_t)header->shape[images_axis] : 1;
    axes->image_stride = is_batch ? file_stride[images_axis] : stride;
    /* In Fortran order the first axis alternates in the file, and one image's elements are counted without the others'. */
    axes->step = is_batch && !is_spread && header->fortran_order ? header->shape[0] : 1;
    for (size_t i = 0; i < header->rank; i++)
        if (i != skipped) {
            image->shape[image->rank] = header->shape[i];
            image->may_be[image->rank] = header->may_be[i];
            image->stride[image->rank++] = file_stride[i] / axes->step;
        }
    return true;
}

static void remove_axis(image_axes *image, size_t i)
{
    image->rank--;
    memmove(image->shape + i, image->shape + i + 1, (image->rank - i) * sizeof *image->shape);
    memmove(image->stride + i, image->stride + i + 1, (image->rank - i) * sizeof *image->stride);
    memmove(image->may_be + i, image->may_be + i + 1, (image->rank - i) * sizeof *image->may_be);
}

/* Leaves out the axis of a single image, where the file says that it is one: nothing else could be meant by it. */
static void leave_out_single_image(image_axes *image)
{
    for (size_t i = 0; i < image->rank; i++)
        if (image->shape[i] == 1 && image->may_be[i] == ML_AXIS_IMAGES) {
            remove_axis(image, i);
            return;
        }
}

/* Finds `n` axes among the image's, in order; the axes left over must have length 1. */
static bool match(const image_axes *image, size_t n, const wanted_axis *wanted, uint64_t *strides)
{
    size_t next = 0, spare = image->rank < n ? 0 : image->rank - n;
    for (size_t i = 0; i < image->rank && i < ML_ARRAY_MAX_RANK; i++) {
        if (next < n && image->shape[i] == wanted[next].length && may_be(image->may_be[i], wanted[next].role))
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
    int images_axis = !is_batch ? -1 : layout == ML_LAYOUT_CNHW ? 1 : 0;
    if ((layout == ML_LAYOUT_CNHW && !is_batch) || !split(header, images_axis, &made, &image))
        return false;
    if (!is_batch)
        leave_out_single_image(&image);
    uint64_t n_elems = header->n_elems / made.n_images, n_channels = n_elems / n_pixels;
    if (n_channels == 0 || n_channels * n_pixels != n_elems)
        return false;
    if (image.rank == 2) { /* (H, W) is (H, W, 1) */
        image.shape[2] = 1;
        image.stride[2] = n_elems;
        image.may_be[2] = ML_AXIS_CHANNELS;
        image.rank = 3;
    }
    bool hwc = layout == ML_LAYOUT_HWC;
    const wanted_axis rows = {height, ML_AXIS_ROWS}, columns = {width, ML_AXIS_COLUMNS},
                      channels = {n_channels, ML_AXIS_CHANNELS};
    const wanted_axis wanted[3] = {hwc ? rows : channels, hwc ? columns : rows, hwc ? channels : columns};
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
        if (image->shape[i] != 1 || (rank == 2 && (image->may_be[i] & (ML_AXIS_ROWS | ML_AXIS_COLUMNS)))) {
            i++;
            continue;
        }
        remove_axis(image, i);
    }
    return image->rank == rank;
}

bool ml_axes_labels(const ml_array_header *header, bool is_batch, bool is_onehot, ml_axes *axes)
{
    ml_axes made = {.layout = ML_LAYOUT_HWC, .n_channels = 1};
    image_axes image = {0};
    if (!split(header, is_batch ? 0 : -1, &made, &image) || !reduce(&image, is_onehot ? 3 : 2))
        return false;
    bool channels_first = is_onehot && image.may_be[0] == ML_AXIS_CHANNELS; /* only where the file says so */
    size_t rows = channels_first ? 1 : 0, columns = rows + 1, channels = channels_first ? 0 : 2;
    if (image.shape[rows] > SIZE_MAX || image.shape[columns] > SIZE_MAX || !may_be(image.may_be[rows], ML_AXIS_ROWS) ||
        !may_be(image.may_be[columns], ML_AXIS_COLUMNS))
        return false;
    if (is_onehot && (image.shape[channels] < 2 || !may_be(image.may_be[channels], ML_AXIS_CHANNELS)))
        return false;
    made.height = (size_t)image.shape[rows];
    made.width = (size_t)image.shape[columns];
    made.height_stride = image.stride[rows];
    made.width_stride = image.stride[columns];
    if (is_onehot) {
        made.layout = channels_first ? ML_LAYOUT_CHW : ML_LAYOUT_HWC;
        made.n_channels = (size_t)image.shape[channels];
        made.channel_stride = image.stride[channels];
    }
    *axes = made;
    return true;
}

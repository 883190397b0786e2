/* Values of arrays; see array_reader.h. */
#include "format/array_reader.h"

#include "base/memory.h"
#include "format/to_planes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Planes in the buffer lie this many elements further apart than what is read of them is long: distances of whole pages would
 * put the same pixel of every class into the same cache set. */
enum { PLANE_PADDING = 32 };

/* More than a tile is read at once, because every read has its price: up to so many pixels, which the bands of an image are a
 * multiple of, so many bytes where they lie together, in the second cache then, and so many bytes of a plane and of all planes.
 */
enum { PIXELS_AHEAD = 16 * ML_TILE_PIXELS, BYTES_AHEAD = 1 << 18, PLANE_BYTES_AHEAD = 1 << 17, PLANES_BYTES_AHEAD = 1 << 22 };

/* Pixels of an image that several threads may read in bands. */
enum { LARGE_PIXELS = 4 * PIXELS_AHEAD };

enum { PAGE_BYTES = 4096 };

/* Bytes of an image in memory. */
static bool image_size(const ml_array_reader *array, size_t *n_elems, size_t *size_bytes)
{
    const ml_axes *a = &array->axes;
    return ml_multiply(a->height * a->width, a->n_channels, n_elems) &&
           ml_multiply(*n_elems, array->header->type_size_bytes, size_bytes);
}

/* Pixels that are read at once: a power of two of tiles. */
static size_t choose_ahead(const ml_array_reader *array)
{
    bool by_planes = array->access == ML_ARRAY_BY_PLANES;
    size_t most = (by_planes ? PLANES_BYTES_AHEAD : BYTES_AHEAD) / array->axes.n_channels / array->header->type_size_bytes;
    size_t most_of_plane = PLANE_BYTES_AHEAD / array->header->type_size_bytes, n = ML_TILE_PIXELS;
    most = by_planes && most_of_plane < most ? most_of_plane : most;
    while (array->access != ML_ARRAY_FROM_MEMORY && n < array->axes.width * array->axes.height && 2 * n <= most &&
           2 * n <= PIXELS_AHEAD)
        n *= 2;
    return n;
}

static size_t plane_elems(const ml_array_reader *array) { return array->n_ahead + PLANE_PADDING; }

static ml_array_access choose_access(const ml_axes *a)
{
    size_t c = a->n_channels, w = a->width, h = a->height;
    bool rows_of_pixels = (w == 1 || a->width_stride == c) && (h == 1 || a->height_stride == w * c);
    bool planes_of_rows = (w == 1 || a->width_stride == 1) && (h == 1 || a->height_stride == w);
    if (a->step == 1 && rows_of_pixels && (c == 1 || a->channel_stride == 1))
        return ML_ARRAY_BY_PIXELS;
    bool planes_together = c == 1 || a->channel_stride == (uint64_t)w * h;
    return a->step == 1 && planes_of_rows && (planes_together || a->is_spread) ? ML_ARRAY_BY_PLANES : ML_ARRAY_FROM_MEMORY;
}

/* Memory for an image, or all of them, in planes. */
static ml_status take_whole(ml_array_reader *array, ml_error *error)
{
    const ml_axes *a = &array->axes;
    size_t n_planes = array->holds_all ? a->n_images : 1, n_elems;
    array->plane_stride = a->height * a->width + (array->access == ML_ARRAY_FROM_MEMORY ? PLANE_PADDING : 0);
    if (ml_multiply(n_planes, a->n_channels, &n_planes) && ml_multiply(n_planes, array->plane_stride, &n_elems))
        array->whole = ml_alloc_large(n_elems, array->header->type_size_bytes);
    return array->whole ? ML_OK : ml_fail_memory(error, "an array");
}

/* Memory for the pixels that are read at once. It begins at a page, because the system copies into it at a third of the speed
 * where it happens to lie badly (measured), and is asked for as plain memory, because the C library keeps no other for the next
 * image. */
static ml_status take_buffer(ml_array_reader *array, ml_error *error)
{
    size_t elems = plane_elems(array) * array->axes.n_channels, size = array->header->type_size_bytes, n_bytes;
    if (!ml_multiply(elems, size, &n_bytes) || n_bytes > SIZE_MAX - PAGE_BYTES ||
        !(array->memory = ml_alloc_unset(n_bytes + PAGE_BYTES, 1)))
        return ml_fail_memory(error, "a tile");
    array->buffer = (char *)array->memory + (PAGE_BYTES - (uintptr_t)array->memory % PAGE_BYTES);
    return ML_OK;
}

ml_status ml_array_reader_init(const ml_source *source, const ml_array_header *header, const ml_axes *axes,
                               const ml_limits *limits, ml_error *error, ml_array_reader *array)
{
    ml_array_reader made = {.source = source, .header = header, .axes = *axes, .access = choose_access(axes)};
    bool all_at_once = axes->is_spread && source->sequential;
    if (all_at_once)
        made.access = ML_ARRAY_FROM_MEMORY;
    made.n_ahead = choose_ahead(&made);
    bool planes_to_hold = made.access == ML_ARRAY_BY_PLANES && source->sequential;
    bool to_hold = made.access == ML_ARRAY_FROM_MEMORY || planes_to_hold;
    const char *what =
        planes_to_hold || all_at_once ? "a compressed channel-first array, held whole," : "an array in this order, held whole,";
    size_t n_elems = 0, size_bytes = 0;
    ml_status status = image_size(&made, &n_elems, &size_bytes) ? ML_OK : ml_fail_memory(error, "an array");
    /* Images whose elements alternate are held together if there is room, because reading one means reading all; and in any
     * case those that lie inside the channels, where what is between them would have to be read each time. */
    bool fits = header->n_elems <= limits->max_memory_bytes / header->type_size_bytes;
    made.holds_all = !status && made.access == ML_ARRAY_FROM_MEMORY && ((axes->step != 1 && fits) || axes->is_spread);
    if (made.holds_all &&
        (header->n_elems > SIZE_MAX || !ml_multiply((size_t)header->n_elems, header->type_size_bytes, &size_bytes)))
        status = ml_fail_memory(error, "an array");
    if (!status && to_hold && !(status = ml_limits_memory(limits, source->name, size_bytes, what, error)))
        status = take_whole(&made, error);
    if (!status && made.access != ML_ARRAY_FROM_MEMORY)
        status = take_buffer(&made, error);
    if (status)
        ml_array_reader_clear(&made);
    else
        *array = made;
    return status;
}

void ml_array_reader_clear(ml_array_reader *array)
{
    free(array->whole);
    free(array->memory);
    *array = (ml_array_reader){0};
}

ml_status ml_array_reader_start(ml_array_reader *array, size_t image, ml_error *error)
{
    size_t n_elems = 0, size_bytes = 0;
    array->image = image;
    array->n_held = 0;
    if (!array->whole || array->is_loaded || !image_size(array, &n_elems, &size_bytes))
        return ML_OK;
    if (array->access != ML_ARRAY_FROM_MEMORY)
        return ml_array_read_elements(array->source, array->header, image * array->axes.image_stride, n_elems, error,
                                      array->whole);
    ml_status status = ml_read_to_planes(array->source, array->header, &array->axes, array->holds_all ? ML_ALL_IMAGES : image,
                                         array->plane_stride, error, array->whole);
    array->is_loaded = array->holds_all && !status;
    return status;
}

double ml_values_at(const ml_values *values, size_t i, size_t c)
{
    return ml_stored_value(values->type, values->swapped, values->samples,
                           i * values->pixel_stride + c * values->channel_stride);
}

const char *ml_array_reader_image_text(const ml_array_reader *array, char text[ML_ARRAY_READER_IMAGE_TEXT_SIZE])
{
    text[0] = '\0';
    if (array->axes.is_batch)
        snprintf(text, ML_ARRAY_READER_IMAGE_TEXT_SIZE, "[%zu]", array->image);
    return text;
}

/* Reads n elements of a channel's plane. */
static ml_status read_plane(ml_array_reader *array, size_t c, size_t first, size_t n, ml_error *error, void *to)
{
    uint64_t at = (c ? c * array->axes.channel_stride : 0) + first;
    size_t size = array->header->type_size_bytes;
    if (!array->whole)
        return ml_array_read_elements(array->source, array->header, array->image * array->axes.image_stride + at, n, error, to);
    memcpy(to, (const char *)array->whole + at * size, n * size);
    return ML_OK;
}

/* The end of what may be read together with some pixels. The last tile of an image that is large enough for bands is read by
 * itself: whoever evaluates it does so after all others, and what a band had read ahead of it would be read twice. */
static size_t part_end(const ml_array_reader *array, size_t first, size_t n)
{
    const size_t end = array->axes.width * array->axes.height, last_tile = (end - 1) / ML_TILE_PIXELS * ML_TILE_PIXELS;
    return end >= LARGE_PIXELS && first + n <= last_tile ? last_tile : end;
}

/* Reads pixels from `first` on, `wanted` at least, and as far as the buffer reaches. */
static ml_status read_ahead(ml_array_reader *array, size_t first, size_t wanted, ml_error *error)
{
    const ml_axes *a = &array->axes;
    size_t left = part_end(array, first, wanted) - first, n = left < array->n_ahead ? left : array->n_ahead;
    size_t plane_size = plane_elems(array) * array->header->type_size_bytes;
    uint64_t start = array->image * a->image_stride;
    ml_status status = ML_OK;
    array->n_held = 0;
    if (array->access == ML_ARRAY_BY_PIXELS)
        status = ml_array_read_elements(array->source, array->header, start + (uint64_t)first * a->n_channels,
                                        n * a->n_channels, error, array->buffer);
    for (size_t c = 0; c < a->n_channels && !status && array->access == ML_ARRAY_BY_PLANES; c++)
        status = read_plane(array, c, first, n, error, (char *)array->buffer + c * plane_size);
    if (status)
        return status;
    array->first = first;
    array->n_held = n;
    return ML_OK;
}

static ml_status read_values(ml_array_reader *array, size_t first, size_t n, ml_error *error, ml_values *values)
{
    bool by_pixels = array->access == ML_ARRAY_BY_PIXELS;
    size_t pixel_stride = by_pixels ? array->axes.n_channels : 1, channel_stride = by_pixels ? 1 : plane_elems(array);
    ml_status status = ML_OK;
    *values =
        (ml_values){array->header->type, ml_array_values_swapped(array->header), array->buffer, pixel_stride, channel_stride};
    if (array->access == ML_ARRAY_FROM_MEMORY) {
        size_t plane = array->holds_all ? array->image * array->axes.n_channels : 0;
        values->channel_stride = array->plane_stride;
        values->samples = (const char *)array->whole + (plane * array->plane_stride + first) * array->header->type_size_bytes;
        return ML_OK;
    }
    if (first < array->first || first - array->first + n > array->n_held)
        status = read_ahead(array, first, n, error);
    if (!status)
        values->samples = (const char *)array->buffer + (first - array->first) * pixel_stride * array->header->type_size_bytes;
    return status;
}

ml_status ml_array_reader_read(ml_array_reader *array, size_t first, size_t n, ml_error *error, ml_values *values)
{
    ml_status status = read_values(array, first, n, error, values);
    if (!status && first + n == array->axes.width * array->axes.height)
        status = ml_source_finish(array->source, error);
    return status;
}

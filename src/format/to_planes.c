/* From any order of elements to planes; see to_planes.h. */
#include "format/to_planes.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* What is read at once, and lies in the second or third cache until it is in its planes: of most images whole lines of these.
 */
enum { CHUNK_BYTES = 1 << 21 };

/* Elements that are turned at once are TURN x TURN: so many lines of the cache are written to in turn. */
enum { TURN = 8 };

/* An axis: how far apart neighbours lie in the file and in the planes, in elements. */
typedef struct axis {
    uint64_t stride;
    size_t length, place_stride;
} axis;

enum { MAX_AXES = 4 };

/* Counts through some axes in the order of the file, and tells the places in the planes. */
typedef struct counter {
    const axis *axes;
    size_t n_axes, place, at[MAX_AXES];
} counter;

/* The axes in the order of the file, the fastest one first. An axis of length 1 may have any stride, and be anywhere. */
typedef struct order {
    size_t n_axes;
    axis axes[MAX_AXES];
    size_t along;              /* the axis whose elements are neighbours in the planes */
    size_t n_faster, n_slower; /* elements of the axes before and behind that one */
} order;

typedef struct elements {
    const ml_source *source;
    const ml_array_header *header;
    uint64_t first, step; /* element k is first + k * step of the file */
} elements;

static order find_order(const ml_axes *a, bool all, size_t plane_stride)
{
    const uint64_t step = all ? a->step : 1;
    const axis listed[MAX_AXES] = {{step * a->width_stride, a->width, 1},
                                   {step * a->height_stride, a->height, a->width},
                                   {step * a->channel_stride, a->n_channels, plane_stride},
                                   {a->image_stride, a->n_images, a->n_channels * plane_stride}};
    order found = {.n_axes = all ? 4 : 3, .n_faster = 1, .n_slower = 1};
    for (size_t i = 0; i < found.n_axes; i++) {
        size_t to = i;
        for (; to > 0 && found.axes[to - 1].stride > listed[i].stride; to--)
            found.axes[to] = found.axes[to - 1];
        found.axes[to] = listed[i];
    }
    for (size_t i = 0, length = 0; i < found.n_axes; i++)
        if (found.axes[i].place_stride == 1 && found.axes[i].length > length) {
            found.along = i;
            length = found.axes[i].length;
        }
    for (size_t i = 0; i < found.n_axes; i++)
        if (i != found.along)
            *(i < found.along ? &found.n_faster : &found.n_slower) *= found.axes[i].length;
    return found;
}

static size_t next_place(counter *c)
{
    size_t place = c->place;
    for (size_t i = 0; i < c->n_axes; i++) {
        c->place += c->axes[i].place_stride;
        if (++c->at[i] < c->axes[i].length)
            break;
        c->place -= c->axes[i].length * c->axes[i].place_stride;
        c->at[i] = 0;
    }
    return place;
}

/* TURN rows of n_columns elements each, those of a column behind each other from `from` on and columns `stride` apart, go to
 * the places of the rows. */
#define DEFINE_TURN(NAME, TYPE)                                                                                                \
    static void turn_##NAME(const void *from, size_t stride, size_t n_columns, const size_t places[TURN], void *to)            \
    {                                                                                                                          \
        const TYPE *x = from;                                                                                                  \
        TYPE *planes = to;                                                                                                     \
        size_t k = 0;                                                                                                          \
        for (; k + TURN <= n_columns; k += TURN, x += TURN * stride)                                                           \
            for (size_t j = 0; j < TURN; j++) {                                                                                \
                TYPE *row = planes + places[j] + k;                                                                            \
                const TYPE *y = x + j;                                                                                         \
                row[0] = y[0], row[1] = y[stride], row[2] = y[2 * stride], row[3] = y[3 * stride];                             \
                row[4] = y[4 * stride], row[5] = y[5 * stride], row[6] = y[6 * stride], row[7] = y[7 * stride];                \
            }                                                                                                                  \
        for (; k < n_columns; k++, x += stride)                                                                                \
            for (size_t j = 0; j < TURN; j++)                                                                                  \
                planes[places[j] + k] = x[j];                                                                                  \
    }
DEFINE_TURN(8, uint8_t)
DEFINE_TURN(16, uint16_t)
DEFINE_TURN(32, uint32_t)
DEFINE_TURN(64, uint64_t)

/* The elements of some columns, n_rows each, behind each other in the chunk, go to the places that the counter tells. */
static void spread(const char *chunk, size_t size, size_t n_columns, size_t n_rows, counter *rows, char *to)
{
    static void (*const turn[])(const void *, size_t, size_t, const size_t[TURN],
                                void *) = {[1] = turn_8, [2] = turn_16, [4] = turn_32, [8] = turn_64};
    size_t places[TURN];
    size_t row = 0;
    for (; row + TURN <= n_rows; row += TURN) {
        for (size_t j = 0; j < TURN; j++)
            places[j] = next_place(rows);
        turn[size](chunk + row * size, n_rows, n_columns, places, to);
    }
    for (; row < n_rows; row++) {
        char *place = to + next_place(rows) * size;
        if (n_rows == 1)
            memcpy(place, chunk, n_columns * size);
        for (size_t k = 0; k < n_columns && n_rows > 1; k++)
            memcpy(place + k * size, chunk + (k * n_rows + row) * size, size);
    }
}

/* Reads n elements from element k on; `others` is room for a chunk, with those between them. */
static ml_status read_elements(const elements *from, uint64_t k, size_t n, ml_error *error, char *others, char *to)
{
    size_t size = from->header->type_size_bytes, n_at_once = CHUNK_BYTES / size;
    uint64_t at = from->first + k * from->step;
    if (from->step == 1)
        return ml_array_read_elements(from->source, from->header, at, n, error, to);
    for (size_t done = 0; done < n;) {
        uint64_t left = from->header->n_elems - at;
        size_t n_read = left < n_at_once ? (size_t)left : n_at_once;
        ml_status status = ml_array_read_elements(from->source, from->header, at, n_read, error, others);
        if (status)
            return status;
        for (uint64_t i = 0; i < n_read && done < n; i += from->step, at += from->step, done++)
            memcpy(to + done * size, others + i * size, size);
    }
    return ML_OK;
}

/* As many whole columns at once as a chunk holds, or else one in parts. */
static ml_status read_all(const elements *from, const order *o, ml_error *error, char *chunk, char *to)
{
    const size_t size = from->header->type_size_bytes, n_chunk = CHUNK_BYTES / size, n_along = o->axes[o->along].length;
    const size_t n_rows = o->n_faster < n_chunk ? o->n_faster : n_chunk,
                 n_at_once = n_chunk / n_rows < TURN ? n_chunk / n_rows : n_chunk / n_rows / TURN * TURN;
    counter slower = {.axes = o->axes + o->along + 1, .n_axes = o->n_axes - o->along - 1};
    uint64_t k = 0;
    for (size_t s = 0; s < o->n_slower; s++) {
        const size_t place = next_place(&slower);
        for (size_t first = 0, n; first < n_along; first += n) {
            n = n_along - first < n_at_once ? n_along - first : n_at_once;
            counter faster = {.axes = o->axes, .n_axes = o->along};
            for (size_t row = 0, some; row < o->n_faster; row += some, k += n * some) {
                some = o->n_faster - row < n_rows ? o->n_faster - row : n_rows;
                ml_status status = read_elements(from, k, n * some, error, chunk + CHUNK_BYTES, chunk);
                if (status)
                    return status;
                spread(chunk, size, n, some, &faster, to + (place + first) * size);
            }
        }
    }
    return ML_OK;
}

ml_status ml_read_to_planes(const ml_source *source, const ml_array_header *header, const ml_axes *axes, size_t image,
                            size_t plane_stride, ml_error *error, void *to)
{
    const bool all = image == ML_ALL_IMAGES;
    const order o = find_order(axes, all, plane_stride);
    const elements from = {source, header, all ? 0 : image * axes->image_stride, all ? 1 : axes->step};
    char *chunk = ml_alloc_unset(from.step == 1 ? 1 : 2, CHUNK_BYTES);
    ml_status status = chunk ? read_all(&from, &o, error, chunk, to) : ml_fail_memory(error, "an array");
    free(chunk);
    return status;
}

/* Small pictures; see thumbnails.h. */
#include "observe/maps/thumbnails.h"

#include "base/memory.h"
#include "observe/maps/canvas.h"

#include <stdlib.h>
#include <string.h>

/* At most so wide and high, the largest first. */
static const size_t sizes[ML_N_THUMBNAIL_SIZES] = {240, 160, 120, 80, 40};

typedef struct thumbnail {
    ml_painter painter;
    bool has_begun;
    uint8_t *pixels; /* [n_rows][n_columns] of the largest size */
} thumbnail;

struct ml_thumbnails {
    size_t width, height;     /* of the image */
    size_t n_columns, n_rows; /* of the grid, that of the largest size */
    size_t n;
    thumbnail *items; /* [n] */
};

/* The larger of two sides becomes `limit` where it is above, and the other one follows, rounded. */
static void shrink(size_t width, size_t height, size_t limit, size_t *columns, size_t *rows)
{
    size_t larger = width > height ? width : height;
    *columns = larger <= limit ? width : (width * limit + larger / 2) / larger;
    *rows = larger <= limit ? height : (height * limit + larger / 2) / larger;
    *columns += *columns == 0;
    *rows += *rows == 0;
}

/* Of n places in a row of `length` pixels, the pixel that place i lies in. */
static size_t nearest(size_t i, size_t n, size_t length) { return (2 * i + 1) * length / (2 * n); }

/* The first place whose pixel is at `pixel` or behind it; n: none is. */
static size_t first_place(size_t pixel, size_t n, size_t length)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (nearest(middle, n, length) < pixel)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void ml_thumbnails_close(ml_thumbnails *thumbnails)
{
    if (!thumbnails)
        return;
    for (size_t m = 0; m < thumbnails->n; m++) {
        if (thumbnails->items[m].has_begun)
            ml_painter_end(&thumbnails->items[m].painter);
        free(thumbnails->items[m].pixels);
    }
    free(thumbnails->items);
    free(thumbnails);
}

/* The maps of the image, but for those that need a photo where there is none. */
static ml_status begin_items(ml_thumbnails *t, const ml_maps *maps, const ml_settings *settings, const ml_map_image *image,
                             const double *scales, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t m = 0; m < maps->n && !status; m++) {
        if (maps->items[m].kind->needs_photo && !image->photo)
            continue;
        thumbnail *item = &t->items[t->n++];
        ml_map_image own = *image;
        own.scale = scales[m];
        own.for_page = true;
        if (!(item->pixels = ml_alloc(t->n_rows, t->n_columns)))
            return ml_fail_memory(error, "a picture");
        status = ml_painter_begin(&maps->items[m], settings, &own, error, &item->painter);
        item->has_begun = !status;
    }
    return status;
}

ml_status ml_thumbnails_open(const ml_maps *maps, const ml_settings *settings, const ml_map_image *image, const double *scales,
                             ml_error *error, ml_thumbnails **thumbnails)
{
    ml_thumbnails *made = ml_alloc(1, sizeof *made);
    if (!made)
        return ml_fail_memory(error, "a picture");
    made->width = image->width;
    made->height = image->height;
    shrink(image->width, image->height, sizes[0], &made->n_columns, &made->n_rows);
    made->items = ml_alloc(maps->n, sizeof *made->items);
    ml_status status =
        made->items ? begin_items(made, maps, settings, image, scales, error) : ml_fail_memory(error, "a picture");
    if (status)
        ml_thumbnails_close(made);
    else
        *thumbnails = made;
    return status;
}

bool ml_thumbnails_need(const ml_thumbnails *t, size_t first, size_t n)
{
    size_t row = first_place(first / t->width, t->n_rows, t->height);
    return row < t->n_rows && nearest(row, t->n_rows, t->height) * t->width < first + n;
}

/* Paints columns from .. to - 1 of the tile's row that is `row` of the grid, and takes those that are of the grid. */
static ml_status take_part(const ml_thumbnails *t, const ml_observed_tile *tile, size_t row, size_t from, size_t to,
                           ml_error *error)
{
    uint8_t run[ML_MAP_PIXELS];
    size_t first = nearest(row, t->n_rows, t->height) * t->width - tile->first; /* wraps where the row began before the tile */
    ml_status status = ML_OK;
    for (size_t m = 0; m < t->n && !status; m++) {
        thumbnail *item = &t->items[m];
        for (size_t at = from, n; at < to && !status; at += n) {
            n = to - at < ML_MAP_PIXELS ? to - at : ML_MAP_PIXELS;
            status = item->painter.map->kind->paint(&item->painter, tile, first + at, n, run, error);
            for (size_t c = first_place(at, t->n_columns, t->width); c < t->n_columns; c++) {
                size_t pixel = nearest(c, t->n_columns, t->width);
                if (pixel >= at + n)
                    break;
                item->pixels[row * t->n_columns + c] = run[pixel - at];
            }
        }
    }
    return status;
}

ml_status ml_thumbnails_take(ml_thumbnails *t, const ml_observed_tile *tile, ml_error *error)
{
    size_t end = tile->first + tile->tile->n_pixels;
    ml_status status = ML_OK;
    for (size_t row = first_place(tile->first / t->width, t->n_rows, t->height); row < t->n_rows && !status; row++) {
        size_t begin = nearest(row, t->n_rows, t->height) * t->width;
        size_t from = begin < tile->first ? tile->first - begin : 0;
        if (begin >= end)
            break;
        status = take_part(t, tile, row, from, end - begin < t->width ? end - begin : t->width, error);
    }
    return status;
}

/* Bytes that grow. */
typedef struct memory {
    uint8_t *bytes;
    size_t n, capacity;
} memory;

static ml_status add_bytes(void *context, const void *bytes, size_t n, ml_error *error)
{
    memory *to = context;
    if (n > to->capacity - to->n) {
        size_t capacity = 2 * (to->n + n);
        uint8_t *larger = realloc(to->bytes, capacity);
        if (!larger)
            return ml_fail_memory(error, "a picture");
        to->bytes = larger;
        to->capacity = capacity;
    }
    memcpy(to->bytes + to->n, bytes, n);
    to->n += n;
    return ML_OK;
}

/* Adds the PNG of one size to the memory. */
static ml_status encode(const ml_thumbnails *t, const thumbnail *item, const ml_thumbnail *size, memory *to, ml_error *error)
{
    ml_png_form form = item->painter.form.png;
    const ml_png_sink sink = {add_bytes, to};
    uint8_t row[240];
    ml_png_writer *png = NULL;
    form.width = size->width;
    form.height = size->height;
    ml_status status = ml_png_writer_open(&form, &sink, error, &png);
    for (size_t y = 0; y < size->height && !status; y++) {
        const uint8_t *from = item->pixels + nearest(y, size->height, t->n_rows) * t->n_columns;
        for (size_t x = 0; x < size->width; x++)
            row[x] = from[nearest(x, size->width, t->n_columns)];
        status = ml_png_writer_row(png, row, error);
    }
    if (!status)
        status = ml_png_writer_finish(png, error);
    ml_png_writer_close(png);
    return status;
}

static ml_status encode_all(const ml_thumbnails *t, const thumbnail *item, ml_error *error, ml_picture *picture,
                            uint8_t **bytes)
{
    memory to = {0};
    size_t ends[ML_N_THUMBNAIL_SIZES];
    ml_status status = ML_OK;
    for (size_t s = 0; s < ML_N_THUMBNAIL_SIZES && !status; s++) {
        ml_thumbnail *size = &picture->sizes[s];
        shrink(t->width, t->height, sizes[s], &size->width, &size->height);
        status = encode(t, item, size, &to, error);
        ends[s] = to.n;
    }
    if (status) {
        free(to.bytes);
        return status;
    }
    for (size_t s = 0; s < ML_N_THUMBNAIL_SIZES; s++) {
        picture->sizes[s].png = to.bytes + (s ? ends[s - 1] : 0);
        picture->sizes[s].n_bytes = ends[s] - (s ? ends[s - 1] : 0);
    }
    picture->title = item->painter.map->kind->name;
    *bytes = to.bytes;
    return ML_OK;
}

ml_status ml_thumbnails_finish(const ml_thumbnails *thumbnails, ml_error *error, ml_thumbnail_set *set)
{
    ml_thumbnail_set made = {.items = ml_alloc(thumbnails->n, sizeof *made.items),
                             .bytes = ml_alloc(thumbnails->n, sizeof *made.bytes)};
    ml_status status = made.items && made.bytes ? ML_OK : ml_fail_memory(error, "a picture");
    for (; made.n < thumbnails->n && !status; made.n += !status)
        status = encode_all(thumbnails, &thumbnails->items[made.n], error, &made.items[made.n], &made.bytes[made.n]);
    if (status)
        ml_thumbnail_set_clear(&made);
    else
        *set = made;
    return status;
}

void ml_thumbnail_set_clear(ml_thumbnail_set *set)
{
    for (size_t k = 0; k < set->n; k++)
        free(set->bytes[k]);
    free(set->items);
    free(set->bytes);
    *set = (ml_thumbnail_set){.n = 0};
}

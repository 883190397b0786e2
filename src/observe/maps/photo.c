/* The maps `overlay`, errors over the photo that the prediction was made from, and, on pages, the photo itself. */
#include "observe/maps/kinds.h"

#include "base/memory.h"

#include <stdlib.h>

/* Rows of the photo as they are needed. */
typedef struct rows {
    ml_photo *photo;
    size_t n_read;
    uint8_t gray[]; /* [width] of row n_read - 1 */
} rows;

static ml_status begin(ml_painter *painter, ml_error *error)
{
    if (painter->image.width > SIZE_MAX - sizeof(rows) || !(painter->own = ml_alloc(1, sizeof(rows) + painter->image.width)))
        return ml_fail_memory(error, "a photo");
    const ml_map_image *image = &painter->image;
    rows *r = painter->own;
    ml_map_form_picture(painter, painter->map->kind == &ml_map_overlay ? ML_PNG_RGB : ML_PNG_GRAY8);
    return ml_photo_open(image->photo, image->width, image->height, image->limits, error, &r->photo);
}

static void end(void *own)
{
    rows *r = own;
    if (r && r->photo)
        ml_photo_close(r->photo);
    free(r);
}

/* The photo's gray value at a pixel of the image; rows are asked for in ascending order. */
static ml_status find_gray(const ml_painter *painter, size_t pixel, uint8_t *gray, ml_error *error)
{
    rows *r = painter->own;
    ml_status status = ML_OK;
    for (size_t y = pixel / painter->image.width; r->n_read <= y && !status; r->n_read += !status)
        status = ml_photo_read_row(r->photo, error, r->gray);
    if (!status)
        *gray = r->gray[pixel % painter->image.width];
    return status;
}

static ml_status paint_overlay(ml_painter *painter, const ml_observed_tile *tile, size_t first, size_t n, uint8_t *out,
                               ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t i = 0; i < n && !status; i++) {
        uint8_t gray;
        status = find_gray(painter, tile->first + first + i, &gray, error);
        if (status)
            break;
        ml_pixel_state state = ml_map_state(painter->settings, tile->pixels, first + i);
        bool shows = state == ML_PIXEL_FORGIVEN || state == ML_PIXEL_MISSED || state == ML_PIXEL_WRONG;
        for (size_t k = 0; k < 3; k++)
            *out++ = shows ? ml_error_colors[state][k] : (uint8_t)(128 + gray / 2);
    }
    return status;
}

static ml_status paint_photo(ml_painter *painter, const ml_observed_tile *tile, size_t first, size_t n, uint8_t *out,
                             ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t i = 0; i < n && !status; i++)
        status = find_gray(painter, tile->first + first + i, &out[i], error);
    return status;
}

const ml_map_kind ml_map_overlay = {
    .name = "overlay",
    .needs_photo = true,
    .begin = begin,
    .paint = paint_overlay,
    .end = end,
};

const ml_map_kind ml_map_photo = {
    .name = "photo",
    .needs_photo = true,
    .is_internal = true,
    .begin = begin,
    .paint = paint_photo,
    .end = end,
};

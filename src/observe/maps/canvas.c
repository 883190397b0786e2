/* Maps become files; see canvas.h. */
#include "observe/maps/canvas.h"

#include "base/memory.h"
#include "format/npy_writer.h"

#include <stdlib.h>
#include <string.h>

/* Painted pixels that are held: of large ones, fewer. */
enum { RUN_BYTES = 1 << 18 };

ml_status ml_painter_begin(const ml_map *map, const ml_settings *settings, const ml_map_image *image, ml_error *error,
                           ml_painter *painter)
{
    *painter = (ml_painter){.map = map, .settings = settings, .image = *image};
    ml_status status = map->kind->begin(painter, error);
    if (status)
        ml_painter_end(painter);
    return status;
}

void ml_painter_end(ml_painter *painter)
{
    if (painter->map && painter->map->kind->end)
        painter->map->kind->end(painter->own);
    else
        free(painter->own);
    painter->own = NULL;
}

static ml_status write_bytes(void *context, const void *bytes, size_t n, ml_error *error)
{
    return ml_new_file_write(context, bytes, n, error);
}

/* Writes what comes before the pixels. */
static ml_status begin_file(ml_canvas *canvas, ml_error *error)
{
    const ml_map_form *form = &canvas->painter.form;
    const ml_map_image *image = &canvas->painter.image;
    if (form->float_bytes > 0) {
        char header[ML_NPY_MAX_HEADER];
        const size_t shape[3] = {image->height, image->width, form->n_channels};
        return ml_new_file_write(canvas->file, header, ml_npy_write_header(form->float_bytes, shape, header), error);
    }
    const ml_png_sink sink = {write_bytes, canvas->file};
    return ml_png_writer_open(&form->png, &sink, error, &canvas->png);
}

ml_status ml_canvas_open(const ml_map *map, const ml_settings *settings, const ml_map_image *image, ml_beneath *directory,
                         ml_error *error, ml_canvas *canvas)
{
    memset(canvas, 0, sizeof *canvas);
    ml_status status = ml_painter_begin(map, settings, image, error, &canvas->painter);
    if (status)
        return status;
    canvas->has_begun = true;
    size_t pixel_bytes = canvas->painter.form.pixel_bytes, fit = RUN_BYTES / pixel_bytes;
    canvas->run_pixels = fit < 1 ? 1 : fit < ML_MAP_PIXELS ? fit : ML_MAP_PIXELS;
    canvas->run = ml_alloc_unset(canvas->run_pixels, pixel_bytes);
    canvas->row = ml_alloc_unset(image->width, canvas->painter.form.float_bytes ? 0 : pixel_bytes);
    if (!canvas->run || !canvas->row)
        return ml_fail_memory(error, "a map");
    status = ml_new_file_create(directory, error, &canvas->file);
    return status ? status : begin_file(canvas, error);
}

/* Adds painted pixels to the row, and whole rows to the picture. */
static ml_status add_pixels(ml_canvas *canvas, size_t n, ml_error *error)
{
    size_t pixel_bytes = canvas->painter.form.pixel_bytes, width = canvas->painter.image.width;
    ml_status status = ML_OK;
    for (size_t done = 0, n_now; done < n && !status; done += n_now) {
        size_t room = width - canvas->n_row;
        n_now = n - done < room ? n - done : room;
        memcpy(canvas->row + canvas->n_row * pixel_bytes, canvas->run + done * pixel_bytes, n_now * pixel_bytes);
        canvas->n_row += n_now;
        if (canvas->n_row == width) {
            status = ml_png_writer_row(canvas->png, canvas->row, error);
            canvas->n_row = 0;
        }
    }
    return status;
}

ml_status ml_canvas_take(ml_canvas *canvas, const ml_observed_tile *tile, ml_error *error)
{
    ml_painter *painter = &canvas->painter;
    size_t n_pixels = tile->tile->n_pixels;
    ml_status status = ML_OK;
    for (size_t first = 0; first < n_pixels && !status; first += canvas->run_pixels) {
        size_t n = n_pixels - first < canvas->run_pixels ? n_pixels - first : canvas->run_pixels;
        status = painter->map->kind->paint(painter, tile, first, n, canvas->run, error);
        if (!status)
            status = canvas->png ? add_pixels(canvas, n, error)
                                 : ml_new_file_write(canvas->file, canvas->run, n * painter->form.pixel_bytes, error);
    }
    return status;
}

ml_status ml_canvas_finish(ml_canvas *canvas, ml_error *error, ml_new_file **file)
{
    ml_status status = canvas->png ? ml_png_writer_finish(canvas->png, error) : ML_OK;
    if (!status)
        status = ml_new_file_end(canvas->file, error);
    if (status)
        return status;
    *file = canvas->file;
    canvas->file = NULL;
    return ML_OK;
}

void ml_canvas_close(ml_canvas *canvas)
{
    if (canvas->has_begun)
        ml_painter_end(&canvas->painter);
    ml_png_writer_close(canvas->png);
    ml_new_file_destroy(canvas->file);
    free(canvas->run);
    free(canvas->row);
    *canvas = (ml_canvas){.file = NULL};
}

/* Draws maps; see draw_image.h. */
#include "engine/draw_image.h"

#include "base/memory.h"
#include "observe/maps/canvas.h"

#include <stdlib.h>

/* One image in the making. */
typedef struct drawing_now {
    const ml_drawing *drawing;
    ml_worker *worker;
    const char *name;
    bool has_figures;
    ml_figures figures;
    ml_map_image image;
    double *scales;       /* [maps.n] */
    size_t n_canvases;    /* that were opened */
    ml_canvas **canvases; /* [drawing->n_files] */
    const ml_map **kinds; /* [n_canvases] */
    ml_thumbnails *thumbnails;
} drawing_now;

const double *ml_drawing_scales(const ml_drawing *drawing, const ml_observation *seen)
{
    for (size_t k = 0; k < seen->n_left; k++)
        if (seen->left_by[k].kind == drawing->scales.kind)
            return seen->left[k];
    return NULL;
}

static void close_all(drawing_now *now)
{
    for (size_t k = 0; k < now->n_canvases; k++) {
        ml_canvas_close(now->canvases[k]);
        free(now->canvases[k]);
    }
    free(now->canvases);
    free(now->kinds);
    free(now->scales);
    ml_thumbnails_close(now->thumbnails);
    if (now->has_figures)
        ml_figures_clear(&now->figures);
}

/* Maps of losses of whole images follow from its figures. */
static ml_status compute_figures(drawing_now *now, const ml_record *record, ml_error *error)
{
    bool are_needed = false;
    for (size_t m = 0; m < now->drawing->maps.n; m++)
        are_needed |= now->drawing->maps.items[m].kind->argument == ML_MAP_OF_LOSS;
    if (!are_needed)
        return ML_OK;
    ml_status status = ml_figures_init(now->drawing->settings, error, &now->figures);
    if (status)
        return status;
    now->has_figures = true;
    ml_figures_compute(record, &now->figures);
    return ML_OK;
}

/* Says which map could not be written. */
static ml_status name_map(const drawing_now *now, const ml_map *map, ml_status status, ml_error *error)
{
    if (status == ML_E_SYSTEM)
        ml_error_add(error, " (the map %s of %s)", map->name, now->name);
    return status;
}

static ml_status open_canvases(drawing_now *now, ml_error *error)
{
    const ml_drawing *drawing = now->drawing;
    ml_status status = ML_OK;
    now->canvases = ml_alloc(drawing->n_files, sizeof *now->canvases);
    now->kinds = ml_alloc(drawing->n_files, sizeof *now->kinds);
    if (!now->canvases || !now->kinds)
        return ml_fail_memory(error, "the maps");
    for (size_t m = 0; m < drawing->n_files && !status; m++) {
        const ml_map *map = &drawing->maps.items[m];
        if (map->kind->needs_photo && !now->image.photo)
            continue;
        ml_canvas *canvas = ml_alloc(1, sizeof *canvas);
        if (!canvas)
            return ml_fail_memory(error, "the maps");
        now->kinds[now->n_canvases] = map;
        now->canvases[now->n_canvases++] = canvas;
        now->image.scale = now->scales[m];
        status = ml_canvas_open(map, drawing->settings, &now->image, drawing->directory, error, canvas);
        status = name_map(now, map, status, error);
    }
    return status;
}

static ml_status begin(drawing_now *now, const ml_record *record, const double *scales, ml_draw_what what, ml_error *error)
{
    const ml_drawing *drawing = now->drawing;
    const ml_worker *worker = now->worker;
    const ml_maps pictures = {drawing->maps.n - drawing->n_files, drawing->maps.items + drawing->n_files};
    if (!(now->scales = ml_alloc(drawing->maps.n, sizeof *now->scales)))
        return ml_fail_memory(error, "the maps");
    for (size_t m = 0; m < drawing->maps.n; m++)
        now->scales[m] = drawing->choice->has_scale ? drawing->choice->scale : scales ? scales[m] : 0;
    ml_status status = compute_figures(now, record, error);
    now->image = (ml_map_image){.width = worker->truth.width,
                                .height = worker->truth.height,
                                .name = now->name,
                                .is_hard = ml_prediction_labels(&worker->opened.prediction) != NULL,
                                .is_binary = worker->opened.prediction.is_binary,
                                .stored_one = worker->opened.prediction.stored_one,
                                .figures = &now->figures,
                                .photo = worker->opened.pair->photo,
                                .limits = drawing->limits};
    if (!status && what.files && drawing->n_files > 0)
        status = open_canvases(now, error);
    if (!status && what.pictures && pictures.n > 0)
        status = ml_thumbnails_open(&pictures, drawing->settings, &now->image, now->scales + drawing->n_files, error,
                                    &now->thumbnails);
    return status;
}

/* Reads a tile, and shows it to all maps. */
static ml_status draw_tile(drawing_now *now, size_t first, ml_tile *tile, ml_error *error)
{
    const ml_prediction *prediction = &now->worker->opened.prediction;
    ml_pixels *pixels = now->worker->observers.pixels;
    bool is_needed = now->n_canvases > 0 || (now->thumbnails && ml_thumbnails_need(now->thumbnails, first, tile->n_pixels));
    if (!is_needed && prediction->is_random_access)
        return ML_OK;
    ml_status status = prediction->ops->read(prediction->state, first, tile->n_pixels, error, tile);
    if (status || !is_needed)
        return status;
    ml_pixels_run(pixels, tile);
    if (pixels->n_bad && !now->worker->job->ignore_bad)
        return ml_fail(error, ML_E_INPUT, "%s: has changed while it was read", now->name);
    const ml_observed_tile observed = {first, tile, pixels};
    for (size_t k = 0; k < now->n_canvases && !status; k++)
        status = name_map(now, now->kinds[k], ml_canvas_take(now->canvases[k], &observed, error), error);
    return status || !now->thumbnails ? status : ml_thumbnails_take(now->thumbnails, &observed, error);
}

static ml_status draw_tiles(drawing_now *now, ml_error *error)
{
    const ml_truth *truth = &now->worker->truth;
    size_t n = truth->width * truth->height;
    ml_status status = ML_OK;
    now->worker->observers.pixels->with_sq_error |= ml_maps_take_sq_error(&now->drawing->maps);
    now->worker->observers.pixels->with_hard_p_true |= ml_maps_have_scale(&now->drawing->maps);
    for (size_t first = 0; first < n && !status && !atomic_load(now->worker->stop); first += ML_TILE_PIXELS) {
        ml_tile tile = {.n_pixels = n - first < ML_TILE_PIXELS ? n - first : ML_TILE_PIXELS,
                        .n_classes = now->drawing->settings->classes->n,
                        .truth = truth->plane + first};
        status = draw_tile(now, first, &tile, error);
    }
    return status;
}

static ml_status finish(drawing_now *now, ml_error *error, ml_drawn *drawn)
{
    ml_drawn made = {.files = ml_alloc(now->n_canvases, sizeof *made.files),
                     .kinds = ml_alloc(now->n_canvases, sizeof *made.kinds)};
    ml_status status = made.files && made.kinds ? ML_OK : ml_fail_memory(error, "the maps");
    for (; made.n_files < now->n_canvases && !status; made.n_files += !status) {
        made.kinds[made.n_files] = now->kinds[made.n_files];
        status = ml_canvas_finish(now->canvases[made.n_files], error, &made.files[made.n_files]);
        status = name_map(now, made.kinds[made.n_files], status, error);
    }
    if (!status && now->thumbnails)
        status = ml_thumbnails_finish(now->thumbnails, error, &made.thumbnails);
    if (status)
        ml_drawn_clear(&made);
    else
        *drawn = made;
    return status;
}

ml_status ml_draw_image(const ml_drawing *drawing, ml_worker *worker, size_t image, const char *name, const ml_record *record,
                        const double *scales, ml_draw_what what, ml_error *error, ml_drawn *drawn)
{
    drawing_now now = {.drawing = drawing, .worker = worker, .name = name};
    ml_status status = begin(&now, record, scales, what, error);
    if (!status && (now.n_canvases > 0 || now.thumbnails)) {
        status = ml_open_pair_restart(&worker->opened, image, error);
        if (!status)
            status = draw_tiles(&now, error);
        if (!status && !atomic_load(worker->stop))
            status = finish(&now, error, drawn);
    }
    close_all(&now);
    return status;
}

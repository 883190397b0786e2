/* Reads a pixel; see pixel_reading.h. */
#include "engine/pixel_reading.h"

#include "base/memory.h"
#include "core/by_stored.h"
#include "engine/bad_pixel.h"

#include <math.h>
#include <stdlib.h>

/* Looks at pixel i of the tile that the pixel loops have had last. */
static void note_pixel(ml_pixel_reading *r, const ml_tile *tile, size_t i)
{
    ml_pixels *px = r->observers.pixels;
    const double one = r->wanted->opened->prediction.stored_one;
    for (size_t k = 0; k < r->n_stored; k++)
        r->stored[k] = ml_tile_value(tile, i, k);
    r->is_bad = px->label[i] == ML_IGNORED;
    if (!r->is_bad) {
        r->p_true = px->p_true[i];
        r->sq_error = px->sq_error[i];
        r->decision = px->decision[i];
        ml_pixels_probabilities(px, tile, i, 1, 1, r->p);
        for (size_t k = 0; k < r->n_stored && one > 0; k++)
            r->stored[k] = floor(r->stored[k] * one + 0.5);
        return;
    }
    /* by itself, so that it is the first one */
    const ml_tile alone = {.n_pixels = 1,
                           .n_classes = tile->n_classes,
                           .truth = tile->truth + i,
                           .type = ML_SAMPLE_F64,
                           .samples = r->stored,
                           .pixel_stride = r->n_stored,
                           .class_stride = 1,
                           .binary = tile->binary};
    ml_pixels_run(px, &alone);
    r->bad = (ml_bad_pixel){true, r->wanted->pixel, px->first_bad_class, px->first_bad_value};
}

/* Reads the tile that begins with pixel `first`, and shows it to the observers where it is the pixel's or `takes` says so. */
static ml_status read_tile(ml_pixel_reading *r, size_t first, bool takes, ml_error *error)
{
    const ml_pixel_wanted *wanted = r->wanted;
    const ml_truth *truth = wanted->truth;
    const ml_prediction *prediction = &wanted->opened->prediction;
    const size_t left = truth->width * truth->height - first;
    const bool is_place = wanted->pixel >= first && wanted->pixel - first < ML_TILE_PIXELS;
    ml_tile tile = {.n_pixels = left < ML_TILE_PIXELS ? left : ML_TILE_PIXELS,
                    .n_classes = wanted->settings->classes->n,
                    .truth = truth->plane + first};
    ml_status status = prediction->ops->read(prediction->state, first, tile.n_pixels, error, &tile);
    if (!status && (takes || is_place))
        status = ml_observers_take(&r->observers, &tile, first, error);
    if (!status && is_place)
        note_pixel(r, &tile, wanted->pixel - first);
    return status;
}

/* Reads all tiles from pixel `first` to before `end`. */
static ml_status read_tiles(ml_pixel_reading *r, size_t first, size_t end, bool takes, ml_error *error)
{
    ml_status status = ML_OK;
    for (; first < end && !status; first += ML_TILE_PIXELS)
        status = read_tile(r, first, takes, error);
    return status;
}

/* Reads all of the image, of which the tiles before `next` have been read. */
static ml_status read_image(ml_pixel_reading *r, size_t next, ml_error *error)
{
    const ml_pixel_wanted *wanted = r->wanted;
    const ml_truth *truth = wanted->truth;
    const ml_prediction *prediction = &wanted->opened->prediction;
    ml_hints unused = 0;
    ml_status status = read_tiles(r, next, truth->width * truth->height, wanted->needs_image, error);
    if (!status && wanted->needs_image && r->observers.bad.found && !wanted->ignores_bad)
        status =
            ml_fail_bad_pixel(wanted->settings, &r->observers.bad, truth->width, wanted->name, prediction->is_binary, error);
    return status ? status : ml_open_pair_finish(wanted->opened, wanted->name, error, &unused);
}

/* The pixel's tile by itself, then, where it is needed, the image from its start. */
static ml_status read_anywhere(ml_pixel_reading *r, ml_error *error)
{
    const ml_pixel_wanted *wanted = r->wanted;
    const ml_truth *truth = wanted->truth;
    const ml_observed_image image = {
        .width = truth->width, .height = truth->height, .truth = truth->plane, .name = wanted->name};
    ml_status status = read_tile(r, wanted->pixel / ML_TILE_PIXELS * ML_TILE_PIXELS, false, error);
    if (status || r->is_bad || !wanted->needs_image)
        return status;
    status = ml_observers_begin(&r->observers, &image, NULL, error);
    return status ? status : read_image(r, 0, error);
}

/* In order, as far as needed. */
static ml_status read_in_order(ml_pixel_reading *r, ml_error *error)
{
    const ml_pixel_wanted *wanted = r->wanted;
    const size_t next = (wanted->pixel / ML_TILE_PIXELS + 1) * ML_TILE_PIXELS;
    const bool is_hard = wanted->opened->prediction.n_channels == 0;
    ml_status status = read_tiles(r, 0, next, wanted->needs_image, error);
    return status || r->is_bad || !(wanted->needs_image || is_hard) ? status : read_image(r, next, error);
}

/* What the truth alone says of the image. */
static void count_truth(ml_pixel_reading *r)
{
    const ml_truth *truth = r->wanted->truth;
    const size_t n_classes = r->wanted->settings->classes->n;
    ml_record *counts = &r->observers.tally.counts;
    ml_tally_reset(&r->observers.tally);
    counts->n_pixels = truth->width * truth->height;
    for (size_t i = 0; i < counts->n_pixels; i++) {
        const uint16_t y = truth->plane[i];
        counts->n_ignored += y == ML_IGNORED;
        if (y != ML_IGNORED)
            counts->hard[y * n_classes + y]++;
    }
}

ml_status ml_pixel_reading_run(const ml_pixel_wanted *wanted, ml_error *error, ml_pixel_reading *reading)
{
    ml_pixel_reading *r = reading;
    const ml_settings *settings = wanted->settings;
    const ml_prediction *prediction = &wanted->opened->prediction;
    const ml_stored stored = ml_stored_of(settings, prediction->is_binary, prediction->stored_one);
    const ml_observed_image image = {
        .width = wanted->truth->width, .height = wanted->truth->height, .truth = wanted->truth->plane, .name = wanted->name};
    *r = (ml_pixel_reading){.wanted = wanted};
    ml_status status = ml_observers_init(settings, NULL, 0, true, error, &r->observers);
    if (status)
        return status;
    r->observers.pixels->with_hard_p_true = true;
    r->n_stored = prediction->n_channels == 0 ? 0 : ml_stored_n_values(&stored);
    r->stored = ml_alloc(r->n_stored, sizeof *r->stored);
    r->p = ml_alloc(settings->classes->n, sizeof *r->p);
    if (!r->stored || !r->p)
        return ml_fail_memory(error, "a pixel");
    status = ml_observers_begin(&r->observers, &image, NULL, error);
    if (!status)
        status = (prediction->is_random_access ? read_anywhere : read_in_order)(r, error);
    if (!status && !r->is_bad && !wanted->needs_image)
        count_truth(r);
    if (!status)
        r->record = ml_tally_finish(&r->observers.tally);
    return status;
}

void ml_pixel_reading_clear(ml_pixel_reading *reading)
{
    ml_observers_clear(&reading->observers);
    free(reading->stored);
    free(reading->p);
    *reading = (ml_pixel_reading){.wanted = NULL};
}

/* The maps `probability:CLASS`, of one class as gray values, and `masked`: all of them after masking, the tensor that a
 * training framework would make. */
#include "observe/maps/kinds.h"

#include "base/memory.h"
#include "format/npy_writer.h"

/* Pixels whose probabilities are found at a time. */
enum { SOME_PIXELS = 64 };

static ml_status begin(ml_painter *painter, ml_error *error)
{
    size_t n_classes = painter->settings->classes->n;
    if (!(painter->own = ml_alloc(n_classes, sizeof(double[SOME_PIXELS]))))
        return ml_fail_memory(error, "a map of probabilities");
    if (painter->map->kind->is_array)
        ml_map_form_array(painter, 4, n_classes);
    else
        ml_map_form_picture(painter, ML_PNG_GRAY8);
    return ML_OK;
}

static size_t some(size_t done, size_t n) { return n - done < SOME_PIXELS ? n - done : SOME_PIXELS; }

static ml_status paint_class(ml_painter *painter, const ml_observed_tile *tile, size_t first, size_t n, uint8_t *out,
                             ml_error *error)
{
    ML_UNUSED(error);
    double *p = painter->own;
    for (size_t done = 0; done < n; done += SOME_PIXELS) {
        size_t n_now = some(done, n);
        ml_pixels_probabilities(tile->pixels, tile->tile, first + done, n_now, SOME_PIXELS, p);
        for (size_t i = 0; i < n_now; i++)
            out[done + i] = (uint8_t)(255 * p[painter->map->class * SOME_PIXELS + i] + 0.5);
    }
    return ML_OK;
}

static ml_status paint_masked(ml_painter *painter, const ml_observed_tile *tile, size_t first, size_t n, uint8_t *out,
                              ml_error *error)
{
    ML_UNUSED(error);
    const ml_settings *settings = painter->settings;
    size_t n_classes = settings->classes->n;
    double *p = painter->own;
    for (size_t done = 0; done < n; done += SOME_PIXELS) {
        size_t n_now = some(done, n);
        ml_pixels_probabilities(tile->pixels, tile->tile, first + done, n_now, SOME_PIXELS, p);
        for (size_t i = 0; i < n_now; i++) {
            uint16_t y = tile->pixels->label[first + done + i];
            bool is_masked = y != ML_IGNORED && settings->masked[y];
            for (size_t c = 0; c < n_classes; c++)
                out = ml_npy_put_float(out, is_masked ? c == y : (float)p[c * SOME_PIXELS + i]);
        }
    }
    return ML_OK;
}

const ml_map_kind ml_map_probability = {
    .name = "probability",
    .argument = ML_MAP_OF_CLASS,
    .begin = begin,
    .paint = paint_class,
};

const ml_map_kind ml_map_masked = {
    .name = "masked",
    .is_array = true,
    .begin = begin,
    .paint = paint_masked,
};

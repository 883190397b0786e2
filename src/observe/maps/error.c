/* The map `error`: what became of each pixel. */
#include "observe/maps/kinds.h"

/* By index, as ml_pixel_state has them. */
static const ml_png_text legend[ML_N_ERROR_STATES] = {
    {"Index 0", "right"},
    {"Index 1", "forgiven: of a masked class, called another"},
    {"Index 2", "missed: called a masked class"},
    {"Index 3", "wrong otherwise"},
    {"Index 4", "ignored, or bad"},
};

static ml_status begin(ml_painter *painter, ml_error *error)
{
    ML_UNUSED(error);
    ml_map_form_palette(painter, ML_N_ERROR_STATES, ml_error_colors);
    painter->form.png.n_texts = ML_COUNT(legend);
    painter->form.png.texts = legend;
    return ML_OK;
}

static ml_status paint(ml_painter *painter, const ml_observed_tile *tile, size_t first, size_t n, uint8_t *out, ml_error *error)
{
    ML_UNUSED(error);
    for (size_t i = 0; i < n; i++)
        out[i] = (uint8_t)ml_map_state(painter->settings, tile->pixels, first + i);
    return ML_OK;
}

const ml_map_kind ml_map_error = {
    .name = "error",
    .begin = begin,
    .paint = paint,
};

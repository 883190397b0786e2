/* The maps `loss`: what each pixel costs in the masked view. */
#include "observe/maps/kinds.h"

#include "base/memory.h"
#include "observe/maps/loss_values.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static ml_status begin(ml_painter *painter, ml_error *error)
{
    ml_loss_values *values = ml_alloc(1, sizeof *values);
    if (!values)
        return ml_fail_memory(error, "a map of a loss");
    ml_status status = ml_loss_values_init(painter->settings, painter->map, error, values);
    if (status) {
        free(values);
        return status;
    }
    painter->own = values;
    memcpy(painter->colors, ml_scale_colors, sizeof ml_scale_colors);
    memset(painter->colors[ML_PALETTE_IGNORED], 128, sizeof painter->colors[0]);
    ml_map_form_palette(painter, ML_PALETTE_SIZE, (const uint8_t(*)[3])painter->colors);
    painter->text = (ml_png_text){"Maximum", ml_number_text(painter->image.scale, painter->number)};
    painter->form.png.n_texts = 1;
    painter->form.png.texts = &painter->text;
    return ML_OK;
}

static ml_status paint(ml_painter *painter, const ml_observed_tile *tile, size_t first, size_t n, uint8_t *out, ml_error *error)
{
    ML_UNUSED(error);
    const double scale = painter->image.scale, last = ML_N_SCALE_COLORS - 1;
    double values[ML_MAP_PIXELS];
    ml_loss_values_find(painter->own, tile->pixels, first, n, values);
    for (size_t i = 0; i < n; i++) {
        double share = scale > 0 ? values[i] / scale : 0;
        bool is_ignored = tile->pixels->label[first + i] == ML_IGNORED;
        out[i] = is_ignored ? ML_PALETTE_IGNORED : (uint8_t)(last * (share < 1 ? share : 1) + 0.5);
    }
    return ML_OK;
}

static void end(void *own)
{
    if (own)
        ml_loss_values_clear(own);
    free(own);
}

const ml_map_kind ml_map_loss = {
    .name = "loss",
    .argument = ML_MAP_OF_POINTWISE_LOSS,
    .has_scale = true,
    .begin = begin,
    .paint = paint,
    .end = end,
};

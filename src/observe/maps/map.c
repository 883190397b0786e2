/* What kinds of maps share; see map.h. */
#include "observe/maps/map.h"

static void set_form(ml_painter *painter, size_t pixel_bytes, size_t float_bytes, size_t n_channels, const ml_png_form *png)
{
    painter->form = (ml_map_form){pixel_bytes, float_bytes, n_channels, *png};
    painter->form.png.width = painter->image.width;
    painter->form.png.height = painter->image.height;
}

void ml_map_form_palette(ml_painter *painter, size_t n_colors, const uint8_t (*colors)[3])
{
    const ml_png_form png = {.kind = ML_PNG_PALETTE, .n_colors = n_colors, .colors = colors};
    set_form(painter, 1, 0, 0, &png);
}

void ml_map_form_picture(ml_painter *painter, ml_png_kind kind)
{
    const ml_png_form png = {.kind = kind};
    set_form(painter, ml_png_pixel_bytes(kind), 0, 0, &png);
}

void ml_map_form_array(ml_painter *painter, size_t float_bytes, size_t n_channels)
{
    const ml_png_form png = {.kind = ML_PNG_GRAY8};
    set_form(painter, float_bytes * n_channels, float_bytes, n_channels, &png);
}

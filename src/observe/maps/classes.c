/* The maps `decision` and `truth`: a class per pixel, in the class set's colours. */
#include "observe/maps/kinds.h"

/* More classes than a palette has room for are written as gray values of 16 bits: themselves, none 65534, ignored 65535. On a
 * page they share colours. */
static bool is_deep(const ml_painter *painter)
{
    return painter->settings->classes->n > ML_N_CLASS_COLORS && !painter->image.for_page;
}

static ml_status begin(ml_painter *painter, ml_error *error)
{
    ML_UNUSED(error);
    ml_palette_of_classes(painter->settings->classes, painter->colors);
    if (is_deep(painter))
        ml_map_form_picture(painter, ML_PNG_GRAY16);
    else
        ml_map_form_palette(painter, ML_PALETTE_SIZE, (const uint8_t(*)[3])painter->colors);
    return ML_OK;
}

_Static_assert(ML_NONE == 65534 && ML_IGNORED == 65535, "as 16 bits they are what a picture has");

static void put_class(const ml_painter *painter, uint16_t class, uint8_t *out, size_t i)
{
    if (is_deep(painter)) {
        out[2 * i] = (uint8_t)(class >> 8);
        out[2 * i + 1] = (uint8_t) class;
    } else {
        unsigned shown = class == ML_IGNORED ? ML_PALETTE_IGNORED
                         : class == ML_NONE  ? ML_PALETTE_NONE
                                             : class % ML_N_CLASS_COLORS;
        out[i] = (uint8_t)shown;
    }
}

static ml_status paint_truth(ml_painter *painter, const ml_observed_tile *tile, size_t first, size_t n, uint8_t *out,
                             ml_error *error)
{
    ML_UNUSED(error);
    for (size_t i = 0; i < n; i++)
        put_class(painter, tile->pixels->label[first + i], out, i);
    return ML_OK;
}

static ml_status paint_decision(ml_painter *painter, const ml_observed_tile *tile, size_t first, size_t n, uint8_t *out,
                                ml_error *error)
{
    ML_UNUSED(error);
    const ml_pixels *px = tile->pixels;
    for (size_t i = 0; i < n; i++)
        put_class(painter, px->label[first + i] == ML_IGNORED ? (uint16_t)ML_IGNORED : px->decision[first + i], out, i);
    return ML_OK;
}

const ml_map_kind ml_map_decision = {
    .name = "decision",
    .begin = begin,
    .paint = paint_decision,
};

const ml_map_kind ml_map_truth = {
    .name = "truth",
    .begin = begin,
    .paint = paint_truth,
};

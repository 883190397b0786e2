/* Label images in colours; see colors.h. */
#include "label/colors.h"

#include "base/memory.h"
#include "label/opaque.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHUNK_PIXELS = 4096, /* decoded at a time */
    N_COLORS = 1 << 24,
    MANY_COLORS =
        32, /* more unknown ones than this are not forgotten classes, but the work of a filter or of lossy compression */
};

void ml_colors_clear(ml_colors *colors)
{
    free(colors->seen);
    *colors = (ml_colors){0};
}

void ml_colors_start(ml_colors *colors)
{
    free(colors->seen);
    *colors = (ml_colors){.table = colors->table};
}

/* The class of a pixel's samples. */
static uint16_t class_of(const ml_colors *colors, unsigned bits, const uint16_t *samples)
{
    uint8_t rgb[3];
    for (size_t k = 0; k < 3; k++) {
        rgb[k] = (uint8_t)(bits == 16 ? samples[k] >> 8 : samples[k]);
        if (bits == 16 && rgb[k] * 257u != samples[k])
            return ML_NONE;
    }
    return ml_color_class(colors->table, ml_color_pack(rgb));
}

ml_status ml_colors_count_unknown(ml_colors *colors, size_t pixel, const uint64_t color[3], ml_error *error)
{
    if (!colors->seen && !(colors->seen = ml_alloc(N_COLORS / CHAR_BIT, 1)))
        return ml_fail_memory(error, "the colours of an image");
    /* Exact in 8 bits; colours of more may fall together. */
    uint64_t mixed = color[0] << 16 ^ color[1] << 8 ^ color[2];
    size_t key = (size_t)((mixed ^ mixed >> 24) % N_COLORS);
    uint8_t bit = (uint8_t)(1u << key % CHAR_BIT), *byte = &colors->seen[key / CHAR_BIT];
    if (colors->n_unknown_pixels++ == 0) {
        colors->first_pixel = pixel;
        memcpy(colors->first_color, color, sizeof colors->first_color);
    }
    colors->n_unknown_colors += !(*byte & bit);
    *byte |= bit;
    return ML_OK;
}

/* The classes of n pixels' samples; neighbours are mostly of one colour, which is looked up once. */
static ml_status convert(ml_colors *colors, const ml_raster_header *header, const uint16_t *samples, const uint16_t *truth,
                         size_t first, size_t n, ml_error *error, uint16_t *class_indices)
{
    const size_t n_channels = header->n_channels, color_bytes = 3 * sizeof *samples;
    colors->is_wide = header->bits == 16;
    const uint16_t *known = NULL; /* the pixel that the class belongs to */
    uint16_t class = ML_NONE;
    for (size_t i = 0; i < n; i++, samples += n_channels) {
        class_indices[i] = ML_NONE;
        if (truth && truth[i] == ML_IGNORED)
            continue;
        if (!known || memcmp(known, samples, color_bytes) != 0)
            class = class_of(colors, header->bits, samples);
        known = samples;
        class_indices[i] = class;
        if (class != ML_NONE)
            continue;
        ml_status status =
            ml_colors_count_unknown(colors, first + i, (const uint64_t[3]){samples[0], samples[1], samples[2]}, error);
        if (status)
            return status;
    }
    return ML_OK;
}

ml_status ml_colors_read(ml_colors *colors, ml_raster *raster, const char *name, const uint16_t *truth, size_t first, size_t n,
                         ml_error *error, uint16_t *class_indices)
{
    uint16_t samples[CHUNK_PIXELS * ML_RASTER_MAX_CHANNELS];
    const ml_raster_header *header = &raster->header;
    ml_status status = ML_OK;
    for (size_t done = 0, some; done < n && !status; done += some) {
        some = n - done < CHUNK_PIXELS ? n - done : CHUNK_PIXELS;
        status = ml_raster_read(raster, ML_SAMPLE_U16, some, error, samples);
        const uint16_t *truth_here = truth ? truth + done : NULL;
        if (!status)
            status = ml_check_opaque(header, samples, truth_here, some, name, first + done, error);
        if (!status)
            status = convert(colors, header, samples, truth_here, first + done, some, error, class_indices + done);
    }
    return status;
}

ml_status ml_colors_fail_unknown(const ml_colors *colors, const char *name, size_t width, ml_error *error)
{
    const unsigned long long red = colors->first_color[0], green = colors->first_color[1], blue = colors->first_color[2];
    ml_fail(error, ML_E_INPUT, "%s: row %zu, column %zu: the colour [%llu, %llu, %llu] is no class's and not ignored", name,
            colors->first_pixel / width, colors->first_pixel % width, red, green, blue);
    ml_error_add(error, " (%zu pixel%s, %zu unknown colour%s): ", colors->n_unknown_pixels,
                 colors->n_unknown_pixels == 1 ? "" : "s", colors->n_unknown_colors, colors->n_unknown_colors == 1 ? "" : "s");
    if (red == green && red == blue)
        ml_error_add(error, "if all channels are equal, they are labels: save one of them; ");
    if (colors->n_unknown_colors > MANY_COLORS)
        ml_error_add(error, "so many come from resizing or lossy compression, which label images do not survive");
    else if (red > 255 || green > 255 || blue > 255)
        ml_error_add(error, "a class's 8-bit colour is 257 times as much in 16 bits; if these are codes, say --truth-code");
    else if (colors->is_wide)
        ml_error_add(error, "in 16 bits a class's colour is 257 times as much: save these numbers in 8 bits (astype('u1'))");
    else
        ml_error_add(error, "give a class this colour (--classes), or if it is void add it to the set's \"ignore\"");
    return error->status;
}

/* Label images in colours; see colors.h. */
#include "label/colors.h"

#include "base/memory.h"

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

static ml_status fail_at(const ml_raster_header *header, const char *name, size_t pixel, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: row %zu, column %zu: ", name, pixel / header->width, pixel % header->width);
}

/* The 8-bit colour of a pixel's samples. */
static ml_status read_color(const ml_raster_header *header, const uint16_t *samples, const char *name, size_t pixel,
                            ml_error *error, uint32_t *color)
{
    uint8_t rgb[3];
    unsigned opaque = header->bits == 16 ? 65535 : 255;
    for (size_t k = 0; k < 3; k++) {
        rgb[k] = (uint8_t)(header->bits == 16 ? samples[k] >> 8 : samples[k]);
        if (header->bits == 16 && rgb[k] * 257u != samples[k]) {
            fail_at(header, name, pixel, error);
            ml_error_add(error,
                         "the 16-bit colour [%u, %u, %u] is none of 8 bits (257 times 0 to 255), as those of a class set "
                         "are: save the class indices instead of their colours",
                         samples[0], samples[1], samples[2]);
            return error->status;
        }
    }
    if (header->kind == ML_RASTER_RGBA && samples[3] != opaque) {
        fail_at(header, name, pixel, error);
        ml_error_add(error, "alpha is %u, not %u: a label has one colour only where it is opaque; drop the alpha channel",
                     samples[3], opaque);
        return error->status;
    }
    *color = ml_color_pack(rgb);
    return ML_OK;
}

static ml_status count_unknown(ml_colors *colors, size_t pixel, uint32_t color, ml_error *error)
{
    if (!colors->seen && !(colors->seen = ml_alloc(N_COLORS / CHAR_BIT, 1)))
        return ml_fail_memory(error, "the colours of an image");
    uint8_t bit = (uint8_t)(1u << color % CHAR_BIT), *byte = &colors->seen[color / CHAR_BIT];
    if (colors->n_unknown_pixels++ == 0) {
        colors->first_pixel = pixel;
        colors->first_color = color;
    }
    colors->n_unknown_colors += !(*byte & bit);
    *byte |= bit;
    return ML_OK;
}

/* The classes of n pixels' samples; neighbours are mostly of one colour, which is looked up once. */
static ml_status convert(ml_colors *colors, const ml_raster_header *header, const uint16_t *samples, const char *name,
                         const uint16_t *truth, size_t first, size_t n, ml_error *error, uint16_t *class_indices)
{
    const size_t n_channels = header->n_channels, pixel_bytes = n_channels * sizeof *samples;
    const uint16_t *known = NULL; /* the pixel that color and class belong to */
    uint32_t color = 0;
    uint16_t class = ML_NONE;
    for (size_t i = 0; i < n; i++, samples += n_channels) {
        ml_status status = ML_OK;
        class_indices[i] = ML_NONE;
        if (truth && truth[i] == ML_IGNORED)
            continue;
        if (!known || memcmp(known, samples, pixel_bytes) != 0) {
            status = read_color(header, samples, name, first + i, error, &color);
            class = ml_color_class(colors->table, color);
            known = samples;
        }
        if (!status && class == ML_NONE)
            status = count_unknown(colors, first + i, color, error);
        if (status)
            return status;
        class_indices[i] = class;
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
        if (!status)
            status = convert(colors, header, samples, name, truth ? truth + done : NULL, first + done, some, error,
                             class_indices + done);
    }
    return status;
}

ml_status ml_colors_fail_unknown(const ml_colors *colors, const char *name, size_t width, ml_error *error)
{
    unsigned red = colors->first_color >> 16, green = colors->first_color >> 8 & 255, blue = colors->first_color & 255;
    ml_fail(error, ML_E_INPUT, "%s: row %zu, column %zu: the colour [%u, %u, %u] is no class's and not ignored", name,
            colors->first_pixel / width, colors->first_pixel % width, red, green, blue);
    ml_error_add(error, " (%zu pixel%s of the image, %zu unknown colour%s)", colors->n_unknown_pixels,
                 colors->n_unknown_pixels == 1 ? "" : "s", colors->n_unknown_colors, colors->n_unknown_colors == 1 ? "" : "s");
    if (red == green && red == blue)
        ml_error_add(error, ": if the channels are equal everywhere, they are labels: save one of them;");
    else
        ml_error_add(error, ":");
    if (colors->n_unknown_colors > MANY_COLORS)
        ml_error_add(error, " so many come from resizing or lossy compression, which label images do not survive");
    else
        ml_error_add(error, " if it is a class, give it this colour in a class set (--classes); if it is void, add the colour "
                            "to the set's \"ignore\"");
    return error->status;
}

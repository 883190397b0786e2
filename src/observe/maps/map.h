/* A map: a picture or an array as large as an image, that shows something of each of its pixels. A kind of map is a row of
 * functions, in a file of its own, which paint the pixels of tiles one after the other. All of the image has been seen before:
 * maps may depend on its figures. */
#ifndef ML_OBSERVE_MAPS_MAP_H
#define ML_OBSERVE_MAPS_MAP_H

#include "base/number.h"
#include "core/figures.h"
#include "core/palette.h"
#include "format/photo.h"
#include "format/png_writer.h"
#include "observe/observer.h"

typedef struct ml_map_kind ml_map_kind;

/* A map that is asked for. */
typedef struct ml_map {
    const ml_map_kind *kind;
    char *name;       /* as it was asked for: "loss:focal" */
    size_t class;     /* of kinds that are of a class */
    ml_losses losses; /* of kinds that are of a loss: items[0] */
} ml_map;

/* The image; all borrowed. */
typedef struct ml_map_image {
    size_t width, height;
    const char *name; /* of the prediction, for messages */
    bool is_hard, is_binary;
    double stored_one; /* the stored value that tiles have as 1; 0: they have what is stored */
    const ml_figures *figures;
    const char *photo;       /* its file, of kinds that need it; */
    const ml_limits *limits; /* which it has to keep */
    double scale;            /* what the brightest colour stands for, of kinds with a scale; 0: nothing is above 0 */
    bool for_page;           /* a small picture beside figures: of at most 8 bits */
} ml_map_image;

/* What a pixel of the map is. */
typedef struct ml_map_form {
    size_t pixel_bytes;
    size_t float_bytes, n_channels; /* of an array, of little-endian floats; 0: it is a picture */
    ml_png_form png;                /* of a picture; its texts and colours are borrowed from the painter or constant */
} ml_map_form;

/* Paints one map of one image. Must not move once it has begun. */
typedef struct ml_painter {
    const ml_map *map;
    const ml_settings *settings;
    ml_map_image image;
    ml_map_form form;
    uint8_t colors[ML_PALETTE_SIZE][3]; /* room for a palette, a text and a number */
    ml_png_text text;
    char number[ML_NUMBER_TEXT_SIZE];
    void *own; /* of the kind, freed with `end` */
} ml_painter;

/* What stands behind the name of a kind. */
typedef enum ml_map_argument {
    ML_MAP_OF_NOTHING,
    ML_MAP_OF_CLASS,
    ML_MAP_OF_POINTWISE_LOSS, /* or nothing, which is cce */
    ML_MAP_OF_LOSS,
} ml_map_argument;

struct ml_map_kind {
    const char *name;
    ml_map_argument argument;
    bool has_scale;   /* its colours stand for values, up to the image's largest where nothing else is said */
    bool needs_photo; /* there is no such map of an image without photo */
    bool is_array;    /* a file .npy, not .png */
    bool is_internal; /* of pages, not to be asked for */

    /* Fills form, and own if it needs something; NULL: form is all there is to fill, which the next does. */
    ml_status (*begin)(ml_painter *painter, ml_error *error);

    /* Fills `out` with pixels first .. first + n - 1 of a tile, n <= ML_MAP_PIXELS. Tiles come in order; some may be left out.
     */
    ml_status (*paint)(ml_painter *painter, const ml_observed_tile *tile, size_t first, size_t n, uint8_t *out,
                       ml_error *error);
    void (*end)(void *own); /* NULL: free */
};

enum { ML_MAP_PIXELS = 512 };

/* Settles the form of a palette picture of n colours, of gray values, or of an array. */
void ml_map_form_palette(ml_painter *painter, size_t n_colors, const uint8_t (*colors)[3]);
void ml_map_form_picture(ml_painter *painter, ml_png_kind kind);
void ml_map_form_array(ml_painter *painter, size_t float_bytes, size_t n_channels);

/* What became of pixel i of the tile. */
static inline ml_pixel_state ml_map_state(const ml_settings *settings, const ml_pixels *pixels, size_t i)
{
    const uint16_t y = pixels->label[i];
    return y == ML_IGNORED ? ML_PIXEL_IGNORED : ml_pixel_state_of(settings, y, pixels->decision[i]);
}

#endif

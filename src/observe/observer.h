/* An observer of tiles: it sees every tile of an image, and makes something of the image: parts of its record, or something of
 * its own. A kind of observer is a row of functions, in a file of its own.
 *
 * A large image is worked on by several threads. Each has a state of its own, which sees some of the tiles, in ascending order
 * of their pixels; what the states have made is joined in one that sees no tiles, the image's. A small image's state is that of
 * its thread. Sums are exact, so that who saw which tiles cannot show. */
#ifndef ML_OBSERVE_OBSERVER_H
#define ML_OBSERVE_OBSERVER_H

#include "core/record.h"
#include "format/limits.h"
#include "kernel/pixel_loops.h"

/* All borrowed; it stays as it is until the image is finished. */
typedef struct ml_observed_image {
    size_t width, height;
    const uint16_t *truth; /* [height][width] class indices or ML_IGNORED, as the file has them: bad pixels are not known yet */
    const char *name;      /* of the prediction, for messages */
    bool is_split;         /* several threads see its tiles */
    const ml_limits *limits; /* of what may be held of it; NULL where nobody asks, but for the reducer */
    double spacing[2];       /* how far rows, and columns, are apart, > 0; not set where nobody asks, as above */
} ml_observed_image;

/* A tile, and what the pixel loops have made of it. */
typedef struct ml_observed_tile {
    size_t first; /* the place of its first pixel in the image, a multiple of ML_TILE_PIXELS */
    const ml_tile *tile;
    ml_pixels *pixels; /* results, not to be changed; with them and the tile ml_pixels_probabilities gives p of all classes */
} ml_observed_tile;

typedef struct ml_observer_kind {
    const char *name;

    /* Makes a state, which is used for one image after the other. What it adds to its parts of the record goes into the tally,
     * which outlives it and is emptied before each image (ml_record_find tells the places). */
    ml_status (*create)(const void *params, const ml_settings *settings, ml_tally *tally, ml_error *error, void **state);
    void (*destroy)(void *state);

    /* An image begins. `joined` is NULL, or the state in which this one will be joined, for which the image has begun: what
     * belongs to it may be written to while tiles are taken, by any thread at the pixels of its own tiles. NULL: nothing to do,
     * like the next. */
    ml_status (*begin)(void *state, const ml_observed_image *image, void *joined, ml_error *error);
    ml_status (*take)(void *state, const ml_observed_tile *tile, ml_error *error);

    /* Adds what another state has seen of the image; the tallies are added by others. One state is joined at a time. */
    ml_status (*join)(void *state, const void *other, ml_error *error);

    /* All tiles have been seen: the last chance to add to the tally. *left, which is NULL, may be set to what is kept of the
     * image beside its record, until destroy_left gets it. An image that fails, or is not wanted any more, is not finished. */
    ml_status (*finish)(void *state, ml_error *error, void **left);
    void (*destroy_left)(void *left);

    bool needs_p_largest; /* it looks at pixels->p_largest */
} ml_observer_kind;

/* An observer that is asked for, with its parameters and the parts of the record that follow from them. All borrowed. */
typedef struct ml_observer {
    const ml_observer_kind *kind;
    const void *params;
    bool needs_p_true;   /* it looks at pixels->p_true or sq_error of hard predictions too, */
    bool needs_sq_error; /* and at sq_error of any */
    size_t n_parts;
    const ml_part *parts;
} ml_observer;

#endif

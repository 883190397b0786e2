/* The pixel loops. From a tile they make, per pixel, the decision, the probability of the true class and the squared error,
 * and, per pair of classes, the sum of probabilities. They know nothing of masks, weights, losses or output; they touch no
 * I/O, no errno, and allocate nothing but the workspace.
 *
 * Order of summation, fixed for every instruction set: the sum of a class's channels runs over ascending channels, after
 * activation; the sum of a pixel's values runs over ascending classes; the sums over
 * pixels run in ML_LANES lanes (pixel n of the tile adds to lane n mod ML_LANES, in ascending order), which ml_lane_sum joins.
 */
#ifndef ML_KERNEL_PIXELS_H
#define ML_KERNEL_PIXELS_H

#include "base/error.h"
#include "kernel/kernel.h"
#include "kernel/tile.h"

#include <stdbool.h>
#include <string.h>

enum {
    ML_LANES = 8,
    ML_MIXED = 0xfffd, /* no class: the labels of a group of ML_LANES pixels differ */
};
_Static_assert((int)ML_MAX_CLASSES <= (int)ML_MIXED, "classes and special values must differ");

/* What the stored values of a pixel look like where they are said to be something else: probabilities lie in 0..1 and sum to 1
 * within 1e-3. */
enum {
    ML_LOGITS_ARE_PROBABILITIES = 1,
    ML_LOGITS_ARE_OTHERS = 2,
};

/* Buffers and results of one thread. After ml_pixels_run everything below describes the last tile. */
typedef struct ml_pixels {
    size_t n_classes;
    size_t n_channels;                /* values that are stored of a pixel, but for binary and hard tiles: one per class, or */
    const uint16_t *class_of_channel; /* [n_channels] the values of a class's channels are summed up; NULL: they are classes */
    ml_activation activation;
    const ml_kernel *kernel;
    bool has_threshold; /* the caller may set it to true, for two classes: class 1 is decided where p_1 > threshold */
    double threshold;
    bool with_sq_error;    /* the caller may set it to false: sq_error is then not computed, nothing else differs */
    bool with_hard_p_true; /* the same of a hard tile's p_true and sq_error */
    bool with_p_largest;   /* the caller may set it to true: p_largest is then computed, of tiles that are not hard */

    size_t n_pixels;
    size_t n_rows;      /* number of true classes that occur among the valid pixels; of hard tiles 0, like what follows */
    uint16_t *rows;     /* [n_classes] which ones, in order of first occurrence */
    bool *has_row;      /* [n_classes] */
    double *soft;       /* [n_classes][n_classes][ML_LANES] sums of p; only the rows in `rows` are valid */
    uint32_t *counts;   /* [n_classes][n_classes] numbers of valid pixels of a true class and decision; the same rows */
    bool soft_is_count; /* hard tile: `soft` and `counts` are unused, the sums of p are the counts of decisions */

    size_t n_bad;           /* pixels whose values break the rules */
    size_t first_bad_pixel; /* the first of them */
    size_t first_bad_class; /* its first class, or channel, whose value is not allowed; SIZE_MAX: the sum is 0 or not finite */
    double first_bad_value; /* that class's value, or the sum */

    double min_sum,
        max_sum;          /* of the stored values of a valid pixel; min > max where sums are no matter: hard, binary, logits */
    unsigned logits_look; /* bits ML_LOGITS_..: what valid pixels were seen, where there is an activation and not one value
                           * alone. Once others were seen, it may be looked no further */

    size_t n_wrong;   /* scratch: pixels that are called something else than their label */
    double *block;    /* scratch: a block of values, one plane per class */
    double *channels; /* scratch: the same per channel, where these are summed up */
    float *narrow;    /* scratch: what is stored, where that is narrower */
    void *memory;     /* what the arrays of numbers lie in, aligned */

    /* From here on nothing is set to 0 by ml_pixels_init: it is large. */
    uint16_t label[ML_TILE_PIXELS];    /* the truth, with ML_IGNORED where a pixel is bad, and up to the next multiple of 64 */
    uint16_t decision[ML_TILE_PIXELS]; /* argmax, ties to the lowest index, or what has_threshold says, or ML_NONE; undefined at
                                        * ignored pixels */
    double p_true[ML_TILE_PIXELS];     /* probability of the true class, 0..1; 1 at ignored pixels */
    double p_largest[ML_TILE_PIXELS];  /* the largest probability of a class, 0..1; undefined at ignored pixels */
    double sq_error[ML_TILE_PIXELS];   /* sum over c of (p_c - [c = truth])^2, 0..2; 0 at ignored pixels */
    uint16_t places[1 << ML_LANES][ML_LANES];  /* of the bits that are set in the row's number, in order; then anything */
    uint16_t wrong[ML_TILE_PIXELS + ML_LANES]; /* scratch: n_wrong pixels */
} ml_pixels;

/* The label (or decision) that all ML_LANES pixels from `label` on have, or ML_MIXED. Labels come in runs, and most groups have
 * one. */
static inline uint16_t ml_group_label(const uint16_t *label)
{
    uint64_t a, b;
    memcpy(&a, label, sizeof a);
    memcpy(&b, label + 4, sizeof b);
    return a == b && a == (a << 16 | a >> 48) ? label[0] : (uint16_t)ML_MIXED;
}

/* The sum of the lanes, always in the same order. */
static inline double ml_lane_sum(const double lanes[ML_LANES])
{
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

#endif

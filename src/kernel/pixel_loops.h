/* Runs the pixel loops: a tile at a time, into the buffers of pixels.h. */
#ifndef ML_KERNEL_PIXEL_LOOPS_H
#define ML_KERNEL_PIXEL_LOOPS_H

#include "kernel/pixels.h"

/* Takes memory for n_classes classes, which are the channels of tiles, or (grouped) each the sum of some channels of
 * n_channels: class_of_channel, borrowed, says of which class each is. On failure nothing is held. */
ml_status ml_pixels_init(const ml_kernel *kernel, size_t n_classes, ml_activation activation, ml_error *error,
                         ml_pixels *pixels) ML_MUST_USE;
ml_status ml_pixels_init_grouped(const ml_kernel *kernel, size_t n_classes, size_t n_channels, const uint16_t *class_of_channel,
                                 ml_activation activation, ml_error *error, ml_pixels *pixels) ML_MUST_USE;
void ml_pixels_clear(ml_pixels *pixels);

/* Works through one tile with tile->n_classes == pixels->n_classes, of which all channels are stored. Bad pixels are treated as
 * ignored and counted: with ML_ACTIVATION_NONE values that are negative or not finite (binary: outside 0..1), and a
 * sum that is not above 0 or not finite; otherwise values that are not finite. A binary tile has no channels to be summed up.
 */
void ml_pixels_run(ml_pixels *pixels, const ml_tile *tile);

/* The probabilities of all classes, for who wants more of pixels than their sums: of the pixels first .. first + n - 1 of the
 * tile that ml_pixels_run had last, that of class c of pixel first + i goes to out[c * stride + i], stride >= n. They are the
 * very numbers that the sums are made of: after activation and normalisation; of a binary tile (1 - q, q); of a hard one 1 for
 * the decision, and 0 for every class where that is none. Of ignored pixels, bad ones among them, 0. Zeros have no sign.
 * Touches nothing of `pixels` but its scratch. */
void ml_pixels_probabilities(ml_pixels *pixels, const ml_tile *tile, size_t first, size_t n, size_t stride, double *out);

#endif

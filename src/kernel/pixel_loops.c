/* The pixel loops; see pixel_loops.h. Tiles with values are the kernels' work (isa.c); what is common to all of them is here.
 */
#include "kernel/pixel_loops.h"

#include "base/memory.h"
#include "kernel/block.h"

#include <stdlib.h>

/* Of the arrays of numbers: a line of the cache and the widest register. */
enum { ALIGNMENT = 64 };

static void list_places(uint16_t places[1 << ML_LANES][ML_LANES])
{
    for (size_t bits = 0; bits < 1 << ML_LANES; bits++)
        for (uint16_t k = 0, n = 0; k < ML_LANES; k++)
            if (bits >> k & 1)
                places[bits][n++] = k;
}

ml_status ml_pixels_init(const ml_kernel *kernel, size_t n_classes, ml_activation activation, ml_error *error,
                         ml_pixels *pixels)
{
    return ml_pixels_init_grouped(kernel, n_classes, n_classes, NULL, activation, error, pixels);
}

ml_status ml_pixels_init_grouped(const ml_kernel *kernel, size_t n_classes, size_t n_channels, const uint16_t *class_of_channel,
                                 ml_activation activation, ml_error *error, ml_pixels *pixels)
{
    size_t n_cells = 0, n_blocks = class_of_channel ? n_classes + n_channels : n_classes, soft_size, blocks_size, narrow_size;
    memset(pixels, 0, offsetof(ml_pixels, label));
    pixels->kernel = kernel;
    pixels->n_classes = n_classes;
    pixels->n_channels = n_channels;
    pixels->class_of_channel = class_of_channel;
    pixels->activation = activation;
    pixels->with_sq_error = pixels->with_hard_p_true = true;
    list_places(pixels->places);
    if (ml_multiply(n_classes, n_classes, &n_cells) && ml_multiply(n_cells, sizeof(double[ML_LANES]), &soft_size) &&
        ml_multiply(n_blocks, sizeof(double[BLOCK]), &blocks_size) &&
        ml_multiply(n_channels, sizeof(float[BLOCK]), &narrow_size) && blocks_size <= SIZE_MAX / 4 &&
        narrow_size <= SIZE_MAX / 4 && soft_size <= SIZE_MAX / 4) {
        pixels->rows = ml_alloc(n_classes, sizeof *pixels->rows);
        pixels->has_row = ml_alloc(n_classes, sizeof *pixels->has_row);
        pixels->counts = ml_alloc(n_cells, sizeof *pixels->counts);
        pixels->memory = ml_alloc(ALIGNMENT + soft_size + blocks_size + narrow_size, 1);
    }
    if (!pixels->rows || !pixels->has_row || !pixels->counts || !pixels->memory) {
        ml_pixels_clear(pixels);
        return ml_fail_memory(error, "the pixel loops");
    }
    size_t beyond = (uintptr_t)pixels->memory % ALIGNMENT;
    pixels->soft = (double *)(void *)((char *)pixels->memory + (ALIGNMENT - beyond) % ALIGNMENT);
    pixels->block = pixels->soft + n_cells * ML_LANES;
    pixels->channels = pixels->block + n_classes * BLOCK;
    pixels->narrow = (float *)(void *)(pixels->block + n_blocks * BLOCK);
    return ML_OK;
}

void ml_pixels_clear(ml_pixels *pixels)
{
    free(pixels->rows);
    free(pixels->has_row);
    free(pixels->counts);
    free(pixels->memory);
    memset(pixels, 0, offsetof(ml_pixels, label));
}

/* A tile of hard decisions: p is one-hot, or 0 everywhere where there is none. */
static void run_hard(ml_pixels *pixels, const ml_tile *tile)
{
    size_t n = tile->n_pixels;
    memcpy(pixels->decision, tile->decision, n * sizeof *tile->decision);
    for (size_t i = 0; i < n && pixels->with_hard_p_true; i++) {
        uint16_t y = pixels->label[i], d = pixels->decision[i];
        bool wrong = y != ML_IGNORED && y != d;
        pixels->p_true[i] = wrong ? 0 : 1;
        pixels->sq_error[i] = !wrong ? 0 : d == ML_NONE ? 1 : 2;
    }
}

void ml_pixels_run(ml_pixels *pixels, const ml_tile *tile)
{
    for (size_t r = 0; r < pixels->n_rows; r++)
        pixels->has_row[pixels->rows[r]] = false;
    pixels->n_rows = pixels->n_bad = 0;
    pixels->min_sum = DBL_MAX;
    pixels->max_sum = 0;
    pixels->logits_look = 0;
    pixels->n_pixels = tile->n_pixels;
    pixels->soft_is_count = tile->type == ML_SAMPLE_NONE;
    memcpy(pixels->label, tile->truth, tile->n_pixels * sizeof *tile->truth);
    for (size_t i = tile->n_pixels; i % BLOCK != 0; i++)
        pixels->label[i] = ML_IGNORED;
    if (pixels->soft_is_count)
        run_hard(pixels, tile);
    else
        pixels->kernel->run(pixels, tile);
}

static void hard_probabilities(const ml_pixels *pixels, size_t first, size_t n, size_t stride, double *out)
{
    for (size_t c = 0; c < pixels->n_classes; c++)
        for (size_t i = 0; i < n; i++)
            out[c * stride + i] = pixels->label[first + i] != ML_IGNORED && pixels->decision[first + i] == c;
}

void ml_pixels_probabilities(ml_pixels *pixels, const ml_tile *tile, size_t first, size_t n, size_t stride, double *out)
{
    if (pixels->soft_is_count)
        hard_probabilities(pixels, first, n, stride, out);
    else
        pixels->kernel->probabilities(pixels, tile, first, n, stride, out);
}

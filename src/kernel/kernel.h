/* Kernels: the pixel loops and functions over arrays, compiled once per instruction set (isa.c), and the choice among them. All
 * give the same bits; a kernel is read-only and may be shared by threads. */
#ifndef ML_KERNEL_KERNEL_H
#define ML_KERNEL_KERNEL_H

#include "base/cpu.h"
#include "base/error.h"
#include "kernel/tile.h"

struct ml_pixels;

/* Arrays of n values each, all with the same labels. add_by_label adds value i to lane i mod ML_LANES of its label in the sums
 * of its array, for i in ascending order; label[i] == ML_IGNORED: to none. Up to the next multiple of ML_LANES beyond n, labels
 * are ML_IGNORED and values are read, whatever they are. */
typedef struct ml_labelled {
    size_t n;
    const uint16_t *label;
    size_t n_arrays;
    const double *values; /* of array k from k * values_stride on */
    size_t values_stride;
    size_t n_labels;
    double *sums; /* [n_arrays][n_labels][ML_LANES] */
} ml_labelled;

/* How many sums of as many columns add_products works on, and of how many units at most. Between the counts of two rows there
 * is room for a line, so that not all fall into the same places of the cache. */
enum { ML_PRODUCT_ROWS = 8, ML_PRODUCT_COLUMNS = 8, ML_PRODUCT_UNITS = 256, ML_PRODUCT_STRIDE = ML_PRODUCT_UNITS + 8 };

/* Counts are gone through so many at a time; counts of n units are followed by zeros up to a multiple of it. */
enum { ML_COUNTS = 64 };
static inline size_t ml_counts_length(size_t n) { return (n + ML_COUNTS - 1) / ML_COUNTS * ML_COUNTS; }

typedef struct ml_kernel {
    /* Works through the blocks of a tile that has values (pixels.h; ml_pixels_run prepares `pixels`). */
    void (*run)(struct ml_pixels *pixels, const ml_tile *tile);
    /* ml_pixels_probabilities (pixel_loops.h) of such a tile. */
    void (*probabilities)(struct ml_pixels *pixels, const ml_tile *tile, size_t first, size_t n, size_t stride, double *out);
    /* clip[i] = in[i] raised to low or lowered to high; neg_log[i] = -ml_log(clip[i]). 0 < low <= high, finite. */
    void (*clip_log)(const double *in, double low, double high, size_t n, double *clip, double *neg_log);
    /* out[i] = ml_pow(1 - in[i], exponent) by[i], 0 <= in[i] <= 1. */
    void (*weigh_by_rest)(const double *in, double exponent, const double *by, size_t n, double *out);
    void (*add_by_label)(const ml_labelled *labelled);
    /* counts[k] = how many of n draws are k, for k = 0..n-1, [ml_counts_length(n)]: draw i = 1..n is the high word of n times
     * the i-th word of splitmix64 seeded with `seed`. Returns false, and counts say nothing, where one would be above 255. */
    bool (*count_draws)(uint64_t seed, size_t n, uint8_t *counts);
    /* times[i] = counts[i], [ml_counts_length(n)]. */
    void (*widen_counts)(const uint8_t *counts, size_t n, double *times);
    /* sums[r][k] += times[r][i] rows[i][k] for i = 0..n-1, in this order; product and sum are each rounded.
     * times: [ML_PRODUCT_ROWS][ML_PRODUCT_STRIDE], rows: [n][ML_PRODUCT_COLUMNS], sums: [ML_PRODUCT_ROWS][ML_PRODUCT_COLUMNS].
     */
    void (*add_products)(const double *times, const double *rows, size_t n, double *sums);
} ml_kernel;

/* A kernel of this program; the later rows are the faster ones. The first is for every processor. */
typedef struct ml_kernel_row {
    const char *name; /* "baseline", "avx2", "avx512" */
    ml_cpu_feature needs;
    const ml_kernel *kernel;
} ml_kernel_row;

extern const ml_kernel_row ml_kernels[];
extern const size_t ml_n_kernels;

/* The environment variable that names one; whoever evaluates hands its value to ml_kernel_choose. */
#define ML_KERNEL_VARIABLE "MASKLOSS_KERNEL"

/* The row of this name; NULL or "": the fastest that the processor supports. A name that is unknown, or whose instructions the
 * processor lacks, is a usage error, which tells the names there are. */
ml_status ml_kernel_choose(const char *name, ml_error *error, const ml_kernel_row **row) ML_MUST_USE;

#endif

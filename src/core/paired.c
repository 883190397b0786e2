/* The bootstrap; see paired.h. */
#include "core/paired.h"

#include "base/fixed.h"
#include "base/memory.h"
#include "base/thread.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LANES = 8,         /* figures that are resampled side by side: a cache line per image */
    DRAWS = 1024,      /* indices that are drawn at once */
    MAX_THREADS = 256, /* more cannot share the resamples sensibly */
};

void ml_paired_init(size_t n_figures, ml_paired *paired) { *paired = (ml_paired){.n_figures = n_figures}; }

void ml_paired_clear(ml_paired *paired)
{
    free(paired->deltas);
    *paired = (ml_paired){0};
}

ml_status ml_paired_add(ml_paired *paired, const double *baseline, const double *candidate, ml_error *error)
{
    size_t row_bytes = paired->n_figures * sizeof *paired->deltas;
    if (row_bytes > 0 && !ml_grow(&paired->deltas, &paired->capacity, paired->n_images, row_bytes))
        return ml_fail_memory(error, "the differences of images");
    double *row = paired->deltas + paired->n_images * paired->n_figures;
    for (size_t f = 0; f < paired->n_figures; f++)
        row[f] = candidate[f] - baseline[f];
    paired->n_images++;
    return ML_OK;
}

/* Figures that have the same number of images, hence the same draws. */
typedef struct group {
    size_t n_images, n_figures;
    size_t *figures; /* [n_figures] */
    double *columns; /* [blocks][n_images][LANES] the figures' differences without the undefined ones */
    double *means;   /* [n_figures][ML_RESAMPLES] */
} group;

/* A share of a group's resamples. */
typedef struct share {
    const group *group;
    size_t first, end; /* resamples */
    double *sums;      /* [blocks][LANES] */
} share;

static size_t n_blocks(const group *g) { return (g->n_figures + LANES - 1) / LANES; }

/* splitmix64 (Steele, Lea & Flood, Fast Splittable Pseudorandom Number Generators, 2014): the next index below n. */
static inline size_t draw(uint64_t *state, size_t n)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (size_t)ml_wide_product(z ^ (z >> 31), n).hi;
}

_Static_assert(LANES == 8, "the sums below");

/* Adds the rows of the drawn images to the sums of one block. The sums have names so that compilers keep them in registers: in
 * an array they go through memory with every row, which takes three times as long. */
static void add_rows(const double *columns, const size_t *drawn, size_t n_drawn, double sums[LANES])
{
    double s0 = sums[0], s1 = sums[1], s2 = sums[2], s3 = sums[3], s4 = sums[4], s5 = sums[5], s6 = sums[6], s7 = sums[7];
    for (size_t i = 0; i < n_drawn; i++) {
        const double *row = columns + drawn[i] * LANES;
        s0 += row[0];
        s1 += row[1];
        s2 += row[2];
        s3 += row[3];
        s4 += row[4];
        s5 += row[5];
        s6 += row[6];
        s7 += row[7];
    }
    const double all[LANES] = {s0, s1, s2, s3, s4, s5, s6, s7};
    memcpy(sums, all, sizeof all);
}

static void resample(void *arg)
{
    const share *work = arg;
    const group *g = work->group;
    size_t drawn[DRAWS];
    for (size_t b = work->first; b < work->end; b++) {
        uint64_t state = b;
        memset(work->sums, 0, n_blocks(g) * LANES * sizeof *work->sums);
        for (size_t first = 0; first < g->n_images; first += DRAWS) {
            size_t n = g->n_images - first < DRAWS ? g->n_images - first : DRAWS;
            for (size_t i = 0; i < n; i++)
                drawn[i] = draw(&state, g->n_images);
            for (size_t block = 0; block < n_blocks(g); block++)
                add_rows(g->columns + block * g->n_images * LANES, drawn, n, work->sums + block * LANES);
        }
        for (size_t f = 0; f < g->n_figures; f++)
            g->means[f * ML_RESAMPLES + b] = work->sums[f] / (double)g->n_images;
    }
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The quantile of thousandths / 1000 among sorted values, between order statistics: position (n - 1) q, as NumPy's default. */
static double quantile(const double *sorted, size_t n, size_t thousandths)
{
    size_t position = (n - 1) * thousandths, below = position / 1000;
    double part = (double)(position % 1000) / 1000;
    return below + 1 < n ? sorted[below] + (sorted[below + 1] - sorted[below]) * part : sorted[below];
}

static void group_clear(group *g)
{
    free(g->figures);
    free(g->columns);
    free(g->means);
}

/* The figures with n images, and their differences side by side. On failure the group is still to be cleared. */
static ml_status collect(const ml_paired *paired, const ml_interval *intervals, size_t n, ml_error *error, group *g)
{
    size_t n_elems, n_figures = 0;
    for (size_t f = 0; f < paired->n_figures; f++)
        n_figures += intervals[f].n_images == n;
    *g = (group){.n_images = n, .n_figures = n_figures, .figures = ml_alloc(n_figures, sizeof *g->figures)};
    if (!g->figures || !ml_multiply(n_blocks(g) * LANES, n, &n_elems) || !(g->columns = ml_alloc(n_elems, sizeof(double))) ||
        !(g->means = ml_alloc(n_figures * ML_RESAMPLES, sizeof(double))))
        return ml_fail_memory(error, "the resamples");
    for (size_t f = 0, k = 0; f < paired->n_figures; f++) {
        if (intervals[f].n_images != n)
            continue;
        double *column = g->columns + k / LANES * n * LANES + k % LANES;
        g->figures[k++] = f;
        for (size_t i = 0; i < paired->n_images; i++) {
            double delta = paired->deltas[i * paired->n_figures + f];
            if (isnan(delta))
                continue;
            *column = delta;
            column += LANES;
        }
    }
    return ML_OK;
}

/* Runs the shares of all threads; where the system gives fewer, what is left is done here. */
static ml_status run_shares(share *shares, size_t n, ml_error *error)
{
    void *args[MAX_THREADS];
    ml_threads *threads = NULL;
    size_t n_started = 0;
    for (size_t t = 0; t < n; t++)
        args[t] = &shares[t];
    ml_status status = n > 1 ? ml_threads_start(n - 1, resample, args + 1, error, &threads, &n_started) : ML_OK;
    if (!status) {
        resample(args[0]);
        for (size_t t = n_started + 1; t < n; t++)
            resample(args[t]);
    }
    ml_threads_join(threads);
    return status;
}

static ml_status run_group(const group *g, size_t n_threads, ml_error *error, ml_interval *intervals)
{
    share shares[MAX_THREADS];
    n_threads = n_threads < 1 ? 1 : n_threads < MAX_THREADS ? n_threads : MAX_THREADS;
    double *sums = ml_alloc(n_threads * n_blocks(g) * LANES, sizeof *sums);
    if (!sums)
        return ml_fail_memory(error, "the resamples");
    for (size_t t = 0; t < n_threads; t++)
        shares[t] =
            (share){g, ML_RESAMPLES * t / n_threads, ML_RESAMPLES * (t + 1) / n_threads, sums + t * n_blocks(g) * LANES};
    ml_status status = run_shares(shares, n_threads, error);
    for (size_t k = 0; k < g->n_figures && !status; k++) {
        double *means = g->means + k * ML_RESAMPLES;
        qsort(means, ML_RESAMPLES, sizeof *means, ascending);
        intervals[g->figures[k]].low = quantile(means, ML_RESAMPLES, 25);
        intervals[g->figures[k]].high = quantile(means, ML_RESAMPLES, 975);
    }
    free(sums);
    return status;
}

/* The mean difference of a figure, exactly summed. */
static ml_status mean_of(const ml_paired *paired, size_t f, ml_error *error, ml_interval *interval)
{
    ml_fixed sum = {{0, 0}};
    size_t n = 0;
    for (size_t i = 0; i < paired->n_images; i++) {
        double delta = paired->deltas[i * paired->n_figures + f];
        if (isnan(delta))
            continue;
        if (!ml_fixed_add(&sum, delta))
            return ml_fail(error, ML_E_SYSTEM, "the sum of an image figure's differences is too large");
        n++;
    }
    *interval = (ml_interval){n, n > 0 ? ml_fixed_to_double(&sum) / (double)n : (double)NAN, (double)NAN, (double)NAN};
    return ML_OK;
}

ml_status ml_paired_intervals(const ml_paired *paired, size_t n_threads, ml_error *error, ml_interval *intervals)
{
    ml_status status = ML_OK;
    for (size_t f = 0; f < paired->n_figures && !status; f++)
        status = mean_of(paired, f, error, &intervals[f]);
    for (size_t f = 0; f < paired->n_figures && !status; f++) {
        bool is_first = intervals[f].n_images >= 2;
        for (size_t k = 0; k < f; k++)
            is_first = is_first && intervals[k].n_images != intervals[f].n_images;
        group g;
        if (!is_first)
            continue;
        status = collect(paired, intervals, intervals[f].n_images, error, &g);
        if (!status)
            status = run_group(&g, n_threads, error, intervals);
        group_clear(&g);
    }
    return status;
}

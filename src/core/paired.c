/* Paired differences; see paired.h. */
#include "core/paired.h"

#include "base/fixed.h"
#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

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
    size_t n_figures;
    size_t *figures; /* [n_figures] */
    ml_units units;  /* their differences without the undefined ones */
} group;

static void group_clear(group *g)
{
    free(g->figures);
    ml_units_clear(&g->units);
}

/* The differences of a figure become column k. */
static void set_column(const ml_paired *paired, size_t f, size_t k, ml_units *units)
{
    size_t unit = 0;
    for (size_t i = 0; i < paired->n_images; i++) {
        double delta = paired->deltas[i * paired->n_figures + f];
        if (!isnan(delta))
            *ml_units_at(units, unit++, k) = delta;
    }
}

/* The figures with n images. On failure the group is still to be cleared. */
static ml_status collect(const ml_paired *paired, const ml_paired_mean *means, size_t n, ml_error *error, group *g)
{
    ml_status status = ML_OK;
    *g = (group){.figures = ml_alloc(paired->n_figures, sizeof *g->figures)};
    if (!g->figures)
        return ml_fail_memory(error, "the resamples");
    for (size_t f = 0; f < paired->n_figures; f++)
        if (means[f].n_images == n)
            g->figures[g->n_figures++] = f;
    ml_units_init(g->n_figures, &g->units);
    while (g->units.n < n && !status)
        status = ml_units_add(&g->units, error);
    for (size_t k = 0; k < g->n_figures && !status; k++)
        set_column(paired, g->figures[k], k, &g->units);
    return status;
}

/* The means of a resample. */
static void make_means(void *context, const double *sums, double *values)
{
    const group *g = context;
    for (size_t k = 0; k < g->n_figures; k++)
        values[k] = sums[k] / (double)g->units.n;
}

static ml_status run_group(group *g, const ml_kernel *kernel, size_t n_threads, ml_error *error, ml_paired_mean *means)
{
    void *contexts[ML_MOST_RESAMPLERS];
    ml_interval *intervals = ml_alloc(g->n_figures, sizeof *intervals);
    if (!intervals)
        return ml_fail_memory(error, "the resamples");
    for (size_t t = 0; t < ML_MOST_RESAMPLERS; t++)
        contexts[t] = g;
    n_threads = n_threads < 1 ? 1 : n_threads < ML_MOST_RESAMPLERS ? n_threads : ML_MOST_RESAMPLERS;
    const ml_bootstrap bootstrap = {&g->units, kernel, g->n_figures, make_means, contexts, n_threads};
    ml_status status = ml_bootstrap_run(&bootstrap, error, intervals);
    for (size_t k = 0; k < g->n_figures && !status; k++)
        means[g->figures[k]].interval = intervals[k];
    free(intervals);
    return status;
}

/* The mean difference of a figure, exactly summed. */
static ml_status mean_of(const ml_paired *paired, size_t f, ml_error *error, ml_paired_mean *mean)
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
    *mean = (ml_paired_mean){n, n > 0 ? ml_fixed_to_double(&sum) / (double)n : (double)NAN, {(double)NAN, (double)NAN}};
    return ML_OK;
}

ml_status ml_paired_means(const ml_paired *paired, const ml_kernel *kernel, size_t n_threads, ml_error *error,
                          ml_paired_mean *means)
{
    ml_status status = ML_OK;
    for (size_t f = 0; f < paired->n_figures && !status; f++)
        status = mean_of(paired, f, error, &means[f]);
    for (size_t f = 0; f < paired->n_figures && !status; f++) {
        bool is_first = means[f].n_images >= 2;
        for (size_t k = 0; k < f; k++)
            is_first = is_first && means[k].n_images != means[f].n_images;
        group g;
        if (!is_first)
            continue;
        status = collect(paired, means, means[f].n_images, error, &g);
        if (!status)
            status = run_group(&g, kernel, n_threads, error, means);
        group_clear(&g);
    }
    return status;
}

/* The sums of the groups' differences, a column a figure, and behind them how many there are. */
static ml_status sum_groups(const ml_paired *paired, const size_t *group_of, size_t n_groups, ml_error *error, ml_units *units)
{
    ml_status status = ML_OK;
    size_t n = paired->n_figures;
    ml_units_init(2 * n, units);
    while (units->n < n_groups && !status)
        status = ml_units_add(units, error);
    for (size_t i = 0; i < paired->n_images && !status; i++)
        for (size_t f = 0; f < n; f++) {
            double delta = paired->deltas[i * n + f];
            if (isnan(delta))
                continue;
            *ml_units_at(units, group_of[i], f) += delta;
            *ml_units_at(units, group_of[i], n + f) += 1;
        }
    return status;
}

/* All differences of the groups drawn, over their number. */
static void make_ratios(void *context, const double *sums, double *values)
{
    const ml_paired *paired = context;
    for (size_t f = 0; f < paired->n_figures; f++)
        values[f] = sums[paired->n_figures + f] > 0 ? sums[f] / sums[paired->n_figures + f] : (double)NAN;
}

ml_status ml_paired_means_of_groups(const ml_paired *paired, const size_t *group_of, size_t n_groups, const ml_kernel *kernel,
                                    size_t n_threads, ml_error *error, ml_paired_mean *means)
{
    ml_units units = {0};
    ml_paired shared = *paired;
    void *contexts[ML_MOST_RESAMPLERS];
    ml_interval *intervals = ml_alloc(paired->n_figures, sizeof *intervals);
    ml_status status = intervals ? ML_OK : ml_fail_memory(error, "the resamples");
    for (size_t f = 0; f < paired->n_figures && !status; f++)
        status = mean_of(paired, f, error, &means[f]);
    if (!status)
        status = sum_groups(paired, group_of, n_groups, error, &units);
    for (size_t t = 0; t < ML_MOST_RESAMPLERS; t++)
        contexts[t] = &shared;
    n_threads = n_threads < 1 ? 1 : n_threads < ML_MOST_RESAMPLERS ? n_threads : ML_MOST_RESAMPLERS;
    const ml_bootstrap bootstrap = {&units, kernel, paired->n_figures, make_ratios, contexts, n_threads};
    if (!status && paired->n_figures > 0)
        status = ml_bootstrap_run(&bootstrap, error, intervals);
    for (size_t f = 0; f < paired->n_figures && !status; f++)
        means[f].interval = intervals[f];
    ml_units_clear(&units);
    free(intervals);
    return status;
}

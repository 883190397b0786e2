/* The bootstrap; see bootstrap.h. A resample's sums are a row of a product of matrices, how often a unit was drawn times what
 * it adds: blocks of units, panels of eight columns, eight resamples at once. */
#include "core/bootstrap.h"

#include "base/memory.h"
#include "base/thread.h"
#include "base/wide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    AT_ONCE = 64, /* resamples that go through the units together */
    OCTETS = AT_ONCE / ML_PRODUCT_ROWS,
};

static size_t n_panels(const ml_units *units) { return (units->n_columns + ML_PRODUCT_COLUMNS - 1) / ML_PRODUCT_COLUMNS; }

void ml_units_init(size_t n_columns, ml_units *units) { *units = (ml_units){.n_columns = n_columns}; }

void ml_units_clear(ml_units *units)
{
    for (size_t b = 0; b < units->n_blocks; b++)
        free(units->blocks[b]);
    free(units->blocks);
    *units = (ml_units){0};
}

ml_status ml_units_add(ml_units *units, ml_error *error)
{
    size_t n_elems;
    if (units->n == units->n_blocks * ML_PRODUCT_UNITS) {
        double *block = ml_multiply(n_panels(units), (size_t)ML_PRODUCT_UNITS * ML_PRODUCT_COLUMNS, &n_elems)
                            ? ml_alloc(n_elems, sizeof *block)
                            : NULL;
        if (!block || !ml_grow(&units->blocks, &units->capacity, units->n_blocks, sizeof *units->blocks)) {
            free(block);
            return ml_fail_memory(error, "what is resampled");
        }
        units->blocks[units->n_blocks++] = block;
    }
    units->n++;
    return ML_OK;
}

/* What the threads share. */
typedef struct sharing {
    const ml_bootstrap *bootstrap;
    ml_monitor *monitor; /* for the tails */
    ml_tails *tails;     /* [n_figures] */
} sharing;

/* A thread's part: some resamples, a few at a time. */
typedef struct share {
    const sharing *all;
    void *context;
    size_t first, end; /* resamples */
    bool is_overfull;  /* a count had no place */
    uint8_t *counts;   /* [AT_ONCE][ml_counts_length(n units)] */
    double *times;     /* [AT_ONCE][ML_PRODUCT_STRIDE] counts of a block */
    double *sums;      /* [panels][AT_ONCE][ML_PRODUCT_COLUMNS] */
    double *row;       /* [n_columns] sums of one resample */
    double *values;    /* [AT_ONCE][n_figures] */
} share;

/* The sums of n resamples from b on. */
static void sum_up(share *s, size_t b, size_t n)
{
    const ml_units *units = s->all->bootstrap->units;
    const ml_kernel *kernel = s->all->bootstrap->kernel;
    size_t length = ml_counts_length(units->n), n_octets = (n + ML_PRODUCT_ROWS - 1) / ML_PRODUCT_ROWS;
    memset(s->counts + n * length, 0, (n_octets * ML_PRODUCT_ROWS - n) * length);
    memset(s->sums, 0, n_panels(units) * AT_ONCE * ML_PRODUCT_COLUMNS * sizeof *s->sums);
    for (size_t r = 0; r < n; r++)
        s->is_overfull |= !kernel->count_draws(b + r, units->n, s->counts + r * length);
    for (size_t block = 0; block < units->n_blocks; block++) {
        size_t first = block * ML_PRODUCT_UNITS, left = units->n - first;
        size_t n_rows = left < ML_PRODUCT_UNITS ? left : ML_PRODUCT_UNITS;
        for (size_t r = 0; r < n_octets * ML_PRODUCT_ROWS; r++)
            kernel->widen_counts(s->counts + r * length + first, n_rows, s->times + r * ML_PRODUCT_STRIDE);
        for (size_t p = 0; p < n_panels(units); p++)
            for (size_t o = 0; o < n_octets; o++)
                kernel->add_products(s->times + o * ML_PRODUCT_ROWS * ML_PRODUCT_STRIDE,
                                     units->blocks[block] + p * ML_PRODUCT_UNITS * ML_PRODUCT_COLUMNS, n_rows,
                                     s->sums + (p * OCTETS + o) * ML_PRODUCT_ROWS * ML_PRODUCT_COLUMNS);
    }
}

/* The figures of the resample that is number r of those in the sums. */
static void make_figures(const share *s, size_t r)
{
    const ml_bootstrap *bootstrap = s->all->bootstrap;
    for (size_t c = 0; c < bootstrap->units->n_columns; c++)
        s->row[c] = s->sums[(c / ML_PRODUCT_COLUMNS * AT_ONCE + r) * ML_PRODUCT_COLUMNS + c % ML_PRODUCT_COLUMNS];
    bootstrap->figures(s->context, s->row, s->values + r * bootstrap->n_figures);
}

static void resample(void *arg)
{
    share *s = arg;
    size_t n_figures = s->all->bootstrap->n_figures;
    for (size_t b = s->first; b < s->end; b += AT_ONCE) {
        size_t n = s->end - b < AT_ONCE ? s->end - b : AT_ONCE;
        sum_up(s, b, n);
        for (size_t r = 0; r < n; r++)
            make_figures(s, r);
        ml_monitor_enter(s->all->monitor);
        for (size_t f = 0; f < n_figures; f++)
            for (size_t r = 0; r < n; r++)
                ml_tails_add(&s->all->tails[f], s->values[r * n_figures + f]);
        ml_monitor_leave(s->all->monitor);
    }
}

/* On failure the share is still to be cleared. */
static ml_status share_init(const sharing *all, size_t t, ml_error *error, share *s)
{
    const ml_bootstrap *bootstrap = all->bootstrap;
    size_t n_threads = bootstrap->n_threads, n_units = bootstrap->units->n, n_columns = bootstrap->units->n_columns;
    *s = (share){
        .all = all,
        .context = bootstrap->contexts[t],
        .first = ML_RESAMPLES * t / n_threads,
        .end = ML_RESAMPLES * (t + 1) / n_threads,
        .counts = ml_alloc_unset(ml_counts_length(n_units), AT_ONCE),
        .times = ml_alloc(AT_ONCE, ML_PRODUCT_STRIDE * sizeof(double)),
        .sums = ml_alloc(n_panels(bootstrap->units), AT_ONCE * ML_PRODUCT_COLUMNS * sizeof(double)),
        .row = ml_alloc(n_columns, sizeof(double)),
        .values = ml_alloc(bootstrap->n_figures, AT_ONCE * sizeof(double)),
    };
    return s->counts && s->times && s->sums && s->row && s->values ? ML_OK : ml_fail_memory(error, "the resamples");
}

static void share_clear(share *s)
{
    free(s->counts);
    free(s->times);
    free(s->sums);
    free(s->row);
    free(s->values);
}

/* Runs the shares of all threads; where the system gives fewer, what is left is done here. */
static ml_status run_shares(share *shares, size_t n, ml_error *error)
{
    void *args[ML_MOST_RESAMPLERS] = {NULL};
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

/* Fills the tails. */
static ml_status run(const sharing *all, ml_error *error)
{
    share shares[ML_MOST_RESAMPLERS];
    size_t n_made = 0;
    ml_status status = ML_OK;
    while (n_made < all->bootstrap->n_threads && !status) {
        status = share_init(all, n_made, error, &shares[n_made]);
        n_made++;
    }
    if (!status)
        status = run_shares(shares, n_made, error);
    while (n_made > 0) {
        if (shares[--n_made].is_overfull && !status)
            status = ml_fail(error, ML_E_SYSTEM, "a resample draws the same image or group more than 255 times");
        share_clear(&shares[n_made]);
    }
    return status;
}

ml_status ml_bootstrap_run(const ml_bootstrap *bootstrap, ml_error *error, ml_interval *intervals)
{
    sharing all = {bootstrap, ml_monitor_create(), ml_alloc(bootstrap->n_figures, sizeof(ml_tails))};
    ml_status status = all.monitor && all.tails ? ML_OK : ml_fail_memory(error, "the resamples");
    if (!status && bootstrap->units->n >= 2)
        status = run(&all, error);
    for (size_t f = 0; f < bootstrap->n_figures && !status; f++)
        intervals[f] = ml_tails_interval(&all.tails[f], ML_LEAST_RESAMPLES);
    free(all.tails);
    ml_monitor_destroy(all.monitor);
    return status;
}

/* From tiles to a record; see reducer.h. */
#include "observe/reducer.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A multiple of ML_LANES, so that lanes do not depend on it. */
enum { SOME_PIXELS = 512 };
_Static_assert(SOME_PIXELS % ML_LANES == 0 && ML_TILE_PIXELS % SOME_PIXELS == 0, "lanes");

/* Whether a loss that was asked for looks at squared errors. */
static bool takes_sq_error(const ml_losses *losses)
{
    bool takes = false;
    for (size_t s = 0; s < losses->n_sums; s++)
        takes |= losses->sums[s].kind->takes_sq_error;
    return takes;
}

ml_status ml_reducer_init(const ml_settings *settings, ml_error *error, ml_reducer *reducer)
{
    size_t n_classes = settings->classes->n;
    memset(reducer, 0, sizeof *reducer);
    reducer->settings = settings;
    ml_status status = ml_pixels_init(settings->kernel->kernel, n_classes, settings->activation, error, &reducer->pixels);
    if (!status)
        reducer->pixels.with_sq_error = takes_sq_error(settings->losses);
    if (!status)
        status = ml_tally_init(settings, error, &reducer->tally);
    if (!status) {
        reducer->terms = ml_alloc(1 + settings->losses->n_sums, sizeof(double[SOME_PIXELS]));
        reducer->lane_sums = ml_alloc(n_classes * settings->losses->n_sums, sizeof(double[ML_LANES]));
        if (!reducer->terms || !reducer->lane_sums)
            status = ml_fail_memory(error, "the losses of a tile");
    }
    if (status)
        ml_reducer_clear(reducer);
    return status;
}

void ml_reducer_clear(ml_reducer *reducer)
{
    ml_pixels_clear(&reducer->pixels);
    ml_tally_clear(&reducer->tally);
    free(reducer->terms);
    free(reducer->lane_sums);
    memset(reducer, 0, sizeof *reducer);
}

void ml_reducer_reset(ml_reducer *reducer)
{
    ml_tally_reset(&reducer->tally);
    reducer->bad = (ml_bad_pixel){0};
    reducer->min_sum = DBL_MAX;
    reducer->max_sum = 0;
}

/* What a hard tile's pixels are called, in runs; their p are 0 and 1 and, added one by one, need no order. */
static bool add_hard(ml_reducer *reducer, size_t *n_valid)
{
    const ml_pixels *px = &reducer->pixels;
    ml_record *counts = &reducer->tally.counts;
    bool fits = true;
    for (size_t i = 0, n; i < px->n_pixels; i += n) {
        uint16_t y = px->label[i], d = px->decision[i];
        for (n = 1; i + n < px->n_pixels && px->label[i + n] == y && px->decision[i + n] == d;)
            n++;
        if (y == ML_IGNORED)
            continue;
        *n_valid += n;
        if (d == ML_NONE) {
            counts->none[y] += n;
        } else {
            counts->hard[y * px->n_classes + d] += n;
            fits &= ml_fixed_add(&reducer->tally.soft[y * px->n_classes + d], (double)n);
        }
    }
    return fits;
}

/* The tile's decisions and sums of p. */
static bool add_soft(ml_reducer *reducer, size_t *n_valid)
{
    const ml_pixels *px = &reducer->pixels;
    bool fits = true;
    for (size_t r = 0; r < px->n_rows; r++) {
        size_t at = px->rows[r] * px->n_classes;
        for (size_t c = at; c < at + px->n_classes; c++) {
            reducer->tally.counts.hard[c] += px->counts[c];
            *n_valid += px->counts[c];
            fits &= ml_fixed_add(&reducer->tally.soft[c], ml_lane_sum(px->soft + c * ML_LANES));
        }
    }
    return fits;
}

/* Everything about a tile but its losses. */
static bool add_counts(ml_reducer *reducer)
{
    const ml_pixels *px = &reducer->pixels;
    ml_record *counts = &reducer->tally.counts;
    size_t n_valid = 0;
    bool fits = px->soft_is_count ? add_hard(reducer, &n_valid) : add_soft(reducer, &n_valid);
    if (px->n_bad && !reducer->bad.found)
        reducer->bad =
            (ml_bad_pixel){true, (size_t)counts->n_pixels + px->first_bad_pixel, px->first_bad_class, px->first_bad_value};
    counts->n_pixels += px->n_pixels;
    counts->n_bad += px->n_bad;
    counts->n_ignored += px->n_pixels - n_valid;
    return fits;
}

/* The pointwise losses, some pixels at a time, so that what lies between stays in the first cache. */
static void add_losses(ml_reducer *reducer)
{
    const ml_pixels *px = &reducer->pixels;
    const ml_losses *losses = reducer->settings->losses;
    double epsilon = reducer->settings->epsilon;
    double *pt = reducer->terms, *loss = pt + SOME_PIXELS, *neg_log = loss; /* which is cce, and this is sums[0] */
    for (size_t first = 0; first < px->n_pixels; first += SOME_PIXELS) {
        size_t left = px->n_pixels - first, n = left < SOME_PIXELS ? left : SOME_PIXELS;
        px->kernel->clip_log(px->p_true + first, epsilon, 1 - epsilon, n, pt, neg_log);
        const ml_pixel_terms terms = {n, pt, neg_log, px->sq_error + first, px->kernel};
        for (size_t s = 1; s < losses->n_sums; s++)
            losses->sums[s].kind->pixels(&terms, losses->sums[s].param, loss + s * SOME_PIXELS);
        const ml_labelled labelled = {n,           px->label + first, losses->n_sums,    loss,
                                      SOME_PIXELS, px->n_classes,     reducer->lane_sums};
        px->kernel->add_by_label(&labelled);
    }
}

/* Adds the tile's losses: `lane_sums` of the rows that occur, which it leaves 0 for the next tile. */
static bool add_lane_sums(ml_reducer *reducer)
{
    const ml_pixels *px = &reducer->pixels;
    bool fits = true;
    for (size_t s = 0; s < reducer->settings->losses->n_sums; s++)
        for (size_t r = 0; r < px->n_rows; r++) {
            size_t at = s * px->n_classes + px->rows[r];
            double *lanes = reducer->lane_sums + at * ML_LANES;
            fits &= ml_fixed_add(&reducer->tally.sums[at], ml_lane_sum(lanes));
            memset(lanes, 0, sizeof(double[ML_LANES]));
        }
    return fits;
}

ml_status ml_reducer_add(ml_reducer *reducer, const ml_tile *tile, ml_error *error)
{
    const ml_pixels *px = &reducer->pixels;
    ml_pixels_run(&reducer->pixels, tile);
    reducer->min_sum = px->min_sum < reducer->min_sum ? px->min_sum : reducer->min_sum;
    reducer->max_sum = px->max_sum > reducer->max_sum ? px->max_sum : reducer->max_sum;
    bool fits = add_counts(reducer);
    add_losses(reducer);
    fits &= add_lane_sums(reducer);
    if (!fits)
        return ml_fail(error, ML_E_SYSTEM, "a sum over the pixels exceeds 2^63");
    return ML_OK;
}

const ml_record *ml_reducer_finish(ml_reducer *reducer) { return ml_tally_finish(&reducer->tally); }

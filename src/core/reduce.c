/* From tiles to a record; see reduce.h. */
#include "core/reduce.h"

#include "base/memory.h"
#include "kernel/math.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_reducer_init(const ml_settings *settings, ml_error *error, ml_reducer *reducer)
{
    size_t n_classes = settings->classes->n;
    memset(reducer, 0, sizeof *reducer);
    reducer->settings = settings;
    ml_status status = ml_pixels_init(n_classes, settings->activation, error, &reducer->pixels);
    if (!status)
        status = ml_tally_init(n_classes, settings->losses->n_sums, error, &reducer->tally);
    if (!status) {
        reducer->terms = ml_alloc(3, sizeof(double[ML_TILE_PIXELS]));
        reducer->lane_sums = ml_alloc(n_classes, sizeof(double[ML_LANES]));
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

static void count(ml_reducer *reducer)
{
    const ml_pixels *px = &reducer->pixels;
    ml_record *counts = &reducer->tally.counts;
    if (px->n_bad && !reducer->bad.found)
        reducer->bad =
            (ml_bad_pixel){true, (size_t)counts->n_pixels + px->first_bad_pixel, px->first_bad_class, px->first_bad_value};
    counts->n_pixels += px->n_pixels;
    counts->n_bad += px->n_bad;
    for (size_t i = 0; i < px->n_pixels; i++) {
        uint16_t y = px->label[i], d = px->decision[i];
        if (y == ML_IGNORED)
            counts->n_ignored++;
        else if (d == ML_NONE)
            counts->none[y]++;
        else
            counts->hard[y * counts->n_classes + d]++;
    }
}

/* The tile's sums of p. Those of a hard prediction are counts, and added as such: the same as adding 1 per pixel. */
static bool add_soft(ml_reducer *reducer)
{
    const ml_pixels *px = &reducer->pixels;
    size_t n_classes = px->n_classes;
    bool fits = true;
    if (px->soft_is_count) {
        for (size_t i = 0; i < px->n_pixels; i++)
            if (px->label[i] != ML_IGNORED && px->decision[i] != ML_NONE)
                fits &= ml_fixed_add(&reducer->tally.soft[px->label[i] * n_classes + px->decision[i]], 1);
        return fits;
    }
    for (size_t r = 0; r < px->n_rows; r++) {
        ml_fixed *to = reducer->tally.soft + px->rows[r] * n_classes;
        const double *from = px->soft + px->rows[r] * n_classes * ML_LANES;
        for (size_t c = 0; c < n_classes; c++)
            fits &= ml_fixed_add(&to[c], ml_lane_sum(from + c * ML_LANES));
    }
    return fits;
}

/* One pointwise loss, summed over the pixels of each true class. */
static bool add_loss(ml_reducer *reducer, const double *loss, ml_fixed *sums)
{
    const ml_pixels *px = &reducer->pixels;
    bool fits = true;
    for (size_t r = 0; r < px->n_rows; r++)
        memset(reducer->lane_sums + px->rows[r] * (size_t)ML_LANES, 0, sizeof(double[ML_LANES]));
    for (size_t i = 0; i < px->n_pixels; i++)
        if (px->label[i] != ML_IGNORED)
            reducer->lane_sums[px->label[i] * (size_t)ML_LANES + i % ML_LANES] += loss[i];
    for (size_t r = 0; r < px->n_rows; r++)
        fits &= ml_fixed_add(&sums[px->rows[r]], ml_lane_sum(reducer->lane_sums + px->rows[r] * (size_t)ML_LANES));
    return fits;
}

static bool add_losses(ml_reducer *reducer)
{
    const ml_pixels *px = &reducer->pixels;
    const ml_losses *losses = reducer->settings->losses;
    double epsilon = reducer->settings->epsilon;
    double *pt = reducer->terms, *neg_log = pt + ML_TILE_PIXELS, *loss = neg_log + ML_TILE_PIXELS;
    bool fits = true;
    for (size_t i = 0; i < px->n_pixels; i++) {
        double p = px->p_true[i];
        pt[i] = p < epsilon ? epsilon : p > 1 - epsilon ? 1 - epsilon : p;
    }
    ml_neg_log_array(pt, px->n_pixels, neg_log);
    const ml_pixel_terms terms = {px->n_pixels, pt, neg_log, px->sq_error};
    for (size_t s = 0; s < losses->n_sums; s++) {
        losses->sums[s].kind->pixels(&terms, losses->sums[s].param, loss);
        fits &= add_loss(reducer, loss, reducer->tally.sums + s * px->n_classes);
    }
    return fits;
}

ml_status ml_reducer_add(ml_reducer *reducer, const ml_tile *tile, ml_error *error)
{
    const ml_pixels *px = &reducer->pixels;
    ml_pixels_run(&reducer->pixels, tile);
    reducer->min_sum = px->min_sum < reducer->min_sum ? px->min_sum : reducer->min_sum;
    reducer->max_sum = px->max_sum > reducer->max_sum ? px->max_sum : reducer->max_sum;
    count(reducer);
    if (!add_soft(reducer) || !add_losses(reducer))
        return ml_fail(error, ML_E_SYSTEM, "a sum over the pixels exceeds 2^63");
    return ML_OK;
}

const ml_record *ml_reducer_finish(ml_reducer *reducer) { return ml_tally_finish(&reducer->tally); }

/* From tiles to a record; see reducer.h. */
#include "observe/reducer.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A multiple of ML_LANES, so that lanes do not depend on it. */
enum { SOME_PIXELS = 512 };
_Static_assert(SOME_PIXELS % ML_LANES == 0 && ML_TILE_PIXELS % SOME_PIXELS == 0, "lanes");

/* Buffers of one thread, reused for every image. */
typedef struct reducer {
    const ml_settings *settings;
    ml_tally *tally;   /* of the current image */
    double *terms;     /* scratch: pt and the losses of some pixels */
    double *lane_sums; /* scratch: [n_sums][n_classes][ML_LANES], 0 between tiles */
} reducer;

bool ml_losses_take_sq_error(const ml_losses *losses)
{
    bool takes = false;
    for (size_t s = 0; s < losses->n_sums; s++)
        takes |= losses->sums[s].kind->takes_sq_error;
    return takes;
}

static void destroy(void *state)
{
    reducer *r = state;
    free(r->terms);
    free(r->lane_sums);
    free(r);
}

static ml_status create(const void *params, const ml_settings *settings, ml_tally *tally, ml_error *error, void **state)
{
    size_t n_sums = settings->losses->n_sums;
    reducer *r = ml_alloc(1, sizeof *r);
    ML_UNUSED(params);
    if (r) {
        *r = (reducer){.settings = settings, .tally = tally};
        r->terms = ml_alloc(1 + n_sums, sizeof(double[SOME_PIXELS]));
        r->lane_sums = ml_alloc(settings->classes->n * n_sums, sizeof(double[ML_LANES]));
    }
    if (r && r->terms && r->lane_sums) {
        *state = r;
        return ML_OK;
    }
    if (r)
        destroy(r);
    return ml_fail_memory(error, "the losses of a tile");
}

/* What a hard tile's pixels are called, in runs; their p are 0 and 1 and, added one by one, need no order. */
static bool add_hard(const ml_pixels *px, ml_tally *tally, size_t *n_valid)
{
    ml_record *counts = &tally->counts;
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
            fits &= ml_fixed_add(&tally->soft[y * px->n_classes + d], (double)n);
        }
    }
    return fits;
}

/* The tile's decisions and sums of p. */
static bool add_soft(const ml_pixels *px, ml_tally *tally, size_t *n_valid)
{
    bool fits = true;
    for (size_t r = 0; r < px->n_rows; r++) {
        size_t at = px->rows[r] * px->n_classes;
        for (size_t c = at; c < at + px->n_classes; c++) {
            tally->counts.hard[c] += px->counts[c];
            *n_valid += px->counts[c];
            fits &= ml_fixed_add(&tally->soft[c], ml_lane_sum(px->soft + c * ML_LANES));
        }
    }
    return fits;
}

/* Everything about a tile but its losses. */
static bool add_counts(const ml_pixels *px, ml_tally *tally)
{
    size_t n_valid = 0;
    bool fits = px->soft_is_count ? add_hard(px, tally, &n_valid) : add_soft(px, tally, &n_valid);
    tally->counts.n_pixels += px->n_pixels;
    tally->counts.n_bad += px->n_bad;
    tally->counts.n_ignored += px->n_pixels - n_valid;
    return fits;
}

/* The pointwise losses, some pixels at a time, so that what lies between stays in the first cache. */
static void add_losses(const ml_pixels *px, const reducer *own)
{
    const ml_losses *losses = own->settings->losses;
    double epsilon = own->settings->epsilon;
    double *pt = own->terms, *loss = pt + SOME_PIXELS, *neg_log = loss; /* which is cce, and this is sums[0] */
    for (size_t first = 0; first < px->n_pixels; first += SOME_PIXELS) {
        size_t left = px->n_pixels - first, n = left < SOME_PIXELS ? left : SOME_PIXELS;
        px->kernel->clip_log(px->p_true + first, epsilon, 1 - epsilon, n, pt, neg_log);
        const ml_pixel_terms terms = {n, pt, neg_log, px->sq_error + first, px->kernel};
        for (size_t s = 1; s < losses->n_sums; s++)
            losses->sums[s].kind->pixels(&terms, losses->sums[s].param, loss + s * SOME_PIXELS);
        const ml_labelled labelled = {n, px->label + first, losses->n_sums, loss, SOME_PIXELS, px->n_classes, own->lane_sums};
        px->kernel->add_by_label(&labelled);
    }
}

/* Adds the tile's losses: `lane_sums` of the rows that occur, which it leaves 0 for the next tile. */
static bool add_lane_sums(const ml_pixels *px, const reducer *own)
{
    bool fits = true;
    for (size_t s = 0; s < own->settings->losses->n_sums; s++)
        for (size_t r = 0; r < px->n_rows; r++) {
            size_t at = s * px->n_classes + px->rows[r];
            double *lanes = own->lane_sums + at * ML_LANES;
            fits &= ml_fixed_add(&own->tally->sums[at], ml_lane_sum(lanes));
            memset(lanes, 0, sizeof(double[ML_LANES]));
        }
    return fits;
}

static ml_status take(void *state, const ml_observed_tile *tile, ml_error *error)
{
    const reducer *own = state;
    const ml_pixels *px = tile->pixels;
    bool fits = add_counts(px, own->tally);
    add_losses(px, own);
    fits &= add_lane_sums(px, own);
    return fits ? ML_OK : ml_fail(error, ML_E_SYSTEM, "a sum over the pixels exceeds 2^63");
}

const ml_observer_kind ml_reducer = {.name = "record", .create = create, .destroy = destroy, .take = take};

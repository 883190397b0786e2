/* From tiles to a record; see reducer.h. */
#include "observe/reducer.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

/* A multiple of ML_LANES, so that lanes do not depend on it. */
enum { SOME_PIXELS = 512 };
_Static_assert(SOME_PIXELS % ML_LANES == 0 && ML_TILE_PIXELS % SOME_PIXELS == 0, "lanes");

/* What a pixel of a hard prediction adds to a sum. The valid ones of a true class are of three kinds: called right (p_y = 1,
 * squared error 0), called another class (0, and 2), or called none (0, and 1). */
typedef struct hard_losses {
    double right, wrong, none;
} hard_losses;

/* Buffers of one thread, reused for every image. */
typedef struct reducer {
    const ml_settings *settings;
    ml_tally *tally;   /* of the current image */
    bool is_hard;      /* which is a hard prediction, as far as it has been seen: its sums are made of the counts, in the end */
    double *terms;     /* scratch: pt and the losses of some pixels */
    double *lane_sums; /* scratch: [n_sums][n_classes][ML_LANES], 0 between tiles */
    hard_losses *hard; /* [n_sums] */
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
    free(r->hard);
    free(r);
}

static void find_hard_losses(const ml_settings *settings, hard_losses *hard)
{
    const double low = settings->epsilon, high = 1 - low; /* p of 0 and 1, clipped */
    for (size_t s = 0; s < settings->losses->n_sums; s++) {
        const ml_loss_sum *sum = &settings->losses->sums[s];
        hard[s] = (hard_losses){ml_loss_at(sum, high, 0), ml_loss_at(sum, low, 2), ml_loss_at(sum, low, 1)};
    }
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
        r->hard = ml_alloc(n_sums, sizeof *r->hard);
    }
    if (r && r->terms && r->lane_sums && r->hard) {
        find_hard_losses(settings, r->hard);
        *state = r;
        return ML_OK;
    }
    if (r)
        destroy(r);
    return ml_fail_memory(error, "the losses of a tile");
}

/* Which rows of the tally there may be. Those of hard tiles are known in the end; until then it may be any. (Labels that have
 * been counted tell theirs.) */
static void set_rows(const reducer *r, bool any)
{
    memset(r->tally->counts.has_row, any, r->settings->classes->n * sizeof(bool));
}

/* Begins an image. The tally has been reset. */
static ml_status begin(void *state, const ml_observed_image *image, void *joined, ml_error *error)
{
    ML_UNUSED(image);
    ML_UNUSED(joined);
    ML_UNUSED(error);
    reducer *r = state;
    r->is_hard = false;
    set_rows(r, false);
    return ML_OK;
}

static ml_status join(void *state, const void *other, ml_error *error)
{
    ML_UNUSED(error);
    ((reducer *)state)->is_hard |= ((const reducer *)other)->is_hard;
    return ML_OK;
}

/* Counts n pixels that have the same truth and decision; how many are valid. */
static uint64_t count(ml_record *counts, uint16_t y, uint16_t d, uint64_t n)
{
    if (y == ML_IGNORED)
        return 0;
    uint64_t *cell = d == ML_NONE ? &counts->none[y] : &counts->hard[y * counts->n_classes + d];
    *cell += n;
    return n;
}

/* What a hard tile's pixels are called, a group at a time where all are alike. */
static void add_hard(const ml_pixels *px, ml_record *counts, uint64_t *n_valid)
{
    for (size_t i = 0, n; i < px->n_pixels; i += n) {
        const uint16_t *y = px->label + i, *d = px->decision + i;
        n = px->n_pixels - i < ML_LANES ? px->n_pixels - i : ML_LANES;
        if (n == ML_LANES && ml_group_label(y) != ML_MIXED && ml_group_label(d) != ML_MIXED) {
            *n_valid += count(counts, *y, *d, n);
            continue;
        }
        for (size_t k = 0; k < n; k++)
            *n_valid += count(counts, y[k], d[k], 1);
    }
}

void ml_reducer_count(void *state, uint16_t truth, uint16_t decision, uint64_t n)
{
    reducer *own = state;
    ml_record *counts = &own->tally->counts;
    own->is_hard = true;
    if (truth != ML_IGNORED)
        counts->has_row[truth] = true;
    counts->n_pixels += n;
    counts->n_ignored += n - count(counts, truth, decision, n);
}

/* The tile's decisions and sums of p. */
static bool add_soft(const ml_pixels *px, ml_tally *tally, uint64_t *n_valid)
{
    bool fits = true;
    for (size_t r = 0; r < px->n_rows; r++) {
        size_t at = px->rows[r] * px->n_classes;
        tally->counts.has_row[px->rows[r]] = true;
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
    uint64_t n_valid = 0;
    bool fits = true;
    if (px->soft_is_count)
        add_hard(px, &tally->counts, &n_valid);
    else
        fits = add_soft(px, tally, &n_valid);
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

static ml_status fail_sum(ml_error *error) { return ml_fail(error, ML_E_SYSTEM, "a sum over the pixels exceeds 2^63"); }

static ml_status take(void *state, const ml_observed_tile *tile, ml_error *error)
{
    reducer *own = state;
    const ml_pixels *px = tile->pixels;
    if (px->soft_is_count && !own->is_hard)
        set_rows(own, true);
    bool fits = add_counts(px, own->tally);
    own->is_hard |= px->soft_is_count;
    if (!px->soft_is_count) {
        add_losses(px, own);
        fits &= add_lane_sums(px, own);
    }
    return fits ? ML_OK : fail_sum(error);
}

/* The sums of row y of a hard prediction, which are exact: how many pixels there are of a kind (fewer than 2^53, as what is
 * read at all is), times what each adds. */
static bool add_row_of_counts(const reducer *own, size_t y)
{
    const ml_record *counts = &own->tally->counts;
    const size_t n_classes = counts->n_classes, n_sums = own->settings->losses->n_sums;
    const uint64_t n_pixels = ml_record_support(counts, y), n_right = counts->hard[y * n_classes + y], n_none = counts->none[y];
    bool fits = true;
    counts->has_row[y] = n_pixels > 0;
    for (size_t c = y * n_classes; c < (y + 1) * n_classes && n_pixels > 0; c++)
        if (counts->hard[c] > 0)
            fits &= ml_fixed_add(&own->tally->soft[c], (double)counts->hard[c]);
    for (size_t s = 0; s < n_sums && n_pixels > 0; s++) {
        ml_fixed *sum = &own->tally->sums[s * n_classes + y];
        fits &= ml_fixed_add_times(sum, own->hard[s].right, n_right);
        fits &= ml_fixed_add_times(sum, own->hard[s].wrong, n_pixels - n_right - n_none);
        fits &= ml_fixed_add_times(sum, own->hard[s].none, n_none);
    }
    return fits;
}

static ml_status finish(void *state, ml_error *error, void **left)
{
    const reducer *own = state;
    bool fits = true;
    ML_UNUSED(left);
    for (size_t y = 0; y < own->settings->classes->n && own->is_hard; y++)
        fits &= add_row_of_counts(own, y);
    return fits ? ML_OK : fail_sum(error);
}

const ml_observer_kind ml_reducer = {
    .name = "record", .create = create, .destroy = destroy, .begin = begin, .take = take, .join = join, .finish = finish};

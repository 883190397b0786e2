/* An observer that only tests have, which does what one may do: it adds to parts of the record of its own, counts and sums, in
 * each thread and in the end, writes into what all threads share, joins, and leaves something. And the same, naively. */
#ifndef ML_TESTS_WATCHER_H
#define ML_TESTS_WATCHER_H

#include "set.h"
#include "unit.h"

#include "base/fixed.h"
#include "observe/observers.h"

enum { WATCHER_BINS = 4 };

/* Pixels by their true class and their largest p, in bins, and sums of it: views may mask them. */
static inline void watcher_mask(const ml_part *part, const ml_masked_row *masked, ml_row row)
{
    if (part->kind == ML_PART_COUNTS)
        row.counts[WATCHER_BINS - 1] = masked->n_pixels;
    else
        row.sums[0] = (double)masked->n_pixels;
}

/* And how often a valid pixel is called something else than the one above it: that takes all decisions of the image. */
static const ml_part watcher_parts[] = {
    {.group = "watcher",
     .name = "bins",
     .kind = ML_PART_COUNTS,
     .n_rows = ML_EACH_CLASS,
     .n_columns = WATCHER_BINS,
     .mask = watcher_mask},
    {.group = "watcher",
     .name = "largest",
     .kind = ML_PART_SUMS,
     .n_rows = ML_EACH_CLASS,
     .n_columns = 1,
     .mask = watcher_mask},
    {.group = "watcher", .name = "changes", .kind = ML_PART_COUNTS, .n_rows = 1, .n_columns = 1},
};

typedef struct watcher {
    ml_tally *tally;
    uint64_t *bins, *changes; /* in the tally */
    ml_fixed *largest;
    size_t height, width, capacity;
    uint16_t *plane; /* [height][width] decisions, ML_IGNORED where a pixel is: the image's */
    uint16_t *own_plane;
    size_t last_wrong; /* the last pixel that is called wrong, counted from 1 */
} watcher;

static inline ml_status watcher_create(const void *params, const ml_settings *settings, ml_tally *tally, ml_error *error,
                                       void **state)
{
    const ml_record *record = &tally->counts;
    watcher *w = calloc(1, sizeof *w);
    ck_assert(w != NULL && params == watcher_parts && settings->n_parts == ML_COUNT(watcher_parts));
    ML_UNUSED(error);
    w->tally = tally;
    w->bins = record->counted + ml_record_find(record, "watcher", "bins")->first;
    w->changes = record->counted + ml_record_find(record, "watcher", "changes")->first;
    w->largest = tally->summed + ml_record_find(record, "watcher", "largest")->first;
    *state = w;
    return ML_OK;
}

static inline void watcher_destroy(void *state)
{
    watcher *w = state;
    free(w->own_plane);
    free(w);
}

static inline ml_status watcher_begin(void *state, const ml_observed_image *image, void *joined, ml_error *error)
{
    watcher *w = state;
    size_t n = image->height * image->width;
    ck_assert(image->is_split || !joined);
    ck_assert(image->truth != NULL && strstr(image->name, "/pred/"));
    ML_UNUSED(error);
    w->height = image->height;
    w->width = image->width;
    w->last_wrong = 0;
    if (joined) {
        w->plane = ((watcher *)joined)->plane;
        return ML_OK;
    }
    if (n > w->capacity) {
        free(w->own_plane);
        w->own_plane = malloc(n * sizeof *w->own_plane);
        w->capacity = n;
    }
    ck_assert(w->own_plane != NULL);
    w->plane = w->own_plane;
    return ML_OK;
}

static inline ml_status watcher_take(void *state, const ml_observed_tile *tile, ml_error *error)
{
    enum { SOME = 100 };
    watcher *w = state;
    const ml_pixels *px = tile->pixels;
    double p[SET_CLASSES * SOME], sums[SET_CLASSES] = {0};
    for (size_t from = 0; from < px->n_pixels; from += SOME) {
        size_t n = px->n_pixels - from < SOME ? px->n_pixels - from : SOME;
        ml_pixels_probabilities(tile->pixels, tile->tile, from, n, SOME, p);
        for (size_t i = 0; i < n; i++) {
            uint16_t y = px->label[from + i], d = px->decision[from + i];
            w->plane[tile->first + from + i] = y == ML_IGNORED ? y : d;
            if (y == ML_IGNORED)
                continue;
            double largest = p[d * SOME + i], sq_error = 0;
            for (size_t c = 0; c < SET_CLASSES; c++) {
                double e = p[c * SOME + i] - (c == y), square = e * e;
                sq_error += square;
            }
            EXPECT(unit_same(sq_error, px->sq_error[from + i]), "squared error of pixel %zu", tile->first + from + i);
            size_t bin = (size_t)(largest * WATCHER_BINS);
            w->bins[y * WATCHER_BINS + (bin < WATCHER_BINS ? bin : WATCHER_BINS - 1)]++;
            sums[y] += largest;
            w->last_wrong = y != d ? 1 + tile->first + from + i : w->last_wrong;
        }
    }
    for (size_t y = 0; y < SET_CLASSES; y++)
        if (!ml_fixed_add(&w->largest[y], sums[y]))
            return ml_fail(error, ML_E_SYSTEM, "too large");
    return ML_OK;
}

static inline ml_status watcher_join(void *state, const void *other, ml_error *error)
{
    watcher *w = state;
    const watcher *o = other;
    ML_UNUSED(error);
    ck_assert(o->plane == w->own_plane);
    w->last_wrong = o->last_wrong > w->last_wrong ? o->last_wrong : w->last_wrong;
    return ML_OK;
}

static inline uint64_t watcher_count_changes(const uint16_t *plane, size_t height, size_t width)
{
    uint64_t n = 0;
    for (size_t i = width; i < height * width; i++)
        n += plane[i] != ML_IGNORED && plane[i - width] != ML_IGNORED && plane[i] != plane[i - width];
    return n;
}

static inline ml_status watcher_finish(void *state, ml_error *error, void **left)
{
    watcher *w = state;
    ML_UNUSED(error);
    ck_assert(*left == NULL && w->plane == w->own_plane);
    *w->changes += watcher_count_changes(w->plane, w->height, w->width);
    size_t *place = malloc(sizeof *place);
    ck_assert(place != NULL);
    *place = w->last_wrong;
    *left = w->last_wrong ? place : NULL;
    if (!*left)
        free(place);
    return ML_OK;
}

static const ml_observer_kind watcher_kind = {.name = "watcher",
                                              .create = watcher_create,
                                              .destroy = watcher_destroy,
                                              .begin = watcher_begin,
                                              .take = watcher_take,
                                              .join = watcher_join,
                                              .finish = watcher_finish,
                                              .destroy_left = free};

static const ml_observer watcher_observer = {&watcher_kind, watcher_parts, true, true, ML_COUNT(watcher_parts), watcher_parts};

/* What it makes of an image. */
typedef struct watcher_result {
    uint64_t bins[SET_CLASSES][WATCHER_BINS], changes;
    double largest[SET_CLASSES];
    size_t last_wrong;
} watcher_result;

static inline watcher_result watcher_naive(const set_image *im)
{
    size_t n = im->height * im->width;
    watcher_result r = {.changes = 0};
    ml_fixed largest[SET_CLASSES];
    double sums[SET_CLASSES] = {0};
    uint16_t *plane = malloc(n * sizeof *plane);
    ck_assert(plane != NULL);
    memset(largest, 0, sizeof largest);
    for (size_t i = 0; i < n; i++) {
        const float *q = im->q + i * SET_CLASSES;
        double sum = 0;
        size_t d = 0;
        for (size_t c = 0; c < SET_CLASSES; c++) {
            sum += (double)q[c];
            d = q[c] > q[d] ? c : d;
        }
        double p = (double)q[d] / sum;
        size_t y = im->truth[i], bin = (size_t)(p * WATCHER_BINS);
        plane[i] = y == SET_IGNORED ? ML_IGNORED : (uint16_t)d;
        if (y != SET_IGNORED) {
            r.bins[y][bin < WATCHER_BINS ? bin : WATCHER_BINS - 1]++;
            sums[y] += p;
            r.last_wrong = y != d ? i + 1 : r.last_wrong;
        }
        for (size_t c = 0; c < SET_CLASSES && ((i + 1) % ML_TILE_PIXELS == 0 || i + 1 == n); c++) {
            EXPECT(ml_fixed_add(&largest[c], sums[c]), "too large");
            sums[c] = 0;
        }
    }
    for (size_t c = 0; c < SET_CLASSES; c++)
        r.largest[c] = ml_fixed_to_double(&largest[c]);
    r.changes = watcher_count_changes(plane, im->height, im->width);
    free(plane);
    return r;
}

/* Fails unless the record has what the naive loop finds. */
static inline void watcher_expect(const ml_record *record, const watcher_result *wanted, const char *what)
{
    const uint64_t *bins = record->counted + ml_record_find(record, "watcher", "bins")->first;
    const double *largest = record->summed + ml_record_find(record, "watcher", "largest")->first;
    uint64_t changes = record->counted[ml_record_find(record, "watcher", "changes")->first];
    for (size_t y = 0; y < SET_CLASSES; y++) {
        for (size_t b = 0; b < WATCHER_BINS; b++)
            EXPECT(bins[y * WATCHER_BINS + b] == wanted->bins[y][b], "%s: class %zu, bin %zu: %llu, not %llu", what, y, b,
                   (unsigned long long)bins[y * WATCHER_BINS + b], (unsigned long long)wanted->bins[y][b]);
        EXPECT(unit_same(largest[y], wanted->largest[y]), "%s: class %zu: %a, not %a", what, y, largest[y], wanted->largest[y]);
    }
    EXPECT(changes == wanted->changes, "%s: %llu changes, not %llu", what, (unsigned long long)changes,
           (unsigned long long)wanted->changes);
}

#endif

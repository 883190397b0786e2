/* For the tests of records and what is computed from them: settings, random records, and the worked example. */
#ifndef ML_TESTS_SCORE_H
#define ML_TESTS_SCORE_H

#include "unit.h"

#include "observe/observers.h"

#include <math.h>

/* Everything that an evaluation needs besides pixels; must not move. */
typedef struct score {
    ml_error error;
    ml_classes classes;
    ml_losses losses;
    ml_settings settings;
} score;

/* n plain classes, class 0 masked; `smooth` NULL for the default. The settings may be changed until score_finish. */
static inline void score_init(score *s, size_t n_classes, const char *losses, const double *smooth)
{
    memset(s, 0, sizeof *s);
    EXPECT(ml_classes_init_plain(n_classes, &s->error, &s->classes) == ML_OK, "%s", s->error.text);
    EXPECT(ml_classes_index(&s->classes, &s->error) == ML_OK, "%s", s->error.text);
    EXPECT(ml_losses_parse(losses, smooth, &s->error, &s->losses) == ML_OK, "%s", s->error.text);
    EXPECT(ml_losses_check(&s->losses, n_classes, &s->error) == ML_OK, "%s", s->error.text);
    EXPECT(ml_settings_init(&s->classes, &s->losses, &s->error, &s->settings) == ML_OK, "%s", s->error.text);
    for (int v = 0; v < ML_N_VIEWS; v++)
        s->settings.views[v] = true;
    ml_settings_finish(&s->settings);
}

static inline void score_clear(score *s)
{
    ml_settings_clear(&s->settings);
    ml_losses_clear(&s->losses);
    ml_classes_clear(&s->classes);
}

/* Masks the classes whose bit is set. */
static inline void score_mask(score *s, unsigned bits)
{
    for (size_t c = 0; c < s->classes.n; c++)
        s->settings.masked[c] = bits >> c & 1;
    ml_settings_finish(&s->settings);
}

/* The index of a loss by its key. */
static inline size_t score_loss(const score *s, const char *key)
{
    for (size_t l = 0; l < s->losses.n; l++)
        if (strcmp(s->losses.items[l].key, key) == 0)
            return l;
    ck_abort_msg("no loss %s", key);
}

/* A record of the settings' dimensions. */
static inline ml_record score_record(score *s)
{
    ml_record record;
    EXPECT(ml_record_init(&s->settings, &s->error, &record) == ML_OK, "%s", s->error.text);
    return record;
}

/* Random counts below `limit` per cell, and sums to go with them. Some rows are empty. */
static inline void score_fill(ml_record *r, uint64_t limit, uint64_t *state)
{
    size_t n = r->n_classes;
    r->n_ignored = unit_below(state, 100);
    r->n_bad = r->n_ignored / 2;
    r->n_pixels = r->n_ignored;
    for (size_t y = 0; y < n; y++) {
        bool empty = unit_below(state, 5) == 0;
        r->none[y] = empty || unit_below(state, 2) ? 0 : unit_random(state) % limit;
        r->n_pixels += r->none[y];
        for (size_t c = 0; c < n; c++) {
            r->hard[y * n + c] = empty || unit_below(state, 4) == 0 ? 0 : unit_random(state) % limit;
            r->soft[y * n + c] = empty ? 0 : unit_fraction(state) * (double)limit;
            r->n_pixels += r->hard[y * n + c];
        }
        for (double *sum = r->sums + y; sum < r->summed + r->n_summed; sum += n)
            *sum = empty ? 0 : unit_fraction(state) * (double)limit;
    }
}

/* Says which rows of hard and soft there are: those that are not all 0, and of these a random number that are. */
static inline void score_tell_rows(ml_record *r, uint64_t *state)
{
    size_t n = r->n_classes;
    for (size_t y = 0; y < n; y++) {
        bool any = unit_below(state, 4) == 0;
        for (size_t k = y * n; k < (y + 1) * n; k++)
            any |= r->hard[k] > 0 || r->soft[k] > 0;
        r->has_row[y] = any;
    }
}

/* Starts an image whose truth nobody looks at as a whole. */
static inline void score_begin(ml_observers *observers)
{
    ml_error error = ML_ERROR_INIT;
    const ml_observed_image image = {.name = "image"};
    EXPECT(ml_observers_begin(observers, &image, NULL, &error) == ML_OK, "%s", error.text);
}

/* One image of n pixels through the observers, in tiles as the readers make them; q is [n][n_classes]. */
static inline void score_reduce(ml_observers *observers, const double *q, const uint16_t *truth, size_t n)
{
    ml_error error = ML_ERROR_INIT;
    size_t n_classes = observers->tally.counts.n_classes;
    score_begin(observers);
    for (size_t first = 0; first < n; first += ML_TILE_PIXELS) {
        const ml_tile tile = {.n_pixels = n - first < ML_TILE_PIXELS ? n - first : ML_TILE_PIXELS,
                              .n_classes = n_classes,
                              .truth = truth + first,
                              .type = ML_SAMPLE_F64,
                              .samples = q + first * n_classes,
                              .pixel_stride = n_classes,
                              .class_stride = 1};
        EXPECT(ml_observers_take(observers, &tile, first, &error) == ML_OK, "%s", error.text);
    }
}

/* The record of what they have seen; holds until the next image. */
static inline const ml_record *score_record_of(ml_observers *observers) { return ml_tally_finish(&observers->tally); }

/* A random image: probabilities that mostly favour the true class, runs of labels, some ignored. */
static inline void score_image(double *q, uint16_t *truth, size_t n, size_t n_classes, uint64_t *state)
{
    uint16_t label = 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || unit_below(state, 5) == 0)
            label = unit_below(state, 9) ? (uint16_t)unit_below(state, n_classes) : ML_IGNORED;
        truth[i] = label;
        for (size_t c = 0; c < n_classes; c++)
            q[i * n_classes + c] = unit_fraction(state) + 0x1p-53 + (c == label ? 0.5 : 0);
    }
}

/* Section 7 of the specification: six pixels, three classes. */
static const uint16_t worked_truth[6] = {0, 0, 1, 1, 2, 2};
static const double worked_q[18] = {.9, .05, .05, .2, .7, .1, .1, .8, .1, .6, .3, .1, .1, .2, .7, .5, .1, .4};
static const double worked_weights[3] = {1, 2, 4};

/* Whether two records have the same numbers, to the bit. */
static inline void expect_same_record(const ml_record *a, const ml_record *b, const char *what)
{
    EXPECT(a->n_pixels == b->n_pixels && a->n_ignored == b->n_ignored && a->n_bad == b->n_bad, "%s: pixel counts", what);
    EXPECT(a->n_slots == b->n_slots && a->n_counted == b->n_counted && a->n_summed == b->n_summed, "%s: other parts", what);
    for (size_t s = 0; s < a->n_slots; s++) {
        const ml_slot *slot = &a->slots[s];
        for (size_t i = 0; i < slot->n_rows * slot->n_columns; i++) {
            size_t at = slot->first + i, y = i / slot->n_columns, c = i % slot->n_columns;
            if (slot->part.kind == ML_PART_COUNTS)
                EXPECT(a->counted[at] == b->counted[at], "%s: %s[%zu][%zu]", what, slot->part.name, y, c);
            else
                EXPECT(unit_same(a->summed[at], b->summed[at]), "%s: %s[%zu][%zu]: %a, %a", what, slot->part.name, y, c,
                       a->summed[at], b->summed[at]);
        }
    }
}

#endif

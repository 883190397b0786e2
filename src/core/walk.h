/* A walk through the catalogue, as it is with some settings: group by group and figure by figure, in order. It gives places,
 * not values: those of any image or set with the same settings can be taken at each of its steps.
 *
 *     ml_walk walk = ml_walk_begin(settings, ML_IN_SET);
 *     while (ml_walk_next(&walk)) ...
 */
#ifndef ML_CORE_WALK_H
#define ML_CORE_WALK_H

#include "core/catalogue.h"

enum { ML_WALK_MAX_DEPTH = 12 };

typedef enum ml_step {
    ML_STEP_END,    /* there is no more */
    ML_STEP_OPEN,   /* a group begins */
    ML_STEP_CLOSE,  /* it ends */
    ML_STEP_FIGURE, /* a figure; with ML_IN_EXACT one that is averaged, whose spread has the number figure.mean */
} ml_step;

typedef struct ml_walk {
    /* Of a step that opens a group or is a figure: */
    const char *keys[ML_WALK_MAX_DEPTH]; /* [n_keys] that lead to it, borrowed from the settings; the last is its own */
    size_t n_keys;
    ml_figure figure; /* of a group: what it is of */

    /* The rest is the walk's own. */
    const ml_settings *settings;
    ml_scope scope;
    int n[ML_N_OVER];
    size_t depth;
    size_t means_depth;  /* below it are means over images or groups; 0: not there */
    bool of_groups;      /* these are over groups */
    size_t spread_depth; /* of the figures of a mean, or the ends of an interval; 0: not there */
    bool is_beside;      /* they stand among other figures, not in a group of their own */
    size_t n_means;
    size_t intervals_depth; /* below it are intervals; 0: not there */
    size_t n_intervals;
    struct {
        const ml_catalogue_row *row;
        int next; /* of what the row is repeated for */
    } levels[ML_WALK_MAX_DEPTH];
} ml_walk;

/* Before the first step. Borrows the settings. */
ml_walk ml_walk_begin(const ml_settings *settings, ml_scope scope);

ml_step ml_walk_next(ml_walk *walk);

/* Whether the group that was just opened has only figures, no groups. */
bool ml_walk_is_flat(const ml_walk *walk);

/* Of what the key number k is the name: a view, loss, metric, measure or class, or ML_OVER_NOTHING. */
static inline ml_over ml_walk_over(const ml_walk *walk, size_t k)
{
    return walk->levels[k].row->key ? ML_OVER_NOTHING : walk->levels[k].row->over;
}

/* The key of the figure (or group). */
static inline const char *ml_walk_key(const ml_walk *walk) { return walk->keys[walk->n_keys - 1]; }

#endif

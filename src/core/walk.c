/* Walks through the catalogue; see walk.h. */
#include "core/walk.h"

#include <string.h>

ml_walk ml_walk_begin(const ml_settings *settings, ml_scope scope)
{
    ml_walk walk = {
        .settings = settings,
        .scope = scope,
        .n = {[ML_OVER_NOTHING] = 1,
              [ML_OVER_VIEWS] = ML_N_VIEWS,
              [ML_OVER_LOSSES] = (int)settings->losses->n,
              [ML_OVER_METRICS] = ML_N_METRICS,
              [ML_OVER_CLASSES] = (int)settings->classes->n},
        .depth = 1,
        .levels = {{ml_catalogue, 0}},
    };
    for (int over = 0; over < ML_N_OVER; over++)
        walk.figure.of[over] = ML_OF_NONE;
    return walk;
}

/* The kind of the loss that the walk is below, NULL: none. */
static const ml_loss_kind *kind(const ml_walk *w)
{
    int loss = w->figure.of[ML_OVER_LOSSES];
    return loss == ML_OF_NONE ? NULL : w->settings->losses->items[loss].kind;
}

/* Whether the settings ask for the row, and the losses that the walk is below have it. */
static bool exists(const ml_walk *w, const ml_catalogue_row *row)
{
    return (!row->is_asked || row->is_asked(w->settings)) && (!row->exists || row->exists(kind(w)));
}

static const char *name(const ml_walk *w, ml_over over)
{
    int i = w->figure.of[over];
    switch (over) {
    case ML_OVER_VIEWS: return ml_view_names[i];
    case ML_OVER_LOSSES: return w->settings->losses->items[i].key;
    case ML_OVER_METRICS: return ml_metrics[i].name;
    default: return w->settings->classes->items[i].name;
    }
}

/* The level has no more rows. */
static ml_step leave(ml_walk *w)
{
    if (--w->depth == 0) {
        w->depth = 1; /* stays at the end */
        return ML_STEP_END;
    }
    if (w->depth == w->means_depth)
        w->means_depth = 0;
    w->figure.averaged = NULL;
    return ML_STEP_CLOSE;
}

static ml_step enter(ml_walk *w, const ml_catalogue_row *members)
{
    w->levels[w->depth].row = members;
    w->levels[w->depth].next = 0;
    w->depth++;
    return ML_STEP_OPEN;
}

/* A row below image_mean, outside of the four figures of a mean; ML_STEP_END: nothing of it is averaged. */
static ml_step step_into_means(ml_walk *w, const ml_catalogue_row *row)
{
    const ml_catalogue_row *mean = ml_catalogue_averaged(row, kind(w));
    if (!mean)
        return row->members && ml_catalogue_has_averaged(row) ? enter(w, row->members) : ML_STEP_END;
    w->figure.mean = w->n_means++;
    w->figure.row = mean;
    if (w->scope == ML_IN_EXACT)
        return ML_STEP_FIGURE;
    w->figure.averaged = mean;
    return enter(w, ml_catalogue_spread);
}

/* Whether the view that the walk is at is to be gone through: means are counted in all that are computed. */
static bool wants_view(const ml_walk *w)
{
    int view = w->figure.of[ML_OVER_VIEWS];
    return w->means_depth ? ml_view_needed(w->settings, (ml_view_kind)view) : w->settings->views[view];
}

/* Goes on to the next row of the level that exists, or the next thing that it is repeated for; NULL: there is none. */
static const ml_catalogue_row *next_row(ml_walk *w)
{
    const ml_catalogue_row *row = w->levels[w->depth - 1].row;
    int i = w->levels[w->depth - 1].next;
    for (; !ml_catalogue_is_end(row); row++, i = 0) {
        if (row->scopes && !(row->scopes & w->scope))
            continue;
        for (; i < w->n[row->over]; i++) {
            w->figure.of[row->over] = i;
            if (!exists(w, row) || (row->over == ML_OVER_VIEWS && !wants_view(w)))
                continue;
            w->levels[w->depth - 1].row = row;
            w->levels[w->depth - 1].next = i + 1;
            return row;
        }
        w->figure.of[row->over] = ML_OF_NONE;
    }
    return NULL;
}

/* The next step, in views that are not shown too where these have means. */
static ml_step next(ml_walk *w)
{
    for (;;) {
        const ml_catalogue_row *row = next_row(w);
        if (!row)
            return leave(w);
        w->keys[w->depth - 1] = row->key ? row->key : name(w, row->over);
        w->n_keys = w->depth;
        w->figure.row = row;
        if (w->means_depth && !w->figure.averaged) {
            ml_step step = step_into_means(w, row);
            if (step != ML_STEP_END)
                return step;
        } else if (!row->members) {
            return ML_STEP_FIGURE;
        } else {
            if (row->of_images)
                w->means_depth = w->depth;
            return enter(w, row->members);
        }
    }
}

/* Whether the walk is in means of a view that is not shown. */
static bool is_hidden(const ml_walk *w)
{
    int view = w->figure.of[ML_OVER_VIEWS];
    return w->scope != ML_IN_EXACT && view != ML_OF_NONE && !w->settings->views[view];
}

ml_step ml_walk_next(ml_walk *walk)
{
    ml_step step;
    do
        step = next(walk);
    while (walk->means_depth && is_hidden(walk));
    return step;
}

bool ml_walk_is_flat(const ml_walk *walk)
{
    if (walk->means_depth)
        return walk->figure.averaged;
    for (const ml_catalogue_row *row = walk->levels[walk->depth - 1].row; !ml_catalogue_is_end(row); row++)
        if (row->members && exists(walk, row))
            return false;
    return true;
}

/* Walks through the catalogue; see walk.h. */
#include "core/walk.h"
#include "core/catalogue_view.h"

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
              [ML_OVER_MEASURES] = (int)settings->measures->n,
              [ML_OVER_CLASSES] = (int)settings->classes->n},
        .depth = 1,
        .levels = {{ml_catalogue, 0}},
    };
    for (int over = 0; over < ML_N_OVER; over++)
        walk.figure.of[over] = ML_OF_NONE;
    return walk;
}

static const char *name(const ml_walk *w, ml_over over)
{
    int i = w->figure.of[over];
    switch (over) {
    case ML_OVER_VIEWS: return ml_view_names[i];
    case ML_OVER_LOSSES: return w->settings->losses->items[i].key;
    case ML_OVER_METRICS: return ml_metrics[i].name;
    case ML_OVER_MEASURES: return w->settings->measures->items[i].key;
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
    if (w->depth == w->intervals_depth)
        w->intervals_depth = 0;
    return ML_STEP_CLOSE;
}

static ml_step enter(ml_walk *w, const ml_catalogue_row *members)
{
    w->levels[w->depth].row = members;
    w->levels[w->depth].next = 0;
    w->depth++;
    return ML_STEP_OPEN;
}

/* The members of a row; NULL: it is a figure. What a measure has depends on its kind and on where the walk is: among means and
 * intervals views stand above it, and those of a kind without views beside the views. */
static const ml_catalogue_row *members_of(const ml_walk *w, const ml_catalogue_row *row, int measure)
{
    if (row->over != ML_OVER_MEASURES)
        return row->members;
    const ml_measure_kind *kind = w->settings->measures->items[measure].kind;
    const bool is_beside = w->means_depth || w->intervals_depth, is_in_view = w->figure.of[ML_OVER_VIEWS] != ML_OF_NONE;
    return is_in_view ? kind->view_rows : is_beside && kind->view_rows ? ml_catalogue_nothing : kind->rows;
}

/* Whether there is something in a group that has means, or intervals, as `has` says of a group of fixed members. */
static bool leads_to(const ml_walk *w, const ml_catalogue_row *row, bool (*has)(const ml_catalogue_row *group))
{
    if (!row->members || row->members->over != ML_OVER_MEASURES) {
        const ml_catalogue_row group = {.members = members_of(w, row, w->figure.of[ML_OVER_MEASURES])};
        return group.members && has(&group);
    }
    for (int k = 0; k < w->n[ML_OVER_MEASURES]; k++) {
        const ml_catalogue_row group = {.members = members_of(w, row->members, k)};
        if (group.members && has(&group))
            return true;
    }
    return false;
}

/* A row below means, outside of the figures of one; ML_STEP_END: there is no step, go on. */
static ml_step step_into_means(ml_walk *w, const ml_catalogue_row *row)
{
    const ml_catalogue_row *members = members_of(w, row, w->figure.of[ML_OVER_MEASURES]);
    if (members)
        return leads_to(w, row, ml_catalogue_has_averaged) ? enter(w, members) : ML_STEP_END;
    if (row->averaged == ML_NOT_AVERAGED)
        return ML_STEP_END;
    w->figure.mean = w->n_means++;
    if (w->scope == ML_IN_EXACT)
        return ML_STEP_FIGURE;
    w->figure.averaged = row;
    if (row->averaged == ML_AVERAGED_AS_NUMBER) {
        w->figure.row = w->of_groups ? &ml_catalogue_group_mean : &ml_catalogue_mean;
        return ML_STEP_FIGURE;
    }
    enter(w, w->of_groups ? ml_catalogue_group_spread : ml_catalogue_spread);
    w->spread_depth = w->depth;
    w->is_beside = row->averaged == ML_AVERAGED_AS_GROUP;
    return w->is_beside ? ML_STEP_END : ML_STEP_OPEN;
}

/* A row of a view below intervals; ML_STEP_END: nothing of it has one. */
static ml_step step_into_intervals(ml_walk *w, const ml_catalogue_row *row)
{
    const ml_catalogue_row *members = members_of(w, row, w->figure.of[ML_OVER_MEASURES]);
    if (members)
        return leads_to(w, row, ml_catalogue_has_intervals) ? enter(w, members) : ML_STEP_END;
    if (!row->has_interval)
        return ML_STEP_END;
    w->figure.bounded = row;
    w->figure.interval = w->n_intervals++;
    enter(w, ml_catalogue_ends);
    w->spread_depth = w->depth;
    w->is_beside = false;
    return ML_STEP_OPEN;
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
        if ((row->scopes && !(row->scopes & w->scope)) || (row->below_views && !w->means_depth && !w->intervals_depth))
            continue;
        for (; i < w->n[row->over]; i++) {
            w->figure.of[row->over] = i;
            if (!ml_catalogue_row_exists(row, w->settings, &w->figure) || (row->over == ML_OVER_VIEWS && !wants_view(w)))
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
        bool in_spread = w->spread_depth > 0;
        if (!in_spread)
            w->figure.averaged = w->figure.bounded = NULL;
        const ml_catalogue_row *row = next_row(w);
        if (!row && in_spread) {
            w->spread_depth = 0;
            w->figure.averaged = w->figure.bounded = NULL;
            if (!w->is_beside)
                return leave(w);
            w->depth--;
            continue;
        }
        if (!row)
            return leave(w);
        w->n_keys = w->depth - (in_spread && w->is_beside);
        w->keys[w->n_keys - 1] = row->key ? row->key : name(w, row->over);
        w->figure.row = row;
        if (w->means_depth && !in_spread) {
            ml_step step = step_into_means(w, row);
            if (step != ML_STEP_END)
                return step;
        } else if (w->intervals_depth && !in_spread && (row->members || w->depth > w->intervals_depth + 1)) {
            ml_step step = step_into_intervals(w, row);
            if (step != ML_STEP_END)
                return step;
        } else if (!members_of(w, row, w->figure.of[ML_OVER_MEASURES])) {
            return ML_STEP_FIGURE;
        } else {
            if (ml_catalogue_is_of_means(row)) {
                w->means_depth = w->depth;
                w->of_groups = row->of_groups;
                w->n_means = 0;
            }
            if (row->of_intervals)
                w->intervals_depth = w->depth;
            return enter(w, members_of(w, row, w->figure.of[ML_OVER_MEASURES]));
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
    if (walk->spread_depth > 0)
        return true;
    for (const ml_catalogue_row *row = walk->levels[walk->depth - 1].row; !ml_catalogue_is_end(row); row++)
        if (row->over == ML_OVER_MEASURES)
            return false;
        else if (walk->means_depth       ? row->averaged == ML_AVERAGED || (row->members && ml_catalogue_has_averaged(row))
                 : walk->intervals_depth ? row->has_interval || (row->members && ml_catalogue_has_intervals(row))
                                         : row->members && (!row->scopes || (row->scopes & walk->scope)) &&
                                               ml_catalogue_row_exists(row, walk->settings, &walk->figure))
            return false;
    return true;
}

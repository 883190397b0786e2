/* Figures by path; see find.h. */
#include "core/find.h"

#include "base/suggest.h"

#include <stdlib.h>
#include <string.h>

/* Goes on to the next figure that a path can lead to; false: there is none. */
static bool next_figure(ml_walk *walk)
{
    ml_step step;
    while ((step = ml_walk_next(walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE && ml_catalogue_is_number(walk->figure.row))
            return true;
    return false;
}

bool ml_find(const ml_settings *settings, ml_scope scope, const ml_path *path, ml_figure *figure)
{
    ml_walk walk = ml_walk_begin(settings, scope);
    while (next_figure(&walk))
        if (ml_path_is(path, walk.keys, walk.n_keys)) {
            *figure = walk.figure;
            return true;
        }
    return false;
}

bool ml_find_end(const ml_settings *settings, const ml_path *path, const char *end, ml_figure *figure)
{
    ml_walk walk = ml_walk_begin(settings, ML_IN_SET);
    ml_figure asked;
    bool found = ml_find(settings, ML_IN_SET, path, &asked);
    while (found && next_figure(&walk)) {
        const ml_figure bounded = ml_figure_bounded(&walk.figure);
        if (walk.figure.bounded && ml_figure_same(&bounded, &asked) && strcmp(ml_walk_key(&walk), end) == 0) {
            *figure = walk.figure;
            return true;
        }
    }
    return false;
}

const ml_interval *ml_find_interval(const ml_settings *settings, const ml_interval *intervals, ml_view_kind view, ml_over over,
                                    size_t index)
{
    ml_walk walk = ml_walk_begin(settings, ML_IN_SET);
    while (next_figure(&walk)) {
        const int *of = walk.figure.of;
        if (walk.figure.bounded && of[ML_OVER_VIEWS] == (int)view && of[over] == (int)index &&
            of[ML_OVER_MEASURES] == ML_OF_NONE)
            return &intervals[walk.figure.interval];
    }
    return NULL;
}

bool ml_find_name(const ml_settings *settings, ml_scope scope, const ml_path *path, ml_figure *figure)
{
    ml_walk walk = ml_walk_begin(settings, scope);
    ml_step step;
    while ((step = ml_walk_next(&walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE && walk.figure.row->name && ml_path_is(path, walk.keys, walk.n_keys)) {
            *figure = walk.figure;
            return true;
        }
    return false;
}

/* Whether the path leads to where the figure that the walk is at stands, but that it has no view there, which is this one. *at
 * is the place of the view among the keys. */
static bool lacks_view(const ml_walk *walk, ml_view_kind view, const ml_path *path, size_t *at)
{
    if (walk->figure.of[ML_OVER_VIEWS] != (int)view)
        return false;
    for (*at = 0; *at < path->n && *at + 1 < walk->n_keys; ++*at) {
        if (ml_walk_over(walk, *at) == ML_OVER_VIEWS)
            return strcmp(walk->keys[*at + 1], path->keys[*at]) == 0;
        if (strcmp(walk->keys[*at], path->keys[*at]) != 0)
            return false;
    }
    return false;
}

/* Of a path to a figure of a measure that begins with a view, as in means over the images: which view. */
static bool begins_with_view(const ml_path *path, ml_view_kind *view)
{
    for (size_t v = 0; v < ML_N_VIEWS && path->n > 1 && strcmp(path->keys[1], "measures") == 0; v++)
        if (strcmp(path->keys[0], ml_view_names[v]) == 0) {
            *view = (ml_view_kind)v;
            return true;
        }
    return false;
}

/* What may have been meant by a path: itself or, where it is without a view at a place where one stands, with the leading one,
 * or that which it begins with. NULL without memory. */
static char *meant_by(const ml_settings *settings, ml_scope scope, const ml_path *path)
{
    ml_view_kind view = ml_leading_view(settings);
    const bool is_moved = begins_with_view(path, &view);
    ml_path rest = {.n = path->n - is_moved};
    memcpy(rest.keys, path->keys + is_moved, rest.n * sizeof *rest.keys);
    ml_walk walk = ml_walk_begin(settings, scope);
    bool lacks = false;
    size_t at = 0;
    while (!lacks && next_figure(&walk))
        lacks = lacks_view(&walk, view, &rest, &at);
    if (!lacks)
        return ml_path_text((const char *const *)path->keys, path->n);
    const char *keys[ML_PATH_MAX_KEYS + 1];
    memcpy(keys, rest.keys, at * sizeof *keys);
    keys[at] = ml_view_names[view];
    memcpy(keys + at + 1, rest.keys + at, (rest.n - at) * sizeof *keys);
    return ml_path_text(keys, rest.n + 1);
}

/* Tries the figures of the leading view, or the others. The best path is kept in *best, which is owned. */
static ml_status try_figures(const ml_settings *settings, ml_scope scope, bool leading, ml_suggestion *suggestion, char **best,
                             ml_error *error)
{
    ml_walk walk = ml_walk_begin(settings, scope);
    while (next_figure(&walk)) {
        if ((walk.figure.of[ML_OVER_VIEWS] == (int)ml_leading_view(settings)) != leading)
            continue;
        char *text = ml_path_text(walk.keys, walk.n_keys);
        if (!text)
            return ml_fail_memory(error, "a path");
        ml_suggest(suggestion, text);
        if (suggestion->best == text) {
            free(*best);
            *best = text;
        } else {
            free(text);
        }
    }
    return ML_OK;
}

/* Whether a path leads to a figure that is no number but a table, or a list. */
static bool is_table(const ml_settings *settings, ml_scope scope, const ml_path *path)
{
    ml_walk walk = ml_walk_begin(settings, scope);
    ml_step step;
    while ((step = ml_walk_next(&walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE && (walk.figure.row->matrix || walk.figure.row->list) &&
            ml_path_is(path, walk.keys, walk.n_keys))
            return true;
    return false;
}

/* Adds the path in the catalogue that is nearest to `word` to the message; of equals, that in the leading view. */
static ml_status suggest(const ml_settings *settings, ml_scope scope, const char *word, ml_error *error)
{
    ml_suggestion suggestion = {.word = word, .n = strlen(word), .distant = true};
    char *best = NULL;
    ml_status status = try_figures(settings, scope, true, &suggestion, &best, error);
    if (!status)
        status = try_figures(settings, scope, false, &suggestion, &best, error);
    if (best && !status)
        ml_error_add(error, "; the nearest is %s", best);
    free(best);
    return status ? status : ML_E_USAGE;
}

/* The measure of which the path says that it stands there, if the settings lack it; NULL: it says none, or they have it. */
static const char *missing_measure(const ml_settings *settings, const ml_path *path)
{
    const ml_measures *measures = settings->measures;
    size_t k = 0, m = 0;
    while (k < path->n && strcmp(path->keys[k], "measures") != 0)
        k++;
    if (k + 1 >= path->n)
        return NULL;
    while (m < measures->n && strcmp(measures->items[m].key, path->keys[k + 1]) != 0)
        m++;
    return m < measures->n ? NULL : path->keys[k + 1];
}

static ml_status fail_without_measure(const ml_settings *settings, const char *missing, const char *option, const char *text,
                                      ml_error *error)
{
    const ml_measures *measures = settings->measures;
    ml_fail(error, ML_E_USAGE, "--%s: '%s': there is no measure %s", option, text, missing);
    for (size_t m = 0; m < measures->n; m++)
        ml_error_add(error, "%s%s", m == 0 ? ", but " : ", ", measures->items[m].key);
    ml_error_add(error, measures->n ? " (eval's --measure)" : "; eval's --measure asks for measures");
    return ML_E_USAGE;
}

ml_status ml_find_asked(const ml_settings *settings, ml_scope scope, const ml_path *path, const char *option, const char *text,
                        ml_error *error, ml_figure *figure)
{
    if (ml_find(settings, scope, path, figure))
        return ML_OK;
    const char *missing = missing_measure(settings, path);
    if (missing)
        return fail_without_measure(settings, missing, option, text, error);
    char *word = ml_path_text((const char *const *)path->keys, path->n), *meant = meant_by(settings, scope, path);
    ml_status status = word && meant ? ML_OK : ml_fail_memory(error, "a path");
    if (!status && is_table(settings, scope, path)) {
        status =
            ml_fail(error, ML_E_USAGE, "--%s: '%s': %s is no number but a table, which --format=json has", option, text, word);
    } else if (!status) {
        ml_fail(error, ML_E_USAGE, "--%s: '%s': there is no figure %s", option, text, word);
        status = suggest(settings, scope, meant, error);
    }
    free(word);
    free(meant);
    return status;
}

ml_status ml_find_in_result(const ml_settings *settings, const ml_path *path, const char *option, const char *text,
                            ml_error *error, ml_figure *figure)
{
    const ml_path inside = ml_path_inside(path);
    const char *group = ml_path_group(path);
    if (!settings->has_groups && (group || strcmp(path->keys[0], "group_mean") == 0))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s': there are no groups; --group=RULE makes some", option, text);
    return ml_find_asked(settings, group ? ML_IN_GROUP : ML_IN_SET, &inside, option, text, error, figure);
}

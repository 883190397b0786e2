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

/* Whether the figure that the walk is at stands in a view, and there below this key (NULL: any). */
static bool is_in_view(const ml_walk *walk, ml_view_kind view, const char *key)
{
    return ml_walk_over(walk, 0) == ML_OVER_VIEWS && walk->figure.of[ML_OVER_VIEWS] == (int)view &&
           (!key || strcmp(walk->keys[1], key) == 0);
}

/* What may have been meant by a path: itself or, where what it begins with stands in views, with the leading view before it.
 * NULL without memory. */
static char *meant_by(const ml_settings *settings, ml_scope scope, const ml_path *path)
{
    const ml_view_kind view = ml_leading_view(settings);
    const char *keys[ML_PATH_MAX_KEYS + 1] = {ml_view_names[view]};
    bool lacks_view = false;
    ml_walk walk = ml_walk_begin(settings, scope);
    memcpy(keys + 1, path->keys, path->n * sizeof *keys);
    while (!lacks_view && next_figure(&walk))
        lacks_view = is_in_view(&walk, view, path->keys[0]);
    return ml_path_text(lacks_view ? keys : keys + 1, path->n + lacks_view);
}

/* Tries the figures of the leading view, or the others. The best path is kept in *best, which is owned. */
static ml_status try_figures(const ml_settings *settings, ml_scope scope, bool leading, ml_suggestion *suggestion, char **best,
                             ml_error *error)
{
    ml_walk walk = ml_walk_begin(settings, scope);
    while (next_figure(&walk)) {
        if (is_in_view(&walk, ml_leading_view(settings), NULL) != leading)
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

ml_status ml_find_asked(const ml_settings *settings, ml_scope scope, const ml_path *path, const char *option, const char *text,
                        ml_error *error, ml_figure *figure)
{
    if (ml_find(settings, scope, path, figure))
        return ML_OK;
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

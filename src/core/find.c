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
        if (step == ML_STEP_FIGURE && !walk->figure.row->matrix)
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

/* Adds the path in the catalogue that is nearest to `word` to the message. */
static ml_status suggest(const ml_settings *settings, ml_scope scope, const char *word, ml_error *error)
{
    ml_suggestion suggestion = {.word = word, .n = strlen(word), .distant = true};
    ml_walk walk = ml_walk_begin(settings, scope);
    char *best = NULL;
    while (next_figure(&walk)) {
        char *text = ml_path_text(walk.keys, walk.n_keys);
        if (!text) {
            free(best);
            return ml_fail_memory(error, "a path");
        }
        ml_suggest(&suggestion, text);
        if (suggestion.best == text) {
            free(best);
            best = text;
        } else {
            free(text);
        }
    }
    if (best)
        ml_error_add(error, "; the nearest is %s", best);
    free(best);
    return ML_E_USAGE;
}

ml_status ml_find_asked(const ml_settings *settings, ml_scope scope, const ml_path *path, const char *option, const char *text,
                        ml_error *error, ml_figure *figure)
{
    if (ml_find(settings, scope, path, figure))
        return ML_OK;
    char *word = ml_path_text((const char *const *)path->keys, path->n);
    if (!word)
        return ml_fail_memory(error, "a path");
    ml_fail(error, ML_E_USAGE, "--%s: '%s': there is no figure %s", option, text, word);
    ml_status status = suggest(settings, scope, word, error);
    free(word);
    return status;
}

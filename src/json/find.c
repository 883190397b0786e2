/* Figures by path; see find.h. */
#include "json/find.h"

#include "base/suggest.h"
#include "json/parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void ml_members_of_aggregate(ml_json *json, const void *set) { ml_json_aggregate(json, set); }

void ml_members_of_image(ml_json *json, const void *image) { ml_json_image(json, image, ML_CONFUSION_NONE); }

void ml_visit(ml_members members, const void *subject,
              void (*visit)(void *context, const char *const *keys, size_t n_keys, double value), void *context)
{
    ml_json json = {.visit = visit, .context = context};
    members(&json, subject);
}

typedef struct search {
    const ml_path *path;
    bool found;
    double value;
} search;

static void compare(void *context, const char *const *keys, size_t n_keys, double value)
{
    search *s = context;
    if (s->found || !ml_path_is(s->path, keys, n_keys))
        return;
    s->found = true;
    s->value = value;
}

bool ml_find(ml_members members, const void *subject, const ml_path *path, double *value)
{
    search s = {path, false, (double)NAN};
    ml_visit(members, subject, compare, &s);
    if (s.found)
        *value = s.value;
    return s.found;
}

typedef struct suggesting {
    ml_suggestion suggestion;
    char *best; /* copy of the suggestion's best, which is a text that goes */
    bool memory_lacks;
} suggesting;

static void suggest(void *context, const char *const *keys, size_t n_keys, double value)
{
    suggesting *s = context;
    char *text = ml_path_text(keys, n_keys);
    ML_UNUSED(value);
    if (!text) {
        s->memory_lacks = true;
        return;
    }
    ml_suggest(&s->suggestion, text);
    if (s->suggestion.best != text) {
        free(text);
        return;
    }
    free(s->best);
    s->best = text;
}

ml_status ml_find_check(ml_members members, const void *subject, const ml_path *path, const char *option, const char *text,
                        ml_error *error)
{
    double value;
    if (ml_find(members, subject, path, &value))
        return ML_OK;
    char *word = ml_path_text((const char *const *)path->keys, path->n);
    suggesting s = {.memory_lacks = word == NULL};
    if (word) {
        s.suggestion = (ml_suggestion){.word = word, .n = strlen(word), .distant = true};
        ml_visit(members, subject, suggest, &s);
    }
    ml_status status = ML_E_USAGE;
    if (s.memory_lacks)
        status = ml_fail_memory(error, "a path");
    else
        ml_fail(error, ML_E_USAGE, "--%s: '%s': there is no figure %s", option, text, word);
    if (!s.memory_lacks && s.best)
        ml_error_add(error, "; the nearest is %s", s.best);
    free(s.best);
    free(word);
    return status;
}

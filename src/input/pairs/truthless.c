/* Predictions without truth, where they are evaluated too: each gets a key without a truth; see truthless.h. */
#include "input/pairs/truthless.h"

#include "base/memory.h"
#include "format/registry.h"
#include "input/pairs/claim.h"

#include <stdlib.h>
#include <string.h>

/* A prediction without truth whose name may be that of a plane. */
typedef struct plane {
    const char *path;
    char *base; /* what stands before the class, with the separator */
    uint16_t class;
} plane;

/* What the predictions that have a truth tell of those that have none. */
typedef struct search {
    const ml_keys *keys; /* of truths */
    const char *directory;
    const ml_pairing *pairing;
    bool has_planes, has_images; /* there are planes among them, and label images */
    bool others_decide;          /* files of formats that yield are passed over where they have no key */
    bool *is_decided;            /* [keys->n] by a file that does not yield */
    ml_keys made;
    size_t made_capacity;
    plane *planes; /* [n_planes] in doubt */
    size_t n_planes, planes_capacity;
} search;

static void clear_search(search *s)
{
    ml_keys_clear(&s->made);
    for (size_t p = 0; p < s->n_planes; p++)
        free(s->planes[p].base);
    free(s->planes);
    free(s->is_decided);
}

/* The stem of a file that takes part; n is SIZE_MAX for others, of which nothing is held. */
static ml_status take_stem(const search *s, const char *path, ml_error *error, ml_stem *stem)
{
    const ml_pairing *pairing = s->pairing;
    *stem = (ml_stem){.n = SIZE_MAX};
    if (!pairing->prediction_suffix && !ml_is_named_as(path, 0))
        return ML_OK;
    return ml_stem_take(path, pairing->prediction_prefix, pairing->prediction_suffix, error, stem);
}

/* Learns from a prediction; all that do not yield come first. */
static ml_status look(search *s, const char *path, ml_error *error)
{
    ml_stem stem;
    ml_claim claims[2];
    ml_status status = take_stem(s, path, error, &stem);
    if (status || stem.n == SIZE_MAX)
        return status;
    size_t n = ml_claims_find(s->keys, &stem, s->pairing, claims);
    s->has_planes = s->has_planes || (n > 0 && claims[0].kind != ML_KEY_FILE);
    s->has_images = s->has_images || (n > 0 && claims[0].kind == ML_KEY_FILE && ml_is_named_as(path, ML_FORMAT_PLANE));
    bool yields = ml_yields(path), is_used = false;
    for (size_t c = 0; c < n; c++) {
        bool *is_decided = &s->is_decided[claims[c].key - s->keys->items];
        is_used = is_used || !*is_decided;
        *is_decided = *is_decided || !yields;
    }
    s->others_decide = yields ? s->others_decide && !is_used : true;
    free(stem.own);
    return ML_OK;
}

static ml_status add_key(search *s, const char *text, size_t n, ml_error *error)
{
    size_t start = s->pairing->by_name ? ml_name_start(text, n) : 0;
    if (!ml_grow(&s->made.items, &s->made_capacity, s->made.n, sizeof *s->made.items))
        return ml_fail_memory(error, "the keys");
    ml_key *key = &s->made.items[s->made.n++];
    *key = (ml_key){.text = ml_strndup(text + start, n - start)};
    return key->text ? ML_OK : ml_fail_memory(error, "the keys");
}

static ml_status note_plane(search *s, const char *path, const char *text, size_t n, uint16_t class, ml_error *error)
{
    if (!ml_grow(&s->planes, &s->planes_capacity, s->n_planes, sizeof *s->planes))
        return ml_fail_memory(error, "the planes");
    plane *p = &s->planes[s->n_planes++];
    *p = (plane){path, ml_strndup(text, n), class};
    return p->base ? ML_OK : ml_fail_memory(error, "the planes");
}

/* Where the class begins if the stem may be that of a plane, of several places the first (the longest class wins); else 0. */
static size_t class_start(const search *s, const char *path, const ml_stem *stem, uint16_t *class)
{
    size_t start = ml_name_start(stem->text, stem->n);
    for (size_t at = start > 0 ? start : 1; at < stem->n && ml_is_named_as(path, ML_FORMAT_PLANE); at++)
        if ((at == start || (stem->text[at - 1] == '_' && at - 1 > start)) &&
            (*class = ml_plane_class(stem->text + at, stem->n - at, s->pairing->classes)) != ML_NONE)
            return at;
    return 0;
}

/* Makes the key of a prediction, unless that has a truth. */
static ml_status add_prediction(search *s, const char *path, ml_error *error)
{
    ml_stem stem;
    ml_claim claims[2];
    uint16_t class = ML_NONE;
    ml_status status = take_stem(s, path, error, &stem);
    if (status || stem.n == SIZE_MAX)
        return status;
    bool has_key = ml_claims_find(s->keys, &stem, s->pairing, claims) > 0, is_known = s->has_planes != s->has_images;
    size_t at = class_start(s, path, &stem, &class);
    if (!has_key && !(ml_yields(path) && s->others_decide)) {
        status = add_key(s, stem.text, at > 0 && is_known && s->has_planes ? at - 1 : stem.n, error);
        if (!status && at > 0 && !is_known && !s->pairing->prediction_suffix)
            status = note_plane(s, path, stem.text, at, class, error);
    }
    free(stem.own);
    return status;
}

static int compare_planes(const void *a, const void *b)
{
    const plane *x = a, *y = b;
    int order = strcmp(x->base, y->base);
    return order ? order : (int)x->class - (int)y->class;
}

/* Nothing tells planes from label images, so that an image of which all planes would be there is in doubt. */
static ml_status check_doubt(search *s, ml_error *error)
{
    const ml_classes *classes = s->pairing->classes;
    if (s->n_planes > 0)
        qsort(s->planes, s->n_planes, sizeof *s->planes, compare_planes);
    for (size_t first = 0, end; first < s->n_planes; first = end) {
        const plane *p = &s->planes[first];
        bool in_order = p->class == 0;
        for (end = first + 1; end < s->n_planes && strcmp(s->planes[end].base, p->base) == 0; end++)
            in_order = in_order && s->planes[end].class == end - first;
        if (!in_order || end - first != (classes ? classes->n_channels : end - first) || end - first < 2)
            continue;
        return ml_fail(error, ML_E_INPUT,
                       "%s/%s: may be a plane of \"%.*s\" or a prediction of its own, and has no truth to tell: say "
                       "--prediction-suffix=%s for the latter, or list the pairs (--list)",
                       s->directory, p->path, (int)strlen(p->base) - 1, p->base, strrchr(p->path, '.'));
    }
    return ML_OK;
}

static int compare_keys(const void *a, const void *b) { return strcmp(((const ml_key *)a)->text, ((const ml_key *)b)->text); }

/* Moves the keys that were made to those of truths, each once. */
static ml_status join(search *s, ml_keys *keys, ml_error *error)
{
    ml_keys *made = &s->made;
    if (made->n == 0)
        return ML_OK;
    ml_key *all = realloc(keys->items, (keys->n + made->n) * sizeof *all);
    if (!all)
        return ml_fail_memory(error, "the keys");
    keys->items = all;
    qsort(made->items, made->n, sizeof *made->items, compare_keys);
    for (size_t k = 0; k < made->n; k++) {
        if (k > 0 && strcmp(made->items[k].text, all[keys->n - 1].text) == 0)
            continue;
        all[keys->n++] = made->items[k];
        made->items[k] = (ml_key){.text = NULL};
    }
    qsort(all, keys->n, sizeof *all, compare_keys);
    return ML_OK;
}

ml_status ml_keys_add_truthless(ml_keys *keys, const ml_listing *predictions, const char *directory, const ml_pairing *pairing,
                                ml_error *error)
{
    search s = {.keys = keys, .directory = directory, .pairing = pairing};
    ml_status status = ML_OK;
    if (!(s.is_decided = ml_alloc(keys->n, sizeof *s.is_decided)))
        status = ml_fail_memory(error, "the keys");
    for (int yields = 0; yields < 2; yields++)
        for (size_t i = 0; i < predictions->n && !status; i++)
            if (ml_yields(predictions->paths[i]) == (yields == 1))
                status = look(&s, predictions->paths[i], error);
    s.others_decide = s.others_decide && !pairing->prediction_prefix && !pairing->prediction_suffix;
    for (size_t i = 0; i < predictions->n && !status; i++)
        status = add_prediction(&s, predictions->paths[i], error);
    if (!status)
        status = check_doubt(&s, error);
    if (!status && s.made.n > 0)
        status = join(&s, keys, error);
    clear_search(&s);
    return status;
}

ml_status ml_keys_add_one(const char *truth, ml_error *error, ml_keys *keys)
{
    ml_key *key = ml_alloc(1, sizeof *key);
    if (key && (key->text = ml_strdup(truth))) {
        *keys = (ml_keys){.n = 1, .items = key};
        return ML_OK;
    }
    free(key);
    return ml_fail_memory(error, "the keys");
}

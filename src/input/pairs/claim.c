/* Which prediction files claim which key; see claim.h. */
#include "input/pairs/claim.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "format/registry.h"
#include "input/pairs/file_name.h"
#include "input/pairs/partner.h"
#include "input/pairs/yield.h"

#include <stdlib.h>
#include <string.h>

/* The key that the first n bytes of a path name, or NULL. */
static ml_key *find_key(const ml_keys *keys, const char *path, size_t n, const ml_pairing *pairing)
{
    size_t start = pairing->by_name ? ml_name_start(path, n) : 0;
    return ml_keys_get(keys, path + start, n - start);
}

size_t ml_claims_find(const ml_keys *keys, const ml_stem *stem, const ml_pairing *pairing, ml_claim claims[2])
{
    size_t n_claims = 0, n = stem->n;
    const char *text = stem->text;
    ml_key *key = find_key(keys, text, n, pairing);
    if (key)
        claims[n_claims++] = (ml_claim){.key = key, .kind = ML_KEY_FILE};
    if ((key && pairing->prediction_suffix) || !ml_is_named_as(text, ML_FORMAT_PLANE))
        return n_claims; /* an explicit suffix says that the rest is the key */
    for (size_t at = n; at-- > 0;) {
        if (text[at] != '/' && text[at] != '_')
            continue;
        uint16_t class = ml_plane_class(text + at + 1, n - at - 1, pairing->classes);
        key = class == ML_NONE ? NULL : find_key(keys, text, at, pairing);
        if (key && n_claims < 2)
            claims[n_claims++] = text[at] == '/' ? (ml_claim){key, ML_KEY_FOLDER_PLANES, class, at}
                                                 : (ml_claim){key, ML_KEY_FLAT_PLANES, class, at + stem->n_cut};
        if (text[at] == '/')
            break;
    }
    return n_claims;
}

static ml_status ambiguous(const char *directory, const char *path, const ml_claim claims[2], ml_error *error)
{
    ml_fail(error, ML_E_INPUT, "%s/%s: could be", directory, path);
    for (int i = 0; i < 2; i++)
        if (claims[i].kind == ML_KEY_FILE)
            ml_error_add(error, "%s the prediction of \"%s\"", i ? " or" : "", claims[i].key->text);
        else
            ml_error_add(error, "%s plane %u of \"%s\"", i ? " or" : "", claims[i].class, claims[i].key->text);
    ml_error_add(error, ": rename it, or say what the names end in with --prediction-suffix");
    return error->status;
}

/* What a path has behind the key, where that stands in its name: the suffix that would choose it. */
static const char *tail_behind(const ml_key *key, const char *path, const ml_pairing *pairing)
{
    size_t n_cut = pairing->prediction_prefix ? strlen(pairing->prediction_prefix) : 0;
    const char *name = path + (pairing->by_name || n_cut ? ml_name_start(path, strlen(path)) : 0) + n_cut;
    const char *text = key->text + (n_cut ? ml_name_start(key->text, strlen(key->text)) : 0);
    size_t n = strlen(text);
    return strncmp(name, text, n) == 0 ? name + n : NULL;
}

/* A second prediction for a key. */
static ml_status two_predictions(const ml_claim *c, const char *directory, const char *path, const ml_pairing *pairing,
                                 ml_error *error)
{
    const ml_key *key = c->key;
    const char *first = tail_behind(key, key->first_file, pairing), *second = tail_behind(key, path, pairing);
    ml_fail(error, ML_E_INPUT, "%s: \"%s\" has two %s, %s and %s: ", directory, key->text,
            key->kind != c->kind ? "kinds of prediction" : "predictions", key->first_file, path);
    if (key->kind != c->kind)
        ml_error_add(error, "choose with --prediction-suffix");
    else if (c->kind == ML_KEY_FILE && first && second && strcmp(first, second) != 0)
        ml_error_add(error, "choose with --prediction-suffix=%s or --prediction-suffix=%s", first, second);
    else
        ml_error_add(error, "with --match=name each prediction needs a name of its own");
    return error->status;
}

static ml_status add_plane(const ml_claim *c, const char *directory, const char *path, ml_error *error)
{
    ml_key *key = c->key;
    for (size_t p = 0; p < key->n_planes; p++)
        if (key->planes[p] == c->class)
            return ml_fail(error, ML_E_INPUT, "%s: \"%s\" has class %u twice, one of them in %s", directory, key->text,
                           c->class, path);
    if (strcmp(strrchr(path, '.'), strrchr(key->first_file, '.')) != 0)
        return ml_fail(error, ML_E_INPUT, "%s: the planes %s and %s end differently", directory, key->first_file, path);
    if (!ml_grow(&key->planes, &key->capacity, key->n_planes, sizeof *key->planes))
        return ml_fail_memory(error, "the planes");
    key->planes[key->n_planes++] = c->class;
    return ML_OK;
}

/* Whether the plane at `path` stands where the key's others do. */
static bool same_base(const ml_claim *c, const char *path)
{
    const char *base = c->key->plane_base ? c->key->plane_base : "";
    return strlen(base) == c->base && memcmp(base, path, c->base) == 0;
}

/* Gives the file to the key it claims. */
static ml_status give_to_key(const ml_claim *c, const char *directory, const char *path, const ml_pairing *pairing,
                             ml_error *error)
{
    ml_key *key = c->key;
    bool first = key->kind == ML_KEY_MISSING;
    if (!first && (key->kind != c->kind || c->kind == ML_KEY_FILE || !same_base(c, path)))
        return two_predictions(c, directory, path, pairing, error);
    key->kind = c->kind;
    if (first && !(key->first_file = ml_strdup(path)))
        return ml_fail_memory(error, "a path");
    if (first && c->kind != ML_KEY_FILE && c->base && !(key->plane_base = ml_strndup(path, c->base)))
        return ml_fail_memory(error, "a path");
    return c->kind == ML_KEY_FILE ? ML_OK : add_plane(c, directory, path, error);
}

static int compare_classes(const void *a, const void *b) { return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b; }

/* Whether all classes are there: those of the class set, or 0 to the largest that occurs. */
static ml_status check_planes(ml_key *key, const char *directory, const ml_classes *classes, ml_error *error)
{
    if (key->kind != ML_KEY_FOLDER_PLANES && key->kind != ML_KEY_FLAT_PLANES)
        return ML_OK;
    qsort(key->planes, key->n_planes, sizeof *key->planes, compare_classes);
    size_t wanted = classes ? classes->n_channels : (size_t)key->planes[key->n_planes - 1] + 1;
    bool grouped = classes && classes->class_of_channel, named = classes && !grouped;
    for (size_t c = 0; c < wanted; c++)
        if (c >= key->n_planes || key->planes[c] != c)
            return ml_fail(error, ML_E_INPUT, "%s: \"%s\" has %zu planes, and none of %s %zu%s%s%s", directory, key->text,
                           key->n_planes, grouped ? "channel" : "class", c, named ? " (" : "",
                           named ? classes->items[c].name : "", named ? ")" : "");
    if (wanted < 2)
        return ml_fail(error, ML_E_INPUT, "%s: \"%s\" has one plane; one per class is wanted", directory, key->text);
    return ML_OK;
}

/* With keep_going, what is wrong with one key is noted there (the first fault counts), and the others go on. */
static ml_status keep_going(ml_key *key, const ml_pairing *pairing, ml_status status, ml_error *error)
{
    if (status != ML_E_INPUT || !pairing->keep_going)
        return status;
    if (!key->fault && !(key->fault = ml_strdup(error->text)))
        return ml_fail_memory(error, "the list of errors");
    ml_error_clear(error);
    return ML_OK;
}

/* Notes a prediction that has no truth. */
static ml_status note_extra(ml_keys *keys, ml_name_list *extra, const char *directory, const char *path, const ml_stem *stem,
                            const ml_pairing *pairing, ml_error *error)
{
    ml_name_list_note(extra, path);
    keys->n_extra++;
    if (!pairing->keep_going || pairing->partial)
        return ML_OK;
    char *id = ml_strndup(stem->text, stem->n), *file = ml_path_join(directory, path);
    char *message = file ? ml_format("%s: no truth for this prediction", file) : NULL;
    ml_status status = id && message ? ml_faults_add(&keys->extra, id, message, keys->n_extra - 1, error)
                                     : ml_fail_memory(error, "the list of errors");
    free(message);
    free(file);
    free(id);
    return status;
}

/* Leaves out the claims on keys that files of formats which do not yield have decided; how many are left. */
static size_t leave_decided(ml_claim claims[2], size_t n_claims)
{
    size_t n = 0;
    for (size_t i = 0; i < n_claims; i++)
        if (!claims[i].key->first_file || ml_yields(claims[i].key->first_file))
            claims[n++] = claims[i];
    return n;
}

/* `may_be_stray`: it is passed over where it has no key. */
static ml_status claim_by_stem(ml_keys *keys, ml_name_list *extra, const char *directory, const char *path, const ml_stem *stem,
                               bool may_be_stray, const ml_pairing *pairing, ml_error *error)
{
    ml_claim claims[2];
    size_t n_found = ml_claims_find(keys, stem, pairing, claims);
    size_t n_claims = ml_yields(path) ? leave_decided(claims, n_found) : n_found;
    if (n_claims == 0 && (n_found > 0 || may_be_stray))
        return ml_keys_pass_over(keys, directory, path, error);
    if (n_claims == 0)
        return note_extra(keys, extra, directory, path, stem, pairing, error);
    if (n_claims > 1)
        return ambiguous(directory, path, claims, error);
    return keep_going(claims[0].key, pairing, give_to_key(&claims[0], directory, path, pairing, error), error);
}

static ml_status claim_file(ml_keys *keys, ml_name_list *extra, const char *directory, const char *path, bool may_be_stray,
                            const ml_pairing *pairing, ml_error *error)
{
    ml_stem stem;
    ml_status status = ml_stem_take(path, pairing->prediction_prefix, pairing->prediction_suffix, error, &stem);
    if (status || stem.n == SIZE_MAX)
        return status;
    if (!pairing->prediction_suffix && !ml_is_named_as(path, 0))
        status = ml_keys_pass_over(keys, directory, path, error);
    else
        status = claim_by_stem(keys, extra, directory, path, &stem, may_be_stray, pairing, error);
    free(stem.own);
    return status;
}

/* Finds out whether one of the files that yield has a key that no other file has decided. */
static ml_status look_for_yielding(const ml_keys *keys, const ml_listing *predictions, const ml_pairing *pairing,
                                   ml_error *error, bool *any)
{
    *any = false;
    for (size_t i = 0; i < predictions->n && !*any; i++) {
        ml_claim claims[2];
        ml_stem stem;
        if (!ml_yields(predictions->paths[i]))
            continue;
        ml_status status =
            ml_stem_take(predictions->paths[i], pairing->prediction_prefix, pairing->prediction_suffix, error, &stem);
        if (status)
            return status;
        *any = stem.n != SIZE_MAX && leave_decided(claims, ml_claims_find(keys, &stem, pairing, claims)) > 0;
        free(stem.own);
    }
    return ML_OK;
}

/* Whether a key has a prediction. */
static bool any_claimed(const ml_keys *keys)
{
    for (size_t k = 0; k < keys->n; k++)
        if (keys->items[k].kind != ML_KEY_MISSING)
            return true;
    return false;
}

ml_status ml_keys_claim_all(ml_keys *keys, const char *truths, const ml_listing *predictions, const char *directory,
                            const ml_pairing *pairing, ml_error *error)
{
    ml_name_list extra = {0};
    ml_status status = ML_OK;
    for (size_t i = 0; i < predictions->n && !status; i++)
        if (!ml_yields(predictions->paths[i]))
            status = claim_file(keys, &extra, directory, predictions->paths[i], false, pairing, error);
    bool others_decide = any_claimed(keys) && !pairing->prediction_prefix && !pairing->prediction_suffix, in_use = false;
    if (!status && others_decide)
        status = look_for_yielding(keys, predictions, pairing, error, &in_use);
    others_decide = others_decide && !in_use;
    for (size_t i = 0; i < predictions->n && !status; i++)
        if (ml_yields(predictions->paths[i]))
            status = claim_file(keys, &extra, directory, predictions->paths[i], others_decide, pairing, error);
    if (!status)
        status = ml_keys_drop_strays(keys, truths, pairing, error);
    if (!status)
        status = ml_keys_check_partners(keys, &extra, predictions, directory, pairing, error);
    for (size_t k = 0; k < keys->n && !status; k++)
        status = keep_going(&keys->items[k], pairing, check_planes(&keys->items[k], directory, pairing->classes, error), error);
    return status;
}

/* The first file of a listing that does not stand before those whose names begin with `base` (NULL: all). */
static size_t first_below(const ml_listing *listing, const char *base)
{
    size_t low = 0, high = listing->n;
    while (base && low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(listing->paths[middle], base) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The truth is a file, and the prediction a directory that holds no planes of one image. */
static ml_status no_planes(const ml_key *key, const ml_listing *predictions, const char *directory, ml_error *error)
{
    const char *extension = ml_file_format_example(ML_FORMAT_PLANE);
    size_t n = strlen(key->text), i = 0;
    if (!key->truth_file)
        return ml_fail(error, ML_E_INPUT, "%s: is a directory without planes (0%s, 1%s, ...)", directory, extension, extension);
    ml_fail(error, ML_E_INPUT,
            "%s: is a directory without planes (0%s, 1%s, ...), and %s a file: give two files or two directories", directory,
            extension, extension, key->truth_file);
    while (i < predictions->n &&
           (!ml_is_named_as(predictions->paths[i], ML_FORMAT_PREDICTION) || ml_key_length(predictions->paths[i], NULL) != n ||
            memcmp(predictions->paths[i], key->text, n) != 0))
        i++;
    if (i < predictions->n)
        ml_error_add(error, ", such as %s%s%s", directory, ml_ends_with(directory, "/") ? "" : "/", predictions->paths[i]);
    return error->status;
}

ml_status ml_keys_claim_planes(ml_keys *keys, const ml_listing *predictions, const char *directory, const char *base,
                               const ml_pairing *pairing, ml_error *error)
{
    ml_status status = ML_OK;
    const char *prefix = base || !pairing->prediction_prefix ? "" : pairing->prediction_prefix; /* a base begins with it */
    size_t base_length = base ? strlen(base) : 0, start = base ? base_length + 1 : strlen(prefix);
    for (size_t i = first_below(predictions, base); i < predictions->n && !status; i++) {
        const char *path = predictions->paths[i];
        size_t n = ml_key_length(path, pairing->prediction_suffix);
        if (base && strncmp(path, base, base_length) != 0)
            break;
        if (n == SIZE_MAX || !ml_is_named_as(path, ML_FORMAT_PLANE) || n <= start || (base && path[base_length] != '_') ||
            strncmp(path, prefix, strlen(prefix)) != 0)
            continue;
        uint16_t class = ml_plane_class(path + start, n - start, pairing->classes);
        if (class == ML_NONE && base)
            continue;
        if (class == ML_NONE)
            return ml_fail(error, ML_E_INPUT, "%s/%s: is no class; the planes of one image are named by class index%s, 0%s",
                           directory, path, pairing->classes ? " or name" : "", ml_file_format_example(ML_FORMAT_PLANE));
        const ml_claim c = {keys->items, base ? ML_KEY_FLAT_PLANES : ML_KEY_FOLDER_PLANES, class, base_length};
        status = give_to_key(&c, directory, path, pairing, error);
    }
    if (!status && keys->items[0].kind == ML_KEY_MISSING)
        return base ? ML_OK : no_planes(&keys->items[0], predictions, directory, error);
    return status ? status : check_planes(&keys->items[0], directory, pairing->classes, error);
}

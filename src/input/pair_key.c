/* Keys and claims; see pair_key.h. */
#include "input/pair_key.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "input/location.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Known kinds of files, by extension (any case). */
static const struct kind {
    const char *extension;
    bool truth, plane;
} kinds[] = {
    {".png", true, true},
    {".npy", true, false},
    {".npz", true, false},
};

/* How many names an error lists. */
enum { MAX_LISTED = 10 };

static const struct kind *kind_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (size_t k = 0; dot && k < ML_COUNT(kinds); k++)
        if (strcasecmp(dot, kinds[k].extension) == 0)
            return &kinds[k];
    return NULL;
}

/* Length of the path without the suffix, or without its extension; SIZE_MAX if it does not end in the suffix. */
static size_t key_length(const char *path, const char *suffix)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
    if (suffix)
        return ml_ends_with(path, suffix) && strlen(path) > strlen(suffix) ? strlen(path) - strlen(suffix) : SIZE_MAX;
    return dot && dot > name ? (size_t)(dot - path) : strlen(path);
}

void ml_keys_clear(ml_keys *keys)
{
    for (size_t k = 0; k < keys->n; k++) {
        free(keys->items[k].text);
        free(keys->items[k].truth_file);
        free(keys->items[k].first_file);
        free(keys->items[k].plane_base);
        free(keys->items[k].planes);
    }
    free(keys->items);
    free(keys->passed_over);
    *keys = (ml_keys){0};
}

static ml_status pass_over(ml_keys *keys, const char *directory, const char *path, ml_error *error)
{
    if (keys->n_passed_over++ == 0 && !(keys->passed_over = ml_path_join(directory, path)))
        return ml_fail_memory(error, "a path");
    return ML_OK;
}

static int compare_keys(const void *a, const void *b) { return strcmp(((const ml_key *)a)->text, ((const ml_key *)b)->text); }

/* The key that the n bytes of text are, or NULL. */
static ml_key *find_key(const ml_keys *keys, const char *text, size_t n)
{
    size_t low = 0, high = keys->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strncmp(keys->items[middle].text, text, n);
        if (order == 0 && keys->items[middle].text[n] != '\0')
            order = 1;
        if (order == 0)
            return &keys->items[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static ml_status add_key(ml_keys *keys, size_t *capacity, const char *text, size_t n, const char *file, ml_error *error)
{
    if (!ml_grow(&keys->items, capacity, keys->n, sizeof *keys->items))
        return ml_fail_memory(error, "the keys");
    ml_key *key = &keys->items[keys->n++];
    *key = (ml_key){.text = ml_strndup(text, n), .truth_file = ml_strdup(file)};
    return key->text && key->truth_file ? ML_OK : ml_fail_memory(error, "the keys");
}

ml_status ml_keys_from_file(const char *truth, const ml_pairing *pairing, ml_error *error, ml_keys *keys)
{
    ml_location at;
    ml_status status = ml_location_parse(truth, error, &at);
    if (status)
        return status;
    const char *slash = strrchr(at.file, '/'), *name = slash ? slash + 1 : at.file;
    size_t capacity = 0, n = key_length(name, pairing->truth_suffix);
    if (n == SIZE_MAX)
        n = key_length(name, NULL);
    char *text = at.has_index ? ml_format("%.*s[%zu]", (int)n, name, at.index) : ml_strndup(name, n);
    status = text ? add_key(keys, &capacity, text, strlen(text), truth, error) : ml_fail_memory(error, "the keys");
    if (status)
        ml_keys_clear(keys);
    free(text);
    ml_location_clear(&at);
    return status;
}

static ml_status check_unique(const ml_keys *keys, const char *directory, ml_error *error)
{
    for (size_t k = 1; k < keys->n; k++)
        if (strcmp(keys->items[k - 1].text, keys->items[k].text) == 0)
            return ml_fail(error, ML_E_INPUT, "%s: %s and %s have the same key \"%s\": choose with --truth-suffix", directory,
                           keys->items[k - 1].truth_file, keys->items[k].truth_file, keys->items[k].text);
    return ML_OK;
}

ml_status ml_keys_from_truths(const ml_listing *truths, const char *directory, const ml_pairing *pairing, ml_error *error,
                              ml_keys *keys)
{
    ml_keys made = {0};
    size_t capacity = 0;
    ml_status status = ML_OK;
    for (size_t i = 0; i < truths->n && !status; i++) {
        const char *path = truths->paths[i];
        size_t n = key_length(path, pairing->truth_suffix);
        const struct kind *kind = kind_of(path);
        if (n == SIZE_MAX)
            continue;
        if (pairing->truth_suffix || (kind && kind->truth))
            status = add_key(&made, &capacity, path, n, path, error);
        else
            status = pass_over(&made, directory, path, error);
    }
    if (!status && made.n == 0)
        status = ml_fail(error, ML_E_INPUT, "%s: holds no truth: %s%s", directory,
                         pairing->truth_suffix ? "no file ends in " : "no PNG, .npy or .npz below it",
                         pairing->truth_suffix ? pairing->truth_suffix : "");
    if (!status) {
        qsort(made.items, made.n, sizeof *made.items, compare_keys);
        status = check_unique(&made, directory, error);
    }
    if (status)
        ml_keys_clear(&made);
    else
        *keys = made;
    return status;
}

/* The class that a plane's name tells, ML_NONE for none: an index, or with a class set also a name. */
static uint16_t plane_class(const char *text, size_t n, const ml_classes *classes)
{
    uint64_t index;
    if (classes) {
        size_t c = ml_classes_find(classes, text, n);
        return c < classes->n ? (uint16_t)c : ML_NONE;
    }
    return ml_integer_parse(text, n, ML_MAX_CLASSES - 1, &index) ? (uint16_t)index : ML_NONE;
}

/* One way to understand a prediction file. */
typedef struct claim {
    ml_key *key;
    ml_key_kind kind;
    uint16_t class; /* of a plane */
    size_t base;    /* length of the path before the separator of a plane */
} claim;

/* The ways to understand `path`, whose key part has n bytes; at most 2 are noted, which is one too many. */
static size_t find_claims(const ml_keys *keys, const char *path, size_t n, const ml_pairing *pairing, claim claims[2])
{
    size_t n_claims = 0;
    const struct kind *kind = kind_of(path);
    ml_key *key = find_key(keys, path, n);
    if (key)
        claims[n_claims++] = (claim){.key = key, .kind = ML_KEY_FILE};
    if ((key && pairing->prediction_suffix) || !kind || !kind->plane)
        return n_claims; /* an explicit suffix says that the rest is the key */
    for (size_t at = n; at-- > 0;) {
        if (path[at] != '/' && path[at] != '_')
            continue;
        uint16_t class = plane_class(path + at + 1, n - at - 1, pairing->classes);
        key = class == ML_NONE ? NULL : find_key(keys, path, at);
        if (key && n_claims < 2)
            claims[n_claims++] = (claim){key, path[at] == '/' ? ML_KEY_FOLDER_PLANES : ML_KEY_FLAT_PLANES, class, at};
        if (path[at] == '/')
            break;
    }
    return n_claims;
}

static ml_status ambiguous(const char *directory, const char *path, const claim claims[2], ml_error *error)
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

/* Gives the file to the key it claims. */
static ml_status apply(const claim *c, const char *directory, const char *path, ml_error *error)
{
    ml_key *key = c->key;
    if (key->kind != ML_KEY_MISSING && (key->kind != c->kind || c->kind == ML_KEY_FILE))
        return ml_fail(error, ML_E_INPUT, "%s: \"%s\" has two kinds of prediction, %s and %s: choose with --prediction-suffix",
                       directory, key->text, key->first_file, path);
    key->kind = c->kind;
    if (!key->first_file && !(key->first_file = ml_strdup(path)))
        return ml_fail_memory(error, "a path");
    if (c->kind == ML_KEY_FILE)
        return ML_OK;
    if (c->base && !key->plane_base && !(key->plane_base = ml_strndup(path, c->base)))
        return ml_fail_memory(error, "a path");
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

static int compare_classes(const void *a, const void *b) { return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b; }

/* Whether all classes are there: those of the class set, or 0 to the largest that occurs. */
static ml_status check_planes(ml_key *key, const char *directory, const ml_classes *classes, ml_error *error)
{
    if (key->kind != ML_KEY_FOLDER_PLANES && key->kind != ML_KEY_FLAT_PLANES)
        return ML_OK;
    qsort(key->planes, key->n_planes, sizeof *key->planes, compare_classes);
    size_t wanted = classes ? classes->n : (size_t)key->planes[key->n_planes - 1] + 1;
    for (size_t c = 0; c < wanted; c++)
        if (c >= key->n_planes || key->planes[c] != c)
            return ml_fail(error, ML_E_INPUT, "%s: \"%s\" has %zu planes, and none of class %zu%s%s%s", directory, key->text,
                           key->n_planes, c, classes ? " (" : "", classes ? classes->items[c].name : "", classes ? ")" : "");
    if (wanted < 2)
        return ml_fail(error, ML_E_INPUT, "%s: \"%s\" has one plane; one per class is wanted", directory, key->text);
    return ML_OK;
}

/* Names for an error: the first few, and how many there are. */
typedef struct name_list {
    size_t n;
    const char *names[MAX_LISTED];
} name_list;

static void note(name_list *list, const char *name)
{
    if (list->n < MAX_LISTED)
        list->names[list->n] = name;
    list->n++;
}

static void add_names(const name_list *list, ml_error *error)
{
    for (size_t i = 0; i < list->n && i < MAX_LISTED; i++)
        ml_error_add(error, "%s%s", i ? ", " : " ", list->names[i]);
    if (list->n > MAX_LISTED)
        ml_error_add(error, ", and %zu more", list->n - MAX_LISTED);
}

/* Whether a suffix may begin at `at`: with a separator, or with the extension. */
static bool is_border(const char *at) { return *at && strchr("_-.", *at); }

/* Whether a suffix may be proposed for the truths: several have it, or the only one has it and it is no number. */
static bool is_plausible(const ml_keys *keys, const char *suffix)
{
    size_t n = 0;
    for (size_t k = 0; k < keys->n; k++)
        n += ml_ends_with(keys->items[k].truth_file, suffix);
    return n > 1 || (n == keys->n && !strpbrk(suffix, "0123456789"));
}

/* If a truth and a prediction without partner begin alike, what differs are the suffixes that were not said. A proposal must
 * not pair images of different numbers. */
static void suggest_suffixes(const ml_keys *keys, const name_list *missing, const name_list *extra, ml_error *error)
{
    if (missing->n == 0)
        return;
    const char *truth = find_key(keys, missing->names[0], strlen(missing->names[0]))->truth_file;
    for (size_t e = 0; e < extra->n && e < MAX_LISTED; e++) {
        const char *file = extra->names[e];
        size_t same = 0;
        while (truth[same] && truth[same] == file[same])
            same++;
        while (same > 0 && !(is_border(truth + same) && is_border(file + same)))
            same--;
        if (same == 0 || strchr(truth + same, '/') || strchr(file + same, '/') || strcmp(truth + same, file + same) == 0 ||
            !is_plausible(keys, truth + same))
            continue;
        ml_error_add(error, "; perhaps");
        if (strrchr(truth + same, '.') != truth + same)
            ml_error_add(error, " --truth-suffix=%s", truth + same);
        if (strrchr(file + same, '.') != file + same)
            ml_error_add(error, " --prediction-suffix=%s", file + same);
        return;
    }
}

static ml_status check_partners(const ml_keys *keys, const name_list *extra, const char *directory, ml_error *error)
{
    name_list missing = {0};
    for (size_t k = 0; k < keys->n; k++)
        if (keys->items[k].kind == ML_KEY_MISSING)
            note(&missing, keys->items[k].text);
    if (missing.n == 0 && extra->n == 0)
        return ML_OK;
    ml_fail(error, ML_E_INPUT, "%s:", directory);
    if (missing.n) {
        ml_error_add(error, " no prediction for %zu of %zu truths:", missing.n, keys->n);
        add_names(&missing, error);
    }
    if (extra->n) {
        ml_error_add(error, "%s no truth for %zu prediction%s:", missing.n ? ";" : "", extra->n, extra->n == 1 ? "" : "s");
        add_names(extra, error);
    }
    if (keys->n_passed_over)
        ml_error_add(error, "; %zu of unknown kind passed over, such as %s", keys->n_passed_over, keys->passed_over);
    suggest_suffixes(keys, &missing, extra, error);
    return error->status;
}

ml_status ml_keys_claim_all(ml_keys *keys, const ml_listing *predictions, const char *directory, const ml_pairing *pairing,
                            ml_error *error)
{
    name_list extra = {0};
    ml_status status = ML_OK;
    for (size_t i = 0; i < predictions->n && !status; i++) {
        const char *path = predictions->paths[i];
        size_t n = key_length(path, pairing->prediction_suffix);
        claim claims[2];
        if (n == SIZE_MAX)
            continue;
        if (!kind_of(path) && !pairing->prediction_suffix) {
            status = pass_over(keys, directory, path, error);
            continue;
        }
        size_t n_claims = find_claims(keys, path, n, pairing, claims);
        if (n_claims == 0)
            note(&extra, path);
        else
            status = n_claims > 1 ? ambiguous(directory, path, claims, error) : apply(&claims[0], directory, path, error);
    }
    if (!status)
        status = check_partners(keys, &extra, directory, error);
    for (size_t k = 0; k < keys->n && !status; k++)
        status = check_planes(&keys->items[k], directory, pairing->classes, error);
    return status;
}

ml_status ml_keys_claim_planes(ml_keys *keys, const ml_listing *predictions, const char *directory, const char *base,
                               const ml_pairing *pairing, ml_error *error)
{
    ml_status status = ML_OK;
    size_t base_length = base ? strlen(base) : 0, start = base ? base_length + 1 : 0;
    for (size_t i = 0; i < predictions->n && !status; i++) {
        const char *path = predictions->paths[i];
        size_t n = key_length(path, pairing->prediction_suffix);
        const struct kind *kind = kind_of(path);
        if (n == SIZE_MAX || !kind || !kind->plane || n <= start)
            continue;
        if (base && (strncmp(path, base, base_length) != 0 || path[base_length] != '_'))
            continue;
        uint16_t class = plane_class(path + start, n - start, pairing->classes);
        if (class == ML_NONE && base)
            continue;
        if (class == ML_NONE)
            return ml_fail(error, ML_E_INPUT, "%s/%s: is no class; the planes of one image are named by class index%s, 0.png",
                           directory, path, pairing->classes ? " or name" : "");
        const claim c = {keys->items, base ? ML_KEY_FLAT_PLANES : ML_KEY_FOLDER_PLANES, class, base_length};
        status = apply(&c, directory, path, error);
    }
    if (!status && keys->items[0].kind == ML_KEY_MISSING)
        return base ? ML_OK : ml_fail(error, ML_E_INPUT, "%s: holds no planes (0.png, 1.png, ...)", directory);
    return status ? status : check_planes(&keys->items[0], directory, pairing->classes, error);
}

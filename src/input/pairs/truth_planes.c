/* Masks and their keys; see truth_planes.h. */
#include "input/pairs/truth_planes.h"

#include "base/memory.h"
#include "format/registry.h"
#include "input/pairs/file_name.h"
#include "input/pairs/truth_keys.h"

#include <stdlib.h>
#include <string.h>

/* A file that is a plane: what is before the separator, and the class behind it. */
typedef struct plane_name {
    size_t n_base;
    bool is_flat;
    uint16_t class;
} plane_name;

/* Takes n bytes of a name apart, of which those before `start` are folders; the longest class wins. */
static bool split(const char *text, size_t n, size_t start, const ml_classes *classes, plane_name *name)
{
    if (start > 0 && (name->class = ml_mask_class(text + start, n - start, classes)) != ML_NONE) {
        name->n_base = start - 1;
        name->is_flat = false;
        return true;
    }
    for (size_t at = start + 1; at < n; at++)
        if (text[at] == '_' && (name->class = ml_mask_class(text + at + 1, n - at - 1, classes)) != ML_NONE) {
            name->n_base = at;
            name->is_flat = true;
            return true;
        }
    return false;
}

/* A key of one plane; n_cut bytes of its file's name are a prefix. truth_file is what a single file of that key would be
 * called.
 */
static ml_status add_plane_key(ml_keys *keys, size_t *capacity, const char *text, size_t n, const char *path, size_t n_base,
                               const plane_name *name, ml_error *error)
{
    if (!ml_grow(&keys->items, capacity, keys->n, sizeof *keys->items))
        return ml_fail_memory(error, "the keys");
    const char *extension = strrchr(path, '.');
    ml_key *key = &keys->items[keys->n++];
    *key = (ml_key){.text = ml_strndup(text, n), .truth_planes = ml_alloc(1, sizeof *key->truth_planes)};
    key->truth_file = ml_format("%.*s%s", (int)n_base, path, ml_file_format_example(ML_FORMAT_PLANE));
    key->truth_shown =
        ml_format("%.*s%s%s", (int)n_base, path, name->is_flat ? "_*" : "", name->is_flat && extension ? extension : "");
    if (key->truth_planes) {
        key->truth_planes[0] = (ml_truth_plane){name->class, ml_strdup(path)};
        key->n_truth_planes = 1;
    }
    return key->text && key->truth_file && key->truth_shown && key->truth_planes && key->truth_planes[0].path
               ? ML_OK
               : ml_fail_memory(error, "the keys");
}

static int compare_keys(const void *a, const void *b)
{
    const ml_key *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    if (!order)
        order = (int)x->truth_planes[0].class - (int)y->truth_planes[0].class;
    return order ? order : strcmp(x->truth_planes[0].path, y->truth_planes[0].path);
}

/* Whether a key's masks are called KEY_CLASS; else they lie in a folder. */
static bool is_flat(const ml_key *key)
{
    return key->truth_shown[strlen(key->truth_file) - strlen(ml_file_format_example(ML_FORMAT_PLANE))] != '\0';
}

/* Adds the plane of a key that stands behind another one of the same text to that. */
static ml_status join(ml_key *key, ml_key *other, const char *directory, ml_error *error)
{
    const ml_truth_plane *last = &key->truth_planes[key->n_truth_planes - 1], *plane = &other->truth_planes[0];
    bool is_same = strcmp(key->truth_file, other->truth_file) == 0 && is_flat(key) == is_flat(other);
    if (!is_same)
        return ml_fail(error, ML_E_INPUT, "%s: \"%s\" has two truths, %s and %s; choose with --truth-suffix or --truth-prefix",
                       directory, key->text, last->path, plane->path);
    if (last->class == plane->class)
        return ml_fail(error, ML_E_INPUT, "%s: \"%s\" has class %u twice, in %s and %s", directory, key->text, plane->class,
                       last->path, plane->path);
    ml_truth_plane *longer = realloc(key->truth_planes, (key->n_truth_planes + 1) * sizeof *longer);
    if (!longer)
        return ml_fail_memory(error, "the planes");
    if (strcmp(key->truth_shown, other->truth_shown) != 0) /* their extensions differ */
        key->truth_shown[strlen(key->truth_file) - strlen(ml_file_format_example(ML_FORMAT_PLANE)) + strlen("_*")] = '\0';
    key->truth_planes = longer;
    longer[key->n_truth_planes++] = *plane;
    other->n_truth_planes = 0;
    return ML_OK;
}

/* Makes one key of those with the same text. */
static ml_status join_all(ml_keys *keys, const char *directory, ml_error *error)
{
    size_t n = 0;
    ml_status status = ML_OK;
    if (keys->n > 0)
        qsort(keys->items, keys->n, sizeof *keys->items, compare_keys);
    for (size_t k = 0; k < keys->n; k++) {
        ml_key key = keys->items[k];
        keys->items[k] = (ml_key){.text = NULL};
        if (n > 0 && !status && strcmp(keys->items[n - 1].text, key.text) == 0) {
            status = join(&keys->items[n - 1], &key, directory, error);
            ml_key_clear(&key);
        } else {
            keys->items[n++] = key;
        }
    }
    keys->n = n;
    return status;
}

static ml_status no_class(const char *directory, const char *path, const ml_classes *classes, ml_error *error)
{
    const char *extension = ml_file_format_example(ML_FORMAT_PLANE);
    return ml_fail(error, ML_E_INPUT,
                   "%s/%s: ends in no class; with --truth-layout=planes each mask is called KEY/CLASS%s or KEY_CLASS%s, CLASS "
                   "the index%s of a class",
                   directory, path, extension, extension, classes ? " or name" : "");
}

/* A file that is called like a mask, and is of a kind that masks are not: without it the class would be absent. */
static ml_status no_mask(const char *directory, const char *path, uint16_t class, ml_error *error)
{
    char formats[ML_FORMATS_TEXT_SIZE];
    return ml_fail(error, ML_E_INPUT,
                   "%s/%s: is called like the mask of class %u, but is no %s, as masks are: save it as one, or call it "
                   "something else if it is no mask",
                   directory, path, class, ml_formats_text(ML_FORMAT_PLANE | ML_FORMAT_RASTER, " or ", formats));
}

/* Whether the key is there (NULL: no key is) and has a mask of the class. */
static bool has_class(const ml_key *key, uint16_t class)
{
    for (size_t p = 0; key && p < key->n_truth_planes; p++)
        if (key->truth_planes[p].class == class)
            return true;
    return false;
}

/* Looks for masks in files of other kinds: of classes that a key would lack, or of any where there is no key at all. */
static ml_status check_others(const ml_keys *keys, const ml_listing *truths, const char *directory, const ml_pairing *pairing,
                              ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t i = 0; i < truths->n && !status && !pairing->truth_suffix; i++) {
        const char *path = truths->paths[i];
        ml_stem stem;
        plane_name name;
        if (ml_is_named_as(path, ML_FORMAT_PLANE))
            continue;
        status = ml_stem_take(path, pairing->truth_prefix, NULL, error, &stem);
        if (status || stem.n == SIZE_MAX)
            continue;
        if (split(stem.text, stem.n, ml_name_start(stem.text, stem.n), pairing->classes, &name)) {
            size_t start = pairing->by_name ? ml_name_start(stem.text, name.n_base) : 0;
            const ml_key *key = ml_keys_get(keys, stem.text + start, name.n_base - start);
            if (key ? !has_class(key, name.class) : keys->n == 0)
                status = no_mask(directory, path, name.class, error);
        }
        free(stem.own);
    }
    return status;
}

/* Takes a file of a directory of masks into the keys. */
static ml_status take_file(ml_keys *keys, size_t *capacity, const char *directory, const char *path, const ml_pairing *pairing,
                           ml_error *error)
{
    ml_stem stem;
    plane_name name = {.n_base = 0};
    ml_status status = ml_stem_take(path, pairing->truth_prefix, pairing->truth_suffix, error, &stem);
    if (status || stem.n == SIZE_MAX)
        return status;
    if (!pairing->truth_suffix && !ml_is_named_as(path, ML_FORMAT_PLANE)) {
        status = ml_keys_pass_over(keys, directory, path, error);
    } else if (!split(stem.text, stem.n, ml_name_start(stem.text, stem.n), pairing->classes, &name)) {
        status = no_class(directory, path, pairing->classes, error);
    } else {
        size_t start = pairing->by_name ? ml_name_start(stem.text, name.n_base) : 0;
        status = add_plane_key(keys, capacity, stem.text + start, name.n_base - start, path,
                               name.n_base + (name.is_flat ? stem.n_cut : 0), &name, error);
    }
    free(stem.own);
    return status;
}

ml_status ml_keys_from_truth_planes(const ml_listing *truths, const char *directory, const ml_pairing *pairing, ml_error *error,
                                    ml_keys *keys)
{
    ml_keys made = {0};
    size_t capacity = 0;
    ml_status status = ML_OK;
    for (size_t i = 0; i < truths->n && !status; i++)
        status = take_file(&made, &capacity, directory, truths->paths[i], pairing, error);
    if (!status && made.n > 0)
        status = join_all(&made, directory, error);
    if (!status)
        status = check_others(&made, truths, directory, pairing, error);
    if (!status && made.n == 0 && !pairing->missing_truth)
        status = ml_fail_no_truth(directory, pairing, error);
    if (status)
        ml_keys_clear(&made);
    else
        *keys = made;
    return status;
}

/* Whether the first n bytes of a path are a key and a class of their own, as the masks of "a_b" beside those of "a". */
static bool is_of_another(const char *path, size_t n, const ml_pairing *pairing)
{
    plane_name name;
    return split(path, n, ml_name_start(path, n), pairing->classes, &name);
}

/* A file beside one truth. Its stem and its path are cleared with clear_candidate. */
typedef struct candidate {
    ml_stem stem;
    char *path;      /* with the truth's root in front */
    bool takes_part; /* it is called as one of the truth's masks might be */
    bool is_mask;    /* and is of a kind that masks are */
    plane_name name; /* of class ML_NONE if it ends in none */
} candidate;

static void clear_candidate(candidate *file)
{
    free(file->path);
    free(file->stem.own);
}

/* On failure, too, the candidate is to be cleared. */
static ml_status look_at(const char *path, const ml_one_truth *truth, const ml_pairing *pairing, ml_error *error,
                         candidate *file)
{
    const char *base = truth->base;
    size_t n_base = base ? strlen(base) : 0, start = base ? n_base + 1 : 0;
    *file = (candidate){.stem = {.text = path, .n = ml_key_length(path, pairing->truth_suffix)},
                        .path = *truth->root ? ml_path_join(truth->root, path) : ml_strdup(path),
                        .is_mask = pairing->truth_suffix || ml_is_named_as(path, ML_FORMAT_PLANE),
                        .name = {n_base, base != NULL, ML_NONE}};
    if (!file->path)
        return ml_fail_memory(error, "a path");
    ml_status status = base ? ML_OK : ml_stem_take(path, pairing->truth_prefix, pairing->truth_suffix, error, &file->stem);
    const ml_stem *stem = &file->stem;
    file->takes_part = !status && stem->n != SIZE_MAX && stem->n > start && strcmp(file->path, truth->prediction) != 0 &&
                       (!base || (strncmp(path, base, n_base) == 0 && path[n_base] == '_'));
    if (file->takes_part)
        file->name.class = ml_mask_class(stem->text + start, stem->n - start, pairing->classes);
    return status;
}

/* Takes a file into the key of one truth, if it is one of its masks. */
static ml_status take_mask(ml_keys *keys, size_t *capacity, const char *path, const ml_one_truth *truth,
                           const ml_pairing *pairing, ml_error *error)
{
    candidate file;
    ml_status status = look_at(path, truth, pairing, error, &file);
    if (!status && file.takes_part && file.is_mask) {
        size_t n_root = strlen(file.path) - strlen(path);
        if (file.name.class != ML_NONE)
            status = add_plane_key(keys, capacity, truth->text, strlen(truth->text), file.path, n_root + file.name.n_base,
                                   &file.name, error);
        else if (!truth->base || !is_of_another(path, file.stem.n, pairing))
            status = no_class(truth->directory, path, pairing->classes, error);
    }
    clear_candidate(&file);
    return status;
}

/* Looks whether a file is of a kind that masks are not, and of a class that the truth's key (NULL: there is none) lacks. */
static ml_status check_other(const ml_key *key, const char *path, const ml_one_truth *truth, const ml_pairing *pairing,
                             ml_error *error)
{
    candidate file;
    ml_status status = look_at(path, truth, pairing, error, &file);
    if (!status && file.takes_part && !file.is_mask && file.name.class != ML_NONE && !has_class(key, file.name.class))
        status = no_mask(truth->directory, path, file.name.class, error);
    clear_candidate(&file);
    return status;
}

ml_status ml_keys_from_one_truth(const ml_listing *masks, const ml_one_truth *truth, const ml_pairing *pairing, ml_error *error,
                                 ml_keys *keys)
{
    ml_keys made = {0};
    size_t capacity = 0;
    ml_status status = ML_OK;
    for (size_t i = 0; i < masks->n && !status; i++)
        status = take_mask(&made, &capacity, masks->paths[i], truth, pairing, error);
    if (!status && made.n > 0)
        status = join_all(&made, truth->directory, error);
    for (size_t i = 0; i < masks->n && !status; i++)
        status = check_other(made.n ? made.items : NULL, masks->paths[i], truth, pairing, error);
    if (status)
        ml_keys_clear(&made);
    else
        *keys = made;
    return status;
}

ml_status ml_key_of_planes(const char *text, bool name_only, ml_error *error, char **key)
{
    size_t n = strlen(text);
    while (n > 1 && text[n - 1] == '/')
        n--;
    size_t start = name_only ? ml_name_start(text, n) : 0;
    *key = ml_strndup(text + start, n - start);
    return *key ? ML_OK : ml_fail_memory(error, "a key");
}

ml_status ml_pair_take_truth_planes(ml_key *key, const char *root, ml_error *error, ml_pair *pair)
{
    for (size_t p = 0; p < key->n_truth_planes && root; p++) {
        char *path = ml_path_join(root, key->truth_planes[p].path);
        if (!path)
            return ml_fail_memory(error, "a path");
        free(key->truth_planes[p].path);
        key->truth_planes[p].path = path;
    }
    pair->truth_planes = key->truth_planes;
    pair->n_truth_planes = key->n_truth_planes;
    key->truth_planes = NULL;
    key->n_truth_planes = 0;
    return ML_OK;
}

bool ml_pair_has_class_0(const ml_pair *pair) { return pair->n_truth_planes && pair->truth_planes[0].class == 0; }

bool ml_pair_lacks_class_0(const ml_pair *pair) { return pair->n_truth_planes && pair->truth_planes[0].class != 0; }

ml_status ml_pairs_check_class_0(const ml_pairs *pairs, ml_error *error)
{
    const ml_pair *with = NULL, *without = NULL;
    for (size_t i = 0; i < pairs->n; i++) {
        const ml_pair *pair = &pairs->items[i];
        with = !with && ml_pair_has_class_0(pair) ? pair : with;
        without = !without && ml_pair_lacks_class_0(pair) ? pair : without;
    }
    return !with || !without
               ? ML_OK
               : ml_fail(error, ML_E_INPUT, "%s: has no plane of class 0, but other truths have, such as %s; all or none may",
                         without->truth, with->truth_planes[0].path);
}

ml_status ml_pairs_leave_out_class_0(ml_pairs *pairs, ml_error *error)
{
    size_t n = 0;
    ml_status status = ML_OK;
    for (size_t i = 0; i < pairs->n; i++) {
        ml_pair pair = pairs->items[i];
        pairs->items[i] = (ml_pair){.id = NULL};
        pairs->items[n++] = pair;
        if (!ml_pair_lacks_class_0(&pair) || status)
            continue;
        char *message = ml_format("%s: has no plane of class 0, but other truths have", pair.truth);
        status = message ? ml_faults_add(&pairs->faults, pair.id, message, pair.number, error)
                         : ml_fail_memory(error, "the list of errors");
        free(message);
        ml_pair_clear(&pairs->items[--n]);
    }
    pairs->n = n;
    ml_faults_sort(&pairs->faults);
    return status;
}

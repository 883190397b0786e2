/* Pairs two files; see file.h. */
#include "input/pairs/file.h"

#include "base/memory.h"
#include "base/text.h"
#include "format/foreign.h"
#include "format/registry.h"
#include "input/pairs/claim.h"
#include "input/pairs/image_path.h"
#include "input/pairs/truth_keys.h"
#include "input/pairs/truth_planes.h"
#include "input/pairs/truthless.h"
#include "io/look.h"

#include <stdlib.h>
#include <string.h>

void ml_folder_clear(ml_folder *folder)
{
    free(folder->path);
    ml_listing_clear(&folder->listing);
    *folder = (ml_folder){0};
}

/* Makes `last` the listing of the directory. */
static ml_status list_folder(const char *directory, ml_folder *last, ml_error *error)
{
    if (last->path && strcmp(last->path, directory) == 0)
        return ML_OK;
    ml_folder_clear(last);
    ml_status status = ml_directory_list(directory, false, error, &last->listing);
    if (!status && !(last->path = ml_strdup(directory)))
        status = ml_fail_memory(error, "a path");
    return status;
}

ml_status ml_pair_from_key(const ml_key *key, const char *truth, const char *root, const ml_pairing *pairing, ml_error *error,
                           ml_pair *pair)
{
    const char *suffix = pairing->prediction_suffix, *prefix = pairing->prediction_prefix ? pairing->prediction_prefix : "";
    const char *tail = suffix ? suffix : strrchr(key->first_file, '.'); /* planes have an extension */
    ml_pair made = {.id = ml_strdup(key->text), .truth = truth ? ml_strdup(truth) : NULL};
    if (key->kind == ML_KEY_FILE) {
        made.prediction = ml_path_join(root, key->first_file);
    } else {
        bool flat = key->kind == ML_KEY_FLAT_PLANES;
        char *base = key->plane_base ? ml_path_join(root, key->plane_base) : ml_strdup(root);
        made.n_planes = key->n_planes;
        made.plane_tail = ml_strdup(tail);
        made.plane_stem = base ? ml_format("%s%s%s", base,
                                           flat                      ? "_"
                                           : ml_ends_with(base, "/") ? ""
                                                                     : "/",
                                           flat ? "" : prefix)
                               : NULL;
        made.prediction = base ? (flat ? ml_format("%s_*%s", base, tail) : ml_strdup(base)) : NULL;
        free(base);
    }
    if (made.id && (made.truth || !truth) && made.prediction && (!made.n_planes || (made.plane_stem && made.plane_tail))) {
        *pair = made;
        return ML_OK;
    }
    ml_pair_clear(&made);
    return ml_fail_memory(error, "the list of pairs");
}

static const char *shown(const ml_key *key) { return key->truth_shown ? key->truth_shown : key->truth_file; }

/* The planes of one key: those of a folder, or those whose names begin with `base` in a directory. Without any of the latter
 * the key stays ML_KEY_MISSING. `root` is what the planes' paths begin with, the directory or "". */
static ml_status pair_planes(ml_keys *keys, const char *directory, const char *root, const char *base,
                             const ml_pairing *pairing, ml_folder *last, ml_error *error, ml_pair *pair)
{
    const ml_key *key = keys->items;
    ml_status status = list_folder(directory, last, error);
    if (!status)
        status = ml_keys_claim_planes(keys, &last->listing, directory, base, pairing, error);
    if (!status && key->kind != ML_KEY_MISSING)
        status = ml_pair_from_key(key, shown(key), root, pairing, error, pair);
    return status;
}

/* A path that does not exist, which may be what the names of planes begin with. */
typedef struct stem_path {
    char *directory;         /* owned: in which they would be */
    const char *root, *base; /* what their paths begin with, "" or the directory, and their names */
    bool exists;
} stem_path;

static ml_status take_stem(const char *path, ml_error *error, stem_path *stem)
{
    struct stat info;
    bool is_there;
    const char *slash = strrchr(path, '/');
    *stem = (stem_path){.directory = slash ? ml_strndup(path, slash == path ? 1 : (size_t)(slash - path)) : ml_strdup(".")};
    if (!stem->directory)
        return ml_fail_memory(error, "a path");
    stem->root = slash ? stem->directory : "";
    stem->base = slash ? slash + 1 : path;
    ml_status status = ml_look(stem->directory, error, &is_there, &info);
    stem->exists = !status && is_there && S_ISDIR(info.st_mode);
    return status;
}

/* PREDICTION does not exist: it may be what the names of the planes KEY_CLASS.png begin with. */
static ml_status pair_flat_planes(ml_keys *keys, const char *prediction, const ml_pairing *pairing, ml_folder *last,
                                  ml_error *error, ml_pair *pair)
{
    stem_path stem;
    ml_status status = take_stem(prediction, error, &stem);
    if (!status && stem.exists)
        status = pair_planes(keys, stem.directory, stem.root, stem.base, pairing, last, error, pair);
    free(stem.directory);
    return status;
}

/* The key of a truth in planes, which is a folder of them or what their names begin with; none if there is none. */
static ml_status key_of_planes(const char *truth, const char *prediction, ml_found found, const ml_pairing *pairing,
                               ml_folder *last, ml_error *error, ml_keys *keys)
{
    char *text = NULL;
    stem_path stem = {.directory = NULL};
    if (found == ML_FOUND_FILE)
        return ml_fail(error, ML_E_INPUT,
                       "%s: is a file; with --truth-layout=planes a truth is a folder of masks CLASS%s, or what the names of "
                       "masks KEY_CLASS%s begin with",
                       truth, ml_file_format_example(ML_FORMAT_PLANE), ml_file_format_example(ML_FORMAT_PLANE));
    ml_status status = ml_key_of_planes(truth, true, error, &text);
    if (!status && found == ML_FOUND_NOTHING)
        status = take_stem(truth, error, &stem);
    if (!status && found == ML_FOUND_DIRECTORY)
        status = list_folder(truth, last, error);
    else if (!status && stem.exists)
        status = list_folder(stem.directory, last, error);
    const ml_one_truth folder = {truth, truth, NULL, text, prediction},
                       flat = {stem.directory, stem.root, stem.base, text, prediction};
    if (!status && (found == ML_FOUND_DIRECTORY || stem.exists))
        status = ml_keys_from_one_truth(&last->listing, found == ML_FOUND_DIRECTORY ? &folder : &flat, pairing, error, keys);
    free(stem.directory);
    free(text);
    return status;
}

ml_status ml_pair_look(const char *text, bool takes_pipes, ml_error *error, ml_found *found)
{
    struct stat info;
    if (takes_pipes && strcmp(text, "-") == 0) {
        *found = ML_FOUND_FILE;
        return ML_OK;
    }
    ml_image_path at;
    ml_status status = ml_image_path_parse(text, NULL, error, &at);
    if (status)
        return status;
    bool is_there = false, is_folder = false;
    status = ml_look(at.file, error, &is_there, &info);
    if (!status && is_there && S_ISDIR(info.st_mode)) {
        is_folder = true;
        status = ml_refuse_zarr(at.file, error);
    }
    if (!status)
        *found = is_folder ? ML_FOUND_DIRECTORY : is_there ? ML_FOUND_FILE : ML_FOUND_NOTHING;
    ml_image_path_clear(&at);
    return status;
}

static ml_status pair_with(ml_keys *keys, const char *prediction, bool takes_pipes, const ml_pairing *pairing, ml_folder *last,
                           ml_error *error, ml_pair *pair)
{
    ml_key *key = keys->items;
    ml_found found = ML_FOUND_NOTHING;
    ml_status status = ml_pair_look(prediction, takes_pipes, error, &found);
    if (status)
        return status;
    if (found == ML_FOUND_NOTHING)
        return pair_flat_planes(keys, prediction, pairing, last, error, pair);
    if (found == ML_FOUND_DIRECTORY)
        return pair_planes(keys, prediction, prediction, NULL, pairing, last, error, pair);
    key->kind = ML_KEY_FILE;
    if (!(key->first_file = ml_strdup(prediction)))
        return ml_fail_memory(error, "a path");
    return ml_pair_from_key(key, shown(key), "", pairing, error, pair);
}

ml_status ml_pair_files(const char *truth, const char *prediction, bool takes_pipes, const ml_pairing *pairing,
                        ml_folder last[2], ml_error *error, const char **missing, ml_pair *pair)
{
    ml_keys keys = {0};
    ml_found found = ML_FOUND_NOTHING;
    *missing = NULL;
    ml_status status = ml_pair_look(truth, takes_pipes, error, &found);
    if (!status && pairing->truth_planes)
        status = key_of_planes(truth, prediction, found, pairing, &last[0], error, &keys);
    else if (!status && found != ML_FOUND_NOTHING)
        status = ml_keys_from_file(truth, pairing, error, &keys);
    if (!status && keys.n == 0 && pairing->missing_truth)
        status = ml_keys_add_one(truth, error, &keys);
    if (!status && keys.n == 0)
        *missing = truth;
    if (status || keys.n == 0)
        return status;
    status = pair_with(&keys, prediction, takes_pipes, pairing, &last[1], error, pair);
    if (!status && keys.items[0].kind == ML_KEY_MISSING)
        *missing = prediction;
    else if (!status)
        status = ml_pair_take_truth_planes(&keys.items[0], NULL, error, pair);
    ml_keys_clear(&keys);
    return status;
}

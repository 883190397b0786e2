/* Pairs the files of two directories, or two files; see pair.h. */
#include "input/pair.h"

#include "base/memory.h"
#include "base/text.h"
#include "input/location.h"
#include "input/pair_key.h"
#include "input/walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void ml_pairs_clear(ml_pairs *pairs)
{
    for (size_t i = 0; i < pairs->n; i++) {
        ml_pair *pair = &pairs->items[i];
        free(pair->id);
        free(pair->truth);
        free(pair->prediction);
        free(pair->plane_stem);
        free(pair->plane_tail);
    }
    free(pairs->items);
    free(pairs->passed_over);
    *pairs = (ml_pairs){0};
}

/* Fills a pair from a key that has its one prediction; `root` is the predictions' directory, `suffix` theirs or NULL. */
static ml_status fill_pair(const ml_key *key, const char *truth, const char *root, const char *suffix, ml_error *error,
                           ml_pair *pair)
{
    const char *tail = suffix ? suffix : strrchr(key->first_file, '.'); /* planes have an extension */
    *pair = (ml_pair){.id = ml_strdup(key->text), .truth = ml_strdup(truth)};
    if (key->kind == ML_KEY_FILE) {
        pair->prediction = ml_path_join(root, key->first_file);
    } else {
        bool flat = key->kind == ML_KEY_FLAT_PLANES;
        char *base = key->plane_base ? ml_path_join(root, key->plane_base) : ml_strdup(root);
        pair->n_planes = key->n_planes;
        pair->plane_tail = ml_strdup(tail);
        pair->plane_stem = base ? ml_format("%s%s", base, flat ? "_" : ml_ends_with(base, "/") ? "" : "/") : NULL;
        pair->prediction = base ? (flat ? ml_format("%s_*%s", base, tail) : ml_strdup(base)) : NULL;
        free(base);
    }
    if (pair->id && pair->truth && pair->prediction && (!pair->n_planes || (pair->plane_stem && pair->plane_tail)))
        return ML_OK;
    return ml_fail_memory(error, "the list of pairs");
}

static ml_status make_pairs(const ml_keys *keys, const char *truth_root, const char *prediction_root, const char *suffix,
                            ml_error *error, ml_pairs *pairs)
{
    ml_status status = ML_OK;
    ml_pairs made = {.n_expected = keys->n};
    if (!(made.items = ml_alloc(keys->n, sizeof *made.items)))
        return ml_fail_memory(error, "the list of pairs");
    for (size_t k = 0; k < keys->n && !status; k++) {
        char *truth = truth_root ? ml_path_join(truth_root, keys->items[k].truth_file) : ml_strdup(keys->items[k].truth_file);
        made.n++;
        status = truth ? fill_pair(&keys->items[k], truth, prediction_root, suffix, error, &made.items[k])
                       : ml_fail_memory(error, "the list of pairs");
        free(truth);
    }
    if (status)
        ml_pairs_clear(&made);
    else
        *pairs = made;
    return status;
}

static ml_status pair_directories(const char *truth, const char *prediction, const ml_pairing *pairing, ml_error *error,
                                  ml_pairs *pairs)
{
    ml_listing truths = {0}, predictions = {0};
    ml_keys keys = {0};
    ml_status status = ml_walk(truth, true, error, &truths);
    if (!status)
        status = ml_walk(prediction, true, error, &predictions);
    if (!status)
        status = ml_keys_from_truths(&truths, truth, pairing, error, &keys);
    if (!status)
        status = ml_keys_claim_all(&keys, &predictions, prediction, pairing, error);
    if (!status)
        status = make_pairs(&keys, truth, prediction, pairing->prediction_suffix, error, pairs);
    if (!status) {
        pairs->n_passed_over = keys.n_passed_over;
        pairs->passed_over = keys.passed_over;
        keys.passed_over = NULL;
    }
    ml_keys_clear(&keys);
    ml_listing_clear(&truths);
    ml_listing_clear(&predictions);
    return status;
}

/* The planes of one key: those of a folder, or those whose names begin with `base` in a directory; *found tells whether there
 * are any. */
static ml_status pair_planes(ml_keys *keys, const char *directory, const char *base, const ml_pairing *pairing, ml_error *error,
                             ml_pairs *pairs, bool *found)
{
    ml_listing listing = {0};
    ml_status status = ml_walk(directory, false, error, &listing);
    if (!status)
        status = ml_keys_claim_planes(keys, &listing, directory, base, pairing, error);
    *found = keys->items[0].kind != ML_KEY_MISSING;
    if (!status && *found)
        status = make_pairs(keys, NULL, directory, pairing->prediction_suffix, error, pairs);
    ml_listing_clear(&listing);
    return status;
}

/* PREDICTION does not exist: it may be what the names of the planes KEY_CLASS.png begin with. */
static ml_status pair_flat_planes(ml_keys *keys, const char *prediction, const ml_pairing *pairing, ml_error *error,
                                  ml_pairs *pairs)
{
    struct stat info;
    const char *slash = strrchr(prediction, '/');
    char *directory = slash ? ml_strndup(prediction, slash == prediction ? 1 : (size_t)(slash - prediction)) : ml_strdup(".");
    bool found = false;
    ml_status status = directory ? ML_OK : ml_fail_memory(error, "a path");
    if (!status && stat(directory, &info) == 0)
        status = pair_planes(keys, directory, slash ? slash + 1 : prediction, pairing, error, pairs, &found);
    if (!status && !found)
        status = ml_fail(error, ML_E_INPUT, "%s: %s", prediction, strerror(ENOENT));
    free(directory);
    return status;
}

static ml_status pair_files(const char *truth, const char *prediction, const ml_pairing *pairing, ml_error *error,
                            ml_pairs *pairs)
{
    struct stat info;
    ml_keys keys = {0};
    ml_location at = {0};
    bool found;
    ml_status status = ml_keys_from_file(truth, pairing, error, &keys);
    if (!status)
        status = ml_location_parse(prediction, error, &at);
    if (status) {
        ml_keys_clear(&keys);
        return status;
    }
    bool exists = stat(at.file, &info) == 0;
    int reason = exists ? 0 : errno;
    if (exists && S_ISDIR(info.st_mode)) {
        status = pair_planes(&keys, prediction, NULL, pairing, error, pairs, &found);
    } else if (exists) {
        keys.items[0].kind = ML_KEY_FILE;
        if (!(keys.items[0].first_file = ml_strdup(prediction)))
            status = ml_fail_memory(error, "a path");
        else
            status = make_pairs(&keys, NULL, "", NULL, error, pairs);
    } else if (reason == ENOENT) {
        status = pair_flat_planes(&keys, prediction, pairing, error, pairs);
    } else {
        status = ml_fail(error, ML_E_INPUT, "%s: %s", prediction, strerror(reason));
    }
    ml_keys_clear(&keys);
    ml_location_clear(&at);
    return status;
}

/* Whether the text leads to a directory; a missing file is an error. */
static ml_status look(const char *text, ml_error *error, bool *is_directory)
{
    struct stat info;
    ml_location at;
    ml_status status = ml_location_parse(text, error, &at);
    if (status)
        return status;
    if (stat(at.file, &info) < 0)
        status = ml_fail(error, ML_E_INPUT, "%s: %s", text, strerror(errno));
    else
        *is_directory = S_ISDIR(info.st_mode);
    ml_location_clear(&at);
    return status;
}

ml_status ml_pairs_find(const char *truth, const char *prediction, const ml_pairing *pairing, ml_error *error, ml_pairs *pairs)
{
    bool is_directory = false;
    ml_status status = look(truth, error, &is_directory);
    if (status)
        return status;
    if (!is_directory)
        return pair_files(truth, prediction, pairing, error, pairs);
    status = look(prediction, error, &is_directory);
    if (status)
        return status;
    if (!is_directory)
        return ml_fail(error, ML_E_USAGE, "%s is a directory and %s is not: give two files or two directories", truth,
                       prediction);
    return pair_directories(truth, prediction, pairing, error, pairs);
}

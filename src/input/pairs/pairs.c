/* Pairs the files of two directories, or two files; see pairs.h. */
#include "input/pairs/pairs.h"

#include "base/memory.h"
#include "base/text.h"
#include "input/pairs/claim.h"
#include "input/pairs/file.h"
#include "input/pairs/piped.h"
#include "input/pairs/truth_keys.h"
#include "input/pairs/truth_planes.h"
#include "input/pairs/truthless.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Adds the pair of a key, the one of that number, if it has its prediction, or notes what is wrong with it. */
static ml_status add_pair(ml_key *key, size_t number, const char *truth_root, const char *prediction_root,
                          const ml_pairing *pairing, ml_error *error, ml_pairs *pairs)
{
    ml_status status = ML_OK;
    if (key->kind != ML_KEY_MISSING && !key->fault) {
        ml_pair *pair = &pairs->items[pairs->n];
        char *truth = key->truth_file ? ml_path_join(truth_root, key->truth_shown ? key->truth_shown : key->truth_file) : NULL;
        status = truth || !key->truth_file ? ml_pair_from_key(key, truth, prediction_root, pairing, error, pair)
                                           : ml_fail_memory(error, "a path");
        free(truth);
        if (!status && (status = ml_pair_take_truth_planes(key, truth_root, error, pair)))
            ml_pair_clear(pair);
        if (!status) {
            pair->number = number;
            pairs->n++;
        }
    } else if (key->fault) {
        status = ml_faults_add(&pairs->faults, key->text, key->fault, number, error);
    } else if (pairing->partial) {
        pairs->n_missing++;
    } else {
        char *message = ml_format("%s: no prediction for \"%s\"", prediction_root, key->text);
        status = message ? ml_faults_add(&pairs->faults, key->text, message, number, error)
                         : ml_fail_memory(error, "the list of errors");
        free(message);
    }
    return status;
}

static int compare(const void *a, const void *b)
{
    return ml_id_compare((*(const ml_key *const *)a)->text, (*(const ml_key *const *)b)->text);
}

static ml_status make_pairs(ml_keys *keys, const char *truth_root, const char *prediction_root, const ml_pairing *pairing,
                            ml_error *error, ml_pairs *pairs)
{
    ml_status status = ML_OK;
    ml_pairs made = {.n_expected = keys->n, .n_extra = pairing->partial ? keys->n_extra : 0, .faults = keys->extra};
    ml_key **order = ml_alloc(keys->n, sizeof *order);
    keys->extra = (ml_faults){0};
    if (!order || !(made.items = ml_alloc(keys->n, sizeof *made.items)))
        status = ml_fail_memory(error, "the list of pairs");
    for (size_t k = 0; k < keys->n && !status; k++)
        order[k] = &keys->items[k];
    if (!status)
        qsort(order, keys->n, sizeof *order, compare);
    for (size_t k = 0; k < keys->n && !status; k++)
        status = add_pair(order[k], k, truth_root, prediction_root, pairing, error, &made);
    free(order);
    ml_faults_sort(&made.faults);
    if (!status && !pairing->keep_going)
        status = ml_pairs_check_class_0(&made, error);
    if (!status && made.n == 0)
        status = ml_fail(error, ML_E_INPUT, "%s", made.faults.items[0].message);
    made.n_passed_over = keys->n_passed_over;
    made.passed_over = keys->passed_over;
    made.knows_passed_over = keys->knows_passed_over;
    keys->passed_over = NULL;
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
    ml_status status = ml_directory_list(truth, true, error, &truths);
    if (!status)
        status = ml_directory_list(prediction, true, error, &predictions);
    if (!status)
        status =
            (pairing->truth_planes ? ml_keys_from_truth_planes : ml_keys_from_truths)(&truths, truth, pairing, error, &keys);
    if (!status && pairing->missing_truth)
        status = ml_keys_add_truthless(&keys, &predictions, prediction, pairing, error);
    if (!status && keys.n == 0)
        status = ml_fail(error, ML_E_INPUT, "%s: holds no prediction, and %s no truth", prediction, truth);
    if (!status)
        status = ml_keys_claim_all(&keys, truth, &predictions, prediction, pairing, error);
    if (!status)
        status = make_pairs(&keys, truth, prediction, pairing, error, pairs);
    ml_keys_clear(&keys);
    ml_listing_clear(&truths);
    ml_listing_clear(&predictions);
    return status;
}

static ml_status pair_two_files(const char *truth, const char *prediction, const ml_pairing *pairing, ml_error *error,
                                ml_pairs *pairs)
{
    const char *missing = NULL;
    ml_folder last[2] = {{0}};
    ml_pairing both = *pairing;
    both.missing_truth = false; /* what is named has to be there */
    ml_pair *pair = ml_alloc(1, sizeof *pair);
    ml_status status = pair ? ml_pair_files(truth, prediction, true, &both, last, error, &missing, pair)
                            : ml_fail_memory(error, "the list of pairs");
    if (!status && missing)
        status = ml_fail(error, ML_E_INPUT, "%s: %s", missing, strerror(ENOENT));
    ml_folder_clear(&last[0]);
    ml_folder_clear(&last[1]);
    if (!status && (status = ml_pair_take_pipes(pair, pairing, error)))
        ml_pair_clear(pair);
    if (status)
        free(pair);
    else
        *pairs = (ml_pairs){.n = 1, .items = pair, .n_expected = 1};
    return status;
}

/* Whether an operand is a directory; that there is nothing is an error, unless it may be what names of planes begin with. */
static ml_status look(const char *text, bool may_lack, ml_error *error, bool *is_directory)
{
    ml_found found = ML_FOUND_NOTHING;
    ml_status status = ml_pair_look(text, true, error, &found);
    if (!status && found == ML_FOUND_NOTHING && !may_lack)
        status = ml_fail(error, ML_E_INPUT, "%s: %s", text, strerror(ENOENT));
    *is_directory = found == ML_FOUND_DIRECTORY;
    return status;
}

ml_status ml_pairs_find(const char *truth, const char *prediction, const ml_pairing *pairing, ml_error *error, ml_pairs *pairs)
{
    bool is_directory;
    if (strcmp(truth, "-") == 0 && strcmp(prediction, "-") == 0)
        return ml_fail(error, ML_E_USAGE, "-: standard input is either the truth or the prediction");
    ml_status status = look(truth, pairing->truth_planes, error, &is_directory);
    if (status)
        return status;
    if (is_directory && pairing->is_one && !pairing->truth_planes)
        return ml_fail(error, ML_E_USAGE,
                       "%s: is a directory, and one image is wanted: give its two files, such as %s%sNAME.png and the "
                       "prediction for it",
                       truth, truth, ml_ends_with(truth, "/") ? "" : "/");
    if (!is_directory || pairing->is_one)
        return pair_two_files(truth, prediction, pairing, error, pairs);
    status = look(prediction, pairing->truth_planes, error, &is_directory);
    if (status)
        return status;
    if (!is_directory && pairing->truth_planes)
        return pair_two_files(truth, prediction, pairing, error, pairs);
    if (!is_directory)
        return ml_fail(error, ML_E_USAGE, "%s is a directory and %s is not: give two files or two directories", truth,
                       prediction);
    return pair_directories(truth, prediction, pairing, error, pairs);
}

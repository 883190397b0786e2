/* The keys that truths have; see truth_keys.h. */
#include "input/pairs/truth_keys.h"

#include "base/memory.h"
#include "base/text.h"
#include "format/registry.h"
#include "input/pairs/file_name.h"
#include "input/pairs/foreign_files.h"
#include "input/pairs/yield.h"

#include <stdlib.h>
#include <string.h>

static int compare_keys(const void *a, const void *b) { return strcmp(((const ml_key *)a)->text, ((const ml_key *)b)->text); }

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
    char *text = NULL;
    size_t capacity = 0;
    ml_status status = ml_key_of_file(truth, true, pairing->truth_prefix, pairing->truth_suffix, error, &text);
    if (!status)
        status = add_key(keys, &capacity, text, strlen(text), truth, error);
    if (status)
        ml_keys_clear(keys);
    free(text);
    return status;
}

static ml_status check_unique(const ml_keys *keys, const char *directory, bool by_name, ml_error *error)
{
    for (size_t k = 1; k < keys->n; k++) {
        const char *a = keys->items[k - 1].truth_file, *b = keys->items[k].truth_file;
        if (strcmp(keys->items[k - 1].text, keys->items[k].text) != 0)
            continue;
        ml_fail(error, ML_E_INPUT, "%s: %s and %s have the same key \"%s\": ", directory, a, b, keys->items[k].text);
        if (by_name && strcmp(a + ml_name_start(a, strlen(a)), b + ml_name_start(b, strlen(b))) == 0)
            ml_error_add(error, "with --match=name each truth needs a name of its own");
        else
            ml_error_add(error, "choose with --truth-suffix");
        return error->status;
    }
    return ML_OK;
}

ml_status ml_fail_no_truth(const char *directory, const ml_pairing *pairing, ml_error *error)
{
    char formats[ML_FORMATS_TEXT_SIZE];
    const char *prefix = pairing->truth_prefix, *suffix = pairing->truth_suffix;
    if (prefix || suffix)
        return ml_fail(error, ML_E_INPUT, "%s: holds no truth: no file %s%s%s%s%s", directory, prefix ? "begins with " : "",
                       prefix ? prefix : "", prefix && suffix ? " and " : "", suffix ? "ends in " : "", suffix ? suffix : "");
    return ml_fail(
        error, ML_E_INPUT, "%s: holds no truth: no %s below it", directory,
        ml_formats_text(pairing->truth_planes ? ML_FORMAT_PLANE | ML_FORMAT_RASTER : ML_FORMAT_TRUTH, " or ", formats));
}

ml_status ml_keys_from_truths(const ml_listing *truths, const char *directory, const ml_pairing *pairing, ml_error *error,
                              ml_keys *keys)
{
    ml_keys made = {0};
    size_t capacity = 0;
    ml_status status = ML_OK;
    for (size_t i = 0; i < truths->n && !status; i++) {
        const char *path = truths->paths[i];
        ml_stem stem;
        status = ml_stem_take(path, pairing->truth_prefix, pairing->truth_suffix, error, &stem);
        if (status || stem.n == SIZE_MAX)
            continue;
        size_t start = pairing->by_name ? ml_name_start(stem.text, stem.n) : 0;
        if (pairing->truth_suffix || ml_is_named_as(path, ML_FORMAT_TRUTH))
            status = add_key(&made, &capacity, stem.text + start, stem.n - start, path, error);
        else
            status = ml_keys_pass_over(&made, directory, path, error);
        free(stem.own);
    }
    if (!status && made.n == 0 && !pairing->missing_truth)
        status = ml_fail_no_truth(directory, pairing, error);
    if (status == ML_E_INPUT && !pairing->truth_prefix && !pairing->truth_suffix)
        (void)ml_listing_add_foreign(truths, directory, NULL, pairing, error);
    if (!status && made.n > 0) {
        qsort(made.items, made.n, sizeof *made.items, compare_keys);
        status = ml_keys_drop_yielding(&made, directory, error);
    }
    if (!status)
        status = check_unique(&made, directory, pairing->by_name, error);
    if (status)
        ml_keys_clear(&made);
    else
        *keys = made;
    return status;
}

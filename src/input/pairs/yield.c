/* Files of formats that yield: TIFF and NIfTI lay beside images for long before they were read, photographs beside masks, the
 * labels of a volume beside its probabilities. Where a file of another format has the same key, that decides; and where others
 * decide all keys, and no prefix or suffix says what is meant, those that belong to none are passed over, as files of unknown
 * kind are. Where one of them is in a pair, the others may be meant, too: what has no partner then lacks it. See yield.h. */
#include "input/pairs/yield.h"

#include "input/pairs/file_name.h"

#include <string.h>

/* Passes the truth of a key over, which is cleared. */
static ml_status drop(ml_keys *keys, ml_key *key, const char *directory, ml_error *error)
{
    ml_status status = ml_keys_pass_over(keys, directory, key->truth_file, error);
    ml_key_clear(key);
    return status;
}

/* Moves the keys that are not empty together. */
static void close_gaps(ml_keys *keys)
{
    size_t n = 0;
    for (size_t k = 0; k < keys->n; k++)
        if (keys->items[k].text) {
            ml_key key = keys->items[k];
            keys->items[k] = (ml_key){0};
            keys->items[n++] = key;
        }
    keys->n = n;
}

ml_status ml_keys_drop_yielding(ml_keys *keys, const char *directory, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t first = 0, end; first < keys->n && !status; first = end) {
        size_t n_others = 0;
        for (end = first; end < keys->n && strcmp(keys->items[end].text, keys->items[first].text) == 0; end++)
            n_others += !ml_yields(keys->items[end].truth_file);
        for (size_t k = first; k < end && n_others > 0 && n_others < end - first && !status; k++)
            if (ml_yields(keys->items[k].truth_file))
                status = drop(keys, &keys->items[k], directory, error);
    }
    close_gaps(keys);
    return status;
}

ml_status ml_keys_drop_strays(ml_keys *keys, const char *directory, const ml_pairing *pairing, ml_error *error)
{
    bool others_decide = false;
    ml_status status = ML_OK;
    for (size_t k = 0; k < keys->n; k++)
        others_decide = others_decide || (keys->items[k].truth_file && !ml_yields(keys->items[k].truth_file));
    for (size_t k = 0; k < keys->n && others_decide; k++)
        others_decide =
            !keys->items[k].truth_file || !ml_yields(keys->items[k].truth_file) || keys->items[k].kind == ML_KEY_MISSING;
    for (size_t k = 0; k < keys->n && others_decide && !pairing->truth_prefix && !pairing->truth_suffix && !status; k++)
        if (keys->items[k].kind == ML_KEY_MISSING && keys->items[k].truth_file && ml_yields(keys->items[k].truth_file))
            status = drop(keys, &keys->items[k], directory, error);
    close_gaps(keys);
    return status;
}

/* Files of formats that are not read, in place of missing ones; see foreign_files.h. */
#include "input/pairs/foreign_files.h"

#include "base/text.h"
#include "format/registry.h"
#include "input/pairs/file_name.h"

#include <stdlib.h>
#include <string.h>

/* How many files are opened to see what they are. */
enum { MAX_TRIED = 16 };

/* Whether a file, were it of a known kind, could be the prediction of a truth without one; extensions may be double, as in
 * .nii.gz. */
static bool has_missing_key(const char *path, const ml_keys *keys, const ml_pairing *pairing)
{
    size_t length = strlen(path), start = pairing->by_name ? ml_name_start(path, length) : 0;
    for (size_t n = length; n-- > ml_name_start(path, length);) {
        const ml_key *key = path[n] == '.' ? ml_keys_get(keys, path + start, n - start) : NULL;
        if (key && key->kind == ML_KEY_MISSING)
            return true;
    }
    return false;
}

bool ml_listing_add_foreign(const ml_listing *listing, const char *directory, const ml_keys *keys, const ml_pairing *pairing,
                            ml_error *error)
{
    bool added = false;
    for (size_t i = 0, n_tried = 0; i < listing->n && n_tried < MAX_TRIED && !added; i++) {
        if (ml_is_named_as(listing->paths[i], 0) || (keys && !has_missing_key(listing->paths[i], keys, pairing)))
            continue;
        char *path = ml_path_join(directory, listing->paths[i]);
        n_tried++;
        ml_error ignored = ML_ERROR_INIT;
        const ml_file_format *format = NULL;
        added = path && !ml_file_format_of_file(path, &ignored, &format) && format && format->remedy;
        if (added)
            ml_error_add(error, "; %s is %s, which is not read; %s", path, format->name, format->remedy);
        free(path);
    }
    return added;
}

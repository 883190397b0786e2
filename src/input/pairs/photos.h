/* The photos that go with pairs. */
#ifndef ML_INPUT_PAIRS_PHOTOS_H
#define ML_INPUT_PAIRS_PHOTOS_H

#include "input/pairs/pair.h"

typedef struct ml_photo_choice {
    const char *where;  /* a directory of photos; or the photo of the only pair */
    const char *suffix; /* only files that end in it are photos, their key is the rest; NULL: any PNG or JPEG, by its extension,
                         * and the key is without that */
} ml_photo_choice;

/* Gives each pair its photo: the file whose key is the pair's id. Keys are paths below the directory, with pairing->by_name
 * names alone (and ids count from their last slash on); with `is_list` a pair whose id no path is gets the photo of its name.
 * Two photos for a pair, one for two pairs and, without pairing->partial, none for a pair are errors (ML_E_INPUT), or with
 * pairing->keep_going faults: the pair is left out then, unless none remains. On failure the pairs are still to be cleared. */
ml_status ml_pairs_find_photos(const ml_photo_choice *choice, bool is_list, const ml_pairing *pairing, ml_error *error,
                               ml_pairs *pairs) ML_MUST_USE;

#endif

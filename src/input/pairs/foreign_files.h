/* Files that may be the missing ones, were they of a format that is read. */
#ifndef ML_INPUT_PAIRS_FOREIGN_FILES_H
#define ML_INPUT_PAIRS_FOREIGN_FILES_H

#include "input/pairs/key.h"

/* Adds to the error what the first of the files is that is in a known format which is not read, and what to do about it: of
 * files of unknown kind and, with `keys`, of those alone that have the key of a truth without prediction. True if there is
 * one. */
bool ml_listing_add_foreign(const ml_listing *listing, const char *directory, const ml_keys *keys, const ml_pairing *pairing,
                            ml_error *error);

#endif

/* Truths and predictions that have no partner, and the options that may have been meant. */
#ifndef ML_INPUT_PAIRS_PARTNER_H
#define ML_INPUT_PAIRS_PARTNER_H

#include "input/pairs/key.h"

/* Names for an error: the first few, and how many there are. */
enum { ML_MAX_LISTED = 10 };
typedef struct ml_name_list {
    size_t n;
    const char *names[ML_MAX_LISTED]; /* borrowed */
} ml_name_list;
void ml_name_list_note(ml_name_list *list, const char *name);

/* Fails if truths or predictions (`extra`, as relative paths) have no partner, unless the pairing allows for that and there is
 * a pair; suggests the options that may have been meant, and says of what kind files are that may be the missing ones. */
ml_status ml_keys_check_partners(const ml_keys *keys, const ml_name_list *extra, const ml_listing *predictions,
                                 const char *directory, const ml_pairing *pairing, ml_error *error) ML_MUST_USE;

#endif

/* Whether two sets were evaluated with the same settings, so that their records may be put together or compared. */
#ifndef ML_STREAM_AGREEMENT_H
#define ML_STREAM_AGREEMENT_H

#include "core/settings.h"

/* How much has to be the same. */
typedef enum ml_agreement {
    ML_AGREE_TO_MERGE,
    ML_AGREE_TO_COMPARE, /* how predictions are read may differ: that may be what is compared */
    ML_AGREE_TO_RESUME,  /* weights that follow from the pixels may differ, as long as they follow in the same way */
} ml_agreement;

/* An error (ML_E_INPUT) that names the first setting of `name` that is another than that of `first_name`, and both values. */
ml_status ml_settings_agree(ml_agreement agreement, const ml_settings *settings, const char *name, const ml_settings *first,
                            const char *first_name, ml_error *error) ML_MUST_USE;

/* The key of the setting number i (from 0) about how predictions are read that differs; NULL: there is none. */
const char *ml_settings_difference(const ml_settings *a, const ml_settings *b, size_t i);

/* A setting's value as results have it, cut where it is long; "nothing" where it is not given. NULL without memory. Freed with
 * free. */
char *ml_setting_text(const char *key, const ml_settings *settings) ML_MUST_USE;

/* Whether two lists of n numbers are the same. */
bool ml_numbers_agree(const double *a, const double *b, size_t n);

#endif

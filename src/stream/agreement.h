/* Whether two sets were evaluated with the same settings, so that their records may be put together or compared. */
#ifndef ML_STREAM_AGREEMENT_H
#define ML_STREAM_AGREEMENT_H

#include "core/settings.h"

/* An error (ML_E_INPUT) that names the first setting of `name` that is another than that of `first_name`, and both values. */
ml_status ml_settings_agree(const ml_settings *settings, const char *name, const ml_settings *first, const char *first_name,
                            ml_error *error) ML_MUST_USE;

/* Whether two lists of n numbers are the same. */
bool ml_numbers_agree(const double *a, const double *b, size_t n);

#endif

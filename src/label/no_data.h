/* Values of a truth that stand for no data: as an array stores them, and as files say it themselves. */
#ifndef ML_LABEL_NO_DATA_H
#define ML_LABEL_NO_DATA_H

#include "core/settings.h"
#include "format/raster.h"

/* A zeroed one has none. */
typedef struct ml_stored_no_data {
    size_t n;
    double *values; /* [n] without NaN */
    bool has_nan;
} ml_stored_no_data;

/* The values as samples of this type have them: -9999 is -10000 in half precision. NULL: none. On failure nothing is held. */
ml_status ml_stored_no_data_init(const ml_no_data *said, ml_sample_type type, ml_error *error,
                                 ml_stored_no_data *stored) ML_MUST_USE;
void ml_stored_no_data_clear(ml_stored_no_data *stored);

/* The value that the file itself says, as samples of a raster or of an array's type (NumPy's code) can have it; false where it
 * says none, and where the user says anything about no data: that is stronger. */
bool ml_no_data_of_raster(const ml_no_data *said, const ml_raster_header *raster, double *value);
bool ml_no_data_of_array(const ml_no_data *said, const ml_file_facts *facts, const char *code, double *value);

/* Whether a sample is one of them. */
static inline bool ml_stored_no_data_has(const ml_stored_no_data *stored, double value)
{
    if (!(value <= value))
        return stored->has_nan;
    bool found = false;
    for (size_t i = 0; i < stored->n; i++)
        found |= value <= stored->values[i] && value >= stored->values[i];
    return found;
}

#endif

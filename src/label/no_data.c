/* Values that stand for no data; see no_data.h. */
#include "label/no_data.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* To the nearest half: 11 bits, ties to even, the least of them 2^-24, the largest 65504. */
static double to_half(double x)
{
    int exponent;
    if (isinf(x))
        return x;
    frexp(x, &exponent);
    double unit = ldexp(1, exponent - 11 < -24 ? -24 : exponent - 11), rounded = nearbyint(x / unit) * unit;
    return fabs(rounded) > 65504 ? copysign((double)INFINITY, x) : rounded;
}

static double to_type(double x, ml_sample_type type)
{
    return type == ML_SAMPLE_F16 ? to_half(x) : type == ML_SAMPLE_F32 ? (double)(float)x : x;
}

bool ml_no_data_of_array(const ml_no_data *said, const ml_file_facts *facts, const char *code, double *value)
{
    return said && said->n == 0 && !said->none && ml_no_data_in_type(facts, code, value);
}

bool ml_no_data_of_raster(const ml_no_data *said, const ml_raster_header *raster, double *value)
{
    double found = 0;
    const bool has_numbers = raster->n_channels < 3; /* else colours, which are no labels */
    if (!has_numbers || !ml_no_data_of_array(said, &raster->facts, "u2", &found) || found >= ldexp(1, (int)raster->bits))
        return false;
    *value = found;
    return true;
}

ml_status ml_stored_no_data_init(const ml_no_data *said, ml_sample_type type, ml_error *error, ml_stored_no_data *stored)
{
    ml_stored_no_data made = {0};
    size_t n = said ? said->n : 0;
    if (n > 0 && !(made.values = ml_alloc(n, sizeof *made.values)))
        return ml_fail_memory(error, "values of no data");
    for (size_t i = 0; i < n; i++)
        if (isnan(said->values[i]))
            made.has_nan = true;
        else
            made.values[made.n++] = to_type(said->values[i], type);
    *stored = made;
    return ML_OK;
}

void ml_stored_no_data_clear(ml_stored_no_data *stored)
{
    free(stored->values);
    *stored = (ml_stored_no_data){0};
}

/* Predictions in .npz: an array of the archive, read like an .npy. See prediction.h. */
#include "format/npz.h"
#include "input/prediction.h"

ml_status ml_npz_prediction_open(ml_source *source, const ml_image_path *location, ml_error *error, ml_prediction *prediction)
{
    ml_source array;
    ml_status status = ml_npz_open(source, location->array, error, &array);
    if (status)
        return status;
    status = ml_npy_prediction_open(&array, location, error, prediction);
    if (status)
        ml_source_close(&array);
    return status;
}

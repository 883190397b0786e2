/* Labels out of arrays; see label_array.h. */
#include "label/label_array.h"

#include "base/number.h"

ml_status ml_label_array_read(ml_array_reader *array, size_t first, size_t n, const uint16_t *class_of, ml_error *error,
                              uint16_t *class_indices, ml_unknown_label *unknown)
{
    ml_values values;
    ml_status status = ml_array_reader_read(array, first, n, error, &values);
    for (size_t i = 0; i < n && !status; i++) {
        double label = ml_values_at(&values, i, 0);
        class_indices[i] = label >= 0 && label < ML_N_LABELS ? class_of[(size_t)label] : (uint16_t)ML_NONE;
        if (class_indices[i] == ML_NONE && !unknown->found)
            *unknown = (ml_unknown_label){true, first + i, label};
    }
    return status;
}

/* The channel of pixel i that is 1; n_channels where it is not exactly one, or where another value occurs. */
static size_t hot_channel(const ml_values *values, size_t i, size_t n_channels)
{
    size_t hot = n_channels;
    for (size_t c = 0; c < n_channels; c++) {
        double value = ml_values_at(values, i, c);
        if (value > 0 || value < 0) {
            if (hot < n_channels || value < 1 || value > 1)
                return n_channels;
            hot = c;
        }
    }
    return hot;
}

static ml_status not_onehot(const ml_array_reader *array, const ml_values *values, size_t i, size_t pixel, ml_error *error)
{
    size_t n_set = 0, n_channels = array->axes.n_channels;
    double sum = 0;
    char number[ML_NUMBER_TEXT_SIZE], image[ML_ARRAY_READER_IMAGE_TEXT_SIZE];
    for (size_t c = 0; c < n_channels; c++) {
        double value = ml_values_at(values, i, c);
        n_set += value > 0 || value < 0;
        sum += value;
    }
    return ml_fail(
        error, ML_E_INPUT,
        "%s%s: row %zu, column %zu: %zu of %zu channels are not 0 (their sum is %s); one-hot has a single 1: if void "
        "pixels have none, save labels instead, with 255 for void, and say --ignore=255",
        array->source->name, ml_array_reader_image_text(array, image), pixel / array->axes.width, pixel % array->axes.width,
        n_set, n_channels, ml_number_text(sum, number));
}

ml_status ml_onehot_read(ml_array_reader *array, size_t first, size_t n, const uint16_t *class_of, ml_error *error,
                         uint16_t *class_indices)
{
    ml_values values;
    ml_status status = ml_array_reader_read(array, first, n, error, &values);
    for (size_t i = 0; i < n && !status; i++) {
        size_t hot = hot_channel(&values, i, array->axes.n_channels);
        if (hot == array->axes.n_channels)
            return not_onehot(array, &values, i, first + i, error);
        class_indices[i] = class_of[hot];
    }
    return status;
}

ml_status ml_label_array_scan(ml_array_reader *array, bool is_onehot, ml_error *error, bool *used)
{
    size_t n_pixels = array->axes.height * array->axes.width;
    for (size_t first = 0, n; first < n_pixels; first += n) {
        ml_values values;
        n = n_pixels - first < ML_TILE_PIXELS ? n_pixels - first : ML_TILE_PIXELS;
        ml_status status = ml_array_reader_read(array, first, n, error, &values);
        if (status)
            return status;
        for (size_t i = 0; i < n; i++) {
            double label = ml_values_at(&values, i, 0);
            size_t hot = is_onehot ? hot_channel(&values, i, array->axes.n_channels) : ML_N_LABELS;
            if (is_onehot && hot == array->axes.n_channels)
                return not_onehot(array, &values, i, first + i, error);
            if (is_onehot)
                used[hot] = true;
            else if (label >= 0 && label < ML_N_LABELS)
                used[(size_t)label] = true;
        }
    }
    return ML_OK;
}

/* Labels out of arrays; see label_array.h. */
#include "label/label_array.h"

#include "base/number.h"

#include <math.h>

/* The label of a value; NaN where a float is no whole number, or none that can be a label. */
static double label_of(const ml_label_meaning *meaning, bool is_float, double value)
{
    const double label = ml_label_of_value(meaning->code, value), whole = floor(value);
    const bool is_label = value >= 0 && value <= whole && label <= ML_LARGEST_LABEL;
    return is_float && !is_label ? (double)NAN : label;
}

/* Notes a label, unless it is the one before, which is known. */
static ml_status note(ml_survey *survey, const ml_classes *classes, size_t pixel, double label, uint16_t class, ml_error *error)
{
    bool is_last = survey->n_labels > 0 && label <= survey->last && label >= survey->last;
    return is_last && !survey->last_is_unknown ? ML_OK : ml_survey_note(survey, classes, pixel, label, class, error);
}

ml_status ml_label_array_read(ml_array_reader *array, size_t first, size_t n, const ml_label_meaning *meaning,
                              const uint16_t *truth, ml_error *error, uint16_t *class_indices, ml_label_findings *findings)
{
    const bool is_float = array->header->is_float;
    ml_values values;
    ml_status status = ml_array_reader_read(array, first, n, error, &values);
    for (size_t i = 0; i < n && !status; i++) {
        const double value = ml_values_at(&values, i, 0), label = label_of(meaning, is_float, value);
        class_indices[i] = ML_NONE;
        if (truth && truth[i] == ML_IGNORED)
            continue;
        if (ml_stored_no_data_has(meaning->no_data, value)) {
            class_indices[i] = ML_IGNORED;
            findings->has_no_data = true;
        } else if (isnan(label)) {
            ml_survey_note_no_label(&findings->survey, first + i, value);
        } else {
            if (label >= 0 && label <= ML_LARGEST_LABEL)
                class_indices[i] = ml_label_class(meaning->table, (uint32_t)label);
            if (truth || class_indices[i] == ML_NONE)
                status = note(&findings->survey, meaning->classes, first + i, label, class_indices[i], error);
        }
    }
    return status;
}

/* The channel of pixel i that is 1; n_channels where it is not exactly one, or where another value occurs. */
static size_t hot_channel(const ml_values *values, size_t i, size_t n_channels)
{
    size_t hot = n_channels;
    for (size_t c = 0; c < n_channels; c++) {
        double value = ml_values_at(values, i, c);
        if (value >= 0 && value <= 0)
            continue;
        if (hot < n_channels || !(value >= 1 && value <= 1))
            return n_channels;
        hot = c;
    }
    return hot;
}

/* Whether no channel of pixel i has data. */
static bool lacks_data(const ml_values *values, size_t i, size_t n_channels, const ml_stored_no_data *no_data)
{
    bool all = true;
    for (size_t c = 0; c < n_channels && all; c++)
        all = ml_stored_no_data_has(no_data, ml_values_at(values, i, c));
    return all;
}

static ml_status not_onehot(const ml_array_reader *array, const ml_values *values, size_t i, size_t pixel, ml_error *error)
{
    size_t n_set = 0, n_nan = 0, n_channels = array->axes.n_channels;
    double sum = 0;
    char number[ML_NUMBER_TEXT_SIZE], image[ML_ARRAY_READER_IMAGE_TEXT_SIZE];
    for (size_t c = 0; c < n_channels; c++) {
        double value = ml_values_at(values, i, c);
        n_set += !(value >= 0 && value <= 0);
        n_nan += !(value <= value);
        sum += value;
    }
    ml_fail(error, ML_E_INPUT,
            "%s%s: row %zu, column %zu: %zu of %zu channels are not 0 (their sum is %s); one-hot has a single 1: ",
            array->source->name, ml_array_reader_image_text(array, image), pixel / array->axes.width, pixel % array->axes.width,
            n_set, n_channels, isnan(sum) ? "NaN" : ml_number_text(sum, number));
    const int no_class = n_channels <= 255 ? 255 : 65535;
    if (n_nan == n_channels)
        ml_error_add(error, "if NaN stands for no data, say --no-data=nan");
    else if (array->header->is_float)
        ml_error_add(error, "are truth and prediction exchanged?");
    else
        ml_error_add(error, "if void pixels have none, save labels instead, with %d for void, and say --ignore=%d", no_class,
                     no_class);
    return error->status;
}

ml_status ml_onehot_read(ml_array_reader *array, size_t first, size_t n, const ml_label_meaning *meaning, ml_error *error,
                         uint16_t *class_indices, ml_label_findings *findings)
{
    ml_values values;
    ml_status status = ml_array_reader_read(array, first, n, error, &values);
    for (size_t i = 0; i < n && !status; i++) {
        size_t hot = hot_channel(&values, i, array->axes.n_channels);
        const bool is_hot = hot < array->axes.n_channels;
        if (!is_hot && !lacks_data(&values, i, array->axes.n_channels, meaning->no_data))
            return not_onehot(array, &values, i, first + i, error);
        class_indices[i] = is_hot ? meaning->table->of_small[hot] : (uint16_t)ML_IGNORED;
        findings->has_no_data = findings->has_no_data || !is_hot;
    }
    return status;
}

ml_status ml_label_array_is_onehot(ml_array_reader *array, const ml_stored_no_data *no_data, ml_error *error, bool *is_onehot)
{
    const size_t n_pixels = array->axes.height * array->axes.width, n_channels = array->axes.n_channels;
    bool all = true;
    for (size_t first = 0, n; first < n_pixels && all; first += n) {
        ml_values values;
        n = n_pixels - first < ML_TILE_PIXELS ? n_pixels - first : ML_TILE_PIXELS;
        ml_status status = ml_array_reader_read(array, first, n, error, &values);
        if (status)
            return status;
        for (size_t i = 0; i < n && all; i++)
            all = hot_channel(&values, i, n_channels) < n_channels || lacks_data(&values, i, n_channels, no_data);
    }
    *is_onehot = all;
    return ML_OK;
}

void ml_raise_largest(double label, const ml_label_list *ignored, long *largest)
{
    if (label > (double)*largest && label <= ML_LARGEST_LABEL && !ml_label_list_has(ignored, (uint32_t)label))
        *largest = (long)label;
}

ml_status ml_label_array_largest(ml_array_reader *array, bool is_onehot, const ml_label_meaning *meaning, const uint16_t *truth,
                                 const ml_label_list *ignored, ml_error *error, long *largest)
{
    size_t n_pixels = array->axes.height * array->axes.width;
    for (size_t first = 0, n; first < n_pixels; first += n) {
        ml_values values;
        n = n_pixels - first < ML_TILE_PIXELS ? n_pixels - first : ML_TILE_PIXELS;
        ml_status status = ml_array_reader_read(array, first, n, error, &values);
        if (status)
            return status;
        for (size_t i = 0; i < n; i++) {
            const double value = ml_values_at(&values, i, 0);
            size_t hot = is_onehot ? hot_channel(&values, i, array->axes.n_channels) : 0;
            if (is_onehot && hot == array->axes.n_channels && lacks_data(&values, i, hot, meaning->no_data))
                continue;
            if (is_onehot && hot == array->axes.n_channels)
                return not_onehot(array, &values, i, first + i, error);
            if (is_onehot)
                ml_raise_largest((double)hot, ignored, largest);
            else if (!ml_stored_no_data_has(meaning->no_data, value) && !(truth && truth[first + i] == ML_IGNORED))
                ml_raise_largest(label_of(meaning, array->header->is_float, value), ignored, largest);
        }
    }
    return ML_OK;
}

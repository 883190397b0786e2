/* One label; see label_at.h. */
#include "label/label_at.h"

#include "label/color_array.h"

#include <string.h>

enum { CHUNK_PIXELS = 4096 };

/* Of a number: a gray value, or an index into a palette. As long as the readings agree, raw is as good as any. */
static ml_stored_label of_sample(const ml_label_file *file, ml_reading taken, size_t sample)
{
    const ml_reading reading = taken == ML_READING_AUTO ? ML_READING_RAW : taken;
    const int64_t label = ml_label_of_sample(file, reading, sample);
    ml_stored_label stored = {.kind = ML_STORED_NUMBER,
                              .label = label < 0 ? (double)sample : (double)label,
                              .sample = (double)sample,
                              .has_sample = label >= 0 && (size_t)label != sample,
                              .is_no_data = ml_sample_is_no_data(file, reading, sample)};
    if (reading == ML_READING_COLOR) {
        const uint32_t color = ml_color_of_sample(file->raster, sample);
        stored.kind = ML_STORED_COLOR;
        stored.color[0] = color >> 16;
        stored.color[1] = color >> 8 & 255;
        stored.color[2] = color & 255;
    }
    return stored;
}

/* Of red, green and blue. */
static ml_stored_label of_color(const ml_labels *labels, const double color[3])
{
    const ml_label_code *code = &labels->file.code;
    ml_stored_label stored = {.kind = ML_STORED_COLOR};
    memcpy(stored.color, color, sizeof stored.color);
    if (code->kind != ML_CODE_NONE) {
        stored.kind = ML_STORED_NUMBER;
        stored.label = ml_label_of_color_values(code, color);
    }
    return stored;
}

static ml_status find_in_raster(ml_labels *labels, size_t pixel, ml_error *error, ml_stored_label *stored)
{
    uint16_t samples[CHUNK_PIXELS * ML_RASTER_MAX_CHANNELS];
    const ml_raster_header *header = labels->file.raster;
    const size_t n_channels = header->n_channels, at = pixel % CHUNK_PIXELS * n_channels;
    ml_status status = ml_raster_restart(&labels->raster, error);
    for (size_t first = 0; first <= pixel && !status; first += CHUNK_PIXELS) {
        size_t left = header->n_pixels - first;
        status = ml_raster_read(&labels->raster, header->type, left < CHUNK_PIXELS ? left : CHUNK_PIXELS, error, samples);
    }
    if (status)
        return status;
    if (n_channels < 3) {
        *stored = of_sample(&labels->file, labels->reading.taken, samples[at]);
    } else {
        const double color[3] = {samples[at], samples[at + 1], samples[at + 2]};
        *stored = of_color(labels, color);
    }
    return ML_OK;
}

/* Of a vector in which one channel is 1, unless none has data. */
static ml_stored_label of_vector(const ml_labels *labels, const ml_values *values, size_t i)
{
    size_t hot = 0, n = labels->array.axes.n_channels;
    while (hot < n && !(ml_values_at(values, i, hot) >= 1 && ml_values_at(values, i, hot) <= 1))
        hot++;
    const double value = ml_values_at(values, i, 0);
    const bool lacks_data = hot == n || ml_stored_no_data_has(&labels->no_data, value);
    return (ml_stored_label){.kind = ML_STORED_NUMBER, .label = lacks_data ? value : (double)hot, .is_no_data = lacks_data};
}

static ml_status find_in_array(ml_labels *labels, size_t pixel, ml_error *error, ml_stored_label *stored)
{
    const size_t first = pixel / CHUNK_PIXELS * CHUNK_PIXELS, i = pixel - first, left = labels->n_pixels - first;
    ml_values values;
    ml_status status = ml_array_reader_read(&labels->array, first, left < CHUNK_PIXELS ? left : CHUNK_PIXELS, error, &values);
    if (status)
        return status;
    const double value = ml_values_at(&values, i, 0), label = ml_label_of_value(&labels->file.code, value);
    if (labels->channels == ML_CHANNELS_ONEHOT) {
        *stored = of_vector(labels, &values, i);
    } else if (labels->channels == ML_CHANNELS_COLORS) {
        const double color[3] = {value, ml_values_at(&values, i, 1), ml_values_at(&values, i, 2)};
        *stored = of_color(labels, color);
    } else {
        *stored = (ml_stored_label){.kind = ML_STORED_NUMBER,
                                    .label = label,
                                    .sample = value,
                                    .has_sample = label < value || label > value,
                                    .is_no_data = ml_stored_no_data_has(&labels->no_data, value)};
    }
    return ML_OK;
}

ml_status ml_labels_at(ml_labels *labels, size_t pixel, ml_error *error, ml_stored_label *stored)
{
    ml_status status = (labels->raster.ops ? find_in_raster : find_in_array)(labels, pixel, error, stored);
    if (!status)
        stored->says_no_data = stored->is_no_data && labels->file.has_own_no_data;
    return status;
}

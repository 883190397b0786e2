/* Labels as bytes; see label_bytes.h. */
#include "label/label_bytes.h"

#include "label/labels_raster.h"

#include <string.h>

static bool is_raster(const ml_labels *labels) { return labels->raster.ops != NULL; }

bool ml_labels_are_bytes(const ml_labels *labels)
{
    const ml_raster_header *raster = &labels->raster.header;
    const ml_array_header *array = &labels->array_header;
    if (is_raster(labels))
        return raster->n_channels == 1 && raster->bits <= 8;
    return array->type == ML_SAMPLE_U8 && !array->is_float && labels->channels == ML_CHANNELS_NONE && labels->n_pixels > 0;
}

/* A tile at a time. */
static ml_status read_array(ml_labels *labels, size_t n, ml_error *error, uint8_t *bytes)
{
    ml_status status = ML_OK;
    for (size_t done = 0, some; done < n && !status; done += some) {
        ml_values values;
        some = n - done < ML_TILE_PIXELS ? n - done : ML_TILE_PIXELS;
        status = ml_array_reader_read(&labels->array, labels->n_read + done, some, error, &values);
        if (status)
            return status;
        const uint8_t *from = values.samples;
        if (values.pixel_stride == 1)
            memcpy(bytes + done, from, some);
        for (size_t i = 0; i < some && values.pixel_stride != 1; i++)
            bytes[done + i] = from[i * values.pixel_stride];
    }
    return status;
}

ml_status ml_labels_read_bytes(ml_labels *labels, size_t n, ml_error *error, uint8_t *bytes)
{
    ml_status status =
        is_raster(labels) ? ml_raster_read_bytes(&labels->raster, n, error, bytes) : read_array(labels, n, error, bytes);
    if (!status)
        labels->n_read += n;
    return status;
}

static int32_t of_element(const ml_labels *labels, double value)
{
    if (ml_stored_no_data_has(&labels->no_data, value))
        return ML_BYTE_NO_DATA;
    const double label = ml_label_of_value(&labels->file.code, value);
    return label <= ML_LARGEST_LABEL ? (int32_t)label : ML_BYTE_NO_LABEL;
}

static int32_t of_sample(const ml_labels *labels, ml_reading reading, size_t sample)
{
    if (ml_sample_is_no_data(&labels->file, reading, sample))
        return ML_BYTE_NO_DATA;
    const int64_t label = ml_label_of_sample(&labels->file, reading, sample);
    return label >= 0 && label <= ML_LARGEST_LABEL ? (int32_t)label : ML_BYTE_NO_LABEL;
}

/* Whether the reading is open, and readings differ about a byte that occurs. */
static bool is_question(const ml_labels *labels, const bool occurs[ML_N_BYTES])
{
    bool found = false;
    for (size_t b = 0; b < ML_N_BYTES && labels->reading.taken == ML_READING_AUTO; b++)
        found |= occurs[b] && labels->own[b] == ML_NONE;
    return found;
}

ml_status ml_labels_of_bytes(ml_labels *labels, const bool occurs[ML_N_BYTES], ml_error *error, int32_t label_of[ML_N_BYTES],
                             bool *are_simple)
{
    const bool is_open = labels->reading.taken == ML_READING_AUTO, is_bound = labels->file.classes != NULL;
    const bool is_settled = is_open && is_bound && is_question(labels, occurs);
    const ml_label_reading reading = is_settled ? ml_label_reading_decide(&labels->file, occurs) : labels->reading;
    const ml_reading taken = reading.taken == ML_READING_AUTO && is_bound ? ML_READING_RAW : reading.taken; /* they agree */
    *are_simple = !reading.fault && (taken == ML_READING_RAW || taken == ML_READING_SCALED);
    for (size_t b = 0; b < ML_N_BYTES && *are_simple; b++)
        label_of[b] = !occurs[b]          ? ML_BYTE_NO_LABEL
                      : is_raster(labels) ? of_sample(labels, taken, b)
                                          : of_element(labels, (double)b);
    if (!*are_simple || !is_settled)
        return ML_OK;
    labels->reading = reading;
    labels->class_of = labels->table->of_small;
    return ml_labels_prepare_raster(labels, error);
}

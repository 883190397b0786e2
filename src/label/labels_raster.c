/* Label images out of rasters: from samples of one number a pixel, or by a code of several, to classes; see labels_raster.h. */
#include "label/labels_raster.h"

#include "base/memory.h"
#include "kernel/pixels.h"
#include "label/opaque.h"

#include <stdlib.h>

enum {
    CHUNK_PIXELS = 1024, /* at most, decoded at a time */
    NO_DATA = 0xfffc,    /* no class, in `own`: a sample that is ignored because it stands for no data */
};
_Static_assert((int)ML_MAX_CLASSES <= (int)NO_DATA, "classes and special values must differ");

static bool is_open(const ml_labels *labels) { return labels->reading.taken == ML_READING_AUTO; }

/* Fills `own` for the reading that is taken: as long as that is open, with what all of them agree on. */
static void fill_own(ml_labels *labels)
{
    const ml_label_file *file = &labels->file;
    const ml_reading reading = labels->reading.taken;
    const unsigned bits = file->raster->bits;
    if (is_open(labels)) {
        ml_label_reading_agreed(file, labels->own);
        return;
    }
    for (size_t s = 0; s < (size_t)1 << (bits < 8 ? 8 : bits); s++)
        labels->own[s] = ml_sample_is_no_data(file, reading, s) ? (uint16_t)NO_DATA : ml_class_of_sample(file, reading, s);
}

ml_status ml_labels_prepare_raster(ml_labels *labels, ml_error *error)
{
    const ml_label_file *file = &labels->file;
    const bool is_plain = labels->reading.taken == ML_READING_RAW && file->code.kind == ML_CODE_NONE;
    if (labels->reading.by_code || (is_plain && !(file->no_data && file->no_data->n > 0)))
        return ML_OK;
    if (!labels->own &&
        !(labels->own = ml_alloc((size_t)1 << (file->raster->bits < 8 ? 8 : file->raster->bits), sizeof *labels->own)))
        return ml_fail_memory(error, "the labels");
    fill_own(labels);
    labels->class_of = labels->own;
    return ML_OK;
}

/* Reads n pixels of one number each, the first of them being `pixel` of the image, into room for two: the alpha of a gray image
 * is checked and left out. */
static ml_status read_samples(ml_labels *labels, const uint16_t *truth, size_t n, size_t pixel, ml_error *error,
                              uint16_t *samples)
{
    const ml_raster_header *header = labels->file.raster;
    ml_status status = ml_raster_read(&labels->raster, ML_SAMPLE_U16, n, error, samples);
    if (status || header->kind != ML_RASTER_GRAY_ALPHA)
        return status;
    status = ml_check_opaque(header, samples, truth, n, labels->file.name, pixel, error);
    for (size_t i = 0; i < n; i++)
        samples[i] = samples[2 * i];
    return status;
}

/* Marks the samples of n pixels as seen, as far as these count. */
static void see(ml_labels *labels, const uint16_t *samples, size_t n, size_t pixel)
{
    for (size_t i = 0; i < n; i++)
        if (samples[i] < ML_READING_SAMPLES && !(labels->truth && labels->truth[pixel + i] == ML_IGNORED))
            labels->seen[samples[i]] = true;
}

/* Tells the classes of the samples that have been seen, and are known. */
static void show_seen(ml_labels *labels)
{
    for (size_t s = 0; s < ML_READING_SAMPLES; s++)
        labels->shown[s] = labels->seen[s] ? labels->class_of[s] : (uint16_t)ML_NONE;
}

/* Whether the readings differ about any sample that was seen. */
static bool differ(const ml_labels *labels)
{
    bool found = false;
    for (size_t s = 0; s < ML_READING_SAMPLES && !found; s++)
        found = labels->seen[s] && labels->own[s] == ML_NONE;
    return found;
}

/* Notes the samples that were seen as long as the reading was open, now that it is not, or the image has been read. What is
 * unknown of them is still to come. */
static ml_status note_seen(ml_labels *labels, ml_error *error)
{
    const ml_reading reading = is_open(labels) ? ML_READING_RAW : labels->reading.taken;
    ml_status status = ML_OK;
    for (size_t s = 0; s < ML_READING_SAMPLES && reading != ML_READING_COLOR && !status; s++)
        if (labels->seen[s] && labels->class_of[s] != ML_NONE)
            status = ml_survey_note(&labels->findings.survey, labels->file.classes, 0,
                                    (double)ml_label_of_sample(&labels->file, reading, s), labels->class_of[s], error);
    return status;
}

/* Reads n pixels again from the first on, and drops them. */
static ml_status come_back(ml_labels *labels, size_t n, ml_error *error)
{
    uint16_t samples[CHUNK_PIXELS];
    ml_status status = ml_raster_restart(&labels->raster, error);
    for (size_t left = n, some; left > 0 && !status; left -= some) {
        some = left < CHUNK_PIXELS ? left : CHUNK_PIXELS;
        status = ml_raster_read(&labels->raster, ML_SAMPLE_U16, some, error, samples);
    }
    return status;
}

/* Decides the reading where it is open, once readings differ about one of n samples that have just been read and begin at a
 * pixel. What was seen before means the same in all readings. */
static ml_status settle(ml_labels *labels, bool is_prediction, const uint16_t *samples, size_t n, size_t pixel, ml_error *error)
{
    uint16_t more[CHUNK_PIXELS];
    const size_t end = pixel + n;
    size_t at = end;
    ml_status status = ML_OK;
    see(labels, samples, n, pixel);
    if (!differ(labels)) {
        show_seen(labels);
        return ML_OK;
    }
    ml_label_reading reading = ml_label_reading_decide(&labels->file, labels->seen);
    for (size_t some; at < labels->n_pixels && !reading.is_final && !status; at += some) {
        some = labels->n_pixels - at < CHUNK_PIXELS ? labels->n_pixels - at : CHUNK_PIXELS;
        status = ml_raster_read(&labels->raster, ML_SAMPLE_U16, some, error, more);
        if (!status)
            see(labels, more, some, at);
        reading = ml_label_reading_decide(&labels->file, labels->seen);
    }
    labels->reading = reading;
    if (!status)
        status = ml_label_reading_fail(&labels->file, &reading, error);
    if (!status && at > end)
        status = come_back(labels, end, error);
    labels->class_of = labels->table->of_small;
    if (!status)
        status = ml_labels_prepare_raster(labels, error);
    show_seen(labels);
    return status || !is_prediction ? status : note_seen(labels, error);
}

/* Samples to classes, a group at a time where all are the same; whether all are known. */
static bool classify(const uint16_t *class_of, const uint16_t *samples, size_t n, uint16_t *class_indices)
{
    bool unknown = false;
    for (size_t i = 0, some; i < n; i += some) {
        some = n - i < ML_LANES ? n - i : ML_LANES;
        uint16_t sample = some == ML_LANES ? ml_group_label(samples + i) : (uint16_t)ML_MIXED;
        if (sample != ML_MIXED) {
            const uint16_t class = class_of[sample];
            for (size_t k = 0; k < ML_LANES; k++)
                class_indices[i + k] = class;
            unknown |= class == ML_NONE;
            continue;
        }
        for (size_t k = i; k < i + some; k++) {
            class_indices[k] = class_of[samples[k]];
            unknown |= class_indices[k] == ML_NONE;
        }
    }
    return !unknown;
}

/* Where, from pixel i on, samples are not shown: labels come in runs. */
static size_t skip_shown(const uint16_t shown[ML_READING_SAMPLES], const uint16_t *samples, size_t i, size_t n)
{
    for (; i + ML_LANES <= n; i += ML_LANES) {
        const uint16_t sample = ml_group_label(samples + i);
        if (sample >= ML_READING_SAMPLES || shown[sample] == ML_NONE)
            break;
    }
    return i;
}

/* Notes what n samples, which begin at a pixel, mean: in a truth, and where colours tell, only the unknown ones; of known ones
 * each once, as far as those noted are shown. */
static ml_status note_samples(ml_labels *labels, const uint16_t *truth, const uint16_t *samples, size_t n, size_t pixel,
                              ml_error *error)
{
    const bool only_unknown = !truth || labels->reading.taken == ML_READING_COLOR;
    size_t last = SIZE_MAX; /* a known one, noted */
    ml_status status = ML_OK;
    for (size_t i = 0; i < n && !status; i++) {
        if (i % ML_LANES == 0 && (i = skip_shown(labels->shown, samples, i, n)) == n)
            break;
        const uint16_t sample = samples[i], class = labels->class_of[sample];
        const bool is_small = sample < ML_READING_SAMPLES;
        if (sample == last || (truth && truth[i] == ML_IGNORED) || (is_small && labels->shown[sample] != ML_NONE))
            continue;
        if (class == ML_NONE || !only_unknown) {
            int64_t label = ml_label_of_sample(&labels->file, labels->reading.taken, sample);
            status = ml_survey_note(&labels->findings.survey, labels->file.classes, pixel + i,
                                    label < 0 ? sample : (double)label, class, error);
        }
        last = class == ML_NONE ? SIZE_MAX : sample;
        if (is_small)
            labels->shown[sample] = class;
    }
    return status;
}

/* Leaves pixels without data out. */
static void drop_no_data(ml_labels *labels, uint16_t *class_indices, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (class_indices[i] == NO_DATA) {
            class_indices[i] = ML_IGNORED;
            labels->findings.has_no_data = true;
        }
}

/* The labels that a code makes of n pixels of colours, and their classes. */
static ml_status read_coded(ml_labels *labels, size_t n, size_t pixel, ml_error *error, uint16_t *class_indices)
{
    uint16_t samples[CHUNK_PIXELS * ML_RASTER_MAX_CHANNELS];
    uint64_t coded[CHUNK_PIXELS], last = UINT64_MAX;
    const ml_raster_header *header = labels->file.raster;
    uint16_t class = ML_NONE;
    ml_status status = ml_raster_read(&labels->raster, ML_SAMPLE_U16, n, error, samples);
    if (!status)
        status = ml_check_opaque(header, samples, NULL, n, labels->file.name, pixel, error);
    if (status)
        return status;
    ml_labels_of_colors(&labels->file.code, samples, header->n_channels, n, coded);
    for (size_t i = 0; i < n && !status; i++) {
        if (coded[i] != last)
            class = coded[i] <= ML_LARGEST_LABEL ? ml_label_class(labels->table, (uint32_t)coded[i]) : (uint16_t)ML_NONE;
        last = coded[i];
        class_indices[i] = class;
        if (class == ML_NONE)
            status = ml_survey_note(&labels->findings.survey, labels->file.classes, pixel + i, (double)last, ML_NONE, error);
    }
    return status;
}

/* The same of pixels of one number. Of a prediction the labels that occur are noted: those that have been are shown, so that
 * most samples need only be looked up. */
static ml_status read_numbers(ml_labels *labels, const uint16_t *truth, size_t n, size_t pixel, ml_error *error,
                              uint16_t *class_indices)
{
    uint16_t samples[CHUNK_PIXELS * 2];
    const bool is_shown = truth && labels->file.raster->bits <= 8;
    ml_status status = read_samples(labels, truth, n, pixel, error, samples);
    if (status)
        return status;
    bool known = classify(is_shown ? labels->shown : labels->class_of, samples, n, class_indices);
    const bool is_new = !known || (truth && !is_shown);
    if (is_open(labels) && is_new)
        status = settle(labels, truth != NULL, samples, n, pixel, error);
    if (!status && !is_open(labels) && is_new)
        status = note_samples(labels, truth, samples, n, pixel, error);
    if (!status && is_new) /* by what is known now */
        (void)classify(is_shown ? labels->shown : labels->class_of, samples, n, class_indices);
    if (!status && is_open(labels) && truth && pixel + n == labels->n_pixels)
        status = note_seen(labels, error);
    if (labels->file.no_data && labels->class_of == labels->own)
        drop_no_data(labels, class_indices, n);
    return status;
}

ml_status ml_labels_read_raster(ml_labels *labels, const uint16_t *truth, size_t n, ml_error *error, uint16_t *class_indices)
{
    ml_status status = ML_OK;
    for (size_t done = 0, some; done < n && !status; done += some) {
        const size_t pixel = labels->n_read + done;
        some = n - done < CHUNK_PIXELS ? n - done : CHUNK_PIXELS;
        status = labels->reading.by_code
                     ? read_coded(labels, some, pixel, error, class_indices + done)
                     : read_numbers(labels, truth ? truth + done : NULL, some, pixel, error, class_indices + done);
    }
    return status;
}

/* The largest label that the code makes of a raster of colours. */
static ml_status largest_coded(ml_labels *labels, const ml_label_list *ignored, ml_error *error, long *largest)
{
    uint16_t samples[CHUNK_PIXELS * ML_RASTER_MAX_CHANNELS];
    uint64_t coded[CHUNK_PIXELS];
    ml_status status = ML_OK;
    for (size_t left = labels->n_pixels, n; left > 0 && !status; left -= n) {
        n = left < CHUNK_PIXELS ? left : CHUNK_PIXELS;
        status = ml_raster_read(&labels->raster, ML_SAMPLE_U16, n, error, samples);
        if (status)
            return status;
        ml_labels_of_colors(&labels->file.code, samples, labels->file.raster->n_channels, n, coded);
        for (size_t i = 0; i < n; i++)
            ml_raise_largest((double)coded[i], ignored, largest);
    }
    return status;
}

ml_status ml_labels_largest_of_raster(ml_labels *labels, const ml_label_list *ignored, ml_error *error, long *largest)
{
    uint16_t samples[CHUNK_PIXELS * 2];
    ml_status status = ML_OK;
    if (labels->reading.by_code)
        return largest_coded(labels, ignored, error, largest);
    bool *occurs = ml_alloc(ML_N_SMALL_LABELS, sizeof *occurs);
    if (!occurs)
        return ml_fail_memory(error, "the labels");
    for (size_t done = 0, n; done < labels->n_pixels && !status; done += n) {
        n = labels->n_pixels - done < CHUNK_PIXELS ? labels->n_pixels - done : CHUNK_PIXELS;
        const uint16_t *truth = labels->truth ? labels->truth + done : NULL;
        status = read_samples(labels, truth, n, done, error, samples);
        for (size_t i = 0; i < n && !status; i++)
            occurs[samples[i]] |= !(truth && truth[i] == ML_IGNORED);
    }
    if (!status)
        *largest = ml_label_reading_largest(&labels->file, occurs, ignored);
    free(occurs);
    return status;
}

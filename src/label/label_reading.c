/* From samples to labels; see label_reading.h. */
#include "label/label_reading.h"

const char *const ml_reading_names[ML_N_READINGS] = {"auto", "raw", "scaled"};

long ml_label_of_sample(const ml_label_file *file, ml_reading reading, size_t sample)
{
    const ml_raster_header *raster = file->raster;
    if (reading != ML_READING_SCALED)
        return (long)sample;
    if (raster->kind == ML_RASTER_PALETTE)
        return sample < raster->n_palette ? raster->palette[sample][0] : -1;
    return (long)(sample * 255 / ((1u << raster->bits) - 1));
}

bool ml_label_is_no_data(const ml_label_file *file, long label)
{
    bool found = false;
    for (size_t i = 0; file->no_data && i < file->no_data->n; i++)
        found |= (double)label <= file->no_data->values[i] && (double)label >= file->no_data->values[i];
    return found;
}

uint16_t ml_class_of_sample(const ml_label_file *file, ml_reading reading, size_t sample)
{
    const ml_label_table *table = file->by_index ? &file->classes->index_of : &file->classes->class_of;
    long label = ml_label_of_sample(file, reading, sample);
    if (ml_label_is_no_data(file, label))
        return ML_IGNORED;
    return label >= 0 ? ml_label_class(table, (uint32_t)label) : (uint16_t)ML_NONE;
}

static bool has_choice(const ml_raster_header *raster)
{
    return raster->kind == ML_RASTER_GRAY ? raster->bits < 8 : ml_raster_has_gray_palette(raster);
}

/* Whether all samples that occur are known labels in a reading. */
static bool is_known(const ml_label_file *file, ml_reading reading, const bool *occurs)
{
    bool known = true;
    for (size_t s = 0; s < ML_READING_SAMPLES && known; s++)
        known = !occurs[s] || ml_class_of_sample(file, reading, s) != ML_NONE;
    return known;
}

/* The first sample that occurs and means another class in the one reading than in the other; ML_READING_SAMPLES if there is
 * none. */
static size_t find_difference(const ml_label_file *file, ml_reading one, ml_reading other, const bool *occurs)
{
    size_t s = 0;
    while (s < ML_READING_SAMPLES && (!occurs[s] || ml_class_of_sample(file, one, s) == ml_class_of_sample(file, other, s)))
        s++;
    return s;
}

/* Takes the reading in which all samples that occur are known; where several are, they must mean the same. */
static void choose(const ml_label_file *file, const bool *occurs, ml_label_reading *reading)
{
    ml_reading first = ML_READING_AUTO; /* of those in which all are known */
    for (ml_reading r = ML_READING_RAW; r < ML_N_READINGS; r++) {
        reading->is_known[r] = is_known(file, r, occurs);
        if (!reading->is_known[r] || reading->is_said)
            continue;
        size_t difference = first ? find_difference(file, first, r, occurs) : ML_READING_SAMPLES;
        if (difference < ML_READING_SAMPLES) {
            reading->fault = ML_LABELS_IN_DOUBT;
            reading->example = difference;
        }
        first = first ? first : r;
    }
    if (!reading->is_said)
        reading->taken = first ? first : ML_READING_RAW;
}

ml_label_reading ml_label_reading_decide(const ml_label_file *file, const bool *occurs)
{
    const ml_raster_header *raster = file->raster;
    ml_label_reading reading = {.taken = ML_READING_RAW};
    if (!raster) {
        reading.fault = ML_LABELS_FINE; /* of an array, values tell */
    } else if (raster->kind == ML_RASTER_GRAY_ALPHA) {
        reading.fault = ML_LABELS_ALPHA;
    } else if (raster->kind == ML_RASTER_RGB || raster->kind == ML_RASTER_RGBA) {
        reading.by_color = true;
        reading.fault = file->classes && !file->classes->has_colors ? ML_LABELS_COLORLESS : ML_LABELS_FINE;
    } else if (has_choice(raster)) {
        reading.is_choice = true;
        reading.is_said = file->said != ML_READING_AUTO;
        reading.taken = file->said;
        if (file->classes && occurs)
            choose(file, occurs, &reading);
    }
    return reading;
}

ml_status ml_label_reading_fail(const ml_label_file *file, const ml_label_reading *reading, ml_error *error)
{
    switch (reading->fault) {
    case ML_LABELS_ALPHA:
        return ml_fail(error, ML_E_INPUT, "%s: is gray with alpha; a label image is gray or palette: drop the alpha channel",
                       file->name);
    case ML_LABELS_COLORLESS:
        return ml_fail(error, ML_E_INPUT,
                       "%s: is %s; a label image is gray or palette, its sample or index the label: save the class indices "
                       "instead of their colours (or, if the channels are equal, one of them), or give each class its "
                       "\"color\" in a class set (--classes)",
                       file->name, ml_raster_kind_names[file->raster->kind]);
    case ML_LABELS_IN_DOUBT:
        return ml_fail(error, ML_E_INPUT,
                       "%s: sample %zu is label %zu as stored but gray value %ld, and both readings fit the class set: say "
                       "--samples=raw (samples are labels) or --samples=scaled (gray values are)",
                       file->name, reading->example, reading->example,
                       ml_label_of_sample(file, ML_READING_SCALED, reading->example));
    case ML_LABELS_FINE: break;
    }
    return ML_OK;
}

/* The largest label in one reading. */
static long largest_in(const ml_label_file *file, ml_reading reading, const bool *occurs, const ml_label_list *ignored)
{
    long largest = -1;
    for (size_t s = 0; s < ML_N_SMALL_LABELS; s++) {
        long label = occurs[s] ? ml_label_of_sample(file, reading, s) : -1;
        if (label > largest && !ml_label_list_has(ignored, (uint32_t)label) && !ml_label_is_no_data(file, label))
            largest = label;
    }
    return largest;
}

long ml_label_reading_largest(const ml_label_file *file, const bool *occurs, const ml_label_list *ignored)
{
    ml_label_reading reading = ml_label_reading_decide(file, NULL);
    if (reading.taken != ML_READING_AUTO)
        return largest_in(file, reading.taken, occurs, ignored);
    long raw = largest_in(file, ML_READING_RAW, occurs, ignored);
    long scaled = largest_in(file, ML_READING_SCALED, occurs, ignored);
    return scaled < raw ? scaled : raw;
}

const char *ml_label_reading_text(const ml_label_reading *reading)
{
    return !reading->is_choice                   ? "labels"
           : reading->taken == ML_READING_SCALED ? "labels, scaled of two readings"
                                                 : "labels, raw of two readings";
}

const char *ml_label_reading_reason(const ml_label_reading *reading)
{
    const bool raw = reading->is_known[ML_READING_RAW], scaled = reading->is_known[ML_READING_SCALED];
    if (reading->is_said)
        return reading->taken == ML_READING_SCALED ? "scaled, as --samples says" : "raw, as --samples says";
    if (reading->taken == ML_READING_AUTO)
        return "raw or scaled, as the class set decides";
    if (reading->fault == ML_LABELS_IN_DOUBT)
        return "raw and scaled, both of known labels";
    return raw && scaled ? "raw and scaled, which mean the same classes"
           : raw         ? "raw: only so all labels are known"
           : scaled      ? "scaled: only so all labels are known"
                         : "raw, because in neither all labels are known";
}

/* No data that the file itself names; see own_no_data.h. */
#include "label/own_no_data.h"

#include "base/number.h"

#include <math.h>

static bool is_raster(const ml_labels *labels) { return labels->raster.ops != NULL; }

/* Whether the file itself says that a gray stands for no data, of the bits that class colours have, and nobody says more. */
static bool is_color_no_data(const ml_labels *labels)
{
    const ml_raster_header *raster = &labels->raster.header;
    const unsigned unit = is_raster(labels) && raster->bits == 16 ? 257 : 1;
    const ml_no_data *said = labels->no_data_said;
    double value = 0;
    return is_raster(labels) && said && said->n == 0 && !said->none && ml_no_data_in_type(&raster->facts, "u2", &value) &&
           fmod(value, unit) <= 0 && value / unit <= 255;
}

/* The class whose label the value is that the file itself says stands for no data; ML_NONE: no class's, or nothing is said that
 * matters. */
static uint16_t class_of_own_no_data(const ml_labels *labels)
{
    ml_label_file file = labels->file;
    const ml_label_reading *reading = &labels->reading;
    const double value = labels->own_value;
    uint16_t class = ML_NONE;
    if (reading->by_color && is_color_no_data(labels)) {
        const double gray = labels->raster.header.facts.no_data / (labels->raster.header.bits == 16 ? 257 : 1);
        return ml_color_class(&file.classes->color_of, (uint32_t)gray * UINT32_C(0x010101));
    }
    if (!file.has_own_no_data || labels->channels != ML_CHANNELS_NONE || reading->by_color || reading->by_code)
        return ML_NONE;
    if (!is_raster(labels)) {
        const double label = value >= 0 && value <= floor(value) ? ml_label_of_value(&file.code, value) : -1;
        return label >= 0 && label <= ML_LARGEST_LABEL ? ml_label_class(labels->table, (uint32_t)label) : (uint16_t)ML_NONE;
    }
    file.no_data = NULL;
    file.has_own_no_data = false;
    for (ml_reading r = ML_READING_RAW; r < ML_N_READINGS && class >= ML_MAX_CLASSES; r++)
        if (reading->taken == ML_READING_AUTO ? reading->exists[r] : reading->taken == r)
            class = ml_class_of_sample(&file, r, (size_t)value);
    return class;
}

ml_status ml_check_own_no_data(const ml_labels *labels, ml_error *error)
{
    const uint16_t class = class_of_own_no_data(labels);
    char number[ML_NUMBER_TEXT_SIZE];
    if (class >= ML_MAX_CLASSES)
        return ML_OK;
    const double value = labels->reading.by_color ? labels->raster.header.facts.no_data : labels->own_value;
    ml_number_text(value, number);
    if (labels->reading.by_color || labels->reading.taken == ML_READING_COLOR)
        return ml_fail(
            error, ML_E_INPUT,
            "%s: its nodata tag says %s, whose colour is class %s's: say --no-data=none if such pixels are of the class; "
            "if not, give them another colour and add that to the class set's \"ignore\"",
            labels->source.name, number, labels->file.classes->items[class].name);
    return ml_fail(
        error, ML_E_INPUT,
        "%s: its nodata tag says %s, which is class %s: say --no-data=%s if such pixels have no data, --no-data=none "
        "if they are of the class",
        labels->source.name, number, labels->file.classes->items[class].name, number);
}

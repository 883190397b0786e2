/* From samples to labels; see label_reading.h. */
#include "label/label_reading.h"

#include <string.h>

const char *const ml_reading_names[ML_N_READINGS] = {"auto", "raw", "scaled", "color"};

/* The gray value of a sample, 0..255 where it has no more than 8 bits. */
static int64_t gray_value(const ml_raster_header *raster, size_t sample)
{
    return (int64_t)(raster->bits < 8 ? sample * 255 / ((1u << raster->bits) - 1) : sample);
}

uint32_t ml_color_of_sample(const ml_raster_header *raster, size_t sample)
{
    return raster->kind == ML_RASTER_PALETTE ? ml_color_pack(raster->palette[sample])
                                             : (uint32_t)gray_value(raster, sample) * UINT32_C(0x010101);
}

/* The label that the code makes of a sample. */
static int64_t coded_label(const ml_label_file *file, size_t sample)
{
    const ml_raster_header *raster = file->raster;
    if (raster->kind == ML_RASTER_PALETTE && ml_label_code_is_of_colors(&file->code)) {
        const uint8_t *color = raster->palette[sample];
        return ml_raster_lacks_color(raster, sample) ? -1
                                                     : (int64_t)ml_label_of_color(&file->code, color[0], color[1], color[2]);
    }
    int64_t number = raster->kind == ML_RASTER_PALETTE ? (int64_t)sample : gray_value(raster, sample);
    return (int64_t)ml_label_of_number(&file->code, (uint64_t)number);
}

/* The label of a sample, without code. */
static int64_t plain_label(const ml_label_file *file, ml_reading reading, size_t sample)
{
    const ml_raster_header *raster = file->raster;
    if (reading != ML_READING_SCALED)
        return (int64_t)sample;
    if (raster->kind == ML_RASTER_PALETTE)
        return ml_raster_lacks_color(raster, sample) ? -1 : raster->palette[sample][0];
    return gray_value(raster, sample);
}

int64_t ml_label_of_sample(const ml_label_file *file, ml_reading reading, size_t sample)
{
    return file->raster && file->code.kind != ML_CODE_NONE ? coded_label(file, sample) : plain_label(file, reading, sample);
}

bool ml_sample_is_no_data(const ml_label_file *file, ml_reading reading, size_t sample)
{
    bool found = false;
    double label = file->has_own_no_data                   ? (double)sample
                   : file->no_data && file->no_data->n > 0 ? (double)plain_label(file, reading, sample)
                                                           : 0;
    for (size_t i = 0; file->no_data && i < file->no_data->n; i++)
        found |= label <= file->no_data->values[i] && label >= file->no_data->values[i];
    return found;
}

uint16_t ml_class_of_sample(const ml_label_file *file, ml_reading reading, size_t sample)
{
    const ml_classes *classes = file->classes;
    if (ml_sample_is_no_data(file, reading, sample))
        return ML_IGNORED;
    if (reading == ML_READING_COLOR)
        return ml_raster_lacks_color(file->raster, sample)
                   ? (uint16_t)ML_NONE
                   : ml_color_class(&classes->color_of, ml_color_of_sample(file->raster, sample));
    int64_t label = ml_label_of_sample(file, reading, sample);
    return label >= 0 && label <= ML_LARGEST_LABEL
               ? ml_label_class(file->by_index ? &classes->index_of : &classes->class_of, (uint32_t)label)
               : (uint16_t)ML_NONE;
}

/* The readings of an image of one number a pixel, and what each makes of the samples. */
typedef struct meanings {
    bool exists[ML_N_READINGS];
    size_t n;                                             /* samples that can be */
    uint16_t class_of[ML_N_READINGS][ML_READING_SAMPLES]; /* [n] of each reading that exists, where classes are known */
} meanings;

/* Whether colours are a reading like the others, and not a last resort as for gray of 8 bits: optimisers make palettes and
 * packed gray of pictures of few colours. */
static bool may_ask(const ml_raster_header *raster) { return raster->kind == ML_RASTER_PALETTE || raster->bits < 8; }

/* Whether colours could tell the classes of a gray image, if no other reading knows all its samples: where any other knows all
 * that colours do, they never could. */
static bool may_be_colors(const meanings *m)
{
    bool has_more[ML_N_READINGS] = {false};
    for (size_t s = 0; s < m->n; s++)
        for (ml_reading r = ML_READING_RAW; r < ML_READING_COLOR; r++)
            has_more[r] |= m->exists[ML_READING_COLOR] && m->exists[r] && m->class_of[ML_READING_COLOR][s] != ML_NONE &&
                           m->class_of[r][s] == ML_NONE;
    return has_more[ML_READING_RAW] && (has_more[ML_READING_SCALED] || !m->exists[ML_READING_SCALED]);
}

/* Whether all readings make the same of all samples that the palette has. */
static bool is_all_the_same(const ml_raster_header *raster, const meanings *m)
{
    size_t n = raster->kind == ML_RASTER_PALETTE ? raster->n_palette : (size_t)1 << raster->bits;
    bool same = true;
    for (ml_reading r = ML_READING_SCALED; r < ML_N_READINGS && same; r++)
        same = !m->exists[r] || memcmp(m->class_of[r], m->class_of[ML_READING_RAW], n * sizeof **m->class_of) == 0;
    return same;
}

/* Finds the readings there are. */
static void find_meanings(const ml_label_file *file, meanings *m)
{
    const ml_raster_header *raster = file->raster;
    const bool is_palette = raster->kind == ML_RASTER_PALETTE;
    const ml_classes *classes = file->classes;
    memset(m->exists, 0, sizeof m->exists);
    m->exists[ML_READING_RAW] = true;
    m->exists[ML_READING_SCALED] = is_palette ? ml_raster_has_gray_palette(raster) : raster->bits < 8;
    m->exists[ML_READING_COLOR] = classes && classes->has_colors && raster->bits <= 8;
    if (!classes || !(m->exists[ML_READING_SCALED] || m->exists[ML_READING_COLOR]))
        return;
    const size_t n = m->n = is_palette || raster->bits >= 8 ? (size_t)ML_READING_SAMPLES : (size_t)1 << raster->bits;
    const bool has_no_data = file->no_data && file->no_data->n > 0;
    for (ml_reading r = ML_READING_RAW; r < ML_N_READINGS; r++) {
        const uint16_t *whole = r == ML_READING_RAW ? (file->by_index ? &classes->index_of : &classes->class_of)->of_small
                                : r == ML_READING_COLOR && !is_palette && raster->bits == 8 ? classes->class_of_gray
                                                                                            : NULL;
        if (whole && !has_no_data) /* in a stroke: it is done for each file */
            memcpy(m->class_of[r], whole, n * sizeof **m->class_of);
        for (size_t s = 0; s < n && m->exists[r] && (!whole || has_no_data); s++)
            m->class_of[r][s] = ml_class_of_sample(file, r, s);
    }
    m->exists[ML_READING_COLOR] = m->exists[ML_READING_COLOR] && (may_ask(raster) || may_be_colors(m));
}

void ml_label_reading_agreed(const ml_label_file *file, uint16_t class_of[ML_READING_SAMPLES])
{
    meanings m;
    find_meanings(file, &m);
    for (size_t s = 0; s < ML_READING_SAMPLES; s++) {
        class_of[s] =
            s < m.n && !ml_sample_is_no_data(file, ML_READING_RAW, s) ? m.class_of[ML_READING_RAW][s] : (uint16_t)ML_NONE;
        for (ml_reading r = ML_READING_SCALED; r < ML_N_READINGS; r++)
            if (m.exists[r] && s < m.n && m.class_of[r][s] != class_of[s])
                class_of[s] = ML_NONE;
    }
}

/* Whether all samples that occur are known in a reading. */
static bool is_known(const meanings *m, ml_reading reading, const bool *occurs)
{
    bool known = m->exists[reading];
    for (size_t s = 0; s < m->n && known; s++)
        known = !occurs[s] || m->class_of[reading][s] != ML_NONE;
    return known;
}

/* The first sample that occurs and means another class in the one reading than in the other; ML_READING_SAMPLES if there is
 * none. */
static size_t find_difference(const meanings *m, ml_reading one, ml_reading other, const bool *occurs)
{
    size_t s = 0;
    while (s < m->n && (!occurs[s] || m->class_of[one][s] == m->class_of[other][s]))
        s++;
    return s < m->n ? s : (size_t)ML_READING_SAMPLES;
}

/* Takes the reading in which all samples that occur are known; where several are, they must mean the same. */
static void choose(const ml_raster_header *raster, const meanings *m, const bool *occurs, ml_label_reading *reading)
{
    ml_reading first = ML_READING_AUTO; /* of those in which all are known */
    for (ml_reading r = ML_READING_RAW; r < ML_N_READINGS; r++) {
        reading->is_known[r] = is_known(m, r, occurs);
        if (!reading->is_known[r] || reading->is_said || (first && r == ML_READING_COLOR && !may_ask(raster)))
            continue;
        size_t difference = first ? find_difference(m, first, r, occurs) : ML_READING_SAMPLES;
        if (difference < ML_READING_SAMPLES && !reading->fault) {
            reading->fault = ML_LABELS_IN_DOUBT;
            reading->doubt[0] = first;
            reading->doubt[1] = r;
            reading->example = difference;
        }
        first = first ? first : r;
    }
    if (!reading->is_said)
        reading->taken = first ? first : ML_READING_RAW;
    reading->is_final = reading->is_said || !(reading->is_known[ML_READING_SCALED] || reading->is_known[ML_READING_COLOR]);
}

/* Whether there are two entries, white and black: index and gray value say the opposite of each other. */
static bool is_inverted(const ml_raster_header *raster)
{
    return raster->kind == ML_RASTER_PALETTE && raster->n_palette == 2 && ml_color_pack(raster->palette[0]) == 0xffffff &&
           ml_color_pack(raster->palette[1]) == 0 && !ml_raster_lacks_color(raster, 1);
}

/* Decides among the readings of an image of one number a pixel. */
static void decide_among(const ml_label_file *file, const bool *occurs, ml_label_reading *reading)
{
    const ml_raster_header *raster = file->raster;
    meanings m;
    find_meanings(file, &m);
    if (raster->kind == ML_RASTER_PALETTE && file->said == ML_READING_COLOR && file->classes && !file->classes->has_colors)
        reading->fault = ML_LABELS_COLORLESS;
    reading->is_said =
        file->said != ML_READING_AUTO && m.exists[file->said] && (file->said != ML_READING_COLOR || may_ask(raster));
    reading->is_inverted = file->said == ML_READING_AUTO && is_inverted(raster);
    if (reading->is_inverted && file->classes && file->classes->is_plain && !file->by_index)
        reading->fault = ML_LABELS_INVERTED;
    if (file->classes && !reading->is_said && is_all_the_same(raster, &m))
        m.exists[ML_READING_COLOR] = false; /* colours that say what the indices do are no question */
    reading->is_choice = m.exists[ML_READING_SCALED] || m.exists[ML_READING_COLOR];
    if (!reading->is_choice) {
        reading->is_said = false;
        return;
    }
    memcpy(reading->exists, m.exists, sizeof m.exists);
    reading->taken = reading->is_said ? file->said : ML_READING_AUTO;
    if (file->classes && occurs)
        choose(raster, &m, occurs, reading);
    else if (file->classes && !reading->is_said && is_all_the_same(raster, &m))
        reading->taken = ML_READING_RAW;
    if (!may_ask(raster) && reading->taken != ML_READING_COLOR && reading->taken != ML_READING_AUTO) {
        reading->exists[ML_READING_COLOR] = false; /* only a last resort */
        reading->is_choice = reading->exists[ML_READING_SCALED];
    }
}

ml_label_reading ml_label_reading_decide(const ml_label_file *file, const bool *occurs)
{
    const ml_raster_header *raster = file->raster;
    const bool has_colors = raster ? raster->kind == ML_RASTER_RGB || raster->kind == ML_RASTER_RGBA : file->has_colors;
    ml_label_reading reading = {.taken = ML_READING_RAW};
    if (has_colors && file->code.kind == ML_CODE_DIVIDED) {
        reading.fault = ML_LABELS_DIVIDED;
    } else if (has_colors && file->code.kind != ML_CODE_NONE) {
        reading.by_code = true;
    } else if (has_colors) {
        reading.by_color = true;
        reading.fault = file->classes && !file->classes->has_colors ? ML_LABELS_COLORLESS : ML_LABELS_FINE;
    } else if (raster && file->code.kind == ML_CODE_NONE && raster->kind != ML_RASTER_GRAY_ALPHA) {
        decide_among(file, occurs, &reading);
    }
    return reading;
}

/* Says what a sample is in a reading, and what to say to have it read so. */
static void add_meaning(const ml_label_file *file, ml_reading reading, size_t sample, ml_error *error)
{
    if (reading == ML_READING_COLOR) {
        uint32_t color = ml_color_of_sample(file->raster, sample);
        ml_error_add(error, "colour [%u, %u, %u]", color >> 16, color >> 8 & 255, color & 255);
        return;
    }
    ml_error_add(error, reading == ML_READING_RAW ? "label %ld as stored" : "gray value %ld",
                 (long)plain_label(file, reading, sample));
}

static ml_status in_doubt(const ml_label_file *file, const ml_label_reading *reading, ml_error *error)
{
    static const char *const options[ML_N_READINGS] = {
        [ML_READING_RAW] = "--samples=raw (samples are labels)",
        [ML_READING_SCALED] = "--samples=scaled (gray values are)",
        [ML_READING_COLOR] = "--samples=color (colours are classes)",
    };
    ml_fail(error, ML_E_INPUT, "%s: sample %zu is ", file->name, reading->example);
    add_meaning(file, reading->doubt[0], reading->example, error);
    ml_error_add(error, " but ");
    add_meaning(file, reading->doubt[1], reading->example, error);
    ml_error_add(error, ", and both readings fit the class set: say %s or %s", options[reading->doubt[0]],
                 options[reading->doubt[1]]);
    return error->status;
}

ml_status ml_label_reading_fail(const ml_label_file *file, const ml_label_reading *reading, ml_error *error)
{
    const bool is_palette = file->raster && file->raster->kind == ML_RASTER_PALETTE;
    const char *kind = file->raster ? ml_raster_kind_names[file->raster->kind] : "an array of colours";
    switch (reading->fault) {
    case ML_LABELS_COLORLESS:
        return is_palette
                   ? ml_fail(error, ML_E_INPUT,
                             "%s: --samples=color reads the palette by the colours of classes, and none has one: give each its "
                             "\"color\" in a class set (--classes)",
                             file->name)
                   : ml_fail(
                         error, ML_E_INPUT,
                         "%s: is %s, and no class has a colour: give each its \"color\" in a class set (--classes), or save "
                         "class indices%s (maskloss inspect FILE)",
                         file->name, kind,
                         file->is_prediction ? "" : "; if samples are labels or codes, --truth-code says how");
    case ML_LABELS_DIVIDED:
        return ml_fail(error, ML_E_INPUT,
                       "%s: is %s, and --truth-code=/%llu divides one number: say --truth-code=red, green, blue, rgb or ade20k",
                       file->name, kind, (unsigned long long)file->code.divisor);
    case ML_LABELS_IN_DOUBT: return in_doubt(file, reading, error);
    case ML_LABELS_INVERTED:
        return ml_fail(
            error, ML_E_INPUT,
            "%s: its palette is white and black, so that index and gray value say the opposite: say --samples=raw if "
            "indices are labels, or --samples=scaled --classes=binary if white is the object",
            file->name);
    case ML_LABELS_FINE: break;
    }
    return ML_OK;
}

/* The largest label in one reading. */
static long largest_in(const ml_label_file *file, ml_reading reading, const bool *occurs, const ml_label_list *ignored)
{
    long largest = -1;
    for (size_t s = 0; s < ML_N_SMALL_LABELS; s++) {
        int64_t label = occurs[s] ? ml_label_of_sample(file, reading, s) : -1;
        if (label > largest && label <= ML_LARGEST_LABEL && !ml_label_list_has(ignored, (uint32_t)label) &&
            !ml_sample_is_no_data(file, reading, s))
            largest = (long)label;
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
    static const char *const texts[2][ML_N_READINGS] = {{"labels, raw of two readings", "labels, raw of two readings",
                                                         "labels, scaled of two readings", "labels, color of two readings"},
                                                        {"labels, raw of three readings", "labels, raw of three readings",
                                                         "labels, scaled of three readings",
                                                         "labels, color of three readings"}};
    const bool *exists = reading->exists;
    if (reading->fault == ML_LABELS_IN_DOUBT)
        return "labels, of readings in doubt";
    return reading->is_choice ? texts[exists[ML_READING_SCALED] && exists[ML_READING_COLOR]][reading->taken] : "labels";
}

const char *ml_label_reading_reason(const ml_label_reading *reading)
{
    enum { RAW = 1, SCALED = 2, COLOR = 4 };
    static const char *const said[ML_N_READINGS] = {NULL, "raw, as --samples says", "scaled, as --samples says",
                                                    "color, as --samples says"};
    static const char *const open[] = {[RAW | SCALED] = "raw or scaled, as the class set decides",
                                       [RAW | COLOR] = "raw or color, as the class set decides",
                                       [RAW | SCALED | COLOR] = "raw, scaled or color, as the class set decides"};
    static const char *const in_doubt[] = {[RAW | SCALED] = "raw and scaled, both of known labels",
                                           [RAW | COLOR] = "raw and color, both of known labels",
                                           [SCALED | COLOR] = "scaled and color, both of known labels",
                                           [RAW | SCALED | COLOR] = "raw, scaled and color, all of known labels"};
    static const char *const why[] = {
        [0] = "raw, because in neither all labels are known",
        [RAW] = "raw: only so all labels are known",
        [SCALED] = "scaled: only so all labels are known",
        [COLOR] = "color: only so all labels are known",
        [RAW | SCALED] = "raw and scaled, which mean the same classes",
        [RAW | COLOR] = "raw and color, which mean the same classes",
        [SCALED | COLOR] = "scaled and color, which mean the same classes",
        [RAW | SCALED | COLOR] = "raw, scaled and color, which mean the same classes",
    };
    unsigned known = 0, exist = 0;
    for (ml_reading r = ML_READING_RAW; r < ML_N_READINGS; r++) {
        known |= reading->is_known[r] ? 1u << (r - 1) : 0;
        exist |= reading->exists[r] ? 1u << (r - 1) : 0;
    }
    return reading->is_said                       ? said[reading->taken]
           : reading->taken == ML_READING_AUTO    ? open[exist]
           : reading->fault == ML_LABELS_IN_DOUBT ? in_doubt[known]
                                                  : why[known];
}

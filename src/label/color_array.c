/* Arrays of colours; see color_array.h. */
#include "label/color_array.h"

#include "base/number.h"
#include "label/opaque.h"

#include <math.h>
#include <string.h>

enum { OPAQUE = 255, ALPHA = 3 };

/* Red, green and blue of pixel i. */
static void get_color(const ml_values *values, size_t i, double color[3])
{
    for (size_t c = 0; c < 3; c++)
        color[c] = ml_values_at(values, i, c);
}

static bool is_same(const double a[3], const double b[3])
{
    bool same = true;
    for (size_t c = 0; c < 3; c++)
        same = same && a[c] <= b[c] && a[c] >= b[c];
    return same;
}

/* The class of a colour; ML_NONE for what is none. */
static uint16_t class_of_color(const ml_color_table *table, const double color[3])
{
    uint8_t parts[3];
    for (size_t c = 0; c < 3; c++) {
        if (!(color[c] >= 0 && color[c] <= 255))
            return ML_NONE;
        parts[c] = (uint8_t)color[c];
    }
    return ml_color_class(table, ml_color_pack(parts));
}

double ml_label_of_color_values(const ml_label_code *code, const double color[3])
{
    uint64_t parts[3];
    for (size_t c = 0; c < 3; c++) {
        if (!(color[c] >= 0))
            return color[c];
        parts[c] = color[c] < 0x1p53 ? (uint64_t)color[c] : UINT64_C(1) << 53;
    }
    return (double)ml_label_of_color(code, parts[0], parts[1], parts[2]);
}

static ml_status check_alpha(const ml_array_reader *array, const ml_values *values, const uint16_t *truth, size_t first,
                             size_t n, ml_error *error)
{
    for (size_t i = 0; i < n && array->axes.n_channels > ALPHA; i++) {
        if (truth && truth[i] == ML_IGNORED)
            continue;
        double alpha = ml_values_at(values, i, ALPHA);
        if (alpha < OPAQUE || alpha > OPAQUE)
            return ml_fail_opaque(array->source->name, (first + i) / array->axes.width, (first + i) % array->axes.width, alpha,
                                  OPAQUE, error);
    }
    return ML_OK;
}

/* The class of one colour, and of a code its label. */
static uint16_t mean(const ml_label_meaning *meaning, const double color[3], double *label)
{
    if (meaning->code->kind == ML_CODE_NONE)
        return class_of_color(&meaning->classes->color_of, color);
    *label = ml_label_of_color_values(meaning->code, color);
    return *label >= 0 && *label <= ML_LARGEST_LABEL ? ml_label_class(meaning->table, (uint32_t)*label) : (uint16_t)ML_NONE;
}

static ml_status note_unknown(const ml_label_meaning *meaning, size_t pixel, const double color[3], double label,
                              ml_error *error, ml_colors *colors, ml_label_findings *findings)
{
    uint64_t parts[3];
    if (meaning->code->kind != ML_CODE_NONE)
        return ml_survey_note(&findings->survey, meaning->classes, pixel, label, ML_NONE, error);
    for (size_t c = 0; c < 3; c++)
        parts[c] = color[c] >= 0 && color[c] < 0x1p53 ? (uint64_t)color[c] : 0;
    return ml_colors_count_unknown(colors, pixel, parts, error);
}

/* Values below 0 are no colours. */
static ml_status fail_negative(const ml_array_reader *array, const double color[3], size_t pixel, ml_error *error)
{
    char number[3][ML_NUMBER_TEXT_SIZE];
    for (size_t c = 0; c < 3; c++)
        ml_number_text(color[c], number[c]);
    return ml_fail(error, ML_E_INPUT, "%s: row %zu, column %zu: [%s, %s, %s] is no colour, whose values are 0 and above",
                   array->source->name, pixel / array->axes.width, pixel % array->axes.width, number[0], number[1], number[2]);
}

ml_status ml_color_array_read(ml_array_reader *array, size_t first, size_t n, const ml_label_meaning *meaning,
                              const uint16_t *truth, ml_error *error, uint16_t *class_indices, ml_colors *colors,
                              ml_label_findings *findings)
{
    const bool has_code = meaning->code->kind != ML_CODE_NONE;
    ml_values values;
    double last[3] = {(double)NAN}, color[3], label = 0;
    uint16_t class = ML_NONE;
    ml_status status = ml_array_reader_read(array, first, n, error, &values);
    if (!status)
        status = check_alpha(array, &values, truth, first, n, error);
    for (size_t i = 0; i < n && !status; i++) {
        class_indices[i] = ML_NONE;
        if (truth && truth[i] == ML_IGNORED)
            continue;
        get_color(&values, i, color);
        if (!is_same(color, last))
            class = mean(meaning, color, &label);
        memcpy(last, color, sizeof last);
        class_indices[i] = class;
        if (class == ML_NONE && !has_code && (color[0] < 0 || color[1] < 0 || color[2] < 0))
            return fail_negative(array, color, first + i, error);
        if (class == ML_NONE)
            status = note_unknown(meaning, first + i, color, label, error, colors, findings);
    }
    return status;
}

/* Shows the pixels of the array's image to a function, until it has seen enough. */
static ml_status for_each_run(ml_array_reader *array, ml_error *error,
                              bool (*see)(void *context, const ml_values *values, size_t n), void *context)
{
    size_t n_pixels = array->axes.height * array->axes.width;
    ml_status status = ML_OK;
    bool more = true;
    for (size_t first = 0, n; first < n_pixels && !status && more; first += n) {
        ml_values values;
        n = n_pixels - first < ML_TILE_PIXELS ? n_pixels - first : ML_TILE_PIXELS;
        status = ml_array_reader_read(array, first, n, error, &values);
        more = !status && see(context, &values, n);
    }
    return status;
}

typedef struct largest_search {
    const ml_label_code *code;
    const ml_label_list *ignored;
    long *largest;
} largest_search;

static bool see_labels(void *context, const ml_values *values, size_t n)
{
    const largest_search *search = context;
    double color[3];
    for (size_t i = 0; i < n; i++) {
        get_color(values, i, color);
        ml_raise_largest(ml_label_of_color_values(search->code, color), search->ignored, search->largest);
    }
    return true;
}

ml_status ml_color_array_largest(ml_array_reader *array, const ml_label_code *code, const ml_label_list *ignored,
                                 ml_error *error, long *largest)
{
    largest_search search = {code, ignored, largest};
    return for_each_run(array, error, see_labels, &search);
}

typedef struct look {
    const ml_classes *classes;
    size_t n_channels;
    bool has_colors, is_onehot;
} look;

static bool see_colors(void *context, const ml_values *values, size_t n)
{
    look *l = context;
    double color[3];
    for (size_t i = 0; i < n && l->has_colors; i++) {
        size_t n_ones = 0, n_zeros = 0;
        get_color(values, i, color);
        l->has_colors = class_of_color(&l->classes->color_of, color) != ML_NONE;
        for (size_t c = 0; c < l->n_channels; c++) {
            double value = ml_values_at(values, i, c);
            n_ones += value >= 1 && value <= 1;
            n_zeros += value >= 0 && value <= 0;
            l->has_colors = l->has_colors && (c != ALPHA || (value >= OPAQUE && value <= OPAQUE));
        }
        l->is_onehot = l->is_onehot && n_ones == 1 && n_zeros == l->n_channels - 1;
    }
    return l->has_colors;
}

bool ml_color_array_axes(const ml_array_header *array, ml_axes *axes)
{
    return (ml_axes_labels(array, false, true, axes) || ml_axes_labels(array, true, true, axes)) &&
           (axes->n_channels == ALPHA || axes->n_channels == ALPHA + 1);
}

ml_status ml_color_array_find(const ml_source *source, const ml_array_header *header, const ml_limits *limits,
                              const ml_label_code *code, const ml_classes *classes, ml_error *error, bool *found)
{
    ml_axes axes;
    ml_array_reader array;
    const bool is_plain = code->kind == ML_CODE_NONE, is_possible = !header->is_float && ml_color_array_axes(header, &axes);
    if (!is_possible || !is_plain || !classes || !classes->has_colors || header->facts.is_color) {
        *found = is_possible && (header->facts.is_color || ml_label_code_is_of_colors(code));
        return ML_OK;
    }
    look l = {classes, axes.n_channels, true, true};
    ml_status status = ml_array_reader_init(source, header, &axes, limits, error, &array);
    if (status)
        return status;
    for (size_t image = 0; image < axes.n_images && l.has_colors && !status; image++) {
        status = ml_array_reader_start(&array, image, error);
        if (!status)
            status = for_each_run(&array, error, see_colors, &l);
    }
    ml_array_reader_clear(&array);
    if (!status)
        *found = l.has_colors && !l.is_onehot;
    return status;
}

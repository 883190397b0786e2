/* Label codes; see label_code.h. */
#include "label/label_code.h"

#include "base/number.h"

#include <math.h>
#include <string.h>

#define MAX_EXACT (UINT64_C(1) << 53) /* up to which doubles have every whole number */

static const char *const names[ML_CODE_DIVIDED] = {NULL, "red", "green", "blue", "rgb", "ade20k"};

bool ml_label_code_parse(const char *text, ml_label_code *code)
{
    uint64_t divisor;
    if (text[0] == '/' && ml_integer_parse(text + 1, strlen(text + 1), MAX_EXACT, &divisor) && divisor > 0) {
        *code = (ml_label_code){ML_CODE_DIVIDED, divisor};
        return true;
    }
    for (ml_code_kind kind = ML_CODE_RED; kind < ML_CODE_DIVIDED; kind++)
        if (strcmp(text, names[kind]) == 0) {
            *code = (ml_label_code){.kind = kind};
            return true;
        }
    return false;
}

uint64_t ml_label_of_color(const ml_label_code *code, uint64_t red, uint64_t green, uint64_t blue)
{
    switch (code->kind) {
    case ML_CODE_RED: return red;
    case ML_CODE_GREEN: return green;
    case ML_CODE_BLUE: return blue;
    /* Above 32 bits these would wrap, and all of them are larger than labels are. */
    case ML_CODE_RGB: return (red | green | blue) >> 32 ? UINT64_MAX : red + 256 * green + 65536 * blue;
    case ML_CODE_ADE20K: return red / 10 * 256 + green;
    default: return red;
    }
}

uint64_t ml_label_of_number(const ml_label_code *code, uint64_t number)
{
    return code->kind == ML_CODE_NONE      ? number
           : code->kind == ML_CODE_DIVIDED ? number / code->divisor
                                           : ml_label_of_color(code, number, number, number);
}

double ml_label_of_value(const ml_label_code *code, double value)
{
    if (code->kind == ML_CODE_NONE || !(value >= 0))
        return value;
    if (value <= (double)MAX_EXACT)
        return (double)ml_label_of_number(code, (uint64_t)value);
    return code->kind == ML_CODE_DIVIDED ? floor(value / (double)code->divisor) : value;
}

/* A loop for each code: compilers make vector operations of some. */
#define DEFINE_LABELS(NAME, LABEL)                                                                                             \
    static void NAME(const uint16_t *samples, size_t n_channels, size_t n, uint64_t *labels)                                   \
    {                                                                                                                          \
        for (size_t i = 0; i < n; i++, samples += n_channels)                                                                  \
            labels[i] = (LABEL);                                                                                               \
    }
DEFINE_LABELS(labels_of_red, samples[0])
DEFINE_LABELS(labels_of_green, samples[1])
DEFINE_LABELS(labels_of_blue, samples[2])
DEFINE_LABELS(labels_of_rgb, samples[0] + UINT64_C(256) * samples[1] + UINT64_C(65536) * samples[2])
DEFINE_LABELS(labels_of_ade20k, samples[0] / 10u * UINT64_C(256) + samples[1])

void ml_labels_of_colors(const ml_label_code *code, const uint16_t *samples, size_t n_channels, size_t n, uint64_t *labels)
{
    static void (*const loops[])(const uint16_t *samples, size_t n_channels, size_t n,
                                 uint64_t *labels) = {[ML_CODE_RED] = labels_of_red,
                                                      [ML_CODE_GREEN] = labels_of_green,
                                                      [ML_CODE_BLUE] = labels_of_blue,
                                                      [ML_CODE_RGB] = labels_of_rgb,
                                                      [ML_CODE_ADE20K] = labels_of_ade20k};
    loops[code->kind](samples, n_channels, n, labels);
}

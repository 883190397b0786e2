/* Label codes: how a label follows from the samples of a pixel (--truth-code), where these are not the label themselves. */
#ifndef ML_LABEL_LABEL_CODE_H
#define ML_LABEL_LABEL_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ml_code_kind {
    ML_CODE_NONE,
    ML_CODE_RED,
    ML_CODE_GREEN,
    ML_CODE_BLUE,
    ML_CODE_RGB,     /* red + 256 green + 65536 blue */
    ML_CODE_ADE20K,  /* red / 10 * 256 + green */
    ML_CODE_DIVIDED, /* one number by another */
} ml_code_kind;

typedef struct ml_label_code {
    ml_code_kind kind;
    uint64_t divisor;
} ml_label_code;

/* Reads a name, or a / with a whole number from 1 on behind it. False where the text is neither. */
bool ml_label_code_parse(const char *text, ml_label_code *code);

/* Whether labels are made of red, green and blue; of a gray pixel each is its value. */
static inline bool ml_label_code_is_of_colors(const ml_label_code *code)
{
    return code->kind != ML_CODE_NONE && code->kind != ML_CODE_DIVIDED;
}

/* The label of a colour, for a code of colours; of a number, for any code. It may be larger than labels are. Values are below
 * 2^53. */
uint64_t ml_label_of_color(const ml_label_code *code, uint64_t red, uint64_t green, uint64_t blue);
uint64_t ml_label_of_number(const ml_label_code *code, uint64_t number);

/* The same of any number that an array may hold: what is negative is no label, and stays as it is. */
double ml_label_of_value(const ml_label_code *code, double value);

/* The labels of n pixels of n_channels samples, red, green and blue first. */
void ml_labels_of_colors(const ml_label_code *code, const uint16_t *samples, size_t n_channels, size_t n, uint64_t *labels);

#endif

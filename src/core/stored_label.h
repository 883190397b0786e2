/* What a label image stores of one pixel, and the label that it stands for. */
#ifndef ML_CORE_STORED_LABEL_H
#define ML_CORE_STORED_LABEL_H

#include <stdbool.h>
#include <stdint.h>

typedef enum ml_stored_kind {
    ML_STORED_NOTHING, /* there is no label image: masks, or no truth */
    ML_STORED_NUMBER,  /* a label, or what stands in its place */
    ML_STORED_COLOR,   /* which tells the class */
} ml_stored_kind;

typedef struct ml_stored_label {
    ml_stored_kind kind;
    double label;      /* may be NaN, where that stands for no data */
    double sample;     /* from which the label follows: as stored, and mostly the label itself; of colours not used */
    double color[3];   /* red, green, blue as stored; of a palette those of the entry */
    bool has_sample;   /* the sample is a number of its own, which a reading or a code made the label of */
    bool is_no_data;   /* it stands for no data, */
    bool says_no_data; /* as the file itself says */
} ml_stored_label;

#endif

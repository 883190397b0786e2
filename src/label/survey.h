/* What labels occur in an image, at the pixels that count: how many are unknown, and where; and whether they could be class
 * indices as well. */
#ifndef ML_LABEL_SURVEY_H
#define ML_LABEL_SURVEY_H

#include "core/classes.h"

/* Where something was found first. */
typedef struct ml_labelled_pixel {
    size_t pixel;
    double label; /* or what stands there in place of one */
} ml_labelled_pixel;

/* A zeroed one has seen nothing. */
typedef struct ml_survey {
    size_t n_labels;            /* different ones, up to a bound */
    size_t n_unknown_labels;    /* of these */
    size_t n_unknown_pixels;    /* that have one of them */
    ml_labelled_pixel unknown;  /* the first, where there are any */
    bool has_no_class;          /* labels that are ignored or unknown */
    bool has_no_index;          /* labels that are no class index */
    bool has_other_class;       /* labels that name a class, and as an index name another one */
    size_t n_no_label;          /* pixels: floats that are no whole number, or one beyond the labels */
    ml_labelled_pixel no_label; /* the first of these */
    double last;                /* the label noted last; it was unknown: */
    bool last_is_unknown;
    double *labels; /* [1 << n_bits] by hash, NaN: free */
    unsigned n_bits;
} ml_survey;

/* Labels that are counted; of more the number is not known. */
enum { ML_SURVEY_MAX_LABELS = 1 << 16 };

/* Notes a pixel, whose label means `class` (an index, ML_IGNORED or ML_NONE) to these classes. The label is finite. */
ml_status ml_survey_note(ml_survey *survey, const ml_classes *classes, size_t pixel, double label, uint16_t class,
                         ml_error *error) ML_MUST_USE;

/* Notes of a label only what it means: enough to tell whether the survey is doubtful. */
void ml_survey_note_meaning(ml_survey *survey, const ml_classes *classes, double label, uint16_t class);

/* Notes a pixel with a value that is no label. */
void ml_survey_note_no_label(ml_survey *survey, size_t pixel, double value);

/* Whether the labels can be read in two ways, as labels and as class indices, that mean different classes: some mean none, and
 * all are indices. */
bool ml_survey_is_doubtful(const ml_survey *survey);

/* Forgets everything, and frees what it holds. */
void ml_survey_clear(ml_survey *survey);

#endif

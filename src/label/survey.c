/* What labels occur; see survey.h. */
#include "label/survey.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BITS = 8 };

/* The place of a label in the table, or the free one where it would stand. */
static double *place_of(const double *labels, unsigned n_bits, double label)
{
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15); /* 2^64 divided by the golden ratio: Knuth's multiplicative hash */
    const size_t last = ((size_t)1 << n_bits) - 1;
    double positive = label + 0.0; /* -0 is 0 */
    uint64_t bits;
    memcpy(&bits, &positive, sizeof bits);
    size_t at = (size_t)(bits * golden >> (64 - n_bits));
    while (labels[at] < label || labels[at] > label)
        at = (at + 1) & last;
    return (double *)(uintptr_t)&labels[at];
}

/* Makes room for twice as many labels. False without memory. */
static bool grow(ml_survey *survey)
{
    unsigned n_bits = survey->labels ? survey->n_bits + 1 : FIRST_BITS;
    size_t n = (size_t)1 << n_bits, n_before = survey->labels ? n / 2 : 0;
    double *longer = ml_alloc(n, sizeof *longer);
    if (!longer)
        return false;
    for (size_t i = 0; i < n; i++)
        longer[i] = (double)NAN;
    for (size_t i = 0; i < n_before; i++)
        if (!isnan(survey->labels[i]))
            *place_of(longer, n_bits, survey->labels[i]) = survey->labels[i];
    free(survey->labels);
    survey->labels = longer;
    survey->n_bits = n_bits;
    return true;
}

/* Enters a label; *is_new tells whether it was not there. False without memory. */
static bool enter(ml_survey *survey, double label, bool *is_new)
{
    *is_new = false;
    if (survey->n_labels == ML_SURVEY_MAX_LABELS)
        return true;
    if ((!survey->labels || 2 * (survey->n_labels + 1) > (size_t)1 << survey->n_bits) && !grow(survey))
        return false;
    double *place = place_of(survey->labels, survey->n_bits, label);
    *is_new = isnan(*place);
    *place = label;
    survey->n_labels += *is_new;
    return true;
}

void ml_survey_note_meaning(ml_survey *survey, const ml_classes *classes, double label, uint16_t class)
{
    const bool is_index = label >= 0 && label < (double)classes->n;
    survey->has_no_index |= !is_index;
    if (class == ML_NONE || class == ML_IGNORED)
        survey->has_no_class = true;
    else if (is_index)
        survey->has_other_class |= classes->index_of.of_small[(size_t)label] != class;
}

ml_status ml_survey_note(ml_survey *survey, const ml_classes *classes, size_t pixel, double label, uint16_t class,
                         ml_error *error)
{
    bool is_new;
    if (!enter(survey, label, &is_new))
        return ml_fail_memory(error, "the labels of an image");
    survey->last = label;
    survey->last_is_unknown = class == ML_NONE;
    ml_survey_note_meaning(survey, classes, label, class);
    if (class != ML_NONE)
        return ML_OK;
    if (survey->n_unknown_pixels++ == 0)
        survey->unknown = (ml_labelled_pixel){pixel, label};
    survey->n_unknown_labels += is_new;
    return ML_OK;
}

void ml_survey_note_no_label(ml_survey *survey, size_t pixel, double value)
{
    if (survey->n_no_label++ == 0)
        survey->no_label = (ml_labelled_pixel){pixel, value};
}

bool ml_survey_is_doubtful(const ml_survey *survey)
{
    return survey->has_no_class && !survey->has_no_index && survey->has_other_class;
}

void ml_survey_clear(ml_survey *survey)
{
    free(survey->labels);
    *survey = (ml_survey){.n_labels = 0};
}

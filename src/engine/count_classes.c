/* Counts classes; see count_classes.h. */
#include "engine/count_classes.h"

#include "base/memory.h"
#include "input/open_pair.h"

#include <stdlib.h>

enum { LARGEST_8_BIT_LABEL = 255, LARGEST_16_BIT_LABEL = 65535 };

/* Whether a failure is that of one pair only, which with --keep-going the others go on without. */
static bool goes_on(const ml_job *job, ml_error *error)
{
    if (error->status != ML_E_INPUT || !job->keep_going)
        return false;
    ml_error_clear(error);
    return true;
}

/* A label that would make too many classes: void at the end of a range; or one of a data set, or a code. A code is advised only
 * where all labels have it: others would be divided, too. */
static ml_status fail_label(const char *path, bool may_have_code, long label, ml_error *error)
{
    ml_fail(error, ML_E_INPUT,
            "%s: has the label %ld, and without a class set (--classes) the largest label of hard predictions tells how many "
            "classes there are: ",
            path, label);
    if (label == LARGEST_8_BIT_LABEL || label == LARGEST_16_BIT_LABEL)
        ml_error_add(error, "if it is void, say --ignore=%ld, %selse give one", label,
                     label == LARGEST_8_BIT_LABEL ? "of a mask of 0 and 255 --classes=binary, " : "");
    else
        ml_error_add(error, "give one%s",
                     may_have_code ? ", or --truth-code=/N where all labels are class times N plus instance" : "");
    return error->status;
}

/* Looks for a larger label in the truth, or (of_prediction) the prediction, of the image that was started. Without `largest` it
 * matters only whether they can be read. */
static ml_status raise_largest(ml_open_pair *opened, bool of_prediction, const ml_job *job, ml_error *error, long *largest)
{
    long here = -1;
    const ml_label_list *ignored = &job->classes.ignored;
    const char *path = of_prediction ? opened->pair->prediction : opened->pair->truth;
    ml_status status = of_prediction ? ml_labels_largest(ml_prediction_labels(&opened->prediction), ignored, error, &here)
                                     : ml_open_pair_largest(opened, ignored, error, &here);
    if (status)
        return goes_on(job, error) ? ML_OK : status;
    if (!largest)
        return ML_OK;
    if (here == LARGEST_8_BIT_LABEL || here >= ML_MAX_CLASSES)
        return fail_label(path, !of_prediction && job->input.truth_code.kind == ML_CODE_NONE, here, error);
    *largest = here > *largest ? here : *largest;
    return ML_OK;
}

/* The largest label of a pair, truth and hard prediction; of one-hot truth the largest channel there is. */
static ml_status raise_by_pair(const ml_pair *pair, const ml_job *job, ml_error *error, long *largest)
{
    ml_open_pair opened;
    ml_status status = ml_open_pair_open(pair, &job->input, NULL, error, &opened);
    if (status)
        return goes_on(job, error) ? ML_OK : status;
    if (largest && opened.roles.is_onehot && (long)opened.roles.truth.n_channels > *largest + 1)
        *largest = (long)opened.roles.truth.n_channels - 1;
    ml_labels *prediction = ml_prediction_labels(&opened.prediction);
    for (size_t image = 0; image < opened.roles.n_images && !status; image++) {
        status = ml_open_pair_start(&opened, image, error);
        if (status && goes_on(job, error))
            status = ML_OK;
        else if (!status)
            status = raise_largest(&opened, false, job, error, largest);
        if (!status && prediction)
            status = raise_largest(&opened, true, job, error, largest);
    }
    ml_open_pair_close(&opened);
    return status;
}

/* Only hard predictions: classes up to the largest label of the whole set, and at least 2. */
static ml_status classes_from_labels(const ml_job *job, const ml_pairs *pairs, ml_error *error, size_t *n)
{
    long largest = 1;
    ml_status status = ML_OK;
    for (size_t i = 0; i < pairs->n && !status; i++)
        status = raise_by_pair(&pairs->items[i], job, error, &largest);
    *n = (size_t)largest + 1;
    return status;
}

/* Pair n, in the search for a prediction with channels, is faulty; but the error to report is that of the first faulty pair,
 * and those before it, all hard predictions, have only been opened. */
static ml_status first_error(const ml_job *job, const ml_pairs *pairs, size_t n, bool with_truth, ml_error *error)
{
    for (size_t i = 0; i < n; i++) {
        ml_error earlier = ML_ERROR_INIT;
        if ((pairs->items[i].truth != NULL || !with_truth) && raise_by_pair(&pairs->items[i], job, &earlier, NULL)) {
            *error = earlier;
            break;
        }
    }
    return error->status;
}

ml_status ml_count_classes(const ml_job *job, const ml_pairs *pairs, ml_error *error, size_t *n, bool *from_labels)
{
    ml_error first = ML_ERROR_INIT;
    size_t n_opened = 0;
    *n = 0;
    /* Without a truth it takes the number of classes to tell which axis has the channels: these pairs are looked at last. */
    for (size_t k = 0; k < 2 * pairs->n && *n == 0; k++) {
        const size_t i = k % pairs->n;
        const bool with_truth = k < pairs->n;
        ml_open_pair opened;
        if ((pairs->items[i].truth != NULL) != with_truth)
            continue;
        if (!ml_open_pair_open(&pairs->items[i], &job->input, NULL, error, &opened)) {
            *n = opened.prediction.n_channels;
            n_opened++;
            ml_open_pair_close(&opened);
            continue;
        }
        if (!first.status)
            first = *error;
        if (!goes_on(job, error))
            return first_error(job, pairs, i, with_truth, error);
    }
    if (n_opened == 0) {
        *error = first;
        return first.status;
    }
    *from_labels = *n == 0;
    return *n > 0 ? ML_OK : classes_from_labels(job, pairs, error, n);
}

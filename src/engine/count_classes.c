/* Counts classes; see count_classes.h. */
#include "engine/count_classes.h"

#include "engine/class_choice.h"
#include "engine/count_ahead.h"
#include "engine/pair_files.h"
#include "input/open_pair.h"
#include "input/predict_gray.h"

#include <stdlib.h>

enum { UPPER_HALF = 128, LARGEST_8_BIT_LABEL = 255, LARGEST_16_BIT_LABEL = 65535 };

/* Whether a failure is that of one pair only, which with --keep-going the others go on without. */
static bool goes_on(const ml_job *job, ml_error *error)
{
    if (error->status != ML_E_INPUT || !job->keep_going)
        return false;
    ml_error_clear(error);
    return true;
}

/* Whether the image of the pair, or any, can be evaluated with n classes; without a trial it is only found out later. */
static ml_status try_with(const ml_job *job, const ml_trial *trial, ml_pair *pair, size_t image, size_t n, ml_error *error,
                          bool *is_good)
{
    ml_classes classes;
    *is_good = !trial;
    if (!trial || n > ML_MAX_CLASSES)
        return ML_OK;
    ml_status status = ml_classes_init_plain(n, error, &classes);
    if (status)
        return status;
    status = ml_class_choice_index(&job->classes, error, &classes);
    if (!status)
        status = trial->try_image(trial->context, &classes, pair, image, error, is_good);
    ml_classes_clear(&classes);
    return status;
}

static bool is_too_large(long label) { return label == LARGEST_8_BIT_LABEL || label >= ML_MAX_CLASSES; }

/* What is known of all pairs so far. */
typedef struct count {
    const ml_job *job;
    const ml_trial *trial;
    size_t n_images;  /* that could be read */
    long largest;     /* label, of truths and predictions */
    long of_truths;   /* -1: there is none */
    const char *gray; /* the first prediction that may be probabilities, which are no labels; NULL: none may */
    long of_gray;     /* its largest label */
} count;

/* The largest label of the prediction of an image below `label`. */
static ml_status next_largest(ml_open_pair *opened, size_t image, const ml_label_list *ignored, long label, ml_error *error,
                              long *next)
{
    ml_label_list more = {0};
    ml_labels *labels = ml_prediction_labels(&opened->prediction);
    const uint16_t *truth = labels->truth;
    ml_status status = ml_label_list_add(&more, (uint32_t)label, error);
    for (size_t i = 0; i < ignored->n && !status; i++)
        status = ml_label_list_add(&more, ignored->items[i], error);
    if (!status)
        status = ml_open_pair_start(opened, image, error);
    ml_label_list_sort(&more);
    ml_labels_set_truth(labels, truth);
    if (!status)
        status = ml_labels_largest(labels, &more, error, next);
    ml_label_list_clear(&more);
    return status;
}

/* Whether the labels of a prediction are more of gray values than of classes: two in the upper half of 8 bits, of a type that
 * probabilities may have, and nobody says what they are. */
static ml_status look_for_gray(ml_open_pair *opened, size_t image, const ml_job *job, long largest, ml_error *error,
                               bool *is_gray)
{
    long next = -1;
    ml_status status = ML_OK;
    if (ml_can_be_gray(&opened->prediction) && largest >= UPPER_HALF && job->input.prediction_as == ML_AS_AUTO)
        status = next_largest(opened, image, &job->classes.ignored, largest, error, &next);
    if (!status)
        *is_gray = next >= UPPER_HALF;
    return status;
}

/* A label that would make too many classes: a gray value; void at the end of a range; or one of a data set, or a code. A code
 * is advised only where all labels have it: others would be divided, too. */
static ml_status fail_label(const char *path, bool may_have_code, bool is_gray, long label, ml_error *error)
{
    ml_fail(error, ML_E_INPUT,
            "%s: has the label %ld, and without a class set (--classes) the largest label of hard predictions tells how many "
            "classes there are: ",
            path, label);
    if (is_gray)
        ml_error_add(error, "if the values are probabilities of class 1, say --prediction-as=probabilities, else give one");
    else if (label == LARGEST_8_BIT_LABEL || label == LARGEST_16_BIT_LABEL)
        ml_error_add(error, "if it is void, say --ignore=%ld, %selse give one", label,
                     label == LARGEST_8_BIT_LABEL ? "of a mask of 0 and 255 --classes=binary, " : "");
    else
        ml_error_add(error, "give one%s",
                     may_have_code ? ", or --truth-code=/N where all labels are class times N plus instance" : "");
    return error->status;
}

/* A label that would make too many classes ends the run, but for an image that could not be evaluated anyway: that one does not
 * count. */
static ml_status judge_label(const count *c, ml_pair *pair, size_t image, const char *path, bool may_have_code, bool is_gray,
                             long label, ml_error *error)
{
    bool is_good = false;
    ml_status status = try_with(c->job, c->trial, pair, image, (size_t)label + 1, error, &is_good);
    return status || !is_good ? status : fail_label(path, may_have_code, is_gray, label, error);
}

/* Reads the truth of an image, whose largest label is known: in the plane, what is ignored is ML_IGNORED. */
static ml_status read_ignored(const ml_open_pair *opened, size_t image, const ml_job *job, long largest, ml_error *error,
                              ml_truth *truth)
{
    ml_open_pair again;
    ml_classes classes;
    const size_t wanted = opened->roles.is_onehot ? opened->roles.truth.n_channels : (size_t)(largest + 1);
    const size_t n = wanted < 2 ? 2 : wanted;
    ml_status status = ml_classes_init_plain(n, error, &classes);
    if (status)
        return status;
    status = ml_class_choice_index(&job->classes, error, &classes);
    if (!status && !(status = ml_open_pair_open(opened->pair, &job->input, &classes, error, &again))) {
        status = ml_open_pair_start(&again, image, error);
        if (!status)
            status = ml_open_pair_read_truth(&again, error, truth);
        ml_open_pair_close(&again);
    }
    ml_classes_clear(&classes);
    return status;
}

/* Whether pixels of the truth may be ignored. */
static bool may_ignore(const ml_open_pair *opened, const ml_job *job)
{
    return opened->has_labels && (job->classes.ignored.n > 0 || job->input.no_data.n > 0 || opened->truth.file.has_own_no_data);
}

/* The largest label of a prediction; one that is more than `known` counts only where the truth, whose largest is of_truth, is
 * not ignored: then the plane is what the prediction is shown. */
static ml_status largest_of_prediction(ml_open_pair *opened, size_t image, const ml_job *job, long of_truth, long known,
                                       ml_error *error, ml_truth *truth, long *largest)
{
    ml_labels *labels = ml_prediction_labels(&opened->prediction);
    ml_status status = ml_labels_largest(labels, &job->classes.ignored, error, largest);
    if (status || (*largest <= known && !is_too_large(*largest)) || !may_ignore(opened, job))
        return status;
    status = read_ignored(opened, image, job, of_truth, error, truth);
    if (!status)
        status = ml_open_pair_start(opened, image, error);
    ml_labels_set_truth(labels, truth->plane);
    return status ? status : ml_labels_largest(labels, &job->classes.ignored, error, largest);
}

/* Heeds the largest label of a prediction, whose labels may be gray values. */
static ml_status take_prediction(ml_pair *pair, size_t image, long here, bool is_gray, const count *before, ml_error *error,
                                 count *c)
{
    if (is_too_large(here)) {
        *c = *before;
        return judge_label(c, pair, image, pair->prediction, false, is_gray, here, error);
    }
    if (is_gray && !c->gray) {
        c->gray = pair->prediction;
        c->of_gray = here;
    }
    c->largest = here > c->largest ? here : c->largest;
    return ML_OK;
}

/* Looks for a larger label in the hard prediction of the image that was started, whose truth has labels up to of_truth. One
 * that cannot be read does not count, and neither does its truth: all is as it was before. */
static ml_status raise_by_prediction(ml_open_pair *opened, ml_pair *pair, size_t image, long of_truth, const count *before,
                                     ml_error *error, count *c)
{
    long here = -1;
    bool is_gray = false;
    ml_truth truth = {.plane = NULL};
    ml_status status = largest_of_prediction(opened, image, c->job, of_truth, c->largest, error, &truth, &here);
    if (!status && here > c->largest)
        status = look_for_gray(opened, image, c->job, here, error, &is_gray);
    ml_truth_clear(&truth);
    if (status) {
        *c = *before;
        return goes_on(c->job, error) ? ML_OK : status;
    }
    return take_prediction(pair, image, here, is_gray, before, error, c);
}

/* An image that has something new to say does so only if it can be evaluated: all is as it was before if not. */
static ml_status confirm(ml_pair *pair, size_t image, const count *before, ml_error *error, count *c)
{
    const bool is_new = c->largest > before->largest || c->of_truths > before->of_truths || c->gray != before->gray;
    bool is_good = true;
    ml_status status = is_new ? try_with(c->job, c->trial, pair, image, (size_t)c->largest + 1, error, &is_good) : ML_OK;
    if (!status && !is_good)
        *c = *before;
    return status;
}

/* Looks for larger labels in hard prediction and truth of an image, whose largest is of_truth; of one-hot truth it is the
 * largest channel there is. */
static ml_status raise_by_labels(ml_open_pair *opened, ml_pair *pair, size_t image, long of_truth, ml_error *error, count *c)
{
    const count before = *c;
    if (is_too_large(of_truth))
        return judge_label(c, pair, image, pair->truth, c->job->input.truth_code.kind == ML_CODE_NONE, false, of_truth, error);
    if (opened->roles.is_onehot && (long)opened->roles.truth.n_channels > c->largest + 1)
        c->largest = (long)opened->roles.truth.n_channels - 1;
    c->of_truths = of_truth > c->of_truths ? of_truth : c->of_truths;
    c->largest = of_truth > c->largest ? of_truth : c->largest;
    c->n_images++;
    ml_status status = ML_OK;
    if (ml_prediction_labels(&opened->prediction))
        status = raise_by_prediction(opened, pair, image, of_truth, &before, error, c);
    return status ? status : confirm(pair, image, &before, error, c);
}

/* The same of an image whose labels are known. */
static ml_status raise_by_known(const ml_pair_labels *labels, ml_pair *pair, ml_error *error, count *c)
{
    const count before = *c;
    const long of_truth = labels->of_truth, here = labels->of_prediction;
    const bool is_gray = here > (of_truth > c->largest ? of_truth : c->largest) && labels->may_be_gray &&
                         c->job->input.prediction_as == ML_AS_AUTO && labels->next_of_prediction >= UPPER_HALF;
    if (is_too_large(of_truth))
        return judge_label(c, pair, 0, pair->truth, c->job->input.truth_code.kind == ML_CODE_NONE, false, of_truth, error);
    c->of_truths = of_truth > c->of_truths ? of_truth : c->of_truths;
    c->largest = of_truth > c->largest ? of_truth : c->largest;
    c->n_images++;
    ml_status status = take_prediction(pair, 0, here, is_gray, &before, error, c);
    return status ? status : confirm(pair, 0, &before, error, c);
}

/* Looks for larger labels in truth and hard prediction of an image. Without `c` it matters only whether they can be read. */
static ml_status raise_by_image(ml_open_pair *opened, ml_pair *pair, size_t image, const ml_job *job, ml_error *error, count *c)
{
    const ml_label_list *ignored = &job->classes.ignored;
    long of_truth = -1, here;
    ml_labels *prediction = ml_prediction_labels(&opened->prediction);
    ml_status status = ml_open_pair_start(opened, image, error);
    if (!status)
        status = ml_open_pair_largest(opened, ignored, error, &of_truth);
    if (status)
        return goes_on(job, error) ? ML_OK : status;
    if (c)
        return raise_by_labels(opened, pair, image, of_truth, error, c);
    status = prediction ? ml_labels_largest(prediction, ignored, error, &here) : ML_OK;
    return status && goes_on(job, error) ? ML_OK : status;
}

/* The largest label of a pair, truth and hard prediction. One with channels is here because it cannot be evaluated, and does
 * not count. */
static ml_status raise_by_pair(ml_pair *pair, const ml_job *job, ml_error *error, count *c)
{
    ml_open_pair opened;
    ml_status status = ml_open_pair_open(pair, &job->input, NULL, error, &opened);
    if (status)
        return goes_on(job, error) ? ML_OK : status;
    const size_t n = c && opened.prediction.n_channels > 0 ? 0 : opened.roles.n_images;
    for (size_t image = 0; image < n && !status; image++)
        status = raise_by_image(&opened, pair, image, job, error, c);
    ml_open_pair_close(&opened);
    return status;
}

/* Only hard predictions: classes up to the largest label of the whole set, and at least 2. */
static ml_status classes_from_labels(const ml_job *job, const ml_trial *trial, ml_pairs *pairs, const ml_pair_labels *labels,
                                     ml_error *error, size_t *n, size_t *n_images)
{
    count c = {.job = job, .trial = trial, .largest = 1, .of_truths = -1};
    ml_status status = ML_OK;
    for (size_t i = 0; i < pairs->n && !status; i++) {
        if (labels && labels[i].is_known) {
            status = raise_by_known(&labels[i], &pairs->items[i], error, &c);
            continue;
        }
        status = ml_pair_mark(&pairs->items[i], NULL, error, &pairs->items[i].mark); /* they are read again */
        if (!status)
            status = raise_by_pair(&pairs->items[i], job, error, &c);
        else if (goes_on(job, error))
            status = ML_OK;
    }
    if (!status && c.gray && (c.of_truths == 0 || c.of_truths == 1))
        status = ml_fail(error, ML_E_INPUT,
                         "%s: has labels up to %ld, and no truth one above 1: say --prediction-as=probabilities if the values "
                         "are those of class 1, --prediction-as=labels if they are labels",
                         c.gray, c.of_gray);
    *n = (size_t)c.largest + 1;
    *n_images = c.n_images;
    return status;
}

/* Pair n, in the search for a prediction with channels, is faulty; but the error to report is that of the first faulty pair,
 * and those before it, all hard predictions, have only been opened. */
static ml_status first_error(const ml_job *job, const ml_pairs *pairs, const ml_pair_labels *labels, size_t n, bool with_truth,
                             ml_error *error)
{
    for (size_t i = 0; i < n; i++) {
        ml_error earlier = ML_ERROR_INIT;
        const bool is_known = labels && labels[i].is_known; /* and therefore not faulty */
        if ((pairs->items[i].truth != NULL || !with_truth) && !is_known &&
            raise_by_pair(&pairs->items[i], job, &earlier, NULL)) {
            *error = earlier;
            break;
        }
    }
    return error->status;
}

/* What is known of the number of channels so far. */
typedef struct channels {
    ml_pair_labels *labels; /* [pairs->n] since there is a hard prediction; owned, NULL before */
    size_t n;               /* of the first prediction that has some and can be evaluated; 0: there is none */
    size_t of_any;          /* of the first that has some */
    size_t n_opened;        /* pairs whose headers can be read */
} channels;

static ml_status count_channels(const ml_job *job, const ml_trial *trial, ml_pair *pair, ml_error *error, channels *found)
{
    ml_open_pair opened;
    bool is_good;
    ml_status status = ml_open_pair_open(pair, &job->input, NULL, error, &opened);
    if (status)
        return status;
    const size_t n = opened.prediction.n_channels;
    ml_open_pair_close(&opened);
    found->n_opened++;
    if (n == 0)
        return ML_OK;
    found->of_any = found->of_any ? found->of_any : n;
    status = try_with(job, trial, pair, ML_ANY_IMAGE, n, error, &is_good);
    found->n = !status && is_good ? n : 0;
    return status;
}

/* No prediction has channels and can be evaluated. Where no image can, at all, the number does not matter. */
static ml_status count_without(const ml_job *job, const ml_trial *trial, ml_pairs *pairs, const channels *found,
                               ml_error *error, size_t *n, bool *from_labels)
{
    size_t of_labels, n_images;
    ml_status status = classes_from_labels(job, trial, pairs, found->labels, error, &of_labels, &n_images);
    if (status)
        return status;
    *from_labels = found->of_any == 0 || n_images > 0;
    *n = *from_labels ? of_labels : found->of_any;
    return ML_OK;
}

/* Looks for the first prediction with channels. Once there is a hard one, as the others then are usually, too, their labels are
 * counted ahead. */
static ml_status find_channels(const ml_job *job, const ml_trial *trial, ml_pairs *pairs, ml_error *error, channels *found)
{
    ml_error first = ML_ERROR_INIT;
    /* Without a truth it takes the number of classes to tell which axis has the channels: these pairs are looked at last. */
    for (size_t k = 0; k < 2 * pairs->n && found->n == 0; k++) {
        const size_t i = k % pairs->n;
        const bool with_truth = k < pairs->n, is_known = found->labels && found->labels[i].is_known;
        found->n_opened += is_known && with_truth;
        if (is_known || (pairs->items[i].truth != NULL) != with_truth)
            continue;
        ml_status status = count_channels(job, trial, &pairs->items[i], error, found);
        if (!status && !found->labels && found->of_any == 0)
            status = ml_count_ahead(job, pairs, error, &found->labels);
        if (!status)
            continue;
        if (!first.status)
            first = *error;
        if (!goes_on(job, error))
            return first_error(job, pairs, found->labels, i, with_truth, error);
    }
    if (found->n_opened == 0)
        *error = first;
    return error->status;
}

ml_status ml_count_classes(const ml_job *job, const ml_trial *trial, ml_pairs *pairs, ml_error *error, size_t *n,
                           bool *from_labels)
{
    channels found = {.n = 0};
    ml_status status = find_channels(job, trial, pairs, error, &found);
    if (!status && found.n == 0 && found.n_opened > 0) {
        status = count_without(job, trial, pairs, &found, error, n, from_labels);
    } else if (!status && found.n > 0) {
        *from_labels = false;
        *n = found.n;
    }
    free(found.labels);
    return status;
}

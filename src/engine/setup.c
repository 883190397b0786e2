/* Prepares an evaluation; see setup.h. */
#include "engine/setup.h"

#include "base/memory.h"
#include "input/class_set.h"
#include "input/open_pair.h"
#include "input/shipped_sets.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LARGEST_8_BIT_LABEL = 255 };

/* From the file, or the shipped set of that name. */
static ml_status read_class_set(const char *path, ml_error *error, ml_classes *classes)
{
    ml_source source;
    ml_status status = ml_shipped_sets_is_name(path) ? ml_shipped_sets_find("classes", path, error, &source)
                                                     : ml_source_open(path, error, &source);
    if (status)
        return status;
    status = ml_class_set_read(&source, error, classes);
    ml_source_close(&source);
    return status;
}

/* Whether a failure is that of one pair only, which with --keep-going the others go on without. */
static bool goes_on(const ml_arguments *arguments, ml_error *error)
{
    if (error->status != ML_E_INPUT || !arguments->keep_going)
        return false;
    ml_error_clear(error);
    return true;
}

/* Looks for a larger label in the image of `labels` that was started. */
static ml_status raise_largest(ml_labels *labels, const char *path, const ml_arguments *arguments, const bool *ignored,
                               ml_error *error, long *largest)
{
    long here = -1;
    ml_status status = ml_labels_largest(labels, ignored, error, &here);
    if (status)
        return goes_on(arguments, error) ? ML_OK : status;
    if (here == LARGEST_8_BIT_LABEL || here >= ML_MAX_CLASSES)
        return ml_fail(
            error, ML_E_INPUT,
            "%s: has the label %ld; if it is void, say --ignore=%ld, else give a class set (--classes): without one, "
            "the largest label of hard predictions tells how many classes there are",
            path, here, here);
    *largest = here > *largest ? here : *largest;
    return ML_OK;
}

/* The largest label of a pair, truth and hard prediction; of one-hot truth the largest channel there is. */
static ml_status raise_by_pair(const ml_pair *pair, const ml_arguments *arguments, const bool *ignored, ml_error *error,
                               long *largest)
{
    ml_open_pair opened;
    ml_status status = ml_open_pair_open(pair, &arguments->input, NULL, error, &opened);
    if (status)
        return goes_on(arguments, error) ? ML_OK : status;
    if (opened.roles.is_onehot && (long)opened.roles.truth.n_channels > *largest + 1)
        *largest = (long)opened.roles.truth.n_channels - 1;
    ml_labels *prediction = ml_prediction_labels(&opened.prediction);
    for (size_t image = 0; image < opened.roles.n_images && !status; image++) {
        status = ml_open_pair_start(&opened, image, error);
        if (status && goes_on(arguments, error))
            status = ML_OK;
        else if (!status)
            status = raise_largest(&opened.truth, pair->truth, arguments, ignored, error, largest);
        if (!status && prediction)
            status = raise_largest(prediction, pair->prediction, arguments, ignored, error, largest);
    }
    ml_open_pair_close(&opened);
    return status;
}

/* Only hard predictions: classes up to the largest label of the whole set, and at least 2. */
static ml_status classes_from_labels(const ml_arguments *arguments, const ml_pairs *pairs, ml_error *error, size_t *n)
{
    bool *none_ignored = NULL;
    const bool *ignored = arguments->ignored;
    long largest = 1;
    ml_status status = ML_OK;
    if (!ignored && !(ignored = none_ignored = ml_alloc(ML_N_LABELS, sizeof *none_ignored)))
        return ml_fail_memory(error, "the labels");
    for (size_t i = 0; i < pairs->n && !status; i++)
        status = raise_by_pair(&pairs->items[i], arguments, ignored, error, &largest);
    free(none_ignored);
    *n = (size_t)largest + 1;
    return status;
}

/* Pair n, in the search for a prediction with channels, is faulty; but the error to report is that of the first faulty pair,
 * and those before it, all hard predictions, have only been opened. */
static ml_status first_error(const ml_arguments *arguments, const ml_pairs *pairs, size_t n, ml_error *error)
{
    bool *all_ignored = ml_alloc(ML_N_LABELS, sizeof *all_ignored);
    for (size_t label = 0; all_ignored && label < ML_N_LABELS; label++)
        all_ignored[label] = true; /* which labels there are does not matter here, only whether they can be read */
    for (size_t i = 0; all_ignored && i < n; i++) {
        ml_error earlier = ML_ERROR_INIT;
        long largest = -1;
        if (raise_by_pair(&pairs->items[i], arguments, all_ignored, &earlier, &largest)) {
            *error = earlier;
            break;
        }
    }
    free(all_ignored);
    return error->status;
}

static ml_status count_classes(const ml_arguments *arguments, const ml_pairs *pairs, ml_error *error, size_t *n,
                               bool *from_labels)
{
    ml_error first = ML_ERROR_INIT;
    size_t n_opened = 0;
    *n = 0;
    for (size_t i = 0; i < pairs->n && *n == 0; i++) {
        ml_open_pair opened;
        if (!ml_open_pair_open(&pairs->items[i], &arguments->input, NULL, error, &opened)) {
            *n = opened.prediction.n_channels;
            n_opened++;
            ml_open_pair_close(&opened);
            continue;
        }
        if (!first.status)
            first = *error;
        if (!goes_on(arguments, error))
            return first_error(arguments, pairs, i, error);
    }
    if (n_opened == 0) {
        *error = first;
        return first.status;
    }
    *from_labels = *n == 0;
    return *n > 0 ? ML_OK : classes_from_labels(arguments, pairs, error, n);
}

static ml_status make_settings(const ml_arguments *arguments, ml_error *error, ml_setup *setup)
{
    ml_settings *settings = &setup->settings;
    ml_status status = ml_settings_init(&setup->classes, &setup->losses, error, settings);
    if (status)
        return status;
    status = ml_kernel_choose(getenv(ML_KERNEL_VARIABLE), error, &settings->kernel);
    settings->activation = arguments->input.activation;
    settings->epsilon = arguments->epsilon;
    return status ? status : ml_arguments_apply(arguments, error, settings);
}

/* Adds what --ignore says, and looks everything up once. */
static ml_status index_classes(const ml_arguments *arguments, ml_error *error, ml_classes *classes)
{
    ml_status status = ML_OK;
    for (size_t label = 0; arguments->ignored && label < ML_N_LABELS && !status; label++)
        if (arguments->ignored[label])
            status = ml_classes_ignore(classes, (uint16_t)label, error);
    if (!status && (status = ml_classes_index(classes, error)) && arguments->classes) {
        ml_error reason = *error;
        return ml_fail(error, reason.status, "%s: %s", arguments->classes, reason.text);
    }
    return status;
}

ml_status ml_setup_classes(const ml_arguments *arguments, ml_error *error, ml_classes *classes)
{
    ml_status status = read_class_set(arguments->classes, error, classes);
    if (status)
        return status;
    status = index_classes(arguments, error, classes);
    if (status)
        ml_classes_clear(classes);
    return status;
}

static ml_status make_classes(const ml_arguments *arguments, ml_error *error, ml_setup *setup)
{
    size_t n = 0;
    ml_status status = ML_OK;
    if (!arguments->classes) {
        status = count_classes(arguments, &setup->pairs, error, &n, &setup->classes_from_labels);
        if (!status)
            status = ml_classes_init_plain(n, error, &setup->classes);
    }
    return status ? status : index_classes(arguments, error, &setup->classes);
}

static ml_status find_pairs(const ml_arguments *arguments, ml_error *error, ml_setup *setup)
{
    const ml_pairing pairing = {.truth_suffix = arguments->truth_suffix,
                                .prediction_suffix = arguments->prediction_suffix,
                                .classes = arguments->classes ? &setup->classes : NULL,
                                .by_name = arguments->match && strcmp(arguments->match, "name") == 0,
                                .partial = arguments->partial,
                                .keep_going = arguments->keep_going};
    if (arguments->list)
        return ml_pairs_read(arguments->list, arguments->null_ended, &pairing, error, &setup->pairs);
    return ml_pairs_find(arguments->operands[0], arguments->operands[1], &pairing, error, &setup->pairs);
}

ml_status ml_setup_init(const ml_arguments *arguments, ml_error *error, ml_setup *setup)
{
    *setup = (ml_setup){.classes = {0}};
    ml_status status =
        ml_losses_parse(arguments->losses, arguments->has_smooth ? &arguments->smooth : NULL, error, &setup->losses);
    if (!status && arguments->classes)
        status = read_class_set(arguments->classes, error, &setup->classes);
    if (!status)
        status = find_pairs(arguments, error, setup);
    if (!status)
        status = make_classes(arguments, error, setup);
    if (!status)
        status = ml_losses_check(&setup->losses, setup->classes.n, error);
    if (!status)
        status = make_settings(arguments, error, setup);
    if (status)
        ml_setup_clear(setup);
    return status;
}

void ml_setup_clear(ml_setup *setup)
{
    ml_settings_clear(&setup->settings);
    ml_pairs_clear(&setup->pairs);
    ml_losses_clear(&setup->losses);
    ml_classes_clear(&setup->classes);
}

/* Whether the path is the same file as the one described. */
static bool is_file(const char *path, const struct stat *file)
{
    struct stat info;
    return path && stat(path, &info) == 0 && info.st_dev == file->st_dev && info.st_ino == file->st_ino;
}

/* Whether the text, the location of an image, leads into this file. */
static bool is_in_file(const char *text, const struct stat *file)
{
    ml_error ignored = ML_ERROR_INIT;
    ml_image_path at;
    if (ml_image_path_parse(text, &ignored, &at))
        return true; /* in doubt nothing is overwritten */
    bool is = is_file(at.file, file);
    ml_image_path_clear(&at);
    return is;
}

/* Whether the file is one of the pair's planes. */
static bool is_plane(const ml_pair *pair, const ml_classes *classes, const struct stat *file)
{
    bool found = false;
    for (size_t c = 0; c < pair->n_planes && !found; c++) {
        char *path = ml_plane_path(pair, classes, c);
        found = !path || is_file(path, file);
        free(path);
    }
    return found;
}

/* Describes the output if it is a file that would be replaced. */
static bool is_replaced(const ml_arguments *arguments, struct stat *file)
{
    return arguments->output && stat(arguments->output, file) == 0 && S_ISREG(file->st_mode);
}

static bool is_class_file(const ml_arguments *arguments, const struct stat *file)
{
    return arguments->classes && !ml_shipped_sets_is_name(arguments->classes) && is_file(arguments->classes, file);
}

static ml_status would_be_lost(const ml_arguments *arguments, const char *what, ml_error *error)
{
    return ml_fail(error, ML_E_USAGE, "--output: %s is %s", arguments->output, what);
}

ml_status ml_setup_check_operands(const ml_arguments *arguments, ml_error *error)
{
    struct stat file;
    if (!is_replaced(arguments, &file))
        return ML_OK;
    bool input = is_class_file(arguments, &file);
    for (size_t i = 0; i < arguments->n_operands && !input; i++)
        input = is_in_file(arguments->operands[i], &file);
    return input ? would_be_lost(arguments, "one of the inputs", error) : ML_OK;
}

ml_status ml_setup_check_output(const ml_setup *setup, const ml_arguments *arguments, ml_error *error)
{
    struct stat file;
    if (!is_replaced(arguments, &file))
        return ML_OK;
    bool input = is_class_file(arguments, &file) || is_file(arguments->weights, &file) || is_file(arguments->list, &file);
    for (size_t i = 0; i < setup->pairs.n && !input; i++) {
        const ml_pair *pair = &setup->pairs.items[i];
        input = is_in_file(pair->truth, &file) || is_in_file(pair->prediction, &file) || is_plane(pair, &setup->classes, &file);
    }
    return input ? would_be_lost(arguments, "an input of this evaluation", error) : ML_OK;
}

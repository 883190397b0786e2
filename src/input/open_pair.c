/* Open pairs; see open_pair.h. */
#include "input/open_pair.h"

#include "base/memory.h"
#include "input/grouping.h"
#include "input/lone_roles.h"
#include "input/prediction_open.h"
#include "input/truth_masks.h"
#include "label/color_array.h"
#include "label/label_at.h"

#include <stdlib.h>
#include <string.h>

/* There is no truth. */
static ml_status find_lone_roles(ml_open_pair *opened, const ml_input_options *options, const ml_side *prediction,
                                 ml_error *error)
{
    ml_array_roles *roles = &opened->roles;
    const bool are_labels = options->prediction_as == ML_AS_LABELS || options->prediction_as == ML_AS_INDICES;
    const bool is_float = prediction->array && prediction->array->is_float;
    const ml_lone_values values = {.may_be_one_channel =
                                       !is_float || are_labels || prediction->n_channels == 0 || prediction->n_channels == 2,
                                   .are_labels = are_labels};
    size_t n_pixels;
    ml_status status = ml_lone_roles_find(prediction, &values, options->layout, error, roles);
    if (!status)
        status =
            ml_limits_pixels(&options->limits, prediction->name, roles->truth.width, roles->truth.height, error, &n_pixels);
    if (!status && roles->is_volume_too)
        status = ml_prediction_choose_axes(&opened->prediction, &roles->prediction, &roles->volume, error, &roles->prediction);
    return status;
}

static ml_status find_roles(ml_open_pair *opened, const ml_input_options *options, ml_error *error)
{
    const ml_labels *t = &opened->truth;
    const ml_prediction *p = &opened->prediction;
    ml_axes ignored;
    const ml_classes *classes = opened->classes;
    ml_side truth = {.name = opened->pair->truth};
    ml_status status = ML_OK;
    if (opened->pair->n_truth_planes > 0)
        status = ml_truth_masks_size(opened->pair, options, error, &truth.width, &truth.height);
    else if (opened->has_labels)
        truth = (ml_side){.name = t->source.name,
                          .array = ml_labels_array(t),
                          .width = t->width,
                          .height = t->height,
                          .may_be_colors = ml_labels_array(t) && !t->array_header.is_float && classes && classes->has_colors &&
                                           ml_color_array_axes(&t->array_header, &ignored),
                          .has_index = opened->truth_at.has_index,
                          .index = opened->truth_at.index};
    if (status)
        return status;
    const ml_side prediction = {.name = p->name,
                                .array = p->array,
                                .width = p->width,
                                .height = p->height,
                                .n_channels = classes ? classes->n_channels : 0,
                                .has_index = opened->prediction_at.has_index,
                                .index = opened->prediction_at.index};
    if (!opened->pair->truth)
        return find_lone_roles(opened, options, &prediction, error);
    const ml_array_roles *roles = &opened->roles;
    ml_truth_layout truth_layout = options->truth_layout;
    bool has_colors = false, is_onehot = false;
    if (truth_layout == ML_TRUTH_AUTO)
        status = ml_labels_look_for_colors(t, classes, error, &has_colors);
    if (has_colors)
        truth_layout = ML_TRUTH_COLORS;
    if (!status)
        status = ml_array_roles_find(&truth, &prediction, truth_layout, options->layout, error, &opened->roles);
    if (!status && roles->is_onehot_too)
        status = ml_labels_look_for_onehot(t, error, &is_onehot);
    if (!status && is_onehot)
        status = ml_array_roles_find(&truth, &prediction, ML_TRUTH_ONEHOT, options->layout, error, &opened->roles);
    if (!status && roles->is_volume_too)
        status = ml_prediction_choose_axes(p, &roles->prediction, &roles->volume, error, &opened->roles.prediction);
    if (!status && truth.array)
        status = ml_labels_set_axes(&opened->truth, &roles->truth,
                                    roles->is_onehot    ? ML_CHANNELS_ONEHOT
                                    : roles->has_colors ? ML_CHANNELS_COLORS
                                                        : ML_CHANNELS_NONE,
                                    error);
    return status;
}

/* Whether the two lie in the same place, as far as both files tell. */
static ml_status check_place(const ml_open_pair *opened, ml_error *error)
{
    const ml_prediction *prediction = &opened->prediction;
    const ml_axes *size = &opened->roles.truth;
    char text[ML_FACTS_TEXT_SIZE];
    if (!opened->has_labels || !prediction->facts ||
        !ml_file_facts_disagree(prediction->facts, ml_labels_facts(&opened->truth), size->width, size->height, text))
        return ML_OK;
    return ml_fail(error, ML_E_INPUT,
                   "%s: does not lie where its truth %s does: %s; bring both onto one grid (man maskloss-formats, \"Places\")",
                   prediction->name, opened->truth.source.name, text);
}

void ml_open_pair_spacing(const ml_open_pair *opened, double spacing[2])
{
    const ml_file_facts *of_truth = opened->has_labels ? ml_labels_facts(&opened->truth) : NULL;
    const ml_file_facts *of_both[] = {of_truth, opened->prediction.facts};
    static const int axes[2] = {1, 0}; /* facts name columns first */
    for (int i = 0; i < 2; i++) {
        spacing[i] = 0;
        for (size_t f = 0; f < ML_COUNT(of_both) && !(spacing[i] > 0); f++)
            spacing[i] = of_both[f] ? of_both[f]->spacing[axes[i]] : 0;
        spacing[i] = spacing[i] > 0 ? spacing[i] : 1;
    }
}

bool ml_open_pair_is_slice(const ml_open_pair *opened)
{
    return ml_pair_is_volume(opened->pair) &&
           (opened->roles.is_batch || opened->truth_at.has_index || opened->prediction_at.has_index);
}

/* A photo is of one image. */
static ml_status check_photo(const ml_open_pair *opened, ml_error *error)
{
    const ml_pair *pair = opened->pair;
    if (!pair->photo || !opened->roles.is_batch)
        return ML_OK;
    return ml_fail(error, ML_E_INPUT,
                   "%s: is a batch of %zu images, and %s the photo of one: list the images (--list), FILE[0] and on",
                   pair->prediction, opened->roles.n_images, pair->photo);
}

static ml_status bind_truth(ml_open_pair *opened, ml_error *error)
{
    const ml_classes *classes = opened->classes;
    const ml_array_roles *roles = &opened->roles;
    if (!classes || !opened->has_labels)
        return ML_OK;
    if (roles->is_onehot && roles->truth.n_channels != classes->n)
        return ml_fail(error, ML_E_INPUT, "%s: is one-hot with %zu channels for %zu classes (maskloss inspect FILE says more)",
                       opened->truth.source.name, roles->truth.n_channels, classes->n);
    return ml_labels_bind(&opened->truth, classes, roles->is_onehot, error);
}

static ml_status open_truth(ml_open_pair *opened, const ml_input_options *options, ml_error *error)
{
    const ml_image_path *at = &opened->truth_at;
    opened->has_labels = opened->pair->truth && opened->pair->n_truth_planes == 0;
    if (!opened->has_labels)
        return ML_OK;
    const ml_pipe *pipe = opened->pair->truth_pipe;
    if (!pipe)
        return ml_labels_open(at->file, at->array, &options->limits, options->reading, error, &opened->truth);
    const ml_source source = ml_source_memory(ml_pipe_name(pipe->path), pipe->bytes, pipe->n);
    return ml_labels_open_source(&source, at->array, &options->limits, options->reading, error, &opened->truth);
}

ml_status ml_open_pair_open(const ml_pair *pair, const ml_input_options *options, const ml_classes *classes, ml_error *error,
                            ml_open_pair *opened)
{
    memset(opened, 0, sizeof *opened);
    opened->pair = pair;
    opened->classes = classes;
    ml_status status = ML_OK;
    if (pair->truth)
        status = ml_image_path_parse(pair->truth, options->array, error, &opened->truth_at);
    if (!status)
        status = ml_image_path_parse(pair->prediction, options->array, error, &opened->prediction_at);
    if (!status)
        status = open_truth(opened, options, error);
    if (status) {
        ml_image_path_clear(&opened->truth_at);
        ml_image_path_clear(&opened->prediction_at);
        return status;
    }
    if (opened->has_labels) {
        ml_labels_set_no_data(&opened->truth, &options->no_data);
        ml_labels_set_code(&opened->truth, &options->truth_code);
    }
    status = ml_prediction_open(pair, &opened->prediction_at, options, classes, error, &opened->prediction);
    if (!status)
        status = find_roles(opened, options, error);
    if (!status)
        status = check_place(opened, error);
    if (!status)
        status = check_photo(opened, error);
    if (!status)
        status = bind_truth(opened, error);
    if (!status)
        status = ml_prediction_bind(&opened->prediction, &opened->roles, classes, error);
    if (status)
        ml_open_pair_close(opened);
    return status;
}

void ml_open_pair_close(ml_open_pair *opened)
{
    if (opened->has_labels)
        ml_labels_close(&opened->truth);
    ml_prediction_close(&opened->prediction);
    ml_image_path_clear(&opened->truth_at);
    ml_image_path_clear(&opened->prediction_at);
}

/* The number of an image in the file of the prediction. */
static size_t prediction_image(const ml_open_pair *opened, size_t image)
{
    return opened->prediction_at.has_index ? opened->prediction_at.index : image;
}

ml_status ml_open_pair_restart(ml_open_pair *opened, size_t image, ml_error *error)
{
    return opened->prediction.ops->start(opened->prediction.state, prediction_image(opened, image), error);
}

ml_status ml_open_pair_start(ml_open_pair *opened, size_t image, ml_error *error)
{
    ml_status status = ML_OK;
    if (opened->has_labels)
        status = ml_labels_start(&opened->truth, opened->truth_at.has_index ? opened->truth_at.index : image, error);
    return status ? status : ml_open_pair_restart(opened, image, error);
}

ml_status ml_open_pair_again(const ml_open_pair *opened, size_t image, ml_error *error, ml_prediction *prediction)
{
    ml_status status = ml_prediction_open(opened->pair, &opened->prediction_at, opened->prediction.options, opened->classes,
                                          error, prediction);
    if (status)
        return status;
    status = ml_prediction_bind(prediction, &opened->roles, opened->classes, error);
    if (!status)
        status = prediction->ops->start(prediction->state, prediction_image(opened, image), error);
    if (status)
        ml_prediction_close(prediction);
    return status;
}

ml_status ml_open_pair_finish(const ml_open_pair *opened, const char *name, ml_error *error, ml_hints *hints)
{
    const ml_prediction *prediction = &opened->prediction;
    ml_hints made = opened->has_labels ? ml_labels_hints(&opened->truth) : 0;
    ml_status status = prediction->ops->finish ? prediction->ops->finish(prediction, name, error, &made) : ML_OK;
    if (!status)
        *hints = made;
    return status;
}

char *ml_open_pair_text(const ml_open_pair *opened)
{
    const ml_axes *truth = &opened->roles.truth;
    const ml_labels *prediction = ml_prediction_labels(&opened->prediction);
    const char *name = opened->pair->truth ? opened->pair->truth : opened->pair->prediction;
    char *text = ml_format("%s: %zu x %zu, %s; prediction %s", name, truth->width, truth->height,
                           !opened->pair->truth      ? "no truth"
                           : !opened->has_labels     ? "masks"
                           : opened->roles.is_onehot ? "one-hot"
                                                     : ml_label_reading_text(&opened->truth.reading),
                           prediction ? ml_label_reading_text(&prediction->reading) : opened->prediction.layout);
    if (!text || !opened->roles.is_batch)
        return text;
    char *longer = ml_format("%s; %zu images", text, opened->roles.n_images);
    free(text);
    return longer;
}

/* The truth that there is not: all of one class. */
static ml_status fill_truth(const ml_open_pair *opened, ml_error *error, ml_truth *truth)
{
    const ml_axes *size = &opened->roles.truth;
    const ml_classes *classes = opened->classes;
    const char *name = opened->prediction.options->missing_truth;
    const uint16_t class = ml_label_class(&classes->index_of, (uint32_t)ml_classes_find(classes, name, strlen(name)));
    ml_status status = ml_truth_hold(truth, size->width, size->height, error);
    for (size_t i = 0; i < size->width * size->height && !status; i++)
        truth->plane[i] = class;
    return status;
}

ml_status ml_open_pair_read_truth(ml_open_pair *opened, ml_error *error, ml_truth *truth)
{
    const ml_prediction *prediction = &opened->prediction;
    ml_class_count count = prediction->is_binary        ? ML_CLASSES_BINARY
                           : prediction->n_channels > 0 ? ML_CLASSES_CHANNELS
                                                        : ML_CLASSES_FREE;
    ml_labels *labels = ml_prediction_labels(&opened->prediction);
    ml_status status = ML_OK;
    if (opened->has_labels)
        status = ml_truth_read(&opened->truth, opened->classes, count, error, truth);
    else if (opened->pair->truth)
        status = ml_truth_masks_read(opened->pair, prediction->options, opened->classes, error, truth);
    else
        status = fill_truth(opened, error, truth);
    if (!status && labels)
        ml_labels_set_truth(labels, truth->plane);
    return status;
}

ml_status ml_open_pair_largest(ml_open_pair *opened, const ml_label_list *ignored, ml_error *error, long *largest)
{
    const ml_pair *pair = opened->pair;
    if (opened->has_labels)
        return ml_labels_largest(&opened->truth, ignored, error, largest);
    *largest = pair->truth ? (long)pair->truth_planes[pair->n_truth_planes - 1].class : -1;
    return ML_OK;
}

ml_status ml_open_pair_truth_at(ml_open_pair *opened, size_t pixel, ml_error *error, ml_stored_label *stored)
{
    *stored = (ml_stored_label){.kind = ML_STORED_NOTHING};
    return opened->has_labels ? ml_labels_at(&opened->truth, pixel, error, stored) : ML_OK;
}

ml_status ml_open_pair_decision_at(ml_open_pair *opened, size_t pixel, ml_error *error, ml_stored_label *stored)
{
    return ml_labels_at(ml_prediction_labels(&opened->prediction), pixel, error, stored);
}

char *ml_image_name(const char *text, bool is_batch, size_t image)
{
    return is_batch ? ml_format("%s[%zu]", text, image) : ml_strdup(text);
}

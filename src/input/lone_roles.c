/* How predictions without truth are read; see lone_roles.h. */
#include "input/lone_roles.h"

enum { MAX_LISTED = 8 };

/* Ways to read an array. */
typedef struct ways {
    size_t n;
    ml_axes items[MAX_LISTED];
} ways;

static void note(ways *list, const ml_axes *axes)
{
    for (size_t i = 0; i < list->n; i++) {
        const ml_axes *other = &list->items[i];
        bool same_order = other->layout == axes->layout || axes->n_channels == 1; /* one channel has no order */
        if (same_order && other->height == axes->height && other->width == axes->width && other->n_channels == axes->n_channels)
            return;
    }
    if (list->n < MAX_LISTED)
        list->items[list->n++] = *axes;
}

/* All ways, as an image or a batch, in which there are so many channels. */
static ways list_ways(const ml_array_header *array, bool is_batch, size_t n_channels, bool may_be_one, ml_layout said)
{
    ways list = {.n = 0};
    ml_axes axes;
    if (said == ML_LAYOUT_CNHW && !is_batch)
        said = ML_LAYOUT_CHW; /* what is left of it without images */
    for (ml_layout l = ML_LAYOUT_HWC; l < ML_N_LAYOUTS; l++)
        for (size_t i = 0; i < array->rank; i++)
            for (size_t j = i + 1; j < array->rank; j++) {
                if (array->shape[i] > SIZE_MAX || array->shape[j] > SIZE_MAX ||
                    !ml_axes_fit(array, is_batch, l, (size_t)array->shape[i], (size_t)array->shape[j], &axes))
                    continue;
                bool is_said = said == ML_LAYOUT_AUTO || l == said;
                if (axes.n_channels == 1 ? may_be_one : is_said && (n_channels == 0 || axes.n_channels == n_channels))
                    note(&list, &axes);
            }
    return list;
}

static ml_status no_way(const ml_side *prediction, ml_error *error)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    ml_array_shape_text(prediction->array, shape);
    if (prediction->n_channels == 0)
        return ml_fail(error, ML_E_INPUT, "%s: the shape %s has no channels, and there is no truth to tell (--missing-truth)",
                       prediction->name, shape);
    return ml_fail(error, ML_E_INPUT,
                   "%s: in the shape %s no axis is as long as there are channels, %zu, and there is no truth to tell "
                   "(--missing-truth): the class set (--classes) says how many there are",
                   prediction->name, shape, prediction->n_channels);
}

static ml_status several_ways(const ml_side *prediction, const ways *list, ml_error *error)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    return ml_fail(error, ML_E_INPUT, "%s: the shape %s fits %s, and there is no truth to tell: say --layout=%s",
                   prediction->name, ml_array_shape_text(prediction->array, shape),
                   list->items[0].is_batch ? "several of (N, H, W, C), (N, C, H, W) and (C, N, H, W)"
                                           : "both (H, W, C) and (C, H, W)",
                   list->items[0].is_batch ? "hwc|chw|cnhw" : "hwc or --layout=chw");
}

/* Integers (C, H, W) that may as well be C images of labels; *images is how. */
static bool may_be_images(const ml_side *prediction, const ml_axes *axes, ml_axes *images)
{
    return !prediction->array->is_float && axes->layout == ML_LAYOUT_CHW && axes->n_channels > 1 && !axes->is_batch &&
           ml_axes_fit(prediction->array, true, ML_LAYOUT_HWC, axes->height, axes->width, images) && images->n_channels == 1;
}

static ml_status take(const ml_side *prediction, const ml_axes *axes, ml_error *error, ml_array_roles *roles)
{
    if (prediction->has_index && prediction->index >= axes->n_images)
        return ml_fail(error, ML_E_INPUT, "%s: there is no image %zu; it has %zu, counted from 0", prediction->name,
                       prediction->index, axes->n_images);
    bool is_batch = axes->is_batch && !prediction->has_index;
    size_t n_images = is_batch ? axes->n_images : 1;
    roles->truth = (ml_axes){.layout = ML_LAYOUT_HWC,
                             .height = axes->height,
                             .width = axes->width,
                             .n_channels = 1,
                             .n_images = n_images,
                             .is_batch = is_batch};
    roles->prediction = *axes;
    roles->is_batch = is_batch;
    roles->n_images = n_images;
    return ML_OK;
}

static ml_status take_image(const ml_side *prediction, ml_error *error, ml_array_roles *roles)
{
    if (prediction->has_index)
        return ml_fail(error, ML_E_INPUT, "%s: is one image, not a batch: leave [%zu] out", prediction->name,
                       prediction->index);
    *roles = (ml_array_roles){
        .truth = {.height = prediction->height, .width = prediction->width, .n_channels = 1, .n_images = 1}, .n_images = 1};
    return ML_OK;
}

ml_status ml_lone_roles_find(const ml_side *prediction, const ml_lone_values *values, ml_layout layout, ml_error *error,
                             ml_array_roles *roles)
{
    const ml_array_header *array = prediction->array;
    bool may_be_one = values->may_be_one_channel;
    ways list = {.n = 0};
    ml_axes images;
    if (!array)
        return take_image(prediction, error, roles);
    /* Where an order is said, another number of channels is found to be wrong later, with the number. */
    for (int any = 0; any <= (layout != ML_LAYOUT_AUTO) && list.n == 0; any++)
        for (int batch = prediction->has_index; batch <= 1 && list.n == 0; batch++)
            list = list_ways(array, batch, any ? 0 : prediction->n_channels, may_be_one, layout);
    if (list.n == 0)
        return no_way(prediction, error);
    bool is_volume_too = list.n == 2 && list.items[0].layout == ML_LAYOUT_CHW && list.items[1].layout == ML_LAYOUT_CNHW &&
                         list.items[0].n_images == list.items[1].n_images;
    if (list.n > 1 && !is_volume_too)
        return several_ways(prediction, &list, error);
    bool doubt = layout == ML_LAYOUT_AUTO && may_be_one && may_be_images(prediction, &list.items[0], &images);
    if (doubt && !values->are_labels)
        return ml_fail(
            error, ML_E_INPUT,
            "%s: may be %zu channels or as many images of labels, and there is no truth to tell: say --layout=chw or "
            "--prediction-as=labels",
            prediction->name, list.items[0].n_channels);
    *roles = (ml_array_roles){.is_volume_too = is_volume_too, .volume = list.items[1]};
    return take(prediction, doubt ? &images : &list.items[0], error, roles);
}

/* How truth and prediction fit; see array_roles.h. */
#include "input/array_roles.h"

#include <string.h>

const char *const ml_truth_layout_names[ML_N_TRUTH_LAYOUTS] = {"auto", "labels", "onehot", "planes", "colors"};

enum { MAX_TRUTH_ROLES = 4 };

/* A way to read the truth. */
typedef struct truth_role {
    ml_axes axes;
    bool is_onehot, has_colors;
} truth_role;

/* All ways to read the truth, the likelier first: those with an axis of images, except for (H, W, 1). */
static size_t list_truth_roles(const ml_side *truth, ml_truth_layout layout, truth_role list[MAX_TRUTH_ROLES])
{
    size_t n = 0;
    if (!truth->array) {
        if (!truth->has_index)
            list[n++] = (truth_role){.axes = {.height = truth->height, .width = truth->width, .n_channels = 1, .n_images = 1}};
        return n;
    }
    bool single_first = truth->array->rank == 3 && truth->array->shape[2] == 1;
    for (int i = 0; i < 2; i++)
        for (int onehot = 0; onehot <= 1; onehot++) {
            bool batch = (i == 0) != single_first;
            if (truth->has_index && !batch)
                continue;
            const bool colors = layout == ML_TRUTH_COLORS; /* the axes are those of one-hot vectors */
            if (layout != ML_TRUTH_AUTO && onehot != (layout != ML_TRUTH_LABELS))
                continue;
            list[n] = (truth_role){.is_onehot = onehot && !colors, .has_colors = colors};
            n += ml_axes_labels(truth->array, batch, onehot, &list[n].axes) &&
                 (!colors || list[n].axes.n_channels == 3 || list[n].axes.n_channels == 4);
        }
    return n;
}

/* The truth's image size and number of images, for messages. */
static void add_truth(const ml_side *truth, const truth_role *r, ml_error *error)
{
    if (r->axes.is_batch && !truth->has_index)
        ml_error_add(error, "its truth is %zu images, each %zu high and %zu wide", r->axes.n_images, r->axes.height,
                     r->axes.width);
    else
        ml_error_add(error, "its truth is %zu high and %zu wide", r->axes.height, r->axes.width);
}

/* How to exchange height and width of a prediction, if that makes it fit; else NULL. */
static const char *exchange(const ml_array_header *array, bool is_batch, size_t height, size_t width, ml_layout layout)
{
    ml_axes ignored;
    if (layout != ML_LAYOUT_HWC && ml_axes_fit(array, is_batch, ML_LAYOUT_CHW, width, height, &ignored))
        return "a.swapaxes(-2, -1)";
    if (layout != ML_LAYOUT_CHW && ml_axes_fit(array, is_batch, ML_LAYOUT_HWC, width, height, &ignored))
        return is_batch ? "a.swapaxes(1, 2)" : "a.swapaxes(0, 1)";
    return NULL;
}

/* Which orders of axes fit the truth read in one way. */
typedef struct orders {
    bool fits[ML_N_LAYOUTS];
    ml_axes as[ML_N_LAYOUTS];
} orders;

static bool fits_any(const orders *o) { return o->fits[ML_LAYOUT_HWC] || o->fits[ML_LAYOUT_CHW] || o->fits[ML_LAYOUT_CNHW]; }

static void keep_only(orders *o, ml_layout layout)
{
    for (ml_layout other = ML_LAYOUT_HWC; other < ML_N_LAYOUTS; other++)
        o->fits[other] = o->fits[other] && other == layout;
}

/* One channel has no order: the first that fits will do. */
static ml_layout find_one_channel(const orders *o)
{
    ml_layout layout = ML_LAYOUT_HWC;
    while (layout < ML_N_LAYOUTS && !(o->fits[layout] && o->as[layout].n_channels == 1))
        layout++;
    return layout;
}

/* Of one image of a batch nothing says how many there are, but perhaps the truth's batch, and the classes say how many
 * channels: (N, C, H, W) and (C, N, H, W) differ in both. */
static void choose_by_numbers(orders *o, const ml_side *prediction, const ml_axes *truth)
{
    bool right[ML_N_LAYOUTS] = {false};
    for (ml_layout l = ML_LAYOUT_CHW; l < ML_N_LAYOUTS; l++)
        right[l] = (prediction->n_channels == 0 || o->as[l].n_channels == prediction->n_channels) &&
                   (!truth->is_batch || o->as[l].n_images == truth->n_images);
    if (right[ML_LAYOUT_CHW] != right[ML_LAYOUT_CNHW] || !right[ML_LAYOUT_CHW])
        keep_only(o, right[ML_LAYOUT_CNHW] ? ML_LAYOUT_CNHW : ML_LAYOUT_CHW);
}

/* Reads the prediction's array for a truth read as `r`. */
static orders find_orders(const ml_side *truth, const ml_side *prediction, const truth_role *r, ml_layout layout)
{
    orders found = {.fits = {false}};
    const ml_axes *t = &r->axes;
    bool whole_batch = t->is_batch && !truth->has_index, is_batch = whole_batch || prediction->has_index;
    if (whole_batch && prediction->has_index)
        return found;
    for (ml_layout l = ML_LAYOUT_HWC; l < ML_N_LAYOUTS; l++)
        found.fits[l] = ml_axes_fit(prediction->array, is_batch, l, t->height, t->width, &found.as[l]) &&
                        (!whole_batch || found.as[l].n_images == t->n_images);
    if (layout == ML_LAYOUT_CNHW && !is_batch)
        layout = ML_LAYOUT_CHW; /* what is left of it without images */
    ml_layout one = find_one_channel(&found);
    if (layout != ML_LAYOUT_AUTO && (found.fits[layout] || one == ML_N_LAYOUTS))
        keep_only(&found, layout);
    else if (one < ML_N_LAYOUTS)
        keep_only(&found, one);
    else if (!whole_batch && !found.fits[ML_LAYOUT_HWC] && found.fits[ML_LAYOUT_CHW] && found.fits[ML_LAYOUT_CNHW])
        choose_by_numbers(&found, prediction, t);
    return found;
}

static ml_status does_not_fit(const ml_side *truth, const ml_side *prediction, const truth_role *r, ml_layout layout,
                              ml_error *error)
{
    static const char *const wanted[2][ML_N_LAYOUTS] = {
        {"(H, W, C) or (C, H, W) with these", "(H, W, C) with these (--layout=hwc)", "(C, H, W) with these (--layout=chw)",
         "(C, H, W) with these (--layout=cnhw)"},
        {"(N, H, W, C), (N, C, H, W) or (C, N, H, W) with these", "(N, H, W, C) with these (--layout=hwc)",
         "(N, C, H, W) with these (--layout=chw)", "(C, N, H, W) with these (--layout=cnhw)"}};
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    bool batch = (r->axes.is_batch && !truth->has_index) || prediction->has_index;
    ml_layout other = ML_LAYOUT_HWC;
    while (other < ML_N_LAYOUTS && !find_orders(truth, prediction, r, other).fits[other])
        other++;
    const char *swap;
    ml_fail(error, ML_E_INPUT, "%s: has the shape %s; ", prediction->name, ml_array_shape_text(prediction->array, shape));
    add_truth(truth, r, error);
    ml_error_add(error, ", so %s is wanted", wanted[batch][layout]);
    ml_axes ignored;
    if (!batch && (ml_axes_fit(prediction->array, true, ML_LAYOUT_HWC, r->axes.height, r->axes.width, &ignored) ||
                   ml_axes_fit(prediction->array, true, ML_LAYOUT_CHW, r->axes.height, r->axes.width, &ignored)))
        ml_error_add(error, "; it is a batch: %s[0] is its first image", prediction->name);
    else if (layout != ML_LAYOUT_AUTO && other < ML_N_LAYOUTS)
        ml_error_add(error, "; --layout=%s fits", ml_layout_names[other]);
    else if ((swap = exchange(prediction->array, batch, r->axes.height, r->axes.width, layout)))
        ml_error_add(error, "; if height and width are exchanged, save %s", swap);
    else
        ml_error_add(error, "; man maskloss-formats, \"SIZES THAT DIFFER\"");
    return error->status;
}

static ml_status no_truth_role(const ml_side *truth, ml_truth_layout layout, ml_error *error)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    if (!truth->array)
        return ml_fail(error, ML_E_INPUT, "%s: is one image, not a batch: leave [%zu] out", truth->name, truth->index);
    return ml_fail(error, ML_E_INPUT, "%s: labels in the shape %s; %s is wanted%s (maskloss inspect FILE says more)",
                   truth->name, ml_array_shape_text(truth->array, shape),
                   layout == ML_TRUTH_COLORS   ? "(H, W, 3) or (H, W, 4), or one of these with images in front,"
                   : layout == ML_TRUTH_ONEHOT ? "(H, W, C), or with images (N, H, W, C),"
                   : layout == ML_TRUTH_LABELS ? "(H, W), or with images (N, H, W),"
                                               : "(H, W), one-hot (H, W, C), or with images (N, H, W) or (N, H, W, C)",
                   truth->has_index ? ": an array of images, because one of them is asked for" : "");
}

static ml_status both_of_rank_3(const ml_side *truth, const ml_side *prediction, ml_error *error)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE], other[ML_ARRAY_SHAPE_TEXT_SIZE];
    const ml_array_header *t = truth->array, *p = prediction->array;
    bool alike = t->rank == p->rank && memcmp(t->shape, p->shape, t->rank * sizeof t->shape[0]) == 0;
    ml_array_shape_text(t, shape);
    ml_array_shape_text(p, other);
    ml_fail(error, ML_E_INPUT,
            "%s: %s, with a prediction of %s, may be labels (N, H, W) or one-hot (H, W, C): say --truth-layout=labels%s or "
            "--truth-layout=onehot",
            truth->name, shape, other,
            alike && !t->is_float && !truth->may_be_colors ? " (with --mask=none for classes that overlap, a channel each)"
                                                           : "");
    ml_error_add(error, "%s%s",
                 truth->may_be_colors ? "; its colours are not all in the class set (--truth-layout=colors says which)" : "",
                 t->is_float ? " (are truth and prediction exchanged?)" : "");
    return error->status;
}

/* Whether the file itself tells that its first axis counts images, or that it does not. */
static bool tells_images(const ml_array_header *array)
{
    const uint8_t first = array->may_be[0];
    return first != 0 && (first == ML_AXIS_IMAGES || !(first & ML_AXIS_IMAGES));
}

/* Whether the shape has no axis of length 1 that could be left out. */
static bool plain_rank_3(const ml_array_header *array)
{
    return array->rank == 3 && array->shape[0] != 1 && array->shape[1] != 1 && array->shape[2] != 1;
}

static ml_status check_index(const ml_side *side, const ml_axes *axes, ml_error *error)
{
    if (side->has_index && side->index >= axes->n_images)
        return ml_fail(error, ML_E_INPUT, "%s: there is no image %zu; it has %zu, counted from 0", side->name, side->index,
                       axes->n_images);
    return ML_OK;
}

/* The prediction is no array: one image. */
static ml_status fit_image(const ml_side *truth, const ml_side *prediction, const truth_role *list, size_t n, ml_error *error,
                           ml_array_roles *roles)
{
    const truth_role *taken = NULL, *other = NULL;
    if (prediction->has_index)
        return ml_fail(error, ML_E_INPUT, "%s: is one image, not a batch: leave [%zu] out", prediction->name,
                       prediction->index);
    for (size_t i = 0; i < n; i++) {
        if (list[i].axes.is_batch && !truth->has_index)
            continue;
        if (list[i].axes.height != prediction->height || list[i].axes.width != prediction->width) {
            other = other ? other : &list[i]; /* the sizes will be said to differ */
            continue;
        }
        if (taken && taken->is_onehot != list[i].is_onehot)
            return ml_fail(error, ML_E_INPUT,
                           "%s: may be labels or one-hot: say --truth-layout=labels or --truth-layout=onehot", truth->name);
        taken = taken ? taken : &list[i];
    }
    if (!taken && truth->array && truth->array->is_float && truth->array->rank > 2) {
        char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
        return ml_fail(error, ML_E_INPUT,
                       "%s: is an array of floats, %s, where labels are wanted: are truth and prediction exchanged?",
                       truth->name, ml_array_shape_text(truth->array, shape));
    }
    taken = taken ? taken : other;
    if (!taken) {
        ml_fail(error, ML_E_INPUT, "%s: is one image, but ", prediction->name);
        add_truth(truth, &list[0], error);
        return error->status;
    }
    *roles =
        (ml_array_roles){.truth = taken->axes, .is_onehot = taken->is_onehot, .has_colors = taken->has_colors, .n_images = 1};
    return check_index(truth, &roles->truth, error);
}

static ml_status several_orders(const ml_side *prediction, const bool fits[ML_N_LAYOUTS], ml_error *error)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    return ml_fail(error, ML_E_INPUT, "%s: the shape %s fits %s", prediction->name,
                   ml_array_shape_text(prediction->array, shape),
                   fits[ML_LAYOUT_CNHW] ? "(N, H, W, C), (N, C, H, W) and (C, N, H, W): say --layout=hwc|chw|cnhw"
                                        : "both (H, W, C) and (C, H, W): say --layout=hwc or --layout=chw");
}

/* Whether a truth that is one image, its last axis left out, and one that is images of width 1 give its labels to different
 * pixels of the prediction. */
static bool pairs_otherwise(const ml_axes *single, const ml_axes *batch)
{
    return single->n_channels != batch->n_channels || (single->height > 1 && single->height_stride != batch->image_stride) ||
           (single->width > 1 && single->width_stride != batch->step * batch->height_stride) ||
           (single->n_channels > 1 && single->channel_stride != batch->step * batch->channel_stride);
}

/* Labels of the shape (A, B, 1) may be an image A high and B wide, or A images, B high and 1 wide. */
static ml_status check_width_1(const ml_side *truth, const ml_side *prediction, const truth_role *roles[2],
                               const orders found[2], ml_error *error)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE], other[ML_ARRAY_SHAPE_TEXT_SIZE];
    bool differ = false;
    if (roles[0]->axes.is_batch || !roles[1]->axes.is_batch || roles[1]->axes.width != 1 || roles[1]->axes.n_images == 1)
        return ML_OK;
    for (ml_layout one = ML_LAYOUT_HWC; one < ML_N_LAYOUTS; one++)
        for (ml_layout two = ML_LAYOUT_HWC; two < ML_N_LAYOUTS; two++)
            differ =
                differ || (found[0].fits[one] && found[1].fits[two] && pairs_otherwise(&found[0].as[one], &found[1].as[two]));
    if (!differ)
        return ML_OK;
    return ml_fail(error, ML_E_INPUT,
                   "%s: %s, with a prediction of %s, may be an image or images that are 1 wide: save an image without the last "
                   "axis, a[..., 0]; name images one by one, %s[0] with %s[0]",
                   truth->name, ml_array_shape_text(truth->array, shape), ml_array_shape_text(prediction->array, other),
                   truth->name, prediction->name);
}

static ml_status fit_array(const ml_side *truth, const ml_side *prediction, const truth_role *list, size_t n,
                           bool rank_3_matters, ml_layout layout, ml_error *error, ml_array_roles *roles)
{
    const truth_role *taken = NULL;
    orders orders_taken = {.fits = {false}};
    bool is_onehot_too = false;
    for (size_t i = 0; i < n; i++) {
        orders found = find_orders(truth, prediction, &list[i], layout);
        if (!fits_any(&found))
            continue;
        /* A binary volume (1, N, H, W) with its labels, or an image (1, H, W, C) with its one-hot truth (H, W, C). */
        is_onehot_too = taken && list[i].is_onehot && !taken->is_onehot && orders_taken.fits[ML_LAYOUT_CNHW];
        if (is_onehot_too)
            break;
        if (taken && taken->is_onehot != list[i].is_onehot)
            return both_of_rank_3(truth, prediction, error);
        if (taken) { /* a batch of one rather than an axis left out */
            ml_status status = check_width_1(truth, prediction, (const truth_role *[2]){taken, &list[i]},
                                             (const orders[2]){orders_taken, found}, error);
            if (status)
                return status;
            continue;
        }
        taken = &list[i];
        orders_taken = found;
    }
    if (rank_3_matters)
        return both_of_rank_3(truth, prediction, error);
    if (!taken)
        return does_not_fit(truth, prediction, &list[prediction->array->rank > 3 ? 0 : n - 1], layout, error);
    const bool *fits = orders_taken.fits;
    if (fits[ML_LAYOUT_HWC] && (fits[ML_LAYOUT_CHW] || fits[ML_LAYOUT_CNHW]))
        return several_orders(prediction, fits, error);
    const ml_layout order = fits[ML_LAYOUT_HWC] ? ML_LAYOUT_HWC : fits[ML_LAYOUT_CHW] ? ML_LAYOUT_CHW : ML_LAYOUT_CNHW;
    *roles = (ml_array_roles){.truth = taken->axes,
                              .prediction = orders_taken.as[order],
                              .is_volume_too = order == ML_LAYOUT_CHW && fits[ML_LAYOUT_CNHW],
                              .volume = orders_taken.as[ML_LAYOUT_CNHW],
                              .is_onehot_too = is_onehot_too,
                              .is_onehot = taken->is_onehot,
                              .has_colors = taken->has_colors,
                              .is_batch = taken->axes.is_batch && !truth->has_index,
                              .n_images = 1};
    if (roles->is_batch)
        roles->n_images = roles->truth.n_images;
    ml_status status = check_index(truth, &roles->truth, error);
    return status ? status : check_index(prediction, &roles->prediction, error);
}

ml_status ml_array_roles_find(const ml_side *truth, const ml_side *prediction, ml_truth_layout truth_layout, ml_layout layout,
                              ml_error *error, ml_array_roles *roles)
{
    truth_role list[MAX_TRUTH_ROLES];
    size_t n = list_truth_roles(truth, truth_layout, list);
    if (n == 0)
        return no_truth_role(truth, truth_layout, error);
    if (!prediction->array)
        return fit_image(truth, prediction, list, n, error, roles);
    /* Even where only one reading fits: the other may be what was meant, with a mistake in it. */
    bool may_be[2] = {false};
    for (size_t i = 0; i < n; i++)
        may_be[list[i].is_onehot] = true;
    bool unclear = may_be[0] && may_be[1] && truth->array && truth_layout == ML_TRUTH_AUTO && !truth->has_index &&
                   !prediction->has_index && plain_rank_3(truth->array) && plain_rank_3(prediction->array) &&
                   !tells_images(prediction->array);
    return fit_array(truth, prediction, list, n, unclear, layout, error, roles);
}

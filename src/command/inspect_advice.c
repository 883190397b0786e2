/* inspect: what a file can be used as, the options it needs, and what else there is to know about it. */
#include "command/inspect.h"

#include <stdarg.h>
#include <stdio.h>

static const char no_role[] = "neither TRUTH nor PREDICTION as it is";

static void advise(ml_advice *a, const char *option)
{
    if (a->n < ML_ADVICE_MAX_OPTIONS)
        a->options[a->n++] = option;
}

/* The first note counts. */
ML_PRINTF(2, 3) static void note(ml_advice *a, const char *format, ...)
{
    va_list arguments;
    if (a->note[0])
        return;
    va_start(arguments, format);
    vsnprintf(a->note, sizeof a->note, format, arguments);
    va_end(arguments);
}

long ml_inspect_scaled(const ml_contents *s, size_t sample)
{
    if (!s->has_two_readings)
        return -1;
    if (s->raster.kind == ML_RASTER_PALETTE)
        return sample < s->raster.n_palette ? s->raster.palette[sample][0] : -1;
    return (long)(sample * 255 / ((1u << s->raster.bits) - 1));
}

void ml_inspect_known(const ml_inspection *in, const ml_contents *s, bool *raw, bool *scaled)
{
    *raw = *scaled = in->classes != NULL;
    for (size_t label = 0; label < ML_N_LABELS && in->classes; label++) {
        if (s->labels.counts[label] == 0)
            continue;
        long value = ml_inspect_scaled(s, label);
        *raw = *raw && in->classes->class_of[label] != ML_NONE;
        *scaled = *scaled && value >= 0 && in->classes->class_of[value] != ML_NONE;
    }
}

uint16_t ml_inspect_class(const ml_inspection *in, const ml_contents *s, size_t sample)
{
    bool raw, scaled;
    long value = ml_inspect_scaled(s, sample);
    ml_inspect_known(in, s, &raw, &scaled);
    if (in->job->input.reading == ML_READING_SCALED || (in->job->input.reading == ML_READING_AUTO && scaled && !raw))
        return value < 0 ? (uint16_t)ML_NONE : in->classes->class_of[value];
    return in->classes->class_of[sample];
}

static bool same_color(const uint8_t color[3], uint32_t as)
{
    return color[0] == (as >> 16 & 255) && color[1] == (as >> 8 & 255) && color[2] == (as & 255);
}

uint16_t ml_inspect_color_class(const ml_classes *classes, uint32_t color)
{
    for (size_t i = 0; i < classes->n_ignored_colors; i++)
        if (same_color(classes->ignored_colors[i], color))
            return ML_IGNORED;
    for (size_t c = 0; c < classes->n; c++)
        if (classes->items[c].has_color && same_color(classes->items[c].color, color))
            return classes->index_of[c];
    return ML_NONE;
}

const ml_place *ml_inspect_first_bad(const ml_contents *s)
{
    const ml_place *bad = &s->range.first_bad, *zero = &s->range.first_zero;
    if (s->is_raster || !zero->found || s->range.n_negative > 0) /* among logits zeros are as good as any */
        return !s->is_raster && bad->found ? bad : NULL;
    bool zero_first = !bad->found || zero->image < bad->image || (zero->image == bad->image && zero->pixel < bad->pixel);
    return zero_first ? zero : bad;
}

/* Whether 0 and 255 are the labels that occur. */
static bool is_mask(const uint64_t *counts)
{
    size_t n = 0;
    for (size_t label = 0; label < ML_N_LABELS; label++)
        n += counts[label] > 0;
    return n == 2 && counts[0] > 0 && counts[255] > 0;
}

/* Whether labels occur that are no class and not ignored, but for 255. */
static bool has_unknown(const ml_classes *classes, const uint64_t *counts)
{
    for (size_t label = 0; label < ML_N_LABELS; label++)
        if (counts[label] > 0 && label != 255 && classes->class_of[label] == ML_NONE)
            return true;
    return false;
}

static void advise_labels(const ml_inspection *in, const ml_contents *s, ml_advice *a)
{
    const ml_classes *classes = in->classes;
    const uint64_t *counts = s->labels.counts;
    const bool *ignored = in->job->classes.ignored;
    bool raw, scaled;
    if (s->is_raster && s->raster.kind == ML_RASTER_GRAY_ALPHA) {
        a->role = no_role;
        note(a, "gray with alpha is not read: drop the alpha channel");
        return;
    }
    a->role = "TRUTH or hard PREDICTION";
    ml_inspect_known(in, s, &raw, &scaled);
    if (s->has_two_readings && classes && raw == scaled)
        advise(a, "--samples=raw|scaled");
    if (is_mask(counts) && !classes && !s->has_two_readings && !(ignored && ignored[255]))
        advise(a, "--classes=binary");
    else if (counts[255] > 0 && (classes ? classes->class_of[255] == ML_NONE : !ignored || !ignored[255]))
        advise(a, "--ignore=255");
    if (s->labels.n_no_label)
        note(a, "in a TRUTH, values below 0 or above 65535 are errors: store 255 for void");
    if (classes && !raw && !scaled && has_unknown(classes, counts))
        note(a, "in a TRUTH, unknown labels are errors: give them to classes, or say --ignore=LIST");
}

static void advise_colors(const ml_inspection *in, const ml_contents *s, ml_advice *a)
{
    a->role = "TRUTH or hard PREDICTION";
    if (!in->classes)
        advise(a, "--classes=SET");
    if (s->gray_colors)
        note(a, "the channels are equal: if they are labels, save one of them");
    for (size_t i = 0; in->classes && i < s->n_colors; i++)
        if (ml_inspect_color_class(in->classes, s->colors[i]) == ML_NONE)
            note(a, "in a TRUTH, unknown colours are errors: give them to classes, or add them to the set's \"ignore\"");
}

static void advise_nothing(const ml_contents *s, ml_advice *a)
{
    a->role = no_role;
    if (s->array.n_elems == 0)
        note(a, "the array is empty");
    else if (!s->has_axes)
        note(a, "(H, W), (H, W, C) or (C, H, W) is read, also with an axis of images in front");
    else if (s->range.n_zero_pixels > 0 && s->range.n_negative == 0)
        note(a, "all values are 0");
    else if (s->range.n_negative > 0)
        note(a, "negative integers are neither probabilities nor, for --activation, logits: save them as float32");
}

static void advise_values(const ml_inspection *in, const ml_contents *s, ml_advice *a)
{
    size_t n = s->axes.n_channels == 1 ? 2 : s->axes.n_channels;
    bool unnormalised = s->looks == ML_LOOKS_UNNORMALISED;
    if (s->looks == ML_LOOKS_ONEHOT) {
        a->role = "TRUTH or PREDICTION";
        advise(a, "--truth-layout=onehot");
    } else if (s->looks == ML_LOOKS_LOGITS) {
        advise(a, "--activation=softmax|sigmoid");
    } else if (s->looks == ML_LOOKS_BINARY_LOGITS) {
        advise(a, "--activation=sigmoid");
    }
    if (in->classes && n != in->classes->n)
        note(a, "%zu channel%s for the %zu classes of the set%s", s->axes.n_channels, s->axes.n_channels == 1 ? "" : "s",
             in->classes->n, s->axes.n_channels == 1 ? "; one stands for two classes" : "");
    if (n > ML_MAX_CLASSES)
        note(a, "more than %d channels are not read", ML_MAX_CLASSES);
    if (!s->array.is_float && s->array.rank == 3 && s->looks != ML_LOOKS_ONEHOT)
        note(a, "if these are images of labels, (N, H, W), say --truth-layout=labels");
    if (unnormalised && s->array.is_float)
        note(a, "each pixel's values are divided by their sum; if they are logits, say --activation");
    if (unnormalised)
        note(a, "each pixel's values are divided by their sum");
    if (s->array.is_float && s->range.is_onehot && s->axes.n_channels > 1)
        note(a, "these are one-hot labels; to be a TRUTH they must be saved as integers");
}

ml_advice ml_inspect_advice(const ml_inspection *in, const ml_contents *s)
{
    ml_advice a = {.role = "PREDICTION"};
    switch (s->looks) {
    case ML_LOOKS_LABELS: advise_labels(in, s, &a); break;
    case ML_LOOKS_COLORS: advise_colors(in, s, &a); break;
    case ML_LOOKS_PLANE: a.role = "plane of one class in a PREDICTION"; break;
    case ML_LOOKS_NOTHING: advise_nothing(s, &a); break;
    default: advise_values(in, s, &a); break;
    }
    if (s->is_doubtful)
        advise(&a, "--layout=hwc|chw");
    if (s->looks != ML_LOOKS_NOTHING && ml_inspect_first_bad(s))
        advise(&a, "--bad-pixels=ignore");
    if (s->looks != ML_LOOKS_NOTHING && in->array_option)
        advise(&a, in->array_option);
    return a;
}

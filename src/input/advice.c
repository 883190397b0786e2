/* Advice on a file; see advice.h. */
#include "input/advice.h"

#include <stdarg.h>
#include <stdio.h>

enum { VOID = 255 }; /* the label that most data sets give to pixels of no class */

static const char no_role[] = "neither TRUTH nor PREDICTION as it is";

static void advise(ml_advice *a, const char *option)
{
    if (a->n_options < ML_ADVICE_MAX_OPTIONS)
        a->options[a->n_options++] = option;
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

/* The label of a sample in the reading that is taken; raw while that is open. */
static long label_of(const ml_contents *s, size_t sample)
{
    const ml_label_file file = ml_contents_label_file(s);
    return ml_label_of_sample(&file, s->reading.taken, sample);
}

/* Whether 0 and 255 are the labels that occur. */
static bool is_mask(const ml_contents *s)
{
    size_t n = 0;
    bool has_0 = false, has_255 = false;
    for (size_t sample = 0; sample < ML_N_LABELS; sample++) {
        if (s->labels.counts[sample] == 0)
            continue;
        n++;
        has_0 = has_0 || label_of(s, sample) == 0;
        has_255 = has_255 || label_of(s, sample) == VOID;
    }
    return n == 2 && has_0 && has_255;
}

/* Whether labels occur that are no class and not ignored: 255, which mostly is void, or others. Without a class set only 255 is
 * asked about. */
static bool has_unknown(const ml_contents *s, const bool *ignored, bool is_void)
{
    const ml_label_file file = ml_contents_label_file(s);
    bool unknown = false;
    for (size_t sample = 0; sample < ML_N_LABELS && !unknown; sample++) {
        if (s->labels.counts[sample] == 0 || (label_of(s, sample) == VOID) != is_void)
            continue;
        unknown = s->classes ? ml_class_of_sample(&file, s->reading.taken, sample) == ML_NONE : !ignored || !ignored[VOID];
    }
    return unknown;
}

static void advise_labels(const ml_contents *s, const bool *ignored, ml_advice *a)
{
    if (s->reading.fault == ML_LABELS_ALPHA) {
        a->role = no_role;
        note(a, "gray with alpha is not read: drop the alpha channel");
        return;
    }
    a->role = "TRUTH or hard PREDICTION";
    if (s->reading.fault == ML_LABELS_IN_DOUBT)
        advise(a, "--samples=raw|scaled");
    bool is_open = s->reading.taken == ML_READING_AUTO;
    if (!s->classes && !is_open && is_mask(s) && has_unknown(s, ignored, true))
        advise(a, "--classes=binary");
    else if (has_unknown(s, ignored, true))
        advise(a, "--ignore=255");
    if (s->labels.n_no_label)
        note(a, "in a TRUTH, values below 0 or above 65535 are errors: store 255 for void");
    if (s->classes && has_unknown(s, ignored, false))
        note(a, "in a TRUTH, unknown labels are errors: give them to classes, or say --ignore=LIST");
}

static void advise_colors(const ml_contents *s, ml_advice *a)
{
    a->role = "TRUTH or hard PREDICTION";
    if (!s->classes)
        advise(a, "--classes=SET");
    if (s->gray_colors)
        note(a, "the channels are equal: if they are labels, save one of them");
    for (size_t i = 0; s->classes && i < s->n_colors; i++)
        if (s->color_classes[i] == ML_NONE)
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

static void advise_values(const ml_contents *s, ml_advice *a)
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
    if (s->classes && n != s->classes->n)
        note(a, "%zu channel%s for the %zu classes of the set%s", s->axes.n_channels, s->axes.n_channels == 1 ? "" : "s",
             s->classes->n, s->axes.n_channels == 1 ? "; one stands for two classes" : "");
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

ml_advice ml_advice_on(const ml_contents *s, const bool *ignored, const char *array_option)
{
    ml_advice a = {.role = "PREDICTION"};
    switch (s->looks) {
    case ML_LOOKS_LABELS: advise_labels(s, ignored, &a); break;
    case ML_LOOKS_COLORS: advise_colors(s, &a); break;
    case ML_LOOKS_PLANE: a.role = "plane of one class in a PREDICTION"; break;
    case ML_LOOKS_NOTHING: advise_nothing(s, &a); break;
    default: advise_values(s, &a); break;
    }
    if (s->is_doubtful)
        advise(&a, "--layout=hwc|chw");
    if (s->looks != ML_LOOKS_NOTHING && ml_contents_first_bad(s))
        advise(&a, "--bad-pixels=ignore");
    if (s->looks != ML_LOOKS_NOTHING && array_option)
        advise(&a, array_option);
    return a;
}

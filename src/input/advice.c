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

/* Whether 0 and 255 are the labels that occur. */
static bool is_mask(const ml_contents *contents)
{
    size_t n = 0;
    bool has_0 = false, has_255 = false;
    for (size_t sample = 0; sample < ML_N_SMALL_LABELS; sample++) {
        if (contents->labels.counts[sample] == 0)
            continue;
        n++;
        has_0 = has_0 || ml_contents_label(contents, sample) == 0;
        has_255 = has_255 || ml_contents_label(contents, sample) == VOID;
    }
    return n == 2 && has_0 && has_255;
}

/* Whether labels occur that are no class and not ignored: 255, which mostly is void, or others. Without a class set only 255 is
 * asked about. */
static bool has_unknown(const ml_contents *contents, const ml_label_list *ignored, bool is_void)
{
    bool unknown = false;
    for (size_t sample = 0; sample < ML_N_SMALL_LABELS && !unknown; sample++) {
        if (contents->labels.counts[sample] == 0 || (ml_contents_label(contents, sample) == VOID) != is_void)
            continue;
        unknown = contents->classes ? ml_contents_class(contents, sample) == ML_NONE : !ml_label_list_has(ignored, VOID);
    }
    return unknown;
}

/* The option that says which of the readings in which all labels are known is meant. */
static const char *samples_in_doubt(const bool is_known[ML_N_READINGS])
{
    return !is_known[ML_READING_COLOR]    ? "--samples=raw|scaled"
           : !is_known[ML_READING_SCALED] ? "--samples=raw|color"
           : !is_known[ML_READING_RAW]    ? "--samples=scaled|color"
                                          : "--samples=raw|scaled|color";
}

/* Whether, where classes follow from the labels, raw samples and gray values make as many classes and mean different ones. */
static bool are_labels_in_doubt(const ml_contents *contents)
{
    long raw = -1, scaled = -1;
    bool differ = false;
    if (!contents->reading.is_choice || contents->reading.is_said)
        return false;
    for (size_t sample = 0; sample < ML_READING_SAMPLES; sample++) {
        if (contents->labels.counts[sample] == 0)
            continue;
        long value = ml_contents_gray_value(contents, sample);
        raw = (long)sample > raw ? (long)sample : raw;
        scaled = value > scaled ? value : scaled;
        differ = differ || value != (long)sample;
    }
    return differ && raw == scaled;
}

/* The largest label that is not ignored, -1 for none. */
static int64_t largest_label(const ml_contents *contents, const ml_label_list *ignored)
{
    int64_t largest = contents->labels.n_large > 0 ? (int64_t)contents->labels.largest : -1;
    for (size_t counted = ML_N_SMALL_LABELS; counted-- > 0 && largest < 0;)
        if (contents->labels.counts[counted] > 0) {
            int64_t label = ml_contents_label(contents, counted);
            largest = label >= 0 && !ml_label_list_has(ignored, (uint32_t)label) ? label : -1;
        }
    return largest;
}

/* Whether the value that the file itself says stands for no data is the label of a class, and nobody has said what it is. */
static bool has_doubtful_no_data(const ml_contents *contents, const ml_label_list *ignored)
{
    const ml_file_facts *facts = contents->is_raster ? &contents->raster.facts : &contents->array.facts;
    const ml_no_data *said = &contents->options->no_data;
    if (!facts->has_no_data || said->n > 0 || said->none || !(facts->no_data >= 0) || facts->no_data >= ML_N_SMALL_LABELS)
        return false;
    size_t sample = (size_t)facts->no_data;
    return contents->classes
               ? ml_contents_class(contents, sample) < ML_MAX_CLASSES
               : (int64_t)sample <= largest_label(contents, ignored) && !ml_label_list_has(ignored, (uint32_t)sample);
}

static void advise_labels(const ml_contents *contents, const ml_label_list *ignored, ml_advice *a)
{
    if (contents->is_transparent) {
        a->role = no_role;
        note(a, "alpha is not opaque everywhere: if this marks void, store a void label there instead");
        return;
    }
    a->role = contents->looks == ML_LOOKS_FLOAT_LABELS             ? "TRUTH, or PREDICTION with --prediction-as=labels"
              : contents->options->truth_code.kind != ML_CODE_NONE ? "TRUTH"
                                                                   : "TRUTH or hard PREDICTION";
    if (contents->reading.fault == ML_LABELS_IN_DOUBT)
        advise(a, samples_in_doubt(contents->reading.is_known));
    else if (!contents->classes && (contents->reading.is_inverted || are_labels_in_doubt(contents)))
        advise(a, "--samples=raw|scaled");
    if (!contents->is_raster && contents->array.rank == 3 && contents->axes.is_batch)
        advise(a, "--truth-layout=labels");
    if (!contents->classes && largest_label(contents, ignored) >= ML_MAX_CLASSES)
        advise(a, "--classes=SET");
    if (has_doubtful_no_data(contents, ignored))
        advise(a, "--no-data=VALUE|none");
    bool is_open = contents->reading.taken == ML_READING_AUTO;
    const bool may_be_mask = !is_open && is_mask(contents) && has_unknown(contents, ignored, true);
    if (may_be_mask && !contents->classes)
        advise(a, "--classes=binary");
    else if (may_be_mask)
        note(a, "0 and 255 alone are rather a mask, --classes=binary, than a class and void");
    else if (has_unknown(contents, ignored, true))
        advise(a, "--ignore=255");
    if (!contents->is_raster && contents->range.n_nan > 0)
        advise(a, "--no-data=nan");
    else if (contents->labels.n_no_label)
        note(a, "in a TRUTH, values below 0 or above 16777215 are errors: if they are no data, say --no-data=VALUE");
    if (contents->classes && has_unknown(contents, ignored, false))
        note(a, "in a TRUTH, unknown labels are errors: give them to classes, or add what is void to the set's \"ignore\"");
}

static void advise_colors(const ml_contents *contents, ml_advice *a)
{
    const bool are_labels = contents->gray_colors && !contents->is_transparent && !contents->classes;
    a->role = are_labels ? "TRUTH" : "TRUTH or hard PREDICTION";
    if (are_labels)
        advise(a, "--truth-code=red");
    else if (!contents->classes)
        advise(a, "--classes=SET");
    if (contents->is_color_array && !contents->has_samples)
        a->role = "TRUTH";
    if (contents->is_transparent) {
        a->role = no_role;
        note(a, "alpha is not opaque everywhere: if this marks void, store a colour for void there instead");
    }
    if (contents->gray_colors)
        note(a, "the channels are equal: as a hard PREDICTION save one of them");
    for (size_t i = 0; contents->classes && i < contents->n_colors; i++)
        if (contents->color_classes[i] == ML_NONE)
            note(a, "in a TRUTH, unknown colours are errors: give them to classes, or add them to the set's \"ignore\"");
}

static void advise_nothing(const ml_contents *contents, ml_advice *a)
{
    a->role = no_role;
    if (contents->array.n_elems == 0)
        note(a, "the array is empty");
    else if (!contents->has_axes)
        note(a, "(H, W), (H, W, C) or (C, H, W) is read, also with an axis of images in front");
    else if (contents->range.n_zero_pixels > 0 && contents->range.n_negative == 0)
        note(a, "all values are 0");
    else if (contents->range.n_negative > 0)
        note(a, "negative integers are no probabilities; logits are floats: save them as such, with their scale");
}

static void advise_values(const ml_contents *contents, ml_advice *a)
{
    size_t n = contents->axes.n_channels == 1 ? 2 : contents->axes.n_channels;
    bool unnormalised = contents->looks == ML_LOOKS_UNNORMALISED;
    ml_axes ignored;
    const ml_array_header *array = &contents->array;
    const bool may_be_truth = ml_axes_labels(array, false, true, &ignored) || ml_axes_labels(array, true, true, &ignored);
    if (contents->looks == ML_LOOKS_ONEHOT && !may_be_truth) {
        note(a, "one-hot, but not in an order that a TRUTH may have: save the index of the 1 as labels");
    } else if (contents->looks == ML_LOOKS_ONEHOT) {
        a->role = "TRUTH or PREDICTION";
        advise(a, "--truth-layout=onehot");
    } else if (contents->looks == ML_LOOKS_LOGITS) {
        advise(a, "--activation=softmax|sigmoid");
    } else if (contents->looks == ML_LOOKS_BINARY_LOGITS && contents->range.min >= 0) {
        a->role = no_role;
        note(a, "no value is negative: divide percentages by 100; if these are logits, say --activation=sigmoid");
    } else if (contents->looks == ML_LOOKS_BINARY_LOGITS) {
        advise(a, "--activation=sigmoid");
    }
    bool grouped = contents->classes && contents->classes->class_of_channel;
    if (contents->classes && (grouped ? contents->axes.n_channels : n) != contents->classes->n_channels)
        note(a, "%zu channel%s for the %zu %s of the set%s", contents->axes.n_channels,
             contents->axes.n_channels == 1 ? "" : "s", contents->classes->n_channels, grouped ? "channels" : "classes",
             contents->axes.n_channels == 1 && !grouped ? "; one stands for two classes" : "");
    if (n > ML_MAX_CLASSES)
        note(a, "more than %d channels are not read", ML_MAX_CLASSES);
    if (!contents->array.is_float && contents->array.rank == 3 && contents->looks != ML_LOOKS_ONEHOT)
        note(a, "if these are images of labels, (N, H, W), say --truth-layout=labels");
    if (unnormalised && contents->array.is_float)
        note(a, "each pixel's values are divided by their sum; if they are logits, say --activation");
    if (unnormalised)
        note(a, "each pixel's values are divided by their sum");
    if (contents->looks == ML_LOOKS_BINARY && contents->range.is_whole && contents->range.n_nan == 0)
        note(a, "as a TRUTH these are the labels 0 and 1");
}

ml_advice ml_advice_on(const ml_contents *contents, const ml_label_list *ignored, const char *array_option)
{
    ml_advice a = {.role = "PREDICTION"};
    switch (contents->looks) {
    case ML_LOOKS_LABELS:
    case ML_LOOKS_FLOAT_LABELS: advise_labels(contents, ignored, &a); break;
    case ML_LOOKS_COLORS: advise_colors(contents, &a); break;
    case ML_LOOKS_PLANE: a.role = "plane of one class in a PREDICTION"; break;
    case ML_LOOKS_NOTHING: advise_nothing(contents, &a); break;
    default: advise_values(contents, &a); break;
    }
    if (contents->misnamed) {
        a = (ml_advice){.role = no_role};
        note(&a, "the file is called %s: rename it", contents->misnamed);
        return a;
    }
    if (contents->is_doubtful)
        advise(&a, "--layout=hwc|chw");
    const bool has_values =
        contents->looks != ML_LOOKS_NOTHING && contents->looks != ML_LOOKS_FLOAT_LABELS && contents->looks != ML_LOOKS_COLORS;
    if (has_values && ml_contents_first_bad(contents))
        advise(&a, "--bad-pixels=ignore");
    if (contents->looks != ML_LOOKS_NOTHING && array_option)
        advise(&a, array_option);
    if (contents->has_axes && contents->axes.layout == ML_LAYOUT_CNHW && !contents->array.may_be[0])
        advise(&a, "--group=file"); /* slices of a volume are no samples of their own */
    return a;
}

/* What to do about unknown labels; see label_advice.h. */
#include "input/label_advice.h"

#include "base/memory.h"
#include "base/number.h"
#include "input/class_set.h"
#include "input/shipped_sets.h"

#include <math.h>
#include <stdlib.h>

enum {
    FEW = 100, /* a label of no more than one in so many pixels may well be void */
    SHARE = 2, /* one in so many classes of a set must occur, where it might have any number: many sets know 1, 2, 3 */
    LARGEST_GRAY = 255,
    MAX_SETS = 2, /* if more shipped sets know all labels, that says nothing */
};

/* What is known of an image. */
typedef struct labelled {
    const ml_labels *labels;
    const ml_survey *survey;
    const ml_classes *classes;
    bool *occurs;     /* [classes->n] */
    size_t n_classes; /* that occur */
    size_t n_labels;  /* and the unknown labels */
    bool is_plain;    /* a class's index is its only label */
} labelled;

/* Whether the set knows a label. */
static bool knows(const ml_classes *set, double label)
{
    return label >= 0 && label <= ML_LARGEST_LABEL && ml_label_class(&set->class_of, (uint32_t)label) != ML_NONE;
}

/* Whether a class has one label. */
static bool has_one_label(const ml_class *class)
{
    return class->n_labels == 1 && class->labels[0].first == class->labels[0].last;
}

/* Whether the set knows all labels that occur, as far as these are told: of a class with several it is not told which. */
static bool knows_all(const ml_classes *set, const labelled *image)
{
    bool known = image->survey->n_labels < ML_SURVEY_MAX_LABELS;
    for (size_t i = 0; image->survey->labels && i < (size_t)1 << image->survey->n_bits && known; i++)
        known = isnan(image->survey->labels[i]) || knows(set, image->survey->labels[i]);
    for (size_t c = 0; c < image->classes->n && known; c++) {
        const ml_class *class = &image->classes->items[c];
        known = !image->occurs[c] || !has_one_label(class) || knows(set, class->labels[0].first);
    }
    return known;
}

/* Names the shipped sets that know all labels, with the right number of classes. False if there are none, or too many. */
static bool name_sets(const labelled *image, ml_class_count count, ml_error *error)
{
    const char *names[MAX_SETS];
    size_t n = 0;
    for (size_t s = 0; s < ml_n_shipped_sets && n <= MAX_SETS; s++) {
        const ml_shipped_set *shipped = &ml_shipped_sets[s];
        const ml_source source = ml_source_memory(shipped->name, shipped->json, shipped->size_bytes);
        ml_error ignored = ML_ERROR_INIT;
        ml_classes set;
        if (ml_class_set_read(&source, &ignored, &set))
            continue;
        bool is_likely = count == ML_CLASSES_FREE ? SHARE * image->n_labels >= set.n : set.n == image->classes->n;
        bool fits = is_likely && !ml_classes_index(&set, &ignored) && knows_all(&set, image);
        ml_classes_clear(&set);
        if (fits && n < MAX_SETS)
            names[n] = shipped->name;
        n += fits;
    }
    if (n == 0 || n > MAX_SETS)
        return false;
    ml_error_add(error, "--classes=%s", names[0]);
    for (size_t s = 1; s < n; s++)
        ml_error_add(error, " or --classes=%s", names[s]);
    ml_error_add(error, " know%s all its labels", n == 1 ? "s" : "");
    return true;
}

/* Whether the one unknown label is the first behind the classes, and label 0 never occurs. */
static bool counts_from_1(const labelled *image)
{
    double label = image->survey->unknown.label, n = (double)image->classes->n;
    return image->is_plain && image->survey->n_unknown_labels == 1 && label >= n && label <= n && !image->occurs[0];
}

/* Whether labels occur that count from 0 to one more than there are classes. */
static bool has_one_more(const labelled *image)
{
    double label = image->survey->unknown.label, n = (double)image->classes->n;
    return image->is_plain && image->survey->n_unknown_labels == 1 && label >= n && label <= n &&
           image->n_classes == image->classes->n;
}

/* Whether the one unknown label is at the end of a range. */
static bool is_at_end(const labelled *image)
{
    double label = image->survey->unknown.label;
    return image->survey->n_unknown_labels == 1 && ((label >= 255 && label <= 255) || (label >= 65535 && label <= 65535));
}

/* Whether there is nothing but one class and the end of a range: rather a mask of 0 and 255 than a class and void. */
static bool may_be_mask(const labelled *image)
{
    return is_at_end(image) && image->n_classes < 2 && image->survey->n_unknown_pixels > image->labels->n_pixels / FEW;
}

/* Whether the one unknown label may be void: at the end of a range, or in few pixels. */
static bool may_be_void(const labelled *image)
{
    bool is_rare = image->survey->n_unknown_pixels <= image->labels->n_pixels / FEW;
    return image->survey->n_unknown_labels == 1 && (is_rare || is_at_end(image)) && !may_be_mask(image);
}

/* Whether the unknown label is a gray value that, as a colour, the class set knows: of what is no gray PNG of 8 bits. */
static bool is_color_of_class(const labelled *image)
{
    const ml_raster_header *raster = image->labels->file.raster;
    const bool has_reading = raster && raster->kind != ML_RASTER_GRAY_ALPHA && raster->bits <= 8;
    const double label = image->survey->unknown.label, gray = raster && raster->bits == 16 ? label / (LARGEST_GRAY + 2) : label;
    return !has_reading && image->classes->has_colors && image->labels->file.code.kind == ML_CODE_NONE && gray >= 0 &&
           gray <= LARGEST_GRAY && gray <= floor(gray) && image->classes->class_of_gray[(size_t)gray] != ML_NONE;
}

static void advise(const labelled *image, ml_class_count count, ml_error *error)
{
    char number[ML_NUMBER_TEXT_SIZE];
    const bool is_void = may_be_void(image);
    ml_number_text(image->survey->unknown.label, number);
    if (is_color_of_class(image))
        ml_error_add(error,
                     "as a gray value it is the colour of a class, but the file is not read by colour: save it as gray of 8 "
                     "bits, or as RGB");
    else if (counts_from_1(image))
        ml_error_add(error,
                     "0 never occurs: if labels count from 1, say so in a class set (--classes), \"labels\": [1] and so on");
    else if (count == ML_CLASSES_BINARY && image->is_plain && !is_void && !may_be_mask(image))
        ml_error_add(error, "there are 2 classes because the prediction has one channel; if that holds labels, say "
                            "--prediction-as=labels");
    else if (count == ML_CLASSES_CHANNELS && has_one_more(image) && !is_void)
        ml_error_add(error,
                     "%zu channels for %zu labels: is the background channel missing? Without it, ignore label 0 in a class "
                     "set (--classes)",
                     image->classes->n, image->n_labels);
    else if (is_void)
        ml_error_add(error, "if it is void, say --ignore=%s, if a class, map it in a class set (--classes)", number);
    else if (!name_sets(image, count, error))
        ml_error_add(error, "map its labels in a class set (--classes), those that are void under \"ignore\"");
}

void ml_advise_on_labels(const ml_labels *labels, const uint16_t *class_indices, ml_class_count count, ml_error *error)
{
    const ml_classes *classes = labels->file.classes;
    labelled image = {.labels = labels,
                      .survey = &labels->findings.survey,
                      .classes = classes,
                      .occurs = ml_alloc(classes->n, sizeof(bool)),
                      .is_plain = true};
    if (!image.occurs)
        return;
    for (size_t i = 0; i < labels->n_pixels; i++)
        if (class_indices[i] < classes->n)
            image.occurs[class_indices[i]] = true;
    for (size_t c = 0; c < classes->n && image.is_plain; c++)
        image.is_plain = has_one_label(&classes->items[c]) && classes->items[c].labels[0].first == c;
    for (size_t c = 0; c < classes->n; c++)
        image.n_classes += image.occurs[c];
    image.n_labels = image.n_classes + image.survey->n_unknown_labels;
    advise(&image, count, error);
    free(image.occurs);
}

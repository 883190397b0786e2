/* What was found in a file; see contents.h. */
#include "input/contents.h"

#include "base/memory.h"

#include <stdlib.h>

const char *const ml_looks_names[ML_N_LOOKS] = {"labels",
                                                "labels as floats",
                                                "labels as colours",
                                                "plane of one class",
                                                "one-hot labels",
                                                "probabilities",
                                                "unnormalised probabilities",
                                                "logits",
                                                "binary probabilities",
                                                "binary logits",
                                                "nothing that is read"};

void ml_contents_drop_labels(ml_contents *contents)
{
    free(contents->labels.counts);
    contents->labels = (ml_label_counts){.counts = NULL};
}

void ml_contents_clear(ml_contents *contents)
{
    ml_contents_drop_labels(contents);
    *contents = (ml_contents){0};
}

void ml_contents_sample_range(const ml_contents *contents, size_t *min, size_t *max)
{
    *min = ML_N_SMALL_LABELS;
    *max = 0;
    for (size_t label = 0; label < ML_N_SMALL_LABELS; label++)
        if (contents->labels.counts[label] > 0) {
            *min = label < *min ? label : *min;
            *max = label;
        }
}

ml_status ml_contents_count_labels(ml_contents *contents, ml_error *error)
{
    ml_contents_drop_labels(contents);
    contents->labels.counts = ml_alloc(ML_N_SMALL_LABELS, sizeof *contents->labels.counts);
    return contents->labels.counts ? ML_OK : ml_fail_memory(error, "the labels");
}

ml_label_file ml_contents_label_file(const ml_contents *contents)
{
    return (ml_label_file){.raster = contents->has_samples ? &contents->raster : NULL,
                           .array = &contents->array,
                           .has_colors = contents->is_color_array,
                           .said = contents->options->reading,
                           .code = contents->options->truth_code,
                           .classes = contents->classes,
                           .no_data = &contents->options->no_data};
}

void ml_contents_count_label(ml_contents *contents, double label)
{
    if (label >= 0 && label < ML_N_SMALL_LABELS) {
        contents->labels.counts[(size_t)label]++;
    } else if (label >= 0 && label <= ML_LARGEST_LABEL) {
        contents->labels.n_large++;
        contents->labels.largest = label > contents->labels.largest ? (uint32_t)label : contents->labels.largest;
    } else {
        contents->labels.n_no_label++;
    }
}

/* Among the first few. */
void ml_contents_count_color(ml_contents *contents, uint64_t red, uint64_t green, uint64_t blue)
{
    const uint64_t color = red << 32 | green << 16 | blue;
    size_t i = 0;
    while (i < contents->n_colors && contents->colors[i] != color)
        i++;
    contents->gray_colors = contents->gray_colors && red == blue && green == blue;
    if (i == ML_COUNT(contents->colors)) {
        contents->n_other_pixels++;
        return;
    }
    contents->n_colors += i == contents->n_colors;
    contents->colors[i] = color;
    contents->color_counts[i]++;
}

long ml_contents_gray_value(const ml_contents *contents, size_t sample)
{
    const ml_label_file file = ml_contents_label_file(contents);
    return contents->reading.exists[ML_READING_SCALED] ? (long)ml_label_of_sample(&file, ML_READING_SCALED, sample) : -1;
}

int64_t ml_contents_label(const ml_contents *contents, size_t counted)
{
    const ml_label_file file = ml_contents_label_file(contents);
    return file.code.kind == ML_CODE_NONE ? ml_label_of_sample(&file, contents->reading.taken, counted) : (int64_t)counted;
}

uint16_t ml_contents_class(const ml_contents *contents, size_t counted)
{
    const ml_label_file file = ml_contents_label_file(contents);
    return file.code.kind == ML_CODE_NONE ? ml_class_of_sample(&file, contents->reading.taken, counted)
                                          : ml_label_class(&contents->classes->class_of, (uint32_t)counted);
}

const ml_place *ml_contents_first_bad(const ml_contents *contents)
{
    const ml_place *bad = &contents->range.first_bad, *zero = &contents->range.first_zero;
    if (contents->is_raster || !zero->found || contents->range.n_negative > 0) /* among logits zeros are as good as any */
        return !contents->is_raster && bad->found ? bad : NULL;
    bool zero_first = !bad->found || zero->image < bad->image || (zero->image == bad->image && zero->pixel < bad->pixel);
    return zero_first ? zero : bad;
}

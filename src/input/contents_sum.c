/* What several files hold together; see contents_sum.h. */
#include "input/contents_sum.h"

#include <math.h>
#include <string.h>

static bool rasters_alike(const ml_raster_header *a, const ml_raster_header *b)
{
    return a->kind == b->kind && a->bits == b->bits && a->n_palette == b->n_palette &&
           memcmp(a->palette, b->palette, a->n_palette * sizeof a->palette[0]) == 0;
}

static bool arrays_alike(const ml_contents *a, const ml_contents *b)
{
    return strcmp(a->array.code, b->array.code) == 0 && a->is_color_array == b->is_color_array && a->has_axes == b->has_axes &&
           a->is_doubtful == b->is_doubtful && a->axes.layout == b->axes.layout && a->axes.is_batch == b->axes.is_batch &&
           a->axes.n_channels == b->axes.n_channels;
}

/* The value that stands for no data decides what is ignored; where the pixels lie does not. */
static bool facts_alike(const ml_contents *a, const ml_contents *b)
{
    const ml_file_facts *x = a->is_raster ? &a->raster.facts : &a->array.facts,
                        *y = b->is_raster ? &b->raster.facts : &b->array.facts;
    if (x->has_no_data != y->has_no_data)
        return false;
    return !x->has_no_data || (x->no_data <= y->no_data && x->no_data >= y->no_data) ||
           (isnan(x->no_data) && isnan(y->no_data));
}

bool ml_contents_alike(const ml_contents *a, const ml_contents *b)
{
    const ml_label_reading *x = &a->reading, *y = &b->reading;
    return a->is_raster == b->is_raster && a->misnamed == b->misnamed && facts_alike(a, b) &&
           strcmp(a->format, b->format) == 0 && a->looks == b->looks && a->is_transparent == b->is_transparent &&
           a->gray_colors == b->gray_colors && x->taken == y->taken && x->fault == y->fault &&
           (a->labels.counts != NULL) == (b->labels.counts != NULL) &&
           (a->is_raster ? rasters_alike(&a->raster, &b->raster) : arrays_alike(a, b));
}

static void add_labels(ml_label_counts *sum, const ml_label_counts *file)
{
    for (size_t label = 0; sum->counts && label < ML_N_SMALL_LABELS; label++)
        sum->counts[label] += file->counts[label];
    sum->n_large += file->n_large;
    sum->largest = file->largest > sum->largest ? file->largest : sum->largest;
    sum->n_no_label += file->n_no_label;
    sum->n_no_data += file->n_no_data;
}

/* Colours are few, so that each is looked for. */
static void add_colors(ml_contents *sum, const ml_contents *file)
{
    for (size_t i = 0; i < file->n_colors; i++) {
        size_t at = 0;
        while (at < sum->n_colors && sum->colors[at] != file->colors[i])
            at++;
        if (at == ML_COUNT(sum->colors)) {
            sum->n_other_pixels += file->color_counts[i];
            continue;
        }
        if (at == sum->n_colors) {
            sum->colors[at] = file->colors[i];
            sum->color_counts[at] = 0;
            sum->color_classes[at] = file->color_classes[i];
            sum->n_colors++;
        }
        sum->color_counts[at] += file->color_counts[i];
    }
    sum->n_other_pixels += file->n_other_pixels;
}

static void add_place(ml_place *first, const ml_place *file)
{
    if (!first->found)
        *first = *file;
}

static void add_range(ml_value_range *sum, const ml_value_range *file)
{
    sum->n_nan += file->n_nan;
    sum->n_infinite += file->n_infinite;
    sum->n_negative += file->n_negative;
    sum->n_zero_pixels += file->n_zero_pixels;
    sum->min = file->min < sum->min ? file->min : sum->min;
    sum->max = file->max > sum->max ? file->max : sum->max;
    sum->min_sum = file->min_sum < sum->min_sum ? file->min_sum : sum->min_sum;
    sum->max_sum = file->max_sum > sum->max_sum ? file->max_sum : sum->max_sum;
    add_place(&sum->first_bad, &file->first_bad);
    add_place(&sum->first_zero, &file->first_zero);
    sum->is_onehot = sum->is_onehot && file->is_onehot;
    sum->is_whole = sum->is_whole && file->is_whole;
}

void ml_contents_add(ml_contents *sum, const ml_contents *file)
{
    sum->size_bytes += file->size_bytes;
    sum->axes.n_images += file->axes.n_images;
    sum->raster.interlaced = sum->raster.interlaced || file->raster.interlaced;
    for (int reading = 0; reading < ML_N_READINGS; reading++)
        sum->reading.is_known[reading] = sum->reading.is_known[reading] && file->reading.is_known[reading];
    add_labels(&sum->labels, &file->labels);
    add_colors(sum, file);
    add_range(&sum->range, &file->range);
}

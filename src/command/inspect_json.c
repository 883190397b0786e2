/* inspect: one file as JSON. */
#include "command/inspect_forms.h"

#include <math.h>

static void json_raster(ml_json *j, const ml_raster_header *raster)
{
    ml_json_string(j, "color", ml_raster_kind_names[raster->kind]);
    ml_json_count(j, "bit_depth", raster->bits);
    ml_json_bool(j, "interlaced", raster->interlaced);
    if (raster->kind == ML_RASTER_PALETTE)
        ml_json_count(j, "palette", raster->n_palette);
}

static void json_axes(ml_json *j, const ml_contents *contents)
{
    if (!contents->has_axes)
        return;
    ml_json_string(j, "layout", ml_layout_names[contents->axes.layout]);
    ml_json_string(j, "why", contents->why);
    ml_json_count(j, "channels", contents->axes.n_channels);
    if (contents->axes.is_batch)
        ml_json_count(j, "images", contents->axes.n_images);
}

static void json_array(ml_json *j, const ml_contents *contents)
{
    const ml_array_header *array = &contents->array;
    ml_json_string(j, "dtype", array->code);
    ml_json_string(j, "byte_order", ml_array_byte_order(array));
    ml_json_string(j, "order", array->fortran_order ? "fortran" : "c");
    ml_json_array(j, "shape", ML_JSON_INLINE);
    for (size_t i = 0; i < array->rank; i++)
        ml_json_count(j, NULL, array->shape[i]);
    ml_json_end(j);
    json_axes(j, contents);
}

/* Of several arrays what they have in common. */
static void json_elements(ml_json *j, const ml_contents *contents)
{
    ml_json_string(j, "dtype", contents->array.code);
    json_axes(j, contents);
}

static const char *class_name(const ml_classes *classes, uint16_t c)
{
    return c == ML_IGNORED ? "ignored" : c == ML_NONE ? "unknown" : classes->items[c].name;
}

static void json_labels(ml_json *j, const ml_contents *contents)
{
    ml_json_array(j, "labels", ML_JSON_LINES);
    for (size_t label = 0; label < ML_N_SMALL_LABELS; label++) {
        if (contents->labels.counts[label] == 0)
            continue;
        ml_json_object(j, NULL, ML_JSON_INLINE);
        ml_json_count(j, "label", label);
        ml_json_count(j, "pixels", contents->labels.counts[label]);
        long value = ml_contents_gray_value(contents, label);
        if (value >= 0)
            ml_json_count(j, "scaled", (uint64_t)value);
        if (contents->classes)
            ml_json_string(j, "class", class_name(contents->classes, ml_contents_class(contents, label)));
        ml_json_end(j);
    }
    ml_json_end(j);
    if (contents->labels.n_large) {
        ml_json_object(j, "large_labels", ML_JSON_INLINE);
        ml_json_count(j, "pixels", contents->labels.n_large);
        ml_json_count(j, "largest", contents->labels.largest);
        ml_json_end(j);
    }
    if (contents->labels.n_no_label)
        ml_json_count(j, "no_label", contents->labels.n_no_label);
    if (contents->labels.n_no_data)
        ml_json_count(j, "no_data", contents->labels.n_no_data);
}

static void json_colors(ml_json *j, const ml_contents *contents)
{
    ml_json_array(j, "colors", ML_JSON_LINES);
    for (size_t i = 0; i < contents->n_colors; i++) {
        ml_json_object(j, NULL, ML_JSON_INLINE);
        ml_json_array(j, "color", ML_JSON_INLINE);
        for (int shift = 32; shift >= 0; shift -= 16)
            ml_json_count(j, NULL, contents->colors[i] >> shift & 0xffff);
        ml_json_end(j);
        ml_json_count(j, "pixels", contents->color_counts[i]);
        if (contents->classes)
            ml_json_string(j, "class", class_name(contents->classes, contents->color_classes[i]));
        ml_json_end(j);
    }
    ml_json_end(j);
    if (contents->n_other_pixels)
        ml_json_count(j, "other_colors", contents->n_other_pixels);
}

/* What the file says besides. */
static void json_facts(ml_json *j, const ml_file_facts *facts)
{
    char direction[ML_DIRECTION_TEXT_SIZE];
    if (facts->has_no_data && isfinite(facts->no_data))
        ml_json_number(j, "no_data_value", facts->no_data);
    else if (facts->has_no_data)
        ml_json_string(j, "no_data_value", isnan(facts->no_data) ? "nan" : facts->no_data < 0 ? "-inf" : "inf");
    if (facts->has_body)
        ml_json_string(j, "axes_point_to", ml_direction_text(facts, direction));
    if (!facts->has_ground)
        return;
    ml_json_array(j, "transform", ML_JSON_INLINE);
    for (size_t i = 0; i < ML_COUNT(facts->ground); i++)
        ml_json_number(j, NULL, facts->ground[i]);
    ml_json_end(j);
}

/* The range of a plane's samples. */
static void json_samples(ml_json *j, const ml_contents *contents)
{
    size_t min, max;
    ml_contents_sample_range(contents, &min, &max);
    ml_json_object(j, "values", ML_JSON_INLINE);
    ml_json_count(j, "min", min);
    ml_json_count(j, "max", max);
    ml_json_end(j);
}

static void json_range(ml_json *j, const ml_contents *contents)
{
    const ml_value_range *r = &contents->range;
    bool any = r->min <= r->max, sums = r->min_sum <= r->max_sum;
    ml_json_object(j, "values", ML_JSON_INLINE);
    ml_json_number(j, "min", any ? r->min : (double)NAN);
    ml_json_number(j, "max", any ? r->max : (double)NAN);
    ml_json_number(j, "min_sum", sums ? r->min_sum : (double)NAN);
    ml_json_number(j, "max_sum", sums ? r->max_sum : (double)NAN);
    ml_json_count(j, "negative", r->n_negative);
    ml_json_count(j, "nan", r->n_nan);
    ml_json_count(j, "infinite", r->n_infinite);
    ml_json_count(j, "zero_pixels", r->n_zero_pixels);
    ml_json_end(j);
}

static void json_first_bad(ml_json *j, const ml_contents *contents)
{
    const ml_place *bad = ml_contents_first_bad(contents);
    if (!bad)
        return;
    ml_json_object(j, "first_bad", ML_JSON_INLINE);
    if (contents->axes.is_batch)
        ml_json_count(j, "image", bad->image);
    ml_json_count(j, "row", bad->pixel / contents->width);
    ml_json_count(j, "column", bad->pixel % contents->width);
    ml_json_number(j, "channel", bad == &contents->range.first_zero ? (double)NAN : (double)bad->channel);
    ml_json_end(j);
}

/* What follows from the contents. */
static void json_advice(ml_json *j, const ml_contents *contents, const ml_advice *advice)
{
    ml_json_string(j, "looks_like", ml_looks_names[contents->looks]);
    ml_json_string(j, "use_as", advice->role);
    ml_json_array(j, "options", ML_JSON_INLINE);
    for (size_t i = 0; i < advice->n_options; i++)
        ml_json_name(j, NULL, advice->options[i]);
    ml_json_end(j);
    if (advice->note[0])
        ml_json_string(j, "note", advice->note);
}

/* What the pixels hold. */
static void json_pixels(ml_json *j, const ml_contents *contents)
{
    if (contents->looks == ML_LOOKS_PLANE)
        json_samples(j, contents);
    else if (contents->labels.counts)
        json_labels(j, contents);
    if (contents->n_colors)
        json_colors(j, contents);
    if (!contents->is_raster && contents->has_axes)
        json_range(j, contents);
}

void ml_inspect_print_json(ml_json *j, const char *name, const ml_contents *contents, const ml_advice *advice)
{
    ml_json_object(j, NULL, ML_JSON_LINES);
    ml_json_name(j, "file", name);
    ml_json_string(j, "format", contents->format);
    ml_json_count(j, "bytes", contents->size_bytes);
    if (!contents->is_raster)
        json_array(j, contents);
    if (contents->has_samples)
        json_raster(j, &contents->raster);
    if (contents->width) {
        ml_json_count(j, "height", contents->height);
        ml_json_count(j, "width", contents->width);
    }
    json_facts(j, contents->is_raster ? &contents->raster.facts : &contents->array.facts);
    json_pixels(j, contents);
    if (!contents->is_raster && contents->has_axes)
        json_first_bad(j, contents);
    json_advice(j, contents, advice);
    ml_json_end(j);
}

/* A name, or null. */
static void json_name_or_null(ml_json *j, const char *key, const char *name)
{
    if (name)
        ml_json_name(j, key, name);
    else
        ml_json_number(j, key, (double)NAN);
}

static void json_kind(ml_json *j, const ml_inspected_kind *kind, const ml_label_list *ignored)
{
    const ml_advice advice = ml_advice_on(&kind->contents, ignored, NULL);
    ml_json_object(j, NULL, ML_JSON_LINES);
    ml_json_count(j, "files", kind->n_files);
    ml_json_name(j, "first", kind->first);
    ml_json_string(j, "format", kind->contents.format);
    ml_json_count(j, "bytes", kind->contents.size_bytes);
    if (!kind->contents.is_raster)
        json_elements(j, &kind->contents);
    if (kind->contents.has_samples)
        json_raster(j, &kind->contents.raster);
    ml_json_array(j, "sizes", ML_JSON_LINES);
    const bool has_size = kind->contents.is_raster || kind->contents.has_axes;
    for (size_t s = 0; s < kind->n_sizes && has_size; s++) {
        ml_json_object(j, NULL, ML_JSON_INLINE);
        ml_json_count(j, "height", kind->sizes[s].height);
        ml_json_count(j, "width", kind->sizes[s].width);
        ml_json_count(j, "files", kind->sizes[s].n_files);
        ml_json_name(j, "first", kind->sizes[s].first);
        ml_json_end(j);
    }
    ml_json_end(j);
    ml_json_count(j, "other_sizes", kind->n_other_sizes);
    json_pixels(j, &kind->contents);
    json_name_or_null(j, "first_bad", kind->first_bad);
    json_advice(j, &kind->contents, &advice);
    ml_json_end(j);
}

void ml_inspect_print_folder_json(ml_json *j, const ml_inspected_folder *folder, const ml_label_list *ignored)
{
    ml_json_count(j, "files", folder->n_files);
    ml_json_count(j, "unreadable", folder->n_unreadable);
    ml_json_count(j, "passed_over", folder->n_passed_over);
    ml_json_count(j, "other_kinds", folder->n_other_kinds);
    if (folder->n_label_kinds > 0)
        json_labels(j, &folder->labels);
    ml_json_array(j, "kinds", ML_JSON_LINES);
    for (size_t k = 0; k < folder->n_kinds; k++)
        json_kind(j, folder->kinds[k], ignored);
    ml_json_end(j);
}

/* inspect: one file for reading. */
#include "command/inspect_forms.h"

#include "base/number.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Labels that are listed. */
enum { MAX_LISTED = 12 };

static void line(ml_out *out, const char *title) { ml_out_printf(out, "  %-9s ", title); }

/* Text such that it cannot drive a terminal; NULL: there was no memory for it. */
static void text_safe(ml_out *out, const char *text)
{
    char *safe = text ? ml_message_text(text) : NULL;
    if (!safe)
        ml_out_fail(out, ENOMEM);
    ml_out_text(out, safe ? safe : "");
    free(safe);
}

/* A name of a file or of an array, on one line. */
static void text_name(ml_out *out, const char *name)
{
    char *text = ml_name_text(name);
    text_safe(out, text);
    free(text);
}

static void text_number(ml_out *out, double x) { ml_out_printf(out, "%.6g", x); }

static void text_pixels(ml_out *out, uint64_t n)
{
    ml_out_printf(out, "  %9llu pixel%s", (unsigned long long)n, n == 1 ? "" : "s");
}

static void text_class(ml_out *out, const ml_classes *classes, uint16_t c)
{
    ml_out_text(out, "  ");
    text_safe(out, c == ML_IGNORED ? "(ignored)" : c == ML_NONE ? "(unknown)" : classes->items[c].name);
}

static void text_labels(ml_out *out, const ml_contents *contents)
{
    size_t n = 0;
    for (size_t label = 0; label < ML_N_SMALL_LABELS; label++) {
        if (contents->labels.counts[label] == 0 || n++ >= MAX_LISTED)
            continue;
        line(out, n == 1 ? "labels" : "");
        ml_out_printf(out, "%8zu", label);
        long value = ml_contents_gray_value(contents, label);
        if (value >= 0)
            ml_out_printf(out, " (gray value %3ld)", value);
        text_pixels(out, contents->labels.counts[label]);
        if (contents->classes)
            text_class(out, contents->classes, ml_contents_class(contents, label));
        ml_out_text(out, "\n");
    }
    if (n > MAX_LISTED) {
        line(out, "");
        ml_out_printf(out, "and %zu other labels\n", n - MAX_LISTED);
    }
    if (contents->labels.n_large) {
        line(out, n > 0 ? "" : "labels");
        ml_out_printf(out, "larger ones, up to %lu", (unsigned long)contents->labels.largest);
        text_pixels(out, contents->labels.n_large);
        ml_out_text(out, "\n");
    }
    const struct {
        const char *what;
        uint64_t n_pixels;
    } others[] = {{"no label", contents->labels.n_no_label}, {" no data", contents->labels.n_no_data}};
    for (size_t i = 0; i < ML_COUNT(others); i++) {
        if (others[i].n_pixels == 0)
            continue;
        line(out, "");
        ml_out_text(out, others[i].what);
        text_pixels(out, others[i].n_pixels);
        ml_out_text(out, "\n");
    }
}

static void text_colors(ml_out *out, const ml_contents *contents)
{
    for (size_t i = 0; i < contents->n_colors; i++) {
        line(out, i ? "" : "colours");
        ml_out_printf(out, "[%3u, %3u, %3u]", (unsigned)(contents->colors[i] >> 32),
                      (unsigned)(contents->colors[i] >> 16 & 0xffff), (unsigned)(contents->colors[i] & 0xffff));
        text_pixels(out, contents->color_counts[i]);
        if (contents->classes)
            text_class(out, contents->classes, contents->color_classes[i]);
        ml_out_text(out, "\n");
    }
    if (contents->n_other_pixels) {
        line(out, "");
        ml_out_text(out, "other colours  ");
        text_pixels(out, contents->n_other_pixels);
        ml_out_text(out, "\n");
    }
}

static void text_raster(ml_out *out, const ml_contents *contents)
{
    line(out, "samples");
    ml_out_printf(out, "%s of %u bit%s%s", ml_raster_kind_names[contents->raster.kind], contents->raster.bits,
                  contents->raster.bits == 1 ? "" : "s", contents->raster.interlaced ? ", interlaced" : "");
    if (contents->raster.kind == ML_RASTER_PALETTE)
        ml_out_printf(out, ", %u entries%s", contents->raster.n_palette,
                      ml_raster_has_gray_palette(&contents->raster) ? ", all gray" : "");
    ml_out_text(out, "\n");
    if (!contents->reading.is_choice)
        return;
    line(out, "readings");
    ml_out_printf(out, "%s\n", ml_label_reading_reason(&contents->reading));
}

static void text_axes(ml_out *out, const ml_contents *contents, bool has_size)
{
    line(out, "axes");
    if (!contents->has_axes) {
        ml_out_text(out, "no height, width and channels to be seen in this shape\n");
        return;
    }
    if (contents->axes.is_batch)
        ml_out_printf(out, "%zu image%s, ", contents->axes.n_images, contents->axes.n_images == 1 ? "" : "s");
    if (has_size)
        ml_out_printf(out, "%zu high, %zu wide, ", contents->height, contents->width);
    ml_out_printf(out, "%zu channel%s", contents->axes.n_channels, contents->axes.n_channels == 1 ? "" : "s");
    if (contents->axes.n_channels > 1)
        ml_out_printf(out, " (%s: %s)", ml_layout_names[contents->axes.layout], contents->why);
    else if (contents->axes.is_batch)
        ml_out_printf(out, " (%s)", contents->why);
    ml_out_text(out, "\n");
}

static void text_array(ml_out *out, const ml_contents *contents)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    const char *order = ml_array_byte_order(&contents->array);
    line(out, "array");
    ml_out_printf(out, "%s %s%s%s, %s order\n", contents->array.code, ml_array_shape_text(&contents->array, shape),
                  strcmp(order, "none") == 0     ? ""
                  : strcmp(order, "little") == 0 ? ", little-endian"
                                                 : ", big-endian",
                  "", contents->array.fortran_order ? "Fortran" : "C");
    text_axes(out, contents, true);
}

/* Of several arrays what they have in common. */
static void text_elements(ml_out *out, const ml_contents *contents)
{
    line(out, "arrays");
    ml_out_printf(out, "%s\n", contents->array.code);
    text_axes(out, contents, false);
}

/* What the file says besides. */
static void text_facts(ml_out *out, const ml_file_facts *facts)
{
    char number[ML_NUMBER_TEXT_SIZE], ground[ML_GROUND_TEXT_SIZE], direction[ML_DIRECTION_TEXT_SIZE];
    if (facts->has_no_data) {
        line(out, "no data");
        ml_out_printf(out, "%s, as the file says\n", isnan(facts->no_data) ? "NaN" : ml_number_text(facts->no_data, number));
    }
    if (facts->has_ground || facts->has_body)
        line(out, "place");
    if (facts->has_ground)
        ml_out_printf(out, "transform (%s)\n", ml_ground_text(facts, ground));
    else if (facts->has_body)
        ml_out_printf(out, "columns, rows and slices point to %s\n", ml_direction_text(facts, direction));
}

/* `file` is the one that the first bad value is in, where there are several. */
static void text_bad(ml_out *out, const ml_contents *contents, const ml_place *first, const char *file)
{
    const ml_value_range *r = &contents->range;
    const struct {
        uint64_t n;
        const char *what;
    } kinds[] = {{r->n_nan, "NaN"},
                 {r->n_infinite, "infinite"},
                 {r->n_zero_pixels, r->n_zero_pixels == 1 ? "pixel of zeros" : "pixels of zeros"}};
    size_t n = 0;
    line(out, "bad");
    for (size_t k = 0; k < ML_COUNT(kinds); k++)
        if (kinds[k].n > 0)
            ml_out_printf(out, "%s%llu %s", n++ ? ", " : "", (unsigned long long)kinds[k].n, kinds[k].what);
    if (file) {
        ml_out_text(out, "; the first in ");
        text_name(out, file);
        ml_out_text(out, "\n");
        return;
    }
    ml_out_text(out, "; the first at ");
    if (contents->axes.is_batch)
        ml_out_printf(out, "image %zu, ", first->image);
    ml_out_printf(out, "row %zu, column %zu", first->pixel / contents->width, first->pixel % contents->width);
    if (first != &r->first_zero)
        ml_out_printf(out, ", channel %zu", first->channel);
    ml_out_text(out, "\n");
}

static void text_range(ml_out *out, const ml_contents *contents, const char *file)
{
    const ml_value_range *r = &contents->range;
    line(out, "values");
    if (r->min > r->max) {
        ml_out_text(out, "none is finite\n");
    } else {
        text_number(out, r->min);
        ml_out_text(out, " to ");
        text_number(out, r->max);
        if (contents->axes.n_channels > 1 && r->min_sum <= r->max_sum) {
            ml_out_text(out, "; those of a pixel sum to ");
            text_number(out, r->min_sum);
            ml_out_text(out, " at least and ");
            text_number(out, r->max_sum);
            ml_out_text(out, " at most");
        }
        ml_out_text(out, "\n");
    }
    const ml_place *bad = ml_contents_first_bad(contents);
    if (bad)
        text_bad(out, contents, bad, file);
}

/* The range of a plane's samples. */
static void text_samples(ml_out *out, const ml_contents *contents)
{
    size_t min, max;
    ml_contents_sample_range(contents, &min, &max);
    line(out, "values");
    ml_out_printf(out, "%zu to %zu\n", min, max);
}

/* What the pixels hold; `first_bad` as in text_bad. */
static void text_pixels_of(ml_out *out, const ml_contents *contents, const char *first_bad)
{
    if (contents->looks == ML_LOOKS_PLANE)
        text_samples(out, contents);
    else if (contents->labels.counts)
        text_labels(out, contents);
    if (contents->n_colors)
        text_colors(out, contents);
    if (!contents->is_raster && contents->has_axes)
        text_range(out, contents, first_bad);
}

static void text_advice(ml_out *out, const ml_contents *contents, const ml_advice *advice)
{
    line(out, "looks");
    ml_out_printf(out, "like %s\n", ml_looks_names[contents->looks]);
    line(out, "use as");
    ml_out_text(out, advice->role);
    for (size_t i = 0; i < advice->n_options; i++) {
        ml_out_text(out, i ? " " : ", with ");
        text_name(out, advice->options[i]);
    }
    ml_out_text(out, "\n");
    if (!advice->note[0])
        return;
    line(out, "note");
    ml_out_printf(out, "%s\n", advice->note);
}

void ml_inspect_print_text(ml_out *out, const char *name, const ml_contents *contents, const ml_advice *advice)
{
    text_name(out, name);
    ml_out_printf(out, ": %s, %llu bytes", contents->format, (unsigned long long)contents->size_bytes);
    if (contents->is_raster)
        ml_out_printf(out, ", %zu wide and %zu high", contents->width, contents->height);
    ml_out_text(out, "\n");
    if (!contents->is_raster)
        text_array(out, contents);
    if (contents->has_samples)
        text_raster(out, contents);
    text_facts(out, contents->is_raster ? &contents->raster.facts : &contents->array.facts);
    text_pixels_of(out, contents, NULL);
    text_advice(out, contents, advice);
}

static void text_files(ml_out *out, uint64_t n, const char *what)
{
    ml_out_printf(out, "%llu %sfile%s", (unsigned long long)n, what, n == 1 ? "" : "s");
}

/* The sizes; of those that are rarer than the first, a file. */
static void text_sizes(ml_out *out, const ml_inspected_kind *kind)
{
    const bool has_size = kind->contents.is_raster || kind->contents.has_axes;
    for (size_t s = 0; s < kind->n_sizes && has_size; s++) {
        const ml_inspected_size *size = &kind->sizes[s];
        line(out, s > 0 ? "" : kind->n_sizes > 1 ? "sizes" : "size");
        ml_out_printf(out, "%zu wide and %zu high", size->width, size->height);
        if (kind->n_sizes > 1) {
            ml_out_text(out, ": ");
            text_files(out, size->n_files, "");
        }
        if (size->n_files < kind->sizes[0].n_files) {
            ml_out_text(out, size->n_files == 1 ? ", " : ", such as ");
            text_name(out, size->first);
        }
        ml_out_text(out, "\n");
    }
    if (kind->n_other_sizes == 0)
        return;
    line(out, "");
    ml_out_text(out, "other sizes: ");
    text_files(out, kind->n_other_sizes, "");
    ml_out_text(out, "\n");
}

/* Files of one kind; `other`: a kind that more files are of stands before. */
static void text_kind(ml_out *out, const char *directory, const ml_inspected_kind *kind, bool other,
                      const ml_label_list *ignored)
{
    const ml_advice advice = ml_advice_on(&kind->contents, ignored, NULL);
    text_name(out, directory);
    ml_out_text(out, ": ");
    text_files(out, kind->n_files, other ? "other " : "");
    ml_out_text(out, kind->n_files == 1 ? ", " : " such as ");
    text_name(out, kind->first);
    ml_out_printf(out, ": %s, %llu bytes\n", kind->contents.format, (unsigned long long)kind->contents.size_bytes);
    if (!kind->contents.is_raster)
        text_elements(out, &kind->contents);
    if (kind->contents.has_samples)
        text_raster(out, &kind->contents);
    text_sizes(out, kind);
    text_pixels_of(out, &kind->contents, kind->first_bad);
    text_advice(out, &kind->contents, &advice);
}

/* Files that are not among the kinds: how many, and the first of them. */
static void text_others(ml_out *out, const char *directory, uint64_t n, const char *what, const char *first)
{
    if (n == 0)
        return;
    text_name(out, directory);
    ml_out_text(out, ": ");
    text_files(out, n, what);
    ml_out_text(out, n == 1 ? ", " : " such as ");
    text_name(out, first);
    ml_out_text(out, "\n");
}

void ml_inspect_print_folder_text(ml_out *out, const ml_inspected_folder *folder, const ml_label_list *ignored)
{
    if (folder->n_label_kinds > 1) {
        text_name(out, folder->name);
        ml_out_text(out, ": ");
        text_files(out, folder->n_files, "");
        ml_out_text(out, " in all\n");
        text_labels(out, &folder->labels);
    }
    for (size_t k = 0; k < folder->n_kinds; k++)
        text_kind(out, folder->name, folder->kinds[k], k > 0, ignored);
    text_others(out, folder->name, folder->n_other_kinds, "further ", folder->other_kind);
    text_others(out, folder->name, folder->n_passed_over, "passed over ", folder->passed_over);
    for (size_t i = 0; i < folder->n_unreadable && i < ML_INSPECT_NAMES; i++) {
        text_name(out, folder->name);
        ml_out_text(out, ": cannot be read: ");
        text_name(out, folder->unreadable[i]);
        ml_out_text(out, "\n");
    }
    if (folder->n_unreadable > ML_INSPECT_NAMES)
        text_others(out, folder->name, folder->n_unreadable, "unreadable ", folder->unreadable[0]);
}

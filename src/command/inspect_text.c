/* inspect: one file for reading. */
#include "command/inspect.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Labels that are listed. */
enum { MAX_LISTED = 12 };

static void line(ml_out *out, const char *title) { ml_out_printf(out, "  %-9s ", title); }

static void text_number(ml_out *out, double x) { ml_out_printf(out, "%.6g", x); }

static void text_pixels(ml_out *out, uint64_t n)
{
    ml_out_printf(out, "  %9llu pixel%s", (unsigned long long)n, n == 1 ? "" : "s");
}

static void text_class(ml_out *out, const ml_classes *classes, uint16_t c)
{
    ml_out_text(out, "  ");
    ml_out_text(out, c == ML_IGNORED ? "(ignored)" : c == ML_NONE ? "(unknown)" : classes->items[c].name);
}

static void text_labels(ml_out *out, const ml_contents *s)
{
    const ml_label_file file = ml_contents_label_file(s);
    size_t n = 0;
    for (size_t label = 0; label < ML_N_LABELS; label++) {
        if (s->labels.counts[label] == 0 || n++ >= MAX_LISTED)
            continue;
        line(out, n == 1 ? "labels" : "");
        ml_out_printf(out, "%8zu", label);
        long value = ml_contents_gray_value(s, label);
        if (value >= 0)
            ml_out_printf(out, " (gray value %3ld)", value);
        text_pixels(out, s->labels.counts[label]);
        if (s->classes)
            text_class(out, s->classes, ml_class_of_sample(&file, s->reading.taken, label));
        ml_out_text(out, "\n");
    }
    if (n > MAX_LISTED) {
        line(out, "");
        ml_out_printf(out, "and %zu other labels\n", n - MAX_LISTED);
    }
    if (s->labels.n_no_label) {
        line(out, "");
        ml_out_text(out, "no label");
        text_pixels(out, s->labels.n_no_label);
        ml_out_text(out, "\n");
    }
}

static void text_colors(ml_out *out, const ml_contents *s)
{
    for (size_t i = 0; i < s->n_colors; i++) {
        line(out, i ? "" : "colours");
        ml_out_printf(out, "[%3u, %3u, %3u]", s->colors[i] >> 16, s->colors[i] >> 8 & 0xff, s->colors[i] & 0xff);
        text_pixels(out, s->color_counts[i]);
        if (s->classes)
            text_class(out, s->classes, s->color_classes[i]);
        ml_out_text(out, "\n");
    }
    if (s->n_other_pixels) {
        line(out, "");
        ml_out_text(out, "other colours  ");
        text_pixels(out, s->n_other_pixels);
        ml_out_text(out, "\n");
    }
}

static void text_raster(ml_out *out, const ml_contents *s)
{
    line(out, "samples");
    ml_out_printf(out, "%s of %u bit%s%s", ml_raster_kind_names[s->raster.kind], s->raster.bits, s->raster.bits == 1 ? "" : "s",
                  s->raster.interlaced ? ", interlaced" : "");
    if (s->raster.kind == ML_RASTER_PALETTE)
        ml_out_printf(out, ", %u entries%s", s->raster.n_palette, ml_raster_has_gray_palette(&s->raster) ? ", all gray" : "");
    ml_out_text(out, "\n");
    if (!s->reading.is_choice)
        return;
    line(out, "readings");
    ml_out_printf(out, "%s\n", ml_label_reading_reason(&s->reading));
}

static void text_array(ml_out *out, const ml_contents *s)
{
    char shape[ML_ARRAY_SHAPE_TEXT_SIZE];
    const char *order = ml_array_byte_order(&s->array);
    line(out, "array");
    ml_out_printf(out, "%s %s%s%s, %s order\n", s->array.code, ml_array_shape_text(&s->array, shape),
                  strcmp(order, "none") == 0     ? ""
                  : strcmp(order, "little") == 0 ? ", little-endian"
                                                 : ", big-endian",
                  "", s->array.fortran_order ? "Fortran" : "C");
    line(out, "axes");
    if (!s->has_axes) {
        ml_out_text(out, "no height, width and channels to be seen in this shape\n");
        return;
    }
    if (s->axes.is_batch)
        ml_out_printf(out, "%zu image%s, ", s->axes.n_images, s->axes.n_images == 1 ? "" : "s");
    ml_out_printf(out, "%zu high, %zu wide, %zu channel%s", s->height, s->width, s->axes.n_channels,
                  s->axes.n_channels == 1 ? "" : "s");
    if (s->axes.n_channels > 1)
        ml_out_printf(out, " (%s: %s)", ml_layout_names[s->axes.layout], s->why);
    else if (s->axes.is_batch)
        ml_out_printf(out, " (%s)", s->why);
    ml_out_text(out, "\n");
}

static void text_bad(ml_out *out, const ml_contents *s, const ml_place *first)
{
    const ml_value_range *r = &s->range;
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
    ml_out_text(out, "; the first at ");
    if (s->axes.is_batch)
        ml_out_printf(out, "image %zu, ", first->image);
    ml_out_printf(out, "row %zu, column %zu", first->pixel / s->width, first->pixel % s->width);
    if (first != &r->first_zero)
        ml_out_printf(out, ", channel %zu", first->channel);
    ml_out_text(out, "\n");
}

static void text_range(ml_out *out, const ml_contents *s)
{
    const ml_value_range *r = &s->range;
    line(out, "values");
    if (r->min > r->max) {
        ml_out_text(out, "none is finite\n");
    } else {
        text_number(out, r->min);
        ml_out_text(out, " to ");
        text_number(out, r->max);
        if (s->axes.n_channels > 1 && r->min_sum <= r->max_sum) {
            ml_out_text(out, "; those of a pixel sum to ");
            text_number(out, r->min_sum);
            ml_out_text(out, " at least and ");
            text_number(out, r->max_sum);
            ml_out_text(out, " at most");
        }
        ml_out_text(out, "\n");
    }
    const ml_place *bad = ml_contents_first_bad(s);
    if (bad)
        text_bad(out, s, bad);
}

/* The range of a plane's samples. */
static void text_samples(ml_out *out, const ml_contents *s)
{
    size_t min, max;
    ml_contents_sample_range(s, &min, &max);
    line(out, "values");
    ml_out_printf(out, "%zu to %zu\n", min, max);
}

/* A name of a file or of an array, on one line. */
static void text_name(ml_out *out, const char *name)
{
    char *text = ml_name_text(name), *safe = text ? ml_message_text(text) : NULL;
    if (!safe)
        out->status = ML_E_SYSTEM;
    ml_out_text(out, safe ? safe : "");
    free(text);
    free(safe);
}

void ml_inspect_print_text(ml_out *out, const char *name, const ml_contents *s, const ml_advice *advice)
{
    text_name(out, name);
    ml_out_printf(out, ": %s, %llu bytes", s->format, (unsigned long long)s->size_bytes);
    if (s->is_raster)
        ml_out_printf(out, ", %zu wide and %zu high", s->width, s->height);
    ml_out_text(out, "\n");
    if (s->is_raster)
        text_raster(out, s);
    else
        text_array(out, s);
    if (s->looks == ML_LOOKS_PLANE)
        text_samples(out, s);
    else if (s->labels.counts)
        text_labels(out, s);
    if (s->n_colors)
        text_colors(out, s);
    if (!s->is_raster && s->has_axes)
        text_range(out, s);
    line(out, "looks");
    ml_out_printf(out, "like %s\n", ml_looks_names[s->looks]);
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

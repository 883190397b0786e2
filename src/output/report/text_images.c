/* The text report's images: of each the figure that says how bad it is, mean IoU, and its id; in as many columns as fit. All,
 * where they are not many, else the worst. They stand below what is said of the set, so they are kept until then. */
#include "output/report/text_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = 9, /* of a figure */
    PLACES = 4,
    GAP = 3, /* between columns of images */
};

void ml_text_images_begin(ml_report *report)
{
    report->part = (ml_out){.path = "the images", .fd = -1};
    report->n_images = 0;
}

/* Keeps a line that is the image's two figures and its id, each of which is as long as it is. */
void ml_text_image(ml_report *report, const ml_image_result *image)
{
    ml_out *out = &report->part;
    const ml_subject subject = ml_subject_image(image);
    ml_view_kind view = ml_leading_view(report->settings);
    report->n_images++;
    ml_text_figure(out, COLUMNS, PLACES, ml_figure_value(&report->figure, &subject));
    ml_text_figure(out, COLUMNS, PLACES, image->figures->views[view].metrics[ML_MIOU]);
    ml_out_text(out, "  ");
    ml_text_name(out, image->id);
    ml_out_text(out, "\n");
}

/* Which images these are, and by what. */
static void write_caption(const ml_report *report, uint64_t n_all)
{
    ml_out *out = report->out, text = {.path = "memory", .fd = -1};
    if (report->n_images < n_all)
        ml_out_printf(&text, "The worst %llu of %llu images", (unsigned long long)report->n_images, (unsigned long long)n_all);
    else
        ml_out_text(&text, n_all == 1 ? "The image" : "Images");
    ml_out_text(&text, " by ");
    ml_text_name(&text, report->by);
    ml_out_printf(&text, ", and %s miou", ml_view_names[ml_leading_view(report->settings)]);
    ml_out_text(&text, report->n_images < n_all ? " (--worst=all lists all):" : ":");
    ml_text_wrap(out, ML_STYLE_HEAD, &text);
}

/* The kept lines. */
typedef struct lines {
    size_t n;
    const char **items; /* [n] */
    size_t *lengths;    /* [n] bytes */
    size_t widest;      /* in columns */
} lines;

/* False without memory. */
static bool split(const ml_out *part, size_t n, lines *all)
{
    *all = (lines){0, ml_alloc(n, sizeof *all->items), ml_alloc(n, sizeof *all->lengths), 0};
    if (!all->items || !all->lengths)
        return false;
    for (size_t at = 0; at < part->n && all->n < n; all->n++) {
        const char *line = part->memory + at, *end = memchr(line, '\n', part->n - at);
        size_t length = (size_t)(end - line), wide = ml_text_columns_of(line, length);
        all->items[all->n] = line;
        all->lengths[all->n] = length;
        all->widest = wide > all->widest ? wide : all->widest;
        at += length + 1;
    }
    return true;
}

/* Column by column, as they are read. */
static void write_columns(ml_out *out, const lines *all)
{
    size_t width = ml_text_line_columns(out), n_columns = (width + GAP) / (all->widest + GAP);
    n_columns = n_columns < 1 ? 1 : n_columns;
    size_t n_rows = (all->n + n_columns - 1) / n_columns;
    for (size_t r = 0; r < n_rows; r++) {
        for (size_t i = r; i < all->n; i += n_rows) {
            ml_out_bytes(out, all->items[i], all->lengths[i]);
            if (i + n_rows < all->n)
                ml_out_pad(out, all->widest + GAP - ml_text_columns_of(all->items[i], all->lengths[i]));
        }
        ml_out_text(out, "\n");
    }
}

void ml_text_images(ml_report *report, uint64_t n_all)
{
    lines all = {0};
    if (report->n_images == 0)
        return;
    ml_out_text(report->out, "\n");
    write_caption(report, n_all);
    if (report->part.spill.n > 0) { /* too many to be laid out */
        ml_out_take(report->out, &report->part);
        return;
    }
    ml_out_fail_too(report->out, &report->part);
    if (report->part.status)
        return;
    if (split(&report->part, (size_t)report->n_images, &all))
        write_columns(report->out, &all);
    else
        ml_out_fail(report->out, ENOMEM);
    free(all.items);
    free(all.lengths);
}

/* The text report's images, a row each: the first loss and mean IoU in all views; the id last, so that it is never cut. They
 * stand below what is said of the set, so their rows are collected apart until then. */
#include "output/report/text_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

enum {
    COUNT_COLUMNS = 10,
    PLACES = 6,
    ID_COLUMNS = 14, /* that are left for an id at least, else there is no mean IoU */
};

/* Whether mean IoU is shown. */
static bool has_miou(const ml_report *report)
{
    size_t half = ml_text_all_views(report->settings).n * ML_TEXT_FIGURE_COLUMNS;
    return 2 * (half + COUNT_COLUMNS) + ID_COLUMNS <= ml_text_line_columns(report->out);
}

void ml_text_images_begin(ml_report *report) { report->part = (ml_out){.path = "the images", .fd = -1}; }

void ml_text_image(ml_report *report, const ml_image_result *image)
{
    ml_out *out = &report->part;
    const ml_figures *figures = image->figures;
    const ml_text_views views = ml_text_all_views(report->settings);
    report->n_images++;
    ml_out_printf(out, "%*llu%*llu", COUNT_COLUMNS, (unsigned long long)figures->n_valid, COUNT_COLUMNS,
                  (unsigned long long)figures->forgiven);
    for (size_t i = 0; i < views.n; i++)
        ml_text_figure(out, ML_TEXT_FIGURE_COLUMNS, PLACES, figures->views[views.items[i]].losses[0].mean);
    for (size_t i = 0; i < views.n && has_miou(report); i++)
        ml_text_figure(out, ML_TEXT_FIGURE_COLUMNS, PLACES, figures->views[views.items[i]].metrics[ML_MIOU]);
    ml_out_text(out, "  ");
    ml_text_name(out, image->id);
    ml_out_text(out, "\n");
}

/* Which images these are, where they are not all. */
static void write_caption(const ml_report *report)
{
    ml_out text = {.path = "memory", .fd = -1};
    if (report->n_worst == 0)
        return;
    ml_out_text(&text, report->n_images == 1 ? "The worst image by " : "The worst images by ");
    ml_text_name(&text, report->by);
    ml_out_text(&text, ":");
    ml_text_wrap(report->out, ML_STYLE_PLAIN, &text);
}

static void write_head(const ml_report *report)
{
    ml_out *out = report->out;
    const ml_loss *loss = &report->settings->losses->items[0];
    const ml_text_views views = ml_text_all_views(report->settings);
    size_t wide = views.n * ML_TEXT_FIGURE_COLUMNS;
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_pad(out, 2 * COUNT_COLUMNS);
    ml_text_title(out, wide, loss->key, loss->kind->name);
    if (has_miou(report))
        ml_text_title(out, wide, "miou", "miou");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_printf(out, "%*s%*s", COUNT_COLUMNS, "valid", COUNT_COLUMNS, "forgiven");
    ml_text_view_names(out, &views, ML_TEXT_FIGURE_COLUMNS);
    if (has_miou(report))
        ml_text_view_names(out, &views, ML_TEXT_FIGURE_COLUMNS);
    ml_out_text(out, "  image");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

void ml_text_images(ml_report *report)
{
    if (report->n_images == 0)
        return;
    ml_out_text(report->out, "\n");
    write_caption(report);
    write_head(report);
    ml_out_take(report->out, &report->part);
}

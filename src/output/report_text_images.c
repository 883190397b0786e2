/* The text report's images, a row each: the first loss and mean IoU in all views; the id last, so that it is never cut. Of more
 * than MAX_IMAGES only the worst are shown, unless --worst says how many. */
#include "output/report_text.h"
#include "output/words.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

enum {
    MAX_IMAGES = 20,
    COUNT_COLUMNS = 10,
    PLACES = 6,
    ID_COLUMNS = 14, /* that are left for an id at least, else there is no mean IoU */
};

/* Whether mean IoU is shown. */
static bool has_miou(const ml_report *report)
{
    size_t half = ml_text_all_views(report->settings).n * ML_TEXT_FIGURE_COLUMNS;
    return 2 * (half + COUNT_COLUMNS) + ID_COLUMNS <= ml_words_columns(report->out);
}

void ml_text_report_begin(ml_report *report)
{
    report->part = (ml_out){.path = "memory", .fd = -1, .by_line = true}; /* stays in memory: at least what --worst keeps */
    report->worst_rows = (ml_ranking){.n_wanted = MAX_IMAGES, .destroy = free};
}

static void write_row(const ml_report *report, const ml_image_result *image, ml_out *out)
{
    const ml_figures *figures = image->figures;
    const ml_text_views views = ml_text_all_views(report->settings);
    ml_out_printf(out, "%*llu%*llu", COUNT_COLUMNS, (unsigned long long)figures->n_valid, COUNT_COLUMNS,
                  (unsigned long long)figures->forgiven);
    for (size_t i = 0; i < views.n; i++)
        ml_text_figure(out, ML_TEXT_FIGURE_COLUMNS, PLACES, figures->views[views.items[i]].losses[0].mean);
    for (size_t i = 0; i < views.n && has_miou(report); i++)
        ml_text_figure(out, ML_TEXT_FIGURE_COLUMNS, PLACES, figures->views[views.items[i]].metrics[ML_MIOU]);
    ml_out_text(out, "  ");
    ml_words_name(out, image->id);
    ml_out_text(out, "\n");
}

/* Considers an image for the worst. Those without a value are the least bad. */
static ml_status rank(ml_report *report, const ml_image_result *image, ml_error *error)
{
    double figure = image->figures->views[ml_text_leading_view(report->settings)].losses[0].mean;
    ml_out text = {.path = "memory", .fd = -1};
    figure = isfinite(figure) ? figure : (double)-INFINITY;
    if (!ml_ranking_takes(&report->worst_rows, figure))
        return ML_OK;
    write_row(report, image, &text);
    char *row = text.status ? NULL : ml_strndup(text.memory, text.n);
    ml_out_close(&text);
    return row ? ml_ranking_add(&report->worst_rows, figure, row, error) : ml_fail_memory(error, "the worst images");
}

void ml_text_report_image(ml_report *report, const ml_image_result *image)
{
    ml_error error = ML_ERROR_INIT;
    if (report->n_images++ < MAX_IMAGES || report->n_worst > 0)
        write_row(report, image, &report->part);
    if (report->n_worst == 0 && rank(report, image, &error))
        report->out->status = error.status;
}

/* Which images these are, where they are not all. */
static void write_caption(const ml_report *report)
{
    const ml_settings *settings = report->settings;
    ml_out text = {.path = "memory", .fd = -1};
    if (report->n_worst == 0 && report->n_images <= MAX_IMAGES)
        return;
    if (report->n_worst > 0) {
        ml_out_text(&text, report->n_images == 1 ? "The worst image by " : "The worst images by ");
        ml_words_name(&text, report->by);
        ml_out_text(&text, ":");
    } else {
        ml_out_printf(&text, "The worst %d of %llu images by ", MAX_IMAGES, (unsigned long long)report->n_images);
        ml_out_text(&text, ml_view_names[ml_text_leading_view(settings)]);
        ml_out_text(&text, " ");
        ml_out_text(&text, settings->losses->items[0].key);
        ml_out_printf(&text, " (--worst=N shows N, --format=tsv all):");
    }
    ml_words_wrap(report->out, ML_STYLE_PLAIN, &text);
}

static void write_head(const ml_report *report)
{
    ml_out *out = report->out;
    const ml_loss *loss = &report->settings->losses->items[0];
    const ml_text_views views = ml_text_all_views(report->settings);
    size_t wide = views.n * ML_TEXT_FIGURE_COLUMNS;
    ml_words_style(out, ML_STYLE_HEAD);
    ml_out_pad(out, 2 * COUNT_COLUMNS);
    ml_text_title(out, wide, loss->key, loss->kind->name);
    if (has_miou(report))
        ml_text_title(out, wide, "miou", "miou");
    ml_words_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    ml_words_style(out, ML_STYLE_HEAD);
    ml_out_printf(out, "%*s%*s", COUNT_COLUMNS, "valid", COUNT_COLUMNS, "forgiven");
    ml_text_view_names(out, &views, ML_TEXT_FIGURE_COLUMNS);
    if (has_miou(report))
        ml_text_view_names(out, &views, ML_TEXT_FIGURE_COLUMNS);
    ml_out_text(out, "  image");
    ml_words_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

void ml_text_images(const ml_report *report)
{
    ml_out *out = report->out;
    if (report->n_images == 0)
        return;
    ml_out_text(out, "\n");
    write_caption(report);
    write_head(report);
    if (report->n_worst > 0 || report->n_images <= MAX_IMAGES)
        ml_out_bytes(out, report->part.memory, report->part.n);
    for (size_t i = 0; i < report->worst_rows.n && report->n_images > MAX_IMAGES; i++)
        ml_out_text(out, report->worst_rows.items[i].thing);
    out->status = report->part.status ? report->part.status : out->status;
}

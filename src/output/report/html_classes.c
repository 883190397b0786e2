/* The HTML report's classes: of each IoU with a bar, its other ratios, and how many of its pixels were missed, or called
 * without being it, in all views. */
#include "output/page/svg.h"
#include "output/report/class_order.h"
#include "output/report/html_parts.h"
#include "output/report/text_table.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* What is shown of a class in each view, beside IoU. */
static const struct count {
    const char *key;
    int which;
} counts[] = {{"fn", ML_FN}, {"fp", ML_FP}};
static const struct ratio {
    const char *key;
    int which;
} ratios[] = {{"dice", ML_DICE}, {"precision", ML_PRECISION}, {"recall", ML_RECALL}};

/* The view whose number of pixels is shown: raw and masked have the same. */
static ml_view_kind support_view(const ml_settings *settings)
{
    return settings->views[ML_VIEW_RAW] ? ML_VIEW_RAW : ml_leading_view(settings);
}

static void view_column(ml_page *page, ml_view_kind view, const char *key, const char *title)
{
    char path[64];
    snprintf(path, sizeof path, "%s.per_class.*.%s", ml_view_names[view], key);
    ml_page_column(page, path, title);
}

static void view_columns(ml_page *page, const ml_text_views *views, const char *key)
{
    char title[64];
    for (size_t v = 0; v < views->n; v++) {
        snprintf(title, sizeof title, "%s, %s", key, ml_view_names[views->items[v]]);
        view_column(page, (ml_view_kind)views->items[v], key, title);
    }
}

static void write_head(ml_page *page, const ml_settings *settings, const ml_text_views *views)
{
    ml_html_begin(&page->html, "thead");
    ml_html_begin(&page->html, "tr");
    ml_page_column(page, NULL, "class");
    ml_page_column(page, NULL, "");
    view_column(page, support_view(settings), "support", "pixels");
    view_columns(page, views, "iou");
    for (size_t i = 0; i < ML_COUNT(counts); i++)
        view_columns(page, views, counts[i].key);
    for (size_t i = 0; i < ML_COUNT(ratios); i++)
        view_columns(page, views, ratios[i].key);
    ml_html_end(&page->html);
    ml_html_end(&page->html);
}

static void write_class(ml_page *page, const ml_figures *figures, const ml_text_views *views, size_t c)
{
    ml_html *row = ml_page_row(page, "tr");
    ml_view_kind leading = ml_leading_view(figures->settings);
    ml_html_attribute_printf(row, "data-class", "%zu", c);
    ml_page_class_head(row, figures->settings->classes->items[c].name, figures->settings->masked[c]);
    ml_html_begin(row, "td");
    ml_svg_bar(row, figures->views[leading].per_class[c].ratios[ML_IOU], (double)NAN);
    ml_html_end(row);
    ml_page_cell_count(row, NULL, figures->views[support_view(figures->settings)].per_class[c].counts[ML_SUPPORT]);
    for (size_t v = 0; v < views->n; v++)
        ml_page_cell(page, row, NULL, figures->views[views->items[v]].per_class[c].ratios[ML_IOU]);
    for (size_t i = 0; i < ML_COUNT(counts); i++)
        for (size_t v = 0; v < views->n; v++)
            ml_page_cell_count(row, NULL, figures->views[views->items[v]].per_class[c].counts[counts[i].which]);
    for (size_t i = 0; i < ML_COUNT(ratios); i++)
        for (size_t v = 0; v < views->n; v++)
            ml_page_cell(page, row, NULL, figures->views[views->items[v]].per_class[c].ratios[ratios[i].which]);
    ml_page_row_end(page);
}

void ml_html_report_classes(ml_page *page, const ml_figures *figures)
{
    const ml_text_views views = ml_text_all_views(figures->settings);
    const ml_classes *classes = figures->settings->classes;
    const char *leading = ml_view_names[ml_leading_view(figures->settings)];
    size_t n, *order = ml_class_order(figures, &n);
    if (!order) {
        ml_out_fail(page->html.out, ENOMEM);
        return;
    }
    ml_page_section(page, "classes", "Classes");
    ml_page_rows(page, ML_PAGE_CLASSES_BYTES);
    if (n > 0) {
        char caption[64];
        snprintf(caption, sizeof caption, "Each class; the bar is its %s iou", leading);
        ml_page_table(page, caption, views.n > 2 ? "sortable crowded" : "sortable");
        write_head(page, figures->settings, &views);
        ml_html_begin(&page->html, "tbody");
        for (size_t i = 0; i < n; i++)
            write_class(page, figures, &views, order[i]);
        ml_html_end(&page->html);
        ml_page_table_end(page);
    }
    if (n > 0)
        ml_page_remark(page, "fn: pixels of the class that were called another; fp: pixels that were called it and are not.");
    free(order);
    ml_page_rows_end(page, "classes");
    if (n > ML_CLASS_ORDER_MANY)
        ml_page_remark(page, "The lowest %s iou first.", leading);
    if (n < classes->n)
        ml_page_remark(page, "%zu of %zu classes occur neither in the truth nor in the predictions.", classes->n - n,
                       classes->n);
    ml_page_section_end(page);
}

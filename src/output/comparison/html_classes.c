/* A comparison's page: the classes of each view, those first whose IoU fell most. */
#include "output/comparison/html_parts.h"
#include "output/page/svg.h"

#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const struct ratio {
    const char *key;
    int which;
} ratios[] = {{"precision", ML_PRECISION}, {"recall", ML_RECALL}};
static const struct count {
    const char *key;
    int which;
} counts[] = {{"fn", ML_FN}, {"fp", ML_FP}};

/* A table in progress. */
typedef struct table {
    ml_page *page;
    const ml_comparison *comparison;
    ml_view_kind view;
    const ml_compared **iou; /* [classes] */
    double reach;
} table;

/* Finds the classes' IoU among the figures. */
static void find_iou(table *t)
{
    for (size_t f = 0; f < t->comparison->n_figures; f++) {
        const ml_compared *compared = &t->comparison->figures[f];
        const ml_figure *figure = &compared->figure;
        if (compared->group || !ml_figure_has_interval(figure) || figure->of[ML_OVER_CLASSES] == ML_OF_NONE ||
            figure->of[ML_OVER_MEASURES] != ML_OF_NONE || figure->of[ML_OVER_VIEWS] != (int)t->view ||
            !ml_same_text(figure->row->key, "iou"))
            continue;
        t->iou[figure->of[ML_OVER_CLASSES]] = compared;
        t->reach = ml_compared_reach(t->reach, &compared->interval, compared->delta);
    }
}

static void column(const table *t, const char *member, const char *key, const char *title)
{
    char path[96], words[96];
    snprintf(path, sizeof path, "%s:%s.per_class.*.%s", member, ml_view_names[t->view], key);
    snprintf(words, sizeof words, "%s, %s", key, member);
    ml_page_column(t->page, path, title ? title : words);
}

static void write_head(const table *t)
{
    ml_html_begin(&t->page->html, "thead");
    ml_html_begin(&t->page->html, "tr");
    ml_page_column(t->page, NULL, "class");
    column(t, "baseline", "support", "pixels");
    column(t, "baseline", "iou", NULL);
    column(t, "candidate", "iou", NULL);
    column(t, "delta", "iou", NULL);
    ml_compared_bar_column(t->page, t->reach, false);
    ml_page_column(t->page, NULL, "95\xc2\xa0% interval");
    ml_page_column(t->page, NULL, "");
    for (size_t i = 0; i < ML_COUNT(ratios); i++) {
        column(t, "baseline", ratios[i].key, NULL);
        column(t, "candidate", ratios[i].key, NULL);
        column(t, "delta", ratios[i].key, NULL);
    }
    for (size_t i = 0; i < ML_COUNT(counts); i++) {
        column(t, "baseline", counts[i].key, NULL);
        column(t, "candidate", counts[i].key, NULL);
    }
    ml_html_end(&t->page->html);
    ml_html_end(&t->page->html);
}

static void ratio_cells(const table *t, ml_html *row, double before, double after)
{
    ml_page_cell(t->page, row, NULL, before);
    ml_page_cell(t->page, row, NULL, after);
    ml_html_begin(row, "td");
    ml_page_difference(t->page, row, after - before);
    ml_html_end(row);
}

static void interval_end(const table *t, ml_html *row, const char *member, double x)
{
    ml_html_begin(row, "span");
    ml_html_attribute_printf(row, "data-path", "%s:%s.per_class.*.iou", member, ml_view_names[t->view]);
    ml_page_difference(t->page, row, x);
    ml_html_end(row);
}

static void write_class(const table *t, size_t class)
{
    const ml_comparison *c = t->comparison;
    const ml_class_figures *before = &c->baseline.figures->views[t->view].per_class[class],
                           *after = &c->candidate.figures->views[t->view].per_class[class];
    const ml_compared *iou = t->iou[class];
    const char *verdict = ml_compared_verdict(iou);
    ml_html *row = ml_page_row(t->page, "tr");
    ml_html_attribute_printf(row, "data-class", "%zu", class);
    ml_page_class_head(row, c->baseline.settings->classes->items[class].name, c->baseline.settings->masked[class]);
    ml_page_cell_count(row, NULL, before->counts[ML_SUPPORT]);
    ratio_cells(t, row, iou->baseline, iou->candidate);
    ml_html_begin(row, "td");
    ml_svg_interval(row, &iou->interval, iou->delta, t->reach, ml_compared_colour(verdict));
    ml_html_end(row);
    ml_html_begin_class(row, "td", "sub");
    interval_end(t, row, "low", iou->interval.low);
    ml_html_text(row, " to ");
    interval_end(t, row, "high", iou->interval.high);
    ml_html_end(row);
    ml_html_begin_class(row, "td", "verdict");
    if (*verdict)
        ml_html_element_class(row, "span", ml_compared_colour(verdict), verdict);
    ml_html_end(row);
    for (size_t i = 0; i < ML_COUNT(ratios); i++)
        ratio_cells(t, row, before->ratios[ratios[i].which], after->ratios[ratios[i].which]);
    for (size_t i = 0; i < ML_COUNT(counts); i++) {
        ml_page_cell_count(row, NULL, before->counts[counts[i].which]);
        ml_page_cell_count(row, NULL, after->counts[counts[i].which]);
    }
    ml_page_row_end(t->page);
}

/* Returns how many classes there are. */
static size_t write_table(table *t, size_t limit_bytes)
{
    size_t n;
    char caption[32];
    ml_class_change *changes = ml_comparison_classes(t->comparison, (int)t->view, t->page->html.out, &n);
    find_iou(t);
    snprintf(caption, sizeof caption, "Classes, %s", ml_view_names[t->view]);
    ml_page_rows(t->page, limit_bytes);
    if (n > 0) {
        ml_page_table(t->page, caption, "sortable dense");
        write_head(t);
        ml_html_begin(&t->page->html, "tbody");
        for (size_t k = 0; k < n; k++)
            write_class(t, changes[k].class);
        ml_html_end(&t->page->html);
        ml_page_table_end(t->page);
    }
    ml_page_rows_end(t->page, "classes");
    free(changes);
    return n;
}

void ml_comparison_html_classes(ml_page *page, const ml_comparison *comparison)
{
    const ml_compared_views views = ml_comparison_views(comparison);
    size_t n_classes = comparison->baseline.settings->classes->n, n = 0;
    table t = {.page = page, .comparison = comparison, .iou = ml_alloc(n_classes, sizeof(const ml_compared *))};
    if (!t.iou) {
        ml_out_fail(page->html.out, ENOMEM);
        return;
    }
    ml_page_section(page, "classes", "Classes");
    for (size_t i = 0; i < views.n; i++) {
        t.view = views.items[i];
        t.reach = 0;
        size_t n_here = write_table(&t, ML_COMPARED_CLASSES_BYTES / ML_N_VIEWS);
        n = n_here > n ? n_here : n;
    }
    ml_page_remark(page,
                   "Those first whose iou fell most. fn: pixels of the class that were called another; fp: pixels that were "
                   "called it and are not.");
    if (n < n_classes)
        ml_page_remark(page, "%zu of %zu classes occur neither in the truth nor in the predictions.", n_classes - n, n_classes);
    ml_page_section_end(page);
    free(t.iou);
}

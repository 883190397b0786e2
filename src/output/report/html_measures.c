/* The HTML report's measures: of each a table of its figures, in all views, and the means of the images (or groups);
 * diagrams of those that have them. */
#include "output/report/html_parts.h"
#include "output/report/listed.h"
#include "output/report/measured.h"

#include <errno.h>
#include <stdio.h>

/* A table in progress. */
typedef struct table {
    ml_page *page;
    const ml_set_result *set;
    const ml_measured_list *list;
} table;

static void write_head(const table *t)
{
    ml_html *html = &t->page->html;
    char title[64];
    ml_html_begin(html, "thead");
    ml_html_begin(html, "tr");
    ml_page_column(t->page, NULL, "figure");
    const ml_measured_list *list = t->list;
    const char *const means = t->set->shows_groups ? "mean of the groups" : "mean of the images";
    for (size_t i = 0; i < list->views.n; i++) {
        ml_page_column(t->page, NULL, list->has_views ? ml_view_names[list->views.items[i]] : "value");
        if (list->has_intervals)
            ml_page_column(t->page, NULL, "95\xc2\xa0% interval");
    }
    for (size_t i = 0; i < list->views.n && list->has_means; i++) {
        snprintf(title, sizeof title, "%s%s%s", list->has_views ? ml_view_names[list->views.items[i]] : "",
                 list->has_views ? ", " : "", means);
        ml_page_column(t->page, NULL, title);
    }
    ml_html_end(html);
    ml_html_end(html);
}

/* The two ends of an interval, one after the other. */
static void write_interval(const table *t, const ml_measured *item, int at)
{
    ml_html *html = &t->page->html;
    ml_html_begin_class(html, "td", "sub");
    for (int end = 0; end < 2; end++) {
        ml_html_text(html, end == 0 ? "" : " to ");
        ml_html_begin(html, "span");
        ml_html_attribute(html, "data-path", item->end_paths[end][at]);
        ml_page_number(t->page, html, item->ends[end][at]);
        ml_html_end(html);
    }
    ml_html_end(html);
}

/* A cell for each view, of which a figure without views fills the first; without values all are empty. With `has_intervals`
 * each is followed by one for its interval. */
static void write_cells(const table *t, const ml_measured *item, const double *values, char *const *paths, bool is_count,
                        bool has_intervals)
{
    ml_html *html = &t->page->html;
    for (size_t i = 0; i < t->list->views.n; i++) {
        const int at = item->has_views ? t->list->views.items[i] : 0;
        if (!values || (i > 0 && !item->has_views))
            ml_html_element(html, "td", "");
        else if (is_count)
            ml_page_cell_count(html, paths[at], (uint64_t)values[at]);
        else
            ml_page_cell(t->page, html, paths[at], values[at]);
        if (has_intervals && item->has_interval && (i == 0 || item->has_views))
            write_interval(t, item, at);
        else if (has_intervals)
            ml_html_element(html, "td", "");
    }
}

static void write_table(const table *t, const ml_measure *measure)
{
    ml_html *html = &t->page->html;
    char caption[256];
    snprintf(caption, sizeof caption, "%s: %s", measure->key, measure->kind->title);
    ml_page_table(t->page, caption, NULL);
    write_head(t);
    ml_html_begin(html, "tbody");
    for (size_t i = 0; i < t->list->n; i++) {
        const ml_measured *item = &t->list->items[i];
        ml_html_begin(html, "tr");
        ml_page_row_head(html, item->label);
        write_cells(t, item, item->values, item->paths, item->is_count, t->list->has_intervals);
        if (t->list->has_means)
            write_cells(t, item, item->has_means ? item->means : NULL, item->mean_paths, false, false);
        ml_html_end(html);
    }
    ml_html_end(html);
    ml_page_table_end(t->page);
}

/* The first of a measure's list, if it has one. */
static void write_list(ml_page *page, const ml_set_result *set, size_t k)
{
    const ml_measures *measures = set->figures->settings->measures;
    char text[ML_LISTED_TEXT_SIZE], caption[256];
    ml_listed of;
    if (!ml_listed_find(set->figures->settings, k, &set->aggregate->lists, &of) || of.list->n_first == 0)
        return;
    snprintf(caption, sizeof caption, "%s: %s", measures->items[k].key, of.title);
    ml_page_table(page, caption, "sortable");
    ml_html_begin(&page->html, "thead");
    ml_html_begin(&page->html, "tr");
    for (size_t c = 0; c < of.n_columns; c++)
        ml_page_column(page, NULL, of.columns[c].title);
    ml_html_end(&page->html);
    ml_html_end(&page->html);
    ml_html_begin(&page->html, "tbody");
    ml_page_rows(page, ML_PAGE_LISTS_BYTES / measures->n);
    for (size_t i = 0; i < of.list->n_first; i++) {
        const ml_list_row *row = of.list->first[i];
        ml_html *html = ml_page_row(page, "tr");
        for (size_t c = 0; c < of.n_columns; c++) {
            const ml_listed_column *column = &of.columns[c];
            if (column->kind == ML_KIND_COUNT || column->kind == ML_KIND_SIZE) {
                ml_page_cell_count(html, NULL, row->cells[column->first]);
                continue;
            }
            ml_html_begin_class(html, "td", "text");
            if (column->kind == ML_KIND_IMAGE)
                ml_html_name(html, ML_PAGE_ID_COLUMNS, row->id);
            else
                ml_html_label(html, ML_PAGE_NAME_COLUMNS, ml_listed_text(&of, column, row->cells, text));
            ml_html_end(html);
        }
        ml_page_row_end(page);
    }
    ml_html_end(&page->html);
    ml_page_table_end(page);
    ml_page_rows_end(page, of.title);
}

void ml_html_report_measures(ml_page *page, const ml_set_result *set)
{
    const ml_settings *settings = set->figures->settings;
    if (settings->measures->n == 0)
        return;
    size_t n_drawn = 0;
    ml_page_section(page, "measures", "What overlap cannot see");
    for (size_t k = 0; k < settings->measures->n; k++) {
        ml_measured_list list;
        if (ml_measured_list_init(set, k, &list)) {
            const table t = {page, set, &list};
            write_table(&t, &settings->measures->items[k]);
        } else {
            ml_out_fail(page->html.out, ENOMEM);
        }
        ml_measured_list_clear(&list);
        write_list(page, set, k);
        ml_html_report_reliability(page, set, k, &n_drawn);
    }
    ml_page_section_end(page);
}

/* The Markdown report's tables of measures; see markdown_parts.h. */
#include "output/markdown.h"
#include "output/report/listed.h"
#include "output/report/markdown_parts.h"
#include "output/report/measured.h"

#include <errno.h>

enum { MAX_LISTED = 50 };

/* A cell for each view, of which a figure without views fills the first. */
static void write_cells(ml_out *out, const ml_text_views *views, const ml_measured *item, const double *values, bool is_count)
{
    for (size_t i = 0; i < views->n; i++)
        if (i > 0 && !item->has_views)
            ml_out_text(out, "| ");
        else if (is_count)
            ml_markdown_cell_count(out, (uint64_t)values[item->has_views ? views->items[i] : 0]);
        else
            ml_markdown_cell_number(out, values[item->has_views ? views->items[i] : 0], false);
}

static void write_head(ml_out *out, const ml_measured_list *list, const char *means)
{
    const ml_text_views *views = &list->views;
    for (size_t i = 0; i < views->n; i++)
        ml_out_printf(out, "| %s ", list->has_views ? ml_view_names[views->items[i]] : "value");
    for (size_t i = 0; i < views->n && list->has_means; i++)
        ml_out_printf(out, "| %s%s%s ", list->has_views ? ml_view_names[views->items[i]] : "", list->has_views ? ", " : "",
                      means);
    ml_out_text(out, "|\n");
    ml_markdown_rule(out, 1 + views->n * (list->has_means ? 2 : 1), 1);
}

static void write_row(ml_out *out, const ml_measured_list *list, const ml_measured *item)
{
    const ml_text_views *views = &list->views;
    ml_out_text(out, "| ");
    ml_markdown_text(out, item->label);
    ml_out_text(out, " ");
    write_cells(out, views, item, item->values, item->is_count);
    if (list->has_means && item->has_means)
        write_cells(out, views, item, item->means, false);
    for (size_t i = 0; i < views->n && list->has_means && !item->has_means; i++)
        ml_out_text(out, "| ");
    ml_markdown_row_end(out);
}

/* A table of the intervals of measure `key`. */
static void write_intervals(ml_out *out, const ml_measured_list *list, const char *key)
{
    const ml_text_views *views = &list->views;
    ml_out_printf(out, "\n| %s, 95 %% interval ", key);
    for (size_t i = 0; i < views->n; i++)
        ml_out_printf(out, "| %s%slow | high ", list->has_views ? ml_view_names[views->items[i]] : "",
                      list->has_views ? ": " : "");
    ml_out_text(out, "|\n");
    ml_markdown_rule(out, 1 + 2 * views->n, 1);
    for (const ml_measured *item = list->items; item < list->items + list->n; item++) {
        if (!item->has_interval)
            continue;
        ml_out_text(out, "| ");
        ml_markdown_text(out, item->label);
        ml_out_text(out, " ");
        for (size_t i = 0; i < views->n; i++)
            for (int end = 0; end < 2; end++)
                if (i > 0 && !item->has_views)
                    ml_out_text(out, "| ");
                else
                    ml_markdown_cell_number(out, item->ends[end][item->has_views ? views->items[i] : 0], false);
        ml_markdown_row_end(out);
    }
}

/* The first of a measure's list, if it has one. */
static void write_list(const ml_report *report, const ml_set_result *set, size_t k)
{
    const size_t start = report->out->n, limit_bytes = ML_MARKDOWN_LISTS_BYTES / report->settings->measures->n;
    char text[ML_LISTED_TEXT_SIZE];
    ml_listed of;
    ml_out *out = report->out;
    size_t i = 0;
    if (!ml_listed_find(report->settings, k, &set->aggregate->lists, &of) || of.list->n_first == 0)
        return;
    for (size_t c = 0; c < of.n_columns; c++)
        ml_out_printf(out, "%s| %s ", c == 0 ? "\n" : "", c == 0 ? of.title : of.columns[c].title);
    ml_out_text(out, "|\n");
    ml_markdown_rule(out, of.n_columns, of.n_columns);
    for (; i < of.list->n_first && i < MAX_LISTED && ml_markdown_has_room(out, start, limit_bytes); i++) {
        const ml_list_row *row = of.list->first[i];
        for (size_t c = 0; c < of.n_columns; c++) {
            ml_out_text(out, "| ");
            if (of.columns[c].kind == ML_KIND_IMAGE)
                ml_markdown_name(out, row->id);
            else
                ml_markdown_text(out, ml_listed_text(&of, &of.columns[c], row->cells, text));
            ml_out_text(out, " ");
        }
        ml_markdown_row_end(out);
    }
    ml_markdown_left_out(out, of.list->n_first - i, "object", "see --format=json.");
}

void ml_markdown_measures(const ml_report *report, const ml_set_result *set)
{
    const ml_measures *measures = report->settings->measures;
    ml_out *out = report->out;
    for (size_t k = 0; k < measures->n; k++) {
        ml_measured_list list;
        const bool fits = ml_measured_list_init(set, k, &list);
        if (!fits)
            ml_out_fail(out, ENOMEM);
        ml_out_printf(out, "\n| %s ", measures->items[k].key);
        write_head(out, &list, set->shows_groups ? "mean of groups" : "mean of images");
        for (size_t i = 0; i < list.n && fits; i++)
            write_row(out, &list, &list.items[i]);
        if (list.has_intervals && fits)
            write_intervals(out, &list, measures->items[k].key);
        ml_measured_list_clear(&list);
        write_list(report, set, k);
    }
}

/* The text report's measures: of each a table of its figures, in all views; where there is room, the means of the images (or
 * groups) stand beside those of the set. */
#include "base/text.h"
#include "output/report/listed.h"
#include "output/report/measured.h"
#include "output/report/text_parts.h"
#include "output/text.h"

#include <errno.h>
#include <string.h>

enum { COLUMNS = 8, COUNT_COLUMNS = 12, PLACES = 4, MIN_LABEL_COLUMNS = 14, MAX_NAME_COLUMNS = 20, MAX_LISTED = 10 };

typedef struct table {
    ml_out *out;
    const ml_set_result *set;
    const ml_measured_list *list;
    size_t label_columns, columns;
    bool has_means;
} table;

static void lay_out(table *t)
{
    bool has_counts = false;
    t->label_columns = MIN_LABEL_COLUMNS;
    for (size_t i = 0; i < t->list->n; i++) {
        size_t wide = ml_text_columns(t->list->items[i].label);
        t->label_columns = wide > t->label_columns ? wide : t->label_columns;
        has_counts |= t->list->items[i].is_count && t->list->items[i].values[t->list->views.items[0]] >= 1e6;
    }
    t->columns = ml_text_view_columns(&t->list->views, has_counts ? COUNT_COLUMNS : COLUMNS);
    t->has_means = t->list->has_means && t->label_columns + 2 * t->list->views.n * t->columns <= ml_text_line_columns(t->out);
}

static void write_head(const table *t, const ml_measure *measure)
{
    ml_out *out = t->out;
    ml_out_text(out, "\n");
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_printf(out, "%s: ", measure->key);
    ml_out_text(out, measure->kind->title);
    ml_out_text(out, "\n");
    if (t->has_means) {
        ml_out_pad(out, t->label_columns);
        ml_text_title(out, t->columns * t->list->views.n, "the set", "set");
        ml_text_title(out, t->columns * t->list->views.n, t->set->shows_groups ? "mean of groups" : "mean of images",
                      t->set->shows_groups ? "groups" : "images");
        ml_out_text(out, "\n");
    }
    if (t->list->has_views) {
        ml_out_pad(out, t->label_columns);
        ml_text_view_names(out, &t->list->views, t->columns);
        if (t->has_means)
            ml_text_view_names(out, &t->list->views, t->columns);
        ml_out_text(out, "\n");
    }
    ml_text_style(out, ML_STYLE_PLAIN);
}

static void write_value(const table *t, const ml_measured *item, double x)
{
    if (item->is_count)
        ml_out_printf(t->out, "%*llu", (int)t->columns, (unsigned long long)x);
    else
        ml_text_figure(t->out, t->columns, PLACES, x);
}

static void write_row(const table *t, const ml_measured *item)
{
    const size_t n = item->has_views ? t->list->views.n : 1;
    ml_text_label(t->out, t->label_columns, item->label);
    for (size_t i = 0; i < n; i++)
        write_value(t, item, item->values[item->has_views ? t->list->views.items[i] : 0]);
    if (t->has_means && item->has_means) {
        ml_out_pad(t->out, t->columns * (t->list->views.n - n));
        for (size_t i = 0; i < n; i++)
            ml_text_figure(t->out, t->columns, PLACES, item->means[item->has_views ? t->list->views.items[i] : 0]);
    }
    ml_out_text(t->out, "\n");
}

/* A table of the intervals, below that of the figures. */
static void write_intervals(const table *t)
{
    ml_out *out = t->out;
    const size_t n = t->list->has_views ? t->list->views.n : 1;
    ml_text_style(out, ML_STYLE_HEAD);
    ml_text_label(out, t->label_columns, "95 % interval");
    for (size_t i = 0; i < n; i++)
        ml_out_printf(out, "%*s%*s", (int)t->columns, t->list->has_views ? ml_view_names[t->list->views.items[i]] : "from",
                      (int)t->columns, "to");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    for (const ml_measured *item = t->list->items; item < t->list->items + t->list->n; item++) {
        if (!item->has_interval)
            continue;
        ml_text_label(out, t->label_columns, item->label);
        for (size_t i = 0; i < n; i++)
            for (int end = 0; end < 2; end++)
                ml_text_figure(out, t->columns, PLACES, item->ends[end][item->has_views ? t->list->views.items[i] : 0]);
        ml_out_text(out, "\n");
    }
}

/* A list in progress: how wide its columns are. */
typedef struct shown_list {
    ml_out *out;
    ml_listed of;
    size_t n_rows; /* that are shown */
    size_t widths[ML_LISTED_MAX_COLUMNS];
} shown_list;

static bool is_left(const ml_listed_column *column) { return column->kind == ML_KIND_CLASS; }

/* Names of classes are cut where they are too long, numbers never are. */
static void lay_out_list(shown_list *l)
{
    char text[ML_LISTED_TEXT_SIZE];
    for (size_t c = 0; c < l->of.n_columns; c++) {
        const ml_listed_column *column = &l->of.columns[c];
        size_t width = strlen(c == 0 ? l->of.title : column->title);
        for (size_t i = 0; i < l->n_rows && column->kind != ML_KIND_IMAGE; i++) {
            const ml_list_row *row = l->of.list->first[i];
            const size_t wide = ml_text_columns(ml_listed_text(&l->of, column, row->cells, text));
            width = wide > width ? wide : width;
        }
        l->widths[c] = is_left(column) && width > MAX_NAME_COLUMNS ? MAX_NAME_COLUMNS : width;
    }
}

static void write_listed(const shown_list *l, size_t c, const char *text)
{
    const ml_listed_column *column = &l->of.columns[c];
    if (c > 0)
        ml_out_text(l->out, "  ");
    if (is_left(column))
        ml_text_label(l->out, l->widths[c], text);
    else if (column->kind == ML_KIND_IMAGE)
        ml_text_name(l->out, text);
    else
        ml_out_printf(l->out, "%*s", (int)l->widths[c], text);
}

/* The first of a measure's list, if it has one; the image's name, which is as long as it is, stands last. */
static void write_list(const ml_report *report, const ml_set_result *set, size_t k)
{
    char text[ML_LISTED_TEXT_SIZE];
    shown_list l = {.out = report->out};
    if (!ml_listed_find(report->settings, k, &set->aggregate->lists, &l.of) || l.of.list->n_first == 0)
        return;
    l.n_rows = l.of.list->n_first < MAX_LISTED ? l.of.list->n_first : MAX_LISTED;
    lay_out_list(&l);
    ml_out_text(l.out, "\n");
    ml_text_style(l.out, ML_STYLE_HEAD);
    for (size_t c = 0; c < l.of.n_columns; c++)
        write_listed(&l, c, c == 0 ? l.of.title : l.of.columns[c].title);
    ml_text_style(l.out, ML_STYLE_PLAIN);
    ml_out_text(l.out, "\n");
    for (size_t i = 0; i < l.n_rows; i++) {
        const ml_list_row *row = l.of.list->first[i];
        for (size_t c = 0; c < l.of.n_columns; c++)
            write_listed(&l, c,
                         l.of.columns[c].kind == ML_KIND_IMAGE ? row->id
                                                               : ml_listed_text(&l.of, &l.of.columns[c], row->cells, text));
        ml_out_text(l.out, "\n");
    }
    if (l.of.list->n_first > l.n_rows)
        ml_out_printf(l.out, "and %zu more, which --format=json has\n", l.of.list->n_first - l.n_rows);
}

void ml_text_measures(const ml_report *report, const ml_set_result *set)
{
    const ml_measures *measures = report->settings->measures;
    for (size_t k = 0; k < measures->n; k++) {
        ml_measured_list list;
        if (ml_measured_list_init(set, k, &list)) {
            table t = {report->out, set, &list, 0, 0, false};
            lay_out(&t);
            write_head(&t, &measures->items[k]);
            for (size_t i = 0; i < list.n; i++)
                write_row(&t, &list.items[i]);
            if (list.has_intervals)
                write_intervals(&t);
        } else {
            ml_out_fail(report->out, ENOMEM);
        }
        ml_measured_list_clear(&list);
        write_list(report, set, k);
    }
}

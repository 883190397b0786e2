/* The text report's confusions, of the raw view. Of few classes the whole matrix, in one table with the classes' counts and IoU
 * where that fits, else below it; of many the largest confusions. */
#include "output/report/confusions.h"
#include "output/report/text_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum {
    CELL_COLUMNS = 5,
    COUNT_COLUMNS = 7,
    IOU_COLUMNS = 7, /* at least */
    PLACES = 4,
    MIN_NAME_COLUMNS = 12,
    BRIEF_TEXT_SIZE = 24,
};

/* A count in at most four characters: 9999, 12k, 3.4M. */
static const char *brief(uint64_t n, char text[BRIEF_TEXT_SIZE])
{
    static const char units[] = "kMGTPE";
    double x = (double)n;
    int unit = -1;
    for (; x >= 999.5 && (unit >= 0 || n > 9999); unit++)
        x /= 1000;
    if (unit < 0)
        snprintf(text, BRIEF_TEXT_SIZE, "%llu", (unsigned long long)n);
    else
        snprintf(text, BRIEF_TEXT_SIZE, "%.*f%c", x < 9.95 ? 1 : 0, x, units[unit]);
    return text;
}

typedef struct table {
    const ml_report *report;
    const ml_figures *figures;
    ml_text_views views;
    size_t n; /* classes */
    size_t index_columns, name_columns, iou_columns;
    bool has_none; /* predictions that are no class */
    bool is_whole; /* with the classes' counts and IoU */
} table;

static const uint64_t *row_of(const table *t, size_t y) { return t->figures->views[ML_VIEW_RAW].view.record.hard + y * t->n; }

static size_t cells_columns(const table *t) { return CELL_COLUMNS * (t->n + t->has_none); }

/* Measures the names; whether the table fits. */
static bool lay_out(const ml_report *report, const ml_figures *figures, bool is_whole, table *t)
{
    const ml_classes *classes = report->settings->classes;
    size_t width = ml_text_line_columns(report->out), longest = strlen("class");
    *t = (table){.report = report,
                 .figures = figures,
                 .views = ml_text_all_views(report->settings),
                 .n = classes->n,
                 .has_none = figures->n_none > 0,
                 .is_whole = is_whole};
    t->iou_columns = ml_text_view_columns(&t->views, IOU_COLUMNS);
    if (t->n > ML_CONFUSIONS_FEW_CLASSES)
        return false;
    for (size_t c = 0; c < t->n; c++) {
        size_t wide = ml_text_columns(classes->items[c].name);
        longest = wide > longest ? wide : longest;
        if (classes->items[c].name[0] < '0' || classes->items[c].name[0] > '9')
            t->index_columns = t->n > 10 ? 3 : 2;
    }
    size_t taken = t->index_columns + 1 + cells_columns(t) + (is_whole ? 3 * COUNT_COLUMNS + t->iou_columns * t->views.n : 0);
    size_t room = width > taken ? width - taken : 0;
    t->name_columns = longest < room ? longest : room;
    return t->name_columns == longest || t->name_columns >= MIN_NAME_COLUMNS;
}

static void write_head(const table *t)
{
    ml_out *out = t->report->out;
    ml_view_kind leading = ml_leading_view(t->report->settings);
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_pad(out, t->index_columns + t->name_columns + 1);
    if (t->is_whole) {
        ml_out_pad(out, COUNT_COLUMNS);
        ml_text_title(out, 2 * COUNT_COLUMNS, ml_view_names[leading], "");
        ml_text_title(out, t->iou_columns * t->views.n, "iou", "iou");
    }
    ml_text_title(out, cells_columns(t), t->is_whole ? "raw: called" : "pixels called (raw)", "called");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_pad(out, t->index_columns);
    ml_text_label(out, t->name_columns + 1, "class");
    if (t->is_whole) {
        ml_out_printf(out, "%*s%*s%*s", COUNT_COLUMNS, "pixels", COUNT_COLUMNS, "fn", COUNT_COLUMNS, "fp");
        ml_text_view_names(out, &t->views, t->iou_columns);
    }
    for (size_t c = 0; c < t->n; c++)
        ml_out_printf(out, "%*zu", CELL_COLUMNS, c);
    if (t->has_none)
        ml_out_printf(out, "%*s", CELL_COLUMNS, "none");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

static void write_cell(const table *t, uint64_t n, bool is_right)
{
    char text[BRIEF_TEXT_SIZE];
    ml_out *out = t->report->out;
    if (is_right || n == 0)
        ml_text_style(out, is_right ? ML_STYLE_HEAD : ML_STYLE_DIM);
    ml_out_printf(out, "%*s", CELL_COLUMNS, n == 0 ? "." : brief(n, text));
    if (is_right || n == 0)
        ml_text_style(out, ML_STYLE_PLAIN);
}

static void write_row(const table *t, size_t y)
{
    char text[BRIEF_TEXT_SIZE];
    ml_out *out = t->report->out;
    const ml_settings *settings = t->report->settings;
    const ml_view_figures *raw = &t->figures->views[ML_VIEW_RAW];
    const uint64_t *leading = t->figures->views[ml_leading_view(settings)].per_class[y].counts;
    if (t->index_columns)
        ml_out_printf(out, "%*zu ", (int)t->index_columns - 1, y);
    ml_text_label(out, t->name_columns, settings->classes->items[y].name);
    ml_out_text(out, settings->masked[y] ? "*" : " ");
    if (t->is_whole) {
        ml_out_printf(out, "%*s", COUNT_COLUMNS, brief(raw->per_class[y].counts[ML_SUPPORT], text));
        ml_out_printf(out, "%*s", COUNT_COLUMNS, brief(leading[ML_FN], text));
        ml_out_printf(out, "%*s", COUNT_COLUMNS, brief(leading[ML_FP], text));
        for (size_t v = 0; v < t->views.n; v++)
            ml_text_figure(out, t->iou_columns, PLACES, t->figures->views[t->views.items[v]].per_class[y].ratios[ML_IOU]);
    }
    for (size_t c = 0; c < t->n; c++)
        write_cell(t, row_of(t, y)[c], c == y);
    if (t->has_none)
        write_cell(t, raw->view.record.none[y], false);
    ml_out_text(out, "\n");
}

static void write_table(const table *t)
{
    ml_out_text(t->report->out, "\n");
    write_head(t);
    for (size_t y = 0; y < t->n; y++)
        write_row(t, y);
}

static void write_largest(const table *t)
{
    const ml_settings *settings = t->report->settings;
    ml_confusion largest[ML_CONFUSIONS_LARGEST];
    size_t n = ml_confusions_find(t->figures, false, largest);
    bool has_forgiven = false;
    ml_out text = {.path = "memory", .fd = -1};
    if (n == 0)
        return;
    ml_out_text(t->report->out, "\n");
    ml_out_text(&text, n == ML_CONFUSIONS_LARGEST ? "Largest confusions:" : "All confusions:");
    for (size_t i = 0; i < n; i++) {
        bool forgiven = settings->masked[largest[i].y] && settings->views[ML_VIEW_MASKED];
        ml_out_text(&text, i ? ", " : " ");
        ml_text_message(&text, settings->classes->items[largest[i].y].name);
        ml_out_text(&text, " called ");
        ml_text_message(&text, settings->classes->items[largest[i].c].name);
        ml_out_printf(&text, " %llu%s", (unsigned long long)largest[i].n, forgiven ? "*" : "");
        has_forgiven |= forgiven;
    }
    ml_out_text(&text, has_forgiven ? " (* forgiven)." : ".");
    ml_text_wrap(t->report->out, ML_STYLE_PLAIN, &text);
}

void ml_text_classes_and_confusions(const ml_report *report, const ml_figures *figures)
{
    table t;
    if (lay_out(report, figures, true, &t)) {
        write_table(&t);
        return;
    }
    ml_text_classes(report, figures);
    if (lay_out(report, figures, false, &t))
        write_table(&t);
    else
        write_largest(&t);
}

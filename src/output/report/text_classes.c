/* The text report's classes: support, false negatives, false positives and IoU, in all views side by side. Where that does not
 * fit, counts of many digits are rounded; then each view gets a table of its own. More than ML_CLASS_ORDER_MANY are
 * sorted, the worst first. */
#include "output/report/class_order.h"
#include "output/report/text_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    IOU_COLUMNS = 9,
    PLACES = 6,
    BRIEF_DIGITS = 6,     /* that a rounded count has at most, its point and unit included */
    MIN_NAME_COLUMNS = 8, /* in any case */
    NAME_COLUMNS = 12,    /* that another layout is taken for, rather than that names are cut */
    BRIEF_TEXT_SIZE = 24,
};

/* The groups of counts, each over all views; the first one is the same in all. */
enum { SUPPORT, FN, FP, N_GROUPS };
static const struct group {
    int count;
    const char *title, *short_title;
    size_t gap; /* before it */
} groups[N_GROUPS] = {
    [SUPPORT] = {ML_SUPPORT, "", "", 2},
    [FN] = {ML_FN, "false negatives", "fn", 2},
    [FP] = {ML_FP, "false positives", "fp", 2},
};

typedef struct table {
    const ml_report *report;
    const ml_figures *figures;
    size_t n;             /* classes that occur */
    size_t *classes;      /* [n] in the order in which they are listed */
    size_t index_columns; /* 0: names are the indices */
    size_t longest_name;
    size_t digits[N_GROUPS]; /* of the largest count */
    /* The layout: */
    ml_text_views views;
    bool is_brief;
    size_t name_columns;
    size_t columns[N_GROUPS]; /* of one view */
} table;

static uint64_t count_of(const table *t, int view, size_t c, int group)
{
    return t->figures->views[group == SUPPORT ? ML_VIEW_RAW : view].per_class[c].counts[groups[group].count];
}

/* A count, or if it has many digits, four of them and a unit. */
static const char *brief(uint64_t n, char text[BRIEF_TEXT_SIZE])
{
    static const char units[] = "MGTPE";
    double x = (double)n / 1e6;
    size_t unit = 0;
    for (; x >= 999.95; unit++)
        x /= 1000;
    if (n < 1000000)
        snprintf(text, BRIEF_TEXT_SIZE, "%llu", (unsigned long long)n);
    else
        snprintf(text, BRIEF_TEXT_SIZE, "%.*f%c", x < 9.9995 ? 3 : x < 99.995 ? 2 : 1, x, units[unit]);
    return text;
}

static size_t digits_of(uint64_t n)
{
    size_t digits = 1;
    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

/* Chooses the classes and measures what is to be shown of them. */
static ml_status measure(const ml_report *report, const ml_figures *figures, table *t)
{
    const ml_classes *classes = report->settings->classes;
    const ml_text_views views = ml_text_all_views(report->settings);
    *t = (table){.report = report, .figures = figures};
    t->classes = ml_class_order(figures, &t->n);
    if (!t->classes)
        return ML_E_SYSTEM;
    for (size_t i = 0; i < t->n; i++) {
        size_t c = t->classes[i], wide = ml_text_columns(classes->items[c].name);
        t->longest_name = wide > t->longest_name ? wide : t->longest_name;
        if (classes->items[c].name[0] < '0' || classes->items[c].name[0] > '9') /* a number is the class's own index */
            t->index_columns = 1;
        for (int g = 0; g < N_GROUPS; g++)
            for (size_t v = 0; v < views.n; v++) {
                size_t digits = digits_of(count_of(t, views.items[v], c, g));
                t->digits[g] = digits > t->digits[g] ? digits : t->digits[g];
            }
    }
    t->index_columns = t->index_columns ? digits_of(classes->n - 1) + 1 : 0;
    return ML_OK;
}

/* Lays the table out; whether names have the columns that they should. */
static bool lay_out(table *t, ml_text_views views, bool is_brief)
{
    size_t taken = t->index_columns + views.n * IOU_COLUMNS + 1 + 2, width = ml_text_line_columns(t->report->out);
    size_t wanted = t->longest_name < NAME_COLUMNS ? t->longest_name : NAME_COLUMNS, head = 0;
    t->views = views;
    t->is_brief = false;
    for (size_t v = 0; v < views.n; v++)
        head = strlen(ml_view_names[views.items[v]]) > head ? strlen(ml_view_names[views.items[v]]) : head;
    for (int g = 0; g < N_GROUPS; g++) {
        size_t least = g == SUPPORT ? strlen("support") : head;
        size_t digits = is_brief && t->digits[g] > BRIEF_DIGITS ? BRIEF_DIGITS : t->digits[g];
        t->columns[g] = (digits > least ? digits : least) + (g == SUPPORT ? 0 : 1);
        t->is_brief |= digits < t->digits[g];
        taken += groups[g].gap + t->columns[g] * (g == SUPPORT ? 1 : views.n);
    }
    size_t room = width > taken ? width - taken : 0;
    t->name_columns = room < MIN_NAME_COLUMNS ? MIN_NAME_COLUMNS : room;
    t->name_columns = t->longest_name < t->name_columns ? t->longest_name : t->name_columns;
    t->name_columns = t->name_columns < strlen("class") ? strlen("class") : t->name_columns;
    return t->name_columns <= room && t->name_columns >= wanted;
}

static void write_titles(const table *t)
{
    ml_out *out = t->report->out;
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_pad(out, t->index_columns + t->name_columns + groups[SUPPORT].gap + t->columns[SUPPORT]);
    for (int g = FN; g < N_GROUPS; g++)
        ml_text_title(out, groups[g].gap + t->columns[g] * t->views.n, groups[g].title, groups[g].short_title);
    ml_text_title(out, t->views.n * IOU_COLUMNS + 1, "iou", "iou");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

static void write_head(const table *t)
{
    ml_out *out = t->report->out;
    write_titles(t);
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_pad(out, t->index_columns);
    ml_text_label(out, t->name_columns + groups[SUPPORT].gap, "class");
    ml_out_printf(out, "%*s", (int)t->columns[SUPPORT], "support");
    for (int g = FN; g < N_GROUPS; g++) {
        ml_out_pad(out, groups[g].gap);
        ml_text_view_names(out, &t->views, t->columns[g]);
    }
    ml_out_pad(out, 1);
    ml_text_view_names(out, &t->views, IOU_COLUMNS);
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

static void write_count(const table *t, int view, size_t c, int g)
{
    char text[BRIEF_TEXT_SIZE];
    uint64_t n = count_of(t, view, c, g);
    if (t->is_brief)
        ml_out_printf(t->report->out, "%*s", (int)t->columns[g], brief(n, text));
    else
        ml_out_printf(t->report->out, "%*llu", (int)t->columns[g], (unsigned long long)n);
}

static void write_row(const table *t, size_t c)
{
    ml_out *out = t->report->out;
    const ml_settings *settings = t->report->settings;
    if (t->index_columns > 0)
        ml_out_printf(out, "%*zu ", (int)t->index_columns - 1, c);
    ml_text_label(out, t->name_columns, settings->classes->items[c].name);
    for (int g = 0; g < N_GROUPS; g++) {
        ml_out_pad(out, groups[g].gap);
        for (size_t v = 0; v < (g == SUPPORT ? 1 : t->views.n); v++)
            write_count(t, t->views.items[v], c, g);
    }
    ml_out_pad(out, 1);
    for (size_t v = 0; v < t->views.n; v++)
        ml_text_figure(out, IOU_COLUMNS, PLACES, t->figures->views[t->views.items[v]].per_class[c].ratios[ML_IOU]);
    if (settings->masked[c]) {
        ml_out_text(out, " ");
        ml_text_style(out, ML_STYLE_DIM);
        ml_out_text(out, "*");
        ml_text_style(out, ML_STYLE_PLAIN);
    }
    ml_out_text(out, "\n");
}

static void write_table(const table *t)
{
    if (t->n == 0)
        return;
    ml_out_text(t->report->out, "\n");
    write_head(t);
    for (size_t i = 0; i < t->n; i++)
        write_row(t, t->classes[i]);
}

/* What the reader has to know about the table. */
static void write_remarks(const table *t)
{
    ml_out *out = t->report->out;
    const ml_settings *settings = t->report->settings;
    size_t n_empty = settings->classes->n - t->n;
    ml_out text = {.path = "memory", .fd = -1};
    ml_out_text(out, t->n == 0 ? "\n" : "");
    if (t->figures->n_masked > 0)
        ml_out_text(&text, settings->views[ML_VIEW_MASKED]
                               ? "* masked: counted as right in the masked view, whatever was predicted"
                               : "* masked");
    ml_text_wrap(out, ML_STYLE_PLAIN, &text);
    if (t->is_brief)
        ml_out_text(&text, "M, G: rounded counts, in millions and billions (--format=tsv does not round).");
    ml_text_wrap(out, ML_STYLE_PLAIN, &text);
    if (t->n > ML_CLASS_ORDER_MANY)
        ml_out_printf(&text, "The lowest %s iou first.", ml_view_names[ml_leading_view(settings)]);
    ml_text_wrap(out, ML_STYLE_PLAIN, &text);
    if (n_empty > 0)
        ml_out_printf(&text, "%zu of %zu classes occur neither in the truth nor in the predictions.", n_empty,
                      settings->classes->n);
    ml_text_wrap(out, ML_STYLE_PLAIN, &text);
}

void ml_text_classes(const ml_report *report, const ml_figures *figures)
{
    const ml_text_views all = ml_text_all_views(report->settings);
    table t;
    ml_status status = measure(report, figures, &t);
    if (status) {
        ml_out_fail(report->out, ENOMEM);
    } else if (lay_out(&t, all, false) || lay_out(&t, all, true)) {
        write_table(&t);
    } else {
        for (size_t v = 0; v < all.n; v++) {
            const ml_text_views one = {1, {all.items[v]}};
            if (!lay_out(&t, one, false))
                lay_out(&t, one, true);
            write_table(&t);
        }
    }
    if (!status)
        write_remarks(&t);
    free(t.classes);
}

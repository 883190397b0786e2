/* The HTML report's confusion matrices as heat maps, one for each view: rows are the truth, of which each cell is a share, in
 * colours and in per cent; the number of pixels is in its title. Of many classes those with most errors. */
#include "output/report/html_parts.h"
#include "output/report/text_table.h"

#include "base/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_CLASSES = 40,
    CROWDED_CLASSES = 16, /* more are too many for a page of paper */
    TITLE_COLUMNS = 24,   /* of names in titles of cells */
    CELL_BYTES = 56,      /* but for names and numbers */
    N_STEPS = 6,
};

/* Shares from which on a step of the scale is taken, in per mille: of errors, which are few, and of what is right. */
static const struct scale {
    char name; /* of the style's classes */
    const char *words;
    int steps[N_STEPS];
} errors = {'e', "wrong", {0, 10, 30, 100, 250, 500}}, hits = {'d', "right", {0, 250, 500, 750, 900, 970}};

/* The classes that are shown. */
typedef struct shown {
    const ml_figures *figures;
    const ml_settings *settings;
    size_t n;
    size_t classes[MAX_CLASSES]; /* [n] in ascending order */
    bool is_part;                /* not all that occur */
    bool has_none;               /* predictions that are no class */
    bool has_names;              /* in the titles of cells */
} shown;

/* Missed pixels and wrongly called ones, in the raw view. */
static uint64_t errors_of(const ml_figures *figures, size_t c)
{
    const uint64_t *counts = figures->views[ML_VIEW_RAW].per_class[c].counts;
    return counts[ML_FN] + counts[ML_FP];
}

/* Adds a class where it belongs to those with most errors, the first of equals. */
static void offer(shown *s, size_t c)
{
    size_t least = 0;
    if (s->n < MAX_CLASSES) {
        s->classes[s->n++] = c;
        return;
    }
    s->is_part = true;
    for (size_t i = 1; i < s->n; i++)
        if (errors_of(s->figures, s->classes[i]) <= errors_of(s->figures, s->classes[least]))
            least = i;
    if (errors_of(s->figures, c) <= errors_of(s->figures, s->classes[least]))
        return;
    memmove(s->classes + least, s->classes + least + 1, (s->n - least - 1) * sizeof *s->classes);
    s->classes[s->n - 1] = c;
}

/* Chooses the classes, and whether titles of cells can have their names without becoming too long together. `out` fails where
 * that lacks memory. */
static shown choose(const ml_figures *figures, size_t n_views, ml_out *out)
{
    shown s = {.figures = figures, .settings = figures->settings, .has_none = figures->n_none > 0};
    size_t longest = 0;
    for (size_t c = 0; c < s.settings->classes->n; c++)
        if (!ml_figures_lack_class(figures, c))
            offer(&s, c);
    for (size_t i = 0; i < s.n; i++) {
        ml_out name = {.path = "a name", .fd = -1};
        ml_html html = {.out = &name};
        ml_html_label(&html, TITLE_COLUMNS, s.settings->classes->items[s.classes[i]].name);
        longest = name.n > longest ? name.n : longest;
        ml_out_fail_too(out, &name);
        ml_out_close(&name);
    }
    ml_out count = {.path = "a count", .fd = -1};
    ml_page_count(&(ml_html){.out = &count}, figures->n_pixels);
    s.has_names = (CELL_BYTES + 2 * longest + 2 * count.n) * s.n * s.n * n_views <= ML_PAGE_MATRICES_BYTES;
    ml_out_fail_too(out, &count);
    ml_out_close(&count);
    return s;
}

/* A share as it stands in a cell: what is not all, or not nothing, does not look like it. */
static void write_share(ml_html *html, uint64_t n, uint64_t of)
{
    double percent = 100 * ((double)n / (double)of);
    if (n == 0)
        ml_html_text(html, "\xc2\xb7");
    else if (n < of && percent >= 99.5)
        ml_html_text(html, ">99");
    else if (percent < 0.5)
        ml_html_text(html, "<1");
    else
        ml_html_printf(html, "%.0f", percent);
}

/* n pixels of class y of `of` that were called c: an index, or words. */
static void write_cell(const shown *s, ml_html *html, size_t y, size_t c, const char *called, uint64_t n, uint64_t of)
{
    const struct scale *scale = c == y && !called ? &hits : &errors;
    int step = N_STEPS;
    ml_html_begin(html, "td");
    while (step > 0 && (double)n * 1000 < (double)of * scale->steps[step - 1])
        step--;
    if (n > 0)
        ml_html_attribute_printf(html, "class", "%c%d", scale->name, step);
    if (n > 0) {
        ml_html_value(html, "title");
        if (s->has_names) {
            ml_html_label(html, TITLE_COLUMNS, s->settings->classes->items[y].name);
            ml_html_text(html, " called ");
            ml_html_label(html, TITLE_COLUMNS, called ? called : s->settings->classes->items[c].name);
            ml_html_text(html, ": ");
        }
        ml_page_count(html, n);
        if (s->has_names) {
            ml_html_text(html, " of ");
            ml_page_count(html, of);
        }
        ml_html_value_end(html);
    }
    if (of > 0)
        write_share(html, n, of);
    ml_html_end(html);
}

static void write_row(const shown *s, ml_html *html, const ml_view_figures *view, size_t y)
{
    const ml_record *record = &view->view.record;
    const uint64_t *row = record->hard + y * record->n_classes;
    uint64_t of = view->per_class[y].counts[ML_SUPPORT], others = of - record->none[y];
    ml_html_begin(html, "tr");
    ml_html_attribute_printf(html, "data-class", "%zu", y);
    ml_page_row_head(html, s->settings->classes->items[y].name);
    ml_html_begin_class(html, "td", "sum");
    ml_page_count(html, of);
    ml_html_end(html);
    for (size_t i = 0; i < s->n; i++) {
        write_cell(s, html, y, s->classes[i], NULL, row[s->classes[i]], of);
        others -= row[s->classes[i]];
    }
    if (s->is_part)
        write_cell(s, html, y, 0, "another class", others, of);
    if (s->has_none)
        write_cell(s, html, y, 0, "no class", record->none[y], of);
    ml_html_end(html);
    ml_html_verbatim(html, "\n", 1);
}

static void turned_column(ml_html *html, const char *name)
{
    ml_html_begin_class(html, "th", "turned");
    ml_html_attribute(html, "scope", "col");
    ml_html_begin(html, "span");
    ml_html_label(html, TITLE_COLUMNS, name);
    ml_html_end(html);
    ml_html_end(html);
}

static void write_matrix(const shown *s, ml_page *page, ml_view_kind view)
{
    ml_html *html = &page->html;
    char caption[96];
    snprintf(caption, sizeof caption, "%s: %% of each true class", ml_view_names[view]);
    ml_html_begin(html, "div");
    ml_html_attribute(html, "data-view", ml_view_names[view]);
    ml_page_table(page, caption, s->n > CROWDED_CLASSES ? "heat crowded" : "heat");
    ml_html_begin(html, "thead");
    ml_html_begin(html, "tr");
    ml_page_column(page, NULL, "truth");
    ml_page_column(page, NULL, "pixels");
    for (size_t i = 0; i < s->n; i++)
        turned_column(html, s->settings->classes->items[s->classes[i]].name);
    if (s->is_part)
        turned_column(html, "another class");
    if (s->has_none)
        turned_column(html, "no class");
    ml_html_end(html);
    ml_html_end(html);
    ml_html_begin(html, "tbody");
    for (size_t i = 0; i < s->n; i++)
        write_row(s, html, &s->figures->views[view], s->classes[i]);
    ml_html_end(html);
    ml_page_table_end(page);
    ml_html_end(html);
}

/* What the colours say. */
static void write_scale(ml_html *html, const struct scale *scale)
{
    ml_html_begin(html, "div");
    ml_html_text(html, scale->words);
    ml_html_text(html, ": ");
    for (int step = 1; step <= N_STEPS; step++) {
        ml_html_begin(html, "span");
        ml_html_attribute_printf(html, "class", "%c%d", scale->name, step);
        ml_html_printf(html, step == 1 ? ">%d%s" : "\xe2\x89\xa5%d%s", scale->steps[step - 1] / 10,
                       step == N_STEPS ? "\xc2\xa0%" : "");
        ml_html_end(html);
    }
    ml_html_end(html);
}

void ml_html_report_confusion(ml_page *page, const ml_figures *figures)
{
    const ml_text_views views = ml_text_all_views(figures->settings);
    const shown s = choose(figures, views.n, page->html.out);
    ml_html *html = &page->html;
    if (s.n == 0)
        return;
    ml_page_section(page, "confusion", "Confusion");
    if (s.is_part)
        ml_page_remark(page, "These are the %d classes with most errors in the raw view, of %zu; --format=json has all.",
                       MAX_CLASSES, figures->settings->classes->n);
    ml_html_begin(html, "div");
    ml_html_attribute(html, "data-views", "");
    for (size_t v = 0; v < views.n; v++)
        write_matrix(&s, page, (ml_view_kind)views.items[v]);
    ml_html_end(html);
    ml_html_begin_class(html, "div", "scale");
    write_scale(html, &hits);
    write_scale(html, &errors);
    ml_html_end(html);
    ml_page_section_end(page);
}

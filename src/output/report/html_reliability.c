/* The HTML report's reliability diagrams: how often pixels of a confidence are right, against the diagonal on which they would
 * be so as often as they are sure; below, how many there are. */
#include "output/page/page.h"
#include "output/report/html_parts.h"
#include "output/report/text_table.h"

#include "core/path.h"
#include "core/walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Of narrower bins several are one bar. Of many measures the first are drawn: a page is not to become long. */
enum { MAX_BARS = 20, MAX_DIAGRAMS = 12 };

/* The drawing, in units: a square, and below it a strip for the sizes. */
enum { SIDE = 200, STRIP_TOP = 206, STRIP_HEIGHT = 34 };
#define VIEW_BOX "-1 -1 202 242"

/* Some bins next to each other. */
typedef struct bar {
    double from, to; /* of confidence */
    double pixels, right, conf;
} bar;

/* Those of a list of bins. */
typedef struct bars {
    size_t n;
    bar items[MAX_BARS];
    double most, total; /* pixels */
} bars;

static size_t find_column(const ml_column *columns, const char *key)
{
    size_t c = 0;
    while (columns[c].key && strcmp(columns[c].key, key) != 0)
        c++;
    return c;
}

static bars gather(const ml_matrix *bins, const ml_column *columns)
{
    const size_t pixels = find_column(columns, "pixels"), right = find_column(columns, "right");
    const size_t conf = find_column(columns, "conf"), width = (bins->n_rows + MAX_BARS - 1) / MAX_BARS;
    bars b = {.n = 0};
    for (size_t first = 0; first < bins->n_rows; first += width) {
        const size_t end = bins->n_rows - first < width ? bins->n_rows : first + width;
        bar *to = &b.items[b.n++];
        *to = (bar){.from = (double)first / (double)bins->n_rows, .to = (double)end / (double)bins->n_rows};
        for (size_t i = first; i < end; i++) {
            const double *row = bins->numbers + i * bins->n_columns;
            to->pixels += row[pixels];
            to->right += row[right];
            to->conf += row[conf];
        }
        b.most = to->pixels > b.most ? to->pixels : b.most;
        b.total += to->pixels;
    }
    return b;
}

static void rect(ml_html *html, const char *classes, const bar *at, double y, double height)
{
    const double inset = 0.04 * (at->to - at->from);
    ml_html_begin_class(html, "rect", classes);
    ml_html_attribute_printf(html, "x", "%.4g", SIDE * (at->from + inset));
    ml_html_attribute_printf(html, "y", "%.4g", y);
    ml_html_attribute_printf(html, "width", "%.4g", SIDE * (at->to - at->from - 2 * inset));
    ml_html_attribute_printf(html, "height", "%.4g", height);
}

/* A bar as high as its share of right pixels, a line across it at its mean confidence, and its size. What is not nothing is
 * seen. */
static void write_bar(ml_html *html, const bars *all, const bar *b)
{
    enum { LINE = 2 };
    const double right = b->right / b->pixels, conf = b->conf / b->pixels, size = STRIP_HEIGHT * (b->pixels / all->most);
    char count[ML_PAGE_COUNT_SIZE];
    ml_html_begin(html, "g");
    ml_html_begin(html, "title");
    ml_html_printf(html, "%.3g to %.3g: %s pixels, right %.4f, confidence %.4f", b->from, b->to,
                   ml_page_count_text((uint64_t)b->pixels, count), right, conf);
    ml_html_end(html);
    if (b->right > 0)
        rect(html, "share", b, SIDE * (1 - right), SIDE * right);
    rect(html, "mark", b, SIDE * (1 - conf) - LINE / 2.0, LINE);
    rect(html, "size", b, STRIP_TOP, size < 1 ? 1 : size);
    ml_html_end(html);
}

static void write_drawing(ml_html *html, const bars *b, const char *path)
{
    ml_html_begin(html, "svg");
    ml_html_attribute(html, "viewBox", VIEW_BOX);
    ml_html_attribute(html, "role", "img");
    ml_html_attribute(html, "data-bins", path);
    ml_html_element(html, "title", "Share of right pixels by confidence; below, how many there are");
    ml_html_begin_class(html, "rect", "ground");
    ml_html_attribute_printf(html, "width", "%d", SIDE);
    ml_html_attribute_printf(html, "height", "%d", SIDE);
    for (size_t i = 0; i < b->n; i++)
        if (b->items[i].pixels > 0)
            write_bar(html, b, &b->items[i]);
    ml_html_begin_class(html, "line", "ideal");
    ml_html_attribute_printf(html, "y1", "%d", SIDE);
    ml_html_attribute_printf(html, "x2", "%d", SIDE);
    ml_html_end(html);
}

static void write_axis(ml_html *html)
{
    ml_html_begin_class(html, "div", "axis");
    ml_html_element(html, "span", "0");
    ml_html_element(html, "span", "confidence");
    ml_html_element(html, "span", "1");
    ml_html_end(html);
}

static void write_diagram(ml_html *html, const bars *b, const char *view, const char *path)
{
    ml_html_begin_class(html, "figure", "reliability");
    ml_html_begin_class(html, "figcaption", "remark");
    ml_html_printf(html, "%s: share right, 0 to 1", view);
    ml_html_end(html);
    write_drawing(html, b, path);
    write_axis(html);
    ml_html_end(html);
}

/* Whether the walk is at the bins of measure k in a view. */
static bool is_at_bins(const ml_walk *walk, size_t k, ml_view_kind view)
{
    const ml_figure *figure = &walk->figure;
    return figure->of[ML_OVER_MEASURES] == (int)k && figure->of[ML_OVER_VIEWS] == (int)view && figure->row->matrix &&
           strcmp(figure->row->key, "bins") == 0;
}

/* That of a view, if the measure has pixels; `has_begun` says whether another stands before it. Whether it was drawn. */
static bool draw_view(ml_html *html, const ml_set_result *set, size_t k, ml_view_kind view, bool has_begun)
{
    const ml_subject subject = ml_subject_set(set);
    ml_walk walk = ml_walk_begin(set->figures->settings, ML_IN_SET);
    ml_step step = ml_walk_next(&walk);
    while (step != ML_STEP_END && (step != ML_STEP_FIGURE || !is_at_bins(&walk, k, view)))
        step = ml_walk_next(&walk);
    if (step == ML_STEP_END)
        return false;
    const ml_matrix bins = walk.figure.row->matrix(&subject, &walk.figure);
    const bars b = gather(&bins, walk.figure.row->columns);
    if (!(b.total > 0))
        return false;
    char *path = ml_path_text(walk.keys, walk.n_keys);
    if (!path) {
        ml_out_fail(html->out, ENOMEM);
        return false;
    }
    if (!has_begun)
        ml_html_begin_class(html, "div", "pair");
    write_diagram(html, &b, ml_view_names[view], path);
    free(path);
    return true;
}

void ml_html_report_reliability(ml_page *page, const ml_set_result *set, size_t k, size_t *n_drawn)
{
    const ml_text_views views = ml_text_all_views(set->figures->settings);
    ml_html *html = &page->html;
    bool has_begun = false;
    for (size_t i = 0; i < views.n && *n_drawn < MAX_DIAGRAMS; i++)
        if (draw_view(html, set, k, (ml_view_kind)views.items[i], has_begun)) {
            has_begun = true;
            ++*n_drawn;
        }
    if (!has_begun)
        return;
    ml_html_end(html);
    ml_page_remark(page, "A bar is the share of right pixels among those of a confidence, the line across it their mean "
                         "confidence: too sure where it is above the bar, as good as its word where both meet the dashed "
                         "diagonal. Below each bar: how many pixels it is of.");
}

/* The HTML report's metrics and losses: of each its value in all views, with its interval where there are intervals, what a
 * constant prediction reaches, and the mean of the images' own values (or of the groups', where these are shown). */
#include "core/find.h"
#include "output/page/svg.h"
#include "output/report/html_parts.h"
#include "output/report/text_table.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    PATH_SIZE = 96,
    CLASS_COLUMNS = 24, /* of the class that is a constant prediction */
};

/* A table in progress. */
typedef struct table {
    ml_page *page;
    const ml_set_result *set;
    const ml_settings *settings;
    ml_text_views views;
    ml_over over;     /* metrics or losses */
    bool has_units;   /* means of the images, or groups, stand beside */
    bool has_classes; /* a column says over how many classes an average is */
} table;

static table begin_table(ml_page *page, const ml_set_result *set, ml_over over)
{
    const ml_settings *settings = set->figures->settings;
    uint64_t n_units = set->shows_groups ? set->groups->n : set->aggregate->n_images;
    table t = {page, set, settings, ml_text_all_views(settings), over, n_units > 1, over == ML_OVER_METRICS};
    for (size_t l = 0; l < settings->losses->n && over == ML_OVER_LOSSES; l++)
        t.has_classes |= settings->losses->items[l].kind->region && !ml_report_hides_loss(set, l);
    return t;
}

static void wide_column(ml_html *html, size_t n, const char *title)
{
    if (n == 0)
        return;
    ml_html_begin(html, "th");
    ml_html_attribute(html, "scope", "colgroup");
    ml_html_attribute_printf(html, "colspan", "%zu", n);
    ml_html_text(html, title);
    ml_html_end(html);
}

static void write_head(const table *t, const char *first)
{
    ml_html *html = &t->page->html;
    size_t n = t->views.n;
    bool has_bar = t->over == ML_OVER_METRICS;
    char title[64];
    ml_html_begin(html, "thead");
    ml_html_begin(html, "tr");
    ml_html_begin(html, "th");
    ml_html_attribute(html, "scope", "col");
    ml_html_attribute(html, "rowspan", "2");
    ml_html_text(html, first);
    ml_html_end(html);
    wide_column(html, n * (t->set->intervals ? 2 : 1) + 1 + 2 * has_bar, "all pixels");
    snprintf(title, sizeof title, "mean of the %s", t->set->shows_groups ? "groups" : "images");
    wide_column(html, t->has_units ? n : 0, title);
    if (t->has_classes) {
        ml_html_begin(html, "th");
        ml_html_attribute(html, "scope", "col");
        ml_html_attribute(html, "rowspan", "2");
        ml_html_text(html, "classes");
        ml_html_end(html);
    }
    ml_html_end(html);
    ml_html_begin(html, "tr");
    if (has_bar)
        ml_page_column(t->page, NULL, "");
    for (size_t i = 0; i < n; i++) {
        ml_page_column(t->page, NULL, ml_view_names[t->views.items[i]]);
        if (t->set->intervals)
            ml_page_column(t->page, NULL, "95\xc2\xa0% interval");
    }
    snprintf(title, sizeof title, "constant, %s", ml_view_names[ml_leading_view(t->settings)]);
    ml_page_column(t->page, NULL, title);
    if (has_bar)
        ml_page_column(t->page, NULL, "");
    for (size_t i = 0; i < n && t->has_units; i++)
        ml_page_column(t->page, NULL, ml_view_names[t->views.items[i]]);
    ml_html_end(html);
    ml_html_end(html);
}

/* What stands for the figure in paths: a loss is the row's. */
static const char *key_of(const table *t, size_t index) { return t->over == ML_OVER_METRICS ? ml_metrics[index].name : "*"; }

static void number(const table *t, ml_html *row, const char *path, double x)
{
    ml_html_begin(row, "span");
    ml_html_attribute(row, "data-path", path);
    ml_page_number(t->page, row, x);
    ml_html_end(row);
}

static void write_interval(const table *t, ml_html *row, ml_view_kind view, size_t index)
{
    static const char *const kinds[ML_N_OVER] = {[ML_OVER_LOSSES] = "losses", [ML_OVER_METRICS] = "metrics"};
    const ml_interval *interval = ml_find_interval(t->settings, t->set->intervals, view, t->over, index);
    const char *mean = t->over == ML_OVER_LOSSES ? ".mean" : "";
    char path[PATH_SIZE];
    ml_html_begin_class(row, "td", "sub");
    snprintf(path, sizeof path, "intervals.%s.%s.%s%s.low", ml_view_names[view], kinds[t->over], key_of(t, index), mean);
    number(t, row, path, interval->low);
    ml_html_text(row, " to ");
    snprintf(path, sizeof path, "intervals.%s.%s.%s%s.high", ml_view_names[view], kinds[t->over], key_of(t, index), mean);
    number(t, row, path, interval->high);
    ml_html_end(row);
}

/* The class that is the best constant prediction; path is that of the value that it reaches. */
static void write_best(const table *t, ml_html *row, const char *path, int class)
{
    ml_html_begin_class(row, "td", "best");
    if (class >= 0) {
        ml_html_attribute_printf(row, "data-path", "%.*s.class", (int)(strlen(path) - strlen(".value")), path);
        ml_html_label(row, CLASS_COLUMNS, t->settings->classes->items[class].name);
    }
    ml_html_end(row);
}

static void write_metric(const table *t, size_t m)
{
    ml_view_kind leading = ml_leading_view(t->settings);
    const ml_view_figures *figures = t->set->figures->views;
    const ml_constant *constant = &figures[leading].constant;
    ml_html *row = ml_page_row(t->page, "tr");
    char path[PATH_SIZE];
    ml_page_row_head(row, ml_metrics[m].name);
    ml_html_begin(row, "td");
    ml_svg_bar(row, figures[leading].metrics[m], ml_metrics[m].has_constant ? constant->metrics[m] : (double)NAN);
    ml_html_end(row);
    for (size_t i = 0; i < t->views.n; i++) {
        ml_view_kind view = (ml_view_kind)t->views.items[i];
        snprintf(path, sizeof path, "%s.metrics.%s", ml_view_names[view], ml_metrics[m].name);
        ml_page_cell(t->page, row, path, figures[view].metrics[m]);
        if (t->set->intervals)
            write_interval(t, row, view, m);
    }
    ml_html_begin(row, "td");
    if (ml_metrics[m].has_constant) {
        snprintf(path, sizeof path, "%s.constant.metrics.%s.value", ml_view_names[leading], ml_metrics[m].name);
        number(t, row, path, constant->metrics[m]);
    }
    ml_html_end(row);
    write_best(t, row, path, ml_metrics[m].has_constant ? constant->classes[m] : -1);
    for (size_t i = 0; i < t->views.n && t->has_units; i++) {
        ml_view_kind view = (ml_view_kind)t->views.items[i];
        snprintf(path, sizeof path, "%s_mean.%s.metrics.%s.mean", t->set->shows_groups ? "group" : "image", ml_view_names[view],
                 ml_metrics[m].name);
        ml_page_cell(t->page, row, path, ml_spread_mean(ml_set_result_mean(t->set, view, ML_OVER_METRICS, m)));
    }
    ml_html_begin(row, "td");
    if (m == ML_MIOU) {
        ml_html_attribute_printf(row, "data-path", "%s.metrics.classes", ml_view_names[leading]);
        ml_page_count(row, figures[leading].metric_classes);
    }
    ml_html_end(row);
    ml_page_row_end(t->page);
}

/* The means of a loss: over all pixels or classes, and with other denominators. */
enum { MEAN, MEAN_UNMASKED, MEAN_WEIGHTED, N_MEANS };
static const struct mean {
    const char *path, *words;
} means[N_MEANS] = {{"mean", ""}, {"mean_unmasked", "of unmasked pixels"}, {"mean_weighted", "by the sum of weights"}};

static double mean_of(const ml_loss_figures *figures, int which)
{
    return which == MEAN ? figures->mean : which == MEAN_UNMASKED ? figures->mean_unmasked : figures->mean_weighted;
}

static void write_loss_head(const table *t, ml_html *row, size_t l, int which)
{
    ml_html_begin_class(row, "th", which == MEAN ? NULL : "sub");
    ml_html_attribute(row, "scope", "row");
    ml_html_label(row, ML_PAGE_NAME_COLUMNS, which == MEAN ? t->settings->losses->items[l].key : means[which].words);
    ml_html_end(row);
}

static void write_loss(const table *t, size_t l, int which)
{
    ml_view_kind leading = ml_leading_view(t->settings);
    const ml_loss_kind *kind = t->settings->losses->items[l].kind;
    const ml_view_figures *figures = t->set->figures->views;
    ml_html *row = ml_page_row(t->page, "tr");
    char path[PATH_SIZE];
    ml_html_attribute_printf(row, "data-loss", "%zu", l);
    write_loss_head(t, row, l, which);
    for (size_t i = 0; i < t->views.n; i++) {
        ml_view_kind view = (ml_view_kind)t->views.items[i];
        snprintf(path, sizeof path, "%s.losses.*.%s", ml_view_names[view], means[which].path);
        ml_page_cell(t->page, row, path, mean_of(&figures[view].losses[l], which));
        if (t->set->intervals && which == MEAN)
            write_interval(t, row, view, l);
        else if (t->set->intervals)
            ml_html_element(row, "td", "");
    }
    ml_html_begin(row, "td");
    if (kind->has_constant && which == MEAN) {
        snprintf(path, sizeof path, "%s.constant.losses.*.value", ml_view_names[leading]);
        number(t, row, path, figures[leading].constant.losses[l]);
    }
    ml_html_end(row);
    for (size_t i = 0; i < t->views.n && t->has_units; i++) {
        ml_view_kind view = (ml_view_kind)t->views.items[i];
        snprintf(path, sizeof path, "%s_mean.%s.losses.*.mean", t->set->shows_groups ? "group" : "image", ml_view_names[view]);
        if (which == MEAN)
            ml_page_cell(t->page, row, path, ml_spread_mean(ml_set_result_mean(t->set, view, ML_OVER_LOSSES, l)));
        else
            ml_html_element(row, "td", "");
    }
    if (t->has_classes) {
        ml_html_begin(row, "td");
        if (kind->region) {
            ml_html_attribute_printf(row, "data-path", "%s.losses.*.classes", ml_view_names[leading]);
            ml_page_count(row, figures[leading].losses[l].classes);
        }
        ml_html_end(row);
    }
    ml_page_row_end(t->page);
}

static void write_metrics(const table *t)
{
    ml_page_table(t->page, "Metrics, more is better", NULL);
    write_head(t, "metric");
    ml_html_begin(&t->page->html, "tbody");
    ml_page_rows(t->page, ML_PAGE_FIGURES_BYTES / 2);
    for (size_t m = 0; m < ML_N_METRICS; m++)
        write_metric(t, m);
    ml_html_end(&t->page->html);
    ml_page_table_end(t->page);
}

static void write_losses(const table *t)
{
    const ml_losses *losses = t->settings->losses;
    size_t l = 0;
    while (l < losses->n && ml_report_hides_loss(t->set, l))
        l++;
    if (l == losses->n)
        return;
    ml_page_table(t->page, "Losses, less is better", NULL);
    write_head(t, "loss");
    ml_html_begin(&t->page->html, "tbody");
    ml_page_rows(t->page, ML_PAGE_FIGURES_BYTES / 2);
    for (; l < losses->n; l++) {
        if (ml_report_hides_loss(t->set, l))
            continue;
        write_loss(t, l, MEAN);
        if (losses->items[l].kind->pixels && t->set->figures->n_masked > 0)
            write_loss(t, l, MEAN_UNMASKED);
        if (losses->items[l].kind->weighted_mean)
            write_loss(t, l, MEAN_WEIGHTED);
    }
    ml_html_end(&t->page->html);
    ml_page_table_end(t->page);
    ml_page_rows_end(t->page, "means");
    ml_page_remark(t->page,
                   "Losses per pixel are means over all valid pixels, masked ones included, unless it says otherwise.");
}

void ml_html_report_figures(ml_page *page, const ml_set_result *set)
{
    const table metrics = begin_table(page, set, ML_OVER_METRICS), losses = begin_table(page, set, ML_OVER_LOSSES);
    ml_page_section(page, "figures", "Losses and metrics");
    write_metrics(&metrics);
    ml_page_remark(
        page,
        "A bar is the %s figure, the line across it what the best constant prediction reaches. The last column says over how "
        "many classes averages run.",
        ml_view_names[ml_leading_view(metrics.settings)]);
    write_losses(&losses);
    char units[ML_PAGE_COUNT_SIZE];
    if (set->intervals)
        ml_page_remark(page, "Intervals come from resampling the %s, %s in all.", set->unit,
                       ml_page_count_text(set->n_units, units));
    ml_page_section_end(page);
}

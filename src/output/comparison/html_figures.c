/* A comparison's page: metrics and losses of each view, of all pixels together and as means of the images, each difference with
 * its interval around zero. */
#include "output/comparison/html_parts.h"
#include "output/page/svg.h"

#include "base/text.h"

#include <math.h>
#include <stdio.h>

ml_compared_views ml_comparison_views(const ml_comparison *comparison)
{
    static const ml_view_kind order[ML_N_VIEWS] = {ML_VIEW_MASKED, ML_VIEW_RAW, ML_VIEW_EXCLUDED};
    ml_compared_views views = {0};
    for (int i = 0; i < ML_N_VIEWS; i++)
        if (comparison->baseline.settings->views[order[i]])
            views.items[views.n++] = order[i];
    return views;
}

const char *ml_compared_colour(const char *verdict)
{
    return ml_same_text(verdict, "better") ? "good" : ml_same_text(verdict, "worse") ? "bad" : "unsure";
}

void ml_compared_path(ml_html *html, const char *member, const ml_compared *compared)
{
    ml_html_value(html, "data-path");
    ml_html_printf(html, "%s:", member);
    ml_html_text(html, compared->path);
    ml_html_value_end(html);
}

void ml_compared_value_cell(ml_page *page, ml_html *row, const char *member, const ml_compared *compared)
{
    ml_html_begin(row, "td");
    ml_compared_path(row, member, compared);
    ml_page_number(page, row, ml_same_text(member, "baseline") ? compared->baseline : compared->candidate);
    ml_html_end(row);
}

void ml_compared_delta_cell(ml_page *page, ml_html *row, const char *member, const ml_compared *compared, double x)
{
    ml_html_begin(row, "td");
    ml_compared_path(row, member, compared);
    ml_page_difference(page, row, x);
    ml_html_end(row);
}

static void end_of_interval(ml_page *page, ml_html *row, const char *member, const ml_compared *compared, double x)
{
    ml_html_begin(row, "span");
    ml_compared_path(row, member, compared);
    ml_page_difference(page, row, x);
    ml_html_end(row);
}

void ml_compared_interval_cells(ml_page *page, ml_html *row, const ml_compared *compared, double at, double reach)
{
    const char *verdict = ml_compared_verdict(compared), *colour = ml_compared_colour(verdict);
    ml_html_begin(row, "td");
    ml_svg_interval(row, &compared->interval, at, reach, colour);
    ml_html_end(row);
    ml_html_begin_class(row, "td", "sub");
    end_of_interval(page, row, "low", compared, compared->interval.low);
    ml_html_text(row, " to ");
    end_of_interval(page, row, "high", compared, compared->interval.high);
    ml_html_end(row);
    ml_html_begin_class(row, "td", "verdict");
    if (*verdict)
        ml_html_element_class(row, "span", colour, verdict);
    ml_html_end(row);
}

double ml_compared_reach(double reach, const ml_interval *interval, double at)
{
    reach = fabs(at) > reach ? fabs(at) : reach;
    reach = fabs(interval->low) > reach ? fabs(interval->low) : reach;
    return fabs(interval->high) > reach ? fabs(interval->high) : reach;
}

void ml_compared_bar_column(ml_page *page, double reach, bool is_relative)
{
    char title[64] = "";
    const char *unit = is_relative ? "\xc2\xa0%" : "";
    double shown = is_relative ? 100 * reach : reach;
    if (shown >= 10 && shown < 1e6)
        snprintf(title, sizeof title, "\xc2\xb1%.0f%s", shown, unit);
    else if (reach > 0)
        snprintf(title, sizeof title, "\xc2\xb1%.2g%s", shown, unit);
    ml_html_begin(&page->html, "th");
    ml_html_attribute(&page->html, "scope", "col");
    ml_html_attribute(&page->html, "data-drawn", "interval"); /* nothing to sort by */
    ml_html_text(&page->html, title);
    ml_html_end(&page->html);
}

static void wide_column(ml_html *html, int n, const char *title)
{
    ml_html_begin(html, "th");
    ml_html_attribute(html, "scope", "colgroup");
    ml_html_attribute_printf(html, "colspan", "%d", n);
    ml_html_text(html, title);
    ml_html_end(html);
}

static void interval_columns(ml_page *page, double reach, bool is_relative)
{
    ml_compared_bar_column(page, reach, is_relative);
    ml_page_column(page, NULL, "95\xc2\xa0% interval");
    ml_page_column(page, NULL, "");
}

static void write_head(ml_page *page, const ml_comparison *c, const char *first, double reach, bool is_relative)
{
    static const char *const titles[] = {"baseline", "candidate", "delta", "relative"};
    ml_html *html = &page->html;
    char title[64];
    ml_html_begin(html, "thead");
    ml_html_begin(html, "tr");
    ml_html_begin(html, "th");
    ml_html_attribute(html, "scope", "col");
    ml_html_attribute(html, "rowspan", "2");
    ml_html_text(html, first);
    ml_html_end(html);
    wide_column(html, 7, "all pixels");
    snprintf(title, sizeof title, "mean of the %s", c->shows_groups ? "groups" : "images");
    wide_column(html, 4, title);
    ml_html_end(html);
    ml_html_begin(html, "tr");
    for (size_t i = 0; i < ML_COUNT(titles); i++)
        ml_page_column(page, NULL, titles[i]);
    interval_columns(page, reach, is_relative);
    ml_page_column(page, NULL, "delta");
    interval_columns(page, reach, is_relative);
    ml_html_end(html);
    ml_html_end(html);
}

static void write_figure(ml_page *page, const char *key, const ml_compared *pooled, const ml_compared *mean, double reach,
                         double reach_of_mean)
{
    ml_html *row = ml_page_row(page, "tr");
    ml_page_row_head(row, key);
    ml_compared_value_cell(page, row, "baseline", pooled);
    ml_compared_value_cell(page, row, "candidate", pooled);
    ml_compared_delta_cell(page, row, "delta", pooled, pooled->delta);
    ml_html_begin_class(row, "td", "sub");
    ml_compared_path(row, "rel", pooled);
    ml_page_percent_more(page, row, pooled->rel);
    ml_html_end(row);
    ml_compared_interval_cells(page, row, pooled, pooled->delta, reach);
    ml_compared_delta_cell(page, row, "mean_delta", mean, mean->mean_delta);
    ml_compared_interval_cells(page, row, mean, mean->mean_delta, reach_of_mean);
    ml_page_row_end(page);
}

/* What 1 is in drawings of a figure: losses are drawn relative to the baseline, since they have no common scale. */
static double unit_of(const ml_compared *compared, ml_over over)
{
    return over == ML_OVER_LOSSES ? fabs(compared->baseline) : 1;
}

/* The larger of `reach` and what the drawings of a figure need, in its units. */
static double widen(double reach, const ml_compared *compared, double at, ml_over over)
{
    double unit = unit_of(compared, over), needed = ml_compared_reach(0, &compared->interval, at) / unit;
    return unit > 0 && needed > reach ? needed : reach;
}

/* All metrics or losses of a view. */
static void write_table(ml_page *page, const ml_comparison *c, ml_view_kind view, ml_over over, size_t limit_bytes)
{
    const ml_losses *losses = c->baseline.settings->losses;
    bool of_losses = over == ML_OVER_LOSSES;
    size_t n = of_losses ? losses->n : ML_N_METRICS;
    ml_compared_overall at = {NULL, NULL};
    double reach = 0;
    for (size_t i = 0; i < n; i++) {
        ml_comparison_overall(c, view, over, i, &at);
        reach = widen(widen(reach, at.pooled, at.pooled->delta, over), at.images, at.images->mean_delta, over);
    }
    ml_page_table(page, of_losses ? "Losses, less is better" : "Metrics, more is better", "dense");
    write_head(page, c, of_losses ? "loss" : "metric", reach, of_losses);
    ml_html_begin(&page->html, "tbody");
    ml_page_rows(page, limit_bytes);
    for (size_t i = 0; i < n; i++) {
        ml_comparison_overall(c, view, over, i, &at);
        write_figure(page, of_losses ? losses->items[i].key : ml_metrics[i].name, at.pooled, at.images,
                     reach * unit_of(at.pooled, over), reach * unit_of(at.images, over));
    }
    ml_html_end(&page->html);
    ml_page_table_end(page);
    ml_page_rows_end(page, of_losses ? "losses" : "metrics");
}

/* What becomes of each figure of a measure in a view. */
static void write_measure(ml_page *page, const ml_comparison *c, int view, size_t k, size_t limit_bytes)
{
    ml_compared_overall at = {NULL, NULL};
    const char *label;
    double reach = 0;
    while (ml_comparison_next_measured(c, k, view, &at, &label))
        reach = widen(widen(reach, at.pooled, at.pooled->delta, ML_OVER_MEASURES), at.images, at.images->mean_delta,
                      ML_OVER_MEASURES);
    if (!at.images)
        return;
    ml_page_table(page, c->baseline.settings->measures->items[k].key, "dense");
    write_head(page, c, "figure", reach, false);
    ml_html_begin(&page->html, "tbody");
    ml_page_rows(page, limit_bytes);
    at = (ml_compared_overall){NULL, NULL};
    while (ml_comparison_next_measured(c, k, view, &at, &label))
        write_figure(page, label, at.pooled, at.images, reach, reach);
    ml_html_end(&page->html);
    ml_page_table_end(page);
    ml_page_rows_end(page, "figures");
}

void ml_comparison_html_figures(ml_page *page, const ml_comparison *comparison)
{
    const ml_compared_views views = ml_comparison_views(comparison);
    const ml_measures *measures = comparison->baseline.settings->measures;
    const size_t measure_bytes = measures->n > 0 ? ML_COMPARED_MEASURES_BYTES / views.n / measures->n : 0;
    ml_page_section(page, "figures", "Losses and metrics");
    for (size_t i = 0; i < views.n; i++) {
        ml_html_element(&page->html, "h3", ml_view_names[views.items[i]]);
        write_table(page, comparison, views.items[i], ML_OVER_METRICS, ML_COMPARED_FIGURES_BYTES / ML_N_VIEWS / 2);
        write_table(page, comparison, views.items[i], ML_OVER_LOSSES, ML_COMPARED_FIGURES_BYTES / ML_N_VIEWS / 2);
        for (size_t k = 0; k < measures->n; k++)
            write_measure(page, comparison, (int)views.items[i], k, measure_bytes);
    }
    if (ml_comparison_has_measured_beside(comparison))
        ml_html_element(&page->html, "h3", "measures without views");
    for (size_t k = 0; k < measures->n; k++)
        write_measure(page, comparison, ML_OF_NONE, k, measure_bytes);
    ml_page_remark(page,
                   "better, worse: 0 lies outside the interval; where nothing is said it lies inside, and the %s do not tell "
                   "which of the two is better. A bar is the interval, the line across it the difference, its ground reaches "
                   "as far as the "
                   "head of the column says, 0 in the middle; those of losses are relative to the baseline.",
                   comparison->unit);
    ml_page_remark(page,
                   "Intervals are those of 95\xc2\xa0%% of %d resamples of the %s; there is none of one alone, and where fewer "
                   "than half of the resamples have a value.",
                   ML_RESAMPLES, comparison->unit);
    ml_page_section_end(page);
}

/* A comparison's page: how the images' differences are spread, the groups, and the images that got worse and better. */
#include "output/comparison/html_parts.h"
#include "output/page/svg.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The path of the figure, without the sign that less is worse. */
static const char *path_of(const char *by) { return by + (*by == '-'); }

static void write_by(ml_html *html, const char *before, const ml_comparison *c, const char *after)
{
    ml_html_text(html, before);
    ml_html_element_class(html, "strong", "wide", path_of(c->by));
    ml_html_text(html, after);
}

/* An end of the axis, and what lies in its direction, which a difference of a figure that is best near 0 does not tell. */
static void write_axis(ml_page *page, double x, ml_better better)
{
    ml_html_begin(&page->html, "span");
    ml_page_difference(page, &page->html, x);
    if (fabs(x) > 0 && better != ML_NEAR_0_IS_BETTER)
        ml_html_printf(&page->html, " (%s)", ml_worsening(better, 0, x) > 0 ? "worse" : "better");
    ml_html_end(&page->html);
}

void ml_comparison_html_spread(ml_page *page, const ml_comparison *comparison)
{
    ml_html *html = &page->html;
    ml_svg_histogram histogram;
    size_t n = comparison->n_deltas;
    const double *deltas = comparison->deltas;
    if (n == 0)
        return;
    double least = deltas[0], largest = deltas[n - 1], median = (deltas[(n - 1) / 2] + deltas[n / 2]) / 2;
    ml_svg_histogram_count(deltas, n, least, largest, &histogram);
    double from = histogram.edges[0], to = histogram.edges[histogram.n_bins];
    ml_page_section(page, "spread", "Spread of the differences");
    ml_html_begin(html, "p");
    write_by(html, "How many images have which difference of ", comparison, ", candidate minus baseline.");
    ml_html_end(html);
    ml_html_begin_class(html, "figure", "plot");
    ml_html_attribute(html, "data-spread", path_of(comparison->by));
    ml_svg_histogram_write(html, &histogram, "Histogram of the images' differences");
    ml_html_begin_class(html, "div", "axis");
    write_axis(page, from, comparison->better_values);
    write_axis(page, to, comparison->better_values);
    ml_html_end(html);
    ml_html_begin_class(html, "figcaption", "remark");
    ml_page_count(html, n);
    ml_html_printf(html, " image%s: least %.4g, median %.4g, largest %.4g; up to ", n == 1 ? "" : "s", least, median, largest);
    ml_page_count(html, histogram.highest);
    ml_html_text(html, " in a bar");
    if (n < comparison->n_images) {
        ml_html_text(html, "; ");
        ml_page_count(html, comparison->n_images - n);
        ml_html_text(html, " more in which it is not defined on both sides");
    }
    ml_html_text(html, ".");
    ml_html_end(html);
    ml_html_end(html);
    ml_page_section_end(page);
}

/* Titles of what is shown of a figure of groups. */
static void figure_columns(ml_page *page, const char *title, const char *view)
{
    static const char *const members[] = {"baseline", "candidate", "delta"};
    char text[96];
    for (size_t i = 0; i < ML_COUNT(members); i++) {
        snprintf(text, sizeof text, "%s%s%s, %s", title, *view ? ", " : "", view, members[i]);
        ml_page_column(page, NULL, text);
    }
}

static void figure_cells(ml_page *page, ml_html *row, const ml_compared *compared)
{
    ml_compared_value_cell(page, row, "baseline", compared);
    ml_compared_value_cell(page, row, "candidate", compared);
    ml_compared_delta_cell(page, row, "delta", compared, compared->delta);
}

/* Whether the groups are sorted by another figure than one of those that are shown of each view. */
static bool has_by(const ml_group_change *group) { return group->by->figure.of[ML_OVER_METRICS] != ML_MIOU; }

static void write_group(ml_page *page, const ml_compared_views *views, const ml_group_change *group)
{
    ml_html *row = ml_page_row(page, "tr");
    ml_page_group_head(row, group->name);
    if (has_by(group))
        figure_cells(page, row, group->by);
    for (size_t v = 0; v < views->n; v++)
        figure_cells(page, row, group->miou[views->items[v]]);
    ml_page_row_end(page);
}

void ml_comparison_html_groups(ml_page *page, const ml_comparison *comparison)
{
    const ml_compared_views views = ml_comparison_views(comparison);
    size_t n;
    ml_group_change *groups = ml_comparison_groups(comparison, page->html.out, &n);
    if (!groups || n == 0) {
        free(groups);
        return;
    }
    ml_page_section(page, "groups", "Groups");
    if (has_by(&groups[0])) {
        ml_html_begin(&page->html, "p");
        write_by(&page->html, "The figure is ", comparison, ".");
        ml_html_end(&page->html);
    }
    ml_page_table(page, "Groups of images, those first that got worse most", "sortable");
    ml_html_begin(&page->html, "thead");
    ml_html_begin(&page->html, "tr");
    ml_page_column(page, NULL, "group");
    if (has_by(&groups[0]))
        figure_columns(page, "figure", "");
    for (size_t v = 0; v < views.n; v++)
        figure_columns(page, "miou", ml_view_names[views.items[v]]);
    ml_html_end(&page->html);
    ml_html_end(&page->html);
    ml_html_begin(&page->html, "tbody");
    ml_page_rows(page, ML_PAGE_GROUPS_BYTES);
    for (size_t g = 0; g < n; g++)
        write_group(page, &views, &groups[g]);
    ml_html_end(&page->html);
    ml_page_table_end(page);
    ml_page_rows_end(page, "groups");
    ml_page_section_end(page);
    free(groups);
}

static void write_image(ml_page *page, const char *list, size_t i, const ml_changed *image, double reach, const char *colour)
{
    double delta = image->candidate - image->baseline;
    const ml_interval bar = {fmin(delta, 0), fmax(delta, 0)};
    ml_html *row = ml_page_row(page, "tr");
    ml_html_begin(row, "th");
    ml_html_attribute(row, "scope", "row");
    ml_html_attribute_printf(row, "data-path", "%s.%zu.id", list, i);
    ml_html_name(row, ML_PAGE_ID_COLUMNS, image->id);
    ml_html_end(row);
    ml_page_cell(page, row, NULL, image->baseline);
    ml_page_cell(page, row, NULL, image->candidate);
    ml_html_begin(row, "td");
    ml_html_attribute_printf(row, "data-path", "%s.%zu.delta", list, i);
    ml_page_difference(page, row, delta);
    ml_html_end(row);
    ml_html_begin(row, "td");
    ml_svg_interval(row, &bar, (double)NAN, reach, colour);
    ml_html_end(row);
}

static void write_images(ml_page *page, const char *list, const ml_changed_images *images, uint64_t n, double reach)
{
    const char *colour = ml_compared_colour(list);
    char caption[96], all[ML_PAGE_COUNT_SIZE];
    if (images->n == 0)
        return;
    ml_html_begin(&page->html, "div");
    snprintf(caption, sizeof caption, "Got %s most: %zu of %s", list, images->n, ml_page_count_text(n, all));
    ml_page_table(page, caption, NULL);
    ml_html_begin(&page->html, "thead");
    ml_html_begin(&page->html, "tr");
    ml_page_column(page, NULL, "image");
    ml_page_column(page, NULL, "baseline");
    ml_page_column(page, NULL, "candidate");
    ml_page_column(page, NULL, "delta");
    ml_page_column(page, NULL, "");
    ml_html_end(&page->html);
    ml_html_end(&page->html);
    ml_html_begin(&page->html, "tbody");
    ml_page_rows(page, ML_COMPARED_IMAGES_BYTES);
    for (size_t i = 0; i < images->n; i++) {
        write_image(page, list, i, images->items[i], reach, colour);
        ml_page_row_end(page);
    }
    ml_html_end(&page->html);
    ml_page_table_end(page);
    ml_page_rows_end(page, "images");
    ml_html_end(&page->html);
}

void ml_comparison_html_images(ml_page *page, const ml_comparison *comparison)
{
    ml_html *html = &page->html;
    size_t n = comparison->n_deltas;
    double reach = n > 0 ? fmax(fabs(comparison->deltas[0]), fabs(comparison->deltas[n - 1])) : 0;
    ml_page_section(page, "images", "Images that got worse, and better");
    ml_html_begin(html, "p");
    write_by(html, "By ", comparison, ": ");
    ml_page_count(html, comparison->n_worsened);
    ml_html_text(html, " got worse, ");
    ml_page_count(html, comparison->n_improved);
    ml_html_text(html, " better, ");
    ml_page_count(html, comparison->n_same);
    ml_html_text(html, " stayed the same.");
    ml_html_end(html);
    if (comparison->worse.n + comparison->better.n > 0) {
        ml_html_begin_class(html, "div", "pair");
        write_images(page, "worse", &comparison->worse, comparison->n_worsened, reach);
        write_images(page, "better", &comparison->better, comparison->n_improved, reach);
        ml_html_end(html);
    }
    ml_page_section_end(page);
}

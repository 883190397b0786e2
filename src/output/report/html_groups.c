/* The HTML report's groups of images, the worst first, and how the images' figure is spread. */
#include "output/page/svg.h"
#include "output/report/html_parts.h"
#include "output/report/text_table.h"

#include "base/memory.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void ml_html_report_value(ml_report *report, double value)
{
    ml_html_kept *kept = &report->html;
    if (!isfinite(value)) {
        kept->n_undefined++;
    } else if (ml_grow(&kept->values, &kept->values_capacity, kept->n_values, sizeof *kept->values)) {
        kept->values[kept->n_values++] = value;
    } else {
        ml_out_fail(report->out, ENOMEM);
    }
}

static int compare(const void *first, const void *second)
{
    const double *a = first, *b = second;
    return (*a > *b) - (*a < *b);
}

/* The path of the figure, without the sign that less is worse. */
static const char *path_of(const char *by) { return by + (*by == '-'); }

static void write_axis(ml_page *page, double x)
{
    ml_html_begin(&page->html, "span");
    ml_page_number(page, &page->html, x);
    ml_html_end(&page->html);
}

void ml_html_report_histogram(ml_page *page, const ml_report *report)
{
    const ml_html_kept *kept = &report->html;
    ml_html *html = &page->html;
    ml_svg_histogram histogram;
    size_t n = kept->n_values;
    if (n == 0)
        return;
    qsort(kept->values, n, sizeof *kept->values, compare);
    double least = kept->values[0], largest = kept->values[n - 1];
    double median = (kept->values[(n - 1) / 2] + kept->values[n / 2]) / 2;
    ml_svg_histogram_count(kept->values, n, least, largest, &histogram);
    ml_page_section(page, "spread", "Spread over the images");
    ml_html_begin(html, "p");
    ml_html_text(html, "How many images have which ");
    ml_html_begin_class(html, "strong", "wide");
    ml_html_text(html, path_of(report->by));
    ml_html_end(html);
    ml_html_text(html, ".");
    ml_html_end(html);
    ml_html_begin_class(html, "figure", "plot");
    ml_html_attribute(html, "data-spread", path_of(report->by));
    ml_svg_histogram_write(html, &histogram, "Histogram of the images' figure");
    ml_html_begin_class(html, "div", "axis");
    write_axis(page, histogram.edges[0]);
    write_axis(page, histogram.edges[histogram.n_bins]);
    ml_html_end(html);
    ml_html_begin_class(html, "figcaption", "remark");
    ml_page_count(html, n);
    ml_html_printf(html, " image%s: least %.4g, median %.4g, largest %.4g; up to ", n == 1 ? "" : "s", least, median, largest);
    ml_page_count(html, histogram.highest);
    ml_html_text(html, " in a bar");
    if (kept->n_undefined > 0) {
        ml_html_text(html, "; ");
        ml_page_count(html, kept->n_undefined);
        ml_html_text(html, " more in which it is not defined");
    }
    ml_html_text(html, ".");
    ml_html_end(html);
    ml_html_end(html);
    ml_page_section_end(page);
}

void ml_html_report_group(ml_report *report, const ml_group_result *group)
{
    if (!ml_group_rows_add(&report->groups, group, &report->group_figure))
        ml_out_fail(report->out, ENOMEM);
}

static void write_head(ml_page *page, const ml_report *report, const ml_text_views *views)
{
    char path[64], title[64];
    ml_html_begin(&page->html, "thead");
    ml_html_begin(&page->html, "tr");
    ml_page_column(page, NULL, "group");
    ml_page_column(page, "groups.*.images", "images");
    ml_html_begin(&page->html, "th");
    ml_html_attribute(&page->html, "scope", "col");
    ml_html_value(&page->html, "data-column");
    ml_html_text(&page->html, "groups.*.");
    ml_html_text(&page->html, path_of(report->group_by));
    ml_html_value_end(&page->html);
    ml_html_text(&page->html, "figure");
    ml_html_end(&page->html);
    for (size_t v = 0; v < views->n; v++) {
        snprintf(path, sizeof path, "groups.*.%s.metrics.miou", ml_view_names[views->items[v]]);
        snprintf(title, sizeof title, "miou, %s", ml_view_names[views->items[v]]);
        ml_page_column(page, path, title);
    }
    ml_page_column(page, NULL, "");
    ml_html_end(&page->html);
    ml_html_end(&page->html);
}

void ml_html_report_groups(ml_page *page, ml_report *report)
{
    const ml_text_views views = ml_text_all_views(report->settings);
    ml_group_rows *rows = &report->groups;
    ml_view_kind leading = ml_leading_view(report->settings);
    if (rows->n == 0)
        return;
    bool lowest = *report->group_by == '-';
    ml_group_rows_sort(rows, lowest);
    ml_page_section(page, "groups", "Groups");
    ml_html_begin(&page->html, "p");
    ml_html_text(&page->html, "The figure is ");
    ml_html_element_class(&page->html, "strong", "wide", path_of(report->group_by));
    ml_html_printf(&page->html, ", the %s first.", lowest ? "lowest" : "highest");
    ml_html_end(&page->html);
    ml_page_table(page,
                  ml_figure_worst_first(&report->group_figure, lowest) ? "Groups of images, the worst first"
                  : lowest                                             ? "Groups of images, the lowest first"
                                                                       : "Groups of images, the highest first",
                  "sortable");
    write_head(page, report, &views);
    ml_html_begin(&page->html, "tbody");
    ml_page_rows(page, ML_PAGE_GROUPS_BYTES);
    for (size_t i = 0; i < rows->n; i++) {
        const ml_group_row *group = &rows->items[i];
        ml_html *row = ml_page_row(page, "tr");
        ml_page_group_head(row, group->name);
        ml_page_cell_count(row, NULL, group->n_images);
        ml_page_cell(page, row, NULL, group->figure);
        for (size_t v = 0; v < views.n; v++)
            ml_page_cell(page, row, NULL, group->miou[views.items[v]]);
        ml_html_begin(row, "td");
        ml_svg_bar(row, group->miou[leading], (double)NAN);
        ml_html_end(row);
        ml_page_row_end(page);
    }
    ml_html_end(&page->html);
    ml_page_table_end(page);
    ml_page_rows_end(page, "groups");
    ml_page_section_end(page);
}

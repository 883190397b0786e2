/* The HTML report's table of what other programs would print. */
#include "output/report/html_parts.h"

#include <stdio.h>

void ml_html_report_conventions(ml_page *page, const ml_set_result *set)
{
    static const ml_view_kind views[] = {ML_VIEW_MASKED, ML_VIEW_RAW};
    ml_html *html = &page->html;
    if (!set->conventions)
        return;
    ml_page_section(page, "conventions", "What other programs would print");
    ml_page_table(page, "Their calls, on these predictions", NULL);
    ml_html_begin(html, "thead");
    ml_html_begin(html, "tr");
    ml_page_column(page, NULL, "convention");
    ml_page_column(page, NULL, "call");
    ml_page_column(page, NULL, "batch");
    for (size_t v = 0; v < ML_COUNT(views); v++)
        ml_page_column(page, NULL, ml_view_names[views[v]]);
    ml_html_end(html);
    ml_html_end(html);
    ml_html_begin(html, "tbody");
    for (size_t r = 0; r < ml_n_conventions; r++) {
        const ml_convention *row = &ml_conventions[r];
        ml_html_begin(html, "tr");
        ml_page_row_head(html, row->key);
        ml_html_element_class(html, "td", "text", row->call);
        ml_html_element_class(html, "td", "text", ml_batch_names[row->batch]);
        for (size_t v = 0; v < ML_COUNT(views); v++) {
            char path[64];
            snprintf(path, sizeof path, "conventions.%zu.%s", r, ml_view_names[views[v]]);
            ml_page_cell(page, html, path, ml_convention_value(set->conventions, r, views[v], set->figures));
        }
        ml_html_end(html);
    }
    ml_html_end(html);
    ml_page_table_end(page);
    ml_page_section_end(page);
}

/* The Markdown report's groups, a row each, the worst first. */
#include "output/markdown.h"
#include "output/report/markdown_parts.h"
#include "output/report/text_table.h"

#include <errno.h>

void ml_markdown_group(ml_report *report, const ml_group_result *group)
{
    if (!ml_group_rows_add(&report->groups, group, &report->group_figure))
        ml_out_fail(report->out, ENOMEM);
}

void ml_markdown_groups(ml_report *report)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    const ml_text_views views = ml_text_all_views(settings);
    ml_group_rows *rows = &report->groups;
    size_t start = out->n, i = 0;
    if (rows->n == 0)
        return;
    bool lowest = *report->group_by == '-';
    ml_group_rows_sort(rows, lowest);
    ml_out_text(out, "\n### Groups\n\nThe figure is ");
    ml_markdown_text(out, report->group_by + lowest);
    ml_out_printf(out, ", the %s first.\n\n| group | images | figure ", lowest ? "lowest" : "highest");
    for (size_t v = 0; v < views.n; v++) {
        ml_out_text(out, "| ");
        ml_markdown_text(out, settings->losses->items[0].key);
        ml_out_printf(out, ", %s ", ml_view_names[views.items[v]]);
    }
    for (size_t v = 0; v < views.n; v++)
        ml_out_printf(out, "| miou, %s ", ml_view_names[views.items[v]]);
    ml_markdown_row_end(out);
    ml_markdown_rule(out, 3 + 2 * views.n, 1);
    for (; i < rows->n && ml_markdown_has_room(out, start, ML_MARKDOWN_GROUPS_BYTES); i++) {
        const ml_group_row *row = &rows->items[i];
        ml_out_text(out, "| ");
        ml_markdown_name(out, row->name);
        ml_out_text(out, " ");
        ml_markdown_cell_count(out, row->n_images);
        ml_markdown_cell_number(out, row->figure, false);
        for (size_t v = 0; v < views.n; v++)
            ml_markdown_cell_number(out, row->loss[views.items[v]], false);
        for (size_t v = 0; v < views.n; v++)
            ml_markdown_cell_number(out, row->miou[views.items[v]], false);
        ml_markdown_row_end(out);
    }
    ml_markdown_left_out(out, rows->n - i, "group", "see --format=json.");
}

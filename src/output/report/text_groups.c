/* The text report's groups, the worst first: of each the figure that says how bad it is, mean IoU, its name, and how many
 * images it has. All, where they are not many, else the worst. */
#include "output/report/text_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

#include <errno.h>

enum {
    COLUMNS = 9, /* of a figure */
    PLACES = 4,
    MANY_GROUPS = 40,
    N_WORST = 10, /* of many */
};

void ml_text_group(ml_report *report, const ml_group_result *group)
{
    if (!ml_group_rows_add(&report->groups, group, &report->group_figure))
        ml_out_fail(report->out, ENOMEM);
}

/* Which groups these are, and by what. */
static void write_caption(const ml_report *report, size_t n)
{
    ml_out text = {.path = "memory", .fd = -1};
    size_t n_all = report->groups.n;
    if (n < n_all)
        ml_out_printf(&text, "The worst %zu of %zu groups", n, n_all);
    else
        ml_out_text(&text, n_all == 1 ? "The group" : "Groups");
    ml_out_text(&text, " by ");
    ml_text_name(&text, report->group_by);
    ml_out_printf(&text, ", and %s miou", ml_view_names[ml_leading_view(report->settings)]);
    ml_out_text(&text, n < n_all ? " (--format=tsv lists all):" : ":");
    ml_text_wrap(report->out, ML_STYLE_HEAD, &text);
}

static void write_row(const ml_report *report, const ml_group_row *row)
{
    ml_out *out = report->out;
    ml_text_figure(out, COLUMNS, PLACES, row->figure);
    ml_text_figure(out, COLUMNS, PLACES, row->miou[ml_leading_view(report->settings)]);
    ml_out_text(out, "  ");
    ml_text_name(out, row->name);
    ml_out_text(out, " (");
    ml_text_count(out, row->n_images, "image");
    ml_out_text(out, ")\n");
}

void ml_text_groups(ml_report *report)
{
    ml_group_rows *rows = &report->groups;
    size_t n = rows->n > MANY_GROUPS ? N_WORST : rows->n;
    if (n == 0)
        return;
    ml_group_rows_sort(rows, *report->group_by == '-');
    ml_out_text(report->out, "\n");
    write_caption(report, n);
    for (size_t i = 0; i < n; i++)
        write_row(report, &rows->items[i]);
}

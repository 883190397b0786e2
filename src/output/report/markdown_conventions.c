/* The Markdown report's table of what other programs would print; see markdown_parts.h. */
#include "output/markdown.h"
#include "output/report/markdown_parts.h"

void ml_markdown_conventions(const ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    if (!set->conventions)
        return;
    ml_out_text(out, "\n| what others print | call | batch | masked | raw |\n");
    ml_markdown_rule(out, 5, 3);
    for (size_t r = 0; r < ml_n_conventions; r++) {
        const ml_convention *row = &ml_conventions[r];
        ml_out_text(out, "| ");
        ml_markdown_text(out, row->key);
        ml_out_text(out, " ");
        ml_markdown_cell(out, row->call);
        ml_out_printf(out, "| %s ", ml_batch_names[row->batch]);
        ml_markdown_cell_number(out, ml_convention_value(set->conventions, r, ML_VIEW_MASKED, set->figures), false);
        ml_markdown_cell_number(out, ml_convention_value(set->conventions, r, ML_VIEW_RAW, set->figures), false);
        ml_markdown_row_end(out);
    }
}

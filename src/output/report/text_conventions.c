/* The text report's conventions: what a named call of another program gives on the same predictions, raw and masked. */
#include "output/report/text_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

#include <string.h>

enum { FIGURE_COLUMNS = 11, PLACES = 6, BATCH_COLUMNS = 7 };

void ml_text_conventions(const ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    size_t longest = 0, longest_call = 0;
    if (!set->conventions)
        return;
    for (size_t r = 0; r < ml_n_conventions; r++) {
        longest = strlen(ml_conventions[r].key) > longest ? strlen(ml_conventions[r].key) : longest;
        longest_call = strlen(ml_conventions[r].call) > longest_call ? strlen(ml_conventions[r].call) : longest_call;
    }
    size_t columns = longest + 2 * FIGURE_COLUMNS + BATCH_COLUMNS + 2 + longest_call;
    bool is_beside = columns <= ml_text_line_columns(out); /* the call, else below */
    ml_out_text(out, "\n");
    ml_text_style(out, ML_STYLE_HEAD);
    ml_text_label(out, longest, "what others print");
    ml_out_printf(out, "%*s%*s%*s%s", BATCH_COLUMNS, "batch", FIGURE_COLUMNS, "masked", FIGURE_COLUMNS, "raw",
                  is_beside ? "  call" : "");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    for (size_t r = 0; r < ml_n_conventions; r++) {
        const ml_convention *row = &ml_conventions[r];
        ml_text_label(out, longest, row->key);
        ml_out_printf(out, "%*s", BATCH_COLUMNS, ml_batch_names[row->batch]);
        ml_text_figure(out, FIGURE_COLUMNS, PLACES, ml_convention_value(set->conventions, r, ML_VIEW_MASKED, set->figures));
        ml_text_figure(out, FIGURE_COLUMNS, PLACES, ml_convention_value(set->conventions, r, ML_VIEW_RAW, set->figures));
        ml_out_text(out, is_beside ? "  " : "\n    ");
        ml_text_style(out, ML_STYLE_DIM);
        ml_out_text(out, row->call);
        ml_text_style(out, ML_STYLE_PLAIN);
        ml_out_text(out, "\n");
    }
}

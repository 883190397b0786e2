/* The Markdown report's confusions, in the raw view; see markdown_parts.h. */
#include "output/markdown.h"
#include "output/report/confusions.h"
#include "output/report/markdown_parts.h"

static void write_matrix(const ml_report *report, const ml_figures *figures)
{
    ml_out *out = report->out;
    const ml_classes *classes = report->settings->classes;
    const ml_record *record = &figures->views[ML_VIEW_RAW].view.record;
    bool has_none = figures->n_none > 0;
    ml_out_text(out, "\n| pixels of ");
    for (size_t c = 0; c < classes->n; c++) {
        ml_out_text(out, "| called ");
        ml_markdown_text(out, classes->items[c].name);
        ml_out_text(out, " ");
    }
    ml_out_text(out, has_none ? "| called no class " : "");
    ml_markdown_row_end(out);
    ml_markdown_rule(out, 1 + classes->n + has_none, 1);
    for (size_t y = 0; y < classes->n; y++) {
        ml_out_text(out, "| ");
        ml_markdown_text(out, classes->items[y].name);
        ml_out_text(out, report->settings->masked[y] ? " (masked) " : " ");
        for (size_t c = 0; c < classes->n; c++)
            ml_markdown_cell_count(out, record->hard[y * classes->n + c]);
        if (has_none)
            ml_markdown_cell_count(out, record->none[y]);
        ml_markdown_row_end(out);
    }
}

static void write_largest(const ml_report *report, const ml_figures *figures)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    ml_confusion largest[ML_CONFUSIONS_LARGEST];
    size_t n = ml_confusions_find(figures, false, largest);
    if (n == 0)
        return;
    ml_out_text(out, "\n| largest confusions: pixels of | called | pixels |\n");
    ml_markdown_rule(out, 3, 2);
    for (size_t i = 0; i < n; i++) {
        ml_out_text(out, "| ");
        ml_markdown_text(out, settings->classes->items[largest[i].y].name);
        ml_out_text(out, settings->masked[largest[i].y] ? " (masked) " : " ");
        ml_markdown_cell(out, settings->classes->items[largest[i].c].name);
        ml_markdown_cell_count(out, largest[i].n);
        ml_markdown_row_end(out);
    }
}

void ml_markdown_confusions(const ml_report *report, const ml_figures *figures)
{
    if (report->settings->classes->n <= ML_CONFUSIONS_FEW_CLASSES)
        write_matrix(report, figures);
    else
        write_largest(report, figures);
}

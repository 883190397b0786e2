/* The text report's intervals of losses and metrics, each in all views; those of classes are in the forms for programs. */
#include "output/report/text_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

#include "base/text.h"
#include "core/find.h"

enum {
    COLUMNS = 8, /* of an end, at least */
    PLACES = 4,
    MIN_LABEL_COLUMNS = 14,
    MAX_LABEL_COLUMNS = 32,
};

static size_t label_columns(const ml_settings *settings)
{
    size_t columns = MIN_LABEL_COLUMNS;
    for (size_t l = 0; l < settings->losses->n; l++) {
        size_t wide = ml_text_columns(settings->losses->items[l].key);
        columns = wide > columns && wide <= MAX_LABEL_COLUMNS ? wide : columns;
    }
    return columns;
}

static void write_row(ml_out *out, const ml_set_result *set, const char *name, ml_over over, size_t index)
{
    const ml_settings *settings = set->figures->settings;
    const ml_text_views views = ml_text_all_views(settings);
    if (ml_text_columns(name) > label_columns(settings)) { /* keys are never cut */
        ml_out_text(out, name);
        ml_out_text(out, "\n");
        name = "";
    }
    ml_text_label(out, label_columns(settings), name);
    size_t columns = ml_text_view_columns(&views, COLUMNS);
    for (size_t i = 0; i < views.n; i++) {
        const ml_interval *interval = ml_find_interval(settings, set->intervals, (ml_view_kind)views.items[i], over, index);
        ml_text_figure(out, columns, PLACES, interval->low);
        ml_text_figure(out, columns, PLACES, interval->high);
    }
    ml_out_text(out, "\n");
}

static void write_head(ml_out *out, const ml_set_result *set)
{
    const ml_settings *settings = set->figures->settings;
    const ml_text_views views = ml_text_all_views(settings);
    ml_out_text(out, "\n");
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_printf(out, "95 %% intervals, over %llu %s", (unsigned long long)set->n_units, set->unit);
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_pad(out, label_columns(settings));
    int columns = (int)ml_text_view_columns(&views, COLUMNS);
    for (size_t i = 0; i < views.n; i++)
        ml_out_printf(out, "%*s%*s", columns, ml_view_names[views.items[i]], columns, "to");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

void ml_text_intervals(const ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    const ml_losses *losses = report->settings->losses;
    if (!set->intervals)
        return;
    write_head(out, set);
    for (size_t l = 0; l < losses->n; l++)
        if (!ml_report_hides_loss(set, l))
            write_row(out, set, losses->items[l].key, ML_OVER_LOSSES, l);
    for (size_t m = 0; m < ML_N_METRICS; m++)
        write_row(out, set, ml_metrics[m].name, ML_OVER_METRICS, m);
}

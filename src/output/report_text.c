/* The text report, made for reading at 80 columns: a line per image (the id last, so that it is never cut), then the gates,
 * what the set is, its losses and metrics with the views side by side, its classes, and in one line what masking forgave. */
#include "output/text_parts.h"
#include "output/words.h"

#include "base/text.h"

enum {
    MIN_LABEL_COLUMNS = 20,
    MAX_LISTED = 8, /* masked classes and weights in the head */
};

void ml_text_report_begin(ml_report *report) { ML_UNUSED(report); }

static void image_head(const ml_report *report)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    ml_words_style(out, ML_STYLE_HEAD);
    ml_out_printf(out, "%10s%10s", "", "");
    ml_text_group(out, settings, ML_TEXT_FIGURE_COLUMNS, settings->losses->items[0].key, settings->losses->items[0].kind->name);
    ml_text_group(out, settings, ML_TEXT_FIGURE_COLUMNS, "miou", "miou");
    ml_words_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    ml_words_style(out, ML_STYLE_HEAD);
    ml_out_printf(out, "%10s%10s", "valid", "forgiven");
    ml_text_view_names(out, settings, ML_TEXT_FIGURE_COLUMNS);
    ml_text_view_names(out, settings, ML_TEXT_FIGURE_COLUMNS);
    ml_out_text(out, "  image");
    ml_words_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

void ml_text_report_image(ml_report *report, const ml_image_result *image)
{
    ml_out *out = report->out;
    const ml_figures *figures = image->figures;
    if (!report->has_images)
        image_head(report);
    report->has_images = true;
    ml_text_count(out, 10, figures->n_valid);
    ml_text_count(out, 10, figures->forgiven);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (report->settings->views[v])
            ml_text_figure(out, ML_TEXT_FIGURE_COLUMNS, figures->views[v].losses[0].mean);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (report->settings->views[v])
            ml_text_figure(out, ML_TEXT_FIGURE_COLUMNS, figures->views[v].metrics[ML_MIOU]);
    ml_out_text(out, "  ");
    ml_words_name(out, image->id);
    ml_out_text(out, "\n");
}

/* The masked classes, by name. */
static void write_mask(ml_out *out, const ml_settings *settings)
{
    size_t n = 0;
    for (size_t c = 0; c < settings->classes->n; c++)
        if (settings->masked[c] && n++ < MAX_LISTED) {
            ml_out_text(out, n > 1 ? ", " : "; masked: ");
            ml_out_text(out, settings->classes->items[c].name);
        }
    if (n > MAX_LISTED)
        ml_out_printf(out, ", and %zu more", n - MAX_LISTED);
    ml_out_text(out, n ? "\n" : "; nothing is masked\n");
}

static void number(ml_out *out, const char *before, double x)
{
    ml_out_text(out, before);
    ml_words_number(out, x);
}

/* What differs from the defaults and shows nowhere else; the losses' own parameters are in their keys. */
static void write_settings(ml_out *out, const ml_settings *settings)
{
    const ml_classes *classes = settings->classes;
    const char *separator = "with ";
    bool weighted = false;
    size_t n = 0;
    for (size_t c = 0; c < classes->n; c++)
        weighted |= settings->weights[c] < 1 || settings->weights[c] > 1;
    for (size_t c = 0; c < classes->n && c < MAX_LISTED && weighted; c++) {
        number(out, c ? "," : "with weights ", settings->weights[c]);
        separator = "; ";
    }
    if (classes->n > MAX_LISTED && weighted)
        ml_out_text(out, ",...");
    for (size_t c = 0; c < classes->n && settings->average == ML_AVERAGE_LIST; c++)
        if (settings->averaged[c]) {
            ml_out_text(out, n ? "" : separator);
            ml_out_printf(out, "%s%zu", n++ ? "," : "averages over classes ", c);
            separator = "; ";
        }
    if (settings->average == ML_AVERAGE_FOREGROUND) {
        ml_out_printf(out, "%saverages over foreground", separator);
        separator = "; ";
    }
    if (settings->absent != ML_ABSENT_SKIP) {
        ml_out_printf(out, "%sabsent classes %s", separator, ml_absent_names[settings->absent]);
        separator = "; ";
    }
    if (settings->epsilon < ML_DEFAULT_EPSILON || settings->epsilon > ML_DEFAULT_EPSILON) {
        ml_out_text(out, separator);
        number(out, "epsilon ", settings->epsilon);
        separator = "; ";
    }
    if (settings->losses->has_smooth) {
        ml_out_text(out, separator);
        number(out, "smooth ", settings->losses->smooth);
        separator = "; ";
    }
    ml_out_text(out, separator[0] == ';' ? "\n" : "");
}

/* What is not in the figures; nothing if all is. */
static void write_coverage(ml_out *out, const ml_set_result *set)
{
    uint64_t n_evaluated = set->aggregate->n_images;
    if (n_evaluated == set->n_expected && set->faults->n == 0)
        return;
    ml_out_printf(out, "coverage: %llu of ", (unsigned long long)n_evaluated);
    ml_words_count(out, set->n_expected, "pair");
    ml_out_text(out, " evaluated");
    if (set->faults->n == 0) {
        ml_out_printf(out, ", %llu missing\n", (unsigned long long)(set->n_expected - n_evaluated));
        return;
    }
    ml_out_text(out, "; ");
    ml_words_count(out, set->faults->n, "error");
    ml_out_text(out, ":\n");
    for (size_t i = 0; i < set->faults->n; i++) {
        ml_out_text(out, "  ");
        ml_words_name(out, set->faults->items[i].id);
        ml_out_text(out, ": ");
        ml_words_message(out, set->faults->items[i].message);
        ml_out_text(out, "\n");
    }
}

static void write_set(const ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    const ml_figures *figures = set->figures;
    ml_words_count(out, set->aggregate->n_images, "image");
    ml_out_text(out, ", ");
    ml_words_count(out, figures->n_pixels, "pixel");
    ml_out_printf(out, " (%llu valid, %llu ignored", (unsigned long long)figures->n_valid,
                  (unsigned long long)figures->n_ignored);
    if (figures->n_bad)
        ml_out_printf(out, ", %llu of them bad", (unsigned long long)figures->n_bad);
    ml_out_printf(out, "), %zu classes", report->settings->classes->n);
    write_mask(out, report->settings);
    write_settings(out, report->settings);
    if (figures->n_none)
        ml_out_printf(out, "predicted as no class: %llu of the valid pixels\n", (unsigned long long)figures->n_none);
    write_coverage(out, set);
}

/* A line of the table of losses and metrics: pooled, then the mean over the images, each in all views; behind it the number of
 * classes that each pooled average is over. */
static void figure_line(const ml_report *report, size_t columns, const char *name, const double *pooled,
                        const ml_spread *const *spreads, const size_t *classes)
{
    ml_out *out = report->out;
    size_t n = 0;
    ml_words_label(out, columns, name);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (report->settings->views[v])
            ml_text_figure(out, ML_TEXT_FIGURE_COLUMNS, pooled[v]);
    for (int v = 0; spreads && v < ML_N_VIEWS; v++)
        if (report->settings->views[v])
            ml_text_figure(out, ML_TEXT_FIGURE_COLUMNS, ml_spread_mean(spreads[v]));
    for (int v = 0; classes && v < ML_N_VIEWS; v++)
        if (report->settings->views[v])
            ml_out_printf(out, "%s%zu", n++ ? ", " : "  ", classes[v]);
    ml_out_text(out, "\n");
}

static void loss_lines(const ml_report *report, const ml_set_result *set, size_t columns, size_t l)
{
    const ml_loss *loss = &report->settings->losses->items[l];
    const ml_spread *spreads[ML_N_VIEWS];
    double mean[ML_N_VIEWS], unmasked[ML_N_VIEWS], weighted[ML_N_VIEWS];
    size_t classes[ML_N_VIEWS];
    for (int v = 0; v < ML_N_VIEWS; v++) {
        const ml_loss_figures *figures = set->figures->views[v].losses;
        if (!figures)
            continue;
        mean[v] = figures[l].mean;
        unmasked[v] = figures[l].mean_unmasked;
        weighted[v] = figures[l].mean_weighted;
        classes[v] = figures[l].classes;
        spreads[v] = &set->aggregate->losses[v][l];
    }
    figure_line(report, columns, loss->key, mean, spreads, loss->kind->region ? classes : NULL);
    if (!loss->kind->region)
        figure_line(report, columns, "  unmasked pixels", unmasked, NULL, NULL);
    if (loss->kind->weighted_mean)
        figure_line(report, columns, "  / sum of weights", weighted, NULL, NULL);
}

static void write_metrics(const ml_report *report, const ml_set_result *set, size_t columns)
{
    ml_out_text(report->out, "\n");
    ml_words_head(report->out, "metric");
    for (int m = 0; m < ML_N_METRICS; m++) {
        const ml_spread *spreads[ML_N_VIEWS];
        double pooled[ML_N_VIEWS];
        size_t classes[ML_N_VIEWS];
        for (int v = 0; v < ML_N_VIEWS; v++) {
            pooled[v] = set->figures->views[v].metrics[m];
            classes[v] = set->figures->views[v].metric_classes;
            spreads[v] = &set->aggregate->metrics[v][m];
        }
        figure_line(report, columns, ml_metrics[m].name, pooled, spreads, m == ML_MIOU ? classes : NULL);
    }
}

static void write_losses(const ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    size_t columns = MIN_LABEL_COLUMNS; /* or what the longest key takes: keys are never cut */
    for (size_t l = 0; l < settings->losses->n; l++) {
        size_t wide = ml_text_columns(settings->losses->items[l].key);
        columns = wide > columns ? wide : columns;
    }
    ml_out_text(out, "\n");
    ml_words_style(out, ML_STYLE_HEAD);
    ml_words_label(out, columns, "");
    ml_text_group(out, settings, ML_TEXT_FIGURE_COLUMNS, "all pixels", "pooled");
    ml_text_group(out, settings, ML_TEXT_FIGURE_COLUMNS, "image mean", "images");
    ml_words_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    ml_words_style(out, ML_STYLE_HEAD);
    ml_words_label(out, columns, "loss (mean)");
    ml_text_view_names(out, settings, ML_TEXT_FIGURE_COLUMNS);
    ml_text_view_names(out, settings, ML_TEXT_FIGURE_COLUMNS);
    ml_out_text(out, "  classes");
    ml_words_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    for (size_t l = 0; l < settings->losses->n; l++)
        loss_lines(report, set, columns, l);
    write_metrics(report, set, columns);
}

void ml_text_report_end(ml_report *report, const ml_set_result *set)
{
    if (report->has_images)
        ml_out_text(report->out, "\n");
    ml_words_gates(report->out, set->verdicts);
    write_set(report, set);
    write_losses(report, set);
    ml_text_classes(report, set->figures);
    ml_text_forgiven(report, set->figures);
}

/* The text report, made for reading at 80 columns: a line per image (the id last, so that it is never cut), then what the set
 * is, its losses and metrics with the views side by side, its classes, and in one line what masking forgave. */
#include "output/report.h"
#include "output/words.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_COLUMNS = 80,
    FIGURE_COLUMNS = 10,
    IOU_COLUMNS = 9,
    MIN_LABEL_COLUMNS = 20,
    MIN_CLASS_COLUMNS = 8,
    MAX_LISTED = 8, /* masked classes and weights in the head */
    MAX_NAMED = 2,  /* decisions in the line about what was forgiven */
};

static size_t n_views(const ml_settings *settings)
{
    size_t n = 0;
    for (int v = 0; v < ML_N_VIEWS; v++)
        n += settings->views[v];
    return n;
}

/* A figure, right-aligned behind a blank; "-" where it is not defined. Up to 100 with six places, beyond with as many digits as
 * there is room for. */
static void figure(ml_out *out, int columns, double x)
{
    int room = columns - 1;
    if (!isfinite(x))
        ml_out_printf(out, " %*s", room, "-");
    else if (fabs(x) < 100)
        ml_out_printf(out, " %*.*f", room, room < 9 ? room - 2 : 6, x);
    else
        ml_out_printf(out, " %*.*g", room, fabs(x) < 1e6 ? room - 2 : room - 7, x);
}

static void count(ml_out *out, int columns, uint64_t n) { ml_out_printf(out, "%*llu", columns, (unsigned long long)n); }

/* The names of the views, one per column. */
static void view_names(ml_out *out, const ml_settings *settings, int columns)
{
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (settings->views[v])
            ml_out_printf(out, "%*s", columns, ml_view_names[v]);
}

/* A title over the columns of all views, or its short form where that is too narrow. */
static void group(ml_out *out, const ml_settings *settings, int columns, const char *title, const char *short_title)
{
    int wide = (int)n_views(settings) * columns; /* at least one view, of at least two columns */
    ml_out_printf(out, " %*.*s", wide - 1, wide - 1, (int)strlen(title) < wide ? title : short_title);
}

void ml_text_report_begin(ml_report *report) { ML_UNUSED(report); }

static void image_head(const ml_report *report)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    ml_out_printf(out, "%10s%10s", "", "");
    group(out, settings, FIGURE_COLUMNS, settings->losses->items[0].key, settings->losses->items[0].kind->name);
    group(out, settings, FIGURE_COLUMNS, "miou", "miou");
    ml_out_printf(out, "\n%10s%10s", "valid", "forgiven");
    view_names(out, settings, FIGURE_COLUMNS);
    view_names(out, settings, FIGURE_COLUMNS);
    ml_out_text(out, "  image\n");
}

void ml_text_report_image(ml_report *report, const ml_image_result *image)
{
    ml_out *out = report->out;
    const ml_figures *figures = image->figures;
    if (!report->has_images)
        image_head(report);
    report->has_images = true;
    count(out, 10, figures->n_valid);
    count(out, 10, figures->forgiven);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (report->settings->views[v])
            figure(out, FIGURE_COLUMNS, figures->views[v].losses[0].mean);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (report->settings->views[v])
            figure(out, FIGURE_COLUMNS, figures->views[v].metrics[ML_MIOU]);
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
            figure(out, FIGURE_COLUMNS, pooled[v]);
    for (int v = 0; spreads && v < ML_N_VIEWS; v++)
        if (report->settings->views[v])
            figure(out, FIGURE_COLUMNS, ml_spread_mean(spreads[v]));
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
    ml_out_text(report->out, "\nmetric\n");
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
    ml_words_label(out, columns, "");
    group(out, settings, FIGURE_COLUMNS, "all pixels", "pooled");
    group(out, settings, FIGURE_COLUMNS, "image mean", "images");
    ml_out_text(out, "\n");
    ml_words_label(out, columns, "loss (mean)");
    view_names(out, settings, FIGURE_COLUMNS);
    view_names(out, settings, FIGURE_COLUMNS);
    ml_out_text(out, "  classes\n");
    for (size_t l = 0; l < settings->losses->n; l++)
        loss_lines(report, set, columns, l);
    write_metrics(report, set, columns);
}

/* Columns that the counts of a class table need. */
static int count_columns(const ml_figures *figures)
{
    int columns = 2;
    for (uint64_t n = figures->n_valid; n > 0; n /= 10)
        columns++;
    return columns < 9 ? 9 : columns;
}

/* Whether a class has no true pixel and no predicted one in any view. */
static bool is_empty(const ml_figures *figures, size_t c)
{
    const uint64_t *raw = figures->views[ML_VIEW_RAW].per_class[c].counts;
    return raw[ML_SUPPORT] == 0 && raw[ML_PREDICTED] == 0;
}

static void class_line(const ml_report *report, const ml_figures *figures, size_t c, size_t name_columns, int columns)
{
    static const int shown[] = {ML_FN, ML_FP};
    const ml_settings *settings = report->settings;
    ml_out *out = report->out;
    ml_out_printf(out, "%4zu ", c);
    ml_words_label(out, name_columns, settings->classes->items[c].name);
    count(out, columns, figures->views[ML_VIEW_RAW].per_class[c].counts[ML_SUPPORT]);
    for (size_t i = 0; i < ML_COUNT(shown); i++)
        for (int v = 0; v < ML_N_VIEWS; v++)
            if (settings->views[v])
                count(out, columns, figures->views[v].per_class[c].counts[shown[i]]);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (settings->views[v])
            figure(out, IOU_COLUMNS, figures->views[v].per_class[c].ratios[ML_IOU]);
    ml_out_text(out, settings->masked[c] ? " *\n" : "\n");
}

static void write_classes(const ml_report *report, const ml_figures *figures)
{
    const ml_settings *settings = report->settings;
    ml_out *out = report->out;
    size_t name_columns = 5, n_empty = 0;
    int columns = count_columns(figures);
    for (size_t c = 0; c < settings->classes->n; c++) {
        size_t wide = ml_text_columns(settings->classes->items[c].name);
        name_columns = wide > name_columns && !is_empty(figures, c) ? wide : name_columns;
        n_empty += is_empty(figures, c);
    }
    size_t taken = 5 + 2 + (size_t)columns + n_views(settings) * (2 * (size_t)columns + IOU_COLUMNS);
    size_t room = taken + MIN_CLASS_COLUMNS < LINE_COLUMNS ? LINE_COLUMNS - taken : MIN_CLASS_COLUMNS;
    name_columns = name_columns < room ? name_columns : room;
    ml_out_text(out, "\n     ");
    ml_words_label(out, name_columns, "");
    ml_out_printf(out, "%*s", columns, "");
    group(out, settings, columns, "false negatives", "fn");
    group(out, settings, columns, "false positives", "fp");
    group(out, settings, IOU_COLUMNS, "iou", "iou");
    ml_out_text(out, "\n     ");
    ml_words_label(out, name_columns, "class");
    ml_out_printf(out, "%*s", columns, "support");
    view_names(out, settings, columns);
    view_names(out, settings, columns);
    view_names(out, settings, IOU_COLUMNS);
    ml_out_text(out, "\n");
    for (size_t c = 0; c < settings->classes->n; c++)
        if (!is_empty(figures, c))
            class_line(report, figures, c, name_columns, columns);
    if (figures->n_masked > 0)
        ml_out_text(out, "   * masked: counted as right in the masked view, whatever was predicted\n");
    if (n_empty > 0)
        ml_out_printf(out, "%zu of %zu classes occur neither in the truth nor in the predictions.\n", n_empty,
                      settings->classes->n);
}

/* The decision that most forgiven pixels had, below `last` or equal and later; n_classes when there is none left. */
static size_t next_decision(const ml_figures *figures, size_t last)
{
    size_t n = figures->settings->classes->n, best = n;
    const uint64_t *as = figures->forgiven_as;
    for (size_t c = 0; c < n; c++) {
        bool after = last == n || as[c] < as[last] || (as[c] == as[last] && c > last);
        if (as[c] > 0 && after && (best == n || as[c] > as[best]))
            best = c;
    }
    return best;
}

static void write_forgiven(const ml_report *report, const ml_figures *figures)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    size_t n = settings->classes->n, c = n;
    uint64_t rest = figures->forgiven;
    ml_out_text(out, "\n");
    if (figures->n_masked == 0) {
        ml_out_text(out, "Forgiven: nothing; no pixel has a masked class.\n");
        return;
    }
    ml_out_printf(out, "Forgiven: %llu of %llu masked pixels (%.1f %%)", (unsigned long long)figures->forgiven,
                  (unsigned long long)figures->n_masked, 100 * figures->forgiven_rate);
    for (int i = 0; i < MAX_NAMED && (c = next_decision(figures, c)) < n; i++) {
        ml_out_printf(out, "%s %llu called ", i ? "," : ":", (unsigned long long)figures->forgiven_as[c]);
        ml_out_text(out, settings->classes->items[c].name);
        rest -= figures->forgiven_as[c];
    }
    if (rest > 0 && rest < figures->forgiven)
        ml_out_printf(out, ", %llu other", (unsigned long long)rest);
    else if (rest > 0)
        ml_out_text(out, ": called no class");
    ml_out_text(out, ".\n");
}

void ml_text_report_end(ml_report *report, const ml_set_result *set)
{
    if (report->has_images)
        ml_out_text(report->out, "\n");
    write_set(report, set);
    write_losses(report, set);
    write_classes(report, set->figures);
    write_forgiven(report, set->figures);
}

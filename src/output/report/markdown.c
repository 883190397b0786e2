/* The Markdown report, made for the summary of a CI step and for pull requests: the verdict first, then the gates, losses and
 * metrics with the views side by side, the classes, the worst images, and what could not be evaluated. Always below 1 MiB. */
#include "output/markdown.h"
#include "core/note.h"
#include "output/report/report.h"
#include "output/text.h"

#include <math.h>
#include <string.h>

static size_t n_views(const ml_settings *settings)
{
    size_t n = 0;
    for (int v = 0; v < ML_N_VIEWS; v++)
        n += settings->views[v];
    return n;
}

/* A cell of a table's head per view: the view and what follows it. */
static void view_heads(ml_out *out, const ml_settings *settings, const char *before, const char *after)
{
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (settings->views[v])
            ml_out_printf(out, "| %s%s%s ", before, ml_view_names[v], after);
}

static void begin(ml_report *report) { report->part = (ml_out){.path = "memory", .fd = -1}; }

/* Images come before what is to stand above them: their rows are kept apart until then. */
static void add_image(ml_report *report, const ml_image_result *image)
{
    ml_out *out = &report->part;
    const ml_figures *figures = image->figures;
    const ml_subject subject = ml_subject_image(image);
    if (report->n_images_left_out > 0 || !ml_markdown_has_room(out, 0, ML_MARKDOWN_IMAGES_BYTES)) {
        report->n_images_left_out++;
        return;
    }
    ml_out_text(out, "| ");
    ml_markdown_name(out, image->id);
    ml_out_text(out, " ");
    ml_markdown_cell_number(out, ml_figure_value(&report->figure, &subject), false);
    ml_markdown_cell_count(out, figures->n_valid);
    ml_markdown_cell_count(out, figures->forgiven);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (report->settings->views[v])
            ml_markdown_cell_number(out, figures->views[v].losses[0].mean, false);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (report->settings->views[v])
            ml_markdown_cell_number(out, figures->views[v].metrics[ML_MIOU], false);
    ml_markdown_row_end(out);
}

/* "-" where it is not defined. */
static void title_number(ml_out *out, const char *before, double x)
{
    ml_out_text(out, before);
    if (isfinite(x))
        ml_out_printf(out, "%.4g", x);
    else
        ml_out_text(out, "-");
}

/* The verdict, or without gates the figures that people ask for first. */
static void write_title(const ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    ml_out_text(out, "## maskloss: ");
    ml_text_verdict(out, set->verdicts);
    for (int v = ML_N_VIEWS; v-- > 0 && set->verdicts->n == 0;)
        if (settings->views[v]) {
            const ml_view_figures *view = &set->figures->views[v];
            ml_out_printf(out, "%s ", ml_view_names[v]);
            ml_markdown_text(out, settings->losses->items[0].key);
            title_number(out, " ", view->losses[0].mean);
            title_number(out, ", miou ", view->metrics[ML_MIOU]);
            break;
        }
    ml_out_text(out, "\n\n");
}

/* What the set is, and what masking did. */
static void write_set(const ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    const ml_figures *figures = set->figures;
    enum { MAX_MASKED = 8 };
    size_t n = 0;
    if (set->faults->n > 0) {
        ml_out_text(out, "**");
        ml_text_count(out, set->faults->n, "error");
        ml_out_text(out, ": the result is incomplete.** ");
    } else if (set->aggregate->n_images < set->n_expected) {
        ml_out_text(out, "**The result is incomplete.** ");
    }
    ml_out_printf(out, "%llu of ", (unsigned long long)set->aggregate->n_images);
    ml_text_count(out, set->n_expected, "image");
    ml_out_printf(out, ", %llu pixels (%llu valid, %llu ignored, %llu of them bad), %zu classes. Masked: ",
                  (unsigned long long)figures->n_pixels, (unsigned long long)figures->n_valid,
                  (unsigned long long)figures->n_ignored, (unsigned long long)figures->n_bad, settings->classes->n);
    for (size_t c = 0; c < settings->classes->n; c++)
        if (settings->masked[c] && n++ < MAX_MASKED) {
            ml_out_text(out, n > 1 ? ", " : "");
            ml_markdown_text(out, settings->classes->items[c].name);
        }
    if (n > MAX_MASKED)
        ml_out_printf(out, " and %zu more", n - MAX_MASKED);
    ml_out_text(out, n ? ".\n" : "nothing.\n");
    if (figures->n_none > 0)
        ml_out_printf(out, "Predicted as no class: %llu of the valid pixels.\n", (unsigned long long)figures->n_none);
    if (figures->n_masked > 0)
        ml_out_printf(out, "Masking forgave %llu of %llu pixels of masked classes (%.1f %%).\n",
                      (unsigned long long)figures->forgiven, (unsigned long long)figures->n_masked,
                      100 * figures->forgiven_rate);
}

/* Their text is this program's own: nothing in it is markup. */
static void write_notes(ml_out *out, const ml_set_result *set)
{
    ml_note notes[ML_MAX_NOTES];
    size_t n = ml_notes_find(set, notes);
    ml_out_text(out, n > 0 ? "\n" : "");
    for (size_t i = 0; i < n; i++)
        ml_out_printf(out, "- Note: %s.\n", notes[i].text);
}

/* A row of the table of losses and metrics: pooled, then (if there are any) the mean over the images, then over how many
 * classes each pooled average is taken, if it is over classes. */
static void figure_row(const ml_report *report, const char *name, const char *of, const double *pooled,
                       const ml_spread *const *spreads, const size_t *classes)
{
    ml_out *out = report->out;
    const bool *views = report->settings->views;
    const char *separator = "";
    ml_out_text(out, "| ");
    ml_markdown_text(out, name);
    ml_out_printf(out, "%s ", of);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (views[v])
            ml_markdown_cell_number(out, pooled[v], false);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (views[v] && spreads)
            ml_markdown_cell_number(out, ml_spread_mean(spreads[v]), false);
        else if (views[v])
            ml_out_text(out, "| ");
    ml_out_text(out, "| ");
    for (int v = 0; classes && v < ML_N_VIEWS; v++)
        if (views[v]) {
            ml_out_printf(out, "%s%zu", separator, classes[v]);
            separator = ", ";
        }
    ml_out_text(out, classes ? " " : "");
    ml_markdown_row_end(out);
}

static void loss_rows(const ml_report *report, const ml_set_result *set, size_t l)
{
    const ml_loss *loss = &report->settings->losses->items[l];
    const ml_spread *spreads[ML_N_VIEWS] = {NULL};
    double mean[ML_N_VIEWS] = {0}, unmasked[ML_N_VIEWS] = {0}, weighted[ML_N_VIEWS] = {0};
    size_t classes[ML_N_VIEWS] = {0};
    for (int v = 0; v < ML_N_VIEWS; v++) {
        const ml_loss_figures *figures = set->figures->views[v].losses;
        if (!report->settings->views[v])
            continue;
        mean[v] = figures[l].mean;
        unmasked[v] = figures[l].mean_unmasked;
        weighted[v] = figures[l].mean_weighted;
        classes[v] = figures[l].classes;
        spreads[v] = ml_aggregate_mean(set->aggregate, (ml_view_kind)v, ML_OVER_LOSSES, l);
    }
    figure_row(report, loss->key, "", mean, spreads, loss->kind->region ? classes : NULL);
    if (!loss->kind->region)
        figure_row(report, loss->key, ", of unmasked pixels", unmasked, NULL, NULL);
    if (loss->kind->weighted_mean)
        figure_row(report, loss->key, ", by the sum of weights", weighted, NULL, NULL);
}

static void write_figures(const ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    const ml_losses *losses = report->settings->losses;
    size_t start = out->n, l = 0;
    ml_out_text(out, "\n| mean ");
    view_heads(out, report->settings, "", ", all pixels");
    view_heads(out, report->settings, "", ", mean of images");
    ml_out_text(out, "| classes ");
    ml_markdown_row_end(out);
    ml_markdown_rule(out, 2 + 2 * n_views(report->settings), 1);
    for (int m = 0; m < ML_N_METRICS; m++) {
        const ml_spread *spreads[ML_N_VIEWS];
        double pooled[ML_N_VIEWS];
        size_t classes[ML_N_VIEWS];
        for (int v = 0; v < ML_N_VIEWS; v++) {
            pooled[v] = set->figures->views[v].metrics[m];
            classes[v] = set->figures->views[v].metric_classes;
            spreads[v] = ml_aggregate_mean(set->aggregate, (ml_view_kind)v, ML_OVER_METRICS, (size_t)m);
        }
        figure_row(report, ml_metrics[m].name, "", pooled, spreads, m == ML_MIOU ? classes : NULL);
    }
    for (; l < losses->n && ml_markdown_has_room(out, start, ML_MARKDOWN_FIGURES_BYTES); l++)
        loss_rows(report, set, l);
    ml_markdown_left_out(out, losses->n - l, "figure", "see --format=json.");
    ml_out_text(
        out,
        "\nPointwise losses are means over all valid pixels, masked ones included, unless it says otherwise; averages over "
        "classes are over as many as stands there.\n");
}

static void class_row(const ml_report *report, const ml_figures *figures, size_t c)
{
    static const int counts[] = {ML_FN, ML_FP};
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    ml_out_text(out, "| ");
    ml_markdown_text(out, settings->classes->items[c].name);
    ml_out_text(out, settings->masked[c] ? " (masked) " : " ");
    ml_markdown_cell_count(out, figures->views[ML_VIEW_RAW].per_class[c].counts[ML_SUPPORT]);
    for (size_t i = 0; i < ML_COUNT(counts); i++)
        for (int v = 0; v < ML_N_VIEWS; v++)
            if (settings->views[v])
                ml_markdown_cell_count(out, figures->views[v].per_class[c].counts[counts[i]]);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (settings->views[v])
            ml_markdown_cell_number(out, figures->views[v].per_class[c].ratios[ML_IOU], false);
    ml_markdown_row_end(out);
}

static void class_head(ml_out *out, const ml_settings *settings)
{
    ml_out_text(out, "\n| class | support ");
    view_heads(out, settings, "false negatives, ", "");
    view_heads(out, settings, "false positives, ", "");
    view_heads(out, settings, "iou, ", "");
    ml_markdown_row_end(out);
    ml_markdown_rule(out, 2 + 3 * n_views(settings), 1);
}

static void write_classes(const ml_report *report, const ml_figures *figures)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    size_t start = out->n, n_empty = 0, n_left_out = 0;
    for (size_t c = 0; c < settings->classes->n; c++)
        n_empty += ml_figures_lack_class(figures, c);
    if (n_empty < settings->classes->n)
        class_head(out, settings);
    for (size_t c = 0; c < settings->classes->n; c++) {
        if (ml_figures_lack_class(figures, c))
            continue;
        if (n_left_out > 0 || !ml_markdown_has_room(out, start, ML_MARKDOWN_CLASSES_BYTES))
            n_left_out++;
        else
            class_row(report, figures, c);
    }
    if (n_left_out > 0)
        ml_out_printf(out, "\n%zu more of the classes: see --format=json.\n", n_left_out);
    if (n_empty > 0)
        ml_out_printf(out, "\n%zu of %zu classes occur neither in the truth nor in the predictions.\n", n_empty,
                      settings->classes->n);
}

static void write_images(const ml_report *report)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    const ml_out *rows = &report->part;
    if (rows->status)
        out->status = rows->status;
    if (rows->n == 0)
        return;
    bool lowest = *report->by == '-';
    ml_out_text(out, "\n### Worst images\n\nThe figure is ");
    ml_markdown_text(out, report->by + lowest);
    ml_out_printf(out, ", the %s first.\n\n| image | figure | valid | forgiven ", lowest ? "lowest" : "highest");
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (settings->views[v]) {
            ml_out_text(out, "| ");
            ml_markdown_text(out, settings->losses->items[0].key);
            ml_out_printf(out, ", %s ", ml_view_names[v]);
        }
    view_heads(out, settings, "miou, ", "");
    ml_markdown_row_end(out);
    ml_markdown_rule(out, 4 + 2 * n_views(settings), 1);
    ml_out_bytes(out, rows->memory, rows->n);
    ml_markdown_left_out(out, report->n_images_left_out, "image", "see --format=json.");
}

static void write_errors(ml_out *out, const ml_faults *faults)
{
    size_t start = out->n;
    size_t i = 0;
    if (faults->n == 0)
        return;
    ml_out_text(out, "\n### Errors\n\n");
    for (; i < faults->n && ml_markdown_has_room(out, start, ML_MARKDOWN_ERRORS_BYTES); i++) {
        ml_out_text(out, "- ");
        ml_markdown_name(out, faults->items[i].id);
        ml_out_text(out, ": ");
        ml_markdown_text(out, faults->items[i].message);
        ml_out_text(out, "\n");
    }
    ml_markdown_left_out(out, faults->n - i, "error", "see --format=json.");
}

static void end(ml_report *report, const ml_set_result *set)
{
    write_title(report, set);
    write_set(report, set);
    write_notes(report->out, set);
    ml_markdown_gates(report->out, set->verdicts);
    write_figures(report, set);
    write_classes(report, set->figures);
    write_images(report);
    write_errors(report->out, set->faults);
    ml_out_close(&report->part);
}

const ml_report_form ml_markdown_form = {
    .name = "markdown", .has_notes = true, .n_worst = 10, .begin = begin, .image = add_image, .end = end};

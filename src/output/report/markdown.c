/* The Markdown report, made for the summary of a CI step and for pull requests: the verdict first, then the gates, losses and
 * metrics with the views side by side, the classes and their confusions, the worst images, and what could not be evaluated.
 * Always below 1 MiB. Other parts: markdown_NAME.c. */
#include "output/markdown.h"
#include "core/find.h"
#include "core/note.h"
#include "output/report/markdown_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

#include <math.h>
#include <string.h>

/* A cell of a table's head per view: the view and what follows it. */
static void view_heads(ml_out *out, const ml_settings *settings, const char *before, const char *after)
{
    const ml_text_views views = ml_text_all_views(settings);
    for (size_t i = 0; i < views.n; i++)
        ml_out_printf(out, "| %s%s%s ", before, ml_view_names[views.items[i]], after);
}

static void begin(ml_report *report) { report->part = (ml_out){.path = "memory", .fd = -1}; }

/* Images come before what is to stand above them: their rows are kept apart until then. */
static void add_image(ml_report *report, const ml_image_result *image)
{
    ml_out *out = &report->part;
    const ml_figures *figures = image->figures;
    const ml_subject subject = ml_subject_image(image);
    const ml_text_views views = ml_text_all_views(report->settings);
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
    for (size_t i = 0; i < views.n; i++)
        ml_markdown_cell_number(out, figures->views[views.items[i]].metrics[ML_MIOU], false);
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
    if (set->verdicts->n == 0) {
        const ml_text_views views = ml_text_all_views(settings);
        ml_out_text(out, "miou");
        for (size_t i = 0; i < views.n; i++) {
            title_number(out, i ? ", " : " ", set->figures->views[views.items[i]].metrics[ML_MIOU]);
            ml_out_printf(out, " %s", ml_view_names[views.items[i]]);
        }
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
    if (figures->n_masked > 0 && figures->n_valid > figures->n_masked)
        ml_out_printf(out, "It did not forgive %llu of %llu other pixels, which were called masked classes (%.1f %%).\n",
                      (unsigned long long)figures->punished, (unsigned long long)(figures->n_valid - figures->n_masked),
                      100 * figures->punished_rate);
}

static void write_notes(ml_out *out, const ml_set_result *set)
{
    ml_note notes[ML_MAX_NOTES];
    size_t n = ml_notes_find(set, notes);
    ml_out_text(out, n > 0 ? "\n" : "");
    for (size_t i = 0; i < n; i++)
        ml_markdown_note(out, notes[i].text);
}

/* A row of the table of losses and metrics. */
typedef struct row {
    const char *name, *of;
    double pooled[ML_N_VIEWS];
    double constant; /* NaN: there is none */
    ml_over over;    /* what its mean over the images has the index of; ML_OVER_NOTHING: it has none */
    size_t index;
    bool has_classes; /* is an average over classes */
    size_t classes[ML_N_VIEWS];
} row;

static void figure_row(const ml_report *report, const ml_set_result *set, const row *r)
{
    ml_out *out = report->out;
    const ml_text_views views = ml_text_all_views(report->settings);
    ml_out_text(out, "| ");
    ml_markdown_text(out, r->name);
    ml_out_printf(out, "%s ", r->of);
    for (size_t i = 0; i < views.n; i++)
        ml_markdown_cell_number(out, r->pooled[views.items[i]], false);
    if (isnan(r->constant))
        ml_out_text(out, "| ");
    else
        ml_markdown_cell_number(out, r->constant, false);
    for (size_t i = 0; i < views.n; i++)
        if (r->over == ML_OVER_NOTHING)
            ml_out_text(out, "| ");
        else
            ml_markdown_cell_number(
                out, ml_spread_mean(ml_set_result_mean(set, (ml_view_kind)views.items[i], r->over, r->index)), false);
    ml_out_text(out, "| ");
    bool differ = false;
    for (size_t i = 1; i < views.n; i++)
        differ |= r->classes[views.items[i]] != r->classes[views.items[0]];
    for (size_t i = 0; i < (differ ? views.n : 1) && r->has_classes; i++)
        ml_out_printf(out, "%s%zu", i ? ", " : "", r->classes[views.items[i]]);
    ml_out_text(out, r->has_classes ? " " : "");
    ml_markdown_row_end(out);
}

static void loss_rows(const ml_report *report, const ml_set_result *set, size_t l)
{
    const ml_loss *loss = &report->settings->losses->items[l];
    row mean = {.name = loss->key, .of = "", .over = ML_OVER_LOSSES, .index = l, .has_classes = loss->kind->region};
    row unmasked = {.name = loss->key, .of = ", of unmasked pixels", .constant = (double)NAN};
    row weighted = {.name = loss->key, .of = ", by the sum of weights", .constant = (double)NAN};
    for (int v = 0; v < ML_N_VIEWS; v++) {
        if (!report->settings->views[v])
            continue;
        const ml_loss_figures *figures = &set->figures->views[v].losses[l];
        mean.pooled[v] = figures->mean;
        mean.classes[v] = figures->classes;
        unmasked.pooled[v] = figures->mean_unmasked;
        weighted.pooled[v] = figures->mean_weighted;
    }
    mean.constant = set->figures->views[ml_leading_view(report->settings)].constant.losses[l];
    figure_row(report, set, &mean);
    if (loss->kind->pixels)
        figure_row(report, set, &unmasked);
    if (loss->kind->weighted_mean)
        figure_row(report, set, &weighted);
}

static void metric_row(const ml_report *report, const ml_set_result *set, size_t m)
{
    row r = {.name = ml_metrics[m].name, .of = "", .over = ML_OVER_METRICS, .index = m, .has_classes = m == ML_MIOU};
    for (int v = 0; v < ML_N_VIEWS; v++) {
        r.pooled[v] = set->figures->views[v].metrics[m];
        r.classes[v] = set->figures->views[v].metric_classes;
    }
    r.constant = set->figures->views[ml_leading_view(report->settings)].constant.metrics[m];
    figure_row(report, set, &r);
}

static void write_figures(const ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    const ml_losses *losses = report->settings->losses;
    size_t start = out->n, l = 0;
    ml_out_text(out, "\n| mean ");
    view_heads(out, report->settings, "", ", all pixels");
    ml_out_printf(out, "| best constant, %s ", ml_view_names[ml_leading_view(report->settings)]);
    view_heads(out, report->settings, "", set->shows_groups ? ", mean of groups" : ", mean of images");
    ml_out_text(out, "| classes ");
    ml_markdown_row_end(out);
    ml_markdown_rule(out, 3 + 2 * ml_settings_n_views(report->settings), 1);
    for (size_t m = 0; m < ML_N_METRICS; m++)
        metric_row(report, set, m);
    for (; l < losses->n && ml_markdown_has_room(out, start, ML_MARKDOWN_FIGURES_BYTES); l++)
        if (!ml_report_hides_loss(set, l))
            loss_rows(report, set, l);
    ml_markdown_left_out(out, losses->n - l, "figure", "see --format=json.");
    ml_out_text(
        out,
        "\nPointwise losses are means over all valid pixels, masked ones included, unless it says otherwise; averages over "
        "classes are over as many as stands there.\n");
}

static void interval_row(const ml_report *report, const ml_set_result *set, const char *name, ml_over over, size_t index)
{
    ml_out *out = report->out;
    ml_out_text(out, "| ");
    ml_markdown_text(out, name);
    ml_out_text(out, " ");
    const ml_text_views views = ml_text_all_views(report->settings);
    for (size_t i = 0; i < views.n; i++) {
        const ml_view_kind view = (ml_view_kind)views.items[i];
        const ml_interval *interval = ml_find_interval(report->settings, set->intervals, view, over, index);
        ml_markdown_cell_number(out, interval->low, false);
        ml_markdown_cell_number(out, interval->high, false);
    }
    ml_markdown_row_end(out);
}

static void write_intervals(const ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    const ml_losses *losses = report->settings->losses;
    size_t start = out->n, l = 0;
    if (!set->intervals)
        return;
    ml_out_printf(out, "\n| 95 %% interval, over %llu %s ", (unsigned long long)set->n_units, set->unit);
    const ml_text_views views = ml_text_all_views(report->settings);
    for (size_t i = 0; i < views.n; i++)
        ml_out_printf(out, "| %s, all pixels: low | high ", ml_view_names[views.items[i]]);
    ml_markdown_row_end(out);
    ml_markdown_rule(out, 1 + 2 * views.n, 1);
    for (size_t m = 0; m < ML_N_METRICS; m++)
        interval_row(report, set, ml_metrics[m].name, ML_OVER_METRICS, m);
    for (; l < losses->n && ml_markdown_has_room(out, start, ML_MARKDOWN_INTERVALS_BYTES); l++)
        interval_row(report, set, losses->items[l].key, ML_OVER_LOSSES, l);
    ml_markdown_left_out(out, losses->n - l, "figure", "see --format=json.");
}

static void class_row(const ml_report *report, const ml_figures *figures, size_t c)
{
    static const int counts[] = {ML_FN, ML_FP};
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    const ml_text_views views = ml_text_all_views(settings);
    ml_out_text(out, "| ");
    ml_markdown_text(out, settings->classes->items[c].name);
    ml_out_text(out, settings->masked[c] ? " (masked) " : " ");
    ml_markdown_cell_count(out, figures->views[ML_VIEW_RAW].per_class[c].counts[ML_SUPPORT]);
    for (size_t i = 0; i < ML_COUNT(counts); i++)
        for (size_t v = 0; v < views.n; v++)
            ml_markdown_cell_count(out, figures->views[views.items[v]].per_class[c].counts[counts[i]]);
    for (size_t v = 0; v < views.n; v++)
        ml_markdown_cell_number(out, figures->views[views.items[v]].per_class[c].ratios[ML_IOU], false);
    ml_markdown_row_end(out);
}

static void class_head(ml_out *out, const ml_settings *settings)
{
    ml_out_text(out, "\n| class | support ");
    view_heads(out, settings, "false negatives, ", "");
    view_heads(out, settings, "false positives, ", "");
    view_heads(out, settings, "iou, ", "");
    ml_markdown_row_end(out);
    ml_markdown_rule(out, 2 + 3 * ml_settings_n_views(settings), 1);
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
    ml_out_fail_too(out, rows);
    if (rows->n == 0)
        return;
    bool lowest = *report->by == '-';
    ml_out_printf(out, "\n### %s\n\nThe figure is ", report->n_worst > 0 ? "Worst images" : "Images");
    ml_markdown_text(out, report->by + lowest);
    if (report->n_worst > 0)
        ml_out_printf(out, ", the %s first", lowest ? "lowest" : "highest");
    ml_out_text(out, ".\n\n| image | figure | valid | forgiven ");
    view_heads(out, settings, "miou, ", "");
    ml_markdown_row_end(out);
    ml_markdown_rule(out, 4 + ml_settings_n_views(settings), 1);
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
    write_intervals(report, set);
    write_classes(report, set->figures);
    ml_markdown_confusions(report, set->figures);
    ml_markdown_measures(report, set);
    ml_markdown_conventions(report, set);
    ml_markdown_groups(report);
    write_images(report);
    write_errors(report->out, set->faults);
    ml_report_clear(report);
}

const ml_report_form ml_markdown_form = {.name = "markdown",
                                         .has_notes = true,
                                         .n_worst = 10,
                                         .begin = begin,
                                         .image = add_image,
                                         .group = ml_markdown_group,
                                         .end = end};

/* The comparison as Markdown, for the summary of a CI step and for pull requests: the verdict first, then the gates, per view
 * the losses and metrics with their intervals, the classes, the groups, and the images that got worse. Always below 1 MiB. */
#include "output/markdown.h"
#include "base/memory.h"
#include "output/comparison/comparison.h"
#include "output/text.h"
#include "stream/agreement.h"

#include <errno.h>
#include <stdlib.h>

static void write_left_out(ml_out *out, const ml_comparison_side *side)
{
    if (side->n_left_out + side->n_failed == 0)
        return;
    ml_out_text(out, "\n");
    ml_markdown_name(out, side->name);
    ml_out_printf(out, ": %llu images left out, which the other does not have; %llu could not be evaluated.\n",
                  (unsigned long long)side->n_left_out, (unsigned long long)side->n_failed);
}

/* What about the reading of predictions is not the same. */
static void write_differences(const ml_comparison *c, ml_out *out)
{
    const ml_settings *before = c->baseline.settings, *after = c->candidate.settings;
    const char *key;
    for (size_t i = 0; (key = ml_settings_difference(before, after, i)); i++) {
        char *was = ml_setting_text(key, before), *is = ml_setting_text(key, after);
        ml_out_printf(out, "\nRead differently: %s is ", key);
        ml_markdown_text(out, is ? is : "");
        ml_out_text(out, ", against ");
        ml_markdown_text(out, was ? was : "");
        ml_out_text(out, ".\n");
        if (!was || !is)
            ml_out_fail(out, ENOMEM);
        free(was);
        free(is);
    }
}

static void write_head(const ml_comparison *c, ml_out *out)
{
    ml_out_text(out, "## maskloss: ");
    ml_text_verdict(out, c->verdicts);
    ml_out_text(out, c->verdicts->n > 0 ? "\n\n" : "comparison\n\n");
    ml_markdown_name(out, c->candidate.name);
    ml_out_text(out, " against ");
    ml_markdown_name(out, c->baseline.name);
    ml_out_text(out, ": ");
    ml_text_count(out, c->n_images, "image");
    ml_out_printf(out, ", %zu classes. By ", c->baseline.settings->classes->n);
    ml_markdown_text(out, c->by);
    ml_out_printf(out, " %llu got worse, %llu better, %llu stayed the same.\n", (unsigned long long)c->n_worsened,
                  (unsigned long long)c->n_improved, (unsigned long long)c->n_same);
    write_left_out(out, &c->baseline);
    write_left_out(out, &c->candidate);
    write_differences(c, out);
}

static void overall_head(const ml_comparison *c, ml_out *out, const char *what)
{
    ml_out_printf(out, "\n| %s | | baseline | candidate | delta | low | high | mean of %s: delta | low | high |\n", what,
                  c->shows_groups ? "groups" : "images");
    ml_markdown_rule(out, 10, 2);
}

/* A figure: pooled, and its mean over the images. */
static void overall_row(ml_out *out, const char *key, const ml_compared_overall *overall)
{
    const ml_compared *pooled = overall->pooled, *images = overall->images;
    ml_markdown_cell(out, key);
    ml_out_printf(out, "| %s ", ml_compared_overall_verdict(overall));
    ml_markdown_cell_number(out, pooled->baseline, false);
    ml_markdown_cell_number(out, pooled->candidate, false);
    ml_markdown_cell_number(out, pooled->delta, true);
    ml_markdown_cell_number(out, pooled->interval.low, true);
    ml_markdown_cell_number(out, pooled->interval.high, true);
    ml_markdown_cell_number(out, images->mean_delta, true);
    ml_markdown_cell_number(out, images->interval.low, true);
    ml_markdown_cell_number(out, images->interval.high, true);
    ml_markdown_row_end(out);
}

/* The measures' figures of a view, as far as there is room. */
static void write_measures(const ml_comparison *c, ml_out *out, int view, size_t start, size_t limit_bytes)
{
    const ml_measures *measures = c->baseline.settings->measures;
    for (size_t k = 0; k < measures->n; k++) {
        ml_compared_overall overall = {NULL, NULL};
        const char *label;
        while (ml_markdown_has_room(out, start, limit_bytes) && ml_comparison_next_measured(c, k, view, &overall, &label)) {
            char *name = ml_format("%s %s", measures->items[k].key, label);
            if (name)
                overall_row(out, name, &overall);
            else
                ml_out_fail(out, ENOMEM);
            free(name);
        }
    }
}

static void write_view(const ml_comparison *c, ml_out *out, ml_view_kind view, size_t limit_bytes)
{
    const ml_losses *losses = c->baseline.settings->losses;
    ml_compared_overall overall = {NULL, NULL};
    size_t start = out->n, l = 0;
    overall_head(c, out, ml_view_names[view]);
    for (size_t m = 0; m < ML_N_METRICS; m++) {
        ml_comparison_overall(c, view, ML_OVER_METRICS, m, &overall);
        overall_row(out, ml_metrics[m].name, &overall);
    }
    for (; l < losses->n && ml_markdown_has_room(out, start, limit_bytes); l++) {
        ml_comparison_overall(c, view, ML_OVER_LOSSES, l, &overall);
        overall_row(out, losses->items[l].key, &overall);
    }
    write_measures(c, out, (int)view, start, limit_bytes);
    ml_markdown_left_out(out, losses->n - l, "figure", "see --format=json.");
}

/* What has no views. */
static void write_beside(const ml_comparison *c, ml_out *out)
{
    if (!ml_comparison_has_measured_beside(c))
        return;
    overall_head(c, out, "measures");
    write_measures(c, out, ML_OF_NONE, out->n, ML_MARKDOWN_FIGURES_BYTES / ML_N_VIEWS);
}

static void write_classes(const ml_comparison *c, ml_out *out, int view)
{
    size_t n, k = 0, start = out->n;
    ml_class_change *changes = ml_comparison_classes(c, view, out, &n);
    ml_out_printf(out,
                  "\n| class, %s | support | false negatives, baseline | candidate | false positives, baseline | candidate "
                  "| iou, candidate | delta |\n",
                  ml_view_names[view]);
    ml_markdown_rule(out, 8, 1);
    for (; k < n && ml_markdown_has_room(out, start, ML_MARKDOWN_CLASSES_BYTES); k++) {
        const ml_class_figures *before = &c->baseline.figures->views[view].per_class[changes[k].class],
                               *after = &c->candidate.figures->views[view].per_class[changes[k].class];
        ml_markdown_cell(out, c->baseline.settings->classes->items[changes[k].class].name);
        ml_markdown_cell_count(out, before->counts[ML_SUPPORT]);
        ml_markdown_cell_count(out, before->counts[ML_FN]);
        ml_markdown_cell_count(out, after->counts[ML_FN]);
        ml_markdown_cell_count(out, before->counts[ML_FP]);
        ml_markdown_cell_count(out, after->counts[ML_FP]);
        ml_markdown_cell_number(out, after->ratios[ML_IOU], false);
        ml_markdown_cell_number(out, changes[k].delta, true);
        ml_markdown_row_end(out);
    }
    if (k < n)
        ml_out_printf(out, "\n%zu more of the classes, whose iou fell less or rose: see --format=json.\n", n - k);
    free(changes);
}

/* One figure of a group. */
static void group_cells(ml_out *out, const ml_compared *compared)
{
    ml_markdown_cell_number(out, compared->baseline, false);
    ml_markdown_cell_number(out, compared->candidate, false);
    ml_markdown_cell_number(out, compared->delta, true);
}

/* The groups that got worse most first: the figure that the images go by, where groups are compared by it, and mean IoU. */
static void write_groups(const ml_comparison *c, ml_out *out)
{
    const bool *views = c->baseline.settings->views;
    size_t n, n_views = 0, g = 0, start = out->n;
    ml_group_change *groups = ml_comparison_groups(c, out, &n);
    if (!groups || n == 0) {
        free(groups);
        return;
    }
    bool has_by = groups[0].by->figure.of[ML_OVER_METRICS] != ML_MIOU;
    ml_out_text(out, "\n| group ");
    if (has_by) {
        ml_out_text(out, "| ");
        ml_markdown_text(out, c->by);
        ml_out_text(out, ": baseline | candidate | delta ");
    }
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (views[v]) {
            ml_out_printf(out, "| miou, %s: baseline | candidate | delta ", ml_view_names[v]);
            n_views++;
        }
    ml_markdown_row_end(out);
    ml_markdown_rule(out, 1 + 3 * (n_views + has_by), 1);
    for (; g < n && ml_markdown_has_room(out, start, ML_MARKDOWN_GROUPS_BYTES); g++) {
        ml_out_text(out, "| ");
        ml_markdown_name(out, groups[g].name);
        ml_out_text(out, " ");
        if (has_by)
            group_cells(out, groups[g].by);
        for (int v = 0; v < ML_N_VIEWS; v++)
            if (views[v])
                group_cells(out, groups[g].miou[v]);
        ml_markdown_row_end(out);
    }
    ml_markdown_left_out(out, n - g, "group", "see --format=json.");
    free(groups);
}

static void write_worst(const ml_comparison *c, ml_out *out)
{
    size_t i = 0, start = out->n;
    if (c->worse.n == 0)
        return;
    ml_out_text(out, "\n| image that got worse | baseline | candidate | delta |\n");
    ml_markdown_rule(out, 4, 1);
    for (; i < c->worse.n && ml_markdown_has_room(out, start, ML_MARKDOWN_IMAGES_BYTES); i++) {
        ml_out_text(out, "| ");
        ml_markdown_name(out, c->worse.items[i]->id);
        ml_out_text(out, " ");
        ml_markdown_cell_number(out, c->worse.items[i]->baseline, false);
        ml_markdown_cell_number(out, c->worse.items[i]->candidate, false);
        ml_markdown_cell_number(out, c->worse.items[i]->candidate - c->worse.items[i]->baseline, true);
        ml_markdown_row_end(out);
    }
    ml_markdown_left_out(out, c->worse.n - i, "image", "see --format=json.");
}

void ml_comparison_markdown(const ml_comparison *comparison, ml_out *out)
{
    const ml_settings *settings = comparison->baseline.settings;
    int last = ML_VIEW_RAW;
    write_head(comparison, out);
    ml_markdown_gates(out, comparison->verdicts);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (settings->views[v]) {
            write_view(comparison, out, (ml_view_kind)v, ML_MARKDOWN_FIGURES_BYTES / ML_N_VIEWS);
            last = v;
        }
    write_beside(comparison, out);
    ml_out_printf(out,
                  "\nlow, high: 95 %% interval of the difference before them (%d resamples of the %s); better, worse: that of "
                  "the %s' mean does not contain 0.\n",
                  ML_RESAMPLES, comparison->unit, comparison->shows_groups ? "groups" : "images");
    for (size_t i = 0; i < comparison->n_notes; i++) {
        ml_out_text(out, "\n");
        ml_markdown_note(out, comparison->notes[i].text);
    }
    write_classes(comparison, out, last);
    write_groups(comparison, out);
    write_worst(comparison, out);
}

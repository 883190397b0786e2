/* The comparison as text, for reading at 80 columns: the verdict and the gates first, then who is compared, per view the losses
 * and metrics, the classes, the groups, and the images that got worse. */
#include "output/text.h"
#include "output/comparison/comparison.h"
#include "stream/agreement.h"

#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LABEL_COLUMNS = 13, /* at least; lines that may be longer have room for longer names */
    VALUE_COLUMNS = 10,
    POOLED_COLUMNS = 2 * VALUE_COLUMNS, /* of intervals of all pixels, where there is room */
    MAX_CLASSES = 20,                   /* listed per view */
    MAX_GROUPS = 20,
    MAX_LISTED = 8, /* masked classes in the head */
};

/* A value, "-" where it is not defined, with its sign where it is a difference, in a column less than VALUE_COLUMNS. */
static void narrow_value(ml_out *out, double x, bool is_difference)
{
    int room = VALUE_COLUMNS - 1;
    if (!isfinite(x))
        ml_out_printf(out, "%*s", room, "-");
    else if (fabs(x) < 10)
        ml_out_printf(out, is_difference ? "%+*.6f" : "%*.6f", room, x);
    else
        ml_out_printf(out, is_difference ? "%+*.*g" : "%*.*g", room, fabs(x) < 1e5 ? 6 : 2, x);
}

/* The same behind a blank. */
static void value(ml_out *out, double x, bool is_difference)
{
    ml_out_text(out, " ");
    narrow_value(out, x, is_difference);
}

static void write_side(ml_out *out, const ml_comparison_side *side)
{
    if (side->n_left_out > 0) {
        ml_text_name(out, side->name);
        ml_out_printf(out, ": ");
        ml_text_count(out, side->n_left_out, "image");
        ml_out_text(out, " left out, which the other does not have.\n");
    }
    if (side->n_failed > 0) {
        ml_text_name(out, side->name);
        ml_out_printf(out, ": ");
        ml_text_count(out, side->n_failed, "image");
        ml_out_text(out, " could not be evaluated.\n");
    }
}

/* What about the reading of predictions is not the same. */
static void write_differences(ml_out *out, const ml_comparison *c)
{
    const ml_settings *before = c->baseline.settings, *after = c->candidate.settings;
    const char *key;
    for (size_t i = 0; (key = ml_settings_difference(before, after, i)); i++) {
        char *was = ml_setting_text(key, before), *is = ml_setting_text(key, after);
        if (!was || !is)
            ml_out_fail(out, ENOMEM);
        else
            ml_out_printf(out, "Read differently: %s is %s, against %s.\n", key, is, was);
        free(was);
        free(is);
    }
}

/* Who is compared, over what. */
static void write_head(ml_out *out, const ml_comparison *c)
{
    const ml_settings *settings = c->baseline.settings;
    size_t n = 0;
    ml_text_name(out, c->candidate.name);
    ml_out_text(out, " against ");
    ml_text_name(out, c->baseline.name);
    ml_out_text(out, ": ");
    ml_text_count(out, c->n_images, "image");
    ml_out_text(out, ", ");
    ml_out_printf(out, "%zu classes", settings->classes->n);
    for (size_t k = 0; k < settings->classes->n; k++)
        if (settings->masked[k] && n++ < MAX_LISTED) {
            ml_out_text(out, n > 1 ? ", " : "; masked: ");
            ml_text_message(out, settings->classes->items[k].name);
        }
    if (n > MAX_LISTED)
        ml_out_printf(out, " and %zu more", n - MAX_LISTED);
    ml_out_text(out, "\n");
    write_side(out, &c->baseline);
    write_side(out, &c->candidate);
    write_differences(out, c);
}

static void end_head(ml_out *out)
{
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

/* Whether there is room for the intervals of all pixels together, beside those of means. */
static bool is_wide(const ml_out *out) { return out->columns >= ML_OUT_COLUMNS + POOLED_COLUMNS; }

/* The width of the column of names. */
static size_t label_columns(const ml_comparison *c, const ml_out *out)
{
    const ml_settings *settings = c->baseline.settings;
    size_t longest = LABEL_COLUMNS, used = ML_OUT_COLUMNS + (is_wide(out) ? POOLED_COLUMNS : 0),
           room = LABEL_COLUMNS + (out->columns > used ? out->columns - used : 0);
    for (size_t l = 0; l < settings->losses->n; l++)
        longest = ml_text_columns(settings->losses->items[l].key) > longest ? ml_text_columns(settings->losses->items[l].key)
                                                                            : longest;
    for (size_t k = 0; k < settings->classes->n; k++)
        longest = ml_text_columns(settings->classes->items[k].name) > longest
                      ? ml_text_columns(settings->classes->items[k].name)
                      : longest;
    return longest < room ? longest : room;
}

/* A figure: pooled, and the interval of its mean over the images. */
static void overall_line(ml_out *out, size_t columns, const char *key, const ml_compared_overall *overall)
{
    const char *verdict = ml_compared_overall_verdict(overall);
    const ml_compared *pooled = overall->pooled, *images = overall->images;
    ml_text_label(out, columns + 1, key); /* as long as the longest metric's name */
    narrow_value(out, pooled->baseline, false);
    value(out, pooled->candidate, false);
    value(out, pooled->delta, true);
    if (is_wide(out)) {
        value(out, pooled->interval.low, true);
        value(out, pooled->interval.high, true);
    }
    value(out, images->mean_delta, true);
    value(out, images->interval.low, true);
    value(out, images->interval.high, true);
    if (*verdict) {
        ml_text_style(out, strcmp(verdict, "worse") == 0 ? ML_STYLE_BAD : ML_STYLE_GOOD);
        ml_out_printf(out, " %s", verdict);
        ml_text_style(out, ML_STYLE_PLAIN);
    }
    ml_out_text(out, "\n");
}

/* The measures' figures of a view, or of those without views. */
static void write_measures(const ml_comparison *c, ml_out *out, int view)
{
    const ml_measures *measures = c->baseline.settings->measures;
    for (size_t k = 0; k < measures->n; k++) {
        ml_compared_overall overall = {NULL, NULL};
        const char *label;
        for (bool is_first = true; ml_comparison_next_measured(c, k, view, &overall, &label); is_first = false) {
            if (is_first)
                ml_text_heading(out, measures->items[k].key);
            overall_line(out, label_columns(c, out), label, &overall);
        }
    }
}

/* What stands in the columns, over the first figures of a view or of measures without views. */
static void write_overall_head(const ml_comparison *c, ml_out *out, const char *title, const char *what)
{
    const size_t columns = label_columns(c, out);
    ml_text_style(out, ML_STYLE_HEAD);
    ml_text_label(out, columns, title);
    ml_out_printf(out, " %*s %*s", 3 * VALUE_COLUMNS - 1 + (is_wide(out) ? POOLED_COLUMNS : 0), "all pixels",
                  3 * VALUE_COLUMNS - 1, c->shows_groups ? "mean difference of groups" : "mean difference of images");
    end_head(out);
    ml_text_style(out, ML_STYLE_HEAD);
    ml_text_label(out, columns, what);
    ml_out_printf(out, "%*s%*s", VALUE_COLUMNS, "baseline", VALUE_COLUMNS, "candidate");
    for (int i = 0; i < 2; i++) {
        ml_out_printf(out, "%*s", VALUE_COLUMNS, "delta");
        if (i == 1 || is_wide(out))
            ml_out_printf(out, "%*s%*s", VALUE_COLUMNS, "low", VALUE_COLUMNS, "high");
    }
    end_head(out);
}

static void write_view(const ml_comparison *c, ml_out *out, ml_view_kind view)
{
    const ml_losses *losses = c->baseline.settings->losses;
    const size_t columns = label_columns(c, out);
    ml_compared_overall overall = {NULL, NULL};
    write_overall_head(c, out, ml_view_names[view], "loss (mean)");
    for (size_t l = 0; l < losses->n; l++) {
        ml_comparison_overall(c, view, ML_OVER_LOSSES, l, &overall);
        overall_line(out, columns, losses->items[l].key, &overall);
    }
    ml_text_heading(out, "metric");
    for (size_t m = 0; m < ML_N_METRICS; m++) {
        ml_comparison_overall(c, view, ML_OVER_METRICS, m, &overall);
        overall_line(out, columns, ml_metrics[m].name, &overall);
    }
    write_measures(c, out, (int)view);
}

static void class_line(const ml_comparison *c, ml_out *out, int view, const ml_class_change *change)
{
    const ml_class_figures *before = &c->baseline.figures->views[view].per_class[change->class],
                           *after = &c->candidate.figures->views[view].per_class[change->class];
    ml_text_label(out, label_columns(c, out), c->baseline.settings->classes->items[change->class].name);
    ml_out_printf(out, "%11llu%11llu%11llu%11llu", (unsigned long long)before->counts[ML_FN],
                  (unsigned long long)after->counts[ML_FN], (unsigned long long)before->counts[ML_FP],
                  (unsigned long long)after->counts[ML_FP]);
    value(out, after->ratios[ML_IOU], false);
    value(out, change->delta, true);
    ml_out_text(out, "\n");
}

/* The classes whose IoU fell most first; those that neither evaluation has are left out. */
static void write_classes(const ml_comparison *c, ml_out *out, int view)
{
    size_t n;
    ml_class_change *changes = ml_comparison_classes(c, view, out, &n);
    ml_out_text(out, "\n");
    ml_text_style(out, ML_STYLE_HEAD);
    ml_text_label(out, label_columns(c, out), ml_view_names[view]);
    ml_out_printf(out, "%22s%22s%20s", "false negatives", "false positives", "iou");
    end_head(out);
    ml_text_style(out, ML_STYLE_HEAD);
    ml_text_label(out, label_columns(c, out), "class");
    ml_out_printf(out, "%11s%11s%11s%11s%*s%*s", "baseline", "candidate", "baseline", "candidate", VALUE_COLUMNS, "candidate",
                  VALUE_COLUMNS, "delta");
    end_head(out);
    for (size_t k = 0; k < n && k < MAX_CLASSES; k++)
        class_line(c, out, view, &changes[k]);
    if (n > MAX_CLASSES)
        ml_out_printf(out, "%zu classes more, whose iou fell less or rose: see --format=tsv.\n", n - MAX_CLASSES);
    free(changes);
}

/* By which figure groups are listed: that of the images, or mean IoU where groups are not compared by that. */
static void write_group_figure(const ml_comparison *c, ml_out *out, const ml_group_change *group)
{
    int view = group->by->figure.of[ML_OVER_VIEWS];
    if (ml_figure_same(&group->by->figure, c->by_figure))
        ml_text_name(out, c->by);
    else
        ml_out_printf(out, "%s.metrics.%s", ml_view_names[view], ml_metrics[ML_MIOU].name);
}

/* The groups that got worse most first. */
static void write_groups(const ml_comparison *c, ml_out *out)
{
    size_t n;
    ml_group_change *groups = ml_comparison_groups(c, out, &n);
    for (size_t g = 0; groups && g < n && g < MAX_GROUPS; g++) {
        if (g == 0) {
            ml_out_text(out, "\nGroups, by ");
            write_group_figure(c, out, groups);
            ml_out_text(out, ":\n");
            ml_text_style(out, ML_STYLE_HEAD);
            ml_out_printf(out, "%*s%*s%*s  group", VALUE_COLUMNS, "baseline", VALUE_COLUMNS, "candidate", VALUE_COLUMNS,
                          "delta");
            end_head(out);
        }
        value(out, groups[g].by->baseline, false);
        value(out, groups[g].by->candidate, false);
        value(out, groups[g].by->delta, true);
        ml_out_text(out, "  ");
        ml_text_name(out, groups[g].name);
        ml_out_text(out, "\n");
    }
    if (n > MAX_GROUPS)
        ml_out_printf(out, "%zu groups more: see --format=tsv.\n", n - MAX_GROUPS);
    free(groups);
}

static void write_worst(const ml_comparison *c, ml_out *out)
{
    ml_out_text(out, "\nBy ");
    ml_text_name(out, c->by);
    ml_out_printf(out, ", ");
    ml_text_count(out, c->n_worsened, "image");
    ml_out_printf(out, " got worse, %llu better, %llu stayed the same.\n", (unsigned long long)c->n_improved,
                  (unsigned long long)c->n_same);
    if (c->worse.n == 0)
        return;
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_printf(out, "%*s%*s%*s  image that got worse", VALUE_COLUMNS, "baseline", VALUE_COLUMNS, "candidate", VALUE_COLUMNS,
                  "delta");
    end_head(out);
    for (size_t i = 0; i < c->worse.n; i++) {
        value(out, c->worse.items[i]->baseline, false);
        value(out, c->worse.items[i]->candidate, false);
        value(out, c->worse.items[i]->candidate - c->worse.items[i]->baseline, true);
        ml_out_text(out, "  ");
        ml_text_name(out, c->worse.items[i]->id);
        ml_out_text(out, "\n");
    }
}

static void write_notes(const ml_comparison *c, ml_out *out)
{
    for (size_t i = 0; i < c->n_notes; i++) {
        ml_out text = {.path = "memory", .fd = -1};
        ml_out_text(&text, "Note: ");
        ml_text_message(&text, c->notes[i].text);
        ml_out_text(&text, ".");
        ml_text_wrap(out, ML_STYLE_PLAIN, &text);
    }
}

void ml_comparison_text(const ml_comparison *comparison, ml_out *out)
{
    const ml_settings *settings = comparison->baseline.settings;
    int last = ML_VIEW_RAW;
    ml_text_gates(out, comparison->verdicts);
    write_head(out, comparison);
    ml_out_text(out, "\n");
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (settings->views[v]) {
            write_view(comparison, out, (ml_view_kind)v);
            ml_out_text(out, "\n");
            last = v;
        }
    if (ml_comparison_has_measured_beside(comparison)) {
        write_overall_head(comparison, out, "measures", "without views");
        write_measures(comparison, out, ML_OF_NONE);
        ml_out_text(out, "\n");
    }
    ml_out_printf(out, "low, high: 95 %% interval of the %s (%d resamples of the %s);\n",
                  is_wide(out) ? "difference before them" : "mean difference", ML_RESAMPLES, comparison->unit);
    ml_out_printf(out, "better, worse: %s does not contain 0.\n", is_wide(out) ? "that of the mean" : "the interval");
    write_notes(comparison, out);
    write_classes(comparison, out, last);
    write_groups(comparison, out);
    write_worst(comparison, out);
}

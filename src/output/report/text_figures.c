/* The text report's losses and metrics: of each its value in all views, and what a constant prediction reaches. Where two lists
 * fit side by side, the second half stands beside the first; where there is room for it, the means of the images' own figures
 * stand beside those of all pixels. Below them: what the averages are over. */
#include "output/report/text_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = 8,          /* of a figure, at least */
    CONSTANT_COLUMNS = 9, /* of that of a constant prediction */
    PLACES = 4,
    MIN_LABEL_COLUMNS = 14,
    GAP = 2, /* between lists */
};

/* A figure: its mean over the images has the same index, of what `over` says. */
typedef struct row {
    const char *label;
    ml_over over; /* ML_OVER_NOTHING: another mean of the loss above, without one over the images */
    size_t index;
    double values[ML_N_VIEWS];
    double constant; /* NaN: there is none */
} row;

/* The rows, and how they are laid out. */
typedef struct table {
    const ml_report *report;
    const ml_set_result *set;
    ml_text_views views;
    row *rows; /* [n] */
    size_t n, n_lists;
    size_t label_columns, columns; /* of a label; of a figure */
    bool has_images;
} table;

static double pixel_mean(const ml_loss_figures *figures) { return figures->mean; }
static double unmasked_mean(const ml_loss_figures *figures) { return figures->mean_unmasked; }
static double weighted_mean(const ml_loss_figures *figures) { return figures->mean_weighted; }

static void add_loss(table *t, size_t l, const char *label, double (*mean)(const ml_loss_figures *figures), bool is_main)
{
    row *r = &t->rows[t->n++];
    ml_view_kind leading = ml_leading_view(t->report->settings);
    *r = (row){.label = label, .over = is_main ? ML_OVER_LOSSES : ML_OVER_NOTHING, .index = l, .constant = (double)NAN};
    for (size_t i = 0; i < t->views.n; i++)
        r->values[t->views.items[i]] = mean(&t->set->figures->views[t->views.items[i]].losses[l]);
    if (is_main)
        r->constant = t->set->figures->views[leading].constant.losses[l];
}

static void add_losses(table *t)
{
    const ml_settings *settings = t->report->settings;
    for (size_t l = 0; l < settings->losses->n; l++) {
        const ml_loss *loss = &settings->losses->items[l];
        if (ml_report_hides_loss(t->set, l))
            continue;
        add_loss(t, l, loss->key, pixel_mean, true);
        if (loss->kind->has_constant && t->set->figures->n_masked > 0)
            add_loss(t, l, "  unmasked", unmasked_mean, false);
        if (loss->kind->weighted_mean)
            add_loss(t, l, "  by weights", weighted_mean, false);
    }
}

static void add_metrics(table *t)
{
    ml_view_kind leading = ml_leading_view(t->report->settings);
    for (size_t m = 0; m < ML_N_METRICS; m++) {
        row *r = &t->rows[t->n++];
        *r = (row){.label = ml_metrics[m].name,
                   .over = ML_OVER_METRICS,
                   .index = m,
                   .constant = t->set->figures->views[leading].constant.metrics[m]};
        for (size_t i = 0; i < t->views.n; i++)
            r->values[t->views.items[i]] = t->set->figures->views[t->views.items[i]].metrics[m];
    }
}

/* Columns of one list. */
static size_t list_columns(const table *t)
{
    return t->label_columns + t->columns * t->views.n + CONSTANT_COLUMNS + (t->has_images ? t->columns * t->views.n : 0);
}

/* Images, or groups where the means are over these. */
static uint64_t n_averaged(const ml_set_result *set) { return set->shows_groups ? set->groups->n : set->aggregate->n_images; }

static void lay_out(table *t)
{
    size_t width = ml_text_line_columns(t->report->out);
    t->label_columns = MIN_LABEL_COLUMNS;
    t->columns = ml_text_view_columns(&t->views, COLUMNS);
    for (size_t i = 0; i < t->n; i++) {
        size_t wide = ml_text_columns(t->rows[i].label);
        t->label_columns = wide > t->label_columns ? wide : t->label_columns;
    }
    t->has_images = n_averaged(t->set) > 1; /* of one both are the same */
    t->n_lists = 2 * list_columns(t) + GAP <= width ? 2 : 1;
    if (t->n_lists == 2)
        return;
    t->has_images = false;
    t->n_lists = 2 * list_columns(t) + GAP <= width ? 2 : 1;
    if (t->n_lists == 2)
        return;
    t->has_images = n_averaged(t->set) > 1;
    t->has_images = t->has_images && list_columns(t) <= width;
}

static void write_titles(const table *t)
{
    ml_out *out = t->report->out;
    if (!t->has_images)
        return;
    ml_text_style(out, ML_STYLE_HEAD);
    for (size_t list = 0; list < t->n_lists; list++) {
        ml_out_pad(out, (list ? GAP : 0) + t->label_columns);
        ml_text_title(out, t->columns * t->views.n + CONSTANT_COLUMNS, "all pixels", "pooled");
        ml_text_title(out, t->columns * t->views.n, t->set->shows_groups ? "mean of groups" : "mean of images",
                      t->set->shows_groups ? "groups" : "images");
    }
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

static void write_head(const table *t)
{
    ml_out *out = t->report->out;
    write_titles(t);
    ml_text_style(out, ML_STYLE_HEAD);
    for (size_t list = 0; list < t->n_lists; list++) {
        ml_out_pad(out, list ? GAP : 0);
        ml_out_pad(out, t->label_columns);
        ml_text_view_names(out, &t->views, t->columns);
        ml_out_printf(out, "%*s", CONSTANT_COLUMNS, "constant");
        if (t->has_images)
            ml_text_view_names(out, &t->views, t->columns);
    }
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

static void write_row(const table *t, const row *r, bool is_last)
{
    ml_out *out = t->report->out;
    bool has_images = t->has_images && r->over != ML_OVER_NOTHING, has_more = has_images || !is_last;
    ml_text_label(out, t->label_columns, r->label);
    for (size_t i = 0; i < t->views.n; i++)
        ml_text_figure(out, t->columns, PLACES, r->values[t->views.items[i]]);
    if (!isnan(r->constant))
        ml_text_figure(out, CONSTANT_COLUMNS, PLACES, r->constant);
    else
        ml_out_pad(out, has_more ? CONSTANT_COLUMNS : 0);
    for (size_t i = 0; i < t->views.n && has_images; i++)
        ml_text_figure(out, t->columns, PLACES,
                       ml_spread_mean(ml_set_result_mean(t->set, (ml_view_kind)t->views.items[i], r->over, r->index)));
    if (t->has_images && !has_images)
        ml_out_pad(out, is_last ? 0 : t->columns * t->views.n);
    ml_out_pad(out, is_last ? 0 : GAP);
}

/* The smallest and largest number of classes that the averages shown are over. */
static void find_classes(const table *t, size_t *least, size_t *most)
{
    *least = SIZE_MAX;
    *most = 0;
    for (size_t i = 0; i < t->views.n; i++) {
        const ml_view_figures *view = &t->set->figures->views[t->views.items[i]];
        for (size_t l = 0; l <= t->report->settings->losses->n; l++) {
            bool is_metric = l == t->report->settings->losses->n;
            if (!is_metric && !t->report->settings->losses->items[l].kind->region)
                continue;
            size_t n = is_metric ? view->metric_classes : view->losses[l].classes;
            *least = n < *least ? n : *least;
            *most = n > *most ? n : *most;
        }
    }
}

/* What the averages are over: a figure is nothing without its denominator. */
static void write_denominators(const table *t)
{
    const ml_figures *figures = t->set->figures;
    ml_out text = {.path = "memory", .fd = -1};
    size_t least, most;
    bool has_pixel_losses =
        t->n > 0 && t->rows[0].over == ML_OVER_LOSSES && t->report->settings->losses->items[t->rows[0].index].kind->pixels;
    find_classes(t, &least, &most);
    if (has_pixel_losses) {
        ml_out_printf(&text, "Losses per pixel: over %llu pixels", (unsigned long long)figures->n_valid);
        if (figures->n_masked > 0)
            ml_out_printf(&text, " (unmasked: %llu)", (unsigned long long)(figures->n_valid - figures->n_masked));
        ml_out_text(&text, ". ");
    }
    if (least == most)
        ml_out_printf(&text, "Averages: over %zu class%s.", most, most == 1 ? "" : "es");
    else
        ml_out_printf(&text, "Averages: over %zu to %zu classes (--format=tsv says which).", least, most);
    ml_text_wrap(t->report->out, ML_STYLE_DIM, &text);
}

/* Mean IoU of the images, where the table has no room for their means. */
static void write_image_mean(const table *t)
{
    uint64_t n = n_averaged(t->set);
    ml_out text = {.path = "memory", .fd = -1};
    if (n < 2 || t->has_images)
        return;
    ml_out_printf(&text, "Mean of the %llu %s: %s", (unsigned long long)n, t->set->shows_groups ? "groups" : "images",
                  ml_metrics[ML_MIOU].name);
    for (size_t i = 0; i < t->views.n; i++) {
        ml_view_kind view = (ml_view_kind)t->views.items[i];
        double x = ml_spread_mean(ml_set_result_mean(t->set, view, ML_OVER_METRICS, ML_MIOU));
        ml_out_text(&text, i ? "," : "");
        ml_text_figure(&text, isnan(x) ? 2 : PLACES + 3, PLACES, x);
        ml_out_printf(&text, " %s", ml_view_names[view]);
    }
    ml_out_text(&text, ".");
    ml_text_wrap(t->report->out, ML_STYLE_DIM, &text);
}

void ml_text_figures(const ml_report *report, const ml_set_result *set)
{
    table t = {.report = report, .set = set, .views = ml_text_all_views(report->settings)};
    t.rows = ml_alloc(3 * report->settings->losses->n + ML_N_METRICS, sizeof *t.rows);
    if (!t.rows) {
        ml_out_fail(report->out, ENOMEM);
        return;
    }
    add_losses(&t);
    add_metrics(&t);
    lay_out(&t);
    ml_out_text(report->out, "\n");
    write_head(&t);
    size_t n_lines = (t.n + t.n_lists - 1) / t.n_lists;
    for (size_t i = 0; i < n_lines; i++) {
        bool has_second = t.n_lists == 2 && n_lines + i < t.n;
        write_row(&t, &t.rows[i], !has_second);
        if (has_second)
            write_row(&t, &t.rows[n_lines + i], true);
        ml_out_text(report->out, "\n");
    }
    write_denominators(&t);
    write_image_mean(&t);
    free(t.rows);
}

/* The text report's losses and metrics. A row has the figure of all pixels together and the mean of the images' own figures,
 * each in all views, and says what the average is over: means are nothing without their denominators. */
#include "output/report/text_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

#include "base/text.h"

enum {
    MIN_LABEL_COLUMNS = 14,
    OVER_COLUMNS = 17, /* what an average is over, behind two blanks */
    PLACES = 6,
};

/* How the table is laid out: in one piece, or that of all pixels above that of the images. */
typedef struct table {
    const ml_report *report;
    const ml_set_result *set;
    ml_text_views views;
    size_t label_columns;
    bool has_pooled, has_images, has_over;
} table;

/* What a row has. */
typedef struct row {
    const char *name; /* NULL: another average of the loss above */
    double pooled[ML_N_VIEWS];
    const ml_spread *images[ML_N_VIEWS]; /* NULL: there is no such figure */
    const char *over;                    /* NULL: a number of classes */
    size_t classes[ML_N_VIEWS];
} row;

static size_t label_columns(const ml_report *report, size_t others)
{
    size_t columns = MIN_LABEL_COLUMNS, width = ml_text_line_columns(report->out);
    for (size_t l = 0; l < report->settings->losses->n; l++) {
        size_t wide = ml_text_columns(report->settings->losses->items[l].key);
        columns = wide > columns && wide + others <= width ? wide : columns;
    }
    return columns;
}

/* "6 classes", or where the views differ "6, 5 classes". */
static void write_classes(const table *t, const row *r)
{
    ml_out *out = t->report->out;
    bool differ = false;
    for (size_t i = 1; i < t->views.n; i++)
        differ |= r->classes[t->views.items[i]] != r->classes[t->views.items[0]];
    for (size_t i = 0; i < (differ ? t->views.n : 1); i++)
        ml_out_printf(out, "%s%zu", i ? ", " : "  ", r->classes[t->views.items[i]]);
    ml_out_text(out, !differ && r->classes[t->views.items[0]] == 1 ? " class" : " classes");
}

static void write_row(const table *t, const row *r)
{
    ml_out *out = t->report->out;
    const char *name = r->name ? r->name : "";
    bool has_images = t->has_images && r->images[t->views.items[0]], has_over = t->has_over && (!r->over || *r->over);
    if (!t->has_pooled && !has_images)
        return;
    if (ml_text_columns(name) > t->label_columns) { /* keys are never cut */
        ml_out_text(out, name);
        ml_out_text(out, "\n");
        name = "";
    }
    ml_text_label(out, t->label_columns, name);
    for (size_t i = 0; i < t->views.n && t->has_pooled; i++)
        ml_text_figure(out, ML_TEXT_FIGURE_COLUMNS, PLACES, r->pooled[t->views.items[i]]);
    for (size_t i = 0; i < t->views.n && has_images; i++)
        ml_text_figure(out, ML_TEXT_FIGURE_COLUMNS, PLACES, ml_spread_mean(r->images[t->views.items[i]]));
    if (has_over) {
        ml_out_pad(out, t->has_images && !has_images ? t->views.n * ML_TEXT_FIGURE_COLUMNS : 0);
        if (r->over)
            ml_out_printf(out, "  %s", r->over);
        else
            write_classes(t, r);
    }
    ml_out_text(out, "\n");
}

static void write_loss(const table *t, size_t l)
{
    const ml_loss *loss = &t->report->settings->losses->items[l];
    row mean = {.name = loss->key, .over = loss->kind->region ? NULL : "valid pixels"}, unmasked = {.over = "unmasked pixels"},
        weighted = {.over = "sum of weights"};
    for (size_t i = 0; i < t->views.n; i++) {
        int v = t->views.items[i];
        const ml_loss_figures *figures = &t->set->figures->views[v].losses[l];
        mean.pooled[v] = figures->mean;
        mean.images[v] = ml_aggregate_mean(t->set->aggregate, (ml_view_kind)v, ML_OVER_LOSSES, l);
        mean.classes[v] = figures->classes;
        unmasked.pooled[v] = figures->mean_unmasked;
        weighted.pooled[v] = figures->mean_weighted;
    }
    write_row(t, &mean);
    if (!loss->kind->region)
        write_row(t, &unmasked);
    if (loss->kind->weighted_mean)
        write_row(t, &weighted);
}

static void write_metric(const table *t, int m)
{
    row r = {.name = ml_metrics[m].name, .over = m == ML_MIOU ? NULL : m == ML_ACCURACY ? "valid pixels" : ""};
    for (size_t i = 0; i < t->views.n; i++) {
        int v = t->views.items[i];
        r.pooled[v] = t->set->figures->views[v].metrics[m];
        r.images[v] = ml_aggregate_mean(t->set->aggregate, (ml_view_kind)v, ML_OVER_METRICS, (size_t)m);
        r.classes[v] = t->set->figures->views[v].metric_classes;
    }
    write_row(t, &r);
}

static void write_head(const table *t)
{
    ml_out *out = t->report->out;
    size_t wide = t->views.n * ML_TEXT_FIGURE_COLUMNS;
    ml_text_style(out, ML_STYLE_HEAD);
    ml_text_label(out, t->label_columns, "");
    if (t->has_pooled)
        ml_text_title(out, wide, "pooled: all pixels", "pooled");
    if (t->has_images)
        ml_text_title(out, wide, "mean of the images", "images");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    ml_text_style(out, ML_STYLE_HEAD);
    ml_text_label(out, t->label_columns, "loss");
    if (t->has_pooled)
        ml_text_view_names(out, &t->views, ML_TEXT_FIGURE_COLUMNS);
    if (t->has_images)
        ml_text_view_names(out, &t->views, ML_TEXT_FIGURE_COLUMNS);
    ml_out_text(out, t->has_over ? "  averaged over" : "");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

static void write_table(const table *t)
{
    ml_out *out = t->report->out;
    ml_out_text(out, "\n");
    write_head(t);
    for (size_t l = 0; l < t->report->settings->losses->n; l++)
        write_loss(t, l);
    ml_text_heading(out, "metric");
    for (int m = 0; m < ML_N_METRICS; m++)
        write_metric(t, m);
}

void ml_text_figures(const ml_report *report, const ml_set_result *set)
{
    table t = {.report = report, .set = set, .views = ml_text_all_views(report->settings), .has_pooled = true};
    size_t half = t.views.n * ML_TEXT_FIGURE_COLUMNS, width = ml_text_line_columns(report->out);
    bool is_apart = MIN_LABEL_COLUMNS + 2 * half + OVER_COLUMNS > width;
    t.has_images = set->aggregate->n_images > 1 && !is_apart; /* of one image both are the same */
    t.has_over = MIN_LABEL_COLUMNS + half + OVER_COLUMNS <= width;
    t.label_columns = label_columns(report, (t.has_images ? 2 : 1) * half + (t.has_over ? OVER_COLUMNS : 0));
    write_table(&t);
    if (set->aggregate->n_images < 2 || !is_apart)
        return;
    t.has_pooled = t.has_over = false;
    t.has_images = true;
    write_table(&t);
}

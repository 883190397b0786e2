/* The TSV report: one figure a line, in long form, for pandas, R and awk. Columns: id (empty for the set), view (empty where
 * none applies), class (empty where it is of all), figure (its path in the JSON report, below the view and without the class)
 * and value (empty where JSON has null). The matrices, which would need two classes, are left out. */
#include "output/report/report.h"

#include "base/number.h"
#include "output/field.h"

#include <math.h>
#include <string.h>

/* What the lines to come have in common. */
typedef struct rows {
    ml_out *out;
    const char *id;
    const char *view;
    const char *class;
    const char *group; /* what each path begins with */
} rows;

/* What stands before the value; `name` and `figure` end the path, where they are not NULL. */
static void begin(const rows *r, const char *name, const char *figure)
{
    ml_tsv_field(r->out, r->id);
    ml_out_text(r->out, "\t");
    ml_out_text(r->out, r->view);
    ml_out_text(r->out, "\t");
    ml_tsv_field(r->out, r->class);
    ml_out_text(r->out, "\t");
    ml_out_text(r->out, r->group);
    ml_out_text(r->out, name && *r->group ? "." : "");
    ml_out_text(r->out, name ? name : "");
    ml_out_text(r->out, figure ? "." : "");
    ml_out_text(r->out, figure ? figure : "");
    ml_out_text(r->out, "\t");
}

static void number(const rows *r, const char *name, const char *figure, double x)
{
    char text[ML_NUMBER_TEXT_SIZE];
    begin(r, name, figure);
    ml_out_text(r->out, isfinite(x) ? ml_number_text(x, text) : "");
    ml_out_text(r->out, "\n");
}

static void count(const rows *r, const char *name, const char *figure, uint64_t n)
{
    begin(r, name, figure);
    ml_out_printf(r->out, "%llu\n", (unsigned long long)n);
}

static void write_loss(rows r, const ml_settings *settings, const ml_loss *loss, const ml_loss_figures *figures)
{
    r.group = "losses";
    if (loss->kind->region) {
        number(&r, loss->key, "mean", figures->mean);
        count(&r, loss->key, "classes", figures->classes);
        for (size_t c = 0; c < settings->classes->n; c++) {
            r.class = settings->classes->items[c].name;
            number(&r, loss->key, "per_class", figures->per_class[c]);
        }
    } else {
        number(&r, loss->key, "sum", figures->sum);
        number(&r, loss->key, "mean", figures->mean);
        number(&r, loss->key, "mean_unmasked", figures->mean_unmasked);
        if (loss->kind->weighted_mean)
            number(&r, loss->key, "mean_weighted", figures->mean_weighted);
    }
}

static void write_view(rows r, const ml_settings *settings, const ml_view_figures *view)
{
    for (size_t l = 0; l < settings->losses->n; l++)
        write_loss(r, settings, &settings->losses->items[l], &view->losses[l]);
    r.group = "metrics";
    for (int m = 0; m < ML_N_METRICS; m++)
        number(&r, ml_metrics[m].name, NULL, view->metrics[m]);
    count(&r, "classes", NULL, view->metric_classes);
    r.group = "per_class";
    for (size_t c = 0; c < settings->classes->n; c++) {
        r.class = settings->classes->items[c].name;
        for (int i = 0; i < ML_N_COUNTS; i++)
            count(&r, ml_count_names[i], NULL, view->per_class[c].counts[i]);
        for (int i = 0; i < ML_N_RATIOS; i++)
            number(&r, ml_ratio_names[i], NULL, view->per_class[c].ratios[i]);
    }
}

static void write_forgiven(rows r, const ml_figures *figures)
{
    const ml_settings *settings = figures->settings;
    r.group = "forgiven";
    count(&r, "pixels", NULL, figures->forgiven);
    number(&r, "rate", NULL, figures->forgiven_rate);
    for (size_t c = 0; c < settings->classes->n; c++) {
        r.class = settings->classes->items[c].name;
        count(&r, "by_decision", NULL, figures->forgiven_as[c]);
    }
    r.class = "";
    for (size_t l = 0; l < settings->losses->n; l++)
        number(&r, "loss", settings->losses->items[l].key, figures->forgiven_loss[l]);
}

/* What an image and the set have in common. */
static void write_part(rows r, const ml_figures *figures)
{
    r.group = "pixels";
    count(&r, "total", NULL, figures->n_pixels);
    count(&r, "valid", NULL, figures->n_valid);
    count(&r, "ignored", NULL, figures->n_ignored);
    count(&r, "masked", NULL, figures->n_masked);
    count(&r, "bad", NULL, figures->n_bad);
    count(&r, "none", NULL, figures->n_none);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (figures->settings->views[v]) {
            r.view = ml_view_names[v];
            write_view(r, figures->settings, &figures->views[v]);
        }
    r.view = "";
    write_forgiven(r, figures);
}

static void write_spread(const rows *r, const char *key, const ml_spread *spread)
{
    bool any = spread->n_images > 0;
    number(r, key, "mean", ml_spread_mean(spread));
    number(r, key, "min", any ? spread->min : ml_spread_mean(spread));
    number(r, key, "max", any ? spread->max : ml_spread_mean(spread));
    count(r, key, "images", spread->n_images);
}

static void write_image_mean(rows r, const ml_aggregate *aggregate)
{
    const ml_settings *settings = aggregate->settings;
    for (int v = 0; v < ML_N_VIEWS; v++) {
        if (!settings->views[v])
            continue;
        r.view = ml_view_names[v];
        r.group = "image_mean.losses";
        for (size_t l = 0; l < settings->losses->n; l++)
            write_spread(&r, settings->losses->items[l].key, &aggregate->losses[v][l]);
        r.group = "image_mean.metrics";
        for (int m = 0; m < ML_N_METRICS; m++)
            write_spread(&r, ml_metrics[m].name, &aggregate->metrics[v][m]);
    }
}

/* A gate: 1 where it holds, else 0. */
static void write_gates(const rows *r, const ml_verdicts *verdicts)
{
    for (size_t g = 0; g < verdicts->n; g++) {
        ml_tsv_field(r->out, r->id);
        ml_out_text(r->out, "\t\t\tgates.");
        ml_tsv_field(r->out, verdicts->items[g].gate->text);
        ml_out_printf(r->out, "\t%d\n", verdicts->items[g].holds);
    }
}

void ml_tsv_report_begin(ml_report *report) { ml_out_text(report->out, "id\tview\tclass\tfigure\tvalue\n"); }

void ml_tsv_report_image(ml_report *report, const ml_image_result *image)
{
    const rows r = {report->out, image->id, "", "", ""};
    count(&r, "width", NULL, image->width);
    count(&r, "height", NULL, image->height);
    write_part(r, image->figures);
}

void ml_tsv_report_end(ml_report *report, const ml_set_result *set)
{
    const rows r = {report->out, "", "", "", ""};
    count(&r, "images", NULL, set->aggregate->n_images);
    count(&r, "coverage", "expected", set->n_expected);
    count(&r, "coverage", "evaluated", set->aggregate->n_images);
    count(&r, "errors", NULL, set->faults->n);
    write_part(r, set->figures);
    write_image_mean(r, set->aggregate);
    write_gates(&r, set->verdicts);
}

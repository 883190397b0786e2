/* What the JSON report and the record stream have in common; see parts.h. */
#include "json/parts.h"

#include <string.h>

enum { SCHEMA_VERSION = 1 };

/* The classes chosen by a set, as a list of indices. */
static void chosen(ml_json *json, const char *key, const bool *set, size_t n)
{
    ml_json_array(json, key, ML_JSON_INLINE);
    for (size_t c = 0; c < n; c++)
        if (set[c])
            ml_json_count(json, NULL, c);
    ml_json_end(json);
}

static void ignored(ml_json *json, const ml_classes *classes)
{
    ml_json_array(json, "ignore", ML_JSON_INLINE);
    for (size_t i = 0; i < classes->n_ignored_labels; i++)
        ml_json_count(json, NULL, classes->ignored_labels[i]);
    for (size_t i = 0; i < classes->n_ignored_colors; i++) {
        ml_json_array(json, NULL, ML_JSON_INLINE);
        for (int part = 0; part < 3; part++)
            ml_json_count(json, NULL, classes->ignored_colors[i][part]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void loss_settings(ml_json *json, const ml_loss *loss)
{
    ml_json_object(json, NULL, ML_JSON_INLINE);
    ml_json_string(json, "key", loss->key);
    ml_json_string(json, "name", loss->kind->name);
    for (size_t p = 0; p < ml_loss_n_params(loss->kind); p++) {
        const ml_loss_param *param = &loss->kind->params[p];
        if (!param->per_class || !loss->alpha) {
            ml_json_number(json, param->name, loss->params[p]);
            continue;
        }
        ml_json_array(json, param->name, ML_JSON_INLINE);
        for (size_t i = 0; i < loss->n_alpha; i++)
            ml_json_number(json, NULL, loss->alpha[i]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

void ml_json_settings(ml_json *json, const ml_settings *settings)
{
    size_t n = settings->classes->n;
    ml_json_object(json, "settings", ML_JSON_LINES);
    chosen(json, "mask", settings->masked, n);
    ignored(json, settings->classes);
    ml_json_array(json, "weights", ML_JSON_INLINE);
    for (size_t c = 0; c < n; c++)
        ml_json_number(json, NULL, settings->weights[c]);
    ml_json_end(json);
    ml_json_string(json, "activation", ml_activation_names[settings->activation]);
    ml_json_number(json, "epsilon", settings->epsilon);
    ml_json_string(json, "absent", ml_absent_names[settings->absent]);
    if (settings->average == ML_AVERAGE_LIST)
        chosen(json, "average", settings->averaged, n);
    else
        ml_json_string(json, "average", settings->average == ML_AVERAGE_ALL ? "all" : "foreground");
    ml_json_array(json, "losses", ML_JSON_LINES);
    for (size_t l = 0; l < settings->losses->n; l++)
        loss_settings(json, &settings->losses->items[l]);
    ml_json_end(json);
    ml_json_end(json);
}

static void write_classes(ml_json *json, const ml_settings *settings)
{
    ml_json_array(json, "classes", ML_JSON_LINES);
    for (size_t c = 0; c < settings->classes->n; c++) {
        const ml_class *class = &settings->classes->items[c];
        ml_json_object(json, NULL, ML_JSON_INLINE);
        ml_json_count(json, "index", c);
        ml_json_string(json, "name", class->name);
        ml_json_array(json, "labels", ML_JSON_INLINE);
        for (size_t i = 0; i < class->n_labels; i++)
            ml_json_count(json, NULL, class->labels[i]);
        ml_json_end(json);
        ml_json_number(json, "weight", settings->weights[c]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_loss(ml_json *json, const ml_settings *settings, const ml_loss *loss, const ml_loss_figures *figures)
{
    ml_json_object(json, loss->key, loss->kind->region ? ML_JSON_LINES : ML_JSON_INLINE);
    if (loss->kind->region) {
        ml_json_number(json, "mean", figures->mean);
        ml_json_count(json, "classes", figures->classes);
        ml_json_object(json, "per_class", ML_JSON_INLINE);
        for (size_t c = 0; c < settings->classes->n; c++)
            ml_json_number(json, settings->classes->items[c].name, figures->per_class[c]);
        ml_json_end(json);
    } else {
        ml_json_number(json, "sum", figures->sum);
        ml_json_number(json, "mean", figures->mean);
        ml_json_number(json, "mean_unmasked", figures->mean_unmasked);
        if (loss->kind->weighted_mean)
            ml_json_number(json, "mean_weighted", figures->mean_weighted);
    }
    ml_json_end(json);
}

static void write_per_class(ml_json *json, const ml_settings *settings, const ml_class_figures *figures)
{
    ml_json_object(json, "per_class", ML_JSON_LINES);
    for (size_t c = 0; c < settings->classes->n; c++) {
        ml_json_object(json, settings->classes->items[c].name, ML_JSON_INLINE);
        for (int i = 0; i < ML_N_COUNTS; i++)
            ml_json_count(json, ml_count_names[i], figures[c].counts[i]);
        for (int i = 0; i < ML_N_RATIOS; i++)
            ml_json_number(json, ml_ratio_names[i], figures[c].ratios[i]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_confusion(ml_json *json, const ml_record *record, bool with_soft)
{
    size_t n = record->n_classes;
    ml_json_array(json, "confusion", ML_JSON_LINES);
    for (size_t y = 0; y < n; y++) {
        ml_json_array(json, NULL, ML_JSON_INLINE);
        for (size_t c = 0; c < n; c++)
            ml_json_count(json, NULL, record->hard[y * n + c]);
        ml_json_end(json);
    }
    ml_json_end(json);
    if (!with_soft)
        return;
    ml_json_array(json, "soft_confusion", ML_JSON_LINES);
    for (size_t y = 0; y < n; y++) {
        ml_json_array(json, NULL, ML_JSON_INLINE);
        for (size_t c = 0; c < n; c++)
            ml_json_number(json, NULL, record->soft[y * n + c]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_view(ml_json *json, const ml_settings *settings, const char *name, const ml_view_figures *view,
                       ml_confusion confusion)
{
    ml_json_object(json, name, ML_JSON_LINES);
    ml_json_object(json, "losses", ML_JSON_LINES);
    for (size_t l = 0; l < settings->losses->n; l++)
        write_loss(json, settings, &settings->losses->items[l], &view->losses[l]);
    ml_json_end(json);
    ml_json_object(json, "metrics", ML_JSON_INLINE);
    for (int m = 0; m < ML_N_METRICS; m++)
        ml_json_number(json, ml_metrics[m].name, view->metrics[m]);
    ml_json_count(json, "classes", view->metric_classes);
    ml_json_end(json);
    write_per_class(json, settings, view->per_class);
    if (confusion != ML_CONFUSION_NONE)
        write_confusion(json, &view->view.record, confusion == ML_CONFUSION_BOTH);
    ml_json_end(json);
}

static void write_forgiven(ml_json *json, const ml_figures *figures)
{
    const ml_settings *settings = figures->settings;
    ml_json_object(json, "forgiven", ML_JSON_LINES);
    ml_json_count(json, "pixels", figures->forgiven);
    ml_json_number(json, "rate", figures->forgiven_rate);
    ml_json_object(json, "by_decision", ML_JSON_INLINE);
    for (size_t c = 0; c < settings->classes->n; c++)
        ml_json_count(json, settings->classes->items[c].name, figures->forgiven_as[c]);
    ml_json_end(json);
    ml_json_object(json, "loss", ML_JSON_INLINE);
    for (size_t l = 0; l < settings->losses->n; l++)
        ml_json_number(json, settings->losses->items[l].key, figures->forgiven_loss[l]);
    ml_json_end(json);
    ml_json_end(json);
}

/* What an image and the aggregate have in common: pixels, views, forgiven. */
static void write_part(ml_json *json, const ml_figures *figures, ml_confusion confusion)
{
    ml_json_object(json, "pixels", ML_JSON_INLINE);
    ml_json_count(json, "total", figures->n_pixels);
    ml_json_count(json, "valid", figures->n_valid);
    ml_json_count(json, "ignored", figures->n_ignored);
    ml_json_count(json, "masked", figures->n_masked);
    ml_json_count(json, "bad", figures->n_bad);
    ml_json_count(json, "none", figures->n_none);
    ml_json_end(json);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (figures->settings->views[v])
            write_view(json, figures->settings, ml_view_names[v], &figures->views[v], confusion);
    write_forgiven(json, figures);
}

static void write_spread(ml_json *json, const char *key, const ml_spread *spread)
{
    bool any = spread->n_images > 0;
    ml_json_object(json, key, ML_JSON_INLINE);
    ml_json_number(json, "mean", ml_spread_mean(spread));
    ml_json_number(json, "min", any ? spread->min : ml_spread_mean(spread));
    ml_json_number(json, "max", any ? spread->max : ml_spread_mean(spread));
    ml_json_count(json, "images", spread->n_images);
    ml_json_end(json);
}

static void write_image_mean(ml_json *json, const ml_aggregate *aggregate)
{
    const ml_settings *settings = aggregate->settings;
    ml_json_object(json, "image_mean", ML_JSON_LINES);
    for (int v = 0; v < ML_N_VIEWS; v++) {
        if (!settings->views[v])
            continue;
        ml_json_object(json, ml_view_names[v], ML_JSON_LINES);
        ml_json_object(json, "losses", ML_JSON_LINES);
        for (size_t l = 0; l < settings->losses->n; l++)
            write_spread(json, settings->losses->items[l].key, &aggregate->losses[v][l]);
        ml_json_end(json);
        ml_json_object(json, "metrics", ML_JSON_LINES);
        for (int m = 0; m < ML_N_METRICS; m++)
            write_spread(json, ml_metrics[m].name, &aggregate->metrics[v][m]);
        ml_json_end(json);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_faults(ml_json *json, const ml_faults *faults)
{
    ml_json_array(json, "errors", ML_JSON_LINES);
    for (size_t i = 0; i < faults->n; i++) {
        ml_json_object(json, NULL, ML_JSON_INLINE);
        ml_json_name(json, "id", faults->items[i].id);
        ml_json_message(json, "message", faults->items[i].message);
        ml_json_end(json);
    }
    ml_json_end(json);
}

void ml_json_gates(ml_json *json, const ml_verdicts *verdicts)
{
    ml_json_array(json, "gates", ML_JSON_LINES);
    for (size_t g = 0; g < verdicts->n; g++) {
        const ml_verdict *verdict = &verdicts->items[g];
        ml_json_object(json, NULL, ML_JSON_INLINE);
        ml_json_message(json, "gate", verdict->gate->text);
        ml_json_number(json, "value", verdict->value);
        ml_json_bool(json, "pass", verdict->holds);
        ml_json_end(json);
    }
    ml_json_end(json);
}

void ml_json_version(ml_json *json)
{
    ml_json_object(json, "maskloss", ML_JSON_INLINE);
    ml_json_string(json, "version", ML_VERSION);
    ml_json_count(json, "schema", SCHEMA_VERSION);
    ml_json_end(json);
}

void ml_json_head(ml_json *json, const ml_settings *settings)
{
    ml_json_version(json);
    ml_json_settings(json, settings);
    write_classes(json, settings);
}

void ml_json_selection(ml_json *json, size_t n_worst, const char *by)
{
    if (n_worst == 0)
        return;
    ml_json_object(json, "worst", ML_JSON_INLINE);
    ml_json_count(json, "images", n_worst);
    ml_json_message(json, "by", by);
    ml_json_end(json);
}

void ml_json_image(ml_json *json, const ml_image_result *image, ml_confusion confusion)
{
    ml_json_name(json, "id", image->id);
    ml_json_name(json, "truth", image->truth);
    ml_json_name(json, "prediction", image->prediction);
    ml_json_count(json, "width", image->width);
    ml_json_count(json, "height", image->height);
    write_part(json, image->figures, confusion);
}

void ml_json_aggregate(ml_json *json, const ml_set_result *set)
{
    ml_json_count(json, "images", set->aggregate->n_images);
    ml_json_object(json, "coverage", ML_JSON_INLINE);
    ml_json_count(json, "expected", set->n_expected);
    ml_json_count(json, "evaluated", set->aggregate->n_images);
    ml_json_end(json);
    write_part(json, set->figures, ML_CONFUSION_BOTH);
    write_image_mean(json, set->aggregate);
}

void ml_json_tail(ml_json *json, const ml_set_result *set)
{
    write_faults(json, set->faults);
    ml_json_gates(json, set->verdicts);
}

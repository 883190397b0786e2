/* What a result says about how it was made; see settings.h. */
#include "json/settings.h"

#include <math.h>
#include <string.h>

/* The classes chosen by a set, as a list of indices. */
static void write_chosen(ml_json *json, const char *key, const bool *set, size_t n)
{
    ml_json_array(json, key, ML_JSON_INLINE);
    for (size_t c = 0; c < n; c++)
        if (set[c])
            ml_json_count(json, NULL, c);
    ml_json_end(json);
}

static void write_mask(ml_json *json, const char *key, const ml_settings *settings)
{
    write_chosen(json, key, settings->masked, settings->classes->n);
}

static void write_ignore(ml_json *json, const char *key, const ml_settings *settings)
{
    const ml_classes *classes = settings->classes;
    ml_json_array(json, key, ML_JSON_INLINE);
    for (size_t i = 0; i < classes->ignored.n; i++)
        ml_json_count(json, NULL, classes->ignored.items[i]);
    for (size_t i = 0; i < classes->n_ignored_colors; i++) {
        ml_json_array(json, NULL, ML_JSON_INLINE);
        for (int part = 0; part < 3; part++)
            ml_json_count(json, NULL, classes->ignored_colors[i][part]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_weights(ml_json *json, const char *key, const ml_settings *settings)
{
    ml_json_array(json, key, ML_JSON_INLINE);
    for (size_t c = 0; c < settings->classes->n; c++)
        ml_json_number(json, NULL, settings->weights[c]);
    ml_json_end(json);
}

static void write_activation(ml_json *json, const char *key, const ml_settings *settings)
{
    ml_json_string(json, key, ml_activation_names[settings->activation]);
}

static void write_epsilon(ml_json *json, const char *key, const ml_settings *settings)
{
    ml_json_number(json, key, settings->epsilon);
}

static void write_absent(ml_json *json, const char *key, const ml_settings *settings)
{
    ml_json_string(json, key, ml_absent_names[settings->absent]);
}

static void write_average(ml_json *json, const char *key, const ml_settings *settings)
{
    if (settings->average == ML_AVERAGE_LIST)
        write_chosen(json, key, settings->averaged, settings->classes->n);
    else
        ml_json_string(json, key, settings->average == ML_AVERAGE_ALL ? "all" : "foreground");
}

static void write_loss(ml_json *json, const ml_loss *loss)
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

static void write_losses(ml_json *json, const char *key, const ml_settings *settings)
{
    ml_json_array(json, key, ML_JSON_LINES);
    for (size_t l = 0; l < settings->losses->n; l++)
        write_loss(json, &settings->losses->items[l]);
    ml_json_end(json);
}

/* Those that were asked for; nothing without any. */
static void write_measures(ml_json *json, const char *key, const ml_settings *settings)
{
    const ml_measures *measures = settings->measures;
    if (measures->n == 0)
        return;
    ml_json_array(json, key, ML_JSON_LINES);
    for (size_t k = 0; k < measures->n; k++) {
        const ml_measure *measure = &measures->items[k];
        ml_json_object(json, NULL, ML_JSON_INLINE);
        ml_json_string(json, "key", measure->key);
        ml_json_string(json, "name", measure->kind->name);
        for (size_t p = 0; p < ml_measure_n_params(measure->kind); p++)
            ml_json_number(json, measure->kind->params[p].name, measure->params[p]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_spacing(ml_json *json, const char *key, const ml_settings *settings)
{
    if (!settings->has_spacing)
        return;
    ml_json_array(json, key, ML_JSON_INLINE);
    ml_json_number(json, NULL, settings->spacing[0]);
    ml_json_number(json, NULL, settings->spacing[1]);
    ml_json_end(json);
}

static void write_empty(ml_json *json, const char *key, const ml_settings *settings)
{
    if (settings->has_empty)
        ml_json_string(json, key, ml_empty_names[settings->empty]);
}

static void write_threshold(ml_json *json, const char *key, const ml_settings *settings)
{
    if (settings->has_threshold)
        ml_json_number(json, key, settings->threshold);
}

static void write_no_data(ml_json *json, const char *key, const ml_settings *settings)
{
    const ml_no_data *no_data = &settings->no_data;
    if (no_data->n == 0 && !no_data->none)
        return;
    ml_json_array(json, key, ML_JSON_INLINE);
    for (size_t i = 0; i < no_data->n; i++)
        if (isnan(no_data->values[i]))
            ml_json_string(json, NULL, "nan");
        else
            ml_json_number(json, NULL, no_data->values[i]);
    if (no_data->none)
        ml_json_string(json, NULL, "none");
    ml_json_end(json);
}

static void write_said(ml_json *json, const char *key, const ml_settings *settings, ml_said said)
{
    if (settings->said[said])
        ml_json_message(json, key, settings->said[said]);
}

static void write_missing_truth(ml_json *json, const char *key, const ml_settings *settings)
{
    write_said(json, key, settings, ML_SAID_MISSING_TRUTH);
}

static void write_truth_code(ml_json *json, const char *key, const ml_settings *settings)
{
    write_said(json, key, settings, ML_SAID_TRUTH_CODE);
}

static void write_prediction_as(ml_json *json, const char *key, const ml_settings *settings)
{
    write_said(json, key, settings, ML_SAID_PREDICTION_AS);
}

static void write_samples(ml_json *json, const char *key, const ml_settings *settings)
{
    write_said(json, key, settings, ML_SAID_SAMPLES);
}

/* One label, or the first and last of several. */
static void write_labels(ml_json *json, const ml_label_range *range)
{
    if (range->first == range->last) {
        ml_json_count(json, NULL, range->first);
        return;
    }
    ml_json_array(json, NULL, ML_JSON_INLINE);
    ml_json_count(json, NULL, range->first);
    ml_json_count(json, NULL, range->last);
    ml_json_end(json);
}

static void write_classes(ml_json *json, const char *key, const ml_settings *settings)
{
    ml_json_array(json, key, ML_JSON_LINES);
    for (size_t c = 0; c < settings->classes->n; c++) {
        const ml_class *class = &settings->classes->items[c];
        ml_json_object(json, NULL, ML_JSON_INLINE);
        ml_json_count(json, "index", c);
        ml_json_string(json, "name", class->name);
        ml_json_array(json, "labels", ML_JSON_INLINE);
        for (size_t i = 0; i < class->n_labels; i++)
            write_labels(json, &class->labels[i]);
        ml_json_end(json);
        ml_json_number(json, "weight", settings->weights[c]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_views(ml_json *json, const char *key, const ml_settings *settings)
{
    ml_json_array(json, key, ML_JSON_INLINE);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (settings->views[v])
            ml_json_string(json, NULL, ml_view_names[v]);
    ml_json_end(json);
}

static void write_weighing(ml_json *json, const char *key, const ml_settings *settings)
{
    if (settings->weighing != ML_WEIGHTS_GIVEN)
        ml_json_string(json, key, ml_weighing_names[settings->weighing]);
}

static void write_intervals(ml_json *json, const char *key, const ml_settings *settings)
{
    if (settings->intervals)
        ml_json_bool(json, key, true);
}

/* The default of losses that --smooth set. */
static void write_smooth(ml_json *json, const char *key, const ml_settings *settings)
{
    if (settings->losses->has_smooth)
        ml_json_number(json, key, settings->losses->smooth);
}

static void write_group(ml_json *json, const char *key, const ml_settings *settings)
{
    if (settings->has_groups && settings->group_rule)
        ml_json_name(json, key, settings->group_rule);
}

static void write_conventions(ml_json *json, const char *key, const ml_settings *settings)
{
    if (settings->conventions)
        ml_json_bool(json, key, true);
}

static const ml_json_setting setting_rows[] = {
    {"mask", ML_JSON_IN_SETTINGS, write_mask},
    {"ignore", ML_JSON_IN_SETTINGS, write_ignore},
    {"weights", ML_JSON_IN_SETTINGS, write_weights},
    {"activation", ML_JSON_IN_SETTINGS, write_activation},
    {"epsilon", ML_JSON_IN_SETTINGS, write_epsilon},
    {"absent", ML_JSON_IN_SETTINGS, write_absent},
    {"average", ML_JSON_IN_SETTINGS, write_average},
    {"losses", ML_JSON_IN_SETTINGS, write_losses},
    {"empty", ML_JSON_IN_SETTINGS, write_empty},
    {"threshold", ML_JSON_IN_SETTINGS, write_threshold},
    {"no_data", ML_JSON_IN_SETTINGS, write_no_data},
    {"missing_truth", ML_JSON_IN_SETTINGS, write_missing_truth},
    {"truth_code", ML_JSON_IN_SETTINGS, write_truth_code},
    {"prediction_as", ML_JSON_IN_SETTINGS, write_prediction_as},
    {"samples", ML_JSON_IN_SETTINGS, write_samples},
    {"measures", ML_JSON_IN_SETTINGS, write_measures},
    {"spacing", ML_JSON_IN_SETTINGS, write_spacing},
    {"classes", ML_JSON_IN_RESULTS, write_classes},
    {"views", ML_JSON_IN_STREAMS, write_views},
    {"smooth", ML_JSON_IN_STREAMS, write_smooth},
    {"weighing", ML_JSON_IN_STREAMS, write_weighing},
    {"group", ML_JSON_IN_STREAMS, write_group},
    {"intervals", ML_JSON_IN_STREAMS, write_intervals},
    {"conventions", ML_JSON_IN_STREAMS, write_conventions},
};

const ml_json_setting *ml_json_setting_row(const char *key)
{
    const ml_json_setting *row = setting_rows;
    while (strcmp(row->key, key) != 0)
        row++;
    return row;
}

void ml_json_settings(ml_json *json, ml_json_place place, const ml_settings *settings)
{
    if (place == ML_JSON_IN_SETTINGS)
        ml_json_object(json, "settings", ML_JSON_LINES);
    for (size_t i = 0; i < ML_COUNT(setting_rows); i++)
        if (setting_rows[i].place == place)
            setting_rows[i].write(json, setting_rows[i].key, settings);
    if (place == ML_JSON_IN_SETTINGS)
        ml_json_end(json);
}

void ml_json_version(ml_json *json)
{
    ml_json_object(json, "maskloss", ML_JSON_INLINE);
    ml_json_string(json, "version", ML_VERSION);
    ml_json_count(json, "schema", ML_JSON_SCHEMA);
    ml_json_end(json);
}

void ml_json_head(ml_json *json, const ml_settings *settings)
{
    ml_json_version(json);
    ml_json_settings(json, ML_JSON_IN_SETTINGS, settings);
    ml_json_settings(json, ML_JSON_IN_RESULTS, settings);
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

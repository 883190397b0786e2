/* What the JSON report and the record stream have in common; see parts.h. */
#include "json/parts.h"

#include "core/walk.h"

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

static void write_matrix(ml_json *json, const char *key, const ml_matrix *matrix)
{
    ml_json_array(json, key, ML_JSON_LINES);
    for (size_t y = 0, at = 0; y < matrix->n_rows; y++) {
        ml_json_array(json, NULL, ML_JSON_INLINE);
        for (size_t c = 0; c < matrix->n_columns; c++, at++)
            if (matrix->counts)
                ml_json_count(json, NULL, matrix->counts[at]);
            else
                ml_json_number(json, NULL, matrix->numbers[at]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_figure(ml_json *json, const char *key, const ml_figure *figure, const ml_subject *subject)
{
    const ml_catalogue_row *row = figure->row;
    if (row->count) {
        ml_json_count(json, key, row->count(subject, figure));
    } else if (row->number) {
        ml_json_number(json, key, row->number(subject, figure));
    } else {
        const ml_matrix matrix = row->matrix(subject, figure);
        write_matrix(json, key, &matrix);
    }
}

/* All figures of an image or a set. Groups of figures alone stand on one line. */
static void write_figures(ml_json *json, const ml_subject *subject, ml_scope scope)
{
    ml_walk walk = ml_walk_begin(subject->figures->settings, scope);
    ml_step step;
    while ((step = ml_walk_next(&walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE)
            write_figure(json, ml_walk_key(&walk), &walk.figure, subject);
        else if (step == ML_STEP_OPEN)
            ml_json_object(json, ml_walk_key(&walk), !json->compact && ml_walk_is_flat(&walk) ? ML_JSON_INLINE : ML_JSON_LINES);
        else
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

void ml_json_image(ml_json *json, const ml_image_result *image, ml_scope scope)
{
    const ml_subject subject = ml_subject_image(image);
    ml_json_name(json, "id", image->id);
    ml_json_name(json, "truth", image->truth);
    ml_json_name(json, "prediction", image->prediction);
    write_figures(json, &subject, scope);
}

void ml_json_aggregate(ml_json *json, const ml_set_result *set)
{
    const ml_subject subject = ml_subject_set(set);
    write_figures(json, &subject, ML_IN_SET);
}

void ml_json_tail(ml_json *json, const ml_set_result *set)
{
    write_faults(json, set->faults);
    ml_json_gates(json, set->verdicts);
}

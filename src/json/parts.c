/* What the JSON report and the record stream have in common; see parts.h. */
#include "json/parts.h"

#include "core/walk.h"

#include <math.h>
#include <string.h>

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

/* A list of objects. */
static void write_list(ml_json *json, const char *key, const ml_matrix *matrix, const ml_column *columns)
{
    ml_json_array(json, key, ML_JSON_LINES);
    for (size_t y = 0, at = 0; y < matrix->n_rows; y++) {
        ml_json_object(json, NULL, ML_JSON_INLINE);
        for (size_t c = 0; c < matrix->n_columns; c++, at++)
            if (columns[c].kind == ML_KIND_COUNT)
                ml_json_count(json, columns[c].key, (uint64_t)matrix->numbers[at]);
            else
                ml_json_number(json, columns[c].key, matrix->numbers[at]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

/* A value of a row of a list. */
static void write_listed(ml_json *json, const ml_column *column, const ml_list_row *row, const ml_classes *classes)
{
    const uint64_t *cell = row->cells + column->cell;
    switch (column->kind) {
    case ML_KIND_IMAGE: ml_json_name(json, column->key, row->id); break;
    case ML_KIND_CLASS:
        if (*cell == ML_ROW_NOTHING)
            ml_json_number(json, column->key, (double)NAN);
        else
            ml_json_string(json, column->key, classes->items[*cell].name);
        break;
    case ML_KIND_BOX:
        ml_json_array(json, column->key, ML_JSON_INLINE);
        for (int c = 0; c < 4; c++)
            ml_json_count(json, NULL, cell[c]);
        ml_json_end(json);
        break;
    default: ml_json_count(json, column->key, *cell);
    }
}

static void write_set_list(ml_json *json, const char *key, const ml_set_list *list, const ml_column *columns,
                           const ml_classes *classes)
{
    ml_json_array(json, key, ML_JSON_LINES);
    for (size_t i = 0; list && i < list->n_first; i++) {
        ml_json_object(json, NULL, ML_JSON_INLINE);
        for (const ml_column *column = columns; column->key; column++)
            write_listed(json, column, list->first[i], classes);
        ml_json_end(json);
    }
    ml_json_end(json);
}

/* A class has a name, a group one of the file system's. */
static void write_name(ml_json *json, const char *key, const char *name, bool is_group)
{
    if (name && is_group)
        ml_json_name(json, key, name);
    else if (name)
        ml_json_string(json, key, name);
    else
        ml_json_number(json, key, (double)NAN);
}

static void write_figure(ml_json *json, const char *key, const ml_figure *figure, const ml_subject *subject)
{
    const ml_catalogue_row *row = figure->row;
    if (row->count) {
        ml_json_count(json, key, row->count(subject, figure));
    } else if (row->number) {
        ml_json_number(json, key, row->number(subject, figure));
    } else if (row->name) {
        write_name(json, key, row->name(subject, figure), row->of_groups);
    } else if (row->list) {
        write_set_list(json, key, row->list(subject, figure), row->columns, subject->figures->settings->classes);
    } else {
        const ml_matrix matrix = row->matrix(subject, figure);
        if (row->columns)
            write_list(json, key, &matrix, row->columns);
        else
            write_matrix(json, key, &matrix);
    }
}

/* Hints of an image; nothing where there is none. */
static void write_hints(ml_json *json, ml_hints hints)
{
    if (!hints)
        return;
    ml_json_array(json, "hints", ML_JSON_INLINE);
    for (int h = 0; h < ML_N_HINTS; h++)
        if (hints & ml_hint_bit((ml_hint)h))
            ml_json_string(json, NULL, ml_hint_names[h]);
    ml_json_end(json);
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

void ml_json_errors(ml_json *json, const ml_faults *faults)
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

void ml_json_notes(ml_json *json, const ml_note *notes, size_t n)
{
    ml_json_array(json, "notes", ML_JSON_LINES);
    for (size_t i = 0; i < n; i++) {
        ml_json_object(json, NULL, ML_JSON_INLINE);
        ml_json_string(json, "code", notes[i].code);
        ml_json_message(json, "text", notes[i].text);
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

void ml_json_image(ml_json *json, const ml_image_result *image, ml_scope scope)
{
    const ml_subject subject = ml_subject_image(image);
    ml_json_name(json, "id", image->id);
    if (image->group)
        ml_json_name(json, "group", image->group);
    if (image->truth)
        ml_json_name(json, "truth", image->truth);
    else
        ml_json_number(json, "truth", (double)NAN);
    ml_json_name(json, "prediction", image->prediction);
    write_hints(json, image->figures->views[ML_VIEW_RAW].view.record.hints);
    write_figures(json, &subject, scope);
}

void ml_json_group(ml_json *json, const ml_group_result *group)
{
    const ml_subject subject = ml_subject_group(group);
    ml_json_name(json, "group", group->name);
    write_figures(json, &subject, ML_IN_GROUP);
}

/* What other programs would print; nothing unless it was asked for. */
static void write_conventions(ml_json *json, const ml_set_result *set)
{
    if (!set->conventions)
        return;
    ml_json_array(json, "conventions", ML_JSON_LINES);
    for (size_t r = 0; r < ml_n_conventions; r++) {
        ml_json_object(json, NULL, ML_JSON_INLINE);
        ml_json_string(json, "key", ml_conventions[r].key);
        ml_json_string(json, "call", ml_conventions[r].call);
        ml_json_string(json, "batch", ml_batch_names[ml_conventions[r].batch]);
        ml_json_number(json, "raw", ml_convention_value(set->conventions, r, ML_VIEW_RAW, set->figures));
        ml_json_number(json, "masked", ml_convention_value(set->conventions, r, ML_VIEW_MASKED, set->figures));
        ml_json_end(json);
    }
    ml_json_end(json);
}

void ml_json_aggregate(ml_json *json, const ml_set_result *set)
{
    const ml_subject subject = ml_subject_set(set);
    write_figures(json, &subject, ML_IN_SET);
    write_conventions(json, set);
}

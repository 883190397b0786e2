/* Pieces of data/result.schema.json: all figures of the catalogue. What is the same for any table is in
 * data/result.schema.json.in. */
#include "tables/schema.h"
#include "tables/tables.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const definitions[] = {
    [ML_KIND_COUNT] = "count",
    [ML_KIND_SIZE] = "size",
    [ML_KIND_SUM] = "positive",
    [ML_KIND_MEAN] = "positive_or_null",
    [ML_KIND_FRACTION] = "fraction",
    [ML_KIND_CORRELATION] = "correlation",
    [ML_KIND_DIFFERENCE] = "number_or_null",
    [ML_KIND_COUNT_OR_NULL] = "count_or_null",
    [ML_KIND_NAME] = "name_or_null",
    [ML_KIND_IMAGE] = "name",
    [ML_KIND_CLASS] = "name_or_null",
    [ML_KIND_BOX] = "box",
};

static const char *const endings[] = {[ML_SCHEMA_FIGURES] = "",
                                      [ML_SCHEMA_MEANS] = "_spread",
                                      [ML_SCHEMA_GROUP_MEANS] = "_group_spread",
                                      [ML_SCHEMA_INTERVALS] = "_interval"};

static bool are_means(ml_schema_listing of) { return of == ML_SCHEMA_MEANS || of == ML_SCHEMA_GROUP_MEANS; }

static void write_leaf(ml_json *json, const char *key, const char *meaning, ml_kind kind, ml_schema_listing of)
{
    ml_schema_ref(json, key, of == ML_SCHEMA_FIGURES ? meaning : NULL, definitions[kind], endings[of]);
}

static void write_row(ml_json *json, const char *key, const ml_catalogue_row *row, const ml_loss_kind *kind,
                      ml_schema_listing of);
static void write_group(ml_json *json, const char *key, const ml_catalogue_row *row, const ml_loss_kind *kind,
                        ml_schema_listing of);

static ml_kind kind_of_metric(int m) { return ml_metrics[m].may_be_negative ? ML_KIND_CORRELATION : ML_KIND_FRACTION; }

static bool has_listed(const ml_catalogue_row *group, ml_schema_listing of)
{
    return group->members && (are_means(of) ? ml_catalogue_has_averaged(group) : ml_catalogue_has_intervals(group));
}

/* Whether a group lists the row: of figures, of those that are averaged, or of those that have an interval. */
static bool is_listed(const ml_catalogue_row *row, const ml_loss_kind *kind, ml_schema_listing of)
{
    if (!ml_catalogue_is_of(row, kind) || of == ML_SCHEMA_FIGURES || has_listed(row, of))
        return ml_catalogue_is_of(row, kind);
    return are_means(of) ? row->averaged != ML_NOT_AVERAGED : row->has_interval;
}

static bool is_metric_of(const ml_catalogue_row *row, int m)
{
    return row->over == ML_OVER_METRICS && (!row->of_constants || ml_metrics[m].has_constant);
}

/* The keys of the members that are always there. */
void ml_schema_required(ml_json *json, const ml_catalogue_row *rows, const ml_loss_kind *kind, ml_schema_listing of)
{
    ml_json_array(json, "required", ML_JSON_INLINE);
    for (const ml_catalogue_row *row = rows; !ml_catalogue_is_end(row); row++) {
        if (!is_listed(row, kind, of) || row->scopes || row->is_asked)
            continue;
        for (int m = 0; m < ML_N_METRICS; m++)
            if (is_metric_of(row, m))
                ml_json_string(json, NULL, ml_metrics[m].name);
        if (row->over == ML_OVER_NOTHING)
            ml_json_string(json, NULL, row->key);
    }
    ml_json_end(json);
}

/* What a row that is repeated for the metrics says of one of them. */
static void write_metric(ml_json *json, const ml_catalogue_row *row, int m, ml_schema_listing of)
{
    if (row->members)
        write_group(json, ml_metrics[m].name, row, NULL, of);
    else
        write_leaf(json, ml_metrics[m].name, row->of_constants ? NULL : ml_metrics[m].meaning,
                   row->of_constants ? row->kind : kind_of_metric(m), of);
}

void ml_schema_properties(ml_json *json, const ml_catalogue_row *rows, const ml_loss_kind *kind, ml_schema_listing of)
{
    for (const ml_catalogue_row *row = rows; !ml_catalogue_is_end(row); row++) {
        if (!is_listed(row, kind, of))
            continue;
        for (int m = 0; m < ML_N_METRICS; m++)
            if (is_metric_of(row, m))
                write_metric(json, row, m, of);
        if (row->over == ML_OVER_NOTHING)
            write_row(json, row->key, row, kind, of);
    }
}

void ml_schema_members(ml_json *json, const ml_catalogue_row *rows, const ml_loss_kind *kind, ml_schema_listing of)
{
    ml_json_bool(json, "additionalProperties", false);
    ml_schema_required(json, rows, kind, of);
    ml_json_object(json, "properties", ML_JSON_LINES);
    ml_schema_properties(json, rows, kind, of);
    ml_json_end(json);
}

/* The row of a group that its mean over the images is of. */
static const ml_catalogue_row *averaged_as_group(const ml_catalogue_row *group, const ml_loss_kind *kind)
{
    const ml_catalogue_row *row = group->members;
    while (row->averaged != ML_AVERAGED_AS_GROUP || !ml_catalogue_is_of(row, kind))
        row++;
    return row;
}

static bool has_lone_mean(const ml_catalogue_row *row, const ml_loss_kind *kind)
{
    return row->averaged == ML_AVERAGED_AS_NUMBER && ml_catalogue_is_of(row, kind);
}

/* A loss among means: the figures of its mean, and the means that stand alone. */
static void write_loss_means(ml_json *json, const char *key, const ml_catalogue_row *group, const ml_loss_kind *kind,
                             ml_schema_listing of)
{
    const ml_catalogue_row *mean = averaged_as_group(group, kind);
    const ml_catalogue_row *spread = of == ML_SCHEMA_GROUP_MEANS ? ml_catalogue_group_spread : ml_catalogue_spread;
    ml_schema_begin(json, key, NULL);
    ml_json_bool(json, "additionalProperties", false);
    ml_json_array(json, "required", ML_JSON_INLINE);
    for (const ml_catalogue_row *row = spread; !ml_catalogue_is_end(row); row++)
        ml_json_string(json, NULL, row->key);
    for (const ml_catalogue_row *row = group->members; !ml_catalogue_is_end(row); row++)
        if (has_lone_mean(row, kind))
            ml_json_string(json, NULL, row->key);
    ml_json_end(json);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (const ml_catalogue_row *row = spread; !ml_catalogue_is_end(row); row++)
        write_leaf(json, row->key, row->meaning, row->kind == ML_KIND_DIFFERENCE ? mean->kind : row->kind, ML_SCHEMA_FIGURES);
    for (const ml_catalogue_row *row = group->members; !ml_catalogue_is_end(row); row++)
        if (has_lone_mean(row, kind))
            write_leaf(json, row->key, "Mean of the values that are not null.", row->kind, ML_SCHEMA_FIGURES);
    ml_json_end(json);
    ml_json_end(json);
}

/* Groups of losses: those that have the same members, by the pattern of their keys. */
static void write_losses_by_key(ml_json *json, const ml_catalogue_row *group, ml_schema_listing of)
{
    ml_json_bool(json, "additionalProperties", false);
    ml_json_object(json, "patternProperties", ML_JSON_LINES);
    for (size_t k = 0, first = 0; k < ml_n_loss_kinds; k++) {
        const ml_loss_kind *kind = &ml_loss_kinds[k];
        for (first = 0; !ml_schema_alike(group, kind, &ml_loss_kinds[first]);)
            first++;
        char *pattern = first == k ? ml_schema_pattern(group, ")(:|$)", kind) : NULL;
        if (first < k)
            continue;
        if (!pattern) {
            ml_out_fail(json->out, ENOMEM);
            return;
        }
        if (are_means(of)) {
            write_loss_means(json, pattern, group, kind, of);
        } else {
            ml_schema_begin(json, pattern, NULL);
            ml_schema_members(json, group->members, kind, of);
            ml_json_end(json);
        }
        free(pattern);
    }
    ml_json_end(json);
}

/* A group: what its members are named by decides how it is written. */
static void write_group(ml_json *json, const char *key, const ml_catalogue_row *row, const ml_loss_kind *kind,
                        ml_schema_listing of)
{
    const ml_catalogue_row *first = row->members;
    ml_schema_begin(json, key, row->meaning);
    if (first->over == ML_OVER_CLASSES && !first->of_unmasked)
        ml_json_count(json, "minProperties", 2);
    if (first->over == ML_OVER_LOSSES)
        ml_schema_ref(json, "propertyNames", NULL, "loss_key", "");
    if (first->over == ML_OVER_MEASURES)
        ml_schema_measures_by_key(json, of, row->below_views);
    else if (first->over == ML_OVER_LOSSES && first->members)
        write_losses_by_key(json, first, of);
    else if (first->over == ML_OVER_CLASSES || first->over == ML_OVER_LOSSES)
        write_row(json, "additionalProperties", first, kind, of);
    else
        ml_schema_members(json, first, kind, of);
    ml_json_end(json);
}

/* A list of objects. */
static void write_list(ml_json *json, const char *key, const ml_catalogue_row *row)
{
    ml_json_object(json, key, ML_JSON_LINES);
    ml_json_string(json, "description", row->meaning);
    ml_json_string(json, "type", "array");
    ml_schema_begin(json, "items", NULL);
    ml_json_bool(json, "additionalProperties", false);
    ml_json_array(json, "required", ML_JSON_INLINE);
    for (const ml_column *column = row->columns; column->key; column++)
        ml_json_string(json, NULL, column->key);
    ml_json_end(json);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (const ml_column *column = row->columns; column->key; column++)
        write_leaf(json, column->key, column->meaning, column->kind, ML_SCHEMA_FIGURES);
    ml_json_end(json);
    ml_json_end(json);
    ml_json_end(json);
}

static void write_row(ml_json *json, const char *key, const ml_catalogue_row *row, const ml_loss_kind *kind,
                      ml_schema_listing of)
{
    if (row->members)
        write_group(json, key, row, kind, of);
    else if (row->columns)
        write_list(json, key, row);
    else if (row->matrix)
        ml_schema_ref(json, key, NULL, row->key, "");
    else
        write_leaf(json, key, row->meaning, row->kind, of);
}

/* The rows of a view. */
static const ml_catalogue_row *view_rows(void)
{
    const ml_catalogue_row *row = ml_catalogue;
    while (row->over != ML_OVER_VIEWS)
        row++;
    return row->members;
}

static bool is_in(const ml_catalogue_row *row, unsigned scope) { return !row->scopes || (row->scopes & scope); }

/* What a view has, all of which is defined by itself. */
static void write_view(ml_json *json, const char *name, unsigned scope)
{
    ml_schema_begin(json, name, "The figures in one view");
    ml_json_bool(json, "additionalProperties", false);
    ml_json_array(json, "required", ML_JSON_INLINE);
    for (const ml_catalogue_row *row = view_rows(); !ml_catalogue_is_end(row); row++)
        if (is_in(row, scope) && !row->below_views)
            ml_json_string(json, NULL, row->key);
    ml_json_end(json);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (const ml_catalogue_row *row = view_rows(); !ml_catalogue_is_end(row); row++)
        if (is_in(row, scope) && !row->below_views)
            ml_schema_ref(json, row->key, NULL, row->key, "");
    ml_json_end(json);
    ml_json_end(json);
}

/* What stands for the figures of a view. */
static void write_view_of(ml_json *json, const char *name, const char *title, ml_schema_listing of)
{
    ml_schema_begin(json, name, title);
    ml_json_bool(json, "additionalProperties", false);
    ml_json_array(json, "required", ML_JSON_INLINE);
    for (const ml_catalogue_row *row = view_rows(); !ml_catalogue_is_end(row); row++)
        if (has_listed(row, of))
            ml_json_string(json, NULL, row->key);
    ml_json_end(json);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (const ml_catalogue_row *row = view_rows(); !ml_catalogue_is_end(row); row++)
        if (has_listed(row, of) || row->below_views)
            write_group(json, row->key, row, NULL, of);
    ml_json_end(json);
    ml_json_end(json);
}

/* The spread or the interval of a figure, by what its values can be. */
static void write_numbers(ml_json *json, const char *title, const ml_catalogue_row *rows, ml_kind kind, ml_schema_listing of)
{
    char name[64];
    *name = '\0';
    strncat(name, definitions[kind], sizeof name - 1);
    strncat(name, endings[of], sizeof name - strlen(name) - 1);
    ml_schema_begin(json, name, title);
    ml_json_bool(json, "additionalProperties", false);
    ml_json_array(json, "required", ML_JSON_INLINE);
    for (const ml_catalogue_row *row = rows; !ml_catalogue_is_end(row); row++)
        ml_json_string(json, NULL, row->key);
    ml_json_end(json);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (const ml_catalogue_row *row = rows; !ml_catalogue_is_end(row); row++)
        write_leaf(json, row->key, row->meaning, row->kind == ML_KIND_DIFFERENCE ? kind : row->kind, ML_SCHEMA_FIGURES);
    ml_json_end(json);
    ml_json_end(json);
}

/* The views of something, which are there as far as they were asked for. */
static void write_views(ml_json *json, const char *name)
{
    for (int v = 0; v < ML_N_VIEWS; v++)
        ml_schema_ref(json, ml_view_names[v], NULL, name, "");
}

/* Means over images or groups, or intervals: figures of their own, then the views, then measures without views. */
static void write_by_view(ml_json *json, const ml_catalogue_row *group)
{
    const ml_schema_listing of = group->of_images   ? ML_SCHEMA_MEANS
                                 : group->of_groups ? ML_SCHEMA_GROUP_MEANS
                                                    : ML_SCHEMA_INTERVALS;
    ml_schema_begin(json, group->key, group->meaning);
    ml_json_bool(json, "additionalProperties", false);
    if (group->of_intervals)
        ml_schema_required(json, group->members, NULL, ML_SCHEMA_FIGURES);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (const ml_catalogue_row *row = group->members; !ml_catalogue_is_end(row); row++)
        if (row->key && !row->members)
            write_leaf(json, row->key, row->meaning, row->kind, ML_SCHEMA_FIGURES);
        else if (row->key)
            write_group(json, row->key, row, NULL, of);
        else
            write_views(json, group->of_images ? "mean_view" : group->of_groups ? "group_mean_view" : "interval_view");
    ml_json_end(json);
    ml_json_end(json);
}

static ml_status write_figures(ml_out *out, ml_error *error)
{
    static const ml_kind numbers[] = {ML_KIND_MEAN, ML_KIND_FRACTION, ML_KIND_CORRELATION};
    ml_json json = {.out = out, .depth = ML_SCHEMA_DEFINITION_DEPTH};
    ML_UNUSED(error);
    for (const ml_catalogue_row *row = ml_catalogue; !ml_catalogue_is_end(row); row++)
        if (row->key && row->members && !ml_catalogue_is_of_means(row) && !row->of_intervals)
            write_group(&json, row->key, row, NULL, ML_SCHEMA_FIGURES);
    for (const ml_catalogue_row *row = view_rows(); !ml_catalogue_is_end(row); row++)
        if (row->members && !row->below_views)
            write_group(&json, row->key, row, NULL, ML_SCHEMA_FIGURES);
    write_view(&json, "line_view", ML_IN_LINE);
    write_view(&json, "image_view", ML_IN_IMAGE);
    write_view(&json, "group_view", ML_IN_GROUP);
    write_view(&json, "set_view", ML_IN_SET);
    for (const ml_catalogue_row *row = ml_catalogue; !ml_catalogue_is_end(row); row++)
        if (ml_catalogue_is_of_means(row) || row->of_intervals)
            write_by_view(&json, row);
    write_view_of(&json, "mean_view", "Means over images in one view", ML_SCHEMA_MEANS);
    write_view_of(&json, "group_mean_view", "Means over groups in one view", ML_SCHEMA_GROUP_MEANS);
    write_view_of(&json, "interval_view", "Intervals of pooled figures in one view", ML_SCHEMA_INTERVALS);
    for (size_t k = 0; k < ML_COUNT(numbers); k++) {
        write_numbers(&json, "A figure over the images", ml_catalogue_spread, numbers[k], ML_SCHEMA_MEANS);
        write_numbers(&json, "A figure over the groups", ml_catalogue_group_spread, numbers[k], ML_SCHEMA_GROUP_MEANS);
        write_numbers(&json, "The interval of a pooled figure", ml_catalogue_ends, numbers[k], ML_SCHEMA_INTERVALS);
    }
    ml_out_text(out, ",\n");
    return ML_OK;
}

/* The figures of an image or a set, as the last properties of an object that has more: their keys, and they themselves. */
static ml_status write_keys(ml_out *out, unsigned scope)
{
    const char *between = "        ";
    for (const ml_catalogue_row *row = ml_catalogue; !ml_catalogue_is_end(row); row++)
        if (row->key && is_in(row, scope) && !row->is_asked) {
            ml_out_printf(out, "%s\"%s\"", between, row->key);
            between = ", ";
        }
    ml_out_text(out, "\n");
    return ML_OK;
}

static ml_status write_properties(ml_out *out, unsigned scope, const char *view)
{
    ml_json json = {.out = out, .depth = ML_SCHEMA_PROPERTY_DEPTH};
    for (const ml_catalogue_row *row = ml_catalogue; !ml_catalogue_is_end(row); row++) {
        if (!is_in(row, scope))
            continue;
        if (row->over == ML_OVER_VIEWS)
            write_views(&json, view);
        else if (row->members)
            ml_schema_ref(&json, row->key, NULL, row->key, "");
        else
            write_leaf(&json, row->key, row->meaning, row->kind, ML_SCHEMA_FIGURES);
    }
    ml_out_text(out, "\n");
    return ML_OK;
}

/* The names of hints, inside an array. */
static ml_status write_hints(ml_out *out, ml_error *error)
{
    ML_UNUSED(error);
    for (int h = 0; h < ML_N_HINTS; h++)
        ml_out_printf(out, "%s\"%s\"", h == 0 ? "        " : ", ", ml_hint_names[h]);
    ml_out_text(out, "\n");
    return ML_OK;
}

#define PIECES(name, scope)                                                                                                    \
    static ml_status write_keys_of_##name(ml_out *out, ml_error *error)                                                        \
    {                                                                                                                          \
        ML_UNUSED(error);                                                                                                      \
        return write_keys(out, scope);                                                                                         \
    }                                                                                                                          \
    static ml_status write_properties_of_##name(ml_out *out, ml_error *error)                                                  \
    {                                                                                                                          \
        ML_UNUSED(error);                                                                                                      \
        return write_properties(out, scope, #name "_view");                                                                    \
    }
PIECES(line, ML_IN_LINE)
PIECES(image, ML_IN_IMAGE)
PIECES(group, ML_IN_GROUP)
PIECES(set, ML_IN_SET)

const ml_piece ml_schema_pieces[] = {
    {"schema-losses", ml_schema_losses},
    {"schema-figures", write_figures},
    {"schema-hints", write_hints},
    {"schema-line-keys", write_keys_of_line},
    {"schema-line-properties", write_properties_of_line},
    {"schema-image-keys", write_keys_of_image},
    {"schema-image-properties", write_properties_of_image},
    {"schema-group-keys", write_keys_of_group},
    {"schema-group-properties", write_properties_of_group},
    {"schema-set-keys", write_keys_of_set},
    {"schema-set-properties", write_properties_of_set},
    {NULL, NULL},
};

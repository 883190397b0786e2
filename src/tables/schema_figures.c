/* Pieces of data/result.schema.json: all figures of the catalogue. What is the same for any table is in
 * data/result.schema.json.in. */
#include "tables/schema.h"
#include "tables/tables.h"

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
};

/* The figure of a row, or what stands for it among means over the images. */
static void write_leaf(ml_json *json, const char *key, const char *meaning, ml_kind kind, bool means)
{
    ml_schema_ref(json, key, means ? NULL : meaning, definitions[kind], means ? "_spread" : "");
}

static void write_row(ml_json *json, const char *key, const ml_catalogue_row *row, const ml_loss_kind *kind, bool means);

static ml_kind kind_of_metric(int m) { return ml_metrics[m].may_be_negative ? ML_KIND_CORRELATION : ML_KIND_FRACTION; }

/* The keys of the members that are always there: of figures, or of those that are averaged. */
static void write_required(ml_json *json, const ml_catalogue_row *rows, const ml_loss_kind *kind, bool means)
{
    ml_json_array(json, "required", ML_JSON_INLINE);
    for (const ml_catalogue_row *row = rows; !ml_catalogue_is_end(row); row++) {
        if (!ml_catalogue_is_of(row, kind) || row->is_asked || (means && row->averaged == ML_NOT_AVERAGED))
            continue;
        for (int m = 0; row->over == ML_OVER_METRICS && m < ML_N_METRICS; m++)
            ml_json_string(json, NULL, ml_metrics[m].name);
        if (row->over == ML_OVER_NOTHING)
            ml_json_string(json, NULL, row->key);
    }
    ml_json_end(json);
}

static void write_members(ml_json *json, const ml_catalogue_row *rows, const ml_loss_kind *kind, bool means)
{
    ml_json_bool(json, "additionalProperties", false);
    write_required(json, rows, kind, means);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (const ml_catalogue_row *row = rows; !ml_catalogue_is_end(row); row++) {
        if (!ml_catalogue_is_of(row, kind) || (means && row->averaged == ML_NOT_AVERAGED))
            continue;
        for (int m = 0; row->over == ML_OVER_METRICS && m < ML_N_METRICS; m++)
            write_leaf(json, ml_metrics[m].name, ml_metrics[m].meaning, kind_of_metric(m), means);
        if (row->over == ML_OVER_NOTHING)
            write_row(json, row->key, row, kind, means);
    }
    ml_json_end(json);
}

/* Groups of losses: those that have the same members, by the pattern of their keys. */
static void write_losses_by_key(ml_json *json, const ml_catalogue_row *group, bool means)
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
            json->out->status = ML_E_SYSTEM;
            return;
        }
        if (means) {
            write_leaf(json, pattern, NULL, ml_catalogue_averaged(group, kind)->kind, true);
        } else {
            ml_schema_begin(json, pattern, NULL);
            write_members(json, group->members, kind, false);
            ml_json_end(json);
        }
        free(pattern);
    }
    ml_json_end(json);
}

/* A group: what its members are named by decides how it is written. */
static void write_group(ml_json *json, const char *key, const ml_catalogue_row *row, const ml_loss_kind *kind, bool means)
{
    const ml_catalogue_row *first = row->members;
    ml_schema_begin(json, key, row->meaning);
    if (first->over == ML_OVER_CLASSES)
        ml_json_count(json, "minProperties", 2);
    if (first->over == ML_OVER_LOSSES)
        ml_schema_ref(json, "propertyNames", NULL, "loss_key", "");
    if (first->over == ML_OVER_LOSSES && first->members)
        write_losses_by_key(json, first, means);
    else if (first->over == ML_OVER_CLASSES || first->over == ML_OVER_LOSSES)
        write_row(json, "additionalProperties", first, kind, means);
    else
        write_members(json, first, kind, means);
    ml_json_end(json);
}

static void write_row(ml_json *json, const char *key, const ml_catalogue_row *row, const ml_loss_kind *kind, bool means)
{
    if (row->members)
        write_group(json, key, row, kind, means);
    else if (row->matrix)
        ml_schema_ref(json, key, NULL, row->key, "");
    else
        write_leaf(json, key, row->meaning, row->kind, means);
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
        if (is_in(row, scope))
            ml_json_string(json, NULL, row->key);
    ml_json_end(json);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (const ml_catalogue_row *row = view_rows(); !ml_catalogue_is_end(row); row++)
        if (is_in(row, scope))
            ml_schema_ref(json, row->key, NULL, row->key, "");
    ml_json_end(json);
    ml_json_end(json);
}

static void write_mean_view(ml_json *json)
{
    ml_schema_begin(json, "mean_view", "Means over images in one view");
    ml_json_bool(json, "additionalProperties", false);
    ml_json_array(json, "required", ML_JSON_INLINE);
    for (const ml_catalogue_row *row = view_rows(); !ml_catalogue_is_end(row); row++)
        if (row->members && ml_catalogue_has_averaged(row))
            ml_json_string(json, NULL, row->key);
    ml_json_end(json);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (const ml_catalogue_row *row = view_rows(); !ml_catalogue_is_end(row); row++)
        if (row->members && ml_catalogue_has_averaged(row))
            write_group(json, row->key, row, NULL, true);
    ml_json_end(json);
    ml_json_end(json);
}

/* The spread of a figure, by what its values can be. */
static void write_spread(ml_json *json, ml_kind kind)
{
    char name[64];
    *name = '\0';
    strncat(name, definitions[kind], sizeof name - 1);
    strncat(name, "_spread", sizeof name - strlen(name) - 1);
    ml_schema_begin(json, name, "A figure over the images");
    ml_json_bool(json, "additionalProperties", false);
    write_required(json, ml_catalogue_spread, NULL, false);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (const ml_catalogue_row *row = ml_catalogue_spread; !ml_catalogue_is_end(row); row++)
        write_leaf(json, row->key, row->meaning, row->count ? ML_KIND_COUNT : kind, false);
    ml_json_end(json);
    ml_json_end(json);
}

/* The views of something, which are there as far as they were asked for. */
static void write_views(ml_json *json, const char *name)
{
    for (int v = 0; v < ML_N_VIEWS; v++)
        ml_schema_ref(json, ml_view_names[v], NULL, name, "");
}

static ml_status write_figures(ml_out *out, ml_error *error)
{
    ml_json json = {.out = out, .depth = ML_SCHEMA_DEFINITION_DEPTH};
    ML_UNUSED(error);
    for (const ml_catalogue_row *row = ml_catalogue; !ml_catalogue_is_end(row); row++)
        if (row->key && row->members && !row->of_images)
            write_group(&json, row->key, row, NULL, false);
    for (const ml_catalogue_row *row = view_rows(); !ml_catalogue_is_end(row); row++)
        if (row->members)
            write_group(&json, row->key, row, NULL, false);
    write_view(&json, "line_view", ML_IN_LINE);
    write_view(&json, "image_view", ML_IN_IMAGE);
    write_view(&json, "set_view", ML_IN_SET);
    for (const ml_catalogue_row *row = ml_catalogue; !ml_catalogue_is_end(row); row++)
        if (row->of_images) {
            ml_schema_begin(&json, row->key, row->meaning);
            ml_json_bool(&json, "additionalProperties", false);
            ml_json_object(&json, "properties", ML_JSON_LINES);
            write_views(&json, "mean_view");
            ml_json_end(&json);
            ml_json_end(&json);
        }
    write_mean_view(&json);
    write_spread(&json, ML_KIND_MEAN);
    write_spread(&json, ML_KIND_FRACTION);
    write_spread(&json, ML_KIND_CORRELATION);
    ml_out_text(out, ",\n");
    return ML_OK;
}

/* The figures of an image or a set, as the last properties of an object that has more: their keys, and they themselves. */
static ml_status write_keys(ml_out *out, unsigned scope)
{
    const char *between = "        ";
    for (const ml_catalogue_row *row = ml_catalogue; !ml_catalogue_is_end(row); row++)
        if (row->key && is_in(row, scope)) {
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
            write_leaf(&json, row->key, row->meaning, row->kind, false);
    }
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
PIECES(set, ML_IN_SET)

const ml_piece ml_schema_pieces[] = {
    {"schema-losses", ml_schema_losses},
    {"schema-figures", write_figures},
    {"schema-line-keys", write_keys_of_line},
    {"schema-line-properties", write_properties_of_line},
    {"schema-image-keys", write_keys_of_image},
    {"schema-image-properties", write_properties_of_image},
    {"schema-set-keys", write_keys_of_set},
    {"schema-set-properties", write_properties_of_set},
    {NULL, NULL},
};

/* Pieces of data/result.schema.json: measures, their settings and their figures; see schema.h. */
#include "measure/measures.h"
#include "tables/schema.h"
#include "tables/tables.h"

#include "base/memory.h"

#include <math.h>
#include <stdlib.h>

/* The figures of a kind: those without views, then the views, as far as they are asked for. */
static void write_figures(ml_json *json, const ml_measure_kind *kind)
{
    ml_schema_begin(json, kind->name, kind->title);
    ml_json_bool(json, "additionalProperties", false);
    ml_schema_required(json, kind->rows, NULL, ML_SCHEMA_FIGURES);
    ml_json_object(json, "properties", ML_JSON_LINES);
    ml_schema_properties(json, kind->rows, NULL, ML_SCHEMA_FIGURES);
    for (int v = 0; v < ML_N_VIEWS && kind->view_rows; v++)
        ml_schema_ref(json, ml_view_names[v], NULL, kind->name, ml_schema_view_endings[ML_SCHEMA_FIGURES]);
    ml_json_end(json);
    ml_json_end(json);
}

static void write_parameter(ml_json *json, const ml_measure_param *param)
{
    ml_json_object(json, param->name, ML_JSON_INLINE);
    ml_json_string(json, "description", param->meaning);
    ml_json_string(json, "type", param->is_whole ? "integer" : "number");
    ml_json_number(json, "minimum", param->least);
    if (isfinite(param->most))
        ml_json_number(json, "maximum", param->most);
    ml_json_end(json);
}

/* A measure of the settings. */
static void write_measure(ml_json *json, const ml_measure_kind *kind)
{
    size_t n = ml_measure_n_params(kind);
    ml_schema_begin(json, NULL, kind->title);
    ml_json_bool(json, "additionalProperties", false);
    ml_json_array(json, "required", ML_JSON_INLINE);
    ml_json_string(json, NULL, "key");
    ml_json_string(json, NULL, "name");
    for (size_t p = 0; p < n; p++)
        ml_json_string(json, NULL, kind->params[p].name);
    ml_json_end(json);
    ml_json_object(json, "properties", ML_JSON_LINES);
    ml_json_object(json, "key", ML_JSON_INLINE);
    ml_json_string(json, "description", "Name, and those parameters that are not the defaults, as in band:width=2.");
    ml_json_string(json, "type", "string");
    ml_json_end(json);
    ml_json_object(json, "name", ML_JSON_INLINE);
    ml_json_string(json, "const", kind->name);
    ml_json_end(json);
    for (size_t p = 0; p < n; p++)
        write_parameter(json, &kind->params[p]);
    ml_json_end(json);
    ml_json_end(json);
}

/* What means and intervals have of a kind: in each view, or of a kind without views beside them. */
static ml_status write_listings(ml_json *json, const ml_measure_kind *kind, ml_error *error)
{
    const ml_catalogue_row *rows = kind->view_rows ? kind->view_rows : kind->rows;
    const char *const *endings = kind->view_rows ? ml_schema_view_endings : ml_schema_endings;
    for (int of = kind->view_rows ? 0 : ML_SCHEMA_FIGURES + 1; of < ML_N_SCHEMA_LISTINGS; of++) {
        char *name = ml_format("%s%s", kind->name, endings[of]);
        if (!name)
            return ml_fail_memory(error, "a name");
        ml_schema_begin(json, name, kind->title);
        ml_schema_members(json, rows, NULL, (ml_schema_listing)of);
        ml_json_end(json);
        free(name);
    }
    return ML_OK;
}

/* Part i of the record of a measure of this kind: without name, where with the defaults there is none. `all`: as if it were
 * asked for. */
static ml_part part_of(const ml_measure_kind *kind, size_t i, bool all)
{
    ml_measure measure = {.kind = kind};
    ml_part part = {.name = NULL};
    for (size_t p = 0; p < ml_measure_n_params(kind); p++)
        measure.params[p] = all && kind->params[p].fallback < 1 ? 1 : kind->params[p].fallback;
    kind->make_part(&measure, i, &part);
    return part;
}

/* Rows of numbers, some of which are null; in exact sums each behind the image that it is of. */
static void write_list(ml_json *json, bool is_exact)
{
    ml_json_object(json, "items", ML_JSON_INLINE);
    ml_json_string(json, "type", "array");
    if (is_exact) {
        ml_json_array(json, "prefixItems", ML_JSON_INLINE);
        ml_schema_ref(json, NULL, NULL, "name", "");
        ml_json_end(json);
    }
    ml_schema_ref(json, "items", NULL, "count_or_null", "");
    ml_json_end(json);
}

/* The parts of a record that a kind adds: in a line's record, or in exact sums. Those with several rows and columns stand as
 * lists of rows; rows of zeros may be empty. */
static void write_parts(ml_json *json, const ml_measure_kind *kind, const char *name, bool is_exact)
{
    ml_schema_begin(json, name, kind->title);
    ml_json_bool(json, "additionalProperties", false);
    ml_json_array(json, "required", ML_JSON_INLINE);
    for (size_t i = 0; i < kind->n_parts; i++) {
        const ml_part part = part_of(kind, i, false);
        if (part.name)
            ml_json_string(json, NULL, part.name);
    }
    ml_json_end(json);
    ml_json_object(json, "properties", ML_JSON_LINES);
    for (size_t i = 0; i < kind->n_parts; i++) {
        const ml_part part = part_of(kind, i, true);
        const bool is_matrix = part.n_rows != 1 && part.n_columns != 1;
        ml_json_object(json, part.name, ML_JSON_INLINE);
        ml_json_string(json, "type", "array");
        if (part.kind == ML_PART_LIST) {
            write_list(json, is_exact);
            ml_json_end(json);
            continue;
        }
        if (is_matrix) {
            ml_json_object(json, "items", ML_JSON_INLINE);
            ml_json_string(json, "type", "array");
        }
        ml_schema_ref(json, "items", NULL,
                      part.kind == ML_PART_COUNTS ? "count"
                      : is_exact                  ? "exact_sum"
                      : part.may_be_negative      ? "number_or_null"
                                                  : "positive",
                      "");
        if (is_matrix)
            ml_json_end(json);
        ml_json_end(json);
    }
    ml_json_end(json);
    ml_json_end(json);
}

static const char *const part_endings[] = {"_record", "_exact"};

static ml_status write_measures(ml_out *out, ml_error *error)
{
    ml_json json = {.out = out, .depth = ML_SCHEMA_DEFINITION_DEPTH};
    ml_schema_begin(&json, "measure", "A measure and its parameters");
    ml_json_array(&json, "oneOf", ML_JSON_LINES);
    for (size_t k = 0; k < ml_n_measure_kinds; k++)
        write_measure(&json, ml_measure_kinds[k]);
    ml_json_end(&json);
    ml_json_end(&json);
    ml_status status = ML_OK;
    for (size_t k = 0; k < ml_n_measure_kinds && !status; k++) {
        write_figures(&json, ml_measure_kinds[k]);
        status = write_listings(&json, ml_measure_kinds[k], error);
        for (int exact = 0; exact < 2 && !status; exact++) {
            char *name = ml_format("%s%s", ml_measure_kinds[k]->name, part_endings[exact]);
            if (!name)
                return ml_fail_memory(error, "a name");
            write_parts(&json, ml_measure_kinds[k], name, exact);
            free(name);
        }
    }
    ml_out_text(out, ",\n");
    return status;
}

/* Where the parts of a record stand: measures by key. */
static ml_status write_parts_by_key(ml_out *out, ml_error *error, int depth, const char *ending)
{
    ml_json json = {.out = out, .depth = depth};
    ml_json_object(&json, "patternProperties", ML_JSON_LINES);
    for (size_t k = 0; k < ml_n_measure_kinds; k++) {
        char *pattern = ml_format("^%s(:|$)", ml_measure_kinds[k]->name);
        if (!pattern)
            return ml_fail_memory(error, "a pattern");
        ml_schema_ref(&json, pattern, NULL, ml_measure_kinds[k]->name, ending);
        free(pattern);
    }
    ml_json_end(&json);
    ml_out_text(out, "\n");
    return ML_OK;
}

static ml_status write_record_measures(ml_out *out, ml_error *error)
{
    return write_parts_by_key(out, error, ML_SCHEMA_PROPERTY_DEPTH + 1, part_endings[0]);
}

static ml_status write_exact_measures(ml_out *out, ml_error *error)
{
    return write_parts_by_key(out, error, ML_SCHEMA_DEFINITION_DEPTH + 1, part_endings[1]);
}

const ml_piece ml_measure_pieces[] = {{"schema-measures", write_measures},
                                      {"schema-record-measures", write_record_measures},
                                      {"schema-exact-measures", write_exact_measures},
                                      {NULL, NULL}};

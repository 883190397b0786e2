/* What the pieces of the schema share, and the definitions of losses; see schema.h. */
#include "tables/schema.h"

#include "base/memory.h"
#include "measure/measures.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Where a definition is. */
void ml_schema_ref(ml_json *json, const char *key, const char *description, const char *name, const char *ending)
{
    char ref[128] = "#/$defs/";
    strncat(ref, name, sizeof ref - strlen(ref) - 1);
    strncat(ref, ending, sizeof ref - strlen(ref) - 1);
    ml_json_object(json, key, ML_JSON_INLINE);
    if (description)
        ml_json_string(json, "description", description);
    ml_json_string(json, "$ref", ref);
    ml_json_end(json);
}

void ml_schema_begin(ml_json *json, const char *key, const char *title)
{
    ml_json_object(json, key, ML_JSON_LINES);
    if (title)
        ml_json_string(json, "title", title);
    ml_json_string(json, "type", "object");
}

bool ml_schema_alike(const ml_catalogue_row *group, const ml_loss_kind *a, const ml_loss_kind *b)
{
    for (const ml_catalogue_row *row = group->members; !ml_catalogue_is_end(row); row++)
        if (ml_catalogue_is_of(row, a) != ml_catalogue_is_of(row, b))
            return false;
    return true;
}

char *ml_schema_pattern(const ml_catalogue_row *group, const char *end, const ml_loss_kind *like)
{
    char *text = ml_format("^(");
    const char *between = "";
    for (size_t k = 0; text && k < ml_n_loss_kinds; k++) {
        if (like && !ml_schema_alike(group, like, &ml_loss_kinds[k]))
            continue;
        char *longer = ml_format("%s%s%s", text, between, ml_loss_kinds[k].name);
        free(text);
        text = longer;
        between = "|";
    }
    char *whole = text ? ml_format("%s%s", text, end) : NULL;
    free(text);
    return whole;
}

const char *const ml_schema_endings[ML_N_SCHEMA_LISTINGS] = {
    [ML_SCHEMA_FIGURES] = "",
    [ML_SCHEMA_MEANS] = "_mean",
    [ML_SCHEMA_GROUP_MEANS] = "_group_mean",
    [ML_SCHEMA_INTERVALS] = "_interval",
};

const char *const ml_schema_view_endings[ML_N_SCHEMA_LISTINGS] = {
    [ML_SCHEMA_FIGURES] = "_view",
    [ML_SCHEMA_MEANS] = "_mean_view",
    [ML_SCHEMA_GROUP_MEANS] = "_group_mean_view",
    [ML_SCHEMA_INTERVALS] = "_interval_view",
};

void ml_schema_measures_by_key(ml_json *json, ml_schema_listing of, bool in_view)
{
    const char *ending = in_view ? ml_schema_view_endings[of] : ml_schema_endings[of];
    ml_json_bool(json, "additionalProperties", false);
    ml_json_object(json, "patternProperties", ML_JSON_LINES);
    for (size_t k = 0; k < ml_n_measure_kinds; k++) {
        const ml_measure_kind *kind = ml_measure_kinds[k];
        char *pattern = ml_format("^%s(:|$)", kind->name);
        if (!pattern)
            ml_out_fail(json->out, ENOMEM);
        else if (of == ML_SCHEMA_FIGURES || in_view == (kind->view_rows != NULL))
            ml_schema_ref(json, pattern, NULL, kind->name, ending);
        free(pattern);
    }
    ml_json_end(json);
}

static void write_parameter(ml_json *json, const ml_loss_param *param)
{
    if (!param->positive && !param->per_class) {
        ml_schema_ref(json, param->name, param->meaning, "positive", "");
        return;
    }
    ml_json_object(json, param->name, ML_JSON_INLINE);
    ml_json_string(json, "description", param->meaning);
    if (param->positive) {
        ml_json_string(json, "type", "number");
        ml_json_count(json, "exclusiveMinimum", 0);
    } else {
        ml_json_array(json, "anyOf", ML_JSON_INLINE);
        ml_schema_ref(json, NULL, NULL, "positive", "");
        ml_json_object(json, NULL, ML_JSON_INLINE);
        ml_json_string(json, "type", "array");
        ml_json_count(json, "minItems", 2);
        ml_schema_ref(json, "items", NULL, "positive", "");
        ml_json_end(json);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_loss(ml_json *json, const ml_loss_kind *kind)
{
    size_t n = ml_loss_n_params(kind);
    ml_schema_begin(json, NULL, kind->title);
    ml_json_string(json, "description", kind->formula);
    ml_json_bool(json, "additionalProperties", false);
    ml_json_array(json, "required", ML_JSON_INLINE);
    ml_json_string(json, NULL, "key");
    ml_json_string(json, NULL, "name");
    for (size_t p = 0; p < n; p++)
        ml_json_string(json, NULL, kind->params[p].name);
    ml_json_end(json);
    ml_json_object(json, "properties", ML_JSON_LINES);
    ml_schema_ref(json, "key", NULL, "loss_key", "");
    ml_json_object(json, "name", ML_JSON_INLINE);
    ml_json_string(json, "const", kind->name);
    ml_json_end(json);
    for (size_t p = 0; p < n; p++)
        write_parameter(json, &kind->params[p]);
    ml_json_end(json);
    ml_json_end(json);
}

ml_status ml_schema_losses(ml_out *out, ml_error *error)
{
    ml_json json = {.out = out, .depth = ML_SCHEMA_DEFINITION_DEPTH};
    char *pattern = ml_schema_pattern(NULL, ")(:[a-z]+=[0-9./e+-]+)*$", NULL);
    if (!pattern)
        return ml_fail_memory(error, "a pattern");
    ml_json_object(&json, "loss_key", ML_JSON_LINES);
    ml_json_string(&json, "description",
                   "Name of a loss and those of its parameters that are not the defaults, as in tversky:fp=0.1.");
    ml_json_string(&json, "type", "string");
    ml_json_string(&json, "pattern", pattern);
    free(pattern);
    ml_json_end(&json);
    ml_schema_begin(&json, "loss", "A loss and its parameters");
    ml_json_array(&json, "oneOf", ML_JSON_LINES);
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        write_loss(&json, &ml_loss_kinds[k]);
    ml_json_end(&json);
    ml_json_end(&json);
    ml_out_text(out, ",\n");
    return ML_OK;
}

/* The comparison as JSON: who was compared, every figure of the aggregate, the images that got worse and better, the gates. Its
 * schema is in data/result.schema.json. */
#include "output/comparison/comparison.h"
#include "json/parts.h"
#include "json/settings.h"

#include <math.h>

static void write_side(ml_json *json, const char *key, const ml_comparison_side *side)
{
    ml_json_object(json, key, ML_JSON_LINES);
    ml_json_name(json, "name", side->name);
    ml_json_count(json, "images", side->n_images);
    ml_json_count(json, "left_out", side->n_left_out);
    ml_json_count(json, "failed", side->n_failed);
    ml_json_settings(json, ML_JSON_IN_SETTINGS, side->settings);
    ml_json_end(json);
}

static void write_figure(ml_json *json, const ml_compared *f)
{
    ml_json_object(json, NULL, ML_JSON_INLINE);
    ml_json_string(json, "figure", f->path);
    ml_json_number(json, "baseline", f->baseline);
    ml_json_number(json, "candidate", f->candidate);
    ml_json_number(json, "delta", f->delta);
    ml_json_number(json, "rel", f->rel);
    ml_json_number(json, "mean_delta", f->mean_delta);
    ml_json_number(json, "low", f->interval.low);
    ml_json_number(json, "high", f->interval.high);
    if (ml_figure_is_mean(&f->figure))
        ml_json_count(json, "images", f->n_images);
    else
        ml_json_number(json, "images", (double)NAN);
    ml_json_end(json);
}

static void write_images(ml_json *json, const char *key, const ml_changed_images *images)
{
    ml_json_array(json, key, ML_JSON_LINES);
    for (size_t i = 0; i < images->n; i++) {
        ml_json_object(json, NULL, ML_JSON_INLINE);
        ml_json_name(json, "id", images->items[i]->id);
        ml_json_number(json, "delta", images->items[i]->candidate - images->items[i]->baseline);
        ml_json_end(json);
    }
    ml_json_end(json);
}

void ml_comparison_json(const ml_comparison *comparison, ml_out *out)
{
    ml_json json = {.out = out};
    ml_json_object(&json, NULL, ML_JSON_LINES);
    ml_json_version(&json);
    write_side(&json, "baseline", &comparison->baseline);
    write_side(&json, "candidate", &comparison->candidate);
    ml_json_array(&json, "figures", ML_JSON_LINES);
    for (size_t f = 0; f < comparison->n_figures; f++)
        write_figure(&json, &comparison->figures[f]);
    ml_json_end(&json);
    ml_json_string(&json, "by", comparison->by);
    write_images(&json, "worse", &comparison->worse);
    write_images(&json, "better", &comparison->better);
    ml_json_notes(&json, comparison->notes, comparison->n_notes);
    ml_json_gates(&json, comparison->verdicts);
    ml_json_end(&json);
}

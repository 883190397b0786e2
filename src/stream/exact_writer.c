/* The exact sums at the end of a summary stream; see writing.h. */
#include "stream/writing.h"

#include "core/walk.h"
#include "stream/layout.h"

/* [sum, least, largest, number] */
static void write_spread(ml_json *json, const char *key, const ml_spread *spread)
{
    ml_json_array(json, key, ML_JSON_INLINE);
    ml_stream_write_fixed(json, &spread->sum);
    ml_json_number(json, NULL, spread->min);
    ml_json_number(json, NULL, spread->max);
    ml_json_count(json, NULL, spread->n_images);
    ml_json_end(json);
}

/* The images' means, in all views that are computed. */
static void write_exact_means(ml_json *json, const ml_aggregate *aggregate)
{
    ml_walk walk = ml_walk_begin(aggregate->settings, ML_IN_EXACT);
    ml_step step;
    while ((step = ml_walk_next(&walk)) != ML_STEP_END)
        if (step == ML_STEP_FIGURE && aggregate->means[walk.figure.mean].is_unknown)
            continue;
        else if (step == ML_STEP_FIGURE)
            write_spread(json, ml_walk_key(&walk), &aggregate->means[walk.figure.mean]);
        else if (step == ML_STEP_OPEN)
            ml_json_object(json, ml_walk_key(&walk), ML_JSON_INLINE);
        else
            ml_json_end(json);
}

/* In how many images each hint is; nothing where there is none. */
static void write_hints(ml_json *json, const uint64_t n_hints[ML_N_HINTS])
{
    bool open = false;
    for (int h = 0; h < ML_N_HINTS; h++) {
        if (n_hints[h] == 0)
            continue;
        if (!open)
            ml_json_object(json, "hints", ML_JSON_INLINE);
        open = true;
        ml_json_count(json, ml_hint_names[h], n_hints[h]);
    }
    if (open)
        ml_json_end(json);
}

static void write_counts(ml_json *json, const char *key, const uint64_t *counts, size_t n)
{
    ml_json_array(json, key, ML_JSON_INLINE);
    for (size_t c = 0; c < n; c++)
        ml_json_count(json, NULL, counts[c]);
    ml_json_end(json);
}

/* In how many images classes are; nothing where that is not known. */
static void write_presence(ml_json *json, const ml_aggregate *aggregate)
{
    const ml_presence *presence = &aggregate->presence;
    size_t n = aggregate->settings->classes->n;
    if (presence->is_unknown)
        return;
    ml_json_object(json, ML_STREAM_PRESENCE_KEY, ML_JSON_INLINE);
    write_counts(json, "images", presence->images, n);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (ml_view_needed(aggregate->settings, (ml_view_kind)v)) {
            ml_json_object(json, ml_view_names[v], ML_JSON_INLINE);
            write_counts(json, "missed", presence->missed[v], n);
            write_counts(json, "spurious", presence->spurious[v], n);
            ml_json_end(json);
        }
    ml_json_end(json);
}

/* What the paths of files have in common; nothing without any. */
static void write_path(ml_json *json, const char *key, const ml_common_path *common)
{
    if (common->text)
        ml_json_name(json, key, common->text);
}

void ml_stream_write_exact(ml_json *json, const ml_aggregate *aggregate)
{
    const ml_tally *tally = &aggregate->pooled;
    ml_json_object(json, "exact", ML_JSON_INLINE);
    ml_json_count(json, "total", tally->counts.n_pixels);
    ml_json_count(json, "ignored", tally->counts.n_ignored);
    ml_json_count(json, "bad", tally->counts.n_bad);
    write_hints(json, aggregate->n_hints);
    write_path(json, "truths", &aggregate->truths);
    write_path(json, "predictions", &aggregate->predictions);
    ml_stream_write_exact_parts(json, aggregate);
    write_presence(json, aggregate);
    write_exact_means(json, aggregate);
    ml_json_end(json);
}

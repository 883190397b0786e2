/* One pixel explained as JSON. Its schema is in data/result.schema.json. */
#include "output/explain/explanation.h"

#include "json/settings.h"

#include <math.h>

static const char *name_of(const ml_explained *x, size_t c) { return x->settings->classes->items[c].name; }

/* The label, or the colour that tells the class; null where none is stored. */
static void write_label(ml_json *json, const ml_stored_label *label)
{
    if (label->kind != ML_STORED_COLOR) {
        ml_json_number(json, "label", label->kind == ML_STORED_NUMBER ? label->label : (double)NAN);
        return;
    }
    ml_json_array(json, "label", ML_JSON_INLINE);
    for (size_t i = 0; i < 3; i++)
        ml_json_number(json, NULL, label->color[i]);
    ml_json_end(json);
}

/* A name, or null. */
static void write_class(ml_json *json, const char *key, const ml_explained *x, uint16_t c)
{
    if (c < x->settings->classes->n)
        ml_json_string(json, key, name_of(x, c));
    else
        ml_json_number(json, key, (double)NAN);
}

/* What is stored of a class: a number, several where the class is the sum of channels, or null. */
static void write_stored(ml_json *json, const ml_explained *x, size_t c)
{
    size_t first;
    const size_t n = ml_explained_n_stored(x, c, &first);
    if (n < 2) {
        ml_json_number(json, "stored", n > 0 ? x->stored[first] : (double)NAN);
        return;
    }
    ml_json_array(json, "stored", ML_JSON_INLINE);
    for (size_t k = first; k < x->n_stored; k++)
        if (ml_explained_class_of(x, k) == c)
            ml_json_number(json, NULL, x->stored[k]);
    ml_json_end(json);
}

static void write_classes(ml_json *json, const ml_explained *x)
{
    ml_json_array(json, "classes", ML_JSON_LINES);
    for (size_t i = 0; i < x->n_shown; i++) {
        ml_json_object(json, NULL, ML_JSON_INLINE);
        ml_json_string(json, "class", name_of(x, x->shown[i]));
        write_stored(json, x, x->shown[i]);
        ml_json_number(json, "p", x->p[x->shown[i]]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_losses(ml_json *json, const ml_explained *x)
{
    ml_json_object(json, "losses", ML_JSON_LINES);
    for (size_t l = 0; l < x->n_losses; l++) {
        const ml_explained_loss *loss = &x->losses[l];
        ml_json_object(json, loss->loss->key, ML_JSON_INLINE);
        ml_json_number(json, "raw", loss->raw);
        ml_json_number(json, "masked", loss->masked);
        ml_json_number(json, "factor", loss->factor);
        ml_json_end(json);
    }
    ml_json_end(json);
}

/* Of all classes; nothing in a view in which the pixel takes no part. */
static void write_view(ml_json *json, const ml_explained *x, ml_view_kind view)
{
    ml_json_object(json, ml_view_names[view], ML_JSON_LINES);
    for (size_t c = 0; c < x->settings->classes->n && ml_explained_takes_part(x, view); c++) {
        const ml_soft_counts adds = ml_explained_adds(x, view, c);
        ml_json_object(json, name_of(x, c), ML_JSON_INLINE);
        ml_json_number(json, "tp", adds.tp);
        ml_json_number(json, "fp", adds.fp);
        ml_json_number(json, "fn", adds.fn);
        ml_json_end(json);
    }
    ml_json_end(json);
}

static void write_adds(ml_json *json, const ml_explained *x)
{
    ml_json_object(json, "adds", ML_JSON_LINES);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (x->settings->views[v])
            write_view(json, x, (ml_view_kind)v);
    ml_json_end(json);
}

static void write_gradients(ml_json *json, const ml_explained *x)
{
    ml_json_object(json, "gradient", ML_JSON_LINES);
    for (size_t g = 0; g < x->n_gradients; g++) {
        ml_json_array(json, x->gradients[g].loss->key, ML_JSON_INLINE);
        for (size_t k = 0; k < x->n_stored; k++)
            ml_json_number(json, NULL, x->gradients[g].by_stored[k]);
        ml_json_end(json);
    }
    ml_json_end(json);
}

/* Nothing but the reason, where the pixel is ignored or bad. */
static void write_pixel(ml_json *json, const ml_explained *x)
{
    ml_json_object(json, "pixel", ML_JSON_LINES);
    ml_json_name(json, "id", x->id);
    ml_json_count(json, "row", x->row);
    ml_json_count(json, "column", x->column);
    write_label(json, &x->label);
    write_class(json, "class", x, x->y);
    ml_json_string(json, "state", ml_pixel_state_names[x->state]);
    if (x->reason) {
        ml_json_message(json, "reason", x->reason);
        ml_json_end(json);
        return;
    }
    ml_json_number(json, "reason", (double)NAN);
    write_classes(json, x);
    ml_json_number(json, "sum", x->sum);
    write_class(json, "decision", x, x->decision);
    ml_json_number(json, "margin", x->margin);
    write_losses(json, x);
    write_adds(json, x);
    write_gradients(json, x);
    ml_json_end(json);
}

void ml_explanation_json(const ml_explained *explained, ml_out *out)
{
    ml_json json = {.out = out};
    ml_json_object(&json, NULL, ML_JSON_LINES);
    ml_json_head(&json, explained->settings);
    write_pixel(&json, explained);
    ml_json_end(&json);
}

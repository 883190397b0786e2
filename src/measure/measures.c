/* -M: from text to measures, and their keys; see measures.h. */
#include "measure/measures.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "measure/band.h"
#include "measure/boundary_iou.h"
#include "measure/calibration.h"
#include "measure/objects.h"
#include "measure/surface.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const ml_measure_kind *const ml_measure_kinds[] = {&ml_measure_band, &ml_measure_objects, &ml_measure_surface,
                                                   &ml_measure_boundary_iou, &ml_measure_calibration};
const size_t ml_n_measure_kinds = ML_COUNT(ml_measure_kinds);

/* A piece of the option's text. */
typedef struct piece {
    const char *text;
    size_t n;
} piece;

static bool is_piece(piece p, const char *text) { return strlen(text) == p.n && memcmp(text, p.text, p.n) == 0; }

static ml_status unknown_measure(piece name, ml_error *error)
{
    ml_suggestion meant = {.word = name.text, .n = name.n};
    ml_fail(error, ML_E_USAGE, "--measure: unknown measure '%.*s'; there are", (int)name.n, name.text);
    for (size_t k = 0; k < ml_n_measure_kinds; k++) {
        ml_error_add(error, " %s,", ml_measure_kinds[k]->name);
        ml_suggest(&meant, ml_measure_kinds[k]->name);
    }
    ml_error_add(error, " and all (see --list-measures)");
    if (meant.best)
        ml_error_add(error, "; did you mean %s?", meant.best);
    return ML_E_USAGE;
}

static ml_status unknown_param(const ml_measure_kind *kind, piece name, ml_error *error)
{
    size_t n = ml_measure_n_params(kind);
    ml_fail(error, ML_E_USAGE, "--measure: %s has no parameter '%.*s'", kind->name, (int)name.n, name.text);
    for (size_t p = 0; p < n; p++)
        ml_error_add(error, "%s%s (%s)", p ? ", " : "; it has ", kind->params[p].name, kind->params[p].meaning);
    return ML_E_USAGE;
}

static ml_status bad_value(const ml_measure_param *param, piece value, ml_error *error)
{
    char least[ML_NUMBER_TEXT_SIZE], most[ML_NUMBER_TEXT_SIZE];
    ml_fail(error, ML_E_USAGE, "--measure: %s=%.*s: a %s number >= %s", param->name, (int)value.n, value.text,
            param->is_whole ? "whole" : "finite", ml_number_text(param->least, least));
    if (isfinite(param->most))
        ml_error_add(error, " and <= %s", ml_number_text(param->most, most));
    ml_error_add(error, " is wanted");
    return ML_E_USAGE;
}

/* Reads "key=value"; `seen` has a bit per parameter. */
static ml_status parse_param(piece text, ml_error *error, ml_measure *measure, unsigned *seen)
{
    const ml_measure_kind *kind = measure->kind;
    const char *equals = memchr(text.text, '=', text.n);
    const piece name = {text.text, equals ? (size_t)(equals - text.text) : text.n};
    size_t p = 0, n_params = ml_measure_n_params(kind);
    while (p < n_params && !is_piece(name, kind->params[p].name))
        p++;
    if (p == n_params)
        return unknown_param(kind, name, error);
    const ml_measure_param *param = &kind->params[p];
    if (!equals)
        return ml_fail(error, ML_E_USAGE, "--measure: %s needs a value: %s:%s=%g", param->name, kind->name, param->name,
                       param->fallback);
    if (*seen & (1u << p))
        return ml_fail(error, ML_E_USAGE, "--measure: %s: %s is given twice", kind->name, param->name);
    *seen |= 1u << p;
    const piece value = {equals + 1, text.n - name.n - 1};
    double x = 0;
    if (!ml_number_parse(value.text, value.n, &x) || x < param->least || x > param->most || (param->is_whole && x < floor(x)) ||
        (param->is_whole && x > floor(x)))
        return bad_value(param, value, error);
    measure->params[p] = x;
    return ML_OK;
}

/* Name plus the parameters that differ from their defaults, in table order. NULL without memory. */
static char *make_key(const ml_measure *measure)
{
    char number[ML_NUMBER_TEXT_SIZE], *key = ml_strdup(measure->kind->name);
    for (size_t p = 0; key && p < ml_measure_n_params(measure->kind); p++) {
        const ml_measure_param *param = &measure->kind->params[p];
        if (!(measure->params[p] < param->fallback) && !(measure->params[p] > param->fallback))
            continue;
        char *longer = ml_format("%s:%s=%s", key, param->name, ml_number_text(measure->params[p], number));
        free(key);
        key = longer;
    }
    return key;
}

/* Adds a measure, of which the key is still to be made. */
static ml_status add(ml_measure measure, ml_error *error, ml_measures *measures)
{
    ml_measure *longer = realloc(measures->items, (measures->n + 1) * sizeof *longer);
    if (longer)
        measures->items = longer;
    if (!longer || !(measure.key = make_key(&measure)))
        return ml_fail_memory(error, "the measures");
    for (size_t k = 0; k < measures->n; k++)
        if (strcmp(longer[k].key, measure.key) == 0) {
            ml_fail(error, ML_E_USAGE, "--measure: %s is asked for twice", measure.key);
            free(measure.key);
            return ML_E_USAGE;
        }
    longer[measures->n++] = measure;
    return ML_OK;
}

static ml_status add_kind(const ml_measure_kind *kind, piece params, ml_error *error, ml_measures *measures)
{
    ml_measure measure = {.kind = kind};
    ml_status status = ML_OK;
    unsigned seen = 0;
    for (size_t p = 0; p < ml_measure_n_params(kind); p++)
        measure.params[p] = kind->params[p].fallback;
    while (params.n > 0 && !status) { /* at a colon */
        const char *from = params.text + 1, *end = memchr(from, ':', params.n - 1);
        const piece param = {from, end ? (size_t)(end - from) : params.n - 1};
        status = parse_param(param, error, &measure, &seen);
        params = (piece){from + param.n, params.n - 1 - param.n};
    }
    return status ? status : add(measure, error, measures);
}

static ml_status add_spec(piece spec, ml_error *error, ml_measures *measures)
{
    const char *colon = memchr(spec.text, ':', spec.n);
    const piece name = {spec.text, colon ? (size_t)(colon - spec.text) : spec.n};
    const piece params = {spec.text + name.n, spec.n - name.n}, none = {NULL, 0};
    ml_status status = ML_OK;
    if (is_piece(spec, "all")) {
        for (size_t k = 0; k < ml_n_measure_kinds && !status; k++)
            status = add_kind(ml_measure_kinds[k], none, error, measures);
        return status;
    }
    for (size_t k = 0; k < ml_n_measure_kinds; k++)
        if (is_piece(name, ml_measure_kinds[k]->name))
            return add_kind(ml_measure_kinds[k], params, error, measures);
    return unknown_measure(name, error);
}

/* Hands over the measures with their parts, or clears them where something has failed. */
static ml_status finish(ml_status status, ml_measures *made, ml_error *error, ml_measures *measures)
{
    if (!status)
        status = ml_measures_make_parts(error, made);
    if (status)
        ml_measures_clear(made);
    else
        *measures = *made;
    return status;
}

ml_status ml_measures_parse(const char *specs, ml_error *error, ml_measures *measures)
{
    ml_measures made = {.n = 0};
    const char *rest = specs;
    piece spec;
    ml_status status = ML_OK;
    while (!status && ml_list_next(&rest, &spec.text, &spec.n))
        status = add_spec(spec, error, &made);
    return finish(status, &made, error, measures);
}

ml_status ml_measures_copy(const ml_measures *from, ml_error *error, ml_measures *measures)
{
    ml_measures made = {.n = 0};
    ml_status status = ML_OK;
    for (size_t k = 0; k < from->n && !status; k++)
        status = add(from->items[k], error, &made);
    return finish(status, &made, error, measures);
}

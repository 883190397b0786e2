/* Whether two sets have the same settings; see agreement.h. */
#include "stream/agreement.h"

#include "base/memory.h"
#include "base/text.h"
#include "json/settings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_QUOTED = 60, MAX_BEFORE = 24 };

bool ml_numbers_agree(const double *a, const double *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] < b[i] || a[i] > b[i])
            return false;
    return true;
}

static bool same_classes(const ml_settings *a, const ml_settings *b)
{
    bool same = a->classes->n == b->classes->n;
    for (size_t c = 0; c < a->classes->n && same; c++) {
        const ml_class *x = &a->classes->items[c], *y = &b->classes->items[c];
        same = strcmp(x->name, y->name) == 0 && x->n_labels == y->n_labels &&
               memcmp(x->labels, y->labels, x->n_labels * sizeof *x->labels) == 0;
    }
    return same;
}

static bool same_mask(const ml_settings *a, const ml_settings *b)
{
    return memcmp(a->masked, b->masked, a->classes->n * sizeof(bool)) == 0;
}

static bool same_ignore(const ml_settings *a, const ml_settings *b)
{
    const ml_classes *x = a->classes, *y = b->classes;
    return x->ignored.n == y->ignored.n && x->n_ignored_colors == y->n_ignored_colors &&
           (x->ignored.n == 0 || memcmp(x->ignored.items, y->ignored.items, x->ignored.n * sizeof *x->ignored.items) == 0) &&
           (x->n_ignored_colors == 0 ||
            memcmp(x->ignored_colors, y->ignored_colors, x->n_ignored_colors * sizeof *x->ignored_colors) == 0);
}

static bool same_weights(const ml_settings *a, const ml_settings *b)
{
    return ml_numbers_agree(a->weights, b->weights, a->classes->n);
}

static bool same_weighing(const ml_settings *a, const ml_settings *b) { return a->weighing == b->weighing; }

static bool same_activation(const ml_settings *a, const ml_settings *b) { return a->activation == b->activation; }

static bool same_epsilon(const ml_settings *a, const ml_settings *b) { return ml_numbers_agree(&a->epsilon, &b->epsilon, 1); }

static bool same_absent(const ml_settings *a, const ml_settings *b) { return a->absent == b->absent; }

static bool same_empty(const ml_settings *a, const ml_settings *b) { return a->empty == b->empty; }

static bool same_average(const ml_settings *a, const ml_settings *b)
{
    return a->average == b->average && memcmp(a->averaged, b->averaged, a->classes->n * sizeof(bool)) == 0;
}

static bool same_losses(const ml_settings *a, const ml_settings *b)
{
    bool same = a->losses->n == b->losses->n;
    for (size_t l = 0; l < a->losses->n && same; l++)
        same = strcmp(a->losses->items[l].key, b->losses->items[l].key) == 0;
    return same;
}

static bool same_measures(const ml_settings *a, const ml_settings *b)
{
    bool same = a->measures->n == b->measures->n;
    for (size_t k = 0; k < a->measures->n && same; k++)
        same = strcmp(a->measures->items[k].key, b->measures->items[k].key) == 0;
    return same;
}

static bool same_spacing(const ml_settings *a, const ml_settings *b)
{
    return a->has_spacing == b->has_spacing && ml_numbers_agree(a->spacing, b->spacing, 2);
}

/* Their keys say all of losses and measures; NULL: there are fewer. */
static const char *loss_key(const ml_settings *settings, size_t i)
{
    return i < settings->losses->n ? settings->losses->items[i].key : NULL;
}

static const char *measure_key(const ml_settings *settings, size_t i)
{
    return i < settings->measures->n ? settings->measures->items[i].key : NULL;
}

static bool same_views(const ml_settings *a, const ml_settings *b) { return memcmp(a->views, b->views, sizeof a->views) == 0; }

static bool same_smooth(const ml_settings *a, const ml_settings *b)
{
    return a->losses->has_smooth == b->losses->has_smooth && ml_numbers_agree(&a->losses->smooth, &b->losses->smooth, 1);
}

static bool same_threshold(const ml_settings *a, const ml_settings *b)
{
    return a->has_threshold == b->has_threshold && ml_numbers_agree(&a->threshold, &b->threshold, 1);
}

static bool same_no_data(const ml_settings *a, const ml_settings *b)
{
    const ml_no_data *x = &a->no_data, *y = &b->no_data;
    bool same = x->n == y->n && x->none == y->none;
    for (size_t i = 0; i < x->n && same; i++) {
        const double here = x->values[i], there = y->values[i];
        same = isnan(here) ? isnan(there) : here <= there && here >= there;
    }
    return same;
}

static bool same_said(const ml_settings *a, const ml_settings *b, ml_said said)
{
    return ml_same_text(a->said[said], b->said[said]);
}

static bool same_missing_truth(const ml_settings *a, const ml_settings *b) { return same_said(a, b, ML_SAID_MISSING_TRUTH); }

static bool same_truth_code(const ml_settings *a, const ml_settings *b) { return same_said(a, b, ML_SAID_TRUTH_CODE); }

static bool same_prediction_as(const ml_settings *a, const ml_settings *b) { return same_said(a, b, ML_SAID_PREDICTION_AS); }

static bool same_samples(const ml_settings *a, const ml_settings *b) { return same_said(a, b, ML_SAID_SAMPLES); }

enum { MERGE = 1 << ML_AGREE_TO_MERGE, COMPARE = 1 << ML_AGREE_TO_COMPARE, RESUME = 1 << ML_AGREE_TO_RESUME };
enum { ALWAYS = MERGE | COMPARE | RESUME };

/* What has to agree, in the order in which differences are named: the classes come first, because the others are as long, and
 * the default of smooth before the losses that it changes. */
static const struct {
    const char *key; /* of a row of json/settings.c */
    bool (*same)(const ml_settings *a, const ml_settings *b);
    unsigned when; /* bits; what is about how predictions are read may differ in a comparison */
} rows[] = {
    {"classes", same_classes, ALWAYS},
    {"mask", same_mask, ALWAYS},
    {"ignore", same_ignore, ALWAYS},
    {"weighing", same_weighing, RESUME},
    {"weights", same_weights, ALWAYS},
    {"activation", same_activation, MERGE | RESUME},
    {"epsilon", same_epsilon, ALWAYS},
    {"absent", same_absent, ALWAYS},
    {"average", same_average, ALWAYS},
    {"smooth", same_smooth, ALWAYS},
    {"losses", same_losses, ALWAYS},
    {"measures", same_measures, ALWAYS},
    {"spacing", same_spacing, ALWAYS},
    {"empty", same_empty, ALWAYS},
    {"threshold", same_threshold, MERGE | RESUME},
    {"no_data", same_no_data, ALWAYS},
    {"missing_truth", same_missing_truth, ALWAYS},
    {"truth_code", same_truth_code, ALWAYS},
    {"prediction_as", same_prediction_as, MERGE | RESUME},
    {"samples", same_samples, MERGE | RESUME},
    {"views", same_views, ALWAYS},
};

/* Whether row r says that the two may not be put together. */
static bool differ(size_t r, ml_agreement agreement, const ml_settings *a, const ml_settings *b)
{
    const bool are_found_anew =
        agreement == ML_AGREE_TO_RESUME && rows[r].same == same_weights && a->weighing != ML_WEIGHTS_GIVEN;
    return (rows[r].when & 1u << agreement) && !are_found_anew && !rows[r].same(a, b);
}

/* A setting as JSON has it; "nothing" without one. NULL without memory. */
static char *whole_text(const char *key, const ml_settings *settings)
{
    ml_out out = {.fd = -1, .by_line = true};
    ml_json json = {.out = &out, .compact = true};
    ml_json_array(&json, NULL, ML_JSON_INLINE);
    ml_json_setting_row(key)->write(&json, NULL, settings);
    ml_json_end(&json);
    size_t n = out.n > 3 ? out.n - 3 : 0; /* without the brackets of the list, and the end of its line */
    char *text = NULL;
    if (!out.status)
        text = n == 0 ? ml_strdup("nothing") : ml_strndup(out.memory + 1, n);
    ml_out_close(&out);
    return text;
}

/* What a row is about, as a text: lists that their keys tell by these, the others as JSON. NULL without memory. */
static char *row_text(size_t r, const ml_settings *settings)
{
    const bool is_losses = rows[r].same == same_losses;
    const char *(*item_key)(const ml_settings *settings, size_t i) = is_losses ? loss_key : measure_key;
    if (!is_losses && rows[r].same != same_measures)
        return whole_text(rows[r].key, settings);
    const char *key = item_key(settings, 0);
    char *text = ml_strdup(key ? key : "nothing");
    for (size_t i = 1; text && key && (key = item_key(settings, i)); i++) {
        char *longer = ml_format("%s,%s", text, key);
        free(text);
        text = longer;
    }
    return text;
}

/* What is quoted of a text, from about `at` on. NULL without memory. */
static char *quote(const char *text, size_t at)
{
    size_t n;
    while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80) /* in the midst of a character */
        at--;
    n = strlen(text + at);
    return ml_format("%s%.*s%s", at > 0 ? "..." : "", (int)(n < MAX_QUOTED ? n : MAX_QUOTED), text + at,
                     n > MAX_QUOTED ? "..." : "");
}

char *ml_setting_text(const char *key, const ml_settings *settings)
{
    char *whole = whole_text(key, settings), *text = whole ? quote(whole, 0) : NULL;
    free(whole);
    return text;
}

const char *ml_settings_difference(const ml_settings *a, const ml_settings *b, size_t i)
{
    for (size_t r = 0; r < ML_COUNT(rows); r++)
        if (rows[r].when == (MERGE | RESUME) && !rows[r].same(a, b) && i-- == 0)
            return rows[r].key;
    return NULL;
}

/* Long texts that begin alike are quoted from shortly before where they differ. */
static ml_status tell_difference(const char *key, const char *here, const char *name, const char *there, const char *first_name,
                                 ml_error *error)
{
    size_t alike = 0;
    while (here[alike] && here[alike] == there[alike])
        alike++;
    const bool is_far = alike > MAX_QUOTED / 2 && (strlen(here) > MAX_QUOTED || strlen(there) > MAX_QUOTED);
    char *one = quote(here, is_far ? alike - MAX_BEFORE : 0), *other = quote(there, is_far ? alike - MAX_BEFORE : 0);
    ml_status status = ml_fail_memory(error, "a setting");
    if (one && other)
        status = ml_fail(error, ML_E_INPUT, "%s: \"%s\" is %s, but %s in %s", name, key, one, other, first_name);
    free(one);
    free(other);
    return status;
}

ml_status ml_settings_agree(ml_agreement agreement, const ml_settings *settings, const char *name, const ml_settings *first,
                            const char *first_name, ml_error *error)
{
    size_t r = 0;
    while (r < ML_COUNT(rows) && !differ(r, agreement, settings, first))
        r++;
    if (r == ML_COUNT(rows))
        return ML_OK;
    char *here = row_text(r, settings), *there = row_text(r, first);
    ml_status status = ml_fail_memory(error, "a setting");
    if (here && there)
        status = tell_difference(rows[r].key, here, name, there, first_name, error);
    free(here);
    free(there);
    return status;
}

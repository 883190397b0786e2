/* -L: from text to losses, their keys, and the sums the record has to keep. See loss.h. */
#include "core/loss.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

size_t ml_loss_n_params(const ml_loss_kind *kind)
{
    size_t n = 0;
    while (n < ML_MAX_LOSS_PARAMS && kind->params[n].name)
        n++;
    return n;
}

static void clear_loss(ml_loss *loss)
{
    free(loss->alpha);
    free(loss->key);
}

void ml_losses_clear(ml_losses *losses)
{
    for (size_t l = 0; l < losses->n; l++)
        clear_loss(&losses->items[l]);
    for (size_t s = 0; s < losses->n_sums; s++)
        free(losses->sums[s].key);
    free(losses->items);
    free(losses->sums);
    memset(losses, 0, sizeof *losses);
}

static const ml_loss_kind *find_kind(const char *name, size_t n)
{
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        if (strlen(ml_loss_kinds[k].name) == n && memcmp(ml_loss_kinds[k].name, name, n) == 0)
            return &ml_loss_kinds[k];
    return NULL;
}

/* The default of parameter p, which --smooth may have changed. */
static double fallback(const ml_loss_param *param, const double *smooth)
{
    return param->from_smooth && smooth ? *smooth : param->fallback;
}

static ml_status bad_value(const ml_loss_param *param, const char *value, size_t n, ml_error *error)
{
    return ml_fail(error, ML_E_USAGE, "--loss: %s=%.*s: a finite decimal number %s 0 is wanted%s", param->name, (int)n, value,
                   param->positive ? ">" : ">=", param->per_class ? ", or one per class with / between them" : "");
}

/* Reads a value, or a list a/b/c where the parameter may have one. */
static ml_status parse_value(const char *value, size_t n, size_t p, ml_error *error, ml_loss *loss)
{
    const ml_loss_param *param = &loss->kind->params[p];
    size_t n_values = 1;
    for (size_t i = 0; i < n; i++)
        n_values += value[i] == '/';
    if (n_values > 1 && !param->per_class)
        return bad_value(param, value, n, error);
    double *values = ml_alloc(n_values, sizeof *values);
    if (!values)
        return ml_fail_memory(error, "a loss");
    const char *item = value;
    for (size_t i = 0; i < n_values; i++) {
        size_t length = 0;
        while (item + length < value + n && item[length] != '/')
            length++;
        if (!ml_number_parse(item, length, &values[i]) || values[i] < 0 || (param->positive && values[i] == 0)) {
            free(values);
            return bad_value(param, value, n, error);
        }
        item += length + 1;
    }
    if (n_values == 1) {
        loss->params[p] = values[0];
        free(values);
    } else {
        loss->alpha = values;
        loss->n_alpha = n_values;
    }
    return ML_OK;
}

/* Reads "key=value"; `seen` has a bit per parameter. */
static ml_status parse_param(const char *text, size_t n, ml_error *error, ml_loss *loss, unsigned *seen)
{
    const ml_loss_kind *kind = loss->kind;
    const char *equals = memchr(text, '=', n);
    size_t name_length = equals ? (size_t)(equals - text) : n;
    size_t n_params = ml_loss_n_params(kind);
    for (size_t p = 0; p < n_params; p++) {
        if (strlen(kind->params[p].name) != name_length || memcmp(kind->params[p].name, text, name_length) != 0)
            continue;
        if (!equals)
            return ml_fail(error, ML_E_USAGE, "--loss: %s needs a value: %s:%s=%g", kind->params[p].name, kind->name,
                           kind->params[p].name, kind->params[p].fallback);
        if (*seen & (1u << p))
            return ml_fail(error, ML_E_USAGE, "--loss: %s: %s is given twice", kind->name, kind->params[p].name);
        *seen |= 1u << p;
        return parse_value(equals + 1, n - name_length - 1, p, error, loss);
    }
    ml_fail(error, ML_E_USAGE, "--loss: %s has no parameter '%.*s'", kind->name, (int)name_length, text);
    for (size_t p = 0; p < n_params; p++)
        ml_error_add(error, "%s%s (%s)", p ? ", " : "; it has ", kind->params[p].name, kind->params[p].meaning);
    return ML_E_USAGE;
}

static char *values_text(const ml_loss *loss, size_t p)
{
    char number[ML_NUMBER_TEXT_SIZE];
    if (!loss->kind->params[p].per_class || !loss->alpha)
        return ml_strdup(ml_number_text(loss->params[p], number));
    char *text = ml_alloc(loss->n_alpha, ML_NUMBER_TEXT_SIZE), *at = text;
    for (size_t i = 0; i < loss->n_alpha && text; i++) {
        const char *value = ml_number_text(loss->alpha[i], number);
        size_t n = strlen(value);
        if (i > 0)
            *at++ = '/';
        memcpy(at, value, n + 1);
        at += n;
    }
    return text;
}

/* Name plus the parameters that differ from their defaults, in table order. NULL without memory. */
static char *make_key(const ml_loss *loss, const double *smooth)
{
    char *key = ml_strdup(loss->kind->name);
    for (size_t p = 0; key && p < ml_loss_n_params(loss->kind); p++) {
        const ml_loss_param *param = &loss->kind->params[p];
        bool is_list = param->per_class && loss->alpha;
        if (!is_list && !(loss->params[p] < fallback(param, smooth)) && !(loss->params[p] > fallback(param, smooth)))
            continue;
        char *values = values_text(loss, p);
        char *longer = values ? ml_format("%s:%s=%s", key, param->name, values) : NULL;
        free(values);
        free(key);
        key = longer;
    }
    return key;
}

/* Whether a list with blanks has the name, of n bytes, in any case. */
static bool has_name(const char *list, const char *name, size_t n)
{
    bool found = false;
    for (const char *word = list; word && *word && !found; word += strspn(word, " ")) {
        size_t length = strcspn(word, " ");
        found = length == n && strncasecmp(word, name, n) == 0;
        word += length;
    }
    return found;
}

static ml_status unknown_loss(const char *name, size_t n, ml_error *error)
{
    ml_suggestion meant = {.word = name, .n = n};
    ml_fail(error, ML_E_USAGE, "--loss: unknown loss '%.*s'; there are", (int)n, name);
    for (size_t k = 0; k < ml_n_loss_kinds; k++) {
        ml_error_add(error, " %s,", ml_loss_kinds[k].name);
        ml_suggest(&meant, ml_loss_kinds[k].name);
    }
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        if (has_name(ml_loss_kinds[k].other_names, name, n))
            meant.best = ml_loss_kinds[k].name;
    ml_error_add(error, " and all (see --list-losses)");
    if (meant.best)
        ml_error_add(error, "; did you mean %s?", meant.best);
    return error->status;
}

/* Reads NAME[:key=value]... into a fresh loss. On failure nothing is held. */
static ml_status parse_loss(const char *text, size_t n, const double *smooth, ml_error *error, ml_loss *loss)
{
    const char *colon = memchr(text, ':', n);
    size_t name_length = colon ? (size_t)(colon - text) : n;
    memset(loss, 0, sizeof *loss);
    loss->kind = find_kind(text, name_length);
    if (!loss->kind)
        return unknown_loss(text, name_length, error);
    for (size_t p = 0; p < ml_loss_n_params(loss->kind); p++)
        loss->params[p] = fallback(&loss->kind->params[p], smooth);
    ml_status status = ML_OK;
    unsigned seen = 0;
    for (size_t at = name_length; at < n && !status;) {
        size_t end = ++at;
        while (end < n && text[end] != ':')
            end++;
        status = parse_param(text + at, end - at, error, loss, &seen);
        at = end;
    }
    if (!status && !(loss->key = make_key(loss, smooth)))
        status = ml_fail_memory(error, "a loss");
    if (status)
        clear_loss(loss);
    return status;
}

/* Finds or adds the record's sum that a pointwise loss needs. */
static ml_status add_sum(const ml_loss_kind *kind, double param, ml_error *error, ml_losses *losses, size_t *sum)
{
    for (size_t s = 0; s < losses->n_sums; s++) {
        const ml_loss_sum *have = &losses->sums[s];
        if (!(have->param < param) && !(have->param > param) && strcmp(have->kind->sum_name, kind->sum_name) == 0) {
            *sum = s;
            return ML_OK;
        }
    }
    ml_loss_sum *longer = realloc(losses->sums, (losses->n_sums + 1) * sizeof *longer);
    if (!longer)
        return ml_fail_memory(error, "the losses");
    losses->sums = longer;
    char number[ML_NUMBER_TEXT_SIZE];
    const ml_loss_param *named = kind->pixel_param < 0 ? NULL : &kind->params[kind->pixel_param];
    bool usual = !named || (!(named->fallback < param) && !(named->fallback > param));
    char *key =
        usual ? ml_strdup(kind->sum_name) : ml_format("%s:%s=%s", kind->sum_name, named->name, ml_number_text(param, number));
    if (!key)
        return ml_fail_memory(error, "the losses");
    *sum = losses->n_sums++;
    longer[*sum] = (ml_loss_sum){kind, param, key};
    return ML_OK;
}

/* Takes over `loss`, or clears it on failure. */
static ml_status add_loss(ml_loss *loss, ml_error *error, ml_losses *losses)
{
    ml_status status = ML_OK;
    if (loss->kind->pixels) {
        int p = loss->kind->pixel_param;
        status = add_sum(loss->kind, p < 0 ? 0 : loss->params[p], error, losses, &loss->sum);
    }
    ml_loss *longer = status ? NULL : realloc(losses->items, (losses->n + 1) * sizeof *longer);
    if (!longer) {
        clear_loss(loss);
        return status ? status : ml_fail_memory(error, "the losses");
    }
    losses->items = longer;
    longer[losses->n++] = *loss;
    return ML_OK;
}

/* Adds the losses of all rows, or of those that are there by default. */
static ml_status add_rows(bool all, const double *smooth, ml_error *error, ml_losses *losses)
{
    ml_status status = ML_OK;
    for (size_t k = 0; k < ml_n_loss_kinds && !status; k++) {
        const char *name = ml_loss_kinds[k].name;
        ml_loss loss;
        if (!all && !ml_loss_kinds[k].by_default)
            continue;
        status = parse_loss(name, strlen(name), smooth, error, &loss);
        if (!status)
            status = add_loss(&loss, error, losses);
    }
    return status;
}

static int by_key(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* That no loss is there twice. */
static ml_status check_keys(const ml_losses *losses, ml_error *error)
{
    const char **keys = ml_alloc(losses->n, sizeof *keys);
    ml_status status = keys ? ML_OK : ml_fail_memory(error, "the losses");
    for (size_t l = 0; l < losses->n && keys; l++)
        keys[l] = losses->items[l].key;
    if (keys && losses->n > 1)
        qsort(keys, losses->n, sizeof *keys, by_key);
    for (size_t l = 1; l < losses->n && !status; l++)
        if (strcmp(keys[l - 1], keys[l]) == 0)
            status = ml_fail(error, ML_E_USAGE, "--loss: %s is asked for twice", keys[l]);
    free(keys);
    return status;
}

ml_status ml_losses_parse(const char *specs, const double *smooth, ml_error *error, ml_losses *losses)
{
    ml_losses made = {.has_smooth = smooth != NULL, .smooth = smooth ? *smooth : 0};
    size_t ignored;
    ml_status status = add_sum(&ml_loss_kinds[0], 0, error, &made, &ignored); /* cce's, always */
    if (!status && !specs)
        status = add_rows(false, smooth, error, &made);
    const char *rest = specs, *spec;
    size_t n;
    while (!status && ml_list_next(&rest, &spec, &n)) {
        ml_loss loss;
        if (n == 3 && memcmp(spec, "all", 3) == 0)
            status = add_rows(true, smooth, error, &made);
        else if (!(status = parse_loss(spec, n, smooth, error, &loss)))
            status = add_loss(&loss, error, &made);
    }
    if (!status)
        status = check_keys(&made, error);
    if (status)
        ml_losses_clear(&made);
    else
        *losses = made;
    return status;
}

bool ml_losses_are_default(const ml_losses *losses)
{
    size_t l = 0;
    for (size_t k = 0; k < ml_n_loss_kinds; k++)
        if (ml_loss_kinds[k].by_default && (l >= losses->n || strcmp(losses->items[l++].key, ml_loss_kinds[k].name) != 0))
            return false;
    return l == losses->n;
}

ml_status ml_losses_check(const ml_losses *losses, size_t n_classes, ml_error *error)
{
    for (size_t l = 0; l < losses->n; l++)
        if (losses->items[l].alpha && losses->items[l].n_alpha != n_classes)
            return ml_fail(error, ML_E_USAGE, "--loss: %s: alpha has %zu values for %zu classes", losses->items[l].key,
                           losses->items[l].n_alpha, n_classes);
    return ML_OK;
}

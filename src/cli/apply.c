/* Applies the options that only change how records are scored: mask, weights, average, absent, views. */
#include "cli/arguments.h"

#include "base/memory.h"
#include "base/number.h"
#include "io/source.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_WEIGHTS_BYTES = 1 << 20 };

/* Numbers separated by blanks or by one comma each. False when the text is anything else. */
static bool parse_weights(const char *text, size_t n, double *weights, size_t capacity, size_t *n_weights)
{
    static const char blanks[] = " \t\r\n";
    size_t count = 0, at = 0;
    bool number_due = true; /* at the start and after a comma */
    for (;;) {
        while (at < n && text[at] && strchr(blanks, text[at]))
            at++;
        size_t length = 0;
        while (at + length < n && text[at + length] != ',' && !(text[at + length] && strchr(blanks, text[at + length])))
            length++;
        double weight = 0;
        if (length > 0 && (!ml_number_parse(text + at, length, &weight) || weight < 0))
            return false;
        if (length == 0 && (number_due || (at < n && text[at] != ',')))
            return false;
        if (length == 0 && at == n)
            break;
        if (length > 0 && count++ < capacity)
            weights[count - 1] = weight;
        number_due = length == 0;
        at += length > 0 ? length : 1;
    }
    *n_weights = count;
    return true;
}

static ml_status weights_from_file(const char *path, ml_error *error, double *weights, size_t capacity, size_t *n)
{
    ml_source source;
    if (access(path, F_OK) != 0 && (!*path || strpbrk(path, ", ")))
        return ml_fail(error, ML_E_USAGE, "--weights: '%s' is neither a list of numbers >= 0 nor a file", path);
    ml_status status = ml_source_open(path, error, &source);
    if (status)
        return status;
    size_t size = source.size_bytes < MAX_WEIGHTS_BYTES ? (size_t)source.size_bytes : MAX_WEIGHTS_BYTES;
    char *text = ml_alloc(size + 1, 1);
    status = text ? ml_source_read(&source, 0, size, error, text) : ml_fail_memory(error, "the weights");
    if (!status && (size < source.size_bytes || !parse_weights(text, size, weights, capacity, n)))
        status = ml_fail(error, ML_E_INPUT, "%s: not a list of weights: numbers >= 0 separated by blanks or commas are wanted",
                         path);
    free(text);
    ml_source_close(&source);
    return status;
}

static ml_status set_weights(const char *value, size_t n_classes, ml_error *error, double *weights)
{
    size_t n = 0;
    if (!parse_weights(value, strlen(value), weights, n_classes, &n)) {
        ml_status status = weights_from_file(value, error, weights, n_classes, &n);
        if (status)
            return status;
    }
    if (n != n_classes)
        return ml_fail(error, ML_E_USAGE, "--weights: %zu weight%s for %zu classes", n, n == 1 ? "" : "s", n_classes);
    return ML_OK;
}

static ml_status set_average(const char *value, const ml_classes *classes, ml_error *error, ml_settings *settings)
{
    if (strcmp(value, "all") == 0)
        settings->average = ML_AVERAGE_ALL;
    else if (strcmp(value, "foreground") == 0)
        settings->average = ML_AVERAGE_FOREGROUND;
    else
        settings->average = ML_AVERAGE_LIST;
    return settings->average == ML_AVERAGE_LIST ? ml_classes_parse_list(classes, "--average", value, error, settings->averaged)
                                                : ML_OK;
}

ml_status ml_arguments_apply(const ml_arguments *arguments, ml_error *error, ml_settings *settings)
{
    const ml_classes *classes = settings->classes;
    ml_status status = ML_OK;
    if (arguments->has_absent)
        settings->absent = arguments->absent;
    if (arguments->has_views)
        memcpy(settings->views, arguments->views, sizeof settings->views);
    if (arguments->mask && strcmp(arguments->mask, "none") == 0)
        memset(settings->masked, 0, classes->n * sizeof *settings->masked);
    else if (arguments->mask)
        status = ml_classes_parse_list(classes, "--mask", arguments->mask, error, settings->masked);
    if (!status && arguments->weights)
        status = set_weights(arguments->weights, classes->n, error, settings->weights);
    if (!status && arguments->average)
        status = set_average(arguments->average, classes, error, settings);
    if (!status)
        ml_settings_finish(settings);
    return status;
}

/* Lists of class weights; see weight_list.h. */
#include "input/weight_list.h"

#include "base/memory.h"
#include "base/number.h"
#include "io/source.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_BYTES = 1 << 20 };

/* Numbers separated by blanks or by one comma each. False when the text is anything else. */
static bool parse_list(const char *text, size_t n, double *weights, size_t capacity, size_t *n_weights)
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

static ml_status read_file(const char *path, ml_error *error, double *weights, size_t capacity, size_t *n)
{
    ml_source source;
    if (access(path, F_OK) != 0 && (!*path || strpbrk(path, ", ")))
        return ml_fail(error, ML_E_USAGE, "--weights: '%s' is neither a list of numbers >= 0 nor a file", path);
    ml_status status = ml_source_open(path, error, &source);
    if (status)
        return status;
    size_t size = source.size_bytes < MAX_BYTES ? (size_t)source.size_bytes : MAX_BYTES;
    char *text = ml_alloc(size + 1, 1);
    status = text ? ml_source_read(&source, 0, size, error, text) : ml_fail_memory(error, "the weights");
    if (!status)
        status = ml_source_finish(&source, error);
    if (!status && (size < source.size_bytes || !parse_list(text, size, weights, capacity, n)))
        status = ml_fail(error, ML_E_INPUT, "%s: not a list of weights: numbers >= 0 separated by blanks or commas are wanted",
                         path);
    free(text);
    ml_source_close(&source);
    return status;
}

ml_status ml_weight_list_read(const char *text, size_t n_classes, ml_error *error, double *weights)
{
    size_t n = 0;
    if (!parse_list(text, strlen(text), weights, n_classes, &n)) {
        ml_status status = read_file(text, error, weights, n_classes, &n);
        if (status)
            return status;
    }
    if (n != n_classes)
        return ml_fail(error, ML_E_USAGE, "--weights: %zu weight%s for %zu classes", n, n == 1 ? "" : "s", n_classes);
    return ML_OK;
}

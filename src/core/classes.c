/* The class set; see classes.h. */
#include "core/classes.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_classes_init(size_t n, ml_error *error, ml_classes *classes)
{
    memset(classes, 0, sizeof *classes);
    classes->n = classes->n_channels = n;
    classes->items = ml_alloc(n, sizeof *classes->items);
    classes->mask = ml_alloc(n, sizeof *classes->mask);
    classes->class_of = ml_alloc(ML_N_LABELS, sizeof *classes->class_of);
    classes->index_of = ml_alloc(ML_N_LABELS, sizeof *classes->index_of);
    if (!classes->items || !classes->mask || !classes->class_of || !classes->index_of) {
        classes->n = 0;
        ml_classes_clear(classes);
        return ml_fail_memory(error, "the class set");
    }
    for (size_t c = 0; c < n; c++)
        classes->items[c].weight = 1;
    return ML_OK;
}

void ml_classes_clear(ml_classes *classes)
{
    for (size_t c = 0; c < classes->n; c++) {
        free(classes->items[c].name);
        free(classes->items[c].labels);
        free(classes->items[c].channels);
    }
    free(classes->items);
    free(classes->class_of_channel);
    free(classes->mask);
    free(classes->ignored_labels);
    free(classes->ignored_colors);
    free(classes->class_of);
    free(classes->index_of);
    memset(classes, 0, sizeof *classes);
}

/* Class c has the name "c" and the label c. */
static ml_status set_plain(ml_classes *classes, size_t c, ml_error *error)
{
    ml_class *class = &classes->items[c];
    class->name = ml_format("%zu", c);
    class->labels = ml_alloc(1, sizeof *class->labels);
    if (!class->name || !class->labels)
        return ml_fail_memory(error, "the class set");
    class->labels[0] = (uint16_t)c;
    class->n_labels = 1;
    return ML_OK;
}

ml_status ml_classes_init_plain(size_t n, ml_error *error, ml_classes *classes)
{
    ml_status status = ml_classes_init(n, error, classes);
    if (status)
        return status;
    for (size_t c = 0; c < n && !status; c++)
        status = set_plain(classes, c, error);
    if (status)
        ml_classes_clear(classes);
    return status;
}

ml_status ml_classes_ignore(ml_classes *classes, uint16_t label, ml_error *error)
{
    size_t at = 0;
    while (at < classes->n_ignored_labels && classes->ignored_labels[at] < label)
        at++;
    if (at < classes->n_ignored_labels && classes->ignored_labels[at] == label)
        return ML_OK;
    uint16_t *longer = realloc(classes->ignored_labels, (classes->n_ignored_labels + 1) * sizeof *longer);
    if (!longer)
        return ml_fail_memory(error, "the ignored labels");
    memmove(longer + at + 1, longer + at, (classes->n_ignored_labels - at) * sizeof *longer);
    longer[at] = label;
    classes->ignored_labels = longer;
    classes->n_ignored_labels++;
    return ML_OK;
}

size_t ml_classes_find(const ml_classes *classes, const char *text, size_t n)
{
    uint64_t index;
    /* A name that is a number is its own index, so the order of the two readings does not matter. */
    if (ml_integer_parse(text, n, classes->n - 1, &index))
        return (size_t)index;
    for (size_t c = 0; c < classes->n; c++)
        if (strlen(classes->items[c].name) == n && memcmp(classes->items[c].name, text, n) == 0)
            return c;
    return classes->n;
}

static ml_status no_class(const ml_classes *classes, const char *option, const char *text, size_t n, ml_error *error)
{
    ml_suggestion meant = {.word = text, .n = n};
    ml_fail(error, ML_E_USAGE, "%s: '%.*s' is no class; there are %zu, %s (0) to %s (%zu)", option, (int)n, text, classes->n,
            classes->items[0].name, classes->items[classes->n - 1].name, classes->n - 1);
    for (size_t c = 0; c < classes->n; c++)
        ml_suggest(&meant, classes->items[c].name);
    if (meant.best)
        ml_error_add(error, "; did you mean %s?", meant.best);
    return error->status;
}

ml_status ml_classes_parse_list(const ml_classes *classes, const char *option, const char *list, ml_error *error, bool *chosen)
{
    bool *found = ml_alloc(classes->n, sizeof *found);
    ml_status status = found ? ML_OK : ml_fail_memory(error, "a list of classes");
    const char *item;
    size_t n;
    while (!status && ml_list_next(&list, &item, &n)) {
        size_t c = ml_classes_find(classes, item, n);
        if (c < classes->n)
            found[c] = true;
        else
            status = no_class(classes, option, item, n, error);
    }
    if (!status)
        memcpy(chosen, found, classes->n * sizeof *found);
    free(found);
    return status;
}

/* The classes of channels 0 .. n - 1 that the classes name, n in all. */
static ml_status list_channels(const ml_classes *classes, size_t n, ml_error *error, uint16_t *class_of_channel)
{
    for (size_t k = 0; k < n; k++)
        class_of_channel[k] = ML_NONE;
    for (size_t c = 0; c < classes->n; c++) {
        const ml_class *class = &classes->items[c];
        if (class->n_channels == 0)
            return ml_fail(error, ML_E_INPUT, "\"%s\" has no \"channels\", but others have; every class needs them then",
                           class->name);
        for (size_t i = 0; i < class->n_channels; i++) {
            size_t k = class->channels[i];
            if (k < n && class_of_channel[k] != ML_NONE)
                return ml_fail(error, ML_E_INPUT, "channel %zu stands for both \"%s\" and \"%s\"", k,
                               classes->items[class_of_channel[k]].name, class->name);
            if (k < n)
                class_of_channel[k] = (uint16_t)c;
        }
    }
    for (size_t k = 0; k < n; k++) /* as many are beyond */
        if (class_of_channel[k] == ML_NONE)
            return ml_fail(error, ML_E_INPUT, "channel %zu is in no class; all of them are to be, each once", k);
    return ML_OK;
}

ml_status ml_classes_group(ml_classes *classes, ml_error *error)
{
    size_t n = 0;
    for (size_t c = 0; c < classes->n; c++)
        n += classes->items[c].n_channels;
    if (n == 0)
        return ML_OK;
    uint16_t *class_of_channel = ml_alloc(n, sizeof *class_of_channel);
    if (!class_of_channel)
        return ml_fail_memory(error, "the class set");
    ml_status status = list_channels(classes, n, error, class_of_channel);
    if (!status && n > ML_MAX_CLASSES)
        status = ml_fail(error, ML_E_INPUT, "names %zu channels; up to %d are read", n, ML_MAX_CLASSES);
    if (status) {
        free(class_of_channel);
        return status;
    }
    classes->class_of_channel = class_of_channel;
    classes->n_channels = n;
    return ML_OK;
}

/* No two classes of one colour. */
static ml_status check_colors(const ml_classes *classes, ml_error *error)
{
    for (size_t c = 1; c < classes->n; c++)
        for (size_t b = 0; b < c && classes->items[c].has_color; b++) {
            const ml_class *one = &classes->items[b], *other = &classes->items[c];
            if (one->has_color && memcmp(one->color, other->color, sizeof one->color) == 0)
                return ml_fail(error, ML_E_INPUT, "color [%u, %u, %u] stands for both \"%s\" and \"%s\"", one->color[0],
                               one->color[1], one->color[2], one->name, other->name);
        }
    return ML_OK;
}

/* Whether a class has labels, and none of them counts. */
static bool is_ignored(const ml_classes *classes, size_t c)
{
    const ml_class *class = &classes->items[c];
    for (size_t i = 0; i < class->n_labels; i++)
        if (classes->class_of[class->labels[i]] != ML_IGNORED)
            return false;
    return class->n_labels > 0;
}

ml_status ml_classes_index(ml_classes *classes, ml_error *error)
{
    for (size_t label = 0; label < ML_N_LABELS; label++)
        classes->class_of[label] = ML_NONE;
    for (size_t c = 0; c < classes->n; c++)
        for (size_t i = 0; i < classes->items[c].n_labels; i++) {
            uint16_t label = classes->items[c].labels[i];
            if (classes->class_of[label] != ML_NONE)
                return ml_fail(error, ML_E_INPUT, "label %u stands for both \"%s\" and \"%s\"", label,
                               classes->items[classes->class_of[label]].name, classes->items[c].name);
            classes->class_of[label] = (uint16_t)c;
        }
    for (size_t i = 0; i < classes->n_ignored_labels; i++)
        classes->class_of[classes->ignored_labels[i]] = ML_IGNORED;
    for (size_t index = 0; index < ML_N_LABELS; index++)
        classes->index_of[index] = index < classes->n && !is_ignored(classes, index)              ? (uint16_t)index
                                   : index < classes->n || classes->class_of[index] == ML_IGNORED ? (uint16_t)ML_IGNORED
                                                                                                  : (uint16_t)ML_NONE;
    return check_colors(classes, error);
}

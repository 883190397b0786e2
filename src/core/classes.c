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
    if (!classes->items || !classes->mask) {
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
    free(classes->ignored_colors);
    ml_label_list_clear(&classes->ignored);
    ml_color_table_clear(&classes->color_of);
    ml_label_table_clear(&classes->class_of);
    ml_label_table_clear(&classes->index_of);
    memset(classes, 0, sizeof *classes);
}

ml_status ml_class_set_own_label(ml_class *class, size_t index, ml_error *error)
{
    if (!(class->labels = ml_alloc(1, sizeof *class->labels)))
        return ml_fail_memory(error, "the class set");
    class->labels[0] = (ml_label_range){(uint32_t)index, (uint32_t)index};
    class->n_labels = 1;
    return ML_OK;
}

/* Class c has the name "c" and the label c. */
static ml_status set_plain(ml_classes *classes, size_t c, ml_error *error)
{
    ml_class *class = &classes->items[c];
    class->name = ml_format("%zu", c);
    return class->name ? ml_class_set_own_label(class, c, error) : ml_fail_memory(error, "the class set");
}

ml_status ml_classes_init_plain(size_t n, ml_error *error, ml_classes *classes)
{
    ml_status status = ml_classes_init(n, error, classes);
    if (status)
        return status;
    for (size_t c = 0; c < n && !status; c++)
        status = set_plain(classes, c, error);
    classes->is_plain = true;
    if (status)
        ml_classes_clear(classes);
    return status;
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

ml_status ml_classes_fail_no_class(const ml_classes *classes, const char *option, const char *text, size_t n, ml_error *error)
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
            status = ml_classes_fail_no_class(classes, option, item, n, error);
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
    for (size_t i = 0; i < class->n_labels; i++) {
        const ml_label_range *range = &class->labels[i];
        size_t n =
            ml_label_list_below(&classes->ignored, range->last + 1) - ml_label_list_below(&classes->ignored, range->first);
        if (n <= range->last - range->first)
            return false;
    }
    return class->n_labels > 0;
}

static int compare_spans(const void *a, const void *b)
{
    const ml_label_span *x = a, *y = b;
    return x->range.first != y->range.first ? (x->range.first > y->range.first) - (x->range.first < y->range.first)
                                            : (x->class > y->class) - (x->class < y->class);
}

/* No two classes of one label. The spans are ascending; overlapping ones need not be neighbours. */
static ml_status check_spans(const ml_classes *classes, const ml_label_span *spans, size_t n, ml_error *error)
{
    for (size_t i = 1, furthest = 0; i < n; i++) {
        uint16_t one = spans[furthest].class, other = spans[i].class;
        if (spans[i].range.first <= spans[furthest].range.last)
            return ml_fail(error, ML_E_INPUT, "label %lu stands for both \"%s\" and \"%s\"",
                           (unsigned long)spans[i].range.first, classes->items[one < other ? one : other].name,
                           classes->items[one < other ? other : one].name);
        furthest = spans[i].range.last > spans[furthest].range.last ? i : furthest;
    }
    return ML_OK;
}

/* The table of stored labels. */
static ml_status index_labels(ml_classes *classes, ml_error *error)
{
    size_t n = 0, at = 0;
    for (size_t c = 0; c < classes->n; c++)
        n += classes->items[c].n_labels;
    ml_label_span *spans = ml_alloc(n + 1, sizeof *spans);
    if (!spans)
        return ml_fail_memory(error, "the class set");
    for (size_t c = 0; c < classes->n; c++)
        for (size_t i = 0; i < classes->items[c].n_labels; i++)
            spans[at++] = (ml_label_span){classes->items[c].labels[i], (uint16_t)c};
    qsort(spans, n, sizeof *spans, compare_spans);
    ml_status status = check_spans(classes, spans, n, error);
    ml_label_table_clear(&classes->class_of);
    if (!status)
        status = ml_label_table_init(spans, n, &classes->ignored, error, &classes->class_of);
    free(spans);
    return status;
}

/* The table of class indices. */
static ml_status index_indices(ml_classes *classes, ml_error *error)
{
    const size_t n_below = ml_label_list_below(&classes->ignored, (uint32_t)classes->n);
    const ml_label_list beyond = {.n = classes->ignored.n - n_below,
                                  .items = n_below < classes->ignored.n ? classes->ignored.items + n_below : NULL};
    ml_label_span *spans = ml_alloc(classes->n, sizeof *spans);
    if (!spans)
        return ml_fail_memory(error, "the class set");
    for (size_t c = 0; c < classes->n; c++)
        spans[c] = (ml_label_span){{(uint32_t)c, (uint32_t)c}, is_ignored(classes, c) ? (uint16_t)ML_IGNORED : (uint16_t)c};
    ml_label_table_clear(&classes->index_of);
    ml_status status = ml_label_table_init(spans, classes->n, &beyond, error, &classes->index_of);
    free(spans);
    return status;
}

/* The table of colours. Ignored colours are stronger than those of classes. */
static ml_status index_colors(ml_classes *classes, ml_error *error)
{
    ml_color_table_clear(&classes->color_of);
    classes->has_colors = false;
    for (size_t c = 0; c < classes->n; c++)
        classes->has_colors = classes->has_colors || classes->items[c].has_color;
    ml_status status = ml_color_table_init(classes->n + classes->n_ignored_colors, error, &classes->color_of);
    for (size_t i = 0; i < classes->n_ignored_colors && !status; i++)
        ml_color_table_enter(&classes->color_of, ml_color_pack(classes->ignored_colors[i]), ML_IGNORED);
    for (size_t c = 0; c < classes->n && !status; c++)
        if (classes->items[c].has_color)
            ml_color_table_enter(&classes->color_of, ml_color_pack(classes->items[c].color), classes->index_of.of_small[c]);
    for (uint32_t v = 0; v < ML_COUNT(classes->class_of_gray) && !status; v++)
        classes->class_of_gray[v] = ml_color_class(&classes->color_of, v * UINT32_C(0x010101));
    return status;
}

ml_status ml_classes_index(ml_classes *classes, ml_error *error)
{
    ml_label_list_sort(&classes->ignored);
    ml_status status = index_labels(classes, error);
    if (!status)
        status = index_indices(classes, error);
    if (!status)
        status = check_colors(classes, error);
    return status ? status : index_colors(classes, error);
}

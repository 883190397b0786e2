/* Class sets; see class_set.h. */
#include "input/class_set.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILE_BYTES = 1 << 20 };

/* The reading of one file: its name for messages, and the set being filled. */
typedef struct reader {
    const char *name;
    ml_classes *classes;
    ml_error *error;
} reader;

/* The members of an object, by the table: refuses unknown and repeated ones. */
typedef struct member {
    const char *name;
    ml_status (*read)(reader *r, size_t index, const cJSON *value);
} member;

static ml_status wrong(const reader *r, const char *place, size_t index, const char *wanted)
{
    return index == SIZE_MAX ? ml_fail(r->error, ML_E_INPUT, "%s: \"%s\": %s", r->name, place, wanted)
                             : ml_fail(r->error, ML_E_INPUT, "%s: class %zu: \"%s\": %s", r->name, index, place, wanted);
}

static ml_status read_object(reader *r, size_t index, const cJSON *object, const member *members, size_t n_members)
{
    unsigned seen = 0;
    if (!cJSON_IsObject(object))
        return wrong(r, "classes", index, "an object is wanted: {\"name\": ...}");
    for (const cJSON *item = object->child; item; item = item->next) {
        size_t m = 0;
        while (m < n_members && strcmp(members[m].name, item->string) != 0)
            m++;
        if (m == n_members) {
            wrong(r, item->string, index, "unknown key; known are");
            for (m = 0; m < n_members; m++)
                ml_error_add(r->error, "%s \"%s\"", m ? "," : "", members[m].name);
            return r->error->status;
        }
        if (seen & (1u << m))
            return wrong(r, item->string, index, "the key stands there twice");
        seen |= 1u << m;
        ml_status status = members[m].read(r, index, item);
        if (status)
            return status;
    }
    return ML_OK;
}

/* Whether a JSON number is a whole one in 0..max. */
static bool whole(const cJSON *value, double max, uint32_t *to)
{
    if (!cJSON_IsNumber(value) || !(value->valuedouble >= 0) || value->valuedouble > max)
        return false;
    *to = (uint32_t)value->valuedouble;
    return !((double)*to < value->valuedouble);
}

static ml_status read_name(reader *r, size_t index, const cJSON *value)
{
    const char *name = cJSON_GetStringValue(value);
    uint64_t number;
    if (!name || !*name)
        return wrong(r, "name", index, "a string that is not empty is wanted");
    if (ml_integer_parse(name, strlen(name), UINT64_MAX, &number) && number != index)
        return wrong(r, "name", index, "a name that is a number must be the class's own index");
    for (const char *at = name; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f || (at[0] == '\xc2' && (unsigned char)at[1] < 0xa0))
            return wrong(r, "name", index, "has a control character");
    for (size_t c = 0; c < r->classes->n; c++)
        if (r->classes->items[c].name && strcmp(r->classes->items[c].name, name) == 0)
            return wrong(r, "name", index, "another class has the same name");
    if (!(r->classes->items[index].name = ml_strdup(name)))
        return ml_fail_memory(r->error, "the class set");
    return ML_OK;
}

static int compare_ranges(const void *a, const void *b)
{
    const ml_label_range *x = a, *y = b;
    return (x->first > y->first) - (x->first < y->first);
}

/* A label, or [first, last]. */
static bool read_range(const cJSON *value, ml_label_range *range)
{
    if (!cJSON_IsArray(value)) {
        bool good = whole(value, ML_LARGEST_LABEL, &range->first);
        range->last = range->first;
        return good;
    }
    const cJSON *first = value->child;
    return first && first->next && !first->next->next && whole(first, ML_LARGEST_LABEL, &range->first) &&
           whole(first->next, ML_LARGEST_LABEL, &range->last) && range->first <= range->last;
}

static ml_status read_labels(reader *r, size_t index, const cJSON *value)
{
    ml_class *class = &r->classes->items[index];
    const char *wanted = "a list of labels is wanted, whole numbers 0 to 16777215, or ranges [first, last] of these";
    if (!cJSON_IsArray(value))
        return wrong(r, "labels", index, wanted);
    if (!(class->labels = ml_alloc((size_t)cJSON_GetArraySize(value), sizeof *class->labels)))
        return ml_fail_memory(r->error, "the class set");
    for (const cJSON *item = value->child; item; item = item->next)
        if (!read_range(item, &class->labels[class->n_labels++]))
            return wrong(r, "labels", index, wanted);
    qsort(class->labels, class->n_labels, sizeof *class->labels, compare_ranges);
    for (size_t i = 1; i < class->n_labels; i++)
        if (class->labels[i - 1].last >= class->labels[i].first)
            return wrong(r, "labels", index, "a label stands there twice");
    return ML_OK;
}

static int compare_channels(const void *a, const void *b) { return *(const uint16_t *)a - *(const uint16_t *)b; }

static ml_status read_channels(reader *r, size_t index, const cJSON *value)
{
    ml_class *class = &r->classes->items[index];
    size_t n = cJSON_IsArray(value) ? (size_t)cJSON_GetArraySize(value) : 0;
    if (n == 0 || n > ML_MAX_CLASSES)
        return wrong(r, "channels", index, "a list of channels is wanted, whole numbers 0 to 1023");
    if (!(class->channels = ml_alloc(n, sizeof *class->channels)))
        return ml_fail_memory(r->error, "the class set");
    for (const cJSON *item = value->child; item; item = item->next) {
        uint32_t channel;
        if (!whole(item, ML_MAX_CLASSES - 1, &channel))
            return wrong(r, "channels", index, "a list of channels is wanted, whole numbers 0 to 1023");
        class->channels[class->n_channels++] = (uint16_t)channel;
    }
    qsort(class->channels, n, sizeof *class->channels, compare_channels);
    for (size_t i = 1; i < n; i++)
        if (class->channels[i - 1] == class->channels[i])
            return wrong(r, "channels", index, "a channel stands there twice");
    return ML_OK;
}

static bool read_rgb(const cJSON *value, uint8_t *color)
{
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) != 3)
        return false;
    for (const cJSON *item = value->child; item; item = item->next) {
        uint32_t part;
        if (!whole(item, 255, &part))
            return false;
        *color++ = (uint8_t)part;
    }
    return true;
}

static ml_status read_color(reader *r, size_t index, const cJSON *value)
{
    r->classes->items[index].has_color = true;
    return read_rgb(value, r->classes->items[index].color)
               ? ML_OK
               : wrong(r, "color", index, "[red, green, blue] is wanted, whole numbers 0 to 255");
}

static ml_status read_weight(reader *r, size_t index, const cJSON *value)
{
    if (!cJSON_IsNumber(value) || !(value->valuedouble >= 0) || value->valuedouble > DBL_MAX)
        return wrong(r, "weight", index, "a finite number >= 0 is wanted");
    r->classes->items[index].weight = value->valuedouble;
    return ML_OK;
}

static const member class_members[] = {
    {"name", read_name}, {"labels", read_labels}, {"color", read_color}, {"weight", read_weight}, {"channels", read_channels}};

static ml_status read_class(reader *r, size_t index, const cJSON *value)
{
    ml_class *class = &r->classes->items[index];
    ml_status status = read_object(r, index, value, class_members, ML_COUNT(class_members));
    if (!status && !class->name)
        status = wrong(r, "name", index, "is missing");
    return status || class->labels ? status : ml_class_set_own_label(class, index, r->error);
}

static ml_status read_classes(reader *r, size_t unused, const cJSON *value)
{
    size_t n = cJSON_IsArray(value) ? (size_t)cJSON_GetArraySize(value) : 0, index = 0;
    if (n < 2 || n > ML_MAX_CLASSES)
        return ml_fail(r->error, ML_E_INPUT, "%s: \"classes\": a list of 2 to %d classes is wanted", r->name, ML_MAX_CLASSES);
    ml_status status = ml_classes_init(n, r->error, r->classes);
    for (const cJSON *item = value->child; item && !status; item = item->next)
        status = read_class(r, index++, item);
    ML_UNUSED(unused);
    return status;
}

static ml_status ignore_color(reader *r, const cJSON *value)
{
    ml_classes *classes = r->classes;
    uint8_t color[3];
    if (!read_rgb(value, color))
        return wrong(r, "ignore", SIZE_MAX, "a list of labels 0 to 16777215 or colours [red, green, blue] is wanted");
    uint8_t(*longer)[3] = realloc(classes->ignored_colors, (classes->n_ignored_colors + 1) * sizeof *longer);
    if (!longer)
        return ml_fail_memory(r->error, "the class set");
    classes->ignored_colors = longer;
    memcpy(longer[classes->n_ignored_colors++], color, sizeof color);
    return ML_OK;
}

static ml_status read_ignore(reader *r, size_t unused, const cJSON *value)
{
    ml_status status = ML_OK;
    uint32_t label;
    if (!cJSON_IsArray(value))
        return wrong(r, "ignore", SIZE_MAX, "a list is wanted");
    for (const cJSON *item = value->child; item && !status; item = item->next)
        status = whole(item, ML_LARGEST_LABEL, &label) ? ml_label_list_add(&r->classes->ignored, label, r->error)
                                                       : ignore_color(r, item);
    ml_label_list_sort(&r->classes->ignored);
    ML_UNUSED(unused);
    return status;
}

static ml_status read_mask(reader *r, size_t unused, const cJSON *value)
{
    ml_classes *classes = r->classes;
    if (!cJSON_IsArray(value))
        return wrong(r, "mask", SIZE_MAX, "a list of classes is wanted");
    classes->has_mask = true;
    for (const cJSON *item = value->child; item; item = item->next) {
        const char *name = cJSON_GetStringValue(item);
        uint32_t index = 0;
        size_t c = name                                  ? ml_classes_find(classes, name, strlen(name))
                   : whole(item, ML_MAX_CLASSES, &index) ? index
                                                         : classes->n;
        if (c >= classes->n)
            return ml_fail(r->error, ML_E_INPUT, "%s: \"mask\": %s is no class", r->name, name ? name : "a number");
        classes->mask[c] = true;
    }
    ML_UNUSED(unused);
    return ML_OK;
}

static ml_status skip(reader *r, size_t unused, const cJSON *value)
{
    ML_UNUSED(r);
    ML_UNUSED(unused);
    ML_UNUSED(value);
    return ML_OK;
}

/* "classes" first, because the others refer to it; "description" is for people. */
static ml_status read_root(reader *r, const cJSON *root)
{
    static const member first[] = {{"classes", read_classes}, {"ignore", skip}, {"mask", skip}, {"description", skip}};
    static const member then[] = {{"classes", skip}, {"ignore", read_ignore}, {"mask", read_mask}, {"description", skip}};
    if (!cJSON_IsObject(root))
        return ml_fail(r->error, ML_E_INPUT, "%s: not a class set: an object {\"classes\": [...]} is wanted", r->name);
    ml_status status = read_object(r, SIZE_MAX, root, first, ML_COUNT(first));
    if (!status && r->classes->n == 0)
        status = wrong(r, "classes", SIZE_MAX, "is missing");
    return status ? status : read_object(r, SIZE_MAX, root, then, ML_COUNT(then));
}

/* Line and column (from 1) of the place where cJSON stopped. */
static ml_status not_json(const reader *r, const char *text, const char *at)
{
    unsigned long line = 1, column = 1;
    for (const char *p = text; at && p < at; p++) {
        column = *p == '\n' ? 1 : column + 1;
        line += *p == '\n';
    }
    return ml_fail(r->error, ML_E_INPUT, "%s:%lu:%lu: not valid JSON", r->name, line, column);
}

/* Whether a string of the text has a NUL, at which cJSON would silently cut it. */
static bool has_nul_escape(const char *text)
{
    for (const char *at = text; (at = strchr(at, '\\')) && at[1]; at += 2)
        if (strncmp(at + 1, "u0000", 5) == 0)
            return true;
    return false;
}

ml_status ml_class_set_read(const ml_source *source, ml_error *error, ml_classes *classes)
{
    ml_classes made = {0};
    reader r = {source->name, &made, error};
    if (source->size_bytes > MAX_FILE_BYTES)
        return ml_fail(error, ML_E_INPUT, "%s: more than %d bytes: not a class set", source->name, MAX_FILE_BYTES);
    size_t n = (size_t)source->size_bytes;
    char *text = ml_alloc(n + 1, 1);
    if (!text)
        return ml_fail_memory(error, "the class set");
    cJSON *root = NULL;
    const char *stopped = NULL;
    ml_status status = ml_source_read(source, 0, n, error, text);
    if (!status && (strlen(text) != n || !ml_utf8_valid(text, n) || has_nul_escape(text)))
        status = ml_fail(error, ML_E_INPUT, "%s: not a class set: JSON in UTF-8 and without NUL is wanted", source->name);
    ml_memory_watch();
    if (!status && !(root = cJSON_ParseWithLengthOpts(text, n + 1, &stopped, 1)))
        status = ml_memory_lacked() ? ml_fail_memory(error, "the class set") : not_json(&r, text, stopped);
    if (!status)
        status = read_root(&r, root);
    if (status)
        ml_classes_clear(&made);
    else
        *classes = made;
    cJSON_Delete(root);
    free(text);
    return status;
}

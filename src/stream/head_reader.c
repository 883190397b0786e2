/* The header of a record stream: classes, losses and settings; see reader.h. */
#include "stream/reader.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "stream/losses_reader.h"
#include "stream/measures_reader.h"
#include "stream/said_reader.h"
#include "json/settings.h"

#include <stdlib.h>
#include <string.h>

/* A list of class indices. */
static bool read_chosen(ml_head_reader *r, bool *chosen)
{
    size_t n_classes = r->head->classes.n, n = 0;
    uint64_t index;
    memset(chosen, 0, n_classes * sizeof *chosen);
    if (!ml_scan_open(&r->scan, '['))
        return false;
    while (ml_scan_element(&r->scan, &n))
        if (ml_scan_count(&r->scan, n_classes - 1, &index))
            chosen[index] = true;
    return !r->scan.reason;
}

/* A label, or the first and last of several. */
static bool read_range(ml_head_reader *r, ml_label_range *range)
{
    uint64_t ends[2];
    size_t n;
    if (ml_scan_peek(&r->scan) == '[') {
        if (!ml_scan_counts(&r->scan, 2, false, ends, &n))
            return false;
        if (ends[0] > ends[1] || ends[1] > ML_LARGEST_LABEL)
            return ml_scan_fail(&r->scan, "a range of labels is wanted");
    } else if (ml_scan_count(&r->scan, ML_LARGEST_LABEL, &ends[0])) {
        ends[1] = ends[0];
    } else {
        return false;
    }
    *range = (ml_label_range){(uint32_t)ends[0], (uint32_t)ends[1]};
    return true;
}

static bool read_labels(ml_head_reader *r, ml_class *class)
{
    size_t n = 0, at = 0;
    if (!ml_head_open_list(r, &n))
        return false;
    if (!(class->labels = ml_alloc(n, sizeof *class->labels)))
        return ml_head_lack(r);
    while (ml_scan_element(&r->scan, &at))
        if (read_range(r, &class->labels[class->n_labels]))
            class->n_labels++;
    return !r->scan.reason;
}

static bool read_name(ml_head_reader *r, size_t index)
{
    ml_classes *classes = &r->head->classes;
    ml_span text;
    uint64_t number;
    if (!ml_scan_string(&r->scan, &text))
        return false;
    char *name = classes->items[index].name = ml_alloc(text.n + 1, 1);
    if (!name)
        return ml_head_lack(r);
    if (!ml_span_decode(text, name) || !*name)
        return ml_scan_fail(&r->scan, "a name that is not empty is wanted");
    for (const char *at = name; *at; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f || (at[0] == '\xc2' && (unsigned char)at[1] < 0xa0))
            return ml_scan_fail(&r->scan, "a name has a control character");
    if (ml_integer_parse(name, strlen(name), UINT64_MAX, &number) && number != index)
        return ml_scan_fail(&r->scan, "a name that is a number must be the class's own index");
    for (size_t c = 0; c < index; c++)
        if (strcmp(classes->items[c].name, name) == 0)
            return ml_scan_fail(&r->scan, "two classes have the same name");
    return true;
}

static bool read_class(ml_head_reader *r, size_t index)
{
    ml_span number = {0}, name = {0}, labels = {0};
    const ml_stream_member members[] = {{"index", &number}, {"name", &name}, {"labels", &labels}};
    uint64_t value;
    ml_scan outer;
    if (!ml_stream_members(&r->scan, members, ML_COUNT(members)))
        return false;
    outer = r->scan;
    bool good = ml_head_start(r, number, "a class without index") && ml_scan_count(&r->scan, ML_MAX_CLASSES, &value) &&
                ml_scan_expect(&r->scan, value == index, "the classes are not in order of their indices") &&
                ml_head_start(r, name, "a class without name") && read_name(r, index) &&
                ml_head_start(r, labels, "a class without labels") && read_labels(r, &r->head->classes.items[index]);
    if (good)
        r->scan = outer;
    return good;
}

static bool read_classes(ml_head_reader *r)
{
    size_t n = 0, at = 0;
    if (!ml_head_start(r, r->classes, "\"classes\" is missing") || !ml_head_open_list(r, &n))
        return false;
    if (n < 2 || n > ML_MAX_CLASSES)
        return ml_scan_fail(&r->scan, "another number of classes is wanted");
    if (ml_classes_init(n, r->error, &r->head->classes))
        return false;
    while (ml_scan_element(&r->scan, &at))
        if (at > n || !read_class(r, at - 1))
            break;
    return !r->scan.reason && !r->memory;
}

static bool ignore_color(ml_head_reader *r)
{
    ml_classes *classes = &r->head->classes;
    uint64_t parts[3];
    size_t n;
    if (!ml_scan_counts(&r->scan, 3, false, parts, &n))
        return false;
    if (parts[0] > 255 || parts[1] > 255 || parts[2] > 255)
        return ml_scan_fail(&r->scan, "a colour's parts are 0 to 255");
    uint8_t(*longer)[3] = realloc(classes->ignored_colors, (classes->n_ignored_colors + 1) * sizeof *longer);
    if (!longer)
        return ml_head_lack(r);
    classes->ignored_colors = longer;
    for (int part = 0; part < 3; part++)
        longer[classes->n_ignored_colors][part] = (uint8_t)parts[part];
    classes->n_ignored_colors++;
    return true;
}

static bool read_ignore(ml_head_reader *r)
{
    size_t n = 0;
    uint64_t label;
    if (!ml_scan_open(&r->scan, '['))
        return false;
    while (ml_scan_element(&r->scan, &n)) {
        bool is_color = ml_scan_peek(&r->scan) == '[';
        if (is_color ? !ignore_color(r) : !ml_scan_count(&r->scan, ML_LARGEST_LABEL, &label))
            return false;
        if (!is_color && ml_label_list_add(&r->head->classes.ignored, (uint32_t)label, r->error))
            return false;
    }
    ml_label_list_sort(&r->head->classes.ignored);
    return !r->scan.reason;
}

static bool read_views(ml_head_reader *r)
{
    bool *views = r->head->settings.views;
    size_t n = 0, view = 0;
    memset(views, 0, ML_N_VIEWS * sizeof *views);
    if (!ml_scan_open(&r->scan, '['))
        return false;
    while (ml_scan_element(&r->scan, &n))
        if (ml_head_choose(r, ml_view_names, ML_N_VIEWS, &view))
            views[view] = true;
    return !r->scan.reason && ml_scan_expect(&r->scan, n > 0, "no view");
}

static bool read_average(ml_head_reader *r)
{
    static const char *const names[] = {"all", "foreground"};
    ml_settings *settings = &r->head->settings;
    size_t which = 0;
    if (ml_scan_peek(&r->scan) == '[') {
        settings->average = ML_AVERAGE_LIST;
        return read_chosen(r, settings->averaged);
    }
    if (!ml_head_choose(r, names, ML_COUNT(names), &which))
        return false;
    settings->average = which == 0 ? ML_AVERAGE_ALL : ML_AVERAGE_FOREGROUND;
    return true;
}

static bool read_weights(ml_head_reader *r)
{
    size_t n = r->head->classes.n, n_read;
    double *weights = r->head->settings.weights;
    if (!ml_scan_numbers(&r->scan, n, false, weights, &n_read))
        return false;
    for (size_t c = 0; c < n; c++)
        if (weights[c] < 0)
            return ml_scan_fail(&r->scan, "a weight is negative");
    return true;
}

static bool read_mask(ml_head_reader *r) { return read_chosen(r, r->head->settings.masked); }

static bool read_activation(ml_head_reader *r)
{
    size_t activation = 0;
    bool good = ml_head_choose(r, ml_activation_names, ML_N_ACTIVATIONS, &activation);
    r->head->settings.activation = (ml_activation)activation;
    return good;
}

static bool read_epsilon(ml_head_reader *r)
{
    const ml_scan before = r->scan;
    double epsilon;
    if (!ml_scan_number(&r->scan, &epsilon))
        return false;
    r->head->settings.epsilon = epsilon;
    if (epsilon > 0 && epsilon < 0.5)
        return true;
    r->scan = before;
    return ml_scan_fail(&r->scan, "epsilon is not between 0 and 0.5");
}

static bool read_absent(ml_head_reader *r)
{
    size_t absent = 0;
    bool good = ml_head_choose(r, ml_absent_names, ML_N_ABSENT, &absent);
    r->head->settings.absent = (ml_absent)absent;
    return good;
}

static bool read_empty(ml_head_reader *r)
{
    size_t empty = 0;
    bool good = ml_head_choose(r, ml_empty_names, ML_N_EMPTY, &empty);
    r->head->settings.empty = (ml_empty)empty;
    r->head->settings.has_empty = good;
    return good;
}

/* What is read once classes and losses are known. */
static const struct {
    const char *key, *missing; /* missing: NULL where that is no error */
    bool (*read)(ml_head_reader *r);
} rows[] = {
    {"mask", "\"mask\" is missing", read_mask},          {"ignore", "\"ignore\" is missing", read_ignore},
    {"weights", "\"weights\" is missing", read_weights}, {"activation", "\"activation\" is missing", read_activation},
    {"epsilon", "\"epsilon\" is missing", read_epsilon}, {"absent", "\"absent\" is missing", read_absent},
    {"average", "\"average\" is missing", read_average}, {"views", "\"views\" is missing: not a record stream", read_views},
    {"conventions", NULL, ml_head_read_conventions},     {"empty", NULL, read_empty},
    {"threshold", NULL, ml_head_read_threshold},         {"no_data", NULL, ml_head_read_no_data},
    {"missing_truth", NULL, ml_head_read_missing_truth}, {"truth_code", NULL, ml_head_read_truth_code},
    {"prediction_as", NULL, ml_head_read_prediction_as}, {"samples", NULL, ml_head_read_samples},
    {"intervals", NULL, ml_head_read_intervals},         {"group", NULL, ml_head_read_group},
    {"weighing", NULL, ml_head_read_weighing},           {"spacing", NULL, ml_head_read_spacing},
};
enum { N_ROWS = ML_COUNT(rows), N_OUTER = 6, N_INNER = 2 }; /* and members that are none of these */

static bool read_settings(ml_head_reader *r, const ml_span *values)
{
    ml_settings *settings = &r->head->settings;
    if (ml_settings_init(&r->head->classes, &r->head->losses, r->error, settings))
        return false;
    settings->measures = &r->head->measures;
    settings->parts = r->head->measures.parts;
    settings->n_parts = r->head->measures.n_parts;
    for (size_t i = 0; i < N_ROWS; i++)
        if ((values[i].text || rows[i].missing) && (!ml_head_start(r, values[i], rows[i].missing) || !rows[i].read(r)))
            return false;
    ml_settings_finish(settings);
    return true;
}

static bool read_shard(ml_head_reader *r, ml_span shard)
{
    ml_stream_head *head = r->head;
    ml_span of = {0}, have = {0};
    const ml_stream_member members[] = {{"of", &of}, {"have", &have}};
    uint64_t n, k;
    size_t at = 0;
    if (!shard.text)
        return true;
    if (!ml_head_start(r, shard, "") || !ml_stream_members(&r->scan, members, ML_COUNT(members)) ||
        !ml_head_start(r, of, "shard: \"of\" is missing") || !ml_scan_count(&r->scan, ML_MAX_SHARDS, &n) ||
        !ml_scan_expect(&r->scan, n > 0, "no shards") || !ml_head_start(r, have, "shard: \"have\" is missing"))
        return false;
    if (!(head->have = ml_alloc((size_t)n, sizeof *head->have)))
        return ml_head_lack(r);
    head->shard_of = (size_t)n;
    if (!ml_scan_open(&r->scan, '['))
        return false;
    while (ml_scan_element(&r->scan, &at))
        if (ml_scan_count(&r->scan, n - 1, &k))
            head->have[k] = true;
    return !r->scan.reason;
}

static bool read_version(ml_head_reader *r, ml_span maskloss)
{
    ml_span version = {0}, schema = {0}, text;
    const ml_stream_member members[] = {{"version", &version}, {"schema", &schema}};
    uint64_t number;
    if (!ml_head_start(r, maskloss, "\"maskloss\" is missing") || !ml_stream_members(&r->scan, members, ML_COUNT(members)) ||
        !ml_head_start(r, schema, "no schema") || !ml_scan_count(&r->scan, UINT64_MAX, &number) ||
        !ml_scan_expect(&r->scan, number == ML_JSON_SCHEMA, "a stream of another schema, of a newer maskloss") ||
        !ml_head_start(r, version, "no version") || !ml_scan_string(&r->scan, &text))
        return false;
    r->memory = !(r->head->version = ml_strndup(text.text, text.n));
    return !r->memory;
}

static bool read_all(ml_head_reader *r)
{
    ml_span maskloss = {0}, settings = {0}, shard = {0}, worst = {0}, measures = {0}, values[N_ROWS] = {{0}};
    ml_stream_member outer[N_OUTER + N_ROWS] = {{"maskloss", &maskloss}, {"settings", &settings}, {"classes", &r->classes},
                                                {"smooth", &r->smooth},  {"shard", &shard},       {"worst", &worst}};
    ml_stream_member inner[N_INNER + N_ROWS] = {{"losses", &r->losses}, {"measures", &measures}};
    size_t n_outer = N_OUTER, n_inner = N_INNER;
    for (size_t i = 0; i < N_ROWS; i++)
        *(ml_json_setting_row(rows[i].key)->place == ML_JSON_IN_SETTINGS ? &inner[n_inner++] : &outer[n_outer++]) =
            (ml_stream_member){rows[i].key, &values[i]};
    if (!ml_stream_members(&r->scan, outer, n_outer) || !ml_scan_finish(&r->scan))
        return false;
    r->head->is_selection = worst.text != NULL;
    return read_version(r, maskloss) && ml_head_start(r, settings, "\"settings\" is missing") &&
           ml_stream_members(&r->scan, inner, n_inner) && read_classes(r) && ml_head_read_losses(r) &&
           ml_head_read_measures(r, measures) && read_settings(r, values) && read_shard(r, shard);
}

void ml_stream_head_clear(ml_stream_head *head)
{
    ml_settings_clear(&head->settings);
    ml_losses_clear(&head->losses);
    ml_measures_clear(&head->measures);
    ml_classes_clear(&head->classes);
    for (int said = 0; said < ML_N_SAID; said++)
        free(head->said[said]);
    free(head->no_data);
    free(head->group_rule);
    free(head->have);
    free(head->version);
    *head = (ml_stream_head){0};
}

ml_status ml_stream_read_head(ml_stream *stream, ml_error *error, ml_stream_head *head, bool *found)
{
    *head = (ml_stream_head){0};
    ml_status status = ml_stream_next_line(stream, error);
    *found = !status && stream->line.text;
    if (!*found)
        return status;
    ml_head_reader r = {.head = head, .scan = ml_scan_of(stream->line.text, stream->line.n), .error = error};
    if (read_all(&r)) {
        stream->is_selection = head->is_selection;
        stream->needs_truth = !head->settings.said[ML_SAID_MISSING_TRUTH];
        return ML_OK;
    }
    if (r.scan.reason && !head->version)
        status = ml_fail(error, ML_E_INPUT, "%s:1:%zu: not a record stream, as eval -f jsonl writes it: %s", stream->name,
                         (size_t)(r.scan.at - stream->line.text) + 1, r.scan.reason);
    else if (r.scan.reason)
        status = ml_stream_wrong(stream, &r.scan, NULL, error);
    else if (r.memory || error->status == ML_E_SYSTEM)
        status = ml_fail_memory(error, "a header");
    else {
        ml_error reason = *error;
        status = ml_fail(error, ML_E_INPUT, "%s:1: %s", stream->name, reason.text);
    }
    ml_stream_head_clear(head);
    return status;
}

ml_status ml_stream_pass_head(ml_stream *stream, ml_error *error, bool *found)
{
    ml_stream_head head;
    ml_status status = ml_stream_read_head(stream, error, &head, found);
    if (!status && *found)
        ml_stream_head_clear(&head);
    return status;
}

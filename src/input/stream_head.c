/* The header of a record stream: classes, losses and settings; see stream.h. */
#include "input/stream.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* The reading of one header. Functions that return false have set the scan's reason, or are out of memory (`memory`), or have
 * filled the error. */
typedef struct reader {
    ml_stream_head *head;
    ml_scan scan;
    ml_error *error;
    bool memory; /* it is lacking */
} reader;

static bool lack(reader *r)
{
    r->memory = true;
    return false;
}

/* Starts to read a value; the header has to have it. */
static bool start(reader *r, ml_span value, const char *missing)
{
    r->scan = ml_scan_of(value.text ? value.text : r->scan.end, value.n);
    return value.text || ml_scan_fail(&r->scan, missing);
}

/* One of the names; their index. */
static bool choose(reader *r, const char *const *names, size_t n_names, size_t *index)
{
    ml_span text;
    if (!ml_scan_string(&r->scan, &text))
        return false;
    for (size_t i = 0; i < n_names; i++)
        if (ml_span_is(text, names[i])) {
            *index = i;
            return true;
        }
    return ml_scan_fail(&r->scan, "unknown value");
}

/* A list of class indices. */
static bool read_chosen(reader *r, bool *chosen)
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

static bool read_labels(reader *r, ml_class *class)
{
    ml_scan counting = r->scan;
    ml_span any;
    size_t n = 0, at = 0;
    uint64_t label;
    if (!ml_scan_open(&counting, '['))
        return ml_scan_fail(&r->scan, "a list of labels is wanted");
    while (ml_scan_element(&counting, &n) && ml_scan_value(&counting, &any))
        ;
    if (!(class->labels = ml_alloc(n, sizeof *class->labels)))
        return lack(r);
    if (!ml_scan_open(&r->scan, '['))
        return false;
    while (ml_scan_element(&r->scan, &at))
        if (ml_scan_count(&r->scan, ML_N_LABELS - 1, &label))
            class->labels[class->n_labels++] = (uint16_t)label;
    return !r->scan.reason;
}

static bool read_name(reader *r, size_t index)
{
    ml_classes *classes = &r->head->classes;
    ml_span text;
    uint64_t number;
    if (!ml_scan_string(&r->scan, &text))
        return false;
    char *name = classes->items[index].name = ml_alloc(text.n + 1, 1);
    if (!name)
        return lack(r);
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

static bool read_class(reader *r, size_t index)
{
    ml_span number = {0}, name = {0}, labels = {0};
    const ml_stream_member members[] = {{"index", &number}, {"name", &name}, {"labels", &labels}};
    uint64_t value;
    ml_scan outer;
    if (!ml_stream_members(&r->scan, members, ML_COUNT(members)))
        return false;
    outer = r->scan;
    bool good = start(r, number, "a class without index") && ml_scan_count(&r->scan, ML_MAX_CLASSES, &value) &&
                (value == index || ml_scan_fail(&r->scan, "the classes are not in order of their indices")) &&
                start(r, name, "a class without name") && read_name(r, index) && start(r, labels, "a class without labels") &&
                read_labels(r, &r->head->classes.items[index]);
    if (good)
        r->scan = outer;
    return good;
}

static bool read_classes(reader *r)
{
    ml_scan counting;
    ml_span any;
    size_t n = 0, at = 0;
    if (!start(r, r->head->quotes.classes, "\"classes\" is missing"))
        return false;
    counting = r->scan;
    if (!ml_scan_open(&counting, '['))
        return ml_scan_fail(&r->scan, "a list of classes is wanted");
    while (ml_scan_element(&counting, &n) && ml_scan_value(&counting, &any))
        ;
    if (n < 2 || n > ML_MAX_CLASSES)
        return ml_scan_fail(&r->scan, "another number of classes is wanted");
    if (ml_classes_init(n, r->error, &r->head->classes))
        return false;
    if (!ml_scan_open(&r->scan, '['))
        return false;
    while (ml_scan_element(&r->scan, &at))
        if (at > n || !read_class(r, at - 1))
            break;
    return !r->scan.reason && !r->memory;
}

static bool ignore_color(reader *r)
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
        return lack(r);
    classes->ignored_colors = longer;
    for (int part = 0; part < 3; part++)
        longer[classes->n_ignored_colors][part] = (uint8_t)parts[part];
    classes->n_ignored_colors++;
    return true;
}

static bool read_ignore(reader *r)
{
    size_t n = 0;
    uint64_t label;
    if (!start(r, r->head->quotes.ignore, "\"ignore\" is missing") || !ml_scan_open(&r->scan, '['))
        return false;
    while (ml_scan_element(&r->scan, &n)) {
        bool is_color = ml_scan_peek(&r->scan) == '[';
        if (is_color ? !ignore_color(r) : !ml_scan_count(&r->scan, ML_N_LABELS - 1, &label))
            return false;
        if (!is_color && ml_classes_ignore(&r->head->classes, (uint16_t)label, r->error))
            return false;
    }
    return !r->scan.reason;
}

static bool read_views(reader *r)
{
    bool *views = r->head->settings.views;
    size_t n = 0, view = 0;
    memset(views, 0, ML_N_VIEWS * sizeof *views);
    if (!start(r, r->head->quotes.views, "\"views\" is missing: not a record stream") || !ml_scan_open(&r->scan, '['))
        return false;
    while (ml_scan_element(&r->scan, &n))
        if (choose(r, ml_view_names, ML_N_VIEWS, &view))
            views[view] = true;
    return !r->scan.reason && (n > 0 || ml_scan_fail(&r->scan, "no view"));
}

static bool read_average(reader *r)
{
    static const char *const names[] = {"all", "foreground"};
    ml_settings *settings = &r->head->settings;
    size_t which = 0;
    if (!start(r, r->head->quotes.average, "\"average\" is missing"))
        return false;
    if (ml_scan_peek(&r->scan) == '[') {
        settings->average = ML_AVERAGE_LIST;
        return read_chosen(r, settings->averaged);
    }
    if (!choose(r, names, ML_COUNT(names), &which))
        return false;
    settings->average = which == 0 ? ML_AVERAGE_ALL : ML_AVERAGE_FOREGROUND;
    return true;
}

static bool read_weights(reader *r)
{
    size_t n = r->head->classes.n, n_read;
    double *weights = r->head->settings.weights;
    if (!start(r, r->head->quotes.weights, "\"weights\" is missing") || !ml_scan_numbers(&r->scan, n, false, weights, &n_read))
        return false;
    for (size_t c = 0; c < n; c++)
        if (weights[c] < 0)
            return ml_scan_fail(&r->scan, "a weight is negative");
    return true;
}

static bool read_settings(reader *r)
{
    ml_stream_head *head = r->head;
    ml_settings *settings = &head->settings;
    size_t activation = 0, absent = 0;
    if (ml_settings_init(&head->classes, &head->losses, r->error, settings))
        return false;
    if (!start(r, head->quotes.mask, "\"mask\" is missing") || !read_chosen(r, settings->masked) || !read_ignore(r) ||
        !read_weights(r) || !start(r, head->quotes.activation, "\"activation\" is missing") ||
        !choose(r, ml_activation_names, ML_N_ACTIVATIONS, &activation) ||
        !start(r, head->quotes.epsilon, "\"epsilon\" is missing") || !ml_scan_number(&r->scan, &settings->epsilon) ||
        !start(r, head->quotes.absent, "\"absent\" is missing") || !choose(r, ml_absent_names, ML_N_ABSENT, &absent) ||
        !read_average(r) || !read_views(r))
        return false;
    if (!(settings->epsilon > 0 && settings->epsilon < 0.5)) {
        start(r, head->quotes.epsilon, "");
        return ml_scan_fail(&r->scan, "epsilon is not between 0 and 0.5");
    }
    settings->activation = (ml_activation)activation;
    settings->absent = (ml_absent)absent;
    ml_settings_finish(settings);
    return true;
}

/* The keys of the losses, which are what -L takes, with commas between them. NULL and a reason, or without memory. */
static char *loss_specs(reader *r, size_t *n_losses)
{
    ml_span key;
    size_t n = 0, length = 0;
    char *specs = ml_alloc(r->head->quotes.losses.n + 1, 1);
    if (!specs)
        lack(r);
    if (!specs || !start(r, r->head->quotes.losses, "\"losses\" is missing") || !ml_scan_open(&r->scan, '['))
        goto failed;
    while (ml_scan_element(&r->scan, &n)) {
        const ml_stream_member members[] = {{"key", &key}};
        key = (ml_span){0};
        if (!ml_stream_members(&r->scan, members, 1))
            goto failed;
        if (key.n < 3 || *key.text != '"' || memchr(key.text, ',', key.n) || memchr(key.text, ' ', key.n)) {
            ml_scan_fail(&r->scan, "a loss has no proper key");
            goto failed;
        }
        if (n > 1)
            specs[length++] = ',';
        memcpy(specs + length, key.text + 1, key.n - 2);
        length += key.n - 2;
    }
    if (!r->scan.reason && n == 0)
        ml_scan_fail(&r->scan, "no losses");
    *n_losses = n;
    if (!r->scan.reason)
        return specs;
failed:
    free(specs);
    return NULL;
}

/* Whether a value is this number, or the list of these n numbers. */
static bool is_value(ml_span value, bool is_list, const double *wanted, size_t n)
{
    ml_scan scan = ml_scan_of(value.text, value.n);
    size_t at = 0;
    double x = 0;
    if (!value.text || (is_list && !ml_scan_open(&scan, '[')))
        return false;
    if (!is_list)
        return ml_scan_number(&scan, &x) && !(x < wanted[0]) && !(x > wanted[0]);
    while (ml_scan_element(&scan, &at))
        if (at > n || !ml_scan_number(&scan, &x) || x < wanted[at - 1] || x > wanted[at - 1])
            return false;
    return !scan.reason && at == n;
}

/* Whether the parameters that stand beside the key are those that it says. */
static bool check_loss(reader *r, const ml_loss *loss)
{
    ml_span key = {0}, values[ML_MAX_LOSS_PARAMS] = {{0}};
    ml_stream_member members[1 + ML_MAX_LOSS_PARAMS] = {{"key", &key}};
    size_t n_params = ml_loss_n_params(loss->kind);
    for (size_t p = 0; p < n_params; p++)
        members[1 + p] = (ml_stream_member){loss->kind->params[p].name, &values[p]};
    if (!ml_stream_members(&r->scan, members, 1 + n_params))
        return false;
    if (key.n != strlen(loss->key) + 2 || memcmp(key.text + 1, loss->key, key.n - 2) != 0)
        return ml_scan_fail(&r->scan, "a loss's key is not written as it should be");
    for (size_t p = 0; p < n_params; p++) {
        bool is_list = loss->kind->params[p].per_class && loss->alpha;
        if (!is_value(values[p], is_list, is_list ? loss->alpha : &loss->params[p], loss->n_alpha))
            return ml_scan_fail(&r->scan, "a loss's parameters are not those of its key");
    }
    return true;
}

static bool read_losses(reader *r)
{
    ml_stream_head *head = r->head;
    double smooth = 0;
    size_t n = 0, at = 0;
    if (head->quotes.smooth.text && (!start(r, head->quotes.smooth, "") || !ml_scan_number(&r->scan, &smooth) ||
                                     !(smooth >= 0 || ml_scan_fail(&r->scan, "smooth is negative"))))
        return false;
    char *specs = loss_specs(r, &n);
    if (!specs)
        return false;
    ml_status status = ml_losses_parse(specs, head->quotes.smooth.text ? &smooth : NULL, r->error, &head->losses);
    if (!status)
        status = ml_losses_check(&head->losses, head->classes.n, r->error);
    free(specs);
    if (status)
        return false;
    if (!start(r, head->quotes.losses, "") || !ml_scan_open(&r->scan, '['))
        return false;
    if (head->losses.n != n)
        return ml_scan_fail(&r->scan, "losses that belong together are listed apart");
    while (ml_scan_element(&r->scan, &at))
        if (!check_loss(r, &head->losses.items[at - 1]))
            return false;
    return !r->scan.reason;
}

static bool read_shard(reader *r, ml_span shard)
{
    ml_stream_head *head = r->head;
    ml_span of = {0}, have = {0};
    const ml_stream_member members[] = {{"of", &of}, {"have", &have}};
    uint64_t n, k;
    size_t at = 0;
    if (!shard.text)
        return true;
    if (!start(r, shard, "") || !ml_stream_members(&r->scan, members, ML_COUNT(members)) ||
        !start(r, of, "shard: \"of\" is missing") || !ml_scan_count(&r->scan, ML_STREAM_MAX_SHARDS, &n) ||
        !(n > 0 || ml_scan_fail(&r->scan, "no shards")) || !start(r, have, "shard: \"have\" is missing"))
        return false;
    if (!(head->have = ml_alloc((size_t)n, sizeof *head->have)))
        return lack(r);
    head->shard_of = (size_t)n;
    if (!ml_scan_open(&r->scan, '['))
        return false;
    while (ml_scan_element(&r->scan, &at))
        if (ml_scan_count(&r->scan, n - 1, &k))
            head->have[k] = true;
    return !r->scan.reason;
}

static bool read_version(reader *r, ml_span maskloss)
{
    ml_span version = {0}, schema = {0}, text;
    const ml_stream_member members[] = {{"version", &version}, {"schema", &schema}};
    uint64_t number;
    if (!start(r, maskloss, "not a record stream: its first line has no \"maskloss\"") ||
        !ml_stream_members(&r->scan, members, ML_COUNT(members)) || !start(r, schema, "no schema") ||
        !ml_scan_count(&r->scan, UINT64_MAX, &number) ||
        !(number == ML_STREAM_SCHEMA || ml_scan_fail(&r->scan, "a stream of another schema, of a newer maskloss")) ||
        !start(r, version, "no version") || !ml_scan_string(&r->scan, &text))
        return false;
    return (r->head->version = ml_strndup(text.text, text.n)) || lack(r);
}

static bool read_all(reader *r)
{
    ml_stream_head *head = r->head;
    ml_span maskloss = {0}, settings = {0}, shard = {0};
    const ml_stream_member outer[] = {
        {"maskloss", &maskloss},        {"settings", &settings},          {"classes", &head->quotes.classes},
        {"views", &head->quotes.views}, {"smooth", &head->quotes.smooth}, {"shard", &shard}};
    const ml_stream_member inner[] = {{"mask", &head->quotes.mask},       {"ignore", &head->quotes.ignore},
                                      {"weights", &head->quotes.weights}, {"activation", &head->quotes.activation},
                                      {"epsilon", &head->quotes.epsilon}, {"absent", &head->quotes.absent},
                                      {"average", &head->quotes.average}, {"losses", &head->quotes.losses}};
    return ml_stream_members(&r->scan, outer, ML_COUNT(outer)) && ml_scan_finish(&r->scan) && read_version(r, maskloss) &&
           start(r, settings, "\"settings\" is missing") && ml_stream_members(&r->scan, inner, ML_COUNT(inner)) &&
           read_classes(r) && read_losses(r) && read_settings(r) && read_shard(r, shard);
}

void ml_stream_head_clear(ml_stream_head *head)
{
    ml_settings_clear(&head->settings);
    ml_losses_clear(&head->losses);
    ml_classes_clear(&head->classes);
    free(head->have);
    free(head->version);
    free(head->line);
    *head = (ml_stream_head){0};
}

ml_status ml_stream_read_head(ml_stream *stream, ml_error *error, ml_stream_head *head, bool *found)
{
    *head = (ml_stream_head){0};
    ml_status status = ml_lines_next(&stream->lines, error, &stream->line.text, &stream->line.n);
    *found = !status && stream->line.text;
    if (!*found)
        return status;
    stream->offset = stream->lines.offset;
    if (!(head->line = ml_strndup(stream->line.text, stream->line.n)))
        return ml_fail_memory(error, "a header");
    stream->line.text = head->line;
    reader r = {.head = head, .scan = ml_scan_of(head->line, stream->line.n), .error = error};
    if (read_all(&r))
        return ML_OK;
    if (r.scan.reason)
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

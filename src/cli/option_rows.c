/* The table of options and the functions that take their values; see option_rows.h. */
#include "cli/option_rows.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "input/shipped_sets.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_JOBS = 1024 };

/* The index of a value (n bytes) among the names, or a usage error that lists them. */
static ml_status choose(const char *name, const char *value, size_t n, const char *const *names, size_t n_names,
                        ml_error *error, size_t *index)
{
    for (size_t i = 0; i < n_names; i++)
        if (strlen(names[i]) == n && memcmp(names[i], value, n) == 0) {
            *index = i;
            return ML_OK;
        }
    ml_fail(error, ML_E_USAGE, "--%s: '%.*s' is none of", name, (int)n, value);
    for (size_t i = 0; i < n_names; i++)
        ml_error_add(error, "%s %s", i ? "," : "", names[i]);
    return ML_E_USAGE;
}

/* Notes a text that must not be empty. */
static ml_status set_text(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    if (!*value)
        return ml_fail(error, ML_E_USAGE, "--%s: is empty", row->name);
    memcpy((char *)a + row->field, &value, sizeof value);
    return ML_OK;
}

static ml_status set_flag(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    const bool yes = true;
    ML_UNUSED(value);
    ML_UNUSED(error);
    memcpy((char *)a + row->field, &yes, sizeof yes);
    return ML_OK;
}

static ml_status set_classes(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ml_source set;
    a->job.classes.name = value;
    return ml_shipped_sets_is_name(value) ? ml_shipped_sets_find(row->name, value, error, &set) : ML_OK;
}

static ml_status set_ignore(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    if (!a->ignored && !(a->ignored = ml_alloc(ML_N_LABELS, sizeof *a->ignored)))
        return ml_fail_memory(error, "the ignored labels");
    a->job.classes.ignored = a->ignored;
    const char *item;
    size_t n;
    while (ml_list_next(&value, &item, &n)) {
        uint64_t label;
        if (!ml_integer_parse(item, n, ML_N_LABELS - 1, &label))
            return ml_fail(error, ML_E_USAGE, "--%s: '%.*s' is no stored label, a whole number 0 to %d", row->name, (int)n,
                           item, ML_N_LABELS - 1);
        a->ignored[label] = true;
    }
    return ML_OK;
}

static ml_status set_weights(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    ML_UNUSED(row);
    ML_UNUSED(error);
    ml_scoring *scoring = &a->job.scoring;
    scoring->weighing = ML_WEIGHTS_GIVEN;
    for (int w = ML_WEIGHTS_GIVEN + 1; w < ML_N_WEIGHINGS; w++)
        if (strcmp(value, ml_weighing_names[w]) == 0)
            scoring->weighing = (ml_weighing)w;
    scoring->weights = scoring->weighing == ML_WEIGHTS_GIVEN ? value : NULL;
    return ML_OK;
}

static ml_status set_loss(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    char *all = a->losses ? ml_format("%s,%s", a->losses, value) : ml_strdup(value);
    ML_UNUSED(row);
    if (!all)
        return ml_fail_memory(error, "the losses");
    free(a->losses);
    a->losses = all;
    a->job.scoring.losses = all;
    return ML_OK;
}

static ml_status set_absent(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_absent_names, ML_N_ABSENT, error, &i);
    a->job.scoring.absent = (ml_absent)i;
    a->job.scoring.has_absent = true;
    return status;
}

static ml_status set_activation(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_activation_names, ML_N_ACTIVATIONS, error, &i);
    a->job.input.activation = (ml_activation)i;
    return status;
}

static ml_status set_bad_pixels(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    static const char *const names[] = {"error", "ignore"};
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), names, ML_COUNT(names), error, &i);
    a->job.ignore_bad = i == 1;
    return status;
}

static ml_status set_epsilon(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    if (!ml_number_parse(value, strlen(value), &a->job.epsilon) || !(a->job.epsilon > 0 && a->job.epsilon < 0.5))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number between 0 and 0.5 (both excluded)", row->name, value);
    return ML_OK;
}

static ml_status set_smooth(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    if (!ml_number_parse(value, strlen(value), &a->job.scoring.smooth) || !(a->job.scoring.smooth >= 0))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no finite number >= 0", row->name, value);
    a->job.scoring.has_smooth = true;
    return ML_OK;
}

static ml_status set_views(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    const char *item;
    size_t n;
    ml_scoring *scoring = &a->job.scoring;
    memset(scoring->views, 0, sizeof scoring->views);
    scoring->has_views = true;
    while (ml_list_next(&value, &item, &n)) {
        size_t i = 0;
        ml_status status = choose(row->name, item, n, ml_view_names, ML_N_VIEWS, error, &i);
        if (status)
            return status;
        scoring->views[i] = true;
    }
    return ML_OK;
}

static ml_status set_layout(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_layout_names, ML_N_LAYOUTS, error, &i);
    a->job.input.layout = (ml_layout)i;
    return status;
}

static ml_status set_truth_layout(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_truth_layout_names + 1, ML_N_TRUTH_LAYOUTS - 1, error, &i);
    a->job.input.truth_layout = (ml_truth_layout)(i + 1);
    return status;
}

static ml_status set_prediction_labels(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    static const char *const names[] = {"labels", "indices"};
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), names, ML_COUNT(names), error, &i);
    a->job.input.hard_are_indices = i == 1;
    return status;
}

static ml_status set_samples(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_reading_names + 1, ML_N_READINGS - 1, error, &i);
    a->job.input.reading = (ml_reading)(i + 1);
    return status;
}

static ml_status set_match(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    static const char *const names[] = {"path", "name"};
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), names, ML_COUNT(names), error, &i);
    a->match = names[i];
    a->job.pairs.by_name = i == 1;
    return status;
}

static ml_status set_max_pixels(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    if (!ml_integer_parse(value, strlen(value), UINT64_MAX, &a->job.input.limits.max_pixels))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no whole number", row->name, value);
    return ML_OK;
}

/* Bytes, or with K, M, G the power of 1024. */
static ml_status set_max_memory(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    static const char units[] = "KMG";
    size_t n = strlen(value);
    const char *unit = n ? strchr(units, value[n - 1]) : NULL;
    unsigned shift = unit && *unit ? 10 * (unsigned)(unit - units + 1) : 0;
    uint64_t number;
    if (!ml_integer_parse(value, shift ? n - 1 : n, UINT64_MAX >> shift, &number))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number of bytes (K, M and G may follow)", row->name, value);
    a->job.input.limits.max_memory_bytes = number << shift;
    return ML_OK;
}

static ml_status set_progress(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_progress_names, ML_N_PROGRESS, error, &i);
    a->progress = (ml_progress_when)i;
    return status;
}

static ml_status set_color(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_color_names, ML_N_COLORS, error, &i);
    a->color = (ml_color)i;
    return status;
}

static ml_status set_jobs(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    uint64_t n = 0;
    if (!ml_integer_parse(value, strlen(value), MAX_JOBS, &n) || n == 0)
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number of threads, 1 to %d", row->name, value, MAX_JOBS);
    a->job.n_threads = (size_t)n;
    return ML_OK;
}

static ml_status set_inspection_format(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    static const char *const names[] = {"text", "json"}; /* the first rows of the table of report forms */
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), names, ML_COUNT(names), error, &i);
    a->job.report.form = &ml_report_forms[i];
    return status;
}

static ml_status set_format(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    const char *names[ML_N_REPORT_FORMS];
    size_t i = 0;
    for (size_t f = 0; f < ML_N_REPORT_FORMS; f++)
        names[f] = ml_report_forms[f].name;
    ml_status status = choose(row->name, value, strlen(value), names, ML_N_REPORT_FORMS, error, &i);
    a->job.report.form = &ml_report_forms[i];
    return status;
}

static ml_status set_worst(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    uint64_t n = 0;
    if (!ml_integer_parse(value, strlen(value), SIZE_MAX / 2, &n) || n == 0)
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number of images, 1 or more (--summary reports none)", row->name,
                       value);
    a->job.report.n_worst = (size_t)n;
    return ML_OK;
}

static ml_status set_gate(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    return ml_gates_add(&a->job.report.gates, row->name, value, false, error);
}

static ml_status set_comparison_gate(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    return ml_gates_add(&a->job.report.gates, row->name, value, true, error);
}

static ml_status set_comparison_format(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    const char *names[ML_N_COMPARISON_FORMS];
    size_t i = 0;
    for (size_t f = 0; f < ML_N_COMPARISON_FORMS; f++)
        names[f] = ml_comparison_forms[f].name;
    ml_status status = choose(row->name, value, strlen(value), names, ML_N_COMPARISON_FORMS, error, &i);
    a->job.comparison_form = &ml_comparison_forms[i];
    return status;
}

static ml_status set_shard(ml_arguments *a, const ml_option_row *row, const char *value, ml_error *error)
{
    size_t n = strcspn(value, "/");
    uint64_t k, of;
    if (!value[n] || !ml_integer_parse(value + n + 1, strlen(value + n + 1), ML_MAX_SHARDS, &of) || of == 0 ||
        !ml_integer_parse(value, n, of - 1, &k))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no K/N: N shards (1 to %d), of them the one of number K, from 0",
                       row->name, value, ML_MAX_SHARDS);
    a->job.pairs.shard = (size_t)k;
    a->job.pairs.shard_of = (size_t)of;
    return ML_OK;
}

enum {
    EVERY = ML_FOR_EVAL | ML_FOR_MERGE | ML_FOR_COMPARE | ML_FOR_INSPECT,
    SCORING = ML_FOR_EVAL | ML_FOR_MERGE | ML_FOR_COMPARE,
};

const ml_option_row ml_option_rows[] = {
    {0, NULL, NULL, "Classes", NULL, 0, 0, false},
    {'c', "classes", "NAME|FILE",
     "class set: a shipped one (cityscapes, voc, ...) or a JSON file (a name with / or .json); without one, labels are class "
     "indices",
     set_classes, 0, ML_FOR_EVAL | ML_FOR_INSPECT, true},
    {'m', "mask", "LIST|none", "masked classes, by index or name; default: the class set's, or 0", set_text,
     offsetof(ml_arguments, job.scoring.mask), SCORING, false},
    {'i', "ignore", "LIST", "stored labels that are no class (void), e.g. 255; added to the class set's", set_ignore, 0,
     ML_FOR_EVAL | ML_FOR_INSPECT, true},
    {'w', "weights", "LIST|FILE|inverse|median", "one weight >= 0 per class, for wcce, or how to weigh classes by their pixels",
     set_weights, 0, SCORING, false},
    {0, NULL, NULL, "Figures", NULL, 0, 0, false},
    {'L', "loss", "SPEC[,SPEC]...", "losses, NAME[:key=value]..., or all; default: those marked in --list-losses; may repeat",
     set_loss, 0, SCORING, false},
    {0, "list-losses", NULL, "print the losses with parameters, defaults and formulas", set_flag,
     offsetof(ml_arguments, list_losses), SCORING, false},
    {'A', "activation", "none|softmax|sigmoid", "what the stored values are; default none: probabilities, normalised or not",
     set_activation, 0, ML_FOR_EVAL | ML_FOR_INSPECT, true},
    {0, "absent", "skip|one|zero|keep",
     "what a class without a true pixel counts as in an average of region losses; default skip", set_absent, 0, SCORING, false},
    {0, "average", "all|foreground|LIST", "the classes averages run over; foreground: all but the masked; default all",
     set_text, offsetof(ml_arguments, job.scoring.average), SCORING, false},
    {0, "bad-pixels", "error|ignore", "a pixel with NaN, infinite or negative values or without a sum > 0; default error",
     set_bad_pixels, 0, ML_FOR_EVAL, true},
    {0, "epsilon", "X", "pointwise losses clip probabilities to X..1-X; default 1e-07", set_epsilon, 0, ML_FOR_EVAL, true},
    {0, "smooth", "X", "default of the region losses' smooth; 1e-07", set_smooth, 0, SCORING, false},
    {0, "views", "VIEW[,VIEW]...", "raw, masked, excluded; default raw,masked", set_views, 0, SCORING, false},
    {0, NULL, NULL, "Input", NULL, 0, 0, false},
    {0, "truth-layout", "labels|onehot", "what a truth array of rank 3 or 4 is, where that is in doubt", set_truth_layout, 0,
     ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {0, "prediction-labels", "labels|indices",
     "what hard predictions hold: stored labels like the truth's (default), or class indices", set_prediction_labels, 0,
     ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {0, "layout", "auto|hwc|chw", "axis order of arrays; default auto: the one that fits", set_layout, 0,
     ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {0, "samples", "raw|scaled", "packed gray and gray-palette labels: stored samples, or gray values 0..255", set_samples, 0,
     ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {0, "array", "KEY", "which array of each .npz; default: the only one, or probabilities, softmax, arr_0", set_text,
     offsetof(ml_arguments, job.input.array), ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {0, "truth-suffix", "S", "only truths whose names end in S; the rest of the name is the key", set_text,
     offsetof(ml_arguments, job.pairs.truth_suffix), ML_FOR_EVAL, false},
    {0, "prediction-suffix", "S", "the same for predictions", set_text, offsetof(ml_arguments, job.pairs.prediction_suffix),
     ML_FOR_EVAL, false},
    {0, "match", "path|name", "keys are paths below the directories (default), or the names of files alone", set_match, 0,
     ML_FOR_EVAL, false},
    {'l', "list", "FILE", "pairs in place of operands: lines TRUTH, TAB, PREDICTION, perhaps TAB, ID; - is standard input",
     set_text, offsetof(ml_arguments, job.pairs.list), ML_FOR_EVAL, false},
    {'0', "null", NULL, "lines of the list end in NUL", set_flag, offsetof(ml_arguments, job.pairs.null_ended), ML_FOR_EVAL,
     false},
    {0, "partial", NULL, "accept missing shards and streams that were cut off", set_flag, offsetof(ml_arguments, job.partial),
     ML_FOR_MERGE | ML_FOR_COMPARE, false},
    {0, "common", NULL, "compare the images that both have; the others are only counted", set_flag,
     offsetof(ml_arguments, job.common), ML_FOR_COMPARE, false},
    {0, "partial", NULL, "evaluate the pairs there are; missing ones only count under coverage", set_flag,
     offsetof(ml_arguments, job.partial), ML_FOR_EVAL, false},
    {0, "shard", "K/N", "only every Nth pair, from number K on, counted from 0; merge puts the shards together", set_shard, 0,
     ML_FOR_EVAL, false},
    {0, "keep-going", NULL, "evaluate what can be read, report the rest under errors, exit 3 at the end", set_flag,
     offsetof(ml_arguments, job.keep_going), ML_FOR_EVAL, false},
    {0, "max-pixels", "N", "bound on one image; default 268435456", set_max_pixels, 0, ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {0, "max-memory", "BYTES", "bound on what a format forces to be held whole; default 1G", set_max_memory, 0,
     ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {'j', "jobs", "N", "threads; default: the processors this process may use", set_jobs, 0, ML_FOR_EVAL | ML_FOR_COMPARE,
     false},
    {0, NULL, NULL, "Output", NULL, 0, 0, false},
    {'f', "format", "text|json|jsonl|tsv|markdown|junit", "output form; default text", set_format, 0,
     ML_FOR_EVAL | ML_FOR_MERGE, false},
    {'f', "format", "text|json", "output form; default text", set_inspection_format, 0, ML_FOR_INSPECT, false},
    {'f', "format", "text|json|tsv|markdown|junit", "output form; default text", set_comparison_format, 0, ML_FOR_COMPARE,
     false},
    {'o', "output", "FILE", "write there, whole or not at all; jsonl line by line", set_text,
     offsetof(ml_arguments, job.report.output), EVERY, false},
    {0, "resume", NULL, "go on with the record stream named by -o: what is in it is not evaluated again", set_flag,
     offsetof(ml_arguments, job.resume), ML_FOR_EVAL, false},
    {'s', "summary", NULL, "no per-image part", set_flag, offsetof(ml_arguments, job.report.summary),
     ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "worst", "N", "report only the N images with the highest figure, the highest first", set_worst, 0,
     ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "by", "PATH", "the figure of --worst; default masked.losses.cce.mean; a - before it: the lowest", set_text,
     offsetof(ml_arguments, job.report.by), ML_FOR_EVAL | ML_FOR_MERGE, false},
    {'g', "gate", "EXPR", "PATH OP NUMBER, such as masked.metrics.miou>=0.7: exit 1 unless it holds; may repeat", set_gate, 0,
     ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "worst", "N", "name the N images that got worse most; default 10", set_worst, 0, ML_FOR_COMPARE, false},
    {0, "by", "PATH", "the figure that says which; default masked.losses.cce.mean; a - before it: less of it is worse",
     set_text, offsetof(ml_arguments, job.report.by), ML_FOR_COMPARE, false},
    {'g', "gate", "EXPR",
     "PATH OP NUMBER, of the candidate; with delta:, rel:, low: or high: before PATH of the difference, as in "
     "delta:masked.metrics.miou>=-0.005: exit 1 unless it holds; may repeat",
     set_comparison_gate, 0, ML_FOR_COMPARE, false},
    {'q', "quiet", NULL, "no notes on standard error", set_flag, offsetof(ml_arguments, quiet), EVERY, false},
    {'v', "verbose", NULL, "say how each file is read", set_flag, offsetof(ml_arguments, job.say_how),
     ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {0, "progress", "auto|always|never", "say how far the run is; default auto: on a terminal, after a second", set_progress, 0,
     ML_FOR_EVAL, false},
    {0, "color", "auto|always|never", "colour texts for reading; default auto: on a terminal, unless NO_COLOR is set",
     set_color, 0, EVERY, false},
    {'h', "help", NULL, "print this help", set_flag, offsetof(ml_arguments, help), EVERY, false},
};

const size_t ml_n_option_rows = ML_COUNT(ml_option_rows);
_Static_assert(ML_COUNT(ml_option_rows) <= ML_MAX_OPTION_ROWS, "room for all rows");

/* The table of options: a row has the names, the argument, the help and the function that takes the value. Parsing, validation
 * and --help all come from the rows. */
#include "command/arguments.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "input/shipped.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_JOBS = 1024 };

/* One option. `set` gets the row and the value (NULL without argument). */
typedef struct option_row {
    char letter; /* 0: long form only */
    const char *name;
    const char *argument; /* NULL: none */
    const char *help;
    ml_status (*set)(ml_arguments *a, const struct option_row *row, const char *value, ml_error *error);
    size_t field;      /* of ml_arguments, for set_text and set_flag */
    unsigned commands; /* that have the option: ML_FOR_... */
    bool needs_pixels; /* other commands than eval cannot have it */
} option_row;

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
static ml_status set_text(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    if (!*value)
        return ml_fail(error, ML_E_USAGE, "--%s: is empty", row->name);
    memcpy((char *)a + row->field, &value, sizeof value);
    return ML_OK;
}

static ml_status set_flag(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    const bool yes = true;
    ML_UNUSED(value);
    ML_UNUSED(error);
    memcpy((char *)a + row->field, &yes, sizeof yes);
    return ML_OK;
}

static ml_status set_classes(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    ml_source set;
    a->classes = value;
    return ml_shipped_is_name(value) ? ml_shipped_find(row->name, value, error, &set) : ML_OK;
}

static ml_status set_ignore(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    if (!a->ignored && !(a->ignored = ml_alloc(ML_N_LABELS, sizeof *a->ignored)))
        return ml_fail_memory(error, "the ignored labels");
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

static ml_status set_weights(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    ML_UNUSED(row);
    ML_UNUSED(error);
    a->weighing = ML_WEIGHTS_GIVEN;
    for (int w = ML_WEIGHTS_GIVEN + 1; w < ML_N_WEIGHINGS; w++)
        if (strcmp(value, ml_weighing_names[w]) == 0)
            a->weighing = (ml_weighing)w;
    a->weights = a->weighing == ML_WEIGHTS_GIVEN ? value : NULL;
    return ML_OK;
}

static ml_status set_loss(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    char *all = a->losses ? ml_format("%s,%s", a->losses, value) : ml_strdup(value);
    ML_UNUSED(row);
    if (!all)
        return ml_fail_memory(error, "the losses");
    free(a->losses);
    a->losses = all;
    return ML_OK;
}

static ml_status set_absent(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_absent_names, ML_N_ABSENT, error, &i);
    a->absent = (ml_absent)i;
    a->has_absent = true;
    return status;
}

static ml_status set_activation(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_activation_names, ML_N_ACTIVATIONS, error, &i);
    a->input.activation = (ml_activation)i;
    return status;
}

static ml_status set_bad_pixels(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    static const char *const names[] = {"error", "ignore"};
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), names, ML_COUNT(names), error, &i);
    a->ignore_bad = i == 1;
    return status;
}

static ml_status set_epsilon(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    if (!ml_number_parse(value, strlen(value), &a->epsilon) || !(a->epsilon > 0 && a->epsilon < 0.5))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number between 0 and 0.5 (both excluded)", row->name, value);
    return ML_OK;
}

static ml_status set_smooth(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    if (!ml_number_parse(value, strlen(value), &a->smooth) || !(a->smooth >= 0))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no finite number >= 0", row->name, value);
    a->has_smooth = true;
    return ML_OK;
}

static ml_status set_views(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    const char *item;
    size_t n;
    memset(a->views, 0, sizeof a->views);
    a->has_views = true;
    while (ml_list_next(&value, &item, &n)) {
        size_t i = 0;
        ml_status status = choose(row->name, item, n, ml_view_names, ML_N_VIEWS, error, &i);
        if (status)
            return status;
        a->views[i] = true;
    }
    return ML_OK;
}

static ml_status set_layout(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_layout_names, ML_N_LAYOUTS, error, &i);
    a->input.layout = (ml_layout)i;
    return status;
}

static ml_status set_truth_layout(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_truth_layout_names + 1, ML_N_TRUTH_LAYOUTS - 1, error, &i);
    a->input.truth_layout = (ml_truth_layout)(i + 1);
    return status;
}

static ml_status set_prediction_labels(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    static const char *const names[] = {"labels", "indices"};
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), names, ML_COUNT(names), error, &i);
    a->input.hard_are_indices = i == 1;
    return status;
}

static ml_status set_samples(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_reading_names + 1, ML_N_READINGS - 1, error, &i);
    a->input.reading = (ml_reading)(i + 1);
    return status;
}

static ml_status set_match(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    static const char *const names[] = {"path", "name"};
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), names, ML_COUNT(names), error, &i);
    a->match = names[i];
    return status;
}

static ml_status set_max_pixels(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    if (!ml_integer_parse(value, strlen(value), UINT64_MAX, &a->input.limits.max_pixels))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no whole number", row->name, value);
    return ML_OK;
}

/* Bytes, or with K, M, G the power of 1024. */
static ml_status set_max_memory(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    static const char units[] = "KMG";
    size_t n = strlen(value);
    const char *unit = n ? strchr(units, value[n - 1]) : NULL;
    unsigned shift = unit && *unit ? 10 * (unsigned)(unit - units + 1) : 0;
    uint64_t number;
    if (!ml_integer_parse(value, shift ? n - 1 : n, UINT64_MAX >> shift, &number))
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number of bytes (K, M and G may follow)", row->name, value);
    a->input.limits.max_memory_bytes = number << shift;
    return ML_OK;
}

static ml_status set_progress(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    size_t i = 0;
    ml_status status = choose(row->name, value, strlen(value), ml_progress_names, ML_N_PROGRESS, error, &i);
    a->progress = (ml_progress_when)i;
    return status;
}

static ml_status set_jobs(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    uint64_t n = 0;
    if (!ml_integer_parse(value, strlen(value), MAX_JOBS, &n) || n == 0)
        return ml_fail(error, ML_E_USAGE, "--%s: '%s' is no number of threads, 1 to %d", row->name, value, MAX_JOBS);
    a->n_jobs = (size_t)n;
    return ML_OK;
}

static ml_status set_format(ml_arguments *a, const option_row *row, const char *value, ml_error *error)
{
    const char *names[ML_N_REPORT_FORMS];
    size_t i = 0;
    for (size_t f = 0; f < ML_N_REPORT_FORMS; f++)
        names[f] = ml_report_forms[f].name;
    ml_status status = choose(row->name, value, strlen(value), names, ML_N_REPORT_FORMS, error, &i);
    a->form = &ml_report_forms[i];
    return status;
}

enum { EVERY = ML_FOR_EVAL | ML_FOR_MERGE | ML_FOR_INSPECT };

static const option_row rows[] = {
    {0, NULL, NULL, "Classes", NULL, 0, 0, false},
    {'c', "classes", "NAME|FILE",
     "class set: a shipped one (cityscapes, voc, ...) or a JSON file (a name with / or .json); without one, labels are class "
     "indices",
     set_classes, 0, ML_FOR_EVAL | ML_FOR_INSPECT, true},
    {'m', "mask", "LIST|none", "masked classes, by index or name; default: the class set's, or 0", set_text,
     offsetof(ml_arguments, mask), ML_FOR_EVAL | ML_FOR_MERGE, false},
    {'i', "ignore", "LIST", "stored labels that are no class (void), e.g. 255; added to the class set's", set_ignore, 0,
     ML_FOR_EVAL | ML_FOR_INSPECT, true},
    {'w', "weights", "LIST|FILE|inverse|median", "one weight >= 0 per class, for wcce, or how to weigh classes by their pixels",
     set_weights, 0, ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, NULL, NULL, "Figures", NULL, 0, 0, false},
    {'L', "loss", "SPEC[,SPEC]...", "losses, NAME[:key=value]..., or all; default: those marked in --list-losses; may repeat",
     set_loss, 0, ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "list-losses", NULL, "print the losses with parameters, defaults and formulas", set_flag,
     offsetof(ml_arguments, list_losses), ML_FOR_EVAL | ML_FOR_MERGE, false},
    {'A', "activation", "none|softmax|sigmoid", "what the stored values are; default none: probabilities, normalised or not",
     set_activation, 0, ML_FOR_EVAL | ML_FOR_INSPECT, true},
    {0, "absent", "skip|one|zero|keep",
     "what a class without a true pixel counts as in an average of region losses; default skip", set_absent, 0,
     ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "average", "all|foreground|LIST", "the classes averages run over; foreground: all but the masked; default all",
     set_text, offsetof(ml_arguments, average), ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "bad-pixels", "error|ignore", "a pixel with NaN, infinite or negative values or without a sum > 0; default error",
     set_bad_pixels, 0, ML_FOR_EVAL, true},
    {0, "epsilon", "X", "pointwise losses clip probabilities to X..1-X; default 1e-07", set_epsilon, 0, ML_FOR_EVAL, true},
    {0, "smooth", "X", "default of the region losses' smooth; 1e-07", set_smooth, 0, ML_FOR_EVAL | ML_FOR_MERGE, false},
    {0, "views", "LIST", "raw, masked, excluded; default raw,masked", set_views, 0, ML_FOR_EVAL | ML_FOR_MERGE, false},
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
     offsetof(ml_arguments, input.array), ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {0, "truth-suffix", "S", "only truths whose names end in S; the rest of the name is the key", set_text,
     offsetof(ml_arguments, truth_suffix), ML_FOR_EVAL, false},
    {0, "prediction-suffix", "S", "the same for predictions", set_text, offsetof(ml_arguments, prediction_suffix), ML_FOR_EVAL,
     false},
    {0, "match", "path|name", "keys are paths below the directories (default), or the names of files alone", set_match, 0,
     ML_FOR_EVAL, false},
    {'l', "list", "FILE", "pairs in place of operands: lines TRUTH, TAB, PREDICTION, perhaps TAB, ID; - is standard input",
     set_text, offsetof(ml_arguments, list), ML_FOR_EVAL, false},
    {'0', "null", NULL, "lines of the list end in NUL", set_flag, offsetof(ml_arguments, null_ended), ML_FOR_EVAL, false},
    {0, "partial", NULL, "accept missing shards and streams that were cut off", set_flag, offsetof(ml_arguments, partial),
     ML_FOR_MERGE, false},
    {0, "partial", NULL, "evaluate the pairs there are; missing ones only count under coverage", set_flag,
     offsetof(ml_arguments, partial), ML_FOR_EVAL, false},
    {0, "keep-going", NULL, "evaluate what can be read, report the rest under errors, exit 3 at the end", set_flag,
     offsetof(ml_arguments, keep_going), ML_FOR_EVAL, false},
    {0, "max-pixels", "N", "bound on one image; default 268435456", set_max_pixels, 0, ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {0, "max-memory", "BYTES", "bound on what a format forces to be held whole; default 1G", set_max_memory, 0,
     ML_FOR_EVAL | ML_FOR_INSPECT, false},
    {'j', "jobs", "N", "threads; default: the processors this process may use", set_jobs, 0, ML_FOR_EVAL, false},
    {0, NULL, NULL, "Output", NULL, 0, 0, false},
    {'f', "format", "text|json|jsonl|tsv", "output form; default text", set_format, 0, EVERY, false},
    {'o', "output", "FILE", "write there, whole or not at all", set_text, offsetof(ml_arguments, output), EVERY, false},
    {'s', "summary", NULL, "no per-image part", set_flag, offsetof(ml_arguments, summary), ML_FOR_EVAL | ML_FOR_MERGE, false},
    {'q', "quiet", NULL, "no notes on standard error", set_flag, offsetof(ml_arguments, quiet), EVERY, false},
    {'v', "verbose", NULL, "say how each file is read", set_flag, offsetof(ml_arguments, verbose), ML_FOR_EVAL | ML_FOR_INSPECT,
     false},
    {0, "progress", "auto|always|never", "say how far the run is; default auto: on a terminal, after a second", set_progress, 0,
     ML_FOR_EVAL, false},
    {'h', "help", NULL, "print this help", set_flag, offsetof(ml_arguments, help), EVERY, false},
};

enum { N_ROWS = ML_COUNT(rows), LONG_ONLY = 256 };

/* The strings and structures that getopt_long wants, from the rows. A long option's value is LONG_ONLY + its row. */
static void describe(unsigned command_bit, char letters[2 * N_ROWS + 3], struct option options[N_ROWS + 1])
{
    size_t n = 0;
    *letters++ = ':'; /* missing arguments are told apart from unknown options */
    for (size_t r = 0; r < N_ROWS; r++) {
        if (!rows[r].name || !(rows[r].commands & command_bit))
            continue;
        options[n++] =
            (struct option){rows[r].name, rows[r].argument ? required_argument : no_argument, NULL, LONG_ONLY + (int)r};
        if (rows[r].letter)
            *letters++ = rows[r].letter;
        if (rows[r].letter && rows[r].argument)
            *letters++ = ':';
    }
    options[n] = (struct option){0};
    *letters = '\0';
}

static const option_row *find_row(int value, unsigned command_bits)
{
    if (value >= LONG_ONLY)
        return &rows[value - LONG_ONLY];
    for (size_t r = 0; r < N_ROWS; r++)
        if (rows[r].letter && rows[r].letter == value && (rows[r].commands & command_bits))
            return &rows[r];
    return NULL;
}

/* An option of other commands. */
static void foreign_option(const char *command, const option_row *row, ml_error *error)
{
    ml_fail(error, ML_E_USAGE, "--%s: is no option of %s", row->name, command);
    if (row->needs_pixels)
        ml_error_add(error, ": it needs the pixels, of which a record stream has only sums; give it to eval");
}

/* A long option that is none, or several: `word` is what stands behind the dashes. */
static void wrong_long_option(const char *command, unsigned command_bit, const char *word, ml_error *error)
{
    ml_suggestion meant = {.word = word, .n = strcspn(word, "=")};
    size_t n_candidates = 0;
    for (size_t r = 0; r < N_ROWS; r++) {
        bool begins = rows[r].name && strncmp(rows[r].name, word, meant.n) == 0;
        n_candidates += begins && (rows[r].commands & command_bit);
        if (begins && strlen(rows[r].name) == meant.n && !(rows[r].commands & command_bit)) {
            foreign_option(command, &rows[r], error);
            return;
        }
    }
    ml_fail(error, ML_E_USAGE, "--%.*s: %s option", (int)meant.n, word, n_candidates ? "ambiguous" : "unknown");
    for (size_t r = 0, n = 0; r < N_ROWS; r++) {
        if (!rows[r].name || !(rows[r].commands & command_bit))
            continue;
        if (n_candidates == 0)
            ml_suggest(&meant, rows[r].name);
        else if (strncmp(rows[r].name, word, meant.n) == 0)
            ml_error_add(error, "%s --%s", n++ ? "," : "; it could be", rows[r].name);
    }
    if (meant.best)
        ml_error_add(error, "; did you mean --%s?", meant.best);
}

/* What getopt_long could not make sense of. */
static ml_status wrong_option(const char *command, unsigned command_bit, int result, char **argv, ml_error *error)
{
    const option_row *row = optopt ? find_row(optopt, command_bit) : NULL, *foreign = optopt ? find_row(optopt, EVERY) : NULL;
    if (result == ':' && row)
        ml_fail(error, ML_E_USAGE, "--%s: needs an argument, %s", row->name, row->argument);
    else if (row)
        ml_fail(error, ML_E_USAGE, "--%s: takes no argument", row->name);
    else if (foreign)
        foreign_option(command, foreign, error);
    else if (optopt)
        ml_fail(error, ML_E_USAGE, "-%c: unknown option", optopt);
    else
        wrong_long_option(command, command_bit, argv[optind - 1] + 2, error);
    ml_error_add(error, " (see maskloss help %s)", command);
    return ML_E_USAGE;
}

ml_status ml_arguments_parse(const char *command, unsigned command_bit, int argc, char **argv, ml_error *error,
                             ml_arguments *arguments)
{
    char letters[2 * N_ROWS + 3];
    struct option options[N_ROWS + 1];
    ml_status status = ML_OK;
    *arguments =
        (ml_arguments){.epsilon = ML_DEFAULT_EPSILON, .input = {.limits = ML_LIMITS_DEFAULT}, .form = &ml_report_forms[0]};
    describe(command_bit, letters, options);
    opterr = 0;
    optind = 1;
    for (int result; !status && (result = getopt_long(argc, argv, letters, options, NULL)) != -1;) {
        const option_row *row = result == '?' || result == ':' ? NULL : find_row(result, command_bit);
        status = row ? row->set(arguments, row, optarg, error) : wrong_option(command, command_bit, result, argv, error);
    }
    arguments->operands = argv + optind;
    arguments->n_operands = (size_t)(argc - optind);
    if (status)
        ml_arguments_clear(arguments);
    return status;
}

void ml_arguments_clear(ml_arguments *arguments)
{
    free(arguments->ignored);
    free(arguments->losses);
    *arguments = (ml_arguments){0};
}

/* Column in which the help texts start, and where lines end. */
enum { HELP_COLUMN = 32, LINE_COLUMNS = 80 };

/* Prints text from the current column on, broken between words. */
static void wrap(ml_out *out, const char *text, size_t column)
{
    while (*text) {
        size_t n = strcspn(text, " ");
        if (column + n >= LINE_COLUMNS) {
            ml_out_printf(out, "\n%*s", HELP_COLUMN, "");
            column = HELP_COLUMN;
        }
        ml_out_bytes(out, text, n);
        column += n + 1;
        text += n;
        if (*text && column + strcspn(text + 1, " ") < LINE_COLUMNS)
            ml_out_text(out, " ");
        text += strspn(text, " ");
    }
    ml_out_text(out, "\n");
}

void ml_options_help(unsigned command_bit, ml_out *out)
{
    const char *heading = NULL;
    for (size_t r = 0; r < N_ROWS; r++) {
        const option_row *row = &rows[r];
        if (!row->name)
            heading = row->help;
        if (!row->name || !(row->commands & command_bit))
            continue;
        if (heading)
            ml_out_printf(out, "\n%s\n", heading);
        heading = NULL;
        size_t column = 6 + 2 + strlen(row->name) + (row->argument ? 1 + strlen(row->argument) : 0);
        char letter[] = {'-', row->letter, ',', '\0'};
        ml_out_printf(out, "  %3s --%s%s%s", row->letter ? letter : "", row->name, row->argument ? "=" : "",
                      row->argument ? row->argument : "");
        if (column + 2 > HELP_COLUMN)
            ml_out_printf(out, "\n%*s", HELP_COLUMN, "");
        else
            ml_out_printf(out, "%*s", (int)(HELP_COLUMN - column), "");
        wrap(out, row->help, HELP_COLUMN);
    }
}

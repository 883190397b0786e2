/* Parses the command line with getopt and prints the help, from the table of options. */
#include "cli/option_group.h"
#include "cli/option_rows.h"

#include "base/memory.h"
#include "base/number.h"
#include "base/suggest.h"
#include "base/text.h"
#include "input/shipped_sets.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_ONLY = 256 };

/* The strings and structures that getopt_long wants, from the rows. A long option's value is LONG_ONLY + its row. */
static void describe(unsigned command_bit, char letters[2 * ML_MAX_OPTION_ROWS + 3],
                     struct option options[ML_MAX_OPTION_ROWS + 1])
{
    size_t n = 0;
    *letters++ = ':'; /* missing arguments are told apart from unknown options */
    for (size_t r = 0; r < ml_n_option_rows; r++) {
        if (!ml_option_rows[r].name || !(ml_option_rows[r].commands & command_bit))
            continue;
        options[n++] =
            (struct option){ml_option_rows[r].name, ml_option_takes_value(&ml_option_rows[r]) ? required_argument : no_argument,
                            NULL, LONG_ONLY + (int)r};
        if (ml_option_rows[r].letter)
            *letters++ = ml_option_rows[r].letter;
        if (ml_option_rows[r].letter && ml_option_takes_value(&ml_option_rows[r]))
            *letters++ = ':';
    }
    options[n] = (struct option){0};
    *letters = '\0';
}

static const ml_option_row *find_row(int value, unsigned command_bits)
{
    if (value >= LONG_ONLY && (size_t)(value - LONG_ONLY) < ml_n_option_rows)
        return &ml_option_rows[value - LONG_ONLY];
    for (size_t r = 0; r < ml_n_option_rows; r++)
        if (ml_option_rows[r].letter && ml_option_rows[r].letter == value && (ml_option_rows[r].commands & command_bits))
            return &ml_option_rows[r];
    return NULL;
}

/* An option of other commands. */
static void foreign_option(const char *command, unsigned command_bit, const ml_option_row *row, ml_error *error)
{
    ml_fail(error, ML_E_USAGE, "--%s: is no option of %s", row->name, command);
    if (row->needs_pixels && (command_bit & (ML_FOR_MERGE | ML_FOR_COMPARE)))
        ml_error_add(error, ": it needs the pixels, of which a record stream has only sums; give it to eval");
}

/* The row of the long option of other commands that is given in whole, of which this one has none of the same name; NULL: none.
 * `word` is the argument. getopt would take it for a beginning of a longer name. */
static const ml_option_row *find_foreign(unsigned command_bit, const char *word)
{
    const ml_option_row *found = NULL;
    const size_t n = strcspn(word, "=");
    for (size_t r = 0; r < ml_n_option_rows && strncmp(word, "--", 2) == 0; r++) {
        const ml_option_row *row = &ml_option_rows[r];
        if (!row->name || strlen(row->name) != n - 2 || strncmp(row->name, word + 2, n - 2) != 0)
            continue;
        if (row->commands & command_bit)
            return NULL;
        found = row;
    }
    return found;
}

/* A long option that is none, or several: `word` is what stands behind the dashes. */
static void wrong_long_option(unsigned command_bit, const char *word, ml_error *error)
{
    ml_suggestion meant = {.word = word, .n = strcspn(word, "=")};
    size_t n_candidates = 0;
    for (size_t r = 0; r < ml_n_option_rows; r++) {
        bool begins = ml_option_rows[r].name && strncmp(ml_option_rows[r].name, word, meant.n) == 0;
        n_candidates += begins && (ml_option_rows[r].commands & command_bit);
    }
    ml_fail(error, ML_E_USAGE, "--%.*s: %s option", (int)meant.n, word, n_candidates ? "ambiguous" : "unknown");
    for (size_t r = 0, n = 0; r < ml_n_option_rows; r++) {
        if (!ml_option_rows[r].name || !(ml_option_rows[r].commands & command_bit))
            continue;
        if (n_candidates == 0)
            ml_suggest(&meant, ml_option_rows[r].name);
        else if (strncmp(ml_option_rows[r].name, word, meant.n) == 0)
            ml_error_add(error, "%s --%s", n++ ? "," : "; it could be", ml_option_rows[r].name);
    }
    if (meant.best)
        ml_error_add(error, "; did you mean --%s?", meant.best);
}

/* What getopt_long could not make sense of. */
static ml_status wrong_option(const char *command, unsigned command_bit, int result, char **argv, ml_error *error)
{
    const ml_option_row *row = optopt ? find_row(optopt, command_bit) : NULL;
    const bool is_long = optopt == 0 || (row && optopt >= LONG_ONLY); /* musl has large numbers for bytes above 127, too */
    const ml_option_row *foreign = is_long ? find_foreign(command_bit, argv[optind - 1]) : row ? NULL : find_row(optopt, ~0u);
    char value[ML_OPTION_VALUE_SIZE];
    if (optopt >= '0' && optopt <= '9' && command_bit == ML_FOR_EXPLAIN)
        ml_fail(error, ML_E_USAGE, "explain: ROW,COL count from 0, and nothing is below");
    else if (foreign)
        foreign_option(command, command_bit, foreign, error);
    else if (result == ':' && row)
        ml_fail(error, ML_E_USAGE, "--%s: needs an argument, %s", row->name, ml_option_value_text(row, value));
    else if (row)
        ml_fail(error, ML_E_USAGE, "--%s: takes no argument", row->name);
    else if (optopt)
        ml_fail(error, ML_E_USAGE, "-%c: unknown option", optopt);
    else
        wrong_long_option(command_bit, argv[optind - 1] + 2, error);
    ml_error_add(error, " (see maskloss help %s)", command);
    return ML_E_USAGE;
}

/* Options about the images that are reported. */
static ml_status check_selection(const ml_report_choice *choice, unsigned command_bit, ml_error *error)
{
    const char *given = choice->n_worst || choice->all_images ? "worst" : choice->by ? "by" : NULL;
    if (choice->summary && given)
        return ml_fail(error, ML_E_USAGE, "--%s: --summary reports no images", given);
    if (choice->by && !choice->n_worst && !choice->all_images && !choice->form->n_worst && command_bit != ML_FOR_COMPARE)
        return ml_fail(error, ML_E_USAGE, "--by: is the figure that --worst goes by; --worst=N is missing");
    return ML_OK;
}

/* Whether one of the gates, or of what is printed, is an end of an interval. */
static bool bounds_interval(const ml_gates *gates)
{
    for (size_t g = 0; g < gates->n; g++)
        if (gates->items[g].side != ML_GATE_VALUE)
            return true;
    return false;
}

/* What is printed alone takes the place of a form, and of the images. */
static ml_status choose_print(ml_arguments *arguments, unsigned command_bit, ml_error *error)
{
    ml_job *job = &arguments->job;
    const char *useless = arguments->has_format                               ? "format"
                          : command_bit == ML_FOR_COMPARE                     ? NULL
                          : job->report.n_worst > 0 || job->report.all_images ? "worst"
                          : job->report.by                                    ? "by"
                                                                              : NULL;
    if (job->report.prints.n == 0)
        return ML_OK;
    if (useless)
        return ml_fail(error, ML_E_USAGE, "--%s: has no meaning with --print, which prints values alone; leave out one of them",
                       useless);
    job->report.form = &ml_print_form;
    job->report.summary = true;
    job->comparison_form = &ml_comparison_print_form;
    return ML_OK;
}

ml_status ml_arguments_parse(const char *command, unsigned command_bit, int argc, char **argv, ml_error *error,
                             ml_arguments *arguments)
{
    char letters[2 * ML_MAX_OPTION_ROWS + 3];
    struct option options[ML_MAX_OPTION_ROWS + 1];
    ml_status status = ML_OK;
    *arguments = (ml_arguments){.job = {ML_JOB_DEFAULTS, .kernel = getenv(ML_KERNEL_VARIABLE)}};
    arguments->job.listener = ml_arguments_listener(arguments);
    describe(command_bit, letters, options);
    opterr = 0;
    optind = 1;
    for (int result; !status && (result = getopt_long(argc, argv, letters, options, NULL)) != -1;) {
        const ml_option_row *row = result == '?' || result == ':' ? NULL : find_row(result, command_bit);
        const bool is_other = row && result >= LONG_ONLY && !optarg && find_foreign(command_bit, argv[optind - 1]);
        optopt = is_other ? result : optopt;
        status = row && !is_other ? row->set(arguments, row, optarg, error)
                                  : wrong_option(command, command_bit, result, argv, error);
        if (result == 'h')
            arguments->help = ML_HELP_BRIEF;
    }
    ml_label_list_sort(&arguments->job.classes.ignored);
    arguments->job.inputs = argv + optind;
    arguments->job.n_inputs = (size_t)(argc - optind);
    const ml_report_choice *report = &arguments->job.report;
    if (command_bit != ML_FOR_COMPARE && (bounds_interval(&report->gates) || bounds_interval(&report->prints)))
        arguments->job.scoring.intervals = true;
    if (!status)
        status = check_selection(&arguments->job.report, command_bit, error);
    if (!status)
        status = choose_print(arguments, command_bit, error);
    if (!status)
        status = ml_check_group(&arguments->job, error);
    if (status)
        ml_arguments_clear(arguments);
    return status;
}

void ml_arguments_clear(ml_arguments *arguments)
{
    ml_label_list_clear(&arguments->job.classes.ignored);
    free(arguments->no_data);
    free(arguments->losses.text);
    free(arguments->measures.text);
    ml_gates_clear(&arguments->job.report.gates);
    ml_gates_clear(&arguments->job.report.prints);
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
    for (size_t r = 0; r < ml_n_option_rows; r++) {
        const ml_option_row *row = &ml_option_rows[r];
        if (!row->name)
            heading = row->help;
        if (!row->name || !(row->commands & command_bit))
            continue;
        if (heading)
            ml_out_printf(out, "\n%s\n", heading);
        heading = NULL;
        char room[ML_OPTION_VALUE_SIZE];
        const char *value = ml_option_value_text(row, room);
        size_t column = 6 + 2 + strlen(row->name) + (*value ? 1 + strlen(value) : 0);
        char letter[] = {'-', row->letter, ',', '\0'};
        ml_out_printf(out, "  %3s --%s%s%s", row->letter ? letter : "", row->name, *value ? "=" : "", value);
        if (column + 2 > HELP_COLUMN)
            ml_out_printf(out, "\n%*s", HELP_COLUMN, "");
        else
            ml_out_printf(out, "%*s", (int)(HELP_COLUMN - column), "");
        wrap(out, row->help, HELP_COLUMN);
    }
}

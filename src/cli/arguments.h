/* The command line, parsed: what each option said, checked as far as that is possible without looking at a file. */
#ifndef ML_CLI_ARGUMENTS_H
#define ML_CLI_ARGUMENTS_H

#include "cli/progress.h"
#include "cli/terminal.h"
#include "core/gate.h"
#include "core/settings.h"
#include "core/weigh.h"
#include "input/reading.h"
#include "output/comparison/comparison.h"
#include "output/report/report.h"

/* The commands that an option belongs to, as bits. */
enum { ML_FOR_EVAL = 1, ML_FOR_MERGE = 2, ML_FOR_INSPECT = 4, ML_FOR_COMPARE = 8 };

/* Strings are borrowed from argv, but for `losses` and those of `gates`. */
typedef struct ml_arguments {
    const char *classes;                  /* --classes: the name of a shipped set or of a file */
    const char *mask, *weights, *average; /* understood once the class set is known */
    bool *ignored;                        /* [ML_N_LABELS] --ignore; NULL: none */
    char *losses;                         /* --loss, several joined; NULL: the default */
    ml_weighing weighing;
    ml_absent absent;
    bool has_absent;
    bool ignore_bad;
    double epsilon;
    double smooth;
    bool has_smooth;
    bool views[ML_N_VIEWS];
    bool has_views;
    ml_input_options input;
    const char *truth_suffix, *prediction_suffix;
    const char *match; /* --match: path or name; NULL: not given */
    const char *list;  /* --list */
    bool null_ended;   /* --null */
    bool partial, keep_going;
    bool common; /* --common */
    const ml_report_form *form;
    const ml_comparison_form *comparison_form;
    const char *output;
    bool resume;
    size_t shard, shard_of; /* --shard=K/N; of 0: all */
    bool summary;
    size_t n_worst; /* --worst; 0: not given */
    const char *by; /* --by; NULL: not given */
    ml_gates gates;
    size_t n_jobs; /* threads; 0: as many as there are processors */
    bool quiet, verbose;
    ml_progress_when progress;
    ml_color color;
    bool list_losses, help;
    char **operands;
    size_t n_operands;
} ml_arguments;

/* Parses the arguments after the name of a command, which is one of ML_FOR_...; errors are usage errors. On failure nothing is
 * held. */
ml_status ml_arguments_parse(const char *command, unsigned command_bit, int argc, char **argv, ml_error *error,
                             ml_arguments *arguments) ML_MUST_USE;
void ml_arguments_clear(ml_arguments *arguments);

/* Changes settings as the options say that only change how records are scored; what is not given stays. Weights that follow
 * from the classes' numbers of pixels are set elsewhere. Ends with ml_settings_finish. */
ml_status ml_arguments_apply(const ml_arguments *arguments, ml_error *error, ml_settings *settings) ML_MUST_USE;

/* Prints a command's table of options, wrapped for 80 columns. */
void ml_options_help(unsigned command_bit, ml_out *out);

#endif

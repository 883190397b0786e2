/* The command line, parsed: what each option said, checked as far as that is possible without looking at a file. */
#ifndef ML_CLI_ARGUMENTS_H
#define ML_CLI_ARGUMENTS_H

#include "cli/progress.h"
#include "cli/terminal.h"
#include "engine/job.h"

/* The commands that an option belongs to, as bits. */
enum { ML_FOR_EVAL = 1, ML_FOR_MERGE = 2, ML_FOR_INSPECT = 4, ML_FOR_COMPARE = 8, ML_FOR_EXPLAIN = 16 };

/* Which help is wanted. */
typedef enum ml_help { ML_HELP_NONE, ML_HELP_BRIEF /* -h */, ML_HELP_ALL /* --help */ } ml_help;

/* The values of an option that may repeat, with commas between them. */
typedef struct ml_joined {
    char *text;     /* NULL: not given */
    size_t n, size; /* its bytes without the end, and those there is room for */
} ml_joined;

/* What the options say of the job is in the job. Strings are borrowed from argv, but for losses, measures and those of the
 * job's gates. It must not move: the job's listener shows messages and progress as the options say. */
typedef struct ml_arguments {
    ml_job job;
    double *no_data;            /* --no-data, as the job has it; NULL: not given */
    ml_joined losses, measures; /* --loss and --measure, as the job has them */
    const char *match;          /* --match: path or name; NULL: not given */
    bool quiet;
    ml_progress_when progress;
    ml_progress progress_line;
    ml_color color;
    bool has_format; /* --format was given */
    bool list_losses, list_measures;
    ml_help help;
} ml_arguments;

/* Parses the arguments after the name of a command, which is one of ML_FOR_...; errors are usage errors. On failure nothing is
 * held. */
ml_status ml_arguments_parse(const char *command, unsigned command_bit, int argc, char **argv, ml_error *error,
                             ml_arguments *arguments) ML_MUST_USE;
void ml_arguments_clear(ml_arguments *arguments);

/* Opens the output that the job's report goes to, or standard output, as the form and the terminal want it. On failure nothing
 * is held. */
ml_status ml_arguments_open_output(const ml_arguments *arguments, ml_error *error, ml_out *out) ML_MUST_USE;

/* A listener that shows on standard error what the engine tells, as the arguments say, which it borrows. */
ml_listener ml_arguments_listener(ml_arguments *arguments);

/* Prints a command's table of options, wrapped for 80 columns. */
void ml_options_help(unsigned command_bit, ml_out *out);

#endif

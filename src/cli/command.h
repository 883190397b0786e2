/* What a command is, and what the program says about itself. */
#ifndef ML_CLI_COMMAND_H
#define ML_CLI_COMMAND_H

#include "cli/arguments.h"
#include "cli/messages.h"

/* A row of the table of commands (command/commands.h). `run` gets the arguments after its name, writes its result, and returns
 * the exit status. */
typedef struct ml_command {
    const char *name;
    const char *synopsis; /* without "maskloss"; lines are separated by newlines */
    const char *purpose;  /* one line */
    unsigned bit;         /* which options it has: ML_FOR_... */
    bool reads_streams;   /* its operands are record streams, NAME.jsonl */
    ml_status (*run)(ml_arguments *arguments, ml_error *error);
} ml_command;

/* Writes to standard output: how the program is called, with all commands (a row without a name ends them); the help of one;
 * the version (verbose: and the kernel in use). A brief help is one screen. */
ml_status ml_print_overview(const ml_command *commands, ml_help help, ml_error *error) ML_MUST_USE;
ml_status ml_print_help(const ml_command *command, ml_help help, ml_error *error) ML_MUST_USE;
ml_status ml_print_version(bool verbose, ml_error *error) ML_MUST_USE;

/* The same of the table of losses, or of measures, or to the file `output`. */
ml_status ml_print_losses(const char *output, ml_error *error) ML_MUST_USE;
ml_status ml_print_measures(const char *output, ml_error *error) ML_MUST_USE;

#endif

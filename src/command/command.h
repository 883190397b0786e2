/* The commands. Each gets the arguments after its name, writes its result, and returns the exit status; messages go through
 * ml_say. */
#ifndef ML_COMMAND_COMMAND_H
#define ML_COMMAND_COMMAND_H

#include "command/arguments.h"

typedef struct ml_command {
    const char *name;
    const char *synopsis; /* without "maskloss"; lines are separated by newlines */
    const char *purpose;  /* one line */
    unsigned bit;         /* which options it has: ML_FOR_... */
    bool reads_streams;   /* its operands are record streams, NAME.jsonl */
    ml_status (*run)(ml_arguments *arguments, ml_error *error);
} ml_command;

extern const ml_command ml_commands[];
extern const size_t ml_n_commands;

ml_status ml_inspect_run(ml_arguments *arguments, ml_error *error) ML_MUST_USE;
ml_status ml_eval_run(ml_arguments *arguments, ml_error *error) ML_MUST_USE;
ml_status ml_compare_run(ml_arguments *arguments, ml_error *error) ML_MUST_USE;
ml_status ml_merge_run(ml_arguments *arguments, ml_error *error) ML_MUST_USE;

/* Prints a note or an error, "maskloss: TEXT", on standard error; control characters are made visible. */
void ml_say(const char *text);

/* The same of what made the command fail. */
void ml_say_error(const char *text, ml_color color);

/* Writes text to standard error as it is. */
void ml_write_message(const char *text);

/* Writes to standard output: the help of all (command NULL) or of one, the version (verbose: and the
 * kernel in use), the table of losses. */
ml_status ml_print_help(const ml_command *command, ml_error *error) ML_MUST_USE;
ml_status ml_print_version(bool verbose, ml_error *error) ML_MUST_USE;
ml_status ml_print_losses(const char *output, ml_error *error) ML_MUST_USE;

#endif

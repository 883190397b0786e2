/* What each shell gets: the part of its completion file that follows from the tables of commands and options. The part that is
 * the same for any table is in data/completions/SHELL.in. */
#ifndef ML_COMPLETIONS_SHELLS_H
#define ML_COMPLETIONS_SHELLS_H

#include "cli/option_rows.h"
#include "command/commands.h"
#include "completions/choices.h"

typedef struct ml_shell {
    const char *name;
    ml_status (*write)(ml_out *out, ml_error *error);
} ml_shell;

extern const ml_shell ml_bash, ml_zsh, ml_fish;

/* Whether the row is an option of the command. */
static inline bool ml_row_is_of(const ml_option_row *row, const ml_command *command)
{
    return row->name && (row->commands & command->bit);
}

/* Writes the first clause of an option's help, to its first semicolon, or of a command's purpose. A character of `special` gets
 * a backslash in front; a single quote is written as `quote`. */
void ml_write_clause(ml_out *out, const char *help, const char *special, const char *quote);

/* Writes the words with a blank before each but the first. */
void ml_write_words(ml_out *out, const ml_choices *choices);

#endif

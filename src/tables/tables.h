/* What is written of the program's tables for files that are kept in the tree: completions of shells, the schema, the manual.
 * Each piece is a row; tools/tables.sh puts them where their names stand. One is kept nowhere: the words that fuzzers are
 * given. */
#ifndef ML_TABLES_TABLES_H
#define ML_TABLES_TABLES_H

#include "cli/option_rows.h"
#include "command/commands.h"
#include "tables/choices.h"

typedef struct ml_piece {
    const char *name;
    ml_status (*write)(ml_out *out, ml_error *error);
} ml_piece;

/* The pieces of each file here; a row without name ends them. */
extern const ml_piece ml_bash_pieces[], ml_zsh_pieces[], ml_fish_pieces[], ml_schema_pieces[], ml_manual_pieces[];
extern const ml_piece ml_measure_pieces[], ml_dictionary_pieces[];

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

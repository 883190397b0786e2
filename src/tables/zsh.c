/* The tables of the zsh completion: the commands, and for each of them a function that completes its options and operands. */
#include "tables/tables.h"

#include <string.h>

static const char *const quote = "'\\''";

static void write_commands(ml_out *out)
{
    ml_out_text(out, "# MORE...: the commands, and more\n_maskloss_commands() {\n    local -a commands=(\n");
    for (size_t c = 0; c < ML_N_COMMANDS; c++) {
        ml_out_printf(out, "        '%s:", ml_commands[c].name);
        ml_write_clause(out, ml_commands[c].purpose, ":\\", quote);
        ml_out_text(out, "'\n");
    }
    ml_out_text(out, "        $@\n    )\n"
                     "    _describe -t commands command commands\n}\n");
}

/* What _arguments does for a value, as its ":MESSAGE:ACTION". Actions with a blank in front get the words as they are. */
static void write_action(ml_out *out, const ml_option_row *row, const ml_choices *choices)
{
    bool any_word = choices->n_words > 0;
    ml_out_printf(out, ":%s:", row->name);
    if (choices->files && any_word)
        ml_out_printf(out, " _maskloss_words_or_files %s ", choices->ending ? choices->ending : "\"\"");
    else if (choices->files)
        ml_out_text(out, "_files");
    else if (choices->directories)
        ml_out_text(out, "_directories");
    else if (any_word)
        ml_out_text(out, choices->list ? " _maskloss_list " : "(");
    else
        ml_out_text(out, " ");
    ml_write_words(out, choices);
    if (any_word && !choices->files && !choices->list)
        ml_out_text(out, ")");
}

/* One argument of _arguments. Options that may be repeated say so in their help; others exclude themselves. */
static ml_status write_option(ml_out *out, const ml_option_row *row, ml_error *error)
{
    ml_choices choices;
    ml_status status = ml_choices_read(&row->value, error, &choices);
    if (status)
        return status;
    ml_out_text(out, "        ");
    if (strcmp(row->name, "help") == 0)
        ml_out_text(out, "'(- *)'");
    else if (strstr(row->help, "may repeat"))
        ml_out_text(out, "'*'");
    else if (row->letter)
        ml_out_printf(out, "'(-%c --%s)'", row->letter, row->name);
    if (row->letter)
        ml_out_printf(out, "{-%c%s,--%s%s}'", row->letter, ml_option_takes_value(row) ? "+" : "", row->name,
                      ml_option_takes_value(row) ? "=" : "");
    else
        ml_out_printf(out, "'--%s%s", row->name, ml_option_takes_value(row) ? "=" : "");
    ml_out_text(out, "[");
    ml_write_clause(out, row->help, "[]\\", quote);
    ml_out_text(out, "]");
    if (ml_option_takes_value(row))
        write_action(out, row, &choices);
    ml_out_text(out, "'\n");
    return ML_OK;
}

static ml_status write_command(ml_out *out, const ml_command *command, ml_error *error)
{
    ml_out_printf(out, "\n_maskloss_%s() {\n    local -a arguments=(\n", command->name);
    for (size_t r = 0; r < ml_n_option_rows; r++) {
        ml_status status = ml_row_is_of(&ml_option_rows[r], command) ? write_option(out, &ml_option_rows[r], error) : ML_OK;
        if (status)
            return status;
    }
    ml_out_printf(out, "        '*:%s'\n    )\n    _arguments -s -S $arguments\n}\n",
                  command->reads_streams ? "record stream:_files -g \"*.jsonl\"" : "file:_files");
    return ML_OK;
}

static ml_status write_tables(ml_out *out, ml_error *error)
{
    write_commands(out);
    for (size_t c = 0; c < ML_N_COMMANDS; c++) {
        ml_status status = write_command(out, &ml_commands[c], error);
        if (status)
            return status;
    }
    return ML_OK;
}

const ml_piece ml_zsh_pieces[] = {{"zsh", write_tables}, {NULL, NULL}};

/* The tables of the fish completion: a `complete` line per command, and per option of each command. */
#include "tables/tables.h"

static const char *const quote = "\\'";

static void write_commands(ml_out *out)
{
    for (size_t c = 0; c < ML_N_COMMANDS; c++) {
        ml_out_printf(out, "complete -c maskloss -n __maskloss_wants_command -a %s -d '", ml_commands[c].name);
        ml_write_clause(out, ml_commands[c].purpose, "\\", quote);
        ml_out_text(out, "'\n");
    }
}

/* How the value is completed. Files are offered by fish itself, unless -f or -x forbids it. */
static void write_value(ml_out *out, const ml_choices *choices)
{
    const char *end = "'";
    ml_out_text(out, choices->files && !choices->ending ? " -r -F" : " -x");
    if (choices->n_words == 0 && !choices->directories)
        return;
    ml_out_text(out, choices->ending ? " -k -a '" : " -a '");
    if (choices->list || choices->ending) {
        ml_out_text(out, choices->list ? "(__maskloss_list " : "(__maskloss_words_or_files ");
        if (choices->ending)
            ml_out_printf(out, "%s ", choices->ending);
        end = ")'";
    }
    ml_write_words(out, choices);
    if (choices->directories)
        ml_out_text(out, "(__fish_complete_directories)");
    ml_out_text(out, end);
}

static ml_status write_option(ml_out *out, const ml_command *command, const ml_option_row *row, ml_error *error)
{
    ml_choices choices;
    ml_status status = ml_choices_read(&row->value, error, &choices);
    if (status)
        return status;
    ml_out_printf(out, "complete -c maskloss -n '__maskloss_in %s'", command->name);
    if (row->letter)
        ml_out_printf(out, " -s %c", row->letter);
    ml_out_printf(out, " -l %s", row->name);
    if (ml_option_takes_value(row))
        write_value(out, &choices);
    ml_out_text(out, " -d '");
    ml_write_clause(out, row->help, "\\", quote);
    ml_out_text(out, "'\n");
    return ML_OK;
}

static ml_status write_tables(ml_out *out, ml_error *error)
{
    write_commands(out);
    for (size_t c = 0; c < ML_N_COMMANDS; c++) {
        const ml_command *command = &ml_commands[c];
        ml_out_printf(out, "\n# %s\ncomplete -c maskloss -n '__maskloss_in %s' %s\n", command->name, command->name,
                      command->reads_streams ? "-k -f -a '(__fish_complete_suffix .jsonl)'" : "-F");
        for (size_t r = 0; r < ml_n_option_rows; r++) {
            ml_status status =
                ml_row_is_of(&ml_option_rows[r], command) ? write_option(out, command, &ml_option_rows[r], error) : ML_OK;
            if (status)
                return status;
        }
    }
    return ML_OK;
}

const ml_piece ml_fish_pieces[] = {{"fish", write_tables}, {NULL, NULL}};

/* The tables of the bash completion: two functions that data/completions/bash.in calls. */
#include "tables/tables.h"

/* _maskloss_options COMMAND: all its options; a long one that takes a value ends in =. */
static void write_options(ml_out *out)
{
    ml_out_text(out, "# COMMAND: sets `options` to all that it has, and `operands` to what it reads, see _maskloss_files.\n"
                     "_maskloss_options() {\n    case $1 in\n");
    for (size_t c = 0; c < ML_N_COMMANDS; c++) {
        const char *between = "";
        ml_out_printf(out, "    %s)\n        options='", ml_commands[c].name);
        for (size_t r = 0; r < ml_n_option_rows; r++) {
            const ml_option_row *row = &ml_option_rows[r];
            if (!ml_row_is_of(row, &ml_commands[c]))
                continue;
            ml_out_text(out, between);
            if (row->letter)
                ml_out_printf(out, "-%c ", row->letter);
            ml_out_printf(out, "--%s%s", row->name, ml_option_takes_value(row) ? "=" : "");
            between = " ";
        }
        ml_out_printf(out, "'\n        operands='%s'\n        ;;\n", ml_commands[c].reads_streams ? "jsonl" : "*");
    }
    ml_out_text(out, "    *) return 1 ;;\n    esac\n}\n\n");
}

/* The pattern of a row: "eval.-c | eval.--classes | inspect.-c | inspect.--classes". */
static void write_pattern(ml_out *out, const ml_option_row *row)
{
    const char *between = "    ";
    for (size_t c = 0; c < ML_N_COMMANDS; c++) {
        if (!ml_row_is_of(row, &ml_commands[c]))
            continue;
        ml_out_text(out, between);
        if (row->letter)
            ml_out_printf(out, "%s.-%c | ", ml_commands[c].name, row->letter);
        ml_out_printf(out, "%s.--%s", ml_commands[c].name, row->name);
        between = " | ";
    }
}

static ml_status write_values(ml_out *out, ml_error *error)
{
    ml_out_text(out, "# COMMAND.OPTION: sets what its value can be: `words`, with `list` several of them; `files`, see "
                     "_maskloss_files. Fails if\n"
                     "# the option takes no value.\n"
                     "_maskloss_values() {\n    words='' list='' files=''\n    case $1 in\n");
    for (size_t r = 0; r < ml_n_option_rows; r++) {
        ml_choices choices;
        const ml_option_row *row = &ml_option_rows[r];
        if (!row->name || !ml_option_takes_value(row))
            continue;
        ml_status status = ml_choices_read(&row->value, error, &choices);
        if (status)
            return status;
        write_pattern(out, row);
        ml_out_text(out, ")");
        if (choices.n_words > 0) {
            ml_out_text(out, " words='");
            ml_write_words(out, &choices);
            ml_out_text(out, "'");
        }
        if (choices.list)
            ml_out_text(out, " list=yes");
        if (choices.files || choices.directories)
            ml_out_printf(out, " files='%s'", !choices.files ? "/" : choices.ending ? choices.ending : "*");
        ml_out_text(out, " ;;\n");
    }
    ml_out_text(out, "    *) return 1 ;;\n    esac\n}\n");
    return ML_OK;
}

static ml_status write_tables(ml_out *out, ml_error *error)
{
    ml_out_text(out, "_maskloss_commands='");
    for (size_t c = 0; c < ML_N_COMMANDS; c++)
        ml_out_printf(out, "%s%s", c ? " " : "", ml_commands[c].name);
    ml_out_text(out, "'\n\n");
    write_options(out);
    return write_values(out, error);
}

const ml_piece ml_bash_pieces[] = {{"bash", write_tables}, {NULL, NULL}};

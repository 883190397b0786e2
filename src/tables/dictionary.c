/* The words of the program, as a dictionary for fuzzers: a line "WORD" each. It is kept nowhere: who fuzzes asks for it anew.
 */
#include "tables/tables.h"

#include "core/metric.h"

#include <string.h>

static void write_word(ml_out *out, const char *before, const char *word, size_t n, const char *after)
{
    ml_out_text(out, "\"");
    ml_out_text(out, before);
    for (size_t i = 0; i < n; i++) {
        if (word[i] == '"' || word[i] == '\\')
            ml_out_text(out, "\\");
        ml_out_bytes(out, word + i, 1);
    }
    ml_out_text(out, after);
    ml_out_text(out, "\"\n");
}

static void write_text(ml_out *out, const char *word) { write_word(out, "", word, strlen(word), ""); }

/* The keys of figures, each once for every place where it stands: a repeated word does no harm. */
static void write_keys(ml_out *out, const ml_catalogue_row *row)
{
    for (; !ml_catalogue_is_end(row); row++) {
        if (row->key)
            write_text(out, row->key);
        if (row->members)
            write_keys(out, row->members);
    }
}

static ml_status write_options(ml_out *out, ml_error *error)
{
    for (size_t r = 0; r < ml_n_option_rows; r++) {
        const ml_option_row *row = &ml_option_rows[r];
        ml_choices choices;
        if (!row->name)
            continue;
        write_word(out, "--", row->name, strlen(row->name), ml_option_takes_value(row) ? "=" : "");
        ml_status status = ml_choices_read(&row->value, error, &choices);
        if (status)
            return status;
        for (size_t w = 0; w < choices.n_words; w++)
            write_word(out, "", choices.words[w].text, choices.words[w].n, "");
    }
    return ML_OK;
}

static ml_status write_words(ml_out *out, ml_error *error)
{
    for (size_t c = 0; c < ML_N_COMMANDS; c++)
        write_text(out, ml_commands[c].name);
    for (size_t k = 0; k < ml_n_loss_kinds; k++) {
        write_text(out, ml_loss_kinds[k].name);
        for (size_t p = 0; p < ml_loss_n_params(&ml_loss_kinds[k]); p++)
            write_word(out, ":", ml_loss_kinds[k].params[p].name, strlen(ml_loss_kinds[k].params[p].name), "=");
    }
    for (size_t m = 0; m < ML_N_METRICS; m++)
        write_text(out, ml_metrics[m].name);
    for (int v = 0; v < ML_N_VIEWS; v++)
        write_text(out, ml_view_names[v]);
    write_keys(out, ml_catalogue);
    return write_options(out, error);
}

const ml_piece ml_dictionary_pieces[] = {{"fuzz-words", write_words}, {NULL, NULL}};

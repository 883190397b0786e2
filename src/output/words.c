/* Words for people; see words.h. */
#include "output/words.h"

#include "base/number.h"
#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void ml_words_style(ml_out *out, ml_style style)
{
    /* bold; green; bold and red: told apart by the colour-blind, too */
    static const char *const sequences[ML_N_STYLES] = {"\033[0m", "\033[1m", "\033[32m", "\033[1;31m"};
    if (out->has_color)
        ml_out_text(out, sequences[style]);
}

void ml_words_head(ml_out *out, const char *line)
{
    ml_words_style(out, ML_STYLE_HEAD);
    ml_out_text(out, line);
    ml_words_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

void ml_words_label(ml_out *out, size_t columns, const char *text)
{
    size_t wide = ml_text_columns(text), room = wide > columns ? columns - 2 : wide, bytes = 0;
    for (size_t taken = 0; taken < room; taken++)
        bytes += ml_utf8_length(text + bytes, strlen(text + bytes));
    ml_out_bytes(out, text, bytes);
    ml_out_text(out, wide > columns ? ".." : "");
    ml_out_pad(out, wide > columns ? 0 : columns - wide);
}

void ml_words_count(ml_out *out, uint64_t n, const char *noun)
{
    ml_out_printf(out, "%llu %s%s", (unsigned long long)n, noun, n == 1 ? "" : "s");
}

/* Writes and frees a text; NULL: there was no memory for it. */
static void taken(ml_out *out, char *text)
{
    ml_out_text(out, text ? text : "");
    if (!text)
        out->status = ML_E_SYSTEM;
    free(text);
}

void ml_words_message(ml_out *out, const char *text) { taken(out, ml_message_text(text)); }

void ml_words_name(ml_out *out, const char *name)
{
    char *shown = ml_name_text(name);
    taken(out, shown ? ml_message_text(shown) : NULL);
    free(shown);
}

void ml_words_number(ml_out *out, double x)
{
    char text[ML_NUMBER_TEXT_SIZE];
    ml_out_text(out, isfinite(x) ? ml_number_text(x, text) : "null");
}

void ml_words_verdict(ml_out *out, const ml_verdicts *verdicts)
{
    if (verdicts->n_failed > 0)
        ml_out_printf(out, "FAIL: %zu of %zu gate%s", verdicts->n_failed, verdicts->n, verdicts->n == 1 ? "" : "s");
    else if (verdicts->n > 1)
        ml_out_printf(out, "PASS: all of %zu gates", verdicts->n);
    else if (verdicts->n == 1)
        ml_out_text(out, "PASS: the gate holds");
}

void ml_words_gates(ml_out *out, const ml_verdicts *verdicts)
{
    if (verdicts->n == 0)
        return;
    ml_words_style(out, verdicts->n_failed > 0 ? ML_STYLE_BAD : ML_STYLE_GOOD);
    ml_words_verdict(out, verdicts);
    ml_words_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    for (size_t g = 0; g < verdicts->n; g++) {
        const ml_verdict *verdict = &verdicts->items[g];
        ml_words_style(out, verdict->holds ? ML_STYLE_GOOD : ML_STYLE_BAD);
        ml_out_text(out, verdict->holds ? "  pass  " : "  FAIL  ");
        ml_words_style(out, ML_STYLE_PLAIN);
        ml_words_message(out, verdict->gate->text);
        ml_out_text(out, "  (");
        ml_words_number(out, verdict->value);
        ml_out_text(out, ")\n");
    }
    ml_out_text(out, "\n");
}

/* Words for people; see text.h. */
#include "output/text.h"

#include "base/number.h"
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void ml_text_style(ml_out *out, ml_style style)
{
    /* bold; dim; green; bold and red: told apart by the colour-blind, too */
    static const char *const sequences[ML_N_STYLES] = {"\033[0m", "\033[1m", "\033[2m", "\033[32m", "\033[1;31m"};
    if (out->has_color)
        ml_out_text(out, sequences[style]);
}

size_t ml_text_line_columns(const ml_out *out) { return out->columns ? out->columns : ML_OUT_COLUMNS; }

void ml_text_heading(ml_out *out, const char *line)
{
    ml_text_style(out, ML_STYLE_HEAD);
    ml_out_text(out, line);
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

void ml_text_label(ml_out *out, size_t columns, const char *text)
{
    char *safe = ml_message_text(text);
    if (!safe) {
        ml_out_fail(out, ENOMEM);
        return;
    }
    size_t n = strlen(safe), wide = ml_text_columns(safe), bytes = n;
    if (wide > columns) {
        size_t next = bytes = 0;
        while ((next += ml_utf8_length(safe + bytes, n - bytes)) > bytes && ml_text_columns_of(safe, next) + 2 <= columns)
            bytes = next;
        wide = ml_text_columns_of(safe, bytes) + 2;
    }
    ml_out_bytes(out, safe, bytes);
    ml_out_text(out, bytes < n ? ".." : "");
    ml_out_pad(out, columns - wide);
    free(safe);
}

void ml_text_count(ml_out *out, uint64_t n, const char *noun)
{
    ml_out_printf(out, "%llu %s%s", (unsigned long long)n, noun, n == 1 ? "" : "s");
}

/* Writes and frees a text; NULL: there was no memory for it. */
static void taken(ml_out *out, char *text)
{
    ml_out_text(out, text ? text : "");
    if (!text)
        ml_out_fail(out, ENOMEM);
    free(text);
}

void ml_text_message(ml_out *out, const char *text) { taken(out, ml_message_text(text)); }

void ml_text_name(ml_out *out, const char *name)
{
    char *shown = ml_name_text(name);
    taken(out, shown ? ml_message_text(shown) : NULL);
    free(shown);
}

void ml_text_number(ml_out *out, double x)
{
    char text[ML_NUMBER_TEXT_SIZE];
    ml_out_text(out, isfinite(x) ? ml_number_text(x, text) : "null");
}

void ml_text_verdict(ml_out *out, const ml_verdicts *verdicts)
{
    if (verdicts->n_failed > 0)
        ml_out_printf(out, "FAIL: %zu of %zu gate%s", verdicts->n_failed, verdicts->n, verdicts->n == 1 ? "" : "s");
    else if (verdicts->n > 1)
        ml_out_printf(out, "PASS: all of %zu gates", verdicts->n);
    else if (verdicts->n == 1)
        ml_out_text(out, "PASS: the gate holds");
}

void ml_text_gates(ml_out *out, const ml_verdicts *verdicts)
{
    if (verdicts->n == 0)
        return;
    ml_text_style(out, verdicts->n_failed > 0 ? ML_STYLE_BAD : ML_STYLE_GOOD);
    ml_text_verdict(out, verdicts);
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    for (size_t g = 0; g < verdicts->n; g++) {
        const ml_verdict *verdict = &verdicts->items[g];
        ml_text_style(out, verdict->holds ? ML_STYLE_GOOD : ML_STYLE_BAD);
        ml_out_text(out, verdict->holds ? "  pass  " : "  FAIL  ");
        ml_text_style(out, ML_STYLE_PLAIN);
        ml_text_message(out, verdict->gate->text);
        ml_out_text(out, "  (");
        ml_text_number(out, verdict->value);
        ml_out_text(out, ")\n");
    }
    ml_out_text(out, "\n");
}

static void end_line(ml_out *out, ml_style style)
{
    if (style != ML_STYLE_PLAIN)
        ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

void ml_text_wrap(ml_out *out, ml_style style, ml_out *text)
{
    static const size_t indent = 2;
    size_t column = 0, columns = ml_text_line_columns(out);
    if (text->n > 0 && style != ML_STYLE_PLAIN)
        ml_text_style(out, style);
    for (size_t at = 0, n; at < text->n; at += n + 1) {
        const char *word = text->memory + at, *blank = memchr(word, ' ', text->n - at);
        n = blank ? (size_t)(blank - word) : text->n - at;
        size_t wide = ml_text_columns_of(word, n);
        if (column > indent && column + 1 + wide > columns) {
            end_line(out, style);
            ml_out_pad(out, column = indent);
            if (style != ML_STYLE_PLAIN)
                ml_text_style(out, style);
        } else if (column > 0) {
            ml_out_text(out, " ");
            column++;
        }
        ml_out_bytes(out, word, n);
        column += wide;
    }
    if (text->n > 0)
        end_line(out, style);
    ml_out_fail_too(out, text);
    ml_out_close(text);
}

/* Words and columns; see text_cells.h. */
#include "output/explain/text_cells.h"

#include "base/text.h"
#include "output/text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ml_cells_cut(ml_out *out, size_t columns, const char *text)
{
    const size_t wide = ml_text_columns(text);
    ml_text_label(out, wide < columns ? wide : columns, text);
}

/* Text (valid UTF-8) of more columns than these, without its middle; returns the columns taken. Ends of names tell more of them
 * apart than beginnings do. */
static size_t cut_middle(ml_out *out, size_t columns, const char *text)
{
    const size_t room = columns - 2, n = strlen(text);
    size_t head = 0, next = 0, tail = 0;
    while ((next += ml_utf8_length(text + head, n - head)) > head && ml_text_columns_of(text, next) <= room / 2)
        head = next;
    while (tail < n && ml_text_columns(text + tail) > room - room / 2)
        tail += ml_utf8_length(text + tail, n - tail);
    ml_out_bytes(out, text, head);
    ml_out_text(out, "..");
    ml_out_text(out, text + tail);
    return ml_text_columns_of(text, head) + 2 + ml_text_columns(text + tail);
}

size_t ml_cells_class(ml_out *out, const ml_explained *x, size_t columns, size_t c)
{
    char *name = ml_message_text(x->settings->classes->items[c].name), number[32];
    size_t wide = name ? ml_text_columns(name) : 0;
    if (!name) {
        ml_out_fail(out, ENOMEM);
    } else if (wide <= columns) {
        ml_out_text(out, name);
    } else {
        const size_t taken = (size_t)snprintf(number, sizeof number, " (%zu)", c);
        wide = cut_middle(out, columns - taken, name) + taken;
        ml_out_text(out, number);
    }
    free(name);
    return wide;
}

void ml_cells_heading(ml_out *out, size_t columns, const char *text)
{
    ml_out_text(out, "\n");
    ml_text_style(out, ML_STYLE_HEAD);
    ml_text_label(out, columns, text);
    ml_text_style(out, ML_STYLE_PLAIN);
}

void ml_cells_title(ml_out *out, size_t columns, const char *word)
{
    const size_t wide = ml_text_columns(word), room = columns - 1;
    ml_out_pad(out, columns - (wide < room ? wide : room));
    ml_cells_cut(out, room, word);
}

void ml_cells_number(ml_out *out, double x)
{
    char text[32];
    snprintf(text, sizeof text, "%.6g", x + 0.0); /* a zero without sign */
    ml_cells_title(out, ML_CELLS_NUMBER, isfinite(x) ? text : "-");
}

void ml_cells_name(ml_out *out, const char *name)
{
    ml_out_text(out, "  ");
    ml_text_label(out, ML_CELLS_NAME - 2, name);
}

void ml_cells_name_class(ml_out *out, const ml_explained *x, size_t c)
{
    ml_out_text(out, "  ");
    ml_out_pad(out, ML_CELLS_NAME - 2 - ml_cells_class(out, x, ML_CELLS_NAME - 2, c));
}

void ml_cells_others(ml_out *out, size_t n)
{
    if (n > 0)
        ml_out_printf(out, "  and %zu %s of no larger p\n", n, n == 1 ? "class" : "classes");
}

void ml_cells_long(ml_out *out, size_t columns, const char *text)
{
    const size_t width = ml_text_line_columns(out), room = width > columns + 1 ? width - columns : 1;
    for (size_t n = strlen(text), taken; n > 0; text += taken, n -= taken) {
        taken = n < room ? n : room;
        ml_out_bytes(out, text, taken);
        ml_out_text(out, "\n");
        ml_out_pad(out, taken < n ? columns : 0);
    }
}

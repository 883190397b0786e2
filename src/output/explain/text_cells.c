/* Words and columns; see text_cells.h. */
#include "output/explain/text_cells.h"

#include "base/text.h"
#include "output/text.h"

#include <stdio.h>

void ml_cells_cut(ml_out *out, size_t columns, const char *text)
{
    const size_t wide = ml_text_columns(text);
    ml_text_label(out, wide < columns ? wide : columns, text);
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
    ml_cells_title(out, ML_CELLS_NUMBER, text);
}

void ml_cells_name(ml_out *out, const char *name)
{
    ml_out_text(out, "  ");
    ml_text_label(out, ML_CELLS_NAME - 2, name);
}

/* Words that the texts for people share. */
#ifndef ML_OUTPUT_TEXT_H
#define ML_OUTPUT_TEXT_H

#include "core/gate.h"
#include "core/settings.h"
#include "io/out.h"

/* How what follows is shown, where the output has colour: nothing is said by colour alone. */
typedef enum ml_style { ML_STYLE_PLAIN, ML_STYLE_HEAD, ML_STYLE_DIM, ML_STYLE_GOOD, ML_STYLE_BAD, ML_N_STYLES } ml_style;
void ml_text_style(ml_out *out, ml_style style);

/* How wide lines may be. */
size_t ml_text_line_columns(const ml_out *out);

/* A line of a heading. */
void ml_text_heading(ml_out *out, const char *line);

/* Text, left-aligned, such that it cannot drive a terminal; what is longer than the columns (at least 2) is cut and ends in
 * "..". */
void ml_text_label(ml_out *out, size_t columns, const char *text);

/* "1 image", "2 images". */
void ml_text_count(ml_out *out, uint64_t n, const char *noun);

/* Text of any bytes, such that it cannot drive a terminal; and a name of a file, from which the bytes can be had back. */
void ml_text_message(ml_out *out, const char *text);
void ml_text_name(ml_out *out, const char *name);

/* A number with the fewest digits, "null" where it is not defined. */
void ml_text_number(ml_out *out, double x);

/* The gates, a line each below the verdict; nothing without gates. */
void ml_text_gates(ml_out *out, const ml_verdicts *verdicts);

/* What the gates say together, "PASS: all of 2 gates" or "FAIL: 1 of 2 gates"; nothing without gates. */
void ml_text_verdict(ml_out *out, const ml_verdicts *verdicts);

/* Writes the text (words between single blanks, collected in memory) as a paragraph of lines that fit `out`, but for words that
 * are too long, and closes it. Lines after the first are indented. Nothing if it is empty. */
void ml_text_wrap(ml_out *out, ml_style style, ml_out *text);

#endif

/* What the Markdown forms share: text from outside in tables of GitHub's dialect, and a limit of size. */
#ifndef ML_OUTPUT_MARKDOWN_H
#define ML_OUTPUT_MARKDOWN_H

#include "core/gate.h"
#include "io/out.h"

/* A CI step summary takes 1 MiB. Each section ends, with a line that says how much is left out, before it is longer than its
 * share; names are cut. The shares add up to less than the whole. */
enum {
    ML_MARKDOWN_GATES_BYTES = 128 << 10,
    ML_MARKDOWN_FIGURES_BYTES = 144 << 10,
    ML_MARKDOWN_LISTS_BYTES = 48 << 10,
    ML_MARKDOWN_INTERVALS_BYTES = 64 << 10,
    ML_MARKDOWN_CLASSES_BYTES = 288 << 10,
    ML_MARKDOWN_IMAGES_BYTES = 192 << 10,
    ML_MARKDOWN_GROUPS_BYTES = 64 << 10,
    ML_MARKDOWN_ERRORS_BYTES = 96 << 10,
    ML_MARKDOWN_NAME_COLUMNS = 200,
};

/* Text of any bytes as it is to be read, as code: nothing in it is markup, HTML, a link, a mention or a formula. What is longer
 * than ML_MARKDOWN_NAME_COLUMNS is cut and ends in "..". */
void ml_markdown_text(ml_out *out, const char *text);

/* The same of the name of a file. */
void ml_markdown_name(ml_out *out, const char *name);

/* An item of a list, with a note, in which names of classes may be; it is not cut. */
void ml_markdown_note(ml_out *out, const char *text);

/* The cells of a table's row, each "| CONTENT ": text, a number as reports for people have it, a count. A row ends with
 * ml_markdown_row_end. */
void ml_markdown_cell(ml_out *out, const char *text);
void ml_markdown_cell_number(ml_out *out, double x, bool is_difference);
void ml_markdown_cell_count(ml_out *out, uint64_t n);
void ml_markdown_row_end(ml_out *out);

/* The line below a table's head: its first n_left columns are aligned to the left, the rest to the right. */
void ml_markdown_rule(ml_out *out, size_t n_columns, size_t n_left);

/* Whether a section that began when the output had out->n = `start` bytes may have another row (all of it is in memory); once
 * it may not, the number of rows left out is said with ml_markdown_left_out (nothing for none). */
bool ml_markdown_has_room(const ml_out *out, size_t start, size_t limit_bytes);
void ml_markdown_left_out(ml_out *out, uint64_t n, const char *noun, const char *where);

/* The table of gates with its heading; nothing without gates. */
void ml_markdown_gates(ml_out *out, const ml_verdicts *verdicts);

#endif

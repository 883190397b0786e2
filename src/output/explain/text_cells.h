/* Words and columns that the parts of an explanation for reading share, and these parts. */
#ifndef ML_OUTPUT_EXPLAIN_TEXT_CELLS_H
#define ML_OUTPUT_EXPLAIN_TEXT_CELLS_H

#include "core/explained.h"
#include "io/out.h"

enum {
    ML_CELLS_NAME = 24,   /* columns of names in tables, and of the blanks before them */
    ML_CELLS_NUMBER = 14, /* of a number of six digits, and a blank at least */
};

/* Text, cut where it takes more columns, without blanks behind it. */
void ml_cells_cut(ml_out *out, size_t columns, const char *text);

/* The name of a class, such that it cannot drive a terminal; returns the columns taken, at most these (16 or more). One that
 * takes more lacks its middle and has the class's index behind it, so that no two are alike. */
size_t ml_cells_class(ml_out *out, const ml_explained *explained, size_t columns, size_t c);

/* A heading above the names of a table, which is columns wide. */
void ml_cells_heading(ml_out *out, size_t columns, const char *text);

/* A word, or a number of six digits ("-": too large for one), that ends where its column does, a blank before it at least. */
void ml_cells_title(ml_out *out, size_t columns, const char *word);
void ml_cells_number(ml_out *out, double x);

/* The name, or that of a class, that a row of a table begins with. */
void ml_cells_name(ml_out *out, const char *name);
void ml_cells_name_class(ml_out *out, const ml_explained *explained, size_t c);

/* The line below a table that leaves n classes out; nothing for none. */
void ml_cells_others(ml_out *out, size_t n);

/* ASCII text from this column on to the end of the line, and of as many more as it needs, from the same column on. */
void ml_cells_long(ml_out *out, size_t columns, const char *text);

/* What the pixel costs, adds to the soft counts, and its gradients: tables with an empty line before each. */
void ml_explanation_text_losses(const ml_explained *explained, ml_out *out);
void ml_explanation_text_adds(const ml_explained *explained, ml_out *out);
void ml_explanation_text_gradients(const ml_explained *explained, ml_out *out);

#endif

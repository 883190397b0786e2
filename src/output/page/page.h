/* A page: one HTML file that needs nothing but itself. Here are its frame and sections, how numbers are shown, and tables whose
 * rows are many.
 *
 * Figures say where the JSON report has them, for whoever wants to compare: attribute data-path, of the element or, in a table,
 * of the head of its column (data-column). A * in it stands for what the row is of: a class or loss (data-class, data-loss: its
 * index), a group or image (data-group, data-image: its name, as it is shown). */
#ifndef ML_OUTPUT_PAGE_PAGE_H
#define ML_OUTPUT_PAGE_PAGE_H

#include "output/page/html.h"

/* A page is below 1 MB without pictures, whatever is on it: sections with rows that may be many end, with a line that says how
 * much is left out, before they are longer than their share. The shares and what else there can be add up to less. */
enum {
    ML_PAGE_GATES_BYTES = 20000,
    ML_PAGE_FIGURES_BYTES = 50000,
    ML_PAGE_CLASSES_BYTES = 170000,
    ML_PAGE_MATRICES_BYTES = 400000,
    ML_PAGE_GROUPS_BYTES = 50000,
    ML_PAGE_LISTS_BYTES = 30000,
    ML_PAGE_IMAGES_BYTES = 140000,
    ML_PAGE_ERRORS_BYTES = 20000,
    ML_PAGE_NAME_COLUMNS = 80, /* of names that are shown ... */
    ML_PAGE_ID_COLUMNS = 160,  /* ... and of those of files, images and groups */
};

/* A zeroed one may be cleared. */
typedef struct ml_page {
    ml_html html;
    ml_out row_text; /* the row that is being written */
    ml_html row;     /* its writer */
    size_t n_bytes, limit_bytes;
    uint64_t n_left_out;
    bool has_undefined; /* a number of this section was not defined */
} ml_page;

/* The page begins, up to the start of what is on it; its title is a text of any bytes. */
void ml_page_begin(ml_page *page, ml_out *out, const char *title);

/* It ends. */
void ml_page_end(ml_page *page);
void ml_page_clear(ml_page *page);

/* A section with its heading, until its end; where numbers in it were not defined, that says so. */
void ml_page_section(ml_page *page, const char *id, const char *heading);
void ml_page_section_end(ml_page *page);

/* What a dash means, where there was one since the section or page began. */
void ml_page_explain_undefined(ml_page *page);

/* A paragraph of this program's own words. */
void ml_page_remark(ml_page *page, const char *format, ...) ML_PRINTF(2, 3);

/* A table with its caption, which scrolls inside its box where it is too wide, until its end. Its class (NULL: none) may be
 * "sortable", for rows that may be many, with a thead of one row, "dense", for many columns, both, or "heat"; "crowded" beside
 * it, where on paper it has to be smaller than others. */
void ml_page_table(ml_page *page, const char *caption, const char *classes);
void ml_page_table_end(ml_page *page);

/* Cells of a head: a column's title with a path for what is below it, or NULL; and of a row, a text of any bytes. */
void ml_page_column(ml_page *page, const char *path, const char *title);
void ml_page_row_head(ml_html *html, const char *text);

/* Rows that may be many: until the limit is reached, each goes through a writer of its own. Where it no longer fits, it and all
 * that follow are left out, and the end says how many of the `things` and where they are. */
void ml_page_rows(ml_page *page, size_t limit_bytes);
ml_html *ml_page_row(ml_page *page, const char *element); /* one begins; to be written to what is returned */
bool ml_page_row_end(ml_page *page);                      /* whether it fitted */
void ml_page_rows_end(ml_page *page, const char *things); /* where a paragraph may stand */

/* Numbers as pages have them: four digits behind the point below 100, else six digits in all; a count with its thousands apart;
 * a share as a percentage. What is not defined is a dash. */
void ml_page_number(ml_page *page, ml_html *html, double x);
void ml_page_percent(ml_page *page, ml_html *html, double share);
void ml_page_count(ml_html *html, uint64_t n);

/* The same count as a part of other words. */
enum { ML_PAGE_COUNT_SIZE = 40 };
const char *ml_page_count_text(uint64_t n, char text[ML_PAGE_COUNT_SIZE]);

/* The same of a difference, with its sign; one that is not 0 does not look as if it were. */
void ml_page_difference(ml_page *page, ml_html *html, double x);
void ml_page_percent_more(ml_page *page, ml_html *html, double share);

/* The same as cells of a row; path NULL: the column has it. */
void ml_page_cell(ml_page *page, ml_html *html, const char *path, double x);
void ml_page_cell_count(ml_html *html, const char *path, uint64_t n);

/* The head of a class's row, which says if it is masked; and that of a group's row, which has the group's name as data too. */
void ml_page_class_head(ml_html *row, const char *name, bool is_masked);
void ml_page_group_head(ml_html *row, const char *name);

#endif

/* The one writer of HTML, SVG inside it included. Whatever is given as text is text: no name can become markup, end an
 * attribute, turn the direction in which a line is read, or be another character than the ones that are seen.
 *
 *     ml_html html = {.out = out};
 *     ml_html_begin(&html, "td");
 *     ml_html_attribute(&html, "title", name);
 *     ml_html_text(&html, name);
 *     ml_html_end(&html);
 */
#ifndef ML_OUTPUT_PAGE_HTML_H
#define ML_OUTPUT_PAGE_HTML_H

#include "io/out.h"

enum { ML_HTML_MAX_DEPTH = 24 };

/* Where the next text goes. */
typedef enum ml_html_place {
    ML_HTML_IN_CONTENT,
    ML_HTML_IN_TAG,   /* of the element that was begun last: it takes attributes, too */
    ML_HTML_IN_VALUE, /* of its last attribute */
} ml_html_place;

/* Zeroed but for `out` it stands at the start of a document, or of a part of one. Names of elements and attributes are this
 * program's own, and outlive it. */
typedef struct ml_html {
    ml_out *out;
    ml_html_place place;
    int depth;
    const char *elements[ML_HTML_MAX_DEPTH]; /* those that are open */
} ml_html;

/* An element begins, or the one that was begun last and not ended yet ends. One that can have no content, as img and rect, ends
 * by itself. */
void ml_html_begin(ml_html *html, const char *element);
void ml_html_end(ml_html *html);

/* The same with attributes class (NULL: none). */
void ml_html_begin_class(ml_html *html, const char *element, const char *classes);

/* An element that holds only text. */
void ml_html_element(ml_html *html, const char *element, const char *text);
void ml_html_element_class(ml_html *html, const char *element, const char *classes, const char *text);

/* An attribute of the element that was just begun, with a text of any bytes. */
void ml_html_attribute(ml_html *html, const char *name, const char *text);
void ml_html_attribute_printf(ml_html *html, const char *name, const char *format, ...) ML_PRINTF(3, 4); /* as ml_html_printf */

/* The same of a text that is made of several: all that is written in between. */
void ml_html_value(ml_html *html, const char *name);
void ml_html_value_end(ml_html *html);

/* Text of any bytes: what is not UTF-8, control characters, those that turn directions or end lines are \xHH. */
void ml_html_text(ml_html *html, const char *text);
void ml_html_printf(ml_html *html, const char *format, ...) ML_PRINTF(2, 3); /* below 512 bytes: no names, no keys */

/* A text that is cut, and ends in an ellipsis, where it is longer than so many columns; however many bytes a column has, the
 * whole has at most ML_HTML_BYTES_A_COLUMN a column. */
enum { ML_HTML_BYTES_A_COLUMN = 8 };
void ml_html_label(ml_html *html, size_t columns, const char *text);

/* The same of the name of a file, from which, where it is not cut, the bytes can be had back. */
void ml_html_name(ml_html *html, size_t columns, const char *name);

/* Bytes of this program's own, as they are: style and script, which hold no end of their elements, and base64. */
void ml_html_verbatim(ml_html *html, const char *bytes, size_t n);

#endif

/* The writer of HTML; see html.h. */
#include "output/page/html.h"

#include "base/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Elements without content, of HTML and of SVG; the second kind needs its slash. */
static bool is_empty(const char *element)
{
    static const char *const empty[] = {"meta", "img", "br", "wbr", "rect", "line", "path"};
    size_t i = 0;
    while (i < ML_COUNT(empty) && strcmp(element, empty[i]) != 0)
        i++;
    return i < ML_COUNT(empty);
}

static bool is_of_svg(const char *element)
{
    return strcmp(element, "rect") == 0 || strcmp(element, "line") == 0 || strcmp(element, "path") == 0;
}

/* Ends the tag that is open; an element without content ends with it. */
static void close_tag(ml_html *html)
{
    const char *element = html->depth > 0 ? html->elements[html->depth - 1] : "";
    if (html->place == ML_HTML_IN_VALUE)
        ml_html_value_end(html);
    if (html->place != ML_HTML_IN_TAG)
        return;
    ml_out_text(html->out, is_empty(element) && is_of_svg(element) ? "/>" : ">");
    html->place = ML_HTML_IN_CONTENT;
    html->depth -= is_empty(element);
}

void ml_html_begin(ml_html *html, const char *element)
{
    close_tag(html);
    if (html->depth == ML_HTML_MAX_DEPTH) {
        ml_out_fail(html->out, 0);
        return;
    }
    html->elements[html->depth++] = element;
    html->place = ML_HTML_IN_TAG;
    ml_out_text(html->out, "<");
    ml_out_text(html->out, element);
}

void ml_html_begin_class(ml_html *html, const char *element, const char *classes)
{
    ml_html_begin(html, element);
    if (classes)
        ml_html_attribute(html, "class", classes);
}

void ml_html_end(ml_html *html)
{
    close_tag(html);
    if (html->depth == 0)
        return;
    ml_out_text(html->out, "</");
    ml_out_text(html->out, html->elements[--html->depth]);
    ml_out_text(html->out, ">");
}

void ml_html_element(ml_html *html, const char *element, const char *text) { ml_html_element_class(html, element, NULL, text); }

void ml_html_element_class(ml_html *html, const char *element, const char *classes, const char *text)
{
    ml_html_begin_class(html, element, classes);
    ml_html_text(html, text);
    ml_html_end(html);
}

void ml_html_value(ml_html *html, const char *name)
{
    ml_out_text(html->out, " ");
    ml_out_text(html->out, name);
    ml_out_text(html->out, "=\"");
    html->place = ML_HTML_IN_VALUE;
}

void ml_html_value_end(ml_html *html)
{
    ml_out_text(html->out, "\"");
    html->place = ML_HTML_IN_TAG;
}

void ml_html_attribute(ml_html *html, const char *name, const char *text)
{
    ml_html_value(html, name);
    ml_html_text(html, text);
    ml_html_value_end(html);
}

/* Before content: the tag ends; a value goes on. */
static void open_content(ml_html *html)
{
    if (html->place != ML_HTML_IN_VALUE)
        close_tag(html);
}

/* The reference of a character that could mean something, in content or in a value; NULL: it cannot. */
static const char *reference(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

/* The first n bytes of a text without characters that are not to be seen. */
static void write_safe(ml_html *html, const char *safe, size_t n)
{
    open_content(html);
    for (size_t start = 0, at = 0; at <= n; at++) {
        const char *instead = at < n ? reference(safe[at]) : "";
        if (!instead)
            continue;
        ml_out_bytes(html->out, safe + start, at - start);
        ml_out_text(html->out, instead);
        start = at + 1;
    }
}

/* The same of all of it, which is freed; NULL: there was no memory for it. */
static void take_safe(ml_html *html, char *safe)
{
    if (safe)
        write_safe(html, safe, strlen(safe));
    else
        ml_out_fail(html->out, ENOMEM);
    free(safe);
}

void ml_html_text(ml_html *html, const char *text) { take_safe(html, ml_message_text(text)); }

void ml_html_label(ml_html *html, size_t columns, const char *text)
{
    char *safe = ml_message_text(text);
    size_t n = safe ? strlen(safe) : 0, at = 0, end = 0, length = 1, bytes = 0;
    for (; at < n && length > 0; at += length) {
        length = ml_utf8_length(safe + at, n - at);
        const char *instead = length == 1 ? reference(safe[at]) : NULL;
        bytes += instead ? strlen(instead) : length;
        if (ml_text_columns_of(safe, at + length) > columns || bytes > columns * ML_HTML_BYTES_A_COLUMN)
            break;
        /* where it would be cut: there has to be room for the ellipsis */
        if (ml_text_columns_of(safe, at + length) + 1 <= columns && bytes + 3 <= columns * ML_HTML_BYTES_A_COLUMN)
            end = at + length;
    }
    if (safe && at == n) {
        write_safe(html, safe, n);
    } else if (safe) {
        write_safe(html, safe, end);
        ml_out_text(html->out, "\xe2\x80\xa6");
    } else {
        ml_out_fail(html->out, ENOMEM);
    }
    free(safe);
}

void ml_html_name(ml_html *html, size_t columns, const char *name)
{
    char *shown = ml_name_text(name);
    if (shown)
        ml_html_label(html, columns, shown);
    else
        ml_out_fail(html->out, ENOMEM);
    free(shown);
}

/* What printf makes of its arguments, below 512 bytes. */
static void write_formatted(ml_html *html, const char *format, va_list args) ML_PRINTF(2, 0);
static void write_formatted(ml_html *html, const char *format, va_list args)
{
    char text[512];
    int n = vsnprintf(text, sizeof text, format, args);
    if (n < 0 || (size_t)n >= sizeof text)
        ml_out_fail(html->out, 0);
    else
        write_safe(html, text, (size_t)n);
}

void ml_html_printf(ml_html *html, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    write_formatted(html, format, args);
    va_end(args);
}

void ml_html_attribute_printf(ml_html *html, const char *name, const char *format, ...)
{
    va_list args;
    ml_html_value(html, name);
    va_start(args, format);
    write_formatted(html, format, args);
    va_end(args);
    ml_html_value_end(html);
}

void ml_html_verbatim(ml_html *html, const char *bytes, size_t n)
{
    open_content(html);
    ml_out_bytes(html->out, bytes, n);
}

/* Pages; see page.h. */
#include "output/page/page.h"

#include "base/text.h"
#include "output/page/files.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Nothing may be fetched, whatever is on a page; its style and script are its own. */
#define POLICY "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"

static void meta(ml_html *html, const char *name, const char *content)
{
    ml_html_begin(html, "meta");
    ml_html_attribute(html, "name", name);
    ml_html_attribute(html, "content", content);
    ml_html_verbatim(html, "\n", 1);
}

void ml_page_begin(ml_page *page, ml_out *out, const char *title)
{
    static const char doctype[] = "<!DOCTYPE html>\n";
    ml_html *html = &page->html;
    *page = (ml_page){.html = {.out = out}, .row_text = {.path = "a row", .fd = -1}};
    ml_html_verbatim(html, doctype, sizeof doctype - 1);
    ml_html_begin(html, "html");
    ml_html_attribute(html, "lang", "en");
    ml_html_begin(html, "head");
    ml_html_begin(html, "meta");
    ml_html_attribute(html, "charset", "utf-8");
    ml_html_verbatim(html, "\n", 1);
    ml_html_begin(html, "meta");
    ml_html_attribute(html, "http-equiv", "Content-Security-Policy");
    ml_html_attribute(html, "content", POLICY);
    ml_html_verbatim(html, "\n", 1);
    meta(html, "viewport", "width=device-width, initial-scale=1");
    meta(html, "color-scheme", "light dark");
    meta(html, "generator", "maskloss " ML_VERSION);
    ml_html_element(html, "title", title);
    ml_html_begin(html, "style");
    ml_html_verbatim(html, ml_page_style, ml_page_style_bytes);
    ml_html_end(html);
    ml_html_end(html);
    ml_html_verbatim(html, "\n", 1);
    ml_html_begin(html, "body");
    ml_html_begin(html, "main");
}

void ml_page_end(ml_page *page)
{
    ml_html *html = &page->html;
    ml_html_end(html); /* main */
    ml_html_begin(html, "script");
    ml_html_verbatim(html, ml_page_script, ml_page_script_bytes);
    ml_html_end(html);
    ml_html_end(html);
    ml_html_end(html);
    ml_html_verbatim(html, "\n", 1);
    ml_page_clear(page);
}

void ml_page_clear(ml_page *page)
{
    ml_out_close(&page->row_text);
    *page = (ml_page){.n_bytes = 0};
}

void ml_page_section(ml_page *page, const char *id, const char *heading)
{
    ml_html *html = &page->html;
    page->has_undefined = false;
    ml_html_verbatim(html, "\n", 1);
    ml_html_begin(html, "section");
    ml_html_attribute(html, "id", id);
    ml_html_element(html, "h2", heading);
}

void ml_page_explain_undefined(ml_page *page)
{
    if (page->has_undefined)
        ml_page_remark(page, "\xe2\x80\x93 is not defined: there is nothing to divide by, or to take a value of.");
    page->has_undefined = false;
}

void ml_page_section_end(ml_page *page)
{
    ml_page_explain_undefined(page);
    ml_html_end(&page->html);
}

void ml_page_remark(ml_page *page, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof text)
        ml_out_fail(page->html.out, 0);
    else
        ml_html_element_class(&page->html, "p", "remark", text);
}

void ml_page_table(ml_page *page, const char *caption, const char *classes)
{
    ml_html *html = &page->html;
    ml_html_begin_class(html, "div", classes && strstr(classes, "sortable") ? "scroll tall" : "scroll");
    ml_html_attribute(html, "role", "region");
    ml_html_attribute(html, "aria-label", caption);
    ml_html_attribute(html, "tabindex", "0"); /* so that keys can scroll it */
    ml_html_begin_class(html, "table", classes);
    ml_html_element(html, "caption", caption);
}

void ml_page_table_end(ml_page *page)
{
    ml_html_end(&page->html);
    ml_html_end(&page->html);
}

void ml_page_column(ml_page *page, const char *path, const char *title)
{
    ml_html *html = &page->html;
    ml_html_begin(html, "th");
    ml_html_attribute(html, "scope", "col");
    if (path)
        ml_html_attribute(html, "data-column", path);
    ml_html_text(html, title);
    ml_html_end(html);
}

void ml_page_row_head(ml_html *html, const char *text)
{
    ml_html_begin(html, "th");
    ml_html_attribute(html, "scope", "row");
    ml_html_label(html, ML_PAGE_NAME_COLUMNS, text);
    ml_html_end(html);
}

void ml_page_rows(ml_page *page, size_t limit_bytes)
{
    page->n_bytes = 0;
    page->limit_bytes = limit_bytes;
    page->n_left_out = 0;
}

ml_html *ml_page_row(ml_page *page, const char *element)
{
    page->row_text.n = 0;
    page->row = (ml_html){.out = &page->row_text};
    ml_html_verbatim(&page->row, "\n", 1);
    ml_html_begin(&page->row, element);
    return &page->row;
}

bool ml_page_row_end(ml_page *page)
{
    ml_out *text = &page->row_text;
    ml_html_end(&page->row);
    ml_out_fail_too(page->html.out, text);
    if (page->n_left_out > 0 || text->spill.n > 0 || text->n > page->limit_bytes - page->n_bytes) {
        page->n_left_out++;
        return false;
    }
    page->n_bytes += text->n;
    ml_html_verbatim(&page->html, text->memory, text->n);
    return true;
}

void ml_page_rows_end(ml_page *page, const char *things)
{
    uint64_t n = page->n_left_out;
    char text[ML_PAGE_COUNT_SIZE];
    if (n > 0)
        ml_page_remark(page, "%s more of the %s %s left out here: --format=json has all.", ml_page_count_text(n, text), things,
                       n == 1 ? "is" : "are");
}

/* A dash, and the section will say what it means. */
static void write_undefined(ml_page *page, ml_html *html)
{
    page->has_undefined = true;
    ml_html_printf(html, "\xe2\x80\x93");
}

void ml_page_number(ml_page *page, ml_html *html, double x)
{
    if (!isfinite(x))
        write_undefined(page, html);
    else if (fabs(x) < 100)
        ml_html_printf(html, "%.4f", x);
    else
        ml_html_printf(html, "%.6g", x);
}

void ml_page_percent(ml_page *page, ml_html *html, double share)
{
    if (isfinite(share))
        ml_html_printf(html, "%.1f\xc2\xa0%%", 100 * share);
    else
        write_undefined(page, html);
}

void ml_page_difference(ml_page *page, ml_html *html, double x)
{
    if (!isfinite(x))
        write_undefined(page, html);
    else if (!(fabs(x) > 0))
        ml_html_text(html, "0");
    else if (fabs(x) < 0.00005)
        ml_html_printf(html, "%+.1e", x);
    else if (fabs(x) < 100)
        ml_html_printf(html, "%+.4f", x);
    else
        ml_html_printf(html, "%+.6g", x);
}

void ml_page_percent_more(ml_page *page, ml_html *html, double share)
{
    double x = 100 * share;
    if (!isfinite(x))
        write_undefined(page, html);
    else if (!(fabs(x) > 0))
        ml_html_text(html, "0\xc2\xa0%");
    else if (fabs(x) < 0.05 || fabs(x) >= 1e6)
        ml_html_printf(html, "%+.2g\xc2\xa0%%", x);
    else
        ml_html_printf(html, "%+.1f\xc2\xa0%%", x);
}

const char *ml_page_count_text(uint64_t n, char text[ML_PAGE_COUNT_SIZE])
{
    char digits[24];
    int n_digits = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    size_t at = 0;
    for (int i = 0; i < n_digits; i++) {
        if (i > 0 && (n_digits - i) % 3 == 0) { /* a narrow blank that does not break */
            memcpy(text + at, "\xe2\x80\xaf", 3);
            at += 3;
        }
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}

void ml_page_count(ml_html *html, uint64_t n)
{
    char text[ML_PAGE_COUNT_SIZE];
    ml_html_text(html, ml_page_count_text(n, text));
}

static void begin_cell(ml_html *html, const char *path)
{
    ml_html_begin(html, "td");
    if (path)
        ml_html_attribute(html, "data-path", path);
}

void ml_page_cell(ml_page *page, ml_html *html, const char *path, double x)
{
    begin_cell(html, path);
    ml_page_number(page, html, x);
    ml_html_end(html);
}

void ml_page_cell_count(ml_html *html, const char *path, uint64_t n)
{
    begin_cell(html, path);
    ml_page_count(html, n);
    ml_html_end(html);
}

static void begin_head(ml_html *row)
{
    ml_html_begin(row, "th");
    ml_html_attribute(row, "scope", "row");
}

void ml_page_class_head(ml_html *row, const char *name, bool is_masked)
{
    begin_head(row);
    ml_html_label(row, ML_PAGE_NAME_COLUMNS, name);
    if (is_masked)
        ml_html_element_class(row, "span", "tag", " masked");
    ml_html_end(row);
}

void ml_page_group_head(ml_html *row, const char *name)
{
    ml_html_value(row, "data-group");
    ml_html_name(row, ML_PAGE_ID_COLUMNS, name);
    ml_html_value_end(row);
    begin_head(row);
    ml_html_name(row, ML_PAGE_ID_COLUMNS, name);
    ml_html_end(row);
}

/* Sections that pages share; see sections.h. */
#include "output/page/sections.h"

#include "base/memory.h"
#include "base/text.h"
#include "output/text.h"
#include "stream/agreement.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_KEYS = 100, /* that are named */
    KEY_COLUMNS = 60,
    MAX_MASKED = 40, /* classes that are named */
};

const char *ml_page_headline_class(const ml_verdicts *verdicts, bool is_incomplete)
{
    return is_incomplete || verdicts->n_failed > 0 ? "bad" : verdicts->n > 0 ? "good" : NULL;
}

/* A gate's figure and its bound, each cut by itself: a line may end between them, not inside the bound. */
static void write_gate_text(ml_html *row, const char *text)
{
    size_t bound = strlen(text);
    while (bound > 0 && !strchr("<>=!", text[bound - 1]))
        bound--;
    while (bound > 0 && strchr("<>=!", text[bound - 1]))
        bound--;
    ml_html_begin(row, "th");
    ml_html_attribute(row, "scope", "row");
    if (bound > 0) {
        char *figure = ml_strdup(text);
        if (figure) {
            figure[bound] = '\0';
            ml_html_label(row, ML_PAGE_NAME_COLUMNS, figure);
        } else {
            ml_out_fail(row->out, ENOMEM);
        }
        free(figure);
        ml_html_begin(row, "wbr");
    }
    ml_html_begin_class(row, "span", "whole");
    ml_html_label(row, ML_PAGE_NAME_COLUMNS, text + bound);
    ml_html_end(row);
    ml_html_end(row);
}

/* A row of the gate with number g. */
static void write_gate(ml_page *page, const ml_verdict *verdict, size_t g)
{
    ml_html *row = ml_page_row(page, "tr");
    ml_html_attribute_printf(row, "data-gate", "%zu", g);
    write_gate_text(row, verdict->gate->text);
    ml_html_element_class(row, "td", verdict->holds ? "good" : "bad",
                          verdict->holds ? "\xe2\x9c\x93 pass" : "\xe2\x9c\x97 FAIL");
    ml_html_begin(row, "td");
    ml_out number = {.path = "a number", .fd = -1};
    ml_text_number(&number, verdict->value);
    ml_html_printf(row, "%.*s", (int)number.n, number.memory ? number.memory : "");
    ml_out_fail_too(row->out, &number);
    ml_out_close(&number);
    ml_html_end(row);
    ml_page_row_end(page);
}

void ml_page_gates(ml_page *page, const ml_verdicts *verdicts)
{
    if (verdicts->n == 0)
        return;
    ml_page_section(page, "gates", "Gates");
    ml_page_table(page, "What each gate says", NULL);
    ml_html_begin(&page->html, "thead");
    ml_html_begin(&page->html, "tr");
    ml_page_column(page, NULL, "gate");
    ml_page_column(page, NULL, "verdict");
    ml_page_column(page, NULL, "value");
    ml_html_end(&page->html);
    ml_html_end(&page->html);
    ml_html_begin(&page->html, "tbody");
    ml_page_rows(page, ML_PAGE_GATES_BYTES);
    for (int holds = 0; holds < 2; holds++)
        for (size_t g = 0; g < verdicts->n; g++)
            if (verdicts->items[g].holds == (holds == 1))
                write_gate(page, &verdicts->items[g], g);
    ml_html_end(&page->html);
    ml_page_table_end(page);
    ml_page_rows_end(page, "gates");
    ml_page_section_end(page);
}

void ml_page_notes(ml_page *page, const ml_note *notes, size_t n)
{
    if (n == 0)
        return;
    ml_page_section(page, "notes", "Notes");
    ml_html_begin_class(&page->html, "ul", "notes");
    for (size_t i = 0; i < n; i++) {
        ml_html_begin(&page->html, "li");
        ml_html_attribute(&page->html, "data-note", notes[i].code);
        ml_html_text(&page->html, notes[i].text);
        ml_html_text(&page->html, ".");
        ml_html_end(&page->html);
    }
    ml_html_end(&page->html);
    ml_page_section_end(page);
}

/* Settings of the JSON report that are shown where they were given, but for those that stand elsewhere on the page. */
static const char *const keys[] = {"activation", "ignore",        "average",   "absent",  "empty",
                                   "epsilon",    "weights",       "threshold", "no_data", "missing_truth",
                                   "truth_code", "prediction_as", "samples",   "spacing"};

static const char *loss_key(const ml_settings *settings, size_t l) { return settings->losses->items[l].key; }

static const char *measure_key(const ml_settings *settings, size_t k) { return settings->measures->items[k].key; }

/* The keys of n losses or measures; nothing where n is 0. */
static void write_keys(ml_html *html, const char *title, const ml_settings *settings, size_t n,
                       const char *(*key)(const ml_settings *settings, size_t i))
{
    if (n == 0)
        return;
    ml_html_element(html, "dt", title);
    ml_html_begin(html, "dd");
    for (size_t i = 0; i < n && i < MAX_KEYS; i++) {
        ml_html_text(html, i ? ", " : "");
        ml_html_label(html, KEY_COLUMNS, key(settings, i));
    }
    if (n > MAX_KEYS)
        ml_html_printf(html, ", and %zu more", n - MAX_KEYS);
    ml_html_end(html);
}

/* Without the quotes of a text. */
static void write_value(ml_html *html, char *text)
{
    size_t n = strlen(text), quote = n > 1 && *text == '"' && text[n - 1] == '"';
    text[n - quote] = '\0';
    ml_html_text(html, text + quote);
}

static bool is_given(const char *text) { return strcmp(text, "nothing") != 0 && strcmp(text, "[]") != 0; }

/* A setting where it was given; of two sides, both where they are not the same. */
static void write_setting(ml_html *html, const char *key, const ml_settings *settings, const ml_settings *candidate)
{
    char *text = ml_setting_text(key, settings), *other = candidate ? ml_setting_text(key, candidate) : NULL;
    bool differs = text && other && strcmp(text, other) != 0;
    if (!text || (candidate && !other))
        ml_out_fail(html->out, ENOMEM);
    if (text && (differs || is_given(text))) {
        ml_html_element(html, "dt", key);
        ml_html_begin(html, "dd");
        write_value(html, text);
        if (differs) {
            ml_html_text(html, "; of the candidate ");
            write_value(html, other);
        }
        ml_html_end(html);
    }
    free(other);
    free(text);
}

void ml_page_settings(ml_page *page, const ml_settings *settings, const ml_settings *candidate)
{
    ml_html *html = &page->html;
    ml_page_section(page, "settings", "Version and settings");
    ml_html_begin_class(html, "dl", "settings");
    ml_html_element(html, "dt", "version");
    ml_html_element(html, "dd", "maskloss " ML_VERSION);
    for (size_t i = 0; i < ML_COUNT(keys); i++)
        write_setting(html, keys[i], settings, candidate);
    write_keys(html, "losses", settings, settings->losses->n, loss_key);
    write_keys(html, "measures", settings, settings->measures->n, measure_key);
    ml_html_end(html);
    ml_page_section_end(page);
}

void ml_page_masked(ml_html *html, const ml_settings *settings)
{
    size_t n = 0;
    for (size_t c = 0; c < settings->classes->n; c++)
        if (settings->masked[c] && n++ < MAX_MASKED) {
            ml_html_text(html, n > 1 ? ", " : "");
            ml_html_label(html, ML_PAGE_NAME_COLUMNS, settings->classes->items[c].name);
        }
    if (n > MAX_MASKED)
        ml_html_printf(html, ", and %zu more", n - MAX_MASKED);
    if (n == 0)
        ml_html_text(html, "nothing");
}

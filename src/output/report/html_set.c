/* The HTML report's words about the set: what was evaluated, where it is incomplete, and what could not be evaluated. */
#include "output/page/sections.h"
#include "output/report/html_parts.h"

enum {
    MAX_STREAMS = 20, /* that are named */
};

static void begin_fact(ml_html *html, const char *title)
{
    ml_html_element(html, "dt", title);
    ml_html_begin_class(html, "dd", "wide");
}

/* A count with words behind it. */
static void count(ml_html *html, const char *path, uint64_t n, const char *words)
{
    ml_html_begin(html, "span");
    ml_html_attribute(html, "data-path", path);
    ml_page_count(html, n);
    ml_html_end(html);
    ml_html_text(html, words);
}

static void path_fact(ml_html *html, const char *title, const ml_common_path *common)
{
    begin_fact(html, title);
    ml_html_name(html, common->n > 0 ? common->text : ".");
    ml_html_end(html);
}

/* On a line of its own: it alone differs between an evaluation and the merge of its streams. */
static void write_paths(ml_html *html, const ml_report *report, const ml_aggregate *aggregate)
{
    if (report->n_streams == 0 && (!aggregate->truths.text || !aggregate->predictions.text))
        return;
    ml_html_verbatim(html, "\n", 1);
    if (report->n_streams == 0) {
        path_fact(html, "truth", &aggregate->truths);
        path_fact(html, "prediction", &aggregate->predictions);
    } else {
        begin_fact(html, "streams");
        for (size_t i = 0; i < report->n_streams && i < MAX_STREAMS; i++) {
            ml_html_text(html, i ? ", " : "");
            ml_html_name(html, report->streams[i]);
        }
        if (report->n_streams > MAX_STREAMS)
            ml_html_printf(html, ", and %zu more", report->n_streams - MAX_STREAMS);
        ml_html_end(html);
    }
    ml_html_verbatim(html, "\n", 1);
}

static void write_images(ml_html *html, const ml_set_result *set)
{
    begin_fact(html, "images");
    count(html, "coverage.evaluated", set->aggregate->n_images, " of ");
    count(html, "coverage.expected", set->n_expected, "");
    if (set->aggregate->n_without_truth > 0) {
        ml_html_text(html, ", ");
        count(html, "coverage.without_truth", set->aggregate->n_without_truth, " without a truth");
    }
    ml_html_end(html);
}

static void write_pixels(ml_html *html, const ml_figures *figures)
{
    begin_fact(html, "pixels");
    count(html, "pixels.total", figures->n_pixels, "");
    if (figures->n_ignored > 0) {
        ml_html_text(html, ": ");
        count(html, "pixels.valid", figures->n_valid, " valid, ");
        count(html, "pixels.ignored", figures->n_ignored, " ignored");
    }
    if (figures->n_bad > 0) {
        ml_html_text(html, " (");
        count(html, "pixels.bad", figures->n_bad, " of them bad)");
    }
    if (figures->n_none > 0) {
        ml_html_text(html, "; ");
        count(html, "pixels.none", figures->n_none, " of the valid ones were predicted as no class");
    }
    ml_html_end(html);
}

static void write_mask(ml_html *html, const ml_figures *figures)
{
    const ml_settings *settings = figures->settings;
    bool is_any = false;
    for (size_t c = 0; c < settings->classes->n; c++)
        is_any |= settings->masked[c];
    begin_fact(html, "masked");
    ml_page_masked(html, settings);
    if (is_any) {
        ml_html_text(html, " (");
        count(html, "pixels.masked", figures->n_masked, " pixels)");
    }
    ml_html_end(html);
}

/* What is not in the figures; nothing if all is. */
static void write_coverage(ml_html *html, const ml_set_result *set)
{
    uint64_t n_evaluated = set->aggregate->n_images;
    if (n_evaluated >= set->n_expected && set->faults->n == 0)
        return;
    ml_html_begin_class(html, "p", "alert");
    ml_html_element(html, "strong", "The result is incomplete.");
    if (set->faults->n > 0)
        ml_html_printf(html, " %zu error%s: see below.", set->faults->n, set->faults->n == 1 ? "" : "s");
    else
        ml_html_printf(html, " %llu of %llu images are missing.", (unsigned long long)(set->n_expected - n_evaluated),
                       (unsigned long long)set->n_expected);
    ml_html_end(html);
}

static void write_errors(ml_page *page, const ml_faults *faults)
{
    if (faults->n == 0)
        return;
    ml_html_element(&page->html, "h3", "Errors");
    ml_html_begin_class(&page->html, "ul", "errors");
    ml_page_rows(page, ML_PAGE_ERRORS_BYTES);
    for (size_t i = 0; i < faults->n; i++) {
        ml_html *row = ml_page_row(page, "li");
        ml_html_attribute_printf(row, "data-error", "%zu", i);
        ml_html_begin(row, "strong");
        ml_html_name(row, faults->items[i].id);
        ml_html_end(row);
        ml_html_text(row, ": ");
        ml_html_text(row, faults->items[i].message);
        ml_page_row_end(page);
    }
    ml_html_end(&page->html);
    ml_page_rows_end(page, "errors");
}

void ml_html_report_set(ml_page *page, const ml_report *report, const ml_set_result *set)
{
    ml_html *html = &page->html;
    ml_page_section(page, "set", "What was evaluated");
    write_coverage(html, set);
    ml_html_begin_class(html, "dl", "settings");
    write_paths(html, report, set->aggregate);
    write_images(html, set);
    write_pixels(html, set->figures);
    begin_fact(html, "classes");
    ml_html_printf(html, "%zu", report->settings->classes->n);
    ml_html_end(html);
    write_mask(html, set->figures);
    ml_html_end(html);
    write_errors(page, set->faults);
    ml_page_section_end(page);
}

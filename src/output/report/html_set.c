/* The HTML report's words about the set: what was evaluated, where it is incomplete, and what could not be evaluated. */
#include "output/page/sections.h"
#include "output/report/html_parts.h"

enum {
    MAX_STREAMS = 20, /* that are named */
    MAX_SHARDS = 40,
    MESSAGE_COLUMNS = 1000, /* of an error */
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
    ml_html_name(html, ML_PAGE_ID_COLUMNS, common->n > 0 ? common->text : ".");
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
            ml_html_name(html, ML_PAGE_ID_COLUMNS, report->streams[i]);
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

bool ml_html_report_lacks(const ml_report *report, const ml_set_result *set)
{
    return set->aggregate->n_images < set->n_expected || set->faults->n > 0 || report->n_missing_shards > 0;
}

void ml_html_report_write_shard(ml_out *out, const ml_report *report, const char *behind)
{
    for (size_t k = 0; k < report->shards.of && report->n_streams == 0; k++)
        if (report->shards.have[k])
            ml_out_printf(out, "shard %zu/%zu%s", k, report->shards.of, behind);
}

/* The shards that there are, or that are missing, by their numbers. */
static void write_numbers(ml_html *html, const ml_shards *shards, bool have)
{
    size_t n = 0;
    for (size_t k = 0; k < shards->of; k++)
        if (shards->have[k] == have && n++ < MAX_SHARDS)
            ml_html_printf(html, n > 1 ? ", %zu" : "%zu", k);
    if (n > MAX_SHARDS)
        ml_html_printf(html, ", and %zu more", n - MAX_SHARDS);
}

static void write_shards(ml_html *html, const ml_shards *shards)
{
    if (shards->of == 0)
        return;
    begin_fact(html, "shards");
    ml_html_text(html, "number ");
    write_numbers(html, shards, true);
    ml_html_printf(html, " of %zu, counted from 0; not here: ", shards->of);
    write_numbers(html, shards, false);
    ml_html_end(html);
}

/* What is not in the figures; nothing if all is. */
static void write_coverage(ml_html *html, const ml_report *report, const ml_set_result *set)
{
    const uint64_t n_evaluated = set->aggregate->n_images, n_shards = report->n_missing_shards;
    if (!ml_html_report_lacks(report, set))
        return;
    char missing[ML_PAGE_COUNT_SIZE], expected[ML_PAGE_COUNT_SIZE];
    ml_html_begin_class(html, "p", "alert");
    ml_html_element(html, "strong", "The result is incomplete.");
    if (set->faults->n > 0)
        ml_html_printf(html, " %zu error%s: see below.", set->faults->n, set->faults->n == 1 ? "" : "s");
    else if (n_evaluated < set->n_expected)
        ml_html_printf(html, " %s of %s images are missing.", ml_page_count_text(set->n_expected - n_evaluated, missing),
                       ml_page_count_text(set->n_expected, expected));
    if (n_shards > 0)
        ml_html_printf(html, " %llu of %zu shards %s missing, with images whose number is not known.",
                       (unsigned long long)n_shards, report->shards.of, n_shards == 1 ? "is" : "are");
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
        ml_html_name(row, ML_PAGE_ID_COLUMNS, faults->items[i].id);
        ml_html_end(row);
        ml_html_text(row, ": ");
        ml_html_label(row, MESSAGE_COLUMNS, faults->items[i].message);
        ml_page_row_end(page);
    }
    ml_html_end(&page->html);
    ml_page_rows_end(page, "errors");
}

void ml_html_report_set(ml_page *page, const ml_report *report, const ml_set_result *set)
{
    ml_html *html = &page->html;
    ml_page_section(page, "set", "What was evaluated");
    write_coverage(html, report, set);
    ml_html_begin_class(html, "dl", "settings");
    write_paths(html, report, set->aggregate);
    write_images(html, set);
    write_shards(html, &report->shards);
    write_pixels(html, set->figures);
    begin_fact(html, "classes");
    ml_html_printf(html, "%zu", report->settings->classes->n);
    ml_html_end(html);
    write_mask(html, set->figures);
    ml_html_end(html);
    write_errors(page, set->faults);
    ml_page_section_end(page);
}

/* The HTML report: one page for reading and for passing on. First the verdict of the gates and the figures that are asked for
 * first, then what was evaluated, what masking forgave, notes, losses and metrics, classes, confusions, images. Other parts:
 * html_NAME.c. */
#include "output/page/sections.h"
#include "output/report/html_parts.h"
#include "output/report/text_table.h"
#include "output/text.h"

#include <math.h>
#include <stdio.h>

/* What the run says in a line: whether something is missing, and the verdict, or without gates mean IoU. */
static void write_headline(ml_out *out, const ml_report *report, const ml_set_result *set)
{
    const ml_text_views views = ml_text_all_views(set->figures->settings);
    if (ml_html_report_lacks(report, set))
        ml_out_text(out, "INCOMPLETE, ");
    ml_html_report_write_shard(out, report, ", ");
    ml_text_verdict(out, set->verdicts);
    if (set->verdicts->n > 0)
        return;
    if (set->aggregate->n_images == 0) {
        ml_out_text(out, "no image");
        return;
    }
    ml_out_text(out, "miou");
    for (size_t i = 0; i < views.n; i++) {
        double x = set->figures->views[views.items[i]].metrics[ML_MIOU];
        ml_out_text(out, i ? ", " : " ");
        if (isfinite(x))
            ml_out_printf(out, "%.4f", x);
        else
            ml_out_text(out, "\xe2\x80\x93");
        ml_out_printf(out, " %s", ml_view_names[views.items[i]]);
    }
}

/* A figure in large letters, with words below it, which the caller ends. */
static void begin_tile(ml_page *page, const char *title, const char *path, double x, bool is_share)
{
    ml_html *html = &page->html;
    ml_html_begin(html, "li");
    ml_html_element_class(html, "span", "quiet", title);
    ml_html_begin(html, "strong");
    ml_html_attribute(html, "data-path", path);
    if (is_share)
        ml_page_percent(page, html, x);
    else
        ml_page_number(page, html, x);
    ml_html_end(html);
    ml_html_begin_class(html, "span", "quiet");
}

static void end_tile(ml_html *html)
{
    ml_html_end(html);
    ml_html_end(html);
}

static void metric_tile(ml_page *page, const ml_set_result *set, ml_view_kind view, int metric)
{
    char title[64], path[64];
    const ml_view_figures *figures = &set->figures->views[view];
    snprintf(title, sizeof title, "%s, %s", ml_metrics[metric].name, ml_view_names[view]);
    snprintf(path, sizeof path, "%s.metrics.%s", ml_view_names[view], ml_metrics[metric].name);
    begin_tile(page, title, path, figures->metrics[metric], false);
    ml_html_text(&page->html, "a constant reaches ");
    snprintf(path, sizeof path, "%s.constant.metrics.%s.value", ml_view_names[view], ml_metrics[metric].name);
    ml_html_begin(&page->html, "span");
    ml_html_attribute(&page->html, "data-path", path);
    ml_page_number(page, &page->html, figures->constant.metrics[metric]);
    ml_html_end(&page->html);
    end_tile(&page->html);
}

/* Pixels out of some others below a tile. */
static void of_pixels(ml_html *html, const char *path, uint64_t n, uint64_t of, const char *words)
{
    ml_html_begin(html, "span");
    ml_html_attribute(html, "data-path", path);
    ml_page_count(html, n);
    ml_html_end(html);
    ml_html_text(html, " of ");
    ml_page_count(html, of);
    ml_html_text(html, words);
}

static void write_tiles(ml_page *page, const ml_set_result *set)
{
    const ml_figures *figures = set->figures;
    const ml_text_views views = ml_text_all_views(figures->settings);
    ml_html_begin_class(&page->html, "ul", "tiles");
    for (size_t i = 0; i < views.n; i++)
        metric_tile(page, set, (ml_view_kind)views.items[i], ML_MIOU);
    metric_tile(page, set, ml_leading_view(figures->settings), ML_ACCURACY);
    if (figures->n_masked > 0) {
        begin_tile(page, "forgiven", "forgiven.rate", figures->forgiven_rate, true);
        of_pixels(&page->html, "forgiven.pixels", figures->forgiven, figures->n_masked, " masked pixels");
        end_tile(&page->html);
        begin_tile(page, "punished", "punished.rate", figures->punished_rate, true);
        of_pixels(&page->html, "punished.pixels", figures->punished, figures->n_valid - figures->n_masked, " other pixels");
        end_tile(&page->html);
    }
    ml_html_end(&page->html);
}

static void write_notes(ml_page *page, const ml_set_result *set)
{
    ml_note notes[ML_MAX_NOTES];
    ml_page_notes(page, notes, ml_notes_find(set, notes));
}

static void begin(ml_report *report) { ml_html_report_images_begin(report); }

static void end(ml_report *report, const ml_set_result *set)
{
    ml_page page;
    ml_out headline = {.path = "the title", .fd = -1}, title = {.path = "the title", .fd = -1};
    write_headline(&headline, report, set);
    ml_out_bytes(&headline, "", 1);
    ml_out_text(&title, "maskloss: ");
    ml_out_text(&title, headline.memory ? headline.memory : "");
    ml_out_bytes(&title, "", 1);
    ml_page_begin(&page, report->out, title.memory ? title.memory : "");
    ml_html_begin(&page.html, "header");
    ml_html_element_class(&page.html, "h1", ml_page_headline_class(set->verdicts, ml_html_report_lacks(report, set)),
                          headline.memory ? headline.memory : "");
    ml_html_element_class(&page.html, "span", "name", "maskloss evaluation");
    ml_html_end(&page.html);
    write_tiles(&page, set);
    ml_page_explain_undefined(&page);
    ml_page_gates(&page, set->verdicts);
    ml_html_report_set(&page, report, set);
    ml_html_report_forgiven(&page, set);
    write_notes(&page, set);
    ml_html_report_figures(&page, set);
    ml_html_report_measures(&page, set);
    ml_html_report_conventions(&page, set);
    ml_html_report_classes(&page, set->figures);
    ml_html_report_confusion(&page, set->figures);
    ml_html_report_histogram(&page, report);
    ml_html_report_groups(&page, report);
    ml_html_report_images(&page, report);
    ml_page_settings(&page, report->settings, NULL);
    ml_page_end(&page);
    ml_out_fail_too(report->out, &headline);
    ml_out_fail_too(report->out, &title);
    ml_out_close(&headline);
    ml_out_close(&title);
    ml_report_clear(report);
}

const ml_report_form ml_html_form = {.name = "html",
                                     .shows_pictures = true,
                                     .has_notes = true,
                                     .n_worst = 12,
                                     .begin = begin,
                                     .value = ml_html_report_value,
                                     .image = ml_html_report_image,
                                     .group = ml_html_report_group,
                                     .end = end};

/* The comparison as a page, for reading and for passing on: the verdict of the gates and the differences that are asked for
 * first, what was compared, notes, losses and metrics, classes, groups, images. Other parts: html_NAME.c. */
#include "output/comparison/html_parts.h"
#include "output/page/sections.h"
#include "output/text.h"
#include "stream/agreement.h"

#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

/* Whether no figure differs, and none is defined on one side alone. */
static uint64_t n_failed(const ml_comparison *c) { return c->baseline.n_failed + c->candidate.n_failed; }

static bool is_same(const ml_comparison *c)
{
    for (size_t f = 0; f < c->n_figures; f++)
        if (fabs(c->figures[f].delta) > 0 || isnan(c->figures[f].baseline) != isnan(c->figures[f].candidate))
            return false;
    return true;
}

static const ml_compared *miou(const ml_comparison *c, ml_view_kind view)
{
    ml_compared_overall overall = {NULL, NULL};
    ml_comparison_overall(c, view, ML_OVER_METRICS, ML_MIOU, &overall);
    return overall.pooled;
}

/* What the comparison says in a line: the verdict, or without gates what became of mean IoU. */
static void write_headline(ml_out *out, const ml_comparison *c)
{
    const ml_compared_views views = ml_comparison_views(c);
    if (n_failed(c) > 0)
        ml_out_text(out, "INCOMPLETE, ");
    ml_text_verdict(out, c->verdicts);
    if (c->verdicts->n > 0)
        return;
    if (is_same(c)) {
        ml_out_text(out, "no difference");
        return;
    }
    ml_out_text(out, "miou");
    for (size_t i = 0; i < views.n; i++) {
        double delta = miou(c, views.items[i])->delta;
        ml_out_text(out, i ? ", " : " ");
        if (isfinite(delta))
            ml_out_printf(out, "%+.4f", delta);
        else
            ml_out_text(out, "\xe2\x80\x93");
        ml_out_printf(out, " %s", ml_view_names[views.items[i]]);
    }
}

/* A difference in large letters, both sides' values and the verdict below it. */
static void figure_tile(ml_page *page, const char *key, ml_view_kind view, const ml_compared *compared)
{
    ml_html *html = &page->html;
    const char *verdict = ml_compared_verdict(compared);
    ml_html_begin(html, "li");
    ml_html_begin_class(html, "span", "quiet");
    ml_html_label(html, ML_PAGE_NAME_COLUMNS / 2, key);
    ml_html_printf(html, ", %s", ml_view_names[view]);
    ml_html_end(html);
    ml_html_begin(html, "strong");
    ml_compared_path(html, "delta", compared);
    ml_page_difference(page, html, compared->delta);
    ml_html_end(html);
    ml_html_begin_class(html, "span", "quiet");
    ml_html_begin(html, "span");
    ml_compared_path(html, "baseline", compared);
    ml_page_number(page, html, compared->baseline);
    ml_html_end(html);
    ml_html_text(html, " to ");
    ml_html_begin(html, "span");
    ml_compared_path(html, "candidate", compared);
    ml_page_number(page, html, compared->candidate);
    ml_html_end(html);
    if (*verdict) {
        ml_html_text(html, ", ");
        ml_html_element_class(html, "span", ml_compared_colour(verdict), verdict);
    }
    ml_html_end(html);
    ml_html_end(html);
}

/* How many images got worse, in large letters. */
static void images_tile(ml_page *page, const ml_comparison *c)
{
    ml_html *html = &page->html;
    ml_html_begin(html, "li");
    ml_html_element_class(html, "span", "quiet", "images that got worse");
    ml_html_begin(html, "strong");
    ml_html_attribute(html, "data-derived", "worse");
    ml_page_count(html, c->n_worsened);
    ml_html_end(html);
    ml_html_begin_class(html, "span", "quiet");
    ml_html_begin(html, "span");
    ml_html_attribute(html, "data-derived", "better");
    ml_page_count(html, c->n_improved);
    ml_html_end(html);
    ml_html_text(html, " got better, ");
    ml_html_begin(html, "span");
    ml_html_attribute(html, "data-derived", "same");
    ml_page_count(html, c->n_same);
    ml_html_end(html);
    ml_html_text(html, " stayed the same");
    ml_html_end(html);
    ml_html_end(html);
}

static void write_tiles(ml_page *page, const ml_comparison *c)
{
    const ml_compared_views views = ml_comparison_views(c);
    const ml_losses *losses = c->baseline.settings->losses;
    ml_compared_overall overall = {NULL, NULL};
    ml_html_begin_class(&page->html, "ul", "tiles");
    for (size_t i = 0; i < views.n; i++)
        figure_tile(page, ml_metrics[ML_MIOU].name, views.items[i], miou(c, views.items[i]));
    ml_comparison_overall(c, views.items[0], ML_OVER_LOSSES, 0, &overall);
    figure_tile(page, losses->items[0].key, views.items[0], overall.pooled);
    images_tile(page, c);
    ml_html_end(&page->html);
}

/* A count of a side, with words behind it. */
static void side_count(ml_html *html, const char *side, const char *member, uint64_t n, const char *words)
{
    ml_html_begin(html, "span");
    ml_html_attribute_printf(html, "data-path", "%s.%s", side, member);
    ml_page_count(html, n);
    ml_html_end(html);
    ml_html_text(html, words);
}

static void write_side(ml_html *html, const char *key, const ml_comparison_side *side)
{
    ml_html_element(html, "dt", key);
    ml_html_begin_class(html, "dd", "wide");
    ml_html_begin(html, "strong");
    ml_html_attribute_printf(html, "data-path", "%s.name", key);
    ml_html_name(html, ML_PAGE_ID_COLUMNS, side->name);
    ml_html_end(html);
    ml_html_text(html, ": ");
    side_count(html, key, "images", side->n_images, side->n_images == 1 ? " image" : " images");
    if (side->n_left_out > 0) {
        ml_html_text(html, ", ");
        side_count(html, key, "left_out", side->n_left_out, " of them left out, which the other does not have");
    }
    if (side->n_failed > 0) {
        ml_html_text(html, "; ");
        side_count(html, key, "failed", side->n_failed, " more could not be evaluated");
    }
    ml_html_end(html);
}

/* What about the reading of predictions is not the same. */
static void write_differences(ml_html *html, const ml_comparison *c)
{
    const ml_settings *before = c->baseline.settings, *after = c->candidate.settings;
    const char *key;
    for (size_t i = 0; (key = ml_settings_difference(before, after, i)); i++) {
        char *was = ml_setting_text(key, before), *is = ml_setting_text(key, after);
        if (!was || !is)
            ml_out_fail(html->out, ENOMEM);
        ml_html_element(html, "dt", "read differently");
        ml_html_begin_class(html, "dd", "wide");
        ml_html_attribute(html, "data-differs", key);
        ml_html_element(html, "strong", key);
        ml_html_text(html, " is ");
        ml_html_text(html, is ? is : "");
        ml_html_text(html, ", against ");
        ml_html_text(html, was ? was : "");
        ml_html_end(html);
        free(was);
        free(is);
    }
}

static void write_incomplete(ml_html *html, const ml_comparison *c)
{
    uint64_t n = n_failed(c);
    if (n == 0)
        return;
    ml_html_begin_class(html, "p", "alert");
    ml_html_element(html, "strong", "The comparison is incomplete.");
    ml_html_printf(html, " %llu image%s could not be evaluated.", (unsigned long long)n, n == 1 ? "" : "s");
    ml_html_end(html);
}

static void write_set(ml_page *page, const ml_comparison *c)
{
    ml_html *html = &page->html;
    const ml_figures *figures = c->baseline.figures;
    ml_page_section(page, "set", "What was compared");
    write_incomplete(html, c);
    ml_html_begin_class(html, "dl", "settings");
    write_side(html, "baseline", &c->baseline);
    write_side(html, "candidate", &c->candidate);
    ml_html_element(html, "dt", "images");
    ml_html_begin(html, "dd");
    ml_html_begin(html, "span");
    ml_html_attribute(html, "data-path", "baseline:coverage.evaluated");
    ml_page_count(html, c->n_images);
    ml_html_end(html);
    ml_html_text(html, " in common, with ");
    ml_html_begin(html, "span");
    ml_html_attribute(html, "data-path", "baseline:pixels.total");
    ml_page_count(html, figures->n_pixels);
    ml_html_end(html);
    ml_html_text(html, " pixels");
    ml_html_end(html);
    ml_html_element(html, "dt", "classes");
    ml_html_begin(html, "dd");
    ml_html_printf(html, "%zu", c->baseline.settings->classes->n);
    ml_html_end(html);
    ml_html_element(html, "dt", "masked");
    ml_html_begin_class(html, "dd", "wide");
    ml_page_masked(html, c->baseline.settings);
    ml_html_end(html);
    write_differences(html, c);
    ml_html_end(html);
    ml_page_section_end(page);
}

static void write_header(ml_page *page, const ml_comparison *c, const char *headline)
{
    ml_html_begin(&page->html, "header");
    ml_html_element_class(&page->html, "h1", ml_page_headline_class(c->verdicts, n_failed(c) > 0), headline);
    ml_html_element_class(&page->html, "span", "name", "maskloss comparison");
    ml_html_end(&page->html);
}

void ml_comparison_html(const ml_comparison *comparison, ml_out *out)
{
    ml_page page;
    ml_out headline = {.path = "the title", .fd = -1}, title = {.path = "the title", .fd = -1};
    write_headline(&headline, comparison);
    ml_out_bytes(&headline, "", 1);
    ml_out_text(&title, "maskloss: ");
    ml_out_text(&title, headline.memory ? headline.memory : "");
    ml_out_bytes(&title, "", 1);
    ml_page_begin(&page, out, title.memory ? title.memory : "");
    write_header(&page, comparison, headline.memory ? headline.memory : "");
    write_tiles(&page, comparison);
    ml_page_explain_undefined(&page);
    ml_page_gates(&page, comparison->verdicts);
    write_set(&page, comparison);
    ml_page_notes(&page, comparison->notes, comparison->n_notes);
    ml_comparison_html_figures(&page, comparison);
    ml_comparison_html_classes(&page, comparison);
    ml_comparison_html_spread(&page, comparison);
    ml_comparison_html_groups(&page, comparison);
    ml_comparison_html_images(&page, comparison);
    ml_page_settings(&page, comparison->baseline.settings, comparison->candidate.settings);
    ml_page_end(&page);
    ml_out_fail_too(out, &headline);
    ml_out_fail_too(out, &title);
    ml_out_close(&headline);
    ml_out_close(&title);
}

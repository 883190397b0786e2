/* The HTML report's bars of what masking forgave, and what it did not: pixels of masked classes and of the others, by what
 * became of them, and the classes behind it. */
#include "output/page/svg.h"
#include "output/report/class_order.h"
#include "output/report/html_parts.h"

#include <math.h>
#include <stdio.h>

enum { MAX_NAMED = 8 };

/* A part of a bar in words. `path` leads to its number of pixels in the JSON report; NULL: it is what is left. */
static void write_key(ml_html *html, const char *key, const char *words, const char *path, const char *derived, uint64_t n,
                      uint64_t of)
{
    char key_class[32];
    snprintf(key_class, sizeof key_class, "key %s", key);
    ml_html_begin(html, "li");
    ml_html_element_class(html, "span", key_class, "\xc2\xa0");
    ml_html_text(html, words);
    ml_html_text(html, " ");
    ml_html_begin(html, "strong");
    ml_html_attribute(html, path ? "data-path" : "data-derived", path ? path : derived);
    ml_page_count(html, n);
    ml_html_end(html);
    if (of > 0) {
        ml_html_begin_class(html, "span", "quiet");
        ml_html_printf(html, " %.1f\xc2\xa0%%", 100 * ((double)n / (double)of));
        ml_html_end(html);
    }
    ml_html_end(html);
}

/* The classes with most of the pixels, each with a bar; `path` has a * for the class. */
static void write_classes(ml_page *page, const ml_settings *settings, const uint64_t *pixels, uint64_t n, const char *caption,
                          const char *path)
{
    ml_html *html = &page->html;
    size_t n_classes = settings->classes->n, c = n_classes;
    uint64_t rest = n;
    if (n == 0)
        return;
    ml_page_table(page, caption, NULL);
    ml_html_begin(html, "tbody");
    for (int i = 0; i < MAX_NAMED && (c = ml_class_with_next_most(pixels, n_classes, c)) < n_classes; i++) {
        ml_html_begin(html, "tr");
        ml_html_attribute_printf(html, "data-class", "%zu", c);
        ml_page_row_head(html, settings->classes->items[c].name);
        ml_page_cell_count(html, path, pixels[c]);
        ml_html_begin(html, "td");
        ml_svg_bar(html, (double)pixels[c] / (double)n, (double)NAN);
        ml_html_end(html);
        ml_html_end(html);
        rest -= pixels[c];
    }
    if (rest > 0) {
        ml_html_begin(html, "tr");
        ml_page_row_head(html, c < n_classes ? "others" : "no class");
        ml_page_cell_count(html, NULL, rest);
        ml_html_begin(html, "td");
        ml_svg_bar(html, (double)rest / (double)n, (double)NAN);
        ml_html_end(html);
        ml_html_end(html);
    }
    ml_html_end(html);
    ml_page_table_end(page);
}

/* Pixels of masked classes: all are right in the masked view. */
static void write_masked(ml_page *page, const ml_figures *figures)
{
    ml_html *html = &page->html;
    uint64_t right = figures->n_masked - figures->forgiven;
    const ml_svg_part parts[] = {{"right", right}, {"forgiven", figures->forgiven}};
    ml_html_begin(html, "div");
    ml_html_begin(html, "h3");
    ml_html_text(html, "Pixels of masked classes: ");
    ml_page_count(html, figures->n_masked);
    ml_html_end(html);
    ml_svg_parts(html, parts, ML_COUNT(parts));
    ml_html_begin_class(html, "ul", "legend");
    write_key(html, "right", "right", NULL, "masked_right", right, figures->n_masked);
    write_key(html, "forgiven", "forgiven", "forgiven.pixels", NULL, figures->forgiven, figures->n_masked);
    ml_html_end(html);
    write_classes(page, figures->settings, figures->forgiven_as, figures->forgiven, "Forgiven, by what they were called",
                  "forgiven.by_decision.*");
    ml_html_end(html);
}

/* Pixels of the other classes. */
static void write_others(ml_page *page, const ml_figures *figures)
{
    ml_html *html = &page->html;
    uint64_t n = figures->n_valid - figures->n_masked, right = 0;
    for (size_t c = 0; c < figures->settings->classes->n; c++)
        right += figures->settings->masked[c] ? 0 : figures->views[ML_VIEW_RAW].per_class[c].counts[ML_TP];
    const ml_svg_part parts[] = {{"right", right}, {"wrong", n - right - figures->punished}, {"missed", figures->punished}};
    ml_html_begin(html, "div");
    ml_html_begin(html, "h3");
    ml_html_text(html, "Pixels of the other classes: ");
    ml_page_count(html, n);
    ml_html_end(html);
    ml_svg_parts(html, parts, ML_COUNT(parts));
    ml_html_begin_class(html, "ul", "legend");
    write_key(html, "right", "right", NULL, "others_right", right, n);
    write_key(html, "wrong", "otherwise wrong", NULL, "others_wrong", parts[1].n, n);
    write_key(html, "missed", "punished: called a masked class", "punished.pixels", NULL, figures->punished, n);
    ml_html_end(html);
    write_classes(page, figures->settings, figures->punished_of, figures->punished, "Punished, by their true class",
                  "punished.by_truth.*");
    ml_html_end(html);
}

void ml_html_report_forgiven(ml_page *page, const ml_set_result *set)
{
    const ml_figures *figures = set->figures;
    ml_page_section(page, "forgiven", "Forgiven and punished");
    if (figures->n_masked == 0) {
        ml_page_remark(page, "Nothing is forgiven: no pixel has a masked class.");
    } else {
        ml_html_begin_class(&page->html, "div", "split");
        write_masked(page, figures);
        if (figures->n_valid > figures->n_masked)
            write_others(page, figures);
        ml_html_end(&page->html);
    }
    ml_page_section_end(page);
}

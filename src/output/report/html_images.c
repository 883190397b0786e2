/* The HTML report's worst images: each on a card with its figures, its largest confusions and its pictures; where they are
 * many, a table of figures. They stand below what is said of the set, so their words are kept until then. */
#include "output/page/picture.h"
#include "output/report/confusions.h"
#include "output/report/html_parts.h"
#include "output/report/listed.h"
#include "output/report/text_table.h"

#include "base/memory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum {
    MAX_CONFUSIONS = 3, /* of an image */
};

/* Above so many, and where their number is not known before, images have no cards. */
static bool has_cards(const ml_report *report) { return report->n_worst > 0 && report->n_worst <= ML_MAX_IMAGES_WITH_PICTURES; }

void ml_html_report_images_begin(ml_report *report)
{
    ml_html_kept_clear(&report->html);
    report->part = (ml_out){.path = "the images", .fd = -1};
    report->html.page = (ml_page){.html = {.out = &report->part}, .row_text = {.path = "an image", .fd = -1}};
    ml_page_rows(&report->html.page, ML_PAGE_IMAGES_BYTES);
}

static const char *path_of(const char *by) { return by + (*by == '-'); }

/* A figure of a card, with its path below the image. */
static void begin_figure(ml_html *row, const char *title, const char *path)
{
    ml_html_begin(row, "li");
    ml_html_element_class(row, "span", "quiet", title);
    ml_html_text(row, " ");
    ml_html_begin(row, "strong");
    ml_html_value(row, "data-path");
    ml_html_text(row, "images.*.");
    ml_html_text(row, path);
    ml_html_value_end(row);
}

static void end_figure(ml_html *row)
{
    ml_html_end(row);
    ml_html_end(row);
}

static void number_figure(ml_page *page, ml_html *row, const char *title, const char *path, double x)
{
    begin_figure(row, title, path);
    ml_page_number(page, row, x);
    end_figure(row);
}

static void count_figure(ml_html *row, const char *title, const char *path, uint64_t n)
{
    begin_figure(row, title, path);
    ml_page_count(row, n);
    end_figure(row);
}

/* "car called tree", with a blank behind it. */
static void write_called(ml_html *row, const ml_settings *settings, const ml_confusion *confusion)
{
    const ml_classes *classes = settings->classes;
    ml_html_label(row, ML_PAGE_NAME_COLUMNS, classes->items[confusion->y].name);
    ml_html_element_class(row, "span", "quiet", " called ");
    if (confusion->c < classes->n)
        ml_html_label(row, ML_PAGE_NAME_COLUMNS, classes->items[confusion->c].name);
    else
        ml_html_element_class(row, "span", "quiet", "no class");
    ml_html_text(row, " ");
}

static void write_confusions(ml_html *row, const ml_figures *figures)
{
    ml_confusion largest[ML_CONFUSIONS_LARGEST];
    size_t n = ml_confusions_find(figures, true, largest);
    if (n == 0)
        return;
    ml_html_begin(row, "ul");
    for (size_t i = 0; i < n && i < MAX_CONFUSIONS; i++) {
        ml_html_begin(row, "li");
        write_called(row, figures->settings, &largest[i]);
        ml_html_begin(row, "strong");
        ml_html_attribute_printf(row, "data-confusion", "%zu %zu", largest[i].y, largest[i].c);
        ml_page_count(row, largest[i].n);
        ml_html_end(row);
        if (figures->settings->masked[largest[i].y])
            ml_html_element_class(row, "span", "tag", " forgiven");
        ml_html_end(row);
    }
    ml_html_end(row);
}

/* What of the image is first in its own lists of measures: "class car rows 3-8 columns 10-12 pixels 40 hit 0 as tree". */
static void write_listed(ml_html *row, const ml_figures *figures)
{
    const uint64_t *rows[ML_LISTED_OF_IMAGE];
    char text[ML_LISTED_TEXT_SIZE];
    for (size_t k = 0; k < figures->settings->measures->n; k++) {
        ml_listed of;
        const size_t n = ml_listed_find(figures->settings, k, NULL, &of) ? ml_listed_of_image(figures, k, rows) : 0;
        if (n == 0)
            continue;
        ml_html_begin_class(row, "p", "quiet");
        ml_html_text(row, figures->settings->measures->items[k].key);
        ml_html_text(row, ": ");
        ml_html_text(row, of.title);
        ml_html_end(row);
        ml_html_begin(row, "ul");
        for (size_t i = 0; i < n; i++) {
            ml_html_begin(row, "li");
            for (size_t c = 0; c < of.n_columns; c++) {
                if (of.columns[c].kind == ML_KIND_IMAGE)
                    continue;
                ml_html_element_class(row, "span", "quiet", of.columns[c].title);
                ml_html_text(row, " ");
                ml_html_label(row, ML_PAGE_NAME_COLUMNS, ml_listed_text(&of, &of.columns[c], rows[i], text));
                ml_html_text(row, " ");
            }
            ml_html_end(row);
        }
        ml_html_end(row);
    }
}

static void name_attribute(ml_html *row, const ml_image_result *image)
{
    ml_html_value(row, "data-image");
    ml_html_name(row, ML_PAGE_ID_COLUMNS, image->id);
    ml_html_value_end(row);
}

static void write_card(ml_report *report, const ml_image_result *image)
{
    ml_page *page = &report->html.page;
    const ml_figures *figures = image->figures;
    const ml_subject subject = ml_subject_image(image);
    const ml_text_views views = ml_text_all_views(report->settings);
    ml_html *row = ml_page_row(page, "div");
    name_attribute(row, image);
    ml_html_begin(row, "h3");
    ml_html_name(row, ML_PAGE_ID_COLUMNS, image->id);
    ml_html_end(row);
    ml_html_begin(row, "ul");
    number_figure(page, row, "figure", path_of(report->by), ml_figure_value(&report->figure, &subject));
    for (size_t v = 0; v < views.n; v++) {
        char title[64], path[64];
        snprintf(title, sizeof title, "miou, %s", ml_view_names[views.items[v]]);
        snprintf(path, sizeof path, "%s.metrics.miou", ml_view_names[views.items[v]]);
        number_figure(page, row, title, path, figures->views[views.items[v]].metrics[ML_MIOU]);
    }
    count_figure(row, "valid pixels", "pixels.valid", figures->n_valid);
    if (figures->n_masked > 0) {
        count_figure(row, "forgiven", "forgiven.pixels", figures->forgiven);
        count_figure(row, "punished", "punished.pixels", figures->punished);
    }
    ml_html_end(row);
    write_confusions(row, figures);
    write_listed(row, figures);
    if (image->pictures)
        ml_picture_links_write(row, image->pictures, report->output);
}

static void write_row(ml_report *report, const ml_image_result *image)
{
    ml_page *page = &report->html.page;
    const ml_figures *figures = image->figures;
    const ml_subject subject = ml_subject_image(image);
    const ml_text_views views = ml_text_all_views(report->settings);
    ml_confusion largest[ML_CONFUSIONS_LARGEST];
    ml_html *row = ml_page_row(page, "tr");
    name_attribute(row, image);
    ml_html_begin(row, "th");
    ml_html_attribute(row, "scope", "row");
    ml_html_name(row, ML_PAGE_ID_COLUMNS, image->id);
    ml_html_end(row);
    ml_page_cell(page, row, NULL, ml_figure_value(&report->figure, &subject));
    for (size_t v = 0; v < views.n; v++)
        ml_page_cell(page, row, NULL, figures->views[views.items[v]].metrics[ML_MIOU]);
    ml_page_cell_count(row, NULL, figures->n_valid);
    ml_page_cell_count(row, NULL, figures->forgiven);
    ml_page_cell_count(row, NULL, figures->punished);
    ml_html_begin_class(row, "td", "text");
    if (ml_confusions_find(figures, true, largest) > 0) {
        write_called(row, report->settings, &largest[0]);
        ml_page_count(row, largest[0].n);
    }
    ml_html_end(row);
}

void ml_html_report_image(ml_report *report, const ml_image_result *image)
{
    ml_html_kept *kept = &report->html;
    kept->n_images++;
    if (!has_cards(report)) {
        write_row(report, image);
        ml_page_row_end(&kept->page);
        return;
    }
    write_card(report, image);
    if (!ml_page_row_end(&kept->page))
        return;
    kept->ends[kept->n_cards] = report->part.n;
    if (image->pictures && !(kept->ids[kept->n_cards] = ml_strdup(image->id)))
        ml_out_fail(report->out, ENOMEM);
    if (image->pictures)
        kept->pictures[kept->n_cards] = (ml_pictures){.n = image->pictures->n, .items = image->pictures->items};
    kept->n_cards++;
}

static void write_cards(ml_page *page, const ml_report *report)
{
    const ml_html_kept *kept = &report->html;
    size_t size = ml_pictures_size(kept->pictures, kept->n_cards), start = 0;
    ml_html_begin_class(&page->html, "div", "cards");
    for (size_t i = 0; i < kept->n_cards; i++) {
        ml_html_begin_class(&page->html, "article", kept->pictures[i].n > 0 ? "card pictured" : "card");
        ml_html_verbatim(&page->html, report->part.memory + start, kept->ends[i] - start);
        ml_pictures_write(&page->html, &kept->pictures[i], size, kept->ids[i] ? kept->ids[i] : "");
        ml_html_end(&page->html);
        start = kept->ends[i];
    }
    ml_html_end(&page->html);
}

/* Whether an image has pictures; all have the same then. */
static bool is_pictured(const ml_html_kept *kept)
{
    size_t n = 0;
    for (size_t i = 0; i < kept->n_cards; i++)
        n += kept->pictures[i].n;
    return n > 0;
}

static void write_table(ml_page *page, const ml_report *report)
{
    const ml_text_views views = ml_text_all_views(report->settings);
    char path[64], title[64];
    ml_page_table(page, "Images", "sortable");
    ml_html_begin(&page->html, "thead");
    ml_html_begin(&page->html, "tr");
    ml_page_column(page, NULL, "image");
    ml_html_begin(&page->html, "th");
    ml_html_attribute(&page->html, "scope", "col");
    ml_html_value(&page->html, "data-column");
    ml_html_text(&page->html, "images.*.");
    ml_html_text(&page->html, path_of(report->by));
    ml_html_value_end(&page->html);
    ml_html_text(&page->html, "figure");
    ml_html_end(&page->html);
    for (size_t v = 0; v < views.n; v++) {
        snprintf(path, sizeof path, "images.*.%s.metrics.miou", ml_view_names[views.items[v]]);
        snprintf(title, sizeof title, "miou, %s", ml_view_names[views.items[v]]);
        ml_page_column(page, path, title);
    }
    ml_page_column(page, "images.*.pixels.valid", "valid pixels");
    ml_page_column(page, "images.*.forgiven.pixels", "forgiven");
    ml_page_column(page, "images.*.punished.pixels", "punished");
    ml_page_column(page, NULL, "largest confusion");
    ml_html_end(&page->html);
    ml_html_end(&page->html);
    ml_html_begin(&page->html, "tbody");
    ml_html_verbatim(&page->html, report->part.memory, report->part.n);
    ml_html_end(&page->html);
    ml_page_table_end(page);
}

/* The heading: the worst, or where the figure was asked for in the other order, what they are then. */
static void begin_section(ml_page *page, const ml_report *report)
{
    const bool lowest = *report->by == '-';
    const uint64_t n = report->html.n_images;
    const char *path = path_of(report->by);
    char heading[160], count[ML_PAGE_COUNT_SIZE] = "";
    if (report->n_worst == 0 || ml_figure_worst_first(&report->figure, lowest)) {
        ml_page_section(page, "images", report->n_worst > 0 ? "Worst images" : "Images");
        return;
    }
    snprintf(heading, sizeof heading, "The %s%simage%s with the %s %s", n > 1 ? ml_page_count_text(n, count) : "",
             n > 1 ? " " : "", n > 1 ? "s" : "", lowest ? "lowest" : "highest", strlen(path) <= 80 ? path : "figure");
    ml_page_section(page, "images", heading);
}

void ml_html_report_images(ml_page *page, ml_report *report)
{
    const ml_html_kept *kept = &report->html;
    ml_html *html = &page->html;
    ml_out_fail_too(html->out, &report->part);
    if (kept->n_images == 0)
        return;
    begin_section(page, report);
    ml_html_begin(html, "p");
    ml_html_text(html, "The figure is ");
    ml_html_element_class(html, "strong", "wide", path_of(report->by));
    if (report->n_worst > 0)
        ml_html_printf(html, ", the %s first", *report->by == '-' ? "lowest" : "highest");
    ml_html_text(html, ".");
    ml_html_end(html);
    if (is_pictured(kept))
        ml_html_report_legend(page, report->settings);
    if (has_cards(report))
        write_cards(page, report);
    else
        write_table(page, report);
    page->has_undefined |= kept->page.has_undefined;
    page->n_left_out = kept->page.n_left_out;
    ml_page_rows_end(page, "images");
    ml_page_section_end(page);
}

/* The HTML report's words about the colours of pictures. */
#include "output/report/html_parts.h"

#include "core/palette.h"

enum {
    MAX_CLASSES = 60, /* that are named */
    RAMP_STEPS = 32,
};

/* Begins a line of the legend: what it is of. */
static void begin_line(ml_html *html, const char *name)
{
    ml_html_begin_class(html, "ul", "legend");
    ml_html_element_class(html, "li", "name", name);
}

/* A colour, in a line or alone. */
static void write_swatch(ml_html *html, const uint8_t color[3])
{
    ml_html_begin_class(html, "span", "swatch");
    ml_html_attribute_printf(html, "style", "background:#%02x%02x%02x", color[0], color[1], color[2]);
    ml_html_text(html, "\xc2\xa0");
    ml_html_end(html);
}

static void write_color(ml_html *html, const uint8_t color[3], const char *meaning)
{
    ml_html_begin(html, "li");
    write_swatch(html, color);
    ml_html_label(html, ML_PAGE_NAME_COLUMNS / 2, meaning);
    ml_html_end(html);
}

static void write_classes(ml_html *html, const ml_classes *classes)
{
    uint8_t colors[ML_PALETTE_SIZE][3];
    if (classes->n > ML_N_CLASS_COLORS)
        return; /* such pictures are gray */
    ml_palette_of_classes(classes, colors);
    begin_line(html, "truth, decision:");
    for (size_t c = 0; c < classes->n && c < MAX_CLASSES; c++)
        write_color(html, colors[c], classes->items[c].name);
    write_color(html, colors[ML_PALETTE_NONE], "no class");
    write_color(html, colors[ML_PALETTE_IGNORED], "ignored");
    ml_html_end(html);
}

static void write_errors(ml_html *html)
{
    static const char *const meanings[ML_N_ERROR_STATES] = {
        [ML_PIXEL_RIGHT] = "right",           [ML_PIXEL_FORGIVEN] = "forgiven", [ML_PIXEL_MISSED] = "called a masked class",
        [ML_PIXEL_WRONG] = "otherwise wrong", [ML_PIXEL_IGNORED] = "ignored",
    };
    begin_line(html, "error:");
    for (int state = 0; state < ML_N_ERROR_STATES; state++)
        write_color(html, ml_error_colors[state], meanings[state]);
    ml_html_end(html);
}

static void write_scale(ml_html *html)
{
    begin_line(html, "loss:");
    ml_html_begin(html, "li");
    ml_html_text(html, "0 ");
    ml_html_begin_class(html, "svg", "ramp");
    ml_html_attribute_printf(html, "viewBox", "0 0 %d 1", RAMP_STEPS);
    ml_html_attribute(html, "preserveAspectRatio", "none");
    ml_html_attribute(html, "aria-hidden", "true");
    for (int step = 0; step < RAMP_STEPS; step++) {
        const uint8_t *color = ml_scale_colors[step * (ML_N_SCALE_COLORS - 1) / (RAMP_STEPS - 1)];
        ml_html_begin(html, "rect");
        ml_html_attribute_printf(html, "x", "%d", step);
        ml_html_attribute(html, "width", "1.1");
        ml_html_attribute(html, "height", "1");
        ml_html_attribute_printf(html, "fill", "#%02x%02x%02x", color[0], color[1], color[2]);
    }
    ml_html_end(html);
    ml_html_text(html, " the image's largest, or what --map-scale says");
    ml_html_end(html);
    ml_html_end(html);
}

void ml_html_report_legend(ml_page *page, const ml_settings *settings)
{
    write_classes(&page->html, settings->classes);
    write_errors(&page->html);
    write_scale(&page->html);
}

/* Drawings; see svg.h. Sizes and colours are in the style. */
#include "output/page/svg.h"

#include "base/number.h"
#include "base/quirks.h"
#include "output/page/page.h"

#include <math.h>
#include <string.h>

/* A number of a drawing: a tenth of a unit is more than a screen shows. */
static void length(ml_html *html, const char *name, double x) { ml_html_attribute_printf(html, name, "%.4g", x); }

static void begin(ml_html *html, const char *classes, const char *view_box)
{
    ml_html_begin_class(html, "svg", classes);
    ml_html_attribute(html, "viewBox", view_box);
    ml_html_attribute(html, "preserveAspectRatio", "none");
}

void ml_svg_bar(ml_html *html, double share, double mark)
{
    begin(html, "bar", "0 0 100 10");
    ml_html_attribute(html, "aria-hidden", "true");
    if (isfinite(share) && share > 0) {
        ml_html_begin(html, "rect");
        length(html, "width", share < 1 ? 100 * share : 100);
        ml_html_attribute(html, "height", "10");
    }
    if (isfinite(mark)) {
        ml_html_begin_class(html, "rect", "mark");
        length(html, "x", mark < 0 ? 0 : mark < 1 ? 99 * mark : 99);
        ml_html_attribute(html, "width", "1.2");
        ml_html_attribute(html, "height", "10");
    }
    ml_html_end(html);
}

/* Where a value is on a ground of 200 units; past its ends at these. */
static double place(double x, double reach)
{
    double share = reach > 0 ? x / reach : 0;
    return 100 + 100 * (share < -1 ? -1 : share > 1 ? 1 : share);
}

/* A line across a drawing that is `across` units wide. */
static void line(ml_html *html, const char *classes, double at, double width, double across, const char *height)
{
    double x = at - width / 2;
    ml_html_begin_class(html, "rect", classes);
    length(html, "x", x < 0 ? 0 : x > across - width ? across - width : x);
    length(html, "width", width);
    ml_html_attribute(html, "height", height);
}

void ml_svg_interval(ml_html *html, const ml_interval *interval, double at, double reach, const char *classes)
{
    enum { LEAST = 6 }; /* to be seen beside the line across it */
    begin(html, "around", "0 0 200 10");
    ml_html_attribute(html, "aria-hidden", "true");
    line(html, "zero", 100, 1, 200, "10");
    if (isfinite(interval->low) && isfinite(interval->high)) {
        double low = place(interval->low, reach), high = place(interval->high, reach), middle = (low + high) / 2;
        if (high - low < LEAST) {
            middle = middle < LEAST / 2.0 ? LEAST / 2.0 : middle > 200 - LEAST / 2.0 ? 200 - LEAST / 2.0 : middle;
            low = middle - LEAST / 2.0;
            high = low + LEAST;
        }
        ml_html_begin_class(html, "rect", classes);
        length(html, "x", low);
        ml_html_attribute(html, "y", "2");
        length(html, "width", high - low);
        ml_html_attribute(html, "height", "6");
    }
    if (isfinite(at))
        line(html, "mark", place(at, reach), 2, 200, "10");
    ml_html_end(html);
}

void ml_svg_parts(ml_html *html, const ml_svg_part *parts, size_t n_parts)
{
    uint64_t n = 0, before = 0;
    for (size_t i = 0; i < n_parts; i++)
        n += parts[i].n;
    begin(html, "parts", "0 0 1000 10");
    ml_html_attribute(html, "aria-hidden", "true");
    for (size_t i = 0; i < n_parts; before += parts[i].n, i++) {
        if (parts[i].n == 0)
            continue;
        ml_html_begin_class(html, "rect", parts[i].classes);
        length(html, "x", 1000 * ((double)before / (double)n));
        length(html, "width", 1000 * ((double)parts[i].n / (double)n));
        ml_html_attribute(html, "height", "10");
    }
    ml_html_end(html);
}

/* digit times ten to the exponent, rounded once. */
static double scaled(int digit, int exponent)
{
    double power = 1;
    for (int i = 0; i < exponent || i < -exponent; i++)
        power *= 10;
    return exponent < 0 ? digit / power : digit * power;
}

/* The width of bins, 1, 2 or 5 times a power of ten, such that a span has at most so many, the ends of it apart. */
static void choose_width(double span, size_t n_wanted, int *digit, int *exponent)
{
    static const int digits[] = {1, 2, 5};
    for (*exponent = -22; *exponent < 300; ++*exponent)
        for (size_t i = 0; i < ML_COUNT(digits); i++)
            if (scaled(*digit = digits[i], *exponent) * (double)n_wanted >= span)
                return;
}

/* A whole number of widths, as the nearest double to a number of few digits. */
static double edge(double n_widths, int digit, int exponent)
{
    return exponent < 0 ? n_widths * digit / scaled(1, -exponent) : n_widths * digit * scaled(1, exponent);
}

void ml_svg_histogram_count(const double *values, size_t n, double least, double largest, ml_svg_histogram *histogram)
{
    enum { FEWEST = 8, MOST = 30 };
    size_t n_wanted = FEWEST;
    int digit, exponent;
    while (n_wanted < MOST && n_wanted * n_wanted < n)
        n_wanted++;
    *histogram = (ml_svg_histogram){.edges = {least, largest}, .n_bins = 1, .counts = {n}, .highest = n};
    if (largest - least <= 1e-9 * fmax(fabs(least), fabs(largest))) /* edges between them could not be told apart */
        return;
    *histogram = (ml_svg_histogram){.n_bins = 1};
    choose_width(largest - least, n_wanted, &digit, &exponent);
    double first = floor(least / scaled(digit, exponent));
    first -= edge(first, digit, exponent) > least;      /* where the division was rounded up ... */
    first += edge(first + 1, digit, exponent) <= least; /* ... or down */
    for (size_t b = 0; b <= ML_SVG_MAX_BINS; b++) {
        histogram->edges[b] = edge(first + (double)b, digit, exponent);
        histogram->n_bins = b > 0 ? b : 1;
        if (b > 0 && histogram->edges[b] >= largest)
            break;
    }
    for (size_t i = 0; i < n; i++) {
        size_t b = 0;
        while (b + 1 < histogram->n_bins && values[i] >= histogram->edges[b + 1])
            b++;
        histogram->counts[b]++;
        histogram->highest = histogram->counts[b] > histogram->highest ? histogram->counts[b] : histogram->highest;
    }
}

void ml_svg_histogram_write(ml_html *html, const ml_svg_histogram *histogram, const char *what)
{
    double step = 1000.0 / (double)histogram->n_bins;
    char low[ML_NUMBER_TEXT_SIZE], high[ML_NUMBER_TEXT_SIZE], count[ML_PAGE_COUNT_SIZE];
    begin(html, "histogram", "0 0 1000 200");
    ml_html_attribute(html, "role", "img");
    ml_html_element(html, "title", what);
    double from = histogram->edges[0], to = histogram->edges[histogram->n_bins];
    for (size_t b = 0; b < histogram->n_bins; b++) {
        double height = 190 * ((double)histogram->counts[b] / (double)histogram->highest);
        if (histogram->counts[b] == 0)
            continue;
        height = height < 2 ? 2 : height; /* to be seen at all */
        ml_html_begin(html, "g");
        ml_html_begin(html, "title");
        ml_html_printf(html, "%s to %s: %s", ml_number_text(histogram->edges[b], low),
                       ml_number_text(histogram->edges[b + 1], high), ml_page_count_text(histogram->counts[b], count));
        ml_html_end(html);
        ml_html_begin(html, "rect");
        length(html, "x", (double)b * step + step * 0.04);
        length(html, "y", 200 - height);
        length(html, "width", step * 0.92);
        length(html, "height", height);
        ml_html_end(html);
    }
    if (from < 0 && to > 0)
        line(html, "zero", 1000 * (from / (from - to)), 2, 1000, "200");
    ml_html_end(html);
}

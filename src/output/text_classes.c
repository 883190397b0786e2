/* The text report's table of classes, and what masking forgave; see text_parts.h. */
#include "output/text_parts.h"
#include "output/words.h"

#include "base/number.h"
#include "base/text.h"

#include <string.h>

enum {
    IOU_COLUMNS = 9,
    MIN_CLASS_COLUMNS = 8,
    MIN_COUNT_COLUMNS = 8,   /* enough for the titles */
    ROOMY_COUNT_COLUMNS = 9, /* where no name has to be cut for it */
    MAX_NAMED = 3,           /* decisions below what was forgiven */
};

/* Whether a class has no true pixel and no predicted one in any view. */
static bool is_empty(const ml_figures *figures, size_t c)
{
    const uint64_t *raw = figures->views[ML_VIEW_RAW].per_class[c].counts;
    return raw[ML_SUPPORT] == 0 && raw[ML_PREDICTED] == 0;
}

/* Widths of the class table's columns. */
typedef struct class_columns {
    size_t name; /* 0: names are the classes' numbers, and left out */
    int count;
} class_columns;

/* Columns of a line but the name: index, counts, ratios and the mark of masked classes. */
static size_t taken_columns(const ml_settings *settings, int count_columns)
{
    return 5 + 2 + (size_t)count_columns + ml_text_n_views(settings) * (2 * (size_t)count_columns + IOU_COLUMNS);
}

/* Names are cut where the line has no room for them. */
static class_columns class_widths(const ml_report *report, const ml_figures *figures)
{
    const ml_settings *settings = report->settings;
    size_t line = report->out->columns ? report->out->columns : ML_OUT_COLUMNS;
    class_columns widths = {0, MIN_COUNT_COLUMNS};
    bool has_names = false;
    for (size_t c = 0; c < settings->classes->n; c++) {
        const ml_class_figures *raw = &figures->views[ML_VIEW_RAW].per_class[c];
        size_t wide = ml_text_columns(settings->classes->items[c].name);
        char number[ML_NUMBER_TEXT_SIZE];
        if (is_empty(figures, c))
            continue;
        has_names = has_names || strcmp(settings->classes->items[c].name, ml_number_text((double)c, number)) != 0;
        widths.name = wide > widths.name ? wide : widths.name;
        for (int i = ML_SUPPORT; i <= ML_FN; i++) {
            int columns = 2 + (int)ml_integer_write(raw->counts[i], number);
            widths.count = columns > widths.count ? columns : widths.count;
        }
    }
    widths.name = !has_names ? 0 : widths.name < 5 ? 5 : widths.name;
    if (widths.count < ROOMY_COUNT_COLUMNS && widths.name + taken_columns(settings, ROOMY_COUNT_COLUMNS) <= line)
        widths.count = ROOMY_COUNT_COLUMNS;
    size_t taken = taken_columns(settings, widths.count);
    size_t room = taken + MIN_CLASS_COLUMNS < line ? line - taken : MIN_CLASS_COLUMNS;
    widths.name = widths.name < room ? widths.name : room;
    return widths;
}

static void class_line(const ml_report *report, const ml_figures *figures, size_t c, const class_columns *widths)
{
    static const int shown[] = {ML_FN, ML_FP};
    const ml_settings *settings = report->settings;
    ml_out *out = report->out;
    ml_out_printf(out, "%4zu ", c);
    if (widths->name > 0)
        ml_words_label(out, widths->name, settings->classes->items[c].name);
    ml_text_count(out, widths->count, figures->views[ML_VIEW_RAW].per_class[c].counts[ML_SUPPORT]);
    for (size_t i = 0; i < ML_COUNT(shown); i++)
        for (int v = 0; v < ML_N_VIEWS; v++)
            if (settings->views[v])
                ml_text_count(out, widths->count, figures->views[v].per_class[c].counts[shown[i]]);
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (settings->views[v])
            ml_text_figure(out, IOU_COLUMNS, figures->views[v].per_class[c].ratios[ML_IOU]);
    ml_out_text(out, settings->masked[c] ? " *\n" : "\n");
}

static void class_head(const ml_report *report, const class_columns *widths)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    ml_words_style(out, ML_STYLE_HEAD);
    ml_out_pad(out, 5 + widths->name + (size_t)widths->count);
    ml_text_group(out, settings, widths->count, "false negatives", "fn");
    ml_text_group(out, settings, widths->count, "false positives", "fp");
    ml_text_group(out, settings, IOU_COLUMNS, "iou", "iou");
    ml_words_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    ml_words_style(out, ML_STYLE_HEAD);
    ml_out_pad(out, widths->name > 0 ? 5 : 0);
    ml_words_label(out, widths->name > 0 ? widths->name : 5, "class");
    ml_out_printf(out, "%*s", widths->count, "support");
    ml_text_view_names(out, settings, widths->count);
    ml_text_view_names(out, settings, widths->count);
    ml_text_view_names(out, settings, IOU_COLUMNS);
    ml_words_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
}

void ml_text_classes(const ml_report *report, const ml_figures *figures)
{
    ml_out *out = report->out;
    size_t n = report->settings->classes->n, n_empty = 0;
    const class_columns widths = class_widths(report, figures);
    for (size_t c = 0; c < n; c++)
        n_empty += is_empty(figures, c);
    ml_out_text(out, "\n");
    if (n_empty < n)
        class_head(report, &widths);
    for (size_t c = 0; c < n; c++)
        if (!is_empty(figures, c))
            class_line(report, figures, c, &widths);
    if (figures->n_masked > 0)
        ml_out_text(out, "   * masked: counted as right in the masked view, whatever was predicted\n");
    if (n_empty > 0)
        ml_out_printf(out, "%zu of %zu classes occur neither in the truth nor in the predictions.\n", n_empty, n);
}

/* The decision that most forgiven pixels had, below `last` or equal and later; n_classes when there is none left. */
static size_t next_decision(const ml_figures *figures, size_t last)
{
    size_t n = figures->settings->classes->n, best = n;
    const uint64_t *as = figures->forgiven_as;
    for (size_t c = 0; c < n; c++) {
        bool after = last == n || as[c] < as[last] || (as[c] == as[last] && c > last);
        if (as[c] > 0 && after && (best == n || as[c] > as[best]))
            best = c;
    }
    return best;
}

/* A line about forgiven pixels that were called the same. */
static void forgiven_line(ml_out *out, uint64_t n, const char *name)
{
    if (n == 0)
        return;
    ml_text_count(out, 10, n);
    ml_out_text(out, "  ");
    ml_out_text(out, name);
    ml_out_text(out, "\n");
}

void ml_text_forgiven(const ml_report *report, const ml_figures *figures)
{
    ml_out *out = report->out;
    const ml_settings *settings = report->settings;
    size_t n = settings->classes->n, c = n;
    uint64_t none = figures->forgiven, others = 0;
    ml_out_text(out, "\n");
    if (figures->n_masked == 0) {
        ml_out_text(out, "Forgiven: nothing; no pixel has a masked class.\n");
        return;
    }
    ml_out_printf(out, "Forgiven: %llu of %llu masked pixels (%.1f %%)%s", (unsigned long long)figures->forgiven,
                  (unsigned long long)figures->n_masked, 100 * figures->forgiven_rate,
                  figures->forgiven > 0 ? ", which were called\n" : ".\n");
    for (size_t k = 0; k < n; k++) {
        none -= figures->forgiven_as[k];
        others += figures->forgiven_as[k];
    }
    for (int i = 0; i < MAX_NAMED && (c = next_decision(figures, c)) < n; i++) {
        forgiven_line(out, figures->forgiven_as[c], settings->classes->items[c].name);
        others -= figures->forgiven_as[c];
    }
    forgiven_line(out, others, "(other classes)");
    forgiven_line(out, none, "(no class)");
}

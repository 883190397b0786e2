/* The text report, a page for reading and for pasting: first what the gates say, what was read, what masking forgave and what
 * it did not, and notes; then losses and metrics, classes with their confusions, the images, and what could not be evaluated.
 * Other parts: text_NAME.c. */
#include "output/text.h"
#include "core/note.h"
#include "output/report/class_order.h"
#include "output/report/text_parts.h"

enum {
    MAX_LISTED = 8, /* masked classes and weights in the head */
    MAX_NAMED = 2,  /* classes in the lines about what was forgiven, and punished */
};

/* A paragraph that is still to be wrapped. */
static ml_out paragraph(void) { return (ml_out){.path = "memory", .fd = -1}; }

/* A count of thing behind words. */
static void count(ml_out *out, const char *before, uint64_t n, const char *after)
{
    ml_out_text(out, before);
    ml_out_printf(out, "%llu", (unsigned long long)n);
    ml_out_text(out, after);
}

/* What is not in the figures, at the head; nothing if all is. */
static void write_coverage(ml_out *out, const ml_set_result *set)
{
    uint64_t n_evaluated = set->aggregate->n_images;
    ml_out text = paragraph();
    if (n_evaluated == set->n_expected && set->faults->n == 0)
        return;
    count(&text, "INCOMPLETE: ", n_evaluated, " of ");
    ml_text_count(&text, set->n_expected, "pair");
    ml_out_text(&text, " evaluated");
    if (set->faults->n > 0) {
        ml_out_text(&text, ", ");
        ml_text_count(&text, set->faults->n, "error");
        ml_out_text(&text, " (listed at the end)");
    } else {
        count(&text, ", ", set->n_expected - n_evaluated, " missing");
    }
    ml_text_wrap(out, ML_STYLE_BAD, &text);
    ml_out_text(out, "\n");
}

static void write_errors(ml_out *out, const ml_faults *faults)
{
    if (faults->n == 0)
        return;
    ml_out_text(out, "\n");
    ml_text_style(out, ML_STYLE_BAD);
    ml_text_count(out, faults->n, "error");
    ml_text_style(out, ML_STYLE_PLAIN);
    ml_out_text(out, "\n");
    for (size_t i = 0; i < faults->n; i++) {
        ml_out_text(out, "  ");
        ml_text_name(out, faults->items[i].id);
        ml_out_text(out, ": ");
        ml_text_message(out, faults->items[i].message);
        ml_out_text(out, "\n");
    }
}

/* The masked classes, by name. */
static void add_mask(ml_out *text, const ml_settings *settings)
{
    size_t n = 0;
    for (size_t c = 0; c < settings->classes->n; c++)
        if (settings->masked[c] && n++ < MAX_LISTED) {
            ml_out_text(text, n > 1 ? ", " : "; masked*: ");
            ml_text_message(text, settings->classes->items[c].name);
        }
    if (n > MAX_LISTED)
        ml_out_printf(text, ", and %zu more", n - MAX_LISTED);
    ml_out_text(text, n ? "" : "; nothing is masked");
}

/* The files' folder, or a file of which all images are. */
static void add_path(ml_out *text, const char *what, const ml_common_path *common)
{
    ml_out_text(text, what);
    ml_text_name(text, common->n > 0 ? common->text : ".");
}

static void write_paths(ml_out *out, const ml_aggregate *aggregate)
{
    ml_out text = paragraph();
    if (!aggregate->truths.text || !aggregate->predictions.text)
        return;
    add_path(&text, "Truth ", &aggregate->truths);
    add_path(&text, ", prediction ", &aggregate->predictions);
    ml_text_wrap(out, ML_STYLE_PLAIN, &text);
}

static void write_set(ml_out *out, const ml_set_result *set)
{
    const ml_figures *figures = set->figures;
    ml_out text = paragraph();
    ml_text_count(&text, set->aggregate->n_images, "image");
    ml_out_text(&text, ", ");
    ml_text_count(&text, figures->n_pixels, "pixel");
    if (figures->n_ignored) {
        count(&text, " (", figures->n_valid, " valid");
        count(&text, ", ", figures->n_ignored, " ignored");
        if (figures->n_bad)
            count(&text, ", ", figures->n_bad, " of them bad");
        ml_out_text(&text, ")");
    }
    ml_out_printf(&text, ", %zu classes", figures->settings->classes->n);
    add_mask(&text, figures->settings);
    ml_text_wrap(out, ML_STYLE_PLAIN, &text);
    if (figures->n_none) {
        count(&text, "Predicted as no class: ", figures->n_none, " of the valid pixels");
        ml_text_wrap(out, ML_STYLE_PLAIN, &text);
    }
}

static void add_number(ml_out *text, const char **separator, const char *before, double x)
{
    ml_out_text(text, *separator);
    ml_out_text(text, before);
    ml_out_printf(text, "%.6g", x);
    *separator = "; ";
}

static void add_weights(ml_out *text, const char **separator, const ml_settings *settings)
{
    size_t n = settings->classes->n;
    bool weighted = ml_settings_are_weighted(settings);
    for (size_t c = 0; c < n && c < MAX_LISTED && weighted; c++) {
        const char *comma = ",";
        add_number(text, c ? &comma : separator, c ? "" : "weights ", settings->weights[c]);
    }
    if (n > MAX_LISTED && weighted)
        ml_out_text(text, ",...");
}

static void add_average(ml_out *text, const char **separator, const ml_settings *settings)
{
    size_t n = 0;
    if (settings->average == ML_AVERAGE_ALL)
        return;
    ml_out_text(text, *separator);
    ml_out_text(text, settings->average == ML_AVERAGE_FOREGROUND ? "averages over foreground" : "averages over classes ");
    for (size_t c = 0; c < settings->classes->n && settings->average == ML_AVERAGE_LIST; c++)
        if (settings->averaged[c])
            ml_out_printf(text, "%s%zu", n++ ? "," : "", c);
    *separator = "; ";
}

/* What differs from the defaults and shows nowhere else; the losses' own parameters are in their keys. */
static void write_settings(ml_out *out, const ml_settings *settings)
{
    const char *separator = "With ";
    ml_out text = paragraph();
    add_weights(&text, &separator, settings);
    add_average(&text, &separator, settings);
    if (settings->absent != ML_ABSENT_SKIP) {
        ml_out_printf(&text, "%sabsent classes %s", separator, ml_absent_names[settings->absent]);
        separator = "; ";
    }
    if (settings->epsilon < ML_DEFAULT_EPSILON || settings->epsilon > ML_DEFAULT_EPSILON)
        add_number(&text, &separator, "epsilon ", settings->epsilon);
    if (settings->losses->has_smooth)
        add_number(&text, &separator, "smooth ", settings->losses->smooth);
    ml_text_wrap(out, ML_STYLE_PLAIN, &text);
}

/* ": as tree (490), car (219), others (189)." of n pixels by class; `none`: what all are, where they are of no class. */
static void add_classes(ml_out *text, const ml_settings *settings, const uint64_t *pixels, uint64_t n, const char *what,
                        const char *none)
{
    size_t n_classes = settings->classes->n, c = n_classes;
    uint64_t rest = n;
    for (int i = 0; i < MAX_NAMED && (c = ml_class_with_next_most(pixels, n_classes, c)) < n_classes; i++) {
        ml_out_text(text, i ? ", " : what);
        ml_text_message(text, settings->classes->items[c].name);
        count(text, " (", pixels[c], ")");
        rest -= pixels[c];
    }
    if (rest > 0 && rest < n)
        count(text, ", others (", rest, ")");
    else if (rest > 0)
        ml_out_text(text, none);
    ml_out_text(text, ".");
}

static void write_forgiven(ml_out *out, const ml_figures *figures)
{
    ml_out text = paragraph();
    if (figures->n_masked == 0) {
        ml_out_text(out, "Forgiven: nothing; no pixel has a masked class.\n");
        return;
    }
    count(&text, "Forgiven: ", figures->forgiven, "");
    count(&text, " of ", figures->n_masked, " masked");
    ml_out_printf(&text, ", %.1f %%", 100 * figures->forgiven_rate);
    add_classes(&text, figures->settings, figures->forgiven_as, figures->forgiven, ": as ", ": as no class");
    ml_text_wrap(out, ML_STYLE_PLAIN, &text);
}

/* What masking does not forgive; nothing where nothing is masked. */
static void write_punished(ml_out *out, const ml_figures *figures)
{
    uint64_t n_others = figures->n_valid - figures->n_masked;
    ml_out text = paragraph();
    if (figures->n_masked == 0 || n_others == 0)
        return;
    count(&text, "Punished: ", figures->punished, "");
    count(&text, " of ", n_others, " others");
    ml_out_printf(&text, ", %.1f %%", 100 * figures->punished_rate);
    add_classes(&text, figures->settings, figures->punished_of, figures->punished, ": ", "");
    ml_text_wrap(out, ML_STYLE_PLAIN, &text);
}

static void write_notes(ml_out *out, const ml_set_result *set)
{
    ml_note notes[ML_MAX_NOTES];
    size_t n = ml_notes_find(set, notes);
    for (size_t i = 0; i < n; i++) {
        ml_out text = paragraph();
        ml_out_text(&text, "Note: ");
        ml_text_message(&text, notes[i].text);
        ml_out_text(&text, ".");
        ml_text_wrap(out, ML_STYLE_PLAIN, &text);
    }
}

static void end(ml_report *report, const ml_set_result *set)
{
    ml_out *out = report->out;
    ml_text_gates(out, set->verdicts);
    write_coverage(out, set);
    write_paths(out, set->aggregate);
    write_set(out, set);
    write_settings(out, report->settings);
    write_forgiven(out, set->figures);
    write_punished(out, set->figures);
    write_notes(out, set);
    ml_text_figures(report, set);
    ml_text_intervals(report, set);
    ml_text_measures(report, set);
    ml_text_classes_and_confusions(report, set->figures);
    ml_text_conventions(report, set);
    ml_text_groups(report);
    ml_text_images(report, set->aggregate->n_images);
    write_errors(out, set->faults);
    ml_report_clear(report);
}

const ml_report_form ml_text_form = {.name = "text",
                                     .has_notes = true,
                                     .n_worst = 10,
                                     .n_all = 40,
                                     .begin = ml_text_images_begin,
                                     .image = ml_text_image,
                                     .group = ml_text_group,
                                     .end = end};

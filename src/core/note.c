/* The table of notes; see note.h. */
#include "core/note.h"

#include "kernel/math.h"

#include <stdio.h>
#include <string.h>

enum { NO_HINT = -1 };

/* "1 image has", "2 images have" */
static const char *have(uint64_t n) { return n == 1 ? "image has" : "images have"; }

static void say_odd_sums(const ml_set_result *set, uint64_t n, char text[ML_NOTE_TEXT_SIZE])
{
    ML_UNUSED(set);
    snprintf(
        text, ML_NOTE_TEXT_SIZE,
        "%llu %s pixels whose values do not sum to 1, or to the full scale of whole numbers; they were divided by their sum",
        (unsigned long long)n, have(n));
}

static void say_looks_like_probabilities(const ml_set_result *set, uint64_t n, char text[ML_NOTE_TEXT_SIZE])
{
    snprintf(text, ML_NOTE_TEXT_SIZE,
             "%llu %s a prediction that looks like probabilities already (0 to 1, sums of 1), and went through %s once more: "
             "leave --activation out",
             (unsigned long long)n, have(n), ml_activation_names[set->figures->settings->activation]);
}

static void say_unknown_labels(const ml_set_result *set, uint64_t n, char text[ML_NOTE_TEXT_SIZE])
{
    snprintf(text, ML_NOTE_TEXT_SIZE,
             "%llu %s a prediction with labels that are unknown to the class set; they count as no class (%llu valid pixels "
             "are of no class in all)",
             (unsigned long long)n, have(n), (unsigned long long)set->figures->n_none);
}

static void say_no_data(const ml_set_result *set, uint64_t n, char text[ML_NOTE_TEXT_SIZE])
{
    ML_UNUSED(set);
    snprintf(text, ML_NOTE_TEXT_SIZE, "%llu %s a truth with a value that stands for no data; such pixels are ignored",
             (unsigned long long)n, have(n));
}

static void say_read_by_color(const ml_set_result *set, uint64_t n, char text[ML_NOTE_TEXT_SIZE])
{
    ML_UNUSED(set);
    snprintf(text, ML_NOTE_TEXT_SIZE, "%llu %s a palette or gray file that was read by its colours, not by its indices",
             (unsigned long long)n, have(n));
}

/* A stream may have the hint, made by hand, without such a measure. */
static bool measures_planes(const ml_set_result *set)
{
    return ml_measures_of_planes(set->figures->settings->measures) != NULL;
}

static void say_slices(const ml_set_result *set, uint64_t n, char text[ML_NOTE_TEXT_SIZE])
{
    snprintf(text, ML_NOTE_TEXT_SIZE,
             "%llu %s of a volume: %s measures in the plane of each slice, not through the volume, and a structure that one "
             "slice lacks is missed there",
             (unsigned long long)n, n == 1 ? "image is a slice" : "images are slices",
             ml_measures_of_planes(set->figures->settings->measures)->kind->name);
}

/* One class that is not masked: all that the masked view can lose is that class's recall. */
static bool finds_recall_only(const ml_set_result *set)
{
    const ml_settings *settings = set->figures->settings;
    size_t n_masked = 0;
    for (size_t c = 0; c < settings->classes->n; c++)
        n_masked += settings->masked[c];
    return settings->views[ML_VIEW_MASKED] && n_masked + 1 == settings->classes->n;
}

static void say_recall_only(const ml_set_result *set, uint64_t n, char text[ML_NOTE_TEXT_SIZE])
{
    const ml_settings *settings = set->figures->settings;
    size_t c = 0;
    while (settings->masked[c])
        c++;
    ML_UNUSED(n);
    snprintf(text, ML_NOTE_TEXT_SIZE,
             "all classes but %.60s are masked: masked figures measure its recall only, which is perfect where everything is "
             "called so; judge by raw figures",
             settings->classes->items[c].name);
}

/* Whether in this view miou does not exceed what a constant prediction reaches, where that is not perfect. */
static bool is_no_better(const ml_set_result *set, int view)
{
    const ml_view_figures *figures = &set->figures->views[view];
    double constant = figures->constant.metrics[ML_MIOU];
    return set->figures->settings->views[view] && constant < 1 && figures->metrics[ML_MIOU] <= constant + ML_CONSTANT_TIE;
}

static bool finds_no_better(const ml_set_result *set)
{
    for (int v = 0; v < ML_N_VIEWS; v++)
        if (is_no_better(set, v))
            return true;
    return false;
}

static void say_no_better(const ml_set_result *set, uint64_t n, char text[ML_NOTE_TEXT_SIZE])
{
    int v = 0;
    while (!is_no_better(set, v))
        v++;
    const ml_view_figures *figures = &set->figures->views[v];
    ML_UNUSED(n);
    snprintf(text, ML_NOTE_TEXT_SIZE,
             "calling everything %.60s scores no less: its %s miou is %.4f, that of the predictions %.4f",
             set->figures->settings->classes->items[figures->constant.classes[ML_MIOU]].name, ml_view_names[v],
             figures->constant.metrics[ML_MIOU], figures->metrics[ML_MIOU]);
}

static bool has_pixel_losses(const ml_set_result *set)
{
    const ml_losses *losses = set->figures->settings->losses;
    for (size_t l = 0; l < losses->n; l++)
        if (losses->items[l].kind->pixels && strcmp(losses->items[l].kind->sum_name, "brier") != 0)
            return true;
    return false;
}

static bool finds_hard_losses(const ml_set_result *set)
{
    uint64_t n = set->aggregate->n_images;
    return n > 0 && set->aggregate->n_hints[ML_HINT_HARD] == n && has_pixel_losses(set);
}

static void say_hard_losses(const ml_set_result *set, uint64_t n, char text[ML_NOTE_TEXT_SIZE])
{
    ML_UNUSED(n);
    snprintf(text, ML_NOTE_TEXT_SIZE,
             "all predictions are labels: cce, wcce and focal only count their errors, each as -log(epsilon) = %.3f; they say "
             "nothing about a network that was trained with them",
             -ml_log(set->figures->settings->epsilon));
}

static bool finds_without_truth(const ml_set_result *set) { return set->aggregate->n_without_truth > 0; }

static void say_without_truth(const ml_set_result *set, uint64_t unused, char text[ML_NOTE_TEXT_SIZE])
{
    uint64_t n = set->aggregate->n_without_truth;
    ML_UNUSED(unused);
    snprintf(text, ML_NOTE_TEXT_SIZE, "%llu %s no truth; where there is none, all pixels count as %.80s (--missing-truth)",
             (unsigned long long)n, have(n), set->figures->settings->said[ML_SAID_MISSING_TRUTH]);
}

enum { FEW_UNITS = 20 }; /* fewer are few */

/* Of a single one there is no interval. */
static bool are_few(uint64_t n_units) { return n_units >= 2 && n_units < FEW_UNITS; }

static void say_of_few(const char *unit, uint64_t n_units, char text[ML_NOTE_TEXT_SIZE])
{
    snprintf(text, ML_NOTE_TEXT_SIZE, "intervals are over %llu %s only; over fewer than %d they tend to be too narrow",
             (unsigned long long)n_units, unit, FEW_UNITS);
}

static bool finds_few_units(const ml_set_result *set) { return set->intervals && are_few(set->n_units); }

static void say_few_units(const ml_set_result *set, uint64_t n, char text[ML_NOTE_TEXT_SIZE])
{
    ML_UNUSED(n);
    say_of_few(set->unit, set->n_units, text);
}

static bool always(const ml_set_result *set)
{
    ML_UNUSED(set);
    return true;
}

static const char few_units[] = "few-units";

/* A note is given if what it is about is found and, where it is about a hint, any image has it. */
static const struct {
    const char *code;
    bool (*finds)(const ml_set_result *set);
    int hint; /* NO_HINT: it is about none */
    void (*say)(const ml_set_result *set, uint64_t n_images, char text[ML_NOTE_TEXT_SIZE]);
} rows[] = {
    {"recall-only", finds_recall_only, NO_HINT, say_recall_only},
    {"no-better-than-constant", finds_no_better, NO_HINT, say_no_better},
    {"hard-losses", finds_hard_losses, ML_HINT_HARD, say_hard_losses},
    {"odd-sums", always, ML_HINT_ODD_SUMS, say_odd_sums},
    {"looks-like-probabilities", always, ML_HINT_LOOKS_LIKE_PROBABILITIES, say_looks_like_probabilities},
    {few_units, finds_few_units, NO_HINT, say_few_units},
    {"unknown-labels", always, ML_HINT_UNKNOWN_LABELS, say_unknown_labels},
    {"no-data", always, ML_HINT_NO_DATA, say_no_data},
    {"read-by-color", always, ML_HINT_READ_BY_COLOR, say_read_by_color},
    {"slices-2d", measures_planes, ML_HINT_SLICE, say_slices},
    {"without-truth", finds_without_truth, NO_HINT, say_without_truth},
};
_Static_assert(ML_COUNT(rows) < ML_MAX_NOTES, "room for all notes");

size_t ml_notes_of_intervals(const char *unit, uint64_t n_units, ml_note notes[1])
{
    if (!are_few(n_units))
        return 0;
    notes->code = few_units;
    say_of_few(unit, n_units, notes->text);
    return 1;
}

size_t ml_notes_find(const ml_set_result *set, ml_note notes[ML_MAX_NOTES])
{
    size_t n = 0;
    for (size_t r = 0; r < ML_COUNT(rows); r++) {
        uint64_t n_images = rows[r].hint == NO_HINT ? 0 : set->aggregate->n_hints[rows[r].hint];
        if ((rows[r].hint != NO_HINT && n_images == 0) || !rows[r].finds(set))
            continue;
        notes[n].code = rows[r].code;
        rows[r].say(set, n_images, notes[n++].text);
    }
    return n;
}

bool ml_note_hides_losses(const ml_set_result *set)
{
    return finds_hard_losses(set) && ml_losses_are_default(set->figures->settings->losses);
}

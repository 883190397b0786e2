/* The table of notes; see note.h. */
#include "core/note.h"

#include <stdio.h>

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

/* A note is given if any image has its hint. */
static const struct {
    const char *code;
    ml_hint hint;
    void (*say)(const ml_set_result *set, uint64_t n_images, char text[ML_NOTE_TEXT_SIZE]);
} rows[] = {
    {"odd-sums", ML_HINT_ODD_SUMS, say_odd_sums},
    {"looks-like-probabilities", ML_HINT_LOOKS_LIKE_PROBABILITIES, say_looks_like_probabilities},
    {"unknown-labels", ML_HINT_UNKNOWN_LABELS, say_unknown_labels},
    {"no-data", ML_HINT_NO_DATA, say_no_data},
    {"read-by-color", ML_HINT_READ_BY_COLOR, say_read_by_color},
};
_Static_assert(ML_COUNT(rows) < ML_MAX_NOTES, "room for all notes");

static void say_without_truth(const ml_set_result *set, char text[ML_NOTE_TEXT_SIZE])
{
    uint64_t n = set->aggregate->n_without_truth;
    snprintf(text, ML_NOTE_TEXT_SIZE, "%llu %s no truth; where there is none, all pixels count as %.80s (--missing-truth)",
             (unsigned long long)n, have(n), set->figures->settings->said[ML_SAID_MISSING_TRUTH]);
}

size_t ml_notes_find(const ml_set_result *set, ml_note notes[ML_MAX_NOTES])
{
    size_t n = 0;
    for (size_t r = 0; r < ML_COUNT(rows); r++) {
        uint64_t n_images = set->aggregate->n_hints[rows[r].hint];
        if (n_images == 0)
            continue;
        notes[n].code = rows[r].code;
        rows[r].say(set, n_images, notes[n++].text);
    }
    if (set->aggregate->n_without_truth > 0) {
        notes[n].code = "without-truth";
        say_without_truth(set, notes[n++].text);
    }
    return n;
}

/* Notes: what has to be known about a result, beside its figures. Functions of the images' hints, the pooled record and the
 * settings, so that eval and merge say the same. */
#ifndef ML_CORE_NOTE_H
#define ML_CORE_NOTE_H

#include "core/result.h"

enum { ML_MAX_NOTES = 16, ML_NOTE_TEXT_SIZE = 240 };

typedef struct ml_note {
    const char *code;             /* for programs */
    char text[ML_NOTE_TEXT_SIZE]; /* for people: a sentence without its full stop */
} ml_note;

/* What there is to note about a set. Returns the number of notes. */
size_t ml_notes_find(const ml_set_result *set, ml_note notes[ML_MAX_NOTES]);

/* Whether forms for reading leave out the losses per pixel: all predictions are labels, of which such losses say nothing but
 * how many are wrong, and nobody asked for these losses. */
bool ml_note_hides_losses(const ml_set_result *set);

/* What there is to note about intervals over so many units, "images" or "groups": 0 or 1 note. */
size_t ml_notes_of_intervals(const char *unit, uint64_t n_units, ml_note notes[1]);

#endif

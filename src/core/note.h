/* Notes: what has to be known about a result, beside its figures. Functions of the images' hints, the pooled record and the
 * settings, so that eval and merge say the same. */
#ifndef ML_CORE_NOTE_H
#define ML_CORE_NOTE_H

#include "core/result.h"

enum { ML_MAX_NOTES = 8, ML_NOTE_TEXT_SIZE = 240 };

typedef struct ml_note {
    const char *code;             /* for programs */
    char text[ML_NOTE_TEXT_SIZE]; /* for people: a sentence without its full stop */
} ml_note;

/* What there is to note about a set. Returns the number of notes. */
size_t ml_notes_find(const ml_set_result *set, ml_note notes[ML_MAX_NOTES]);

#endif

/* What somebody may have meant: of several names, the one nearest to a mistyped word. */
#ifndef ML_BASE_SUGGEST_H
#define ML_BASE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

/* Start with {.word = ..., .n = ...}, try all names, then `best` is the nearest one, or NULL when none is near. */
typedef struct ml_suggestion {
    const char *word; /* n bytes */
    size_t n;
    bool distant;     /* the nearest is wanted, however far it is */
    const char *best; /* borrowed */
    size_t distance;
} ml_suggestion;

/* Takes `name` for the best if fewer changes of a letter (of any case) turn the word into it than into those before; more than
 * a third of the word's letters must not change, unless one begins with all of the other, of at least three letters. A name
 * that ends in a dot and the word is nearer than any other. Words of more than 255 bytes are near to nothing. */
void ml_suggest(ml_suggestion *suggestion, const char *name);

#endif

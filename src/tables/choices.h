/* What can stand where an option wants a value, as far as the table of options says it: the names in a row's `value`, or its
 * placeholder, which has it all, so that help and completions cannot differ.
 *
 *     auto|hwc|chw    words of small letters are values themselves
 *     FILE, DIR       a file, a directory
 *     NAME            a shipped class set; a FILE beside it is JSON
 *     SPEC, VIEW      a loss, a view
 *     X[,X]...        several of X, with commas between them
 *
 * Anything else in capitals (N, LIST, EXPR) is what nobody can guess. */
#ifndef ML_TABLES_CHOICES_H
#define ML_TABLES_CHOICES_H

#include "cli/option_rows.h"

enum { ML_MAX_CHOICES = 64 };

/* A word is n bytes, borrowed from the placeholder or from a table. */
typedef struct ml_choice_word {
    const char *text;
    size_t n;
} ml_choice_word;

typedef struct ml_choices {
    ml_choice_word words[ML_MAX_CHOICES];
    size_t n_words;
    bool list;          /* words may follow each other, with commas */
    bool directories;   /* a directory can be named */
    bool files;         /* a file can be named ... */
    const char *ending; /* ... whose name ends so ("json"); NULL: any */
} ml_choices;

/* Reads what an option takes; nothing has no choices. Fails (internal error) if there is no room for the words. */
ml_status ml_choices_read(const ml_option_value *value, ml_error *error, ml_choices *choices) ML_MUST_USE;

#endif

/* The class sets that are part of the program: the files of data/classes, which a script turns into a C source when the program
 * is built. So they are found wherever the program lies. */
#ifndef ML_INPUT_SHIPPED_SETS_H
#define ML_INPUT_SHIPPED_SETS_H

#include "io/source.h"

#include <stdbool.h>

typedef struct ml_shipped_set {
    const char *name;
    const uint8_t *json; /* size_bytes, not ended by NUL */
    size_t size_bytes;
} ml_shipped_set;

extern const ml_shipped_set ml_shipped_sets[]; /* in bytewise order of their names */
extern const size_t ml_n_shipped_sets;

/* Whether what --classes says is the name of a shipped set, or of none; names of files have / or .json. */
bool ml_shipped_sets_is_name(const char *classes);

/* The set of that name as a source in memory, called by its name; an unknown name is an error (usage) that lists what there is
 * and suggests the nearest. `option` names the option in it. */
ml_status ml_shipped_sets_find(const char *option, const char *name, ml_error *error, ml_source *source) ML_MUST_USE;

#endif

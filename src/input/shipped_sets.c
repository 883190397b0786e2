/* Shipped class sets; see shipped_sets.h. */
#include "input/shipped_sets.h"

#include "base/memory.h"
#include "base/suggest.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool ml_shipped_sets_is_name(const char *classes) { return !strchr(classes, '/') && !strstr(classes, ".json"); }

ml_status ml_shipped_sets_find(const char *option, const char *name, ml_error *error, ml_source *source)
{
    ml_suggestion meant = {.word = name, .n = strlen(name)};
    for (size_t i = 0; i < ml_n_shipped_sets; i++) {
        const ml_shipped_set *set = &ml_shipped_sets[i];
        if (strcmp(set->name, name) == 0) {
            *source = ml_source_memory(set->name, set->json, set->size_bytes);
            return ML_OK;
        }
        ml_suggest(&meant, set->name);
    }
    ml_fail(error, ML_E_USAGE, "--%s: '%s' is no class set; there are", option, name);
    for (size_t i = 0; i < ml_n_shipped_sets; i++)
        ml_error_add(error, "%s %s", i ? "," : "", ml_shipped_sets[i].name);
    ml_error_add(error, "; a file has / or .json in its name");
    char *file = ml_format("%s.json", name);
    bool is_file = file && access(file, R_OK) == 0;
    free(file);
    if (is_file)
        ml_error_add(error, ": did you mean %s.json?", name);
    else if (meant.best)
        ml_error_add(error, "; did you mean %s?", meant.best);
    return error->status;
}

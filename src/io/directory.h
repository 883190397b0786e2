/* Lists the files below a directory. */
#ifndef ML_IO_DIRECTORY_H
#define ML_IO_DIRECTORY_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ml_listing {
    size_t n;
    char **paths; /* relative to the directory, in bytewise order, owned */
} ml_listing;

/* All files (not directories) in `directory`, with `deep` also those in the directories below it, links followed; names that
 * begin with a dot are left out. What is reached in two ways is listed twice; so that links cannot make 2^n paths of n
 * directories, an error ends it when about a million entries are listed once more. A directory that cannot be read, or that
 * contains itself through a link, is an error. On failure nothing is held. */
ml_status ml_directory_list(const char *directory, bool deep, ml_error *error, ml_listing *listing) ML_MUST_USE;
void ml_listing_clear(ml_listing *listing);

/* Calls `use` with each name in an open folder that begins with `prefix`, as far as the folder can be listed. */
void ml_folder_each(int folder, const char *prefix, void (*use)(void *context, const char *name), void *context);

/* directory/name without doubling a slash. NULL without memory. Freed with free. */
char *ml_path_join(const char *directory, const char *name) ML_MUST_USE;

#endif

/* What the paths of a set's files have in common: the folder that they are all below, or where they are all of one file, as the
 * images of a batch are, that file. */
#ifndef ML_CORE_COMMON_PATH_H
#define ML_CORE_COMMON_PATH_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* A zeroed one is of no paths. The text is owned. */
typedef struct ml_common_path {
    char *text; /* NULL: of no paths */
    size_t n;   /* its bytes; 0: the working folder, or folders that have nothing in common */
} ml_common_path;

void ml_common_path_clear(ml_common_path *common);

/* Adds a file, which may be an image of one, "p.npy[3]"; in any order the result is the same. */
ml_status ml_common_path_add(ml_common_path *common, const char *path, ml_error *error) ML_MUST_USE;

/* Adds what other paths have in common. */
ml_status ml_common_path_join(ml_common_path *common, const ml_common_path *other, ml_error *error) ML_MUST_USE;

#endif

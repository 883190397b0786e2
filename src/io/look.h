/* What is at a path. */
#ifndef ML_IO_LOOK_H
#define ML_IO_LOOK_H

#include "base/error.h"

#include <stdbool.h>
#include <sys/stat.h>

/* Looks what is at the path, links followed: *is_there, and then *info. That nothing can be there (no such file, no such
 * directory, a longer name than there can be) is no failure; not to be able to look is. */
ml_status ml_look(const char *path, ml_error *error, bool *is_there, struct stat *info) ML_MUST_USE;

#endif

/* Looks at paths; see look.h. */
#include "io/look.h"

#include <errno.h>

ml_status ml_look(const char *path, ml_error *error, bool *is_there, struct stat *info)
{
    struct stat found;
    if (stat(path, &found) == 0) {
        *info = found;
        *is_there = true;
        return ML_OK;
    }
    if (errno != ENOENT && errno != ENOTDIR && errno != ENAMETOOLONG)
        return ml_fail_call(error, path);
    *is_there = false;
    return ML_OK;
}

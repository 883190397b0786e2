/* What is collected in an ml_out, as text. */
#ifndef TESTS_UNIT_WRITTEN_H
#define TESTS_UNIT_WRITTEN_H

#include "data.h"
#include "tree.h"
#include "unit.h"

#include "io/destination.h"

#include <stdlib.h>

static inline void written_begin(ml_out *out)
{
    char path[TREE_PATH_SIZE];
    ml_error error = ML_ERROR_INIT;
    static char kept[TREE_PATH_SIZE]; /* an ml_out borrows its path */
    strcpy(kept, tree_path("written", path));
    EXPECT(ml_out_open(kept, &error, out) == ML_OK, "%s", error.text);
}

/* Ends it; to be freed. */
static inline char *written_take(ml_out *out)
{
    ml_error error = ML_ERROR_INIT;
    EXPECT(ml_out_commit(out, &error) == ML_OK, "%s", error.text);
    char *text = data_read_text(out->path);
    ml_out_close(out);
    return text;
}

#endif

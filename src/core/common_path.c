/* What paths have in common; see common_path.h. */
#include "core/common_path.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void ml_common_path_clear(ml_common_path *common)
{
    free(common->text);
    *common = (ml_common_path){NULL, 0};
}

/* The length of a path without the number of an image in brackets. */
static size_t length_of_file(const char *path)
{
    size_t n = strlen(path), at = n;
    if (n == 0 || path[n - 1] != ']')
        return n;
    for (at = n - 1; at > 0 && path[at - 1] >= '0' && path[at - 1] <= '9';)
        at--;
    return at > 1 && at < n - 1 && path[at - 1] == '[' ? at - 1 : n;
}

/* Keeps of the text what a path of n bytes has too: all of it, or the folders that both are below. */
static void keep_common(ml_common_path *common, const char *path, size_t n)
{
    size_t same = 0, folder = 0;
    while (same < n && same < common->n && path[same] == common->text[same])
        same++;
    bool is_whole = same == common->n && (same == n || path[same] == '/');
    if (is_whole)
        return;
    if (same == n && common->text[same] == '/')
        folder = n;
    for (size_t i = 0; i < same && folder < same; i++)
        if (path[i] == '/')
            folder = i > 0 ? i : 1; /* the root's own slash stays */
    common->n = folder;
    common->text[folder] = '\0';
}

static ml_status add(ml_common_path *common, const char *path, size_t n, ml_error *error)
{
    if (common->text) {
        keep_common(common, path, n);
        return ML_OK;
    }
    if (!(common->text = ml_alloc(n + 1, 1)))
        return ml_fail_memory(error, "a path");
    memcpy(common->text, path, n);
    common->n = n;
    return ML_OK;
}

ml_status ml_common_path_add(ml_common_path *common, const char *path, ml_error *error)
{
    return add(common, path, length_of_file(path), error);
}

ml_status ml_common_path_join(ml_common_path *common, const ml_common_path *other, ml_error *error)
{
    return other->text ? add(common, other->text, other->n, error) : ML_OK;
}

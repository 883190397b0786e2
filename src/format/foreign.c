/* Files that are recognised but not read; see foreign.h. */
#include "format/foreign.h"

#include "base/memory.h"
#include "base/text.h"
#include "io/look.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_TEXT_BYTES = 16384 }; /* of a file's beginning that are looked at */

static const char *const zarr_members[] = {".zarray", ".zgroup", "zarr.json"};

/* The file's beginning as a string. */
static ml_status read_text(const ml_source *source, ml_error *error, char text[MAX_TEXT_BYTES + 1])
{
    size_t n = source->size_bytes < MAX_TEXT_BYTES ? (size_t)source->size_bytes : MAX_TEXT_BYTES;
    ml_status status = ml_source_read(source, 0, n, error, text);
    text[status ? 0 : n] = '\0';
    return status;
}

ml_status ml_is_like_run_lengths(const ml_source *source, ml_error *error, bool *is)
{
    char text[MAX_TEXT_BYTES + 1];
    ml_status status = read_text(source, error, text);
    text[strcspn(text, "\r\n")] = '\0';
    *is = strstr(text, "EncodedPixels") != NULL;
    return status;
}

ml_status ml_is_like_labelme(const ml_source *source, ml_error *error, bool *is)
{
    char text[MAX_TEXT_BYTES + 1];
    ml_status status = read_text(source, error, text);
    *is = strstr(text, "\"shapes\"") != NULL;
    return status;
}

ml_status ml_is_like_coco(const ml_source *source, ml_error *error, bool *is)
{
    char text[MAX_TEXT_BYTES + 1];
    ml_status status = read_text(source, error, text);
    *is = strstr(text, "\"segmentation\"") || strstr(text, "\"annotations\"") || strstr(text, "\"images\": [") ||
          strstr(text, "\"images\":[");
    return status;
}

ml_status ml_refuse_zarr(const char *directory, ml_error *error)
{
    /* A directory that must not be searched is named, and not what might be in it. */
    ml_status status = access(directory, X_OK) != 0 && errno == EACCES ? ml_fail_call(error, directory) : ML_OK;
    for (size_t i = 0; i < ML_COUNT(zarr_members) && !status; i++) {
        struct stat info;
        bool is_there = false;
        char *path = ml_format("%s/%s", directory, zarr_members[i]);
        status = path ? ml_look(path, error, &is_there, &info) : ml_fail_memory(error, "a path");
        if (is_there && S_ISREG(info.st_mode))
            status = ml_fail(error, ML_E_INPUT, "%s: is a zarr store, which is not read; %s", directory, ML_CONVERSION("zarr"));
        free(path);
    }
    return status;
}

bool ml_is_zarr_member(const char *name)
{
    const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
    bool found = false;
    for (size_t i = 0; i < ML_COUNT(zarr_members) && !found; i++)
        found = strcmp(last, zarr_members[i]) == 0;
    return found;
}

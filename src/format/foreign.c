/* Files that are recognised but not read; see foreign.h. */
#include "format/foreign.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_TEXT_BYTES = 16384 }; /* of a file's beginning that are looked at */

static const char *const zarr_members[] = {".zarray", ".zgroup", "zarr.json"};

/* The file's beginning as a string. */
static void read_text(const ml_source *source, char text[MAX_TEXT_BYTES + 1])
{
    ml_error ignored = ML_ERROR_INIT;
    size_t n = source->size_bytes < MAX_TEXT_BYTES ? (size_t)source->size_bytes : MAX_TEXT_BYTES;
    if (ml_source_read(source, 0, n, &ignored, text))
        n = 0;
    text[n] = '\0';
}

bool ml_is_like_run_lengths(const ml_source *source)
{
    char text[MAX_TEXT_BYTES + 1];
    read_text(source, text);
    text[strcspn(text, "\r\n")] = '\0';
    return strstr(text, "EncodedPixels") != NULL;
}

bool ml_is_like_labelme(const ml_source *source)
{
    char text[MAX_TEXT_BYTES + 1];
    read_text(source, text);
    return strstr(text, "\"shapes\"") != NULL;
}

bool ml_is_like_coco(const ml_source *source)
{
    char text[MAX_TEXT_BYTES + 1];
    read_text(source, text);
    return strstr(text, "\"segmentation\"") || strstr(text, "\"annotations\"") || strstr(text, "\"images\": [") ||
           strstr(text, "\"images\":[");
}

bool ml_is_zarr(const char *directory)
{
    bool found = false;
    for (size_t i = 0; i < ML_COUNT(zarr_members) && !found; i++) {
        struct stat info;
        char *path = ml_format("%s/%s", directory, zarr_members[i]);
        found = path && stat(path, &info) == 0 && S_ISREG(info.st_mode);
        free(path);
    }
    return found;
}

ml_status ml_fail_zarr(const char *directory, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: is a zarr store, which is not read; %s", directory, ML_CONVERSION("zarr"));
}

bool ml_is_zarr_member(const char *name)
{
    const char *slash = strrchr(name, '/'), *last = slash ? slash + 1 : name;
    bool found = false;
    for (size_t i = 0; i < ML_COUNT(zarr_members) && !found; i++)
        found = strcmp(last, zarr_members[i]) == 0;
    return found;
}

/* Images inside files; see image_path.h. */
#include "input/pairs/image_path.h"

#include "base/memory.h"
#include "base/number.h"
#include "format/registry.h"
#include "io/look.h"

#include <stdlib.h>
#include <string.h>

/* Whether there is something of the name that the first n bytes of text are. */
static ml_status look(const char *text, size_t n, ml_error *error, bool *exists)
{
    struct stat info;
    char *name = ml_strndup(text, n);
    ml_status status = name ? ml_look(name, error, exists, &info) : ml_fail_memory(error, "a path");
    free(name);
    return status;
}

/* Splits "[digits]" off the end: *n becomes the length of what is before it. */
static bool take_index(const char *text, size_t *n, size_t *index)
{
    size_t end = *n, start;
    uint64_t value;
    if (end < 4 || text[end - 1] != ']')
        return false;
    for (start = end - 1; start > 0 && text[start - 1] >= '0' && text[start - 1] <= '9';)
        start--;
    if (start < 2 || text[start - 1] != '[' || !ml_integer_parse(text + start, end - 1 - start, SIZE_MAX, &value))
        return false;
    *n = start - 1;
    *index = (size_t)value;
    return true;
}

/* Whether the n bytes of a name end like those of archives. */
static bool is_archive(const char *name, size_t n)
{
    const ml_file_format *format = ml_file_format_of_name(name, n);
    return format && format->list_keys;
}

/* The length of the longest ARCHIVE in ARCHIVE:KEY (n bytes), 0 if there is none. */
static size_t archive_length(const char *text, size_t n)
{
    for (size_t at = n; at-- > 0;)
        if (text[at] == ':' && is_archive(text, at))
            return at;
    return 0;
}

/* The same, of an archive that exists. */
static ml_status find_archive(const char *text, size_t n, ml_error *error, size_t *length)
{
    bool found = false;
    ml_status status = ML_OK;
    for (*length = archive_length(text, n); *length > 0; *length = archive_length(text, *length))
        if ((status = look(text, *length, error, &found)) || found)
            break;
    return status;
}

ml_status ml_image_path_parse(const char *text, const char *array, ml_error *error, ml_image_path *location)
{
    ml_image_path made = {0};
    size_t n = strlen(text), file = n, before = n, index = 0, archive = 0;
    bool has_index = take_index(text, &before, &index);
    bool is_name = !has_index && archive_length(text, n) == 0, is_batch = false;
    ml_status status = is_name ? ML_OK : look(text, n, error, &is_name);
    if (!status && !is_name && has_index)
        status = look(text, before, error, &is_batch);
    if (!status && !is_name && !is_batch)
        status = find_archive(text, n, error, &archive);
    if (status)
        return status;
    if (is_batch) {
        file = n = before;
        made.has_index = true;
    } else if (archive != 0) {
        made.has_index = has_index && before > archive;
        n = made.has_index ? before : n;
        file = archive;
    }
    made.index = made.has_index ? index : 0;
    made.file = ml_strndup(text, file);
    if (file < n)
        made.array = ml_strndup(text + file + 1, n - file - 1);
    else if (array)
        made.array = ml_strdup(array);
    if (!made.file || ((file < n || array) && !made.array)) {
        ml_image_path_clear(&made);
        return ml_fail_memory(error, "a path");
    }
    *location = made;
    return ML_OK;
}

void ml_image_path_clear(ml_image_path *location)
{
    free(location->file);
    free(location->array);
    *location = (ml_image_path){0};
}

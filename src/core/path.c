/* Paths to figures; see path.h. */
#include "core/path.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

ml_status ml_path_wrong(const ml_path_cursor *cursor, const char *wanted, ml_error *error)
{
    return ml_fail(error, ML_E_USAGE, "--%s: '%s': at character %zu: %s is wanted", cursor->option, cursor->text,
                   (size_t)(cursor->at - cursor->text) + 1, wanted);
}

/* Number of characters at the start of a text that may stand in a key without quotes. */
static size_t plain_length(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
}

/* The text between [" and "], without its backslashes. */
static ml_status read_quoted(ml_path_cursor *cursor, ml_error *error, char **key)
{
    size_t n = 0;
    cursor->at += 2;
    char *copy = ml_strdup(cursor->at);
    if (!copy)
        return ml_fail_memory(error, "a path");
    for (; *cursor->at && *cursor->at != '"'; cursor->at++) {
        if (*cursor->at == '\\' && (cursor->at[1] == '"' || cursor->at[1] == '\\'))
            cursor->at++;
        copy[n++] = *cursor->at;
    }
    copy[n] = '\0';
    if (cursor->at[0] != '"' || cursor->at[1] != ']') {
        free(copy);
        return ml_path_wrong(cursor, "\"] after the name", error);
    }
    cursor->at += 2;
    *key = copy;
    return ML_OK;
}

/* key, .key or ["key"] */
static ml_status read_key(ml_path_cursor *cursor, bool first, ml_error *error, char **key)
{
    if (cursor->at[0] == '[' && cursor->at[1] == '"')
        return read_quoted(cursor, error, key);
    cursor->at += !first;
    size_t n = plain_length(cursor->at);
    if (n == 0)
        return ml_path_wrong(cursor, first ? "a path such as masked.metrics.miou" : "a name or [\"name\"]", error);
    *key = ml_strndup(cursor->at, n);
    cursor->at += n;
    return *key ? ML_OK : ml_fail_memory(error, "a path");
}

ml_status ml_path_read(ml_path_cursor *cursor, ml_error *error, ml_path *path)
{
    ml_path made = {0};
    ml_status status = ML_OK;
    while (!status && (made.n == 0 || *cursor->at == '.' || (cursor->at[0] == '[' && cursor->at[1] == '"'))) {
        status = made.n == ML_PATH_MAX_KEYS ? ml_path_wrong(cursor, "a shorter path", error)
                                            : read_key(cursor, made.n == 0, error, &made.keys[made.n]);
        made.n += !status;
    }
    if (status)
        ml_path_clear(&made);
    else
        *path = made;
    return status;
}

ml_status ml_path_parse(const char *option, const char *text, ml_error *error, ml_path *path)
{
    ml_path_cursor cursor = {option, text, text};
    ml_path made;
    ml_status status = ml_path_read(&cursor, error, &made);
    if (status)
        return status;
    if (*cursor.at) {
        ml_path_clear(&made);
        return ml_path_wrong(&cursor, "a dot, [\"name\"] or the end", error);
    }
    *path = made;
    return ML_OK;
}

void ml_path_clear(ml_path *path)
{
    for (size_t i = 0; i < path->n; i++)
        free(path->keys[i]);
    *path = (ml_path){0};
}

bool ml_path_is(const ml_path *path, const char *const *keys, size_t n)
{
    bool same = path->n == n;
    for (size_t i = 0; i < n && same; i++)
        same = strcmp(path->keys[i], keys[i]) == 0;
    return same;
}

const char *ml_path_group(const ml_path *path)
{
    return path->n > 2 && strcmp(path->keys[0], ML_PATH_GROUPS) == 0 ? path->keys[1] : NULL;
}

ml_path ml_path_inside(const ml_path *path)
{
    ml_path inside = *path;
    if (!ml_path_group(path))
        return inside;
    inside.n -= 2;
    memmove(inside.keys, inside.keys + 2, inside.n * sizeof *inside.keys);
    return inside;
}

/* Writes a key as it stands in a path; returns where it ends. */
static char *write_key(const char *key, bool first, bool is_quoted, char *to)
{
    if (!is_quoted && *key && key[plain_length(key)] == '\0') {
        if (!first)
            *to++ = '.';
        size_t n = strlen(key);
        memcpy(to, key, n);
        return to + n;
    }
    *to++ = '[';
    *to++ = '"';
    for (; *key; key++) {
        if (*key == '"' || *key == '\\')
            *to++ = '\\';
        *to++ = *key;
    }
    *to++ = '"';
    *to++ = ']';
    return to;
}

char *ml_path_text(const char *const *keys, size_t n)
{
    size_t room = 1;
    for (size_t i = 0; i < n; i++)
        room += 2 * strlen(keys[i]) + 4;
    char *text = ml_alloc(room, 1), *to = text;
    for (size_t i = 0; text && i < n; i++)
        to = write_key(keys[i], i == 0, i == 1 && strcmp(keys[0], ML_PATH_GROUPS) == 0, to);
    return text;
}

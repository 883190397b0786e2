/* Addresses of files; see relative_path.h. */
#include "io/relative_path.h"

#include "base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The working folder, or NULL. Freed with free. */
static char *working_folder(void)
{
    enum { LONGEST = 1 << 20 };
    for (size_t size = 512; size <= LONGEST; size *= 2) {
        char *folder = ml_alloc(size, 1);
        if (!folder || getcwd(folder, size))
            return folder;
        free(folder);
    }
    return NULL;
}

/* Whether the path climbs above where it begins, so that the names of the folders there are needed. */
static bool climbs(const char *path)
{
    int depth = 0;
    for (size_t n; *path; path += n + (path[n] != '\0')) {
        n = strcspn(path, "/");
        depth += n == 0 || (n == 1 && *path == '.') ? 0 : n == 2 && strncmp(path, "..", 2) == 0 ? -1 : 1;
        if (depth < 0)
            return true;
    }
    return false;
}

/* The path without ".", ".." and what is empty, as components that each begin with a slash, "/a/b". NULL without memory. */
static char *components_of(const char *folder, const char *path)
{
    char *joined = ml_format("%s/%s", *path == '/' ? "" : folder, path), *to = joined;
    for (const char *at = joined; at && *at;) {
        size_t n = strcspn(at, "/");
        const char *next = at + n + (at[n] != '\0');
        if (n == 2 && strncmp(at, "..", 2) == 0) {
            while (to > joined && *--to != '/')
                continue;
        } else if (n > 0 && !(n == 1 && *at == '.')) {
            /* what was read is at least as long as what is written: there is room for the slash */
            memmove(to + 1, at, n);
            *to = '/';
            to += n + 1;
        }
        at = next;
    }
    if (joined)
        *to = '\0';
    return joined;
}

/* The way from the folder of one file to another, both as components. */
static char *way(const char *from, const char *to)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t same = 0, n_up = 0;
    for (size_t i = 0; from[i] && from[i] == to[i]; i++) /* folders that both are in */
        if (from[i + 1] == '/' && to[i + 1] == '/')
            same = i + 1;
    for (const char *at = from + same; (at = strchr(at + 1, '/'));)
        n_up++;
    char *address = ml_alloc(3 * (n_up + strlen(to) + 1) + 2, 1), *end = address;
    if (!address)
        return NULL;
    for (size_t i = 0; i < n_up; i++, end += 3)
        memcpy(end, "../", 3);
    if (n_up == 0) {
        memcpy(end, "./", 2);
        end += 2;
    }
    for (const char *at = to + same + 1; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
                        strchr("/-._~", byte);
        if (is_plain) {
            *end++ = (char)byte;
        } else {
            *end++ = '%';
            *end++ = hex[byte >> 4];
            *end++ = hex[byte & 15];
        }
    }
    return address;
}

char *ml_relative_address(const char *from, const char *to)
{
    char *address = NULL;
    const char *page = from ? from : "page";
    bool needs_folder = (*page == '/') != (*to == '/') || climbs(page) || climbs(to);
    char *folder = needs_folder ? working_folder() : ml_strdup("");
    char *near = folder ? components_of(folder, page) : NULL, *far = folder ? components_of(folder, to) : NULL;
    if (near && far)
        address = way(near, far);
    free(folder);
    free(near);
    free(far);
    return address;
}

/* Names of map files; see map_names.h. */
#include "engine/map_names.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("_.=-", c);
}

/* The id's components, but for those that lead elsewhere or nowhere, joined with /; "" where none is left. NULL without memory.
 */
static char *clean_id(const char *id)
{
    char *clean = ml_alloc(strlen(id) + 1, 1), *to = clean;
    if (!clean)
        return NULL;
    for (const char *at = id; *at;) {
        size_t n = strcspn(at, "/");
        bool leads_nowhere = n == 0 || (n == 1 && at[0] == '.') || (n == 2 && at[0] == '.' && at[1] == '.');
        if (!leads_nowhere) {
            if (to > clean)
                *to++ = '/';
            memcpy(to, at, n);
            to += n;
        }
        at += n + (at[n] == '/');
    }
    return clean;
}

ml_status ml_map_file_name(const char *id, const ml_map *map, ml_error *error, char **name)
{
    char *clean = clean_id(id), *made = clean && *clean ? ml_format("%s.%s", clean, map->name) : NULL;
    ml_status status = ML_OK;
    if (clean && !*clean)
        status = ml_fail(error, ML_E_USAGE, "--maps: the id \"%s\" can be no name of a file; give another with --list", id);
    else if (!made)
        status = ml_fail_memory(error, "the name of a map");
    for (char *at = made ? made + strlen(clean) : NULL; at && *at; at++)
        *at = is_plain(*at) ? *at : '-';
    char *whole = made ? ml_format("%s.%s", made, map->kind->is_array ? "npy" : "png") : NULL;
    if (made && !whole)
        status = ml_fail_memory(error, "the name of a map");
    free(clean);
    free(made);
    if (!status)
        *name = whole;
    return status;
}

/* A name, and whose it is. */
typedef struct owned_name {
    char *name;
    const char *id;
} owned_name;

/* All names of the pairs' maps, sorted. */
typedef struct names {
    size_t n;
    owned_name *items;
} names;

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const owned_name *)a)->name, ((const owned_name *)b)->name);
}

static void clear_names(names *all)
{
    for (size_t k = 0; k < all->n; k++)
        free(all->items[k].name);
    free(all->items);
}

/* What a file system takes for a name. */
enum { MAX_NAME_BYTES = 255 };

static ml_status check_length(const owned_name *name, ml_error *error)
{
    size_t n;
    for (const char *at = name->name; *at; at += n + (at[n] == '/'))
        if ((n = strcspn(at, "/")) > MAX_NAME_BYTES)
            return ml_fail(error, ML_E_USAGE,
                           "--maps: a name of %zu bytes is too long for a file, %d are taken; give another id with "
                           "--list: %s",
                           n, MAX_NAME_BYTES, name->id);
    return ML_OK;
}

static ml_status find_names(const ml_pairs *pairs, const ml_maps *maps, ml_error *error, names *all)
{
    ml_status status = ML_OK;
    all->items = pairs->n <= SIZE_MAX / maps->n ? ml_alloc(pairs->n * maps->n, sizeof *all->items) : NULL;
    if (!all->items)
        return ml_fail_memory(error, "the names of maps");
    for (size_t p = 0; p < pairs->n && !status; p++)
        for (size_t m = 0; m < maps->n && !status; m++) {
            owned_name *name = &all->items[all->n];
            name->id = pairs->items[p].id;
            status = ml_map_file_name(name->id, &maps->items[m], error, &name->name);
            all->n += !status;
            if (!status)
                status = check_length(name, error);
        }
    if (!status)
        qsort(all->items, all->n, sizeof *all->items, compare_names);
    return status;
}

static const owned_name *find(const names *all, char *name)
{
    const owned_name wanted = {name, NULL};
    return bsearch(&wanted, all->items, all->n, sizeof *all->items, compare_names);
}

static ml_status check_different(const names *all, ml_error *error)
{
    for (size_t k = 1; k < all->n; k++) {
        const owned_name *a = &all->items[k - 1], *b = &all->items[k];
        if (strcmp(a->name, b->name) != 0)
            continue;
        if (strcmp(a->id, b->id) == 0)
            return ml_fail(error, ML_E_USAGE, "--kinds: two of them would have one name, %s; say classes by their index",
                           a->name);
        return ml_fail(error, ML_E_USAGE,
                       "--maps: maps of \"%s\" and of \"%s\" would have one name, %s; give other ids with --list", a->id, b->id,
                       a->name);
    }
    return ML_OK;
}

/* That no map is where another one needs a directory. */
static ml_status check_directories(const names *all, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t k = 0; k < all->n && !status; k++) {
        const owned_name *name = &all->items[k], *other = NULL;
        char *part = ml_strdup(name->name);
        if (!part)
            return ml_fail_memory(error, "the names of maps");
        for (char *slash = strrchr(part, '/'); slash && !other; slash = strrchr(part, '/')) {
            *slash = '\0';
            other = find(all, part);
        }
        free(part);
        if (other)
            status =
                ml_fail(error, ML_E_USAGE, "--maps: a map of \"%s\" would lie in one of \"%s\", %s; give other ids with --list",
                        name->id, other->id, other->name);
    }
    return status;
}

/* The id without the [N] at its end, if it has one and another id is left of that. */
static char *without_number(const char *id)
{
    size_t n = strlen(id), k = n - 1;
    if (n < 4 || id[k] != ']')
        return NULL;
    while (k > 1 && id[k - 1] >= '0' && id[k - 1] <= '9')
        k--;
    return k < n - 1 && id[k - 1] == '[' ? ml_strndup(id, k - 1) : NULL;
}

/* Images of a batch have the id of its pair with [N] behind it: another pair whose own id is that, but for what names leave
 * out, could have maps of the same names. (If the ids are the same, the evaluation itself refuses them.) */
static ml_status check_batches(const names *all, const ml_pairs *pairs, const ml_map *map, ml_error *error)
{
    ml_status status = ML_OK;
    for (size_t p = 0; p < pairs->n && !status; p++) {
        char *base = without_number(pairs->items[p].id), *name = NULL;
        if (!base)
            continue;
        status = ml_map_file_name(base, map, error, &name);
        const owned_name *other = status ? NULL : find(all, name);
        if (other && strcmp(other->id, base) != 0)
            status = ml_fail(error, ML_E_USAGE,
                             "--maps: maps of \"%s\" and of an image of \"%s\" could have one name; give other ids "
                             "with --list",
                             pairs->items[p].id, other->id);
        else if (status == ML_E_USAGE)
            status = ML_OK; /* nothing is left of it */
        free(base);
        free(name);
    }
    return status;
}

ml_status ml_map_names_check(const ml_pairs *pairs, const ml_maps *maps, ml_error *error)
{
    names all = {0};
    if (maps->n == 0)
        return ML_OK;
    ml_status status = find_names(pairs, maps, error, &all);
    if (!status)
        status = check_different(&all, error);
    if (!status)
        status = check_directories(&all, error);
    if (!status)
        status = check_batches(&all, pairs, &maps->items[0], error);
    clear_names(&all);
    return status;
}

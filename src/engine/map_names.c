/* Names of map files; see map_names.h. */
#include "engine/map_names.h"

#include "base/memory.h"
#include "engine/pair_files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const owned_name *)a)->name, ((const owned_name *)b)->name);
}

/* Images of a batch have names that differ as those of pairs do: their ids are the pair's with [n] behind it. That one of them
 * could be a pair's own id is found when the batch is opened. */
ml_status ml_map_names_check(const ml_pairs *pairs, const ml_maps *maps, ml_error *error)
{
    size_t n = 0;
    ml_status status = ML_OK;
    if (maps->n == 0)
        return ML_OK;
    owned_name *names = pairs->n <= SIZE_MAX / maps->n ? ml_alloc(pairs->n * maps->n, sizeof *names) : NULL;
    if (!names)
        return ml_fail_memory(error, "the names of maps");
    for (size_t p = 0; p < pairs->n && !status; p++)
        for (size_t m = 0; m < maps->n && !status; m++) {
            names[n].id = pairs->items[p].id;
            status = ml_map_file_name(pairs->items[p].id, &maps->items[m], error, &names[n].name);
            n += !status;
        }
    if (!status)
        qsort(names, n, sizeof *names, compare_names);
    for (size_t k = 1; k < n && !status; k++)
        if (strcmp(names[k - 1].name, names[k].name) == 0)
            status = ml_fail(error, ML_E_USAGE,
                             strcmp(names[k - 1].id, names[k].id) == 0
                                 ? "--maps: two kinds of maps of \"%s\" (and of \"%s\") would have one name, %s"
                                 : "--maps: maps of \"%s\" and of \"%s\" would have one name, %s; give other ids with --list",
                             names[k - 1].id, names[k].id, names[k].name);
    for (size_t k = 0; k < n; k++)
        free(names[k].name);
    free(names);
    return status;
}

static int compare_files(const void *a, const void *b)
{
    const ml_input_file *x = a, *y = b;
    if (x->device != y->device)
        return x->device < y->device ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* Files that are collected. */
typedef struct collection {
    size_t n, capacity;
    ml_input_file *files;
    bool lacks_memory;
} collection;

static void collect(void *context, const char *path)
{
    collection *all = context;
    struct stat info;
    if (!path || stat(path, &info) != 0)
        return;
    if (!ml_grow(&all->files, &all->capacity, all->n, sizeof *all->files)) {
        all->lacks_memory = true;
        return;
    }
    all->files[all->n++] = (ml_input_file){(uint64_t)info.st_dev, (uint64_t)info.st_ino};
}

ml_status ml_input_files_find(const ml_job *job, const ml_inputs *inputs, ml_error *error, size_t *n, ml_input_file **files)
{
    collection all = {.n = 0};
    ml_job_each_file(job, collect, &all);
    collect(&all, job->report.output);
    for (size_t p = 0; p < inputs->pairs.n; p++)
        ml_pair_each_file(&inputs->pairs.items[p], &inputs->classes, collect, &all);
    if (all.lacks_memory) {
        free(all.files);
        return ml_fail_memory(error, "the names of maps");
    }
    if (all.n > 0)
        qsort(all.files, all.n, sizeof *all.files, compare_files);
    *n = all.n;
    *files = all.files;
    return ML_OK;
}

bool ml_input_files_have(const ml_input_file *files, size_t n, uint64_t device, uint64_t number)
{
    const ml_input_file wanted = {device, number};
    return n > 0 && bsearch(&wanted, files, n, sizeof *files, compare_files) != NULL;
}

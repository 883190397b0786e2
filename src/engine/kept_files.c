/* Files that are kept; see kept_files.h. */
#include "engine/kept_files.h"

#include "base/memory.h"
#include "engine/pair_files.h"
#include "io/directory.h"
#include "io/look.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int compare(const void *a, const void *b)
{
    const ml_kept_file *x = a, *y = b;
    if (x->device != y->device)
        return x->device < y->device ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* Files that are collected. */
typedef struct collection {
    ml_kept_files files;
    size_t capacity;
    ml_status status;
    ml_error *error;
} collection;

static void add(collection *all, const struct stat *info)
{
    if (!ml_grow(&all->files.items, &all->capacity, all->files.n, sizeof *all->files.items))
        all->status = ml_fail_memory(all->error, "the names of files");
    else
        all->files.items[all->files.n++] = (ml_kept_file){(uint64_t)info->st_dev, (uint64_t)info->st_ino};
}

/* Notes that a file could not be looked at, unless that tells that there is none to be kept: none, or none that can be read. */
static void failed(collection *all, const char *path)
{
    if (errno != ENOENT && errno != ENOTDIR && errno != ENAMETOOLONG && errno != ELOOP && errno != EACCES)
        all->status = ml_fail_call(all->error, path);
}

/* The file, and if its name is that of a link, this as well. NULL: there was no memory for the name. */
static void collect(void *context, const char *path)
{
    struct stat info;
    collection *all = context;
    if (!path && !all->status)
        all->status = ml_fail_memory(all->error, "the names of files");
    if (all->status)
        return;
    if (stat(path, &info) == 0)
        add(all, &info);
    else
        failed(all, path);
    if (!all->status && lstat(path, &info) != 0)
        failed(all, path);
    else if (!all->status && S_ISLNK(info.st_mode))
        add(all, &info);
}

static bool ends_in(const char *text, const char *suffix)
{
    size_t n = strlen(text), n_suffix = suffix ? strlen(suffix) : 0;
    return n_suffix == 0 || (n >= n_suffix && strcmp(text + n - n_suffix, suffix) == 0);
}

/* What a directory that is an operand holds: all that takes part by its name. */
static void collect_below(const char *directory, const char *suffix, collection *all)
{
    struct stat info;
    bool is_there = false;
    ml_listing listing = {0};
    all->status = ml_look(directory, all->error, &is_there, &info);
    if (all->status || !is_there || !S_ISDIR(info.st_mode))
        return;
    all->status = ml_directory_list(directory, true, all->error, &listing);
    for (size_t k = 0; k < listing.n && !all->status; k++) {
        if (!ends_in(listing.paths[k], suffix))
            continue;
        char *path = ml_path_join(directory, listing.paths[k]);
        collect(all, path);
        free(path);
    }
    ml_listing_clear(&listing);
}

static void collect_standard(collection *all)
{
    struct stat info;
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode))
            add(all, &info);
}

ml_status ml_kept_files_find(const ml_job *job, const ml_inputs *inputs, ml_error *error, ml_kept_files *files)
{
    const ml_pair_choice *choice = &job->pairs;
    collection all = {.error = error};
    ml_job_each_file(job, collect, &all);
    if (job->report.output && !all.status) {
        collect(&all, job->report.output);
        if (all.status == ML_E_INPUT) /* of an output */
            all.status = error->status = ML_E_SYSTEM;
    }
    collect_standard(&all);
    for (size_t p = 0; p < inputs->pairs.n; p++)
        ml_pair_each_file(&inputs->pairs.items[p], &inputs->classes, collect, &all);
    for (size_t k = 0; k < inputs->pairs.n_left_out; k++)
        collect(&all, inputs->pairs.left_out[k]);
    for (size_t k = 0; k < job->n_inputs && !all.status; k++)
        collect_below(job->inputs[k], k == 0 ? choice->truth_suffix : choice->prediction_suffix, &all);
    if (all.status) {
        free(all.files.items);
        return all.status;
    }
    if (all.files.n > 0)
        qsort(all.files.items, all.files.n, sizeof *all.files.items, compare);
    *files = all.files;
    return ML_OK;
}

void ml_kept_files_clear(ml_kept_files *files)
{
    free(files->items);
    *files = (ml_kept_files){0};
}

bool ml_kept_files_have(const ml_kept_files *files, uint64_t device, uint64_t number)
{
    const ml_kept_file wanted = {device, number};
    return files->n > 0 && bsearch(&wanted, files->items, files->n, sizeof *files->items, compare) != NULL;
}

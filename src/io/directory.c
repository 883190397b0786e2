/* Lists files; see directory.h. */
#include "io/directory.h"

#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Links can lead to a directory in 2^n ways, of which each is a listing of its own: what is listed once more is bounded, in
 * entries, of which a directory takes the time of some. */
enum { MAX_ENTRIES_AGAIN = 1 << 20, ENTRIES_PER_DIRECTORY = 16, MIN_VISITED = 64 };

/* A directory being read, and those that contain it. */
typedef struct level {
    const struct level *above;
    const char *link; /* the last link on the way to it; NULL: there is none */
    dev_t device;
    ino_t inode;
    bool again; /* it has been read before */
} level;

typedef struct visit {
    dev_t device;
    ino_t inode;
    bool used;
} visit;

typedef struct walker {
    ml_listing found;
    size_t capacity;
    bool deep;
    ml_error *error;
    visit *visited; /* [n_slots] the directories read, by hash, at most half of it used; n_slots is 0 or a power of 2 */
    size_t n_slots, n_visited;
    size_t n_again; /* entries listed once more */
} walker;

static ml_status walk_directory(walker *w, const char *path, const char *relative, const level *above, bool by_link);

char *ml_path_join(const char *directory, const char *name)
{
    size_t n = strlen(directory);
    return ml_format("%s%s%s", directory, n == 0 || directory[n - 1] == '/' ? "" : "/", name);
}

/* Whether an entry that stat cannot follow, for the reason in errno, is a link to nothing, to itself, through a file or to
 * where nobody may look. */
static bool leads_nowhere(const char *path, struct stat *info)
{
    const int reason = errno;
    bool may = reason == ENOENT || reason == ELOOP || reason == ENOTDIR || reason == EACCES;
    bool is_link = may && lstat(path, info) == 0 && S_ISLNK(info->st_mode);
    errno = reason;
    return is_link;
}

static bool is_link(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
}

/* Whether the system tells in passing that an entry is a regular file. */
static bool is_file(const struct dirent *entry)
{
#ifdef DT_REG
    return entry->d_type == DT_REG;
#else
    ML_UNUSED(entry);
    return false;
#endif
}

static ml_status note_file(walker *w, char *relative)
{
    if (!ml_grow(&w->found.paths, &w->capacity, w->found.n, sizeof *w->found.paths)) {
        free(relative);
        return ml_fail_memory(w->error, "the list of files");
    }
    w->found.paths[w->found.n++] = relative;
    return ML_OK;
}

/* Where a directory is among the visited, or would be. There is room. */
static visit *find_visit(const walker *w, dev_t device, ino_t inode)
{
    const uint64_t hash = ((uint64_t)inode ^ (uint64_t)device << 40) * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = (size_t)(hash >> 32);; i++) {
        visit *v = &w->visited[i & (w->n_slots - 1)];
        if (!v->used || (v->device == device && v->inode == inode))
            return v;
    }
}

static bool make_room(walker *w)
{
    if (w->n_visited < w->n_slots / 2)
        return true;
    walker larger = {.n_slots = w->n_slots ? 2 * w->n_slots : MIN_VISITED};
    larger.visited = ml_alloc(larger.n_slots, sizeof *larger.visited);
    if (!larger.visited)
        return false;
    for (size_t i = 0; i < w->n_slots; i++)
        if (w->visited[i].used)
            *find_visit(&larger, w->visited[i].device, w->visited[i].inode) = w->visited[i];
    free(w->visited);
    w->visited = larger.visited;
    w->n_slots = larger.n_slots;
    return true;
}

/* Notes that a directory is read, and whether it is for the first time. */
static ml_status note_visit(walker *w, level *here)
{
    if (!make_room(w))
        return ml_fail_memory(w->error, "the list of directories");
    visit *v = find_visit(w, here->device, here->inode);
    here->again = v->used;
    w->n_visited += !v->used;
    *v = (visit){here->device, here->inode, true};
    return ML_OK;
}

/* Counts what is listed once more. */
static ml_status count_again(walker *w, const level *here, const char *path, size_t n)
{
    w->n_again += here->again ? n : 0;
    if (w->n_again <= MAX_ENTRIES_AGAIN)
        return ML_OK;
    return ml_fail(w->error, ML_E_INPUT,
                   "%s: leads to directories that have been listed on other ways, and with it too much is listed more than "
                   "once; remove some of the links between directories",
                   here->link ? here->link : path);
}

/* An entry that may be a directory, which is walked; anything else is noted under its relative path (taken over). */
static ml_status add_entry(walker *w, const char *path, char *relative, const level *here)
{
    struct stat info;
    ml_status status = ML_OK;
    bool known = stat(path, &info) == 0;
    /* Such a link is listed: it matters only if somebody wants to read it. */
    if (!known && !leads_nowhere(path, &info))
        status = ml_fail_call(w->error, path);
    else if (known && S_ISDIR(info.st_mode))
        status = w->deep ? walk_directory(w, path, relative, here, is_link(path)) : ML_OK;
    else
        return note_file(w, relative);
    free(relative);
    return status;
}

static ml_status read_entries(walker *w, DIR *directory, const char *path, const char *relative, const level *here)
{
    ml_status status = ML_OK;
    while (!status) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        if (!entry)
            return errno ? ml_fail_call(w->error, path) : ML_OK;
        if (entry->d_name[0] == '.')
            continue;
        status = count_again(w, here, path, 1);
        if (status)
            return status;
        char *below = ml_path_join(path, entry->d_name);
        char *name = *relative ? ml_path_join(relative, entry->d_name) : ml_strdup(entry->d_name);
        if (below && name) {
            status = is_file(entry) ? note_file(w, name) : add_entry(w, below, name, here);
        } else {
            free(name);
            status = ml_fail_memory(w->error, "the list of files");
        }
        free(below);
    }
    return status;
}

static ml_status walk_directory(walker *w, const char *path, const char *relative, const level *above, bool by_link)
{
    struct stat info;
    DIR *directory = opendir(path);
    if (!directory || stat(path, &info) < 0) {
        ml_fail_call(w->error, path);
        if (directory)
            closedir(directory);
        return w->error->status;
    }
    level here = {above, by_link ? path : above ? above->link : NULL, info.st_dev, info.st_ino, false};
    ml_status status = ML_OK;
    for (const level *l = above; l && !status; l = l->above)
        if (l->device == here.device && l->inode == here.inode)
            status = ml_fail(w->error, ML_E_INPUT, "%s: is a link to a directory that contains it; remove it",
                             here.link ? here.link : path); /* the latter where one is mounted below itself */
    if (!status)
        status = note_visit(w, &here);
    if (!status)
        status = count_again(w, &here, path, ENTRIES_PER_DIRECTORY);
    if (!status)
        status = read_entries(w, directory, path, relative, &here);
    closedir(directory);
    return status;
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b); /* compares as unsigned char: bytewise */
}

ml_status ml_directory_list(const char *directory, bool deep, ml_error *error, ml_listing *listing)
{
    walker w = {.deep = deep, .error = error};
    ml_status status = walk_directory(&w, directory, "", NULL, false);
    free(w.visited);
    if (status) {
        ml_listing_clear(&w.found);
        return status;
    }
    if (w.found.n > 1)
        qsort(w.found.paths, w.found.n, sizeof *w.found.paths, compare);
    *listing = w.found;
    return ML_OK;
}

void ml_folder_each(int folder, const char *prefix, void (*use)(void *context, const char *name), void *context)
{
    int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = fd >= 0 ? fdopendir(fd) : NULL;
    const struct dirent *entry;
    while (directory && (entry = readdir(directory)))
        if (strncmp(entry->d_name, prefix, strlen(prefix)) == 0)
            use(context, entry->d_name);
    if (directory)
        closedir(directory);
    else if (fd >= 0)
        close(fd);
}

void ml_listing_clear(ml_listing *listing)
{
    for (size_t i = 0; i < listing->n; i++)
        free(listing->paths[i]);
    free(listing->paths);
    *listing = (ml_listing){0};
}

/* What is kept open; see kept_open.h. */
#include "io/kept_open.h"

#include "base/memory.h"
#include "base/thread.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Things that nobody has, and those that somebody shares. */
enum { MAX_KEPT = 32, MAX_SHARED = 512 };

/* Descriptors that are reserved at most where the system knows no bound. */
enum { MAX_FILES = 4096 };

typedef struct kept_thing {
    ml_file_mark mark; /* of the file */
    void *thing;
    void (*destroy)(void *thing);
    size_t n_users;  /* who share it */
    bool is_spoiled; /* nobody else is to */
} kept_thing;

struct ml_kept_open {
    ml_monitor *monitor;                     /* protects the rest */
    size_t n_files;                          /* descriptors that are reserved */
    size_t n, n_shared;                      /* and how many of these somebody has */
    kept_thing items[MAX_KEPT + MAX_SHARED]; /* [n] the one that was used last is the last */
};

ml_kept_open *ml_kept_open_create(void)
{
    ml_kept_open *kept = ml_alloc(1, sizeof *kept);
    if (kept && !(kept->monitor = ml_monitor_create())) {
        free(kept);
        kept = NULL;
    }
    return kept;
}

void ml_kept_open_destroy(ml_kept_open *kept)
{
    if (!kept)
        return;
    for (size_t i = 0; i < kept->n; i++)
        kept->items[i].destroy(kept->items[i].thing);
    ml_monitor_destroy(kept->monitor);
    free(kept);
}

static bool is_of(const kept_thing *item, const ml_source *file) { return ml_file_mark_same(&item->mark, &file->mark); }

/* Inside the monitor: takes item i out. */
static kept_thing take_out(ml_kept_open *kept, size_t i)
{
    const kept_thing item = kept->items[i];
    kept->n--;
    memmove(kept->items + i, kept->items + i + 1, (kept->n - i) * sizeof *kept->items);
    return item;
}

/* Inside the monitor: takes out the thing that was used the longest time ago and that nobody has, if there are more of these
 * than `most`. */
static kept_thing take_oldest(ml_kept_open *kept, size_t most)
{
    size_t n_unused = 0, oldest = kept->n;
    for (size_t i = kept->n; i-- > 0;)
        if (kept->items[i].n_users == 0) {
            n_unused++;
            oldest = i;
        }
    return n_unused > most ? take_out(kept, oldest) : (kept_thing){.thing = NULL};
}

static void destroy(const kept_thing *item)
{
    if (item->thing)
        item->destroy(item->thing);
}

void *ml_kept_open_take(ml_kept_open *kept, const ml_source *file)
{
    void *thing = NULL;
    ml_monitor_enter(kept->monitor);
    for (size_t i = kept->n; i-- > 0 && !thing;)
        if (is_of(&kept->items[i], file))
            thing = take_out(kept, i).thing;
    ml_monitor_leave(kept->monitor);
    return thing;
}

void ml_kept_open_give(ml_kept_open *kept, const ml_source *file, void *thing, void (*destroy_thing)(void *thing))
{
    ml_monitor_enter(kept->monitor);
    const kept_thing oldest = take_oldest(kept, MAX_KEPT - 1);
    kept->items[kept->n++] = (kept_thing){.mark = file->mark, .thing = thing, .destroy = destroy_thing};
    ml_monitor_leave(kept->monitor);
    destroy(&oldest);
}

/* Inside the monitor: the thing that is shared of the file, which is now the one that was used last; NULL: none. */
static void *share(ml_kept_open *kept, const ml_source *file)
{
    for (size_t i = kept->n; i-- > 0;)
        if (is_of(&kept->items[i], file) && !kept->items[i].is_spoiled) {
            kept_thing item = take_out(kept, i);
            kept->n_shared += item.n_users == 0;
            item.n_users++;
            kept->items[kept->n++] = item;
            return item.thing;
        }
    return NULL;
}

void *ml_kept_open_share(ml_kept_open *kept, const ml_source *file)
{
    ml_monitor_enter(kept->monitor);
    void *thing = share(kept, file);
    ml_monitor_leave(kept->monitor);
    return thing;
}

void *ml_kept_open_offer(ml_kept_open *kept, const ml_source *file, void *thing, void (*destroy_thing)(void *thing))
{
    kept_thing offered = {.mark = file->mark, .thing = thing, .destroy = destroy_thing, .n_users = 1}, unused = {.thing = NULL};
    ml_monitor_enter(kept->monitor);
    void *shared = share(kept, file);
    if (shared)
        unused = offered;
    else if (kept->n_shared < MAX_SHARED) {
        kept->items[kept->n++] = offered;
        kept->n_shared++;
        shared = thing;
    }
    ml_monitor_leave(kept->monitor);
    destroy(&unused);
    return shared;
}

void ml_kept_open_return(ml_kept_open *kept, const void *thing, bool is_spoiled)
{
    kept_thing unused = {.thing = NULL};
    size_t i = 0;
    ml_monitor_enter(kept->monitor);
    while (kept->items[i].thing != thing)
        i++;
    kept_thing item = take_out(kept, i);
    item.is_spoiled = item.is_spoiled || is_spoiled;
    kept->n_shared -= --item.n_users == 0;
    if (item.n_users == 0 && item.is_spoiled) {
        unused = item;
    } else {
        kept->items[kept->n++] = item;
        unused = take_oldest(kept, MAX_KEPT);
    }
    ml_monitor_leave(kept->monitor);
    destroy(&unused);
}

/* Half of the descriptors are left to everybody else. */
static size_t most_files(void)
{
    const long n = sysconf(_SC_OPEN_MAX);
    return n < 0 ? MAX_FILES : (size_t)n / 2;
}

bool ml_kept_open_reserve_files(ml_kept_open *kept, size_t n)
{
    const size_t most = most_files();
    ml_monitor_enter(kept->monitor);
    bool is_room = n <= most && kept->n_files <= most - n;
    kept->n_files += is_room ? n : 0;
    ml_monitor_leave(kept->monitor);
    return is_room;
}

void ml_kept_open_free_files(ml_kept_open *kept, size_t n)
{
    ml_monitor_enter(kept->monitor);
    kept->n_files -= n;
    ml_monitor_leave(kept->monitor);
}

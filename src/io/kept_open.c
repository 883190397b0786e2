/* What is kept open; see kept_open.h. */
#include "io/kept_open.h"

#include "base/memory.h"
#include "base/thread.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_KEPT = 32 };

typedef struct kept_thing {
    ml_source file; /* only which one it is */
    void *thing;
    void (*destroy)(void *thing);
} kept_thing;

struct ml_kept_open {
    ml_monitor *monitor; /* protects the rest */
    size_t n;
    kept_thing items[MAX_KEPT]; /* [n] the one that was used last is the last */
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

static bool is_of(const kept_thing *item, const ml_source *file)
{
    const ml_source *own = &item->file;
    return own->size_bytes == file->size_bytes && ml_file_mark_same(&own->mark, &file->mark);
}

/* Inside the monitor: takes item i out. */
static kept_thing take_out(ml_kept_open *kept, size_t i)
{
    const kept_thing item = kept->items[i];
    kept->n--;
    memmove(kept->items + i, kept->items + i + 1, (kept->n - i) * sizeof *kept->items);
    return item;
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

void ml_kept_open_give(ml_kept_open *kept, const ml_source *file, void *thing, void (*destroy)(void *thing))
{
    kept_thing oldest = {.thing = NULL};
    ml_monitor_enter(kept->monitor);
    if (kept->n == MAX_KEPT)
        oldest = take_out(kept, 0);
    kept->items[kept->n++] = (kept_thing){*file, thing, destroy};
    ml_monitor_leave(kept->monitor);
    if (oldest.thing)
        oldest.destroy(oldest.thing);
}

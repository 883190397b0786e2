/* Maps of the worst images; see worst_maps.h. */
#include "engine/worst_maps.h"

#include "base/memory.h"
#include "base/thread.h"
#include "engine/failures.h"
#include "engine/map_names.h"
#include "engine/pair_files.h"
#include "io/directory.h"

#include <stdlib.h>

/* All threads together. */
typedef struct redrawing {
    const ml_drawing *drawing;
    const ml_worst *worst;
    ml_drawn *drawn; /* [worst->ranking.n] */
    bool keeps_going;
    char **faults; /* [worst->ranking.n] with keeps_going: what is wrong with an image; NULL: nothing */
    atomic_bool never;
    ml_monitor *monitor; /* protects what is below */
    size_t next;         /* the first image that nobody has taken */
    size_t failed;       /* the first that could not be drawn; ranking.n: none */
    ml_error error;      /* its error */
} redrawing;

/* One thread. */
typedef struct thread {
    redrawing *all;
    ml_worker worker;
} thread;

static ml_status fail_changed(const ml_kept_image *kept, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: it, or what belongs to it, has changed since it was evaluated", kept->prediction);
}

/* Evaluates the image that the worker has open and whose truth it has once more, for the scales of its maps. */
static ml_status observe(ml_worker *worker, const ml_kept_image *kept, ml_error *error, ml_observation *seen)
{
    const ml_truth *truth = &worker->truth;
    const ml_observed_image image = ml_worker_image(worker, kept->prediction, false);
    ml_status status = ml_observers_begin(&worker->observers, &image, NULL, error);
    if (!status)
        status =
            ml_worker_show(worker, truth, &worker->opened.prediction, kept->prediction, 0, truth->width * truth->height, error);
    return status ? status : ml_observers_finish(&worker->observers, error, seen);
}

static ml_status draw(const redrawing *all, ml_worker *worker, const ml_kept_image *kept, ml_error *error, ml_drawn *drawn)
{
    const ml_drawing *drawing = all->drawing;
    const ml_again *again = &kept->again;
    const ml_draw_what what = {drawing->files_at_end, true};
    const double *scales = again->scales;
    ml_observation seen = {.left = NULL};
    ml_status status = ml_worker_open(worker, again->pair, error);
    if (!status)
        status = ml_open_pair_start(&worker->opened, again->image, error);
    if (!status)
        status = ml_open_pair_read_truth(&worker->opened, error, &worker->truth);
    if (!status && (worker->truth.width != kept->width || worker->truth.height != kept->height))
        return fail_changed(kept, error);
    if (!status && drawing->scales.kind && !scales) {
        status = observe(worker, kept, error, &seen);
        scales = ml_drawing_scales(drawing, &seen);
    }
    if (!status)
        status = ml_draw_image(drawing, worker, again->image, kept->prediction, &kept->record, scales, what, error, drawn);
    ml_observation_clear(&seen);
    if (status != ML_E_SYSTEM)
        status = ml_pair_mark_check(again->pair, drawing->settings->classes, again->mark, kept->prediction, error);
    if (status)
        ml_drawn_clear(drawn);
    return status;
}

/* Takes the next image; false when there is none. Images are taken in order, so that the first that fails is always drawn. */
static bool take(redrawing *all, size_t *image)
{
    ml_monitor_enter(all->monitor);
    bool taken = all->next < all->worst->ranking.n && all->failed == all->worst->ranking.n;
    if (taken)
        *image = all->next++;
    ml_monitor_leave(all->monitor);
    return taken;
}

static void run(void *arg)
{
    thread *own = arg;
    redrawing *all = own->all;
    size_t i;
    while (take(all, &i)) {
        ml_error error = ML_ERROR_INIT;
        ml_status status = draw(all, &own->worker, all->worst->ranking.items[i].thing, &error, &all->drawn[i]);
        if (status == ML_E_INPUT && all->keeps_going && !(all->faults[i] = ml_strdup(error.text)))
            status = ml_fail_memory(&error, "the list of errors");
        if (!status || all->faults[i])
            continue;
        ml_monitor_enter(all->monitor);
        if (i < all->failed) {
            all->failed = i;
            all->error = error;
        }
        ml_monitor_leave(all->monitor);
    }
}

static ml_status draw_all(redrawing *all, const ml_job *job, size_t n_threads, ml_error *error)
{
    size_t n_workers = 0, n_started = 0;
    ml_threads *started = NULL;
    thread *threads = ml_alloc(n_threads, sizeof *threads);
    void **args = ml_alloc(n_threads, sizeof *args);
    ml_status status = threads && args ? ML_OK : ml_fail_memory(error, "the threads");
    for (; n_workers < n_threads && !status; n_workers += !status) {
        threads[n_workers].all = all;
        args[n_workers] = &threads[n_workers];
        status = ml_worker_init(job, all->drawing->settings, NULL, &all->never, error, &threads[n_workers].worker);
    }
    if (!status && n_threads > 1)
        status = ml_threads_start(n_threads - 1, run, args + 1, error, &started, &n_started);
    if (!status)
        run(args[0]);
    ml_threads_join(started);
    for (size_t i = 0; i < n_workers; i++)
        ml_worker_clear(&threads[i].worker);
    free(threads);
    free(args);
    if (!status && all->failed < all->worst->ranking.n) {
        *error = all->error;
        status = error->status;
    }
    return status;
}

/* Where the image's files are, for pages. */
static ml_status find_links(const ml_drawing *drawing, ml_kept_image *kept, ml_error *error)
{
    if (!(kept->links = ml_alloc(drawing->n_files, sizeof *kept->links)))
        return ml_fail_memory(error, "the names of maps");
    for (size_t m = 0; m < drawing->n_files; m++) {
        const ml_map *map = &drawing->maps.items[m];
        char *name = NULL;
        if (map->kind->needs_photo && !kept->again.pair->photo)
            continue;
        ml_status status = ml_map_file_name(kept->id, map, error, &name);
        char *path = status ? NULL : ml_path_join(drawing->choice->directory, name);
        free(name);
        if (!path)
            return status ? status : ml_fail_memory(error, "the names of maps");
        kept->links[kept->n_links++] = (ml_kept_link){map->name, path};
    }
    return ML_OK;
}

/* Notes what was wrong with images; whether there was anything. */
static ml_status note(const redrawing *all, const ml_job *job, ml_faults *faults, ml_error *error, bool *have_failed)
{
    ml_status status = ML_OK;
    *have_failed = false;
    for (size_t i = 0; i < all->worst->ranking.n && !status; i++) {
        ml_kept_image *kept = all->worst->ranking.items[i].thing;
        if (!all->faults[i])
            continue;
        kept->has_failed = *have_failed = true;
        ml_fail(error, ML_E_INPUT, "%s", all->faults[i]);
        status = ml_failures_add(faults, kept->id, kept->again.pair->number, &job->listener, error);
    }
    return status;
}

/* Hands the image what was drawn of it. */
static ml_status give(const ml_drawing *drawing, ml_drawn *drawn, ml_kept_image *kept, ml_error *error)
{
    ml_status status = ml_drawn_move(drawing, drawn, kept->id, error);
    if (!status)
        status = find_links(drawing, kept, error);
    kept->thumbnails = drawn->thumbnails;
    drawn->thumbnails = (ml_thumbnail_set){.n = 0};
    return status;
}

ml_status ml_worst_draw(ml_worst *worst, const ml_drawing *drawing, const ml_job *job, ml_faults *faults, ml_error *error)
{
    size_t n = worst->ranking.n;
    bool is_needed = drawing->maps.n > (drawing->files_at_end ? 0 : drawing->n_files);
    if (n == 0 || !is_needed)
        return ML_OK;
    size_t n_threads = job->n_threads ? job->n_threads : ml_processors();
    redrawing all = {.drawing = drawing, .worst = worst, .keeps_going = job->keep_going, .failed = n, .error = ML_ERROR_INIT};
    atomic_init(&all.never, false);
    all.drawn = ml_alloc(n, sizeof *all.drawn);
    all.faults = ml_alloc(n, sizeof *all.faults);
    all.monitor = ml_monitor_create();
    ml_status status = all.drawn && all.faults && all.monitor ? ML_OK : ml_fail_memory(error, "the worst images");
    if (!status)
        status = draw_all(&all, job, n_threads < n ? n_threads : n, error);
    bool have_failed = false;
    if (!status)
        status = note(&all, job, faults, error, &have_failed);
    for (size_t i = 0; i < n && !status && !have_failed; i++)
        status = give(drawing, &all.drawn[i], worst->ranking.items[i].thing, error);
    for (size_t i = 0; i < n; i++) {
        if (all.drawn)
            ml_drawn_clear(&all.drawn[i]);
        if (all.faults)
            free(all.faults[i]);
    }
    free(all.drawn);
    free(all.faults);
    if (all.monitor)
        ml_monitor_destroy(all.monitor);
    return status;
}

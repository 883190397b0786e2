/* Images in order by several threads; see schedule.h. */
#include "engine/schedule.h"

#include "base/memory.h"
#include "base/thread.h"
#include "engine/evaluate_image.h"
#include "engine/evaluate_labels.h"
#include "engine/pair_files.h"
#include "io/read_ahead.h"

#include <stdlib.h>

/* Pixels of an image that is worth reading ahead for. */
enum { LARGE_PIXELS = 1 << 18 };

/* A pair that is being evaluated. */
typedef struct slot {
    enum { SLOT_FREE, SLOT_OPENING, SLOT_OPEN } state;
    bool is_batch;
    size_t n_images, next_image, n_taken; /* known, claimed and handed over images */
    ml_outcome *outcomes;                 /* [n_window]: image i at i % n_window */
    bool *done;                           /* [n_window] */
} slot;

typedef struct schedule schedule;

/* A thread of the schedule. */
typedef struct thread {
    schedule *schedule;
    ml_worker worker;
} thread;

struct schedule {
    const ml_pairs *pairs;
    const ml_resume *resume;
    ml_monitor *monitor; /* protects all that is below */
    size_t n_window;     /* images that may be claimed and not yet handed over, whether of one pair or of several */
    size_t n_ahead;      /* how many there are */
    slot *slots;         /* [n_window]: pair p at p % n_window */
    size_t first, next;  /* the pair being handed over, and the first that nobody has claimed */
    ml_bands_list bands; /* large images that more threads may work on */
    atomic_bool stop;    /* outside the monitor, too */
};

/* Something to do. */
typedef struct task {
    enum { TASK_NONE, TASK_PAIR, TASK_IMAGE, TASK_BANDS } kind;
    size_t pair, image;
    ml_bands *bands;
} task;

static slot *slot_of(schedule *s, size_t pair) { return &s->slots[pair % s->n_window]; }

/* Inside the monitor: claims the earliest thing to do. What is to be handed over next may always be claimed. */
static task claim(schedule *all)
{
    bool room = all->n_ahead < all->n_window;
    for (size_t p = all->first; p < all->next; p++) {
        slot *s = slot_of(all, p);
        bool is_due = p == all->first && s->next_image == s->n_taken;
        if (s->state == SLOT_OPEN && s->next_image < s->n_images && (room || is_due) &&
            s->next_image < s->n_taken + all->n_window) {
            all->n_ahead++;
            return (task){TASK_IMAGE, p, s->next_image++, NULL};
        }
    }
    if (all->next < all->pairs->n && (room || all->next == all->first) && all->next < all->first + all->n_window) {
        slot_of(all, all->next)->state = SLOT_OPENING;
        all->n_ahead++;
        return (task){TASK_PAIR, all->next++, 0, NULL};
    }
    ml_bands *bands = ml_bands_join(&all->bands);
    return (task){bands ? TASK_BANDS : TASK_NONE, 0, 0, bands};
}

static void read_ahead(void *context, const char *path)
{
    ML_UNUSED(context);
    if (path)
        ml_read_ahead(path);
}

/* While a large pair is evaluated, the system may read the next one, where there is no other thread that does. Of small ones,
 * opening is what takes time, and that cannot be done ahead. */
static void announce_next(const thread *own, size_t p)
{
    const schedule *all = own->schedule;
    const ml_axes *size = &own->worker.opened.roles.prediction;
    const size_t next = p + 1;
    if (all->n_window == 1 && next < all->pairs->n && size->width * size->height >= LARGE_PIXELS &&
        !ml_resume_has(all->resume, next, false, 0))
        ml_pair_each_file(&all->pairs->items[next], own->worker.settings->classes, read_ahead, NULL);
}

/* Does an image, or the first one of a pair; the pair's other images are then there for everybody. */
static void do_image(thread *own, size_t p, size_t image, bool first)
{
    schedule *all = own->schedule;
    ml_error error = ML_ERROR_INIT;
    ml_outcome outcome = {.status = ML_OK};
    slot *s = slot_of(all, p);
    ml_status status = ML_OK;
    bool whole = first && ml_resume_has(all->resume, p, false, 0), is_counted = false; /* then not even headers are read */
    if (first && !whole)
        status = ml_evaluate_counted(&own->worker, &all->pairs->items[p], &outcome, &error, &is_counted);
    if (!whole && !is_counted && !status)
        status = ml_worker_open(&own->worker, &all->pairs->items[p], &error);
    const bool is_opened = !whole && !is_counted && !status;
    if (first) {
        ml_monitor_enter(all->monitor);
        s->is_batch = is_opened && own->worker.opened.roles.is_batch;
        s->n_images = !is_opened ? 1 : own->worker.opened.roles.n_images;
        s->next_image = 1;
        s->state = SLOT_OPEN;
        ml_monitor_notify(all->monitor);
        ml_monitor_leave(all->monitor);
    }
    if (first && is_opened)
        announce_next(own, p);
    outcome.is_done = whole || (is_opened && own->worker.opened.roles.is_batch && ml_resume_has(all->resume, p, true, image));
    if (is_opened && !outcome.is_done)
        status = ml_evaluate_image(&own->worker, &all->bands, image, &outcome, &error);
    bool says_how = first && is_opened && own->worker.job->say_how; /* how samples are read is known at last */
    if (says_how && !(outcome.how = ml_open_pair_text(&own->worker.opened)))
        status = ml_fail_memory(&error, "a message");
    if (status)
        ml_outcome_fail(&outcome, &error);
    ml_monitor_enter(all->monitor);
    s->outcomes[image % all->n_window] = outcome;
    s->done[image % all->n_window] = true;
    ml_monitor_notify(all->monitor);
    ml_monitor_leave(all->monitor);
}

static void perform(thread *own, const task *t)
{
    if (t->kind == TASK_BANDS)
        ml_bands_help(&own->schedule->bands, t->bands, &own->worker);
    else
        do_image(own, t->pair, t->image, t->kind == TASK_PAIR);
}

/* A thread other than the first: does what there is to do until it is told to stop. */
static void run_thread(void *arg)
{
    thread *own = arg;
    schedule *all = own->schedule;
    ml_monitor_enter(all->monitor);
    while (!atomic_load(&all->stop)) {
        task t = claim(all);
        if (t.kind == TASK_NONE) {
            ml_monitor_wait(all->monitor);
            continue;
        }
        ml_monitor_leave(all->monitor);
        perform(own, &t);
        ml_monitor_enter(all->monitor);
    }
    ml_monitor_leave(all->monitor);
}

/* Waits for an image, working meanwhile. Leaves the monitor as it found it, entered. */
static void await(thread *own, const slot *s, size_t image)
{
    schedule *all = own->schedule;
    while (s->state != SLOT_OPEN || (image < s->n_images && !s->done[image % all->n_window])) {
        task t = claim(all);
        if (t.kind == TASK_NONE) {
            ml_monitor_wait(all->monitor);
            continue;
        }
        ml_monitor_leave(all->monitor);
        perform(own, &t);
        ml_monitor_enter(all->monitor);
    }
}

/* Hands all images over, in order, working whenever the next one is not done. */
static ml_status hand_over(thread *own, const ml_taker *taker, ml_error *error)
{
    schedule *all = own->schedule;
    ml_status status = ML_OK;
    ml_monitor_enter(all->monitor);
    while (all->first < all->pairs->n && !status) {
        slot *s = slot_of(all, all->first);
        await(own, s, s->n_taken);
        if (s->n_taken < s->n_images) {
            size_t at = s->n_taken % all->n_window;
            ml_outcome outcome = s->outcomes[at];
            const ml_scheduled_image image = {&all->pairs->items[all->first], s->is_batch, s->n_taken, s->n_images, &outcome};
            s->done[at] = false;
            s->n_taken++;
            all->n_ahead--;
            ml_monitor_notify(all->monitor);
            ml_monitor_leave(all->monitor);
            status = taker->take(taker->context, &image, error);
            ml_outcome_clear(&outcome);
            ml_monitor_enter(all->monitor);
        }
        if (!status && s->n_taken == s->n_images) {
            s->state = SLOT_FREE;
            s->n_images = s->next_image = s->n_taken = 0;
            all->first++;
            ml_monitor_notify(all->monitor);
        }
    }
    atomic_store(&all->stop, true);
    ml_monitor_notify(all->monitor);
    ml_monitor_leave(all->monitor);
    return status;
}

static void clear_schedule(schedule *all)
{
    for (size_t i = 0; all->slots && i < all->n_window; i++) {
        slot *s = &all->slots[i];
        for (size_t k = 0; s->outcomes && s->done && k < all->n_window; k++)
            if (s->done[k])
                ml_outcome_clear(&s->outcomes[k]);
        free(s->outcomes);
        free(s->done);
    }
    free(all->slots);
    ml_bands_list_clear(&all->bands);
    ml_monitor_destroy(all->monitor);
}

static ml_status init_schedule(const ml_pairs *pairs, const ml_resume *resume, size_t n_threads, ml_error *error, schedule *all)
{
    all->pairs = pairs;
    all->resume = resume;
    all->n_window = n_threads == 1 ? 1 : 2 * n_threads + 2;
    atomic_init(&all->stop, false);
    all->monitor = ml_monitor_create();
    all->slots = ml_alloc(all->n_window, sizeof *all->slots);
    bool held = all->monitor && all->slots && ml_bands_list_init(&all->bands, n_threads, all->monitor, &all->stop);
    for (size_t i = 0; held && i < all->n_window; i++) {
        all->slots[i].outcomes = ml_alloc(all->n_window, sizeof(ml_outcome));
        all->slots[i].done = ml_alloc(all->n_window, sizeof(bool));
        held = all->slots[i].outcomes && all->slots[i].done;
    }
    if (held)
        return ML_OK;
    clear_schedule(all);
    return ml_fail_memory(error, "the threads");
}

ml_status ml_schedule_run(const ml_job *job, const ml_pairs *pairs, const ml_settings *settings, const ml_resume *resume,
                          const ml_drawing *drawing, const ml_taker *taker, ml_error *error)
{
    size_t n_threads = job->n_threads ? job->n_threads : ml_processors(), n_workers = 0, n_started = 0;
    schedule all = {0};
    ml_threads *started = NULL;
    ml_status status = init_schedule(pairs, resume, n_threads, error, &all);
    if (status)
        return status;
    thread *threads = ml_alloc(n_threads, sizeof *threads);
    void **args = ml_alloc(n_threads, sizeof *args);
    if (!threads || !args)
        status = ml_fail_memory(error, "the threads");
    for (; n_workers < n_threads && !status; n_workers += !status) {
        threads[n_workers].schedule = &all;
        args[n_workers] = &threads[n_workers];
        status = ml_worker_init(job, settings, drawing, &all.stop, error, &threads[n_workers].worker);
    }
    if (!status && n_threads > 1)
        status = ml_threads_start(n_threads - 1, run_thread, args + 1, error, &started, &n_started);
    if (!status)
        status = hand_over(&threads[0], taker, error);
    ml_threads_join(started);
    for (size_t i = 0; i < n_workers; i++)
        ml_worker_clear(&threads[i].worker);
    free(threads);
    free(args);
    clear_schedule(&all);
    return status;
}

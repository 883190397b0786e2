/* Images in order by several threads; see schedule.h. */
#include "engine/schedule.h"

#include "base/memory.h"
#include "base/thread.h"
#include "engine/bands.h"

#include <stdlib.h>

/* A pair that is being evaluated. */
typedef struct slot {
    enum { SLOT_FREE, SLOT_OPENING, SLOT_OPEN } state;
    bool is_batch;
    size_t n_images, next_image, n_taken; /* known, claimed and handed over images */
    ml_outcome *outcomes;                 /* [n_window]: image i at i % n_window */
    bool *done;                           /* [n_window] */
} slot;

typedef struct crew crew;

/* A thread of the crew. */
typedef struct member {
    crew *crew;
    ml_worker worker;
} member;

struct crew {
    const ml_setup *setup;
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

static slot *slot_of(crew *c, size_t pair) { return &c->slots[pair % c->n_window]; }

/* Inside the monitor: claims the earliest thing to do. What is to be handed over next may always be claimed. */
static task claim(crew *c)
{
    bool room = c->n_ahead < c->n_window;
    for (size_t p = c->first; p < c->next; p++) {
        slot *s = slot_of(c, p);
        bool is_due = p == c->first && s->next_image == s->n_taken;
        if (s->state == SLOT_OPEN && s->next_image < s->n_images && (room || is_due) &&
            s->next_image < s->n_taken + c->n_window) {
            c->n_ahead++;
            return (task){TASK_IMAGE, p, s->next_image++, NULL};
        }
    }
    if (c->next < c->setup->pairs.n && (room || c->next == c->first) && c->next < c->first + c->n_window) {
        slot_of(c, c->next)->state = SLOT_OPENING;
        c->n_ahead++;
        return (task){TASK_PAIR, c->next++, 0, NULL};
    }
    ml_bands *bands = ml_bands_join(&c->bands);
    return (task){bands ? TASK_BANDS : TASK_NONE, 0, 0, bands};
}

/* Evaluates an image of the pair that the member has open; the outcome is its own until it is done. */
static ml_status evaluate(member *m, size_t image, ml_outcome *outcome, ml_error *error)
{
    ml_worker *w = &m->worker;
    const ml_prediction *prediction = &w->opened.prediction;
    ml_status status = ml_open_pair_start(&w->opened, image, error);
    if (!status)
        status = ml_open_pair_read_truth(&w->opened, error, &w->truth);
    if (status)
        return status;
    char *name = ml_image_name(w->opened.pair->prediction, w->opened.roles.is_batch, image);
    const ml_record *record = NULL;
    outcome->width = w->truth.width;
    outcome->height = w->truth.height;
    outcome->full_scale = prediction->full_scale;
    if (!name)
        return ml_fail_memory(error, "a name");
    if (prediction->is_random_access && m->crew->bands.capacity > 1 && ml_bands_worthwhile(&w->truth)) {
        status = ml_bands_evaluate(&m->crew->bands, w, image, name, outcome, error);
    } else {
        ml_reducer_reset(&w->reducer);
        status = ml_worker_reduce(w, &w->truth, prediction, name, 0, w->truth.width * w->truth.height, error);
        record = ml_reducer_finish(&w->reducer);
        outcome->min_sum = w->reducer.min_sum;
        outcome->max_sum = w->reducer.max_sum;
        if (!status)
            status = ml_outcome_finish(outcome, record, error);
    }
    free(name);
    return status;
}

/* Does an image, or the first one of a pair; the pair's other images are then there for everybody. */
static void do_image(member *m, size_t p, size_t image, bool first)
{
    crew *c = m->crew;
    ml_error error = ML_ERROR_INIT;
    ml_outcome outcome = {.status = ML_OK};
    slot *s = slot_of(c, p);
    ml_status status = ML_OK;
    bool whole = first && ml_resume_has(c->resume, p, false, 0); /* then not even headers are read */
    if (!whole)
        status = ml_worker_open(&m->worker, &c->setup->pairs.items[p], &error);
    if (first) {
        ml_monitor_enter(c->monitor);
        s->is_batch = !whole && !status && m->worker.opened.roles.is_batch;
        s->n_images = whole || status ? 1 : m->worker.opened.roles.n_images;
        s->next_image = 1;
        s->state = SLOT_OPEN;
        ml_monitor_notify(c->monitor);
        ml_monitor_leave(c->monitor);
        if (!whole && !status && m->worker.arguments->verbose)
            outcome.how = ml_open_pair_text(&m->worker.opened);
    }
    outcome.is_done = whole || (!status && m->worker.opened.roles.is_batch && ml_resume_has(c->resume, p, true, image));
    if (!status && !outcome.is_done)
        status = evaluate(m, image, &outcome, &error);
    if (status)
        ml_outcome_fail(&outcome, &error);
    ml_monitor_enter(c->monitor);
    s->outcomes[image % c->n_window] = outcome;
    s->done[image % c->n_window] = true;
    ml_monitor_notify(c->monitor);
    ml_monitor_leave(c->monitor);
}

static void perform(member *m, const task *t)
{
    if (t->kind == TASK_BANDS)
        ml_bands_help(&m->crew->bands, t->bands, &m->worker);
    else
        do_image(m, t->pair, t->image, t->kind == TASK_PAIR);
}

/* A thread other than the first: does what there is to do until it is told to stop. */
static void run_member(void *arg)
{
    member *m = arg;
    crew *c = m->crew;
    ml_monitor_enter(c->monitor);
    while (!atomic_load(&c->stop)) {
        task t = claim(c);
        if (t.kind == TASK_NONE) {
            ml_monitor_wait(c->monitor);
            continue;
        }
        ml_monitor_leave(c->monitor);
        perform(m, &t);
        ml_monitor_enter(c->monitor);
    }
    ml_monitor_leave(c->monitor);
}

/* Waits for an image, working meanwhile. Leaves the monitor as it found it, entered. */
static void await(member *m, const slot *s, size_t image)
{
    crew *c = m->crew;
    while (s->state != SLOT_OPEN || (image < s->n_images && !s->done[image % c->n_window])) {
        task t = claim(c);
        if (t.kind == TASK_NONE) {
            ml_monitor_wait(c->monitor);
            continue;
        }
        ml_monitor_leave(c->monitor);
        perform(m, &t);
        ml_monitor_enter(c->monitor);
    }
}

/* Hands all images over, in order, working whenever the next one is not done. */
static ml_status hand_over(member *m, ml_status (*take)(void *context, const ml_crew_image *image, ml_error *error),
                           void *context, ml_error *error)
{
    crew *c = m->crew;
    ml_status status = ML_OK;
    ml_monitor_enter(c->monitor);
    while (c->first < c->setup->pairs.n && !status) {
        slot *s = slot_of(c, c->first);
        await(m, s, s->n_taken);
        if (s->n_taken < s->n_images) {
            size_t at = s->n_taken % c->n_window;
            ml_outcome outcome = s->outcomes[at];
            const ml_crew_image image = {&c->setup->pairs.items[c->first], s->is_batch, s->n_taken, s->n_images, &outcome};
            s->done[at] = false;
            s->n_taken++;
            c->n_ahead--;
            ml_monitor_notify(c->monitor);
            ml_monitor_leave(c->monitor);
            status = take(context, &image, error);
            ml_outcome_clear(&outcome);
            ml_monitor_enter(c->monitor);
        }
        if (!status && s->n_taken == s->n_images) {
            s->state = SLOT_FREE;
            s->n_images = s->next_image = s->n_taken = 0;
            c->first++;
            ml_monitor_notify(c->monitor);
        }
    }
    atomic_store(&c->stop, true);
    ml_monitor_notify(c->monitor);
    ml_monitor_leave(c->monitor);
    return status;
}

static void clear_crew(crew *c)
{
    for (size_t i = 0; c->slots && i < c->n_window; i++) {
        slot *s = &c->slots[i];
        for (size_t k = 0; s->outcomes && s->done && k < c->n_window; k++)
            if (s->done[k])
                ml_outcome_clear(&s->outcomes[k]);
        free(s->outcomes);
        free(s->done);
    }
    free(c->slots);
    ml_bands_list_clear(&c->bands);
    ml_monitor_destroy(c->monitor);
}

static ml_status init_crew(const ml_setup *setup, const ml_resume *resume, size_t n_threads, ml_error *error, crew *c)
{
    c->setup = setup;
    c->resume = resume;
    c->n_window = n_threads == 1 ? 1 : 2 * n_threads + 2;
    atomic_init(&c->stop, false);
    c->monitor = ml_monitor_create();
    c->slots = ml_alloc(c->n_window, sizeof *c->slots);
    bool held = c->monitor && c->slots && ml_bands_list_init(&c->bands, n_threads, c->monitor, &c->stop);
    for (size_t i = 0; held && i < c->n_window; i++) {
        c->slots[i].outcomes = ml_alloc(c->n_window, sizeof(ml_outcome));
        c->slots[i].done = ml_alloc(c->n_window, sizeof(bool));
        held = c->slots[i].outcomes && c->slots[i].done;
    }
    if (held)
        return ML_OK;
    clear_crew(c);
    return ml_fail_memory(error, "the threads");
}

ml_status ml_crew_run(const ml_arguments *arguments, const ml_setup *setup, const ml_resume *resume, size_t n_threads,
                      ml_status (*take)(void *context, const ml_crew_image *image, ml_error *error), void *context,
                      ml_error *error)
{
    crew c = {0};
    ml_threads *threads = NULL;
    size_t n_members = 0, n_started = 0;
    ml_status status = init_crew(setup, resume, n_threads, error, &c);
    if (status)
        return status;
    member *members = ml_alloc(n_threads, sizeof *members);
    void **args = ml_alloc(n_threads, sizeof *args);
    if (!members || !args)
        status = ml_fail_memory(error, "the threads");
    for (; n_members < n_threads && !status; n_members += !status) {
        members[n_members].crew = &c;
        args[n_members] = &members[n_members];
        status = ml_worker_init(arguments, setup, &c.stop, error, &members[n_members].worker);
    }
    if (!status && n_threads > 1)
        status = ml_threads_start(n_threads - 1, run_member, args + 1, error, &threads, &n_started);
    if (!status)
        status = hand_over(&members[0], take, context, error);
    ml_threads_join(threads);
    for (size_t i = 0; i < n_members; i++)
        ml_worker_clear(&members[i].worker);
    free(members);
    free(args);
    clear_crew(&c);
    return status;
}

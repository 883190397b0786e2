/* Threads; see thread.h. */
#include "base/thread.h"

#include "base/memory.h"

#include <pthread.h>
#ifdef HAVE_SCHED_GETAFFINITY
#include <sched.h>
#endif
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ml_monitor {
    pthread_mutex_t mutex;
    pthread_cond_t change;
};

typedef struct thread {
    pthread_t id;
    void (*run)(void *arg);
    void *arg;
} thread;

struct ml_threads {
    size_t n;
    thread items[];
};

/* Two whole numbers at the start of a file, the first of them perhaps "max", which is 0. False where there are none. */
static bool read_numbers(const char *path, unsigned long long *a, unsigned long long *b)
{
    char text[128];
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    bool read = fgets(text, sizeof text, file) != NULL;
    fclose(file);
    *a = *b = 0;
    return read && (sscanf(text, "%llu %llu", a, b) >= 1 || sscanf(text, "max %llu", b) == 1);
}

/* Processors that the quota of the control group stands for, 0 for no quota. */
static size_t quota_processors(void)
{
    unsigned long long quota = 0, period = 0, ignored;
    if (!read_numbers("/sys/fs/cgroup/cpu.max", &quota, &period)) {
        if (!read_numbers("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", &quota, &ignored) ||
            !read_numbers("/sys/fs/cgroup/cpu/cpu.cfs_period_us", &period, &ignored))
            return 0;
    }
    return quota > 0 && period > 0 && quota < 1000 * period ? (size_t)((quota + period - 1) / period) : 0;
}

/* Processors that this process may run on, 0 where the system does not say. */
static size_t allowed_processors(void)
{
#ifdef HAVE_SCHED_GETAFFINITY
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return (size_t)CPU_COUNT(&set);
#endif
    return 0;
}

size_t ml_processors(void)
{
    size_t quota = quota_processors(), n = allowed_processors();
    if (n == 0) {
        long online = sysconf(_SC_NPROCESSORS_ONLN);
        n = online > 0 ? (size_t)online : 1;
    }
    return quota > 0 && quota < n ? quota : n;
}

ml_monitor *ml_monitor_create(void)
{
    ml_monitor *monitor = ml_alloc(1, sizeof *monitor);
    if (!monitor)
        return NULL;
    if (pthread_mutex_init(&monitor->mutex, NULL) != 0) {
        free(monitor);
        return NULL;
    }
    if (pthread_cond_init(&monitor->change, NULL) != 0) {
        pthread_mutex_destroy(&monitor->mutex);
        free(monitor);
        return NULL;
    }
    return monitor;
}

void ml_monitor_destroy(ml_monitor *monitor)
{
    if (!monitor)
        return;
    pthread_cond_destroy(&monitor->change);
    pthread_mutex_destroy(&monitor->mutex);
    free(monitor);
}

void ml_monitor_enter(ml_monitor *monitor) { pthread_mutex_lock(&monitor->mutex); }

void ml_monitor_leave(ml_monitor *monitor) { pthread_mutex_unlock(&monitor->mutex); }

void ml_monitor_wait(ml_monitor *monitor) { pthread_cond_wait(&monitor->change, &monitor->mutex); }

void ml_monitor_notify(ml_monitor *monitor) { pthread_cond_broadcast(&monitor->change); }

static void *enter(void *arg)
{
    const thread *self = arg;
    self->run(self->arg);
    return NULL;
}

ml_status ml_threads_start(size_t n, void (*run)(void *arg), void *const *args, ml_error *error, ml_threads **threads,
                           size_t *n_started)
{
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL}; /* what a thread does itself is its own */
    sigset_t all, before;
    size_t size;
    ml_threads *made = ml_multiply(n, sizeof(thread), &size) ? ml_alloc(sizeof *made + size, 1) : NULL;
    if (!made)
        return ml_fail_memory(error, "threads");
    sigfillset(&all);
    for (size_t k = 0; k < ML_COUNT(own); k++)
        sigdelset(&all, own[k]);
    pthread_sigmask(SIG_SETMASK, &all, &before); /* inherited by the threads */
    for (bool refused = false; made->n < n && !refused; made->n += !refused) {
        thread *next = &made->items[made->n];
        next->run = run;
        next->arg = args[made->n];
        refused = pthread_create(&next->id, NULL, enter, next) != 0;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    *n_started = made->n;
    *threads = made;
    return ML_OK;
}

void ml_threads_join(ml_threads *threads)
{
    for (size_t i = 0; threads && i < threads->n; i++)
        pthread_join(threads->items[i].id, NULL);
    free(threads);
}

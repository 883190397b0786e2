/* Threads, and the one lock that they share. The only file of the project that knows pthread. */
#ifndef ML_BASE_THREAD_H
#define ML_BASE_THREAD_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Number of processors that this process may use, at least 1: of those it is bound to, as many as the control group's quota
 * (cgroup v2 and v1) allows, rounded up. */
size_t ml_processors(void);

typedef struct ml_monitor ml_monitor; /* a lock, and a way to wait for a change of what it protects */

/* NULL without memory. */
ml_monitor *ml_monitor_create(void) ML_MUST_USE;
void ml_monitor_destroy(ml_monitor *monitor);
void ml_monitor_enter(ml_monitor *monitor);
void ml_monitor_leave(ml_monitor *monitor);

/* Inside: waits, outside, until somebody calls ml_monitor_notify; wakes up without reason, too. */
void ml_monitor_wait(ml_monitor *monitor);

/* Inside: wakes up all that wait. */
void ml_monitor_notify(ml_monitor *monitor);

typedef struct ml_threads ml_threads;

/* Starts up to n threads, each of which runs run(args[i]); fewer, even none, where the system refuses more: what they were to
 * do is then the caller's. They take no signals but those of their own faults: the others are the main thread's. *n_started
 * says how many there are. */
ml_status ml_threads_start(size_t n, void (*run)(void *arg), void *const *args, ml_error *error, ml_threads **threads,
                           size_t *n_started) ML_MUST_USE;

/* Waits for all of them to return. NULL is allowed. */
void ml_threads_join(ml_threads *threads);

#endif

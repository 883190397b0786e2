/* A line on the terminal that says how far a long run is. */
#ifndef ML_CLI_PROGRESS_H
#define ML_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ml_progress_when {
    ML_PROGRESS_AUTO, /* if standard error is a terminal and the run is longer than a second */
    ML_PROGRESS_ALWAYS,
    ML_PROGRESS_NEVER,
    ML_N_PROGRESS
} ml_progress_when;
extern const char *const ml_progress_names[ML_N_PROGRESS];

typedef struct ml_progress {
    bool active, is_terminal, is_shown;
    uint64_t n_all, n_done, n_bytes;
    double start, last; /* seconds: of the run, and when the line was last written */
    double delay;       /* seconds before the first line */
} ml_progress;

/* Starts the clock of a run over n_all pairs. */
void ml_progress_start(ml_progress *progress, ml_progress_when when, uint64_t n_all);

/* Erases the line, so that something else can be written. */
void ml_progress_hide(ml_progress *progress);

/* Another pair is done, whose files have n_bytes; writes the line, a few times a second. */
void ml_progress_step(ml_progress *progress, uint64_t n_bytes);

/* The line, without its end: "12/40 pairs, 3.1 pairs/s, 250 MB/s, 0:09 left"; seconds since the start. Returns text. */
enum { ML_PROGRESS_TEXT_SIZE = 160 };
const char *ml_progress_text(const ml_progress *progress, double seconds, char text[ML_PROGRESS_TEXT_SIZE]);

#endif

/* How far a run is; see progress.h. */
#include "cli/progress.h"

#include "cli/messages.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const char *const ml_progress_names[ML_N_PROGRESS] = {"auto", "always", "never"};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void ml_progress_start(ml_progress *progress, ml_progress_when when, uint64_t n_all)
{
    bool is_terminal = isatty(STDERR_FILENO) == 1;
    *progress = (ml_progress){.active = when == ML_PROGRESS_ALWAYS || (when == ML_PROGRESS_AUTO && is_terminal),
                              .is_terminal = is_terminal,
                              .n_all = n_all,
                              .delay = when == ML_PROGRESS_ALWAYS ? 0 : 1};
    if (progress->active)
        progress->start = progress->last = now();
}

void ml_progress_hide(ml_progress *progress)
{
    if (progress->is_shown)
        ml_write_message("\r\033[K");
    progress->is_shown = false;
}

const char *ml_progress_text(const ml_progress *p, double seconds, char text[ML_PROGRESS_TEXT_SIZE])
{
    double rate = seconds > 0 ? (double)p->n_done / seconds : 0;
    double left = rate > 0 ? (double)(p->n_all - p->n_done) / rate : 0;
    unsigned long whole = left < 1e7 ? (unsigned long)(left + 0.5) : 9999999;
    int n = snprintf(text, ML_PROGRESS_TEXT_SIZE, "%llu/%llu pairs, %.3g pairs/s, %.3g MB/s, ", (unsigned long long)p->n_done,
                     (unsigned long long)p->n_all, rate, seconds > 0 ? (double)p->n_bytes / seconds / 1e6 : 0);
    if (n > 0 && n < ML_PROGRESS_TEXT_SIZE && whole >= 3600)
        snprintf(text + n, (size_t)(ML_PROGRESS_TEXT_SIZE - n), "%lu:%02lu:%02lu left", whole / 3600, whole / 60 % 60,
                 whole % 60);
    else if (n > 0 && n < ML_PROGRESS_TEXT_SIZE)
        snprintf(text + n, (size_t)(ML_PROGRESS_TEXT_SIZE - n), "%lu:%02lu left", whole / 60, whole % 60);
    return text;
}

void ml_progress_step(ml_progress *progress, uint64_t n_bytes)
{
    char line[ML_PROGRESS_TEXT_SIZE];
    progress->n_done++;
    progress->n_bytes += n_bytes;
    if (!progress->active)
        return;
    double time = now();
    bool is_last = progress->n_done == progress->n_all;
    if (time - progress->start < progress->delay || (time - progress->last < 0.2 && !is_last))
        return;
    progress->last = time;
    if (progress->is_terminal)
        ml_progress_hide(progress);
    ml_write_message("maskloss: ");
    ml_write_message(ml_progress_text(progress, time - progress->start, line));
    if (progress->is_terminal)
        progress->is_shown = true;
    else
        ml_write_message("\n");
}

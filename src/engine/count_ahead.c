/* Counts labels ahead; see count_ahead.h. */
#include "engine/count_ahead.h"

#include "base/memory.h"
#include "base/thread.h"
#include "engine/pair_files.h"
#include "input/predict_gray.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Of counts that are kept, in all: an image of 20 classes has some 2 KiB of them, and is read again if it has not. */
enum { MAX_KEPT_BYTES = 1 << 26 };

/* What the threads share. */
typedef struct ahead {
    const ml_job *job;
    ml_pairs *pairs;
    ml_pair_labels *labels; /* [pairs->n] each belongs to the thread that has taken its pair, like the pair */
    atomic_size_t next;     /* the first pair that nobody has taken */
    atomic_bool stop;
    atomic_size_t n_kept_bytes;
} ahead;

/* A thread. */
typedef struct looker {
    ahead *all;
    ml_label_counter counter;
} looker;

/* Whether labels mean the same whatever the classes will be, and the evaluation opens the pair in no other way. */
static bool are_simple(const ml_labels *labels)
{
    return labels->file.said == ML_READING_AUTO && !labels->file.has_own_no_data &&
           (labels->raster.ops || labels->array_header.rank == 2);
}

static bool is_simple(const ml_open_pair *opened)
{
    return ml_label_counts_fit(opened) && !opened->roles.is_batch && are_simple(&opened->truth) &&
           are_simple(ml_prediction_labels(&opened->prediction));
}

static bool is_ignored(const ml_label_list *ignored, int32_t label)
{
    return label < 0 || ml_label_list_has(ignored, (uint32_t)label);
}

/* Finds the largest labels. False where a pixel that counts has none. */
static bool find_largest(const ml_label_counts *counts, const ml_label_list *ignored, ml_pair_labels *labels)
{
    labels->of_truth = labels->of_prediction = labels->next_of_prediction = -1;
    for (size_t i = 0; i < counts->n_cells; i++) {
        const ml_label_cell *cell = &counts->cells[i];
        const long label = cell->prediction;
        if (cell->truth == ML_BYTE_NO_LABEL)
            return false;
        if (is_ignored(ignored, cell->truth))
            continue;
        if (cell->prediction == ML_BYTE_NO_LABEL)
            return false;
        labels->of_truth = cell->truth > labels->of_truth ? cell->truth : labels->of_truth;
        if (is_ignored(ignored, cell->prediction))
            continue;
        if (label > labels->of_prediction) {
            labels->next_of_prediction = labels->of_prediction;
            labels->of_prediction = label;
        } else if (label < labels->of_prediction && label > labels->next_of_prediction) {
            labels->next_of_prediction = label;
        }
    }
    return true;
}

/* Keeps the counts for the evaluation, unless there are too many already or it looks at pixels anyway. */
static ml_status keep(ahead *all, const ml_label_counts *counts, ml_error *error, ml_pair *pair)
{
    const size_t size_bytes = ml_label_counts_size_bytes(counts);
    if (all->job->n_observers > 0 || all->job->scoring.measures ||
        atomic_load(&all->n_kept_bytes) + size_bytes > MAX_KEPT_BYTES)
        return ML_OK;
    atomic_fetch_add(&all->n_kept_bytes, size_bytes);
    pair->counts = ml_label_counts_copy(counts);
    return pair->counts ? ML_OK : ml_fail_memory(error, "the labels");
}

/* Counts the labels of an open pair. */
static ml_status count_labels(looker *own, ml_open_pair *opened, ml_error *error, ml_pair *pair, ml_pair_labels *labels)
{
    ahead *all = own->all;
    const ml_label_counts *counts = NULL;
    ml_pair_labels found = {.may_be_gray = ml_can_be_gray(&opened->prediction)};
    ml_status status = ml_open_pair_start(opened, 0, error);
    if (!status)
        status = ml_label_counter_read(&own->counter, opened, error, &counts);
    if (status || !counts || !find_largest(counts, &all->job->classes.ignored, &found))
        return status;
    status = keep(all, counts, error, pair);
    found.is_known = !status;
    *labels = found;
    return status;
}

/* Looks at a pair. What is wrong with it is found again, and told, in order. */
static void look(looker *own, size_t i)
{
    ahead *all = own->all;
    ml_pair *pair = &all->pairs->items[i];
    ml_open_pair opened;
    ml_error error = ML_ERROR_INIT;
    if (!pair->truth || pair->n_truth_planes > 0 || pair->n_planes > 0 || pair->truth_pipe || pair->prediction_pipe)
        return;
    free(pair->counts);
    pair->counts = NULL;
    ml_status status = ml_open_pair_open(pair, &all->job->input, NULL, &error, &opened);
    if (!status) {
        if (opened.prediction.n_channels > 0)
            atomic_store(&all->stop, true);
        else if (is_simple(&opened) && !(status = ml_pair_mark_opened(&opened, &error, &pair->mark)))
            status = count_labels(own, &opened, &error, pair, &all->labels[i]);
        ml_open_pair_close(&opened);
    }
    if (status == ML_E_SYSTEM || (status && !all->job->keep_going))
        atomic_store(&all->stop, true);
}

static void run_looker(void *arg)
{
    looker *own = arg;
    ahead *all = own->all;
    while (!atomic_load(&all->stop)) {
        const size_t i = atomic_fetch_add(&all->next, 1);
        if (i >= all->pairs->n)
            break;
        look(own, i);
    }
    ml_label_counter_clear(&own->counter);
}

/* Runs n threads, of which this is one. */
static ml_status run(ahead *all, size_t n, ml_error *error)
{
    ml_threads *started = NULL;
    size_t n_started = 0;
    looker *lookers = ml_alloc(n, sizeof *lookers);
    void **args = ml_alloc(n, sizeof *args);
    ml_status status = lookers && args ? ML_OK : ml_fail_memory(error, "the threads");
    for (size_t k = 0; k < n && !status; k++) {
        lookers[k].all = all;
        args[k] = &lookers[k];
    }
    if (!status && n > 1)
        status = ml_threads_start(n - 1, run_looker, args + 1, error, &started, &n_started);
    if (!status)
        run_looker(&lookers[0]);
    ml_threads_join(started);
    free(lookers);
    free(args);
    return status;
}

ml_status ml_count_ahead(const ml_job *job, ml_pairs *pairs, ml_error *error, ml_pair_labels **labels)
{
    const size_t n_threads = job->n_threads ? job->n_threads : ml_processors();
    ahead all = {.job = job, .pairs = pairs, .labels = ml_alloc(pairs->n, sizeof *all.labels)};
    if (!all.labels)
        return ml_fail_memory(error, "the labels of pairs");
    atomic_init(&all.next, 0);
    atomic_init(&all.stop, false);
    atomic_init(&all.n_kept_bytes, 0);
    ml_status status = run(&all, n_threads < pairs->n ? n_threads : pairs->n, error);
    if (status)
        free(all.labels);
    else
        *labels = all.labels;
    return status;
}

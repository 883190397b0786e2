/* maskloss merge: the images of several record streams in order of their ids, scored and reported as if one evaluation had seen
 * them all. One record is held at a time; of each stream one line. */
#include "engine/merge.h"
#include "command/run.h"
#include "engine/reporting.h"

#include "base/memory.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One merge: what is computed, besides the streams. */
typedef struct merging {
    const ml_arguments *arguments;
    ml_merge merge;
    ml_out out;
    size_t *heap; /* [n_heap] the streams that have an image, the least id first */
    size_t n_heap;
    ml_record record;
    ml_figures figures;
    ml_aggregate aggregate;
    ml_faults faults;
    uint64_t n_expected;
    ml_report report;
    ml_worst worst;
    ml_stream_text last_id; /* of the image reported last */
    size_t last_stream;
} merging;

static const char *id_of(const merging *m, size_t at) { return m->merge.streams[m->heap[at]].id.text; }

/* Lets the stream at `at` sink to its place. */
static void sink(merging *m, size_t at)
{
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= m->n_heap)
            return;
        if (child + 1 < m->n_heap && ml_id_compare(id_of(m, child + 1), id_of(m, child)) < 0)
            child++;
        if (ml_id_compare(id_of(m, at), id_of(m, child)) <= 0)
            return;
        size_t kept = m->heap[at];
        m->heap[at] = m->heap[child];
        m->heap[child] = kept;
        at = child;
    }
}

/* Joins the exact sums of a stream without images. */
static ml_status join_summary(merging *m, ml_stream *stream, ml_error *error)
{
    ml_aggregate part;
    if (!m->report.summary)
        return ml_fail(error, ML_E_USAGE, "%s: has only sums (it was made with --summary or --worst): give --summary here too",
                       stream->name);
    if (m->merge.needs_records)
        return ml_fail(error, ML_E_USAGE, "%s: needs records, and %s has only sums (it was made with --summary or --worst)",
                       m->merge.needs_records, stream->name);
    ml_status status = ml_aggregate_init(&m->merge.settings, error, &part);
    if (status)
        return status;
    status = ml_stream_read_exact(stream, error, &part);
    if (!status)
        status = ml_aggregate_join(&m->aggregate, &part, error);
    ml_aggregate_clear(&part);
    return status;
}

/* A stream has ended: takes what its last line says. */
static ml_status take_end(merging *m, ml_stream *stream, ml_error *error)
{
    ml_status status = ML_OK;
    if (stream->event == ML_STREAM_CUT && !m->arguments->partial)
        return ml_fail(error, ML_E_INPUT, "%s: was cut off after %llu images (--partial takes what is there)", stream->name,
                       (unsigned long long)stream->n_images);
    m->n_expected += stream->event == ML_STREAM_CUT ? stream->n_images : stream->n_expected;
    for (size_t f = 0; f < stream->faults.n && !status; f++)
        status = ml_faults_add(&m->faults, stream->faults.items[f].id, stream->faults.items[f].message, 0, error);
    if (!status && stream->event == ML_STREAM_END && stream->is_summary)
        status = join_summary(m, stream, error);
    return status;
}

/* Moves stream i on to its next image; *found tells whether there is one. */
static ml_status advance(merging *m, size_t i, ml_error *error, bool *found)
{
    ml_stream *stream = &m->merge.streams[i];
    ml_status status = ml_stream_next(stream, error);
    *found = !status && stream->event == ML_STREAM_IMAGE;
    return status || *found ? status : take_end(m, stream, error);
}

static ml_status start_heap(merging *m, ml_error *error)
{
    ml_status status = ML_OK;
    if (!(m->heap = ml_alloc(m->merge.n, sizeof *m->heap)))
        return ml_fail_memory(error, "the streams");
    for (size_t i = 0; i < m->merge.n && !status; i++) {
        bool found;
        status = advance(m, i, error, &found);
        if (found)
            m->heap[m->n_heap++] = i;
    }
    for (size_t at = m->n_heap; at-- > 0 && !status;)
        sink(m, at);
    return status;
}

/* Ids come in order, so an image that is in two streams comes twice in a row. */
static ml_status check_id(merging *m, size_t i, ml_error *error)
{
    ml_stream *stream = &m->merge.streams[i];
    if (m->last_id.text && strcmp(m->last_id.text, stream->id.text) == 0)
        return ml_fail(error, ML_E_INPUT, "%s: has the image \"%s\", and so has %s", stream->name, stream->id.text,
                       m->merge.streams[m->last_stream].name);
    size_t n = strlen(stream->id.text) + 1;
    if (n > m->last_id.capacity) {
        char *longer = realloc(m->last_id.text, 2 * n);
        if (!longer)
            return ml_fail_memory(error, "an id");
        m->last_id = (ml_stream_text){longer, 2 * n};
    }
    memcpy(m->last_id.text, stream->id.text, n);
    m->last_stream = i;
    return ML_OK;
}

static ml_reporting reporting(merging *m)
{
    return (ml_reporting){m->arguments, &m->report, &m->aggregate, &m->figures, &m->worst};
}

/* Scores and reports the current image of stream i. */
static ml_status take_image(merging *m, size_t i, ml_error *error)
{
    ml_stream *stream = &m->merge.streams[i];
    ml_image_result image = {.id = stream->id.text, .figures = &m->figures};
    ml_status status = check_id(m, i, error);
    if (!status)
        status = ml_stream_read_image(stream, &m->merge.losses, error, &m->record, &image.width, &image.height);
    if (status)
        return status;
    image.truth = stream->truth.text;
    image.prediction = stream->prediction.text;
    ml_figures_compute(&m->record, &m->figures);
    const ml_reporting r = reporting(m);
    return ml_reporting_add(&r, &image, &m->record, error);
}

static ml_status merge_all(merging *m, ml_error *error)
{
    ml_status status = start_heap(m, error);
    if (status)
        return status;
    m->arguments->form->begin(&m->report);
    while (m->n_heap > 0 && !status) {
        bool found = false;
        size_t i = m->heap[0];
        status = take_image(m, i, error);
        if (!status)
            status = advance(m, i, error, &found);
        if (!found)
            m->heap[0] = m->heap[--m->n_heap];
        if (!status)
            sink(m, 0);
    }
    if (!status && m->aggregate.n_images == 0 && !m->arguments->partial)
        status = ml_fail(error, ML_E_INPUT, "the streams have no images");
    if (status)
        return status;
    const ml_reporting r = reporting(m);
    return ml_reporting_finish(&r, m->n_expected, &m->faults, m->arguments->partial, error);
}

ml_status ml_merge_check_output(const ml_arguments *arguments, ml_error *error)
{
    struct stat output, input;
    if (!arguments->output || stat(arguments->output, &output) != 0 || !S_ISREG(output.st_mode))
        return ML_OK;
    for (size_t i = 0; i < arguments->n_operands; i++)
        if (stat(arguments->operands[i], &input) == 0 && input.st_dev == output.st_dev && input.st_ino == output.st_ino)
            return ml_fail(error, ML_E_USAGE, "--output: %s is one of the streams", arguments->output);
    return ML_OK;
}

static ml_status prepare(merging *m, ml_error *error)
{
    ml_merge *merge = &m->merge;
    ml_status status = ml_merge_open(merge, error);
    if (!status)
        status = ml_merge_set(merge, error);
    if (status)
        return status;
    bool complete = true;
    for (size_t k = 0; k < merge->shard_of; k++)
        complete = complete && merge->have[k];
    m->report = (ml_report){.out = &m->out, .settings = &merge->settings, .summary = m->arguments->summary};
    if (!complete)
        m->report.shards = (ml_shards){merge->shard_of, merge->have};
    status = ml_record_init(merge->head.classes.n, merge->losses.n_sums, error, &m->record);
    if (!status)
        status = ml_figures_init(&merge->settings, error, &m->figures);
    if (!status)
        status = ml_aggregate_init(&merge->settings, error, &m->aggregate);
    const ml_reporting r = reporting(m);
    return status ? status : ml_reporting_prepare(&r, error);
}

ml_status ml_merge_run(ml_arguments *arguments, ml_error *error)
{
    merging m = {.arguments = arguments, .merge = {.arguments = arguments}};
    if (arguments->n_operands == 0)
        return ml_fail(error, ML_E_USAGE,
                       "merge: record streams are wanted, files that eval -f jsonl wrote (see maskloss help "
                       "merge)");
    ml_status status = ml_merge_check_output(arguments, error);
    if (status)
        return status;
    status = ml_out_open(arguments->output, error, &m.out);
    if (status)
        return status;
    m.out.by_line = arguments->form->by_line;
    ml_terminal_describe(arguments->color, &m.out);
    status = prepare(&m, error);
    if (!status)
        status = merge_all(&m, error);
    ml_worst_clear(&m.worst);
    ml_report_clear(&m.report);
    ml_aggregate_clear(&m.aggregate);
    ml_figures_clear(&m.figures);
    ml_record_clear(&m.record);
    ml_faults_clear(&m.faults);
    free(m.last_id.text);
    free(m.heap);
    ml_merge_clear(&m.merge);
    ml_out_close(&m.out);
    return status;
}

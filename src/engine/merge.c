/* Merges streams; see merge.h. One record is held at a time; of each stream one line. */
#include "engine/merge.h"

#include "base/memory.h"
#include "base/text.h"
#include "engine/failures.h"
#include "engine/overwriting.h"
#include "engine/reporting.h"
#include "engine/streams.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One merge: all that outlives an image. */
typedef struct merging {
    const ml_job *job;
    ml_streams streams;
    ml_set set;
    const char *needs_records; /* the option that streams without images cannot serve, or NULL */
    size_t *heap;              /* [n_heap] the streams that have an image, the least id first */
    size_t n_heap;
    ml_stream_text last_id; /* of the image reported last */
    size_t last_stream;
} merging;

static const char *id_of(const merging *m, size_t at) { return m->streams.items[m->heap[at]].id.text; }

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

/* Streams without images have no units to resample: what was asked for is refused, what the streams had is left out. */
static ml_status lack_units(merging *m, const ml_stream *stream, ml_error *error)
{
    char text[ML_ERROR_TEXT_SIZE];
    if (!m->set.settings.intervals)
        return ML_OK;
    if (m->job->scoring.intervals)
        return ml_fail(error, ML_E_USAGE,
                       "--intervals: needs images, and %s has only sums (it was made with --summary or --worst)", stream->name);
    snprintf(text, sizeof text, "intervals are left out: %s has only sums, no images", stream->name);
    ml_tell(&m->job->listener, ML_MESSAGE_NOTE, text);
    m->set.settings.intervals = false;
    return ML_OK;
}

/* Joins the exact sums of a stream without images. */
static ml_status join_summary(merging *m, ml_stream *stream, ml_error *error)
{
    ml_aggregate part;
    if (!m->set.report.summary)
        return ml_fail(error, ML_E_USAGE, "%s: has only sums (it was made with --summary or --worst): give --summary here too",
                       stream->name);
    if (m->needs_records)
        return ml_fail(error, ML_E_USAGE, "%s: needs records, and %s has only sums (it was made with --summary or --worst)",
                       m->needs_records, stream->name);
    ml_status status = lack_units(m, stream, error);
    if (!status)
        status = ml_aggregate_init(&m->set.settings, error, &part);
    if (status)
        return status;
    part.n_without_truth = stream->n_without_truth;
    status = ml_stream_read_exact(stream, error, &part);
    if (!status)
        status = ml_aggregate_join(&m->set.aggregate, &part, error);
    ml_aggregate_clear(&part);
    return status;
}

/* A stream has ended: takes what its last line says. */
static ml_status take_end(merging *m, ml_stream *stream, ml_error *error)
{
    ml_status status = ML_OK;
    if (stream->event == ML_STREAM_CUT && !m->job->partial)
        return ml_fail(error, ML_E_INPUT, "%s: was cut off after %llu images (--partial takes what is there)", stream->name,
                       (unsigned long long)stream->n_images);
    m->set.n_expected += stream->event == ML_STREAM_CUT ? stream->n_images : stream->n_expected;
    for (size_t f = 0; f < stream->faults.n && !status; f++)
        status = ml_faults_add(&m->set.faults, stream->faults.items[f].id, stream->faults.items[f].message, 0, error);
    if (!status && stream->event == ML_STREAM_END && stream->is_summary)
        status = join_summary(m, stream, error);
    return status;
}

/* Moves stream i on to its next image; *found tells whether there is one. */
static ml_status advance(merging *m, size_t i, ml_error *error, bool *found)
{
    ml_stream *stream = &m->streams.items[i];
    ml_status status = ml_streams_next(&m->streams, i, error);
    *found = !status && stream->event == ML_STREAM_IMAGE;
    return status || *found ? status : take_end(m, stream, error);
}

static ml_status start_heap(merging *m, ml_error *error)
{
    ml_status status = ML_OK;
    if (!(m->heap = ml_alloc(m->streams.n, sizeof *m->heap)))
        return ml_fail_memory(error, "the streams");
    for (size_t i = 0; i < m->streams.n && !status; i++) {
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
    ml_stream *stream = &m->streams.items[i];
    if (m->last_id.text && strcmp(m->last_id.text, stream->id.text) == 0)
        return ml_fail(error, ML_E_INPUT, "%s: has the image \"%s\", and so has %s", stream->name, stream->id.text,
                       m->streams.items[m->last_stream].name);
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

/* Scores and reports the current image of stream i. */
static ml_status take_image(merging *m, size_t i, ml_error *error)
{
    ml_stream *stream = &m->streams.items[i];
    ml_image_result image = {.id = stream->id.text};
    ml_status status = check_id(m, i, error);
    if (!status)
        status = ml_stream_read_image(stream, error, &m->set.record, &image.width, &image.height);
    if (status)
        return status;
    char *group = NULL;
    image.truth = stream->has_truth ? stream->truth.text : NULL;
    image.prediction = stream->prediction.text;
    status = ml_set_group_of(&m->set, &image, ml_stream_group(stream), stream->name, error, &group);
    image.group = group;
    if (!status)
        status = ml_reporting_add(&m->set, image, &m->set.record, NULL, error);
    free(group);
    return status;
}

static ml_status merge_all(merging *m, ml_error *error)
{
    ml_status status = start_heap(m, error);
    if (status)
        return status;
    m->job->report.form->begin(&m->set.report);
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
    if (!status && m->set.aggregate.n_images == 0 && !m->job->partial)
        status = ml_fail(error, ML_E_INPUT, "the streams have no images");
    return status ? status : ml_reporting_finish(&m->set, m->job->n_threads, m->job->partial, &m->job->listener, error);
}

static ml_status prepare(merging *m, ml_out *out, ml_error *error)
{
    const ml_job *job = m->job;
    ml_streams *streams = &m->streams;
    ml_status status = ml_streams_open(job->inputs, job->n_inputs, job->partial, &job->listener, error, streams);
    if (!status)
        status = ml_streams_score(streams, job, error, &m->set);
    if (status)
        return status;
    m->needs_records = ml_streams_need_records(streams, &job->scoring, &m->set);
    bool complete = true;
    for (size_t k = 0; k < streams->shard_of; k++)
        complete = complete && streams->have[k];
    const ml_shards shards = {complete ? 0 : streams->shard_of, complete ? NULL : streams->have};
    status = ml_reporting_prepare(&m->set, &job->report, out, shards, error);
    m->set.report.n_streams = job->n_inputs;
    m->set.report.streams = job->inputs;
    for (size_t k = 0; k < streams->shard_of; k++)
        m->set.report.n_missing_shards += !streams->have[k];
    return status;
}

ml_status ml_merge(const ml_job *job, ml_out *out, ml_error *error)
{
    merging m = {.job = job};
    ml_status status = ml_refuse_overwriting_streams(job, error);
    if (!status)
        status = prepare(&m, out, error);
    if (!status)
        status = merge_all(&m, error);
    status = ml_failures_report(status, job->report.form->fail, false, out, error);
    free(m.last_id.text);
    free(m.heap);
    ml_set_clear(&m.set);
    ml_streams_clear(&m.streams);
    return status;
}

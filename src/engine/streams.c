/* Opens the streams of a set and checks that they belong together; see streams.h. */
#include "engine/streams.h"

#include "base/memory.h"
#include "base/text.h"
#include "stream/agreement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MAX_KEPT_OPEN = 200,   /* streams with a descriptor of their own */
    ALL_BLOCKS = 64 << 20, /* bytes of buffers, about */
    MAX_NAMED = 10,        /* missing shards */
};

static ml_status cut_off(const char *name, bool partial, const ml_listener *listener, ml_error *error)
{
    char text[ML_ERROR_TEXT_SIZE];
    if (!partial)
        return ml_fail(error, ML_E_INPUT,
                       "%s: was cut off: its last line, with the aggregate, is missing; go on with eval --resume, or take what "
                       "is there with --partial",
                       name);
    snprintf(text, sizeof text, "%s: was cut off", name);
    ml_tell(listener, ML_MESSAGE_NOTE, text);
    return ML_OK;
}

/* Notes the shards of a stream; each may be there once. A stream that was cut off does not have its shards. */
static ml_status note_shards(ml_streams *streams, size_t i, const ml_stream_head *head, bool cut, ml_error *error)
{
    if (head->shard_of == 0)
        return ML_OK;
    if (streams->shard_of == 0) {
        streams->shard = ml_alloc(head->shard_of, sizeof *streams->shard);
        streams->have = ml_alloc(head->shard_of, sizeof *streams->have);
        if (!streams->shard || !streams->have)
            return ml_fail_memory(error, "the shards");
        streams->shard_of = head->shard_of;
    }
    if (streams->shard_of != head->shard_of)
        return ml_fail(error, ML_E_INPUT, "%s: is a shard of %zu, others are of %zu: merge each set first",
                       streams->items[i].name, head->shard_of, streams->shard_of);
    for (size_t k = 0; k < head->shard_of; k++) {
        if (!head->have[k])
            continue;
        if (streams->shard[k])
            return ml_fail(error, ML_E_INPUT, "%s: has shard %zu of %zu, and so has %s", streams->items[i].name, k,
                           head->shard_of, streams->items[streams->shard[k] - 1].name);
        streams->shard[k] = i + 1;
        streams->have[k] = !cut;
    }
    return ML_OK;
}

/* Opens stream i and reads its header. */
static ml_status open_stream(ml_streams *streams, size_t i, bool partial, const ml_listener *listener, ml_error *error)
{
    const char *path = streams->paths[i];
    size_t block = ALL_BLOCKS / streams->n;
    bool found, known, cut = !ml_stream_has_end(path, &known) && known;
    ml_stream_head head;
    ml_stream *stream = &streams->items[i];
    block = block < ML_STREAM_MIN_BLOCK_BYTES ? ML_STREAM_MIN_BLOCK_BYTES
            : block > ML_STREAM_BLOCK_BYTES   ? ML_STREAM_BLOCK_BYTES
                                              : block;
    ml_status status = ml_stream_open(path, streams->n <= MAX_KEPT_OPEN, block, error, stream);
    if (status)
        return status;
    if (!streams->head.version) {
        status = ml_stream_read_head(stream, error, &streams->head, &found);
        streams->first = i;
        if (!status && found)
            status = note_shards(streams, i, &streams->head, cut, error);
    } else if (!(status = ml_stream_read_head(stream, error, &head, &found)) && found) {
        status = ml_settings_agree(ML_AGREE_TO_MERGE, &head.settings, stream->name, &streams->head.settings,
                                   streams->items[streams->first].name, error);
        if (!ml_same_text(head.settings.group_rule, streams->head.settings.group_rule))
            streams->head.settings.group_rule = NULL;
        if (head.settings.weighing != streams->head.settings.weighing)
            streams->head.settings.weighing = ML_WEIGHTS_GIVEN;
        if (!status)
            status = note_shards(streams, i, &head, cut, error);
        streams->head.settings.intervals |= head.settings.intervals;
        streams->head.settings.conventions |= head.settings.conventions;
        ml_stream_head_clear(&head);
    }
    if (!status && (cut || !found))
        status = cut_off(stream->name, partial, listener, error);
    return status;
}

static ml_status check_shards(const ml_streams *streams, bool partial, const ml_listener *listener, ml_error *error)
{
    size_t n_missing = 0;
    char text[ML_ERROR_TEXT_SIZE];
    ml_error missing = ML_ERROR_INIT;
    for (size_t k = 0; k < streams->shard_of; k++)
        if (!streams->have[k] && n_missing++ < MAX_NAMED)
            ml_error_add(&missing, "%s%zu", n_missing > 1 ? ", " : "", k);
    if (n_missing == 0)
        return ML_OK;
    if (n_missing > MAX_NAMED)
        ml_error_add(&missing, ", and %zu more", n_missing - MAX_NAMED);
    if (!partial)
        return ml_fail(error, ML_E_INPUT, "missing: shard%s %s of %zu (--partial merges those that are there)",
                       n_missing == 1 ? "" : "s", missing.text, streams->shard_of);
    snprintf(text, sizeof text, "missing: shard%s %.200s of %zu", n_missing == 1 ? "" : "s", missing.text, streams->shard_of);
    ml_tell(listener, ML_MESSAGE_NOTE, text);
    return ML_OK;
}

/* Goes to the first images, which show whether they have groups; streams without images have none. */
static ml_status look_for_groups(ml_streams *streams, ml_error *error)
{
    for (size_t i = 0; i < streams->n; i++) {
        ml_stream *stream = &streams->items[i];
        bool has_group = false;
        ml_status status = ml_stream_next(stream, error);
        if (!status && stream->event == ML_STREAM_IMAGE)
            status = ml_stream_look_for_group(stream, error, &has_group);
        if (status)
            return status;
        streams->is_ahead[i] = true;
        if (has_group)
            streams->with_groups = i + 1;
        else if (stream->event == ML_STREAM_IMAGE || (stream->event == ML_STREAM_END && stream->is_summary))
            streams->without_groups = i + 1;
    }
    if (streams->with_groups + streams->without_groups == 0 && streams->head.settings.group_rule)
        streams->with_groups = 1; /* all images failed */
    return ML_OK;
}

ml_status ml_streams_next(ml_streams *streams, size_t i, ml_error *error)
{
    if (!streams->is_ahead[i])
        return ml_stream_next(&streams->items[i], error);
    streams->is_ahead[i] = false;
    return ML_OK;
}

ml_status ml_streams_open(char *const *paths, size_t n, bool partial, const ml_listener *listener, ml_error *error,
                          ml_streams *streams)
{
    size_t n_standard = 0;
    ml_status status = ML_OK;
    streams->paths = paths;
    streams->items = ml_alloc(n, sizeof *streams->items);
    streams->is_ahead = ml_alloc(n, sizeof *streams->is_ahead);
    if (!streams->items || !streams->is_ahead)
        return ml_fail_memory(error, "the streams");
    for (size_t i = 0; i < n; i++) {
        streams->items[i].lines.fd = -1;
        n_standard += strcmp(paths[i], "-") == 0;
    }
    if (n_standard > 1)
        return ml_fail(error, ML_E_USAGE, "merge: standard input (-) can be read only once");
    streams->n = n;
    for (size_t i = 0; i < n && !status; i++)
        status = open_stream(streams, i, partial, listener, error);
    if (!status && !streams->head.version)
        status = ml_fail(error, ML_E_INPUT, "no stream has a header: there is nothing to merge");
    if (!status)
        status = check_shards(streams, partial, listener, error);
    return status ? status : look_for_groups(streams, error);
}

void ml_streams_clear(ml_streams *streams)
{
    for (size_t i = 0; i < streams->n; i++)
        ml_stream_close(&streams->items[i]);
    free(streams->items);
    free(streams->is_ahead);
    free(streams->shard);
    free(streams->have);
    ml_stream_head_clear(&streams->head);
    *streams = (ml_streams){.n = 0};
}

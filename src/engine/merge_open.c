/* Opens the streams of a merge and checks that they belong together; see merge.h. */
#include "engine/merge.h"

#include "base/memory.h"
#include "cli/messages.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAX_KEPT_OPEN = 200,   /* streams with a descriptor of their own */
    ALL_BLOCKS = 64 << 20, /* bytes of buffers, about */
    MIN_BLOCK = 64 << 10,
    MAX_BLOCK = 1 << 20,
    MAX_LINE = 1 << 30, /* bytes */
    MAX_NAMED = 10,     /* missing shards */
};

/* Whether a file ends in a whole line that is a stream's last one; *known is false where that cannot be seen beforehand. */
static bool has_end(const char *path, bool *known)
{
    static const char begin[] = "{\"aggregate\"";
    char block[4096], start[sizeof begin];
    struct stat info;
    bool found = false;
    int fd = strcmp(path, "-") == 0 ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *known = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
    off_t at = *known ? info.st_size : 0;
    bool whole = at > 0 && pread(fd, block, 1, at - 1) == 1 && block[0] == '\n';
    for (off_t end = at - 1; whole && end > 0 && !found;) {
        size_t n = end < (off_t)sizeof block ? (size_t)end : sizeof block;
        if (pread(fd, block, n, end - (off_t)n) != (ssize_t)n)
            break;
        while (n > 0 && block[n - 1] != '\n') {
            n--;
            end--;
        }
        found = n > 0;
        at = end;
    }
    found = found && pread(fd, start, sizeof begin - 1, at) == sizeof begin - 1 && memcmp(start, begin, sizeof begin - 1) == 0;
    if (fd >= 0)
        close(fd);
    return found;
}

static ml_status cut_off(const ml_merge *merge, const char *name, ml_error *error)
{
    char text[ML_ERROR_TEXT_SIZE];
    if (!merge->arguments->partial)
        return ml_fail(error, ML_E_INPUT,
                       "%s: was cut off: its last line, with the aggregate, is missing; go on with eval --resume, or take what "
                       "is there with --partial",
                       name);
    snprintf(text, sizeof text, "%s: was cut off", name);
    if (!merge->arguments->quiet)
        ml_say(text);
    return ML_OK;
}

/* Notes the shards of a stream; each may be there once. A stream that was cut off does not have its shards. */
static ml_status note_shards(ml_merge *merge, size_t i, const ml_stream_head *head, bool cut, ml_error *error)
{
    if (head->shard_of == 0)
        return ML_OK;
    if (merge->shard_of == 0) {
        merge->shard = ml_alloc(head->shard_of, sizeof *merge->shard);
        merge->have = ml_alloc(head->shard_of, sizeof *merge->have);
        if (!merge->shard || !merge->have)
            return ml_fail_memory(error, "the shards");
        merge->shard_of = head->shard_of;
    }
    if (merge->shard_of != head->shard_of)
        return ml_fail(error, ML_E_INPUT, "%s: is a shard of %zu, others are of %zu: merge each set first",
                       merge->streams[i].name, head->shard_of, merge->shard_of);
    for (size_t k = 0; k < head->shard_of; k++) {
        if (!head->have[k])
            continue;
        if (merge->shard[k])
            return ml_fail(error, ML_E_INPUT, "%s: has shard %zu of %zu, and so has %s", merge->streams[i].name, k,
                           head->shard_of, merge->streams[merge->shard[k] - 1].name);
        merge->shard[k] = i + 1;
        merge->have[k] = !cut;
    }
    return ML_OK;
}

/* Opens stream i and reads its header. */
static ml_status open_stream(ml_merge *merge, size_t i, ml_error *error)
{
    const char *path = merge->arguments->operands[i];
    size_t block = ALL_BLOCKS / merge->n;
    bool found, known, cut = !has_end(path, &known) && known;
    ml_stream_head head;
    ml_stream *stream = &merge->streams[i];
    block = block < MIN_BLOCK ? MIN_BLOCK : block > MAX_BLOCK ? MAX_BLOCK : block;
    ml_status status = ml_stream_open(path, merge->n <= MAX_KEPT_OPEN, block, MAX_LINE, error, stream);
    if (status)
        return status;
    if (!merge->head.line) {
        status = ml_stream_read_head(stream, error, &merge->head, &found);
        merge->first = i;
        if (!status && found)
            status = note_shards(merge, i, &merge->head, cut, error);
    } else if (!(status = ml_stream_read_head(stream, error, &head, &found)) && found) {
        status = ml_stream_head_compare(&head, stream->name, &merge->head, merge->streams[merge->first].name, error);
        if (!status)
            status = note_shards(merge, i, &head, cut, error);
        ml_stream_head_clear(&head);
    }
    if (!status && (cut || !found))
        status = cut_off(merge, stream->name, error);
    return status;
}

static ml_status check_shards(const ml_merge *merge, ml_error *error)
{
    size_t n_missing = 0;
    char text[ML_ERROR_TEXT_SIZE];
    ml_error missing = ML_ERROR_INIT;
    for (size_t k = 0; k < merge->shard_of; k++)
        if (!merge->have[k] && n_missing++ < MAX_NAMED)
            ml_error_add(&missing, "%s%zu", n_missing > 1 ? ", " : "", k);
    if (n_missing == 0)
        return ML_OK;
    if (n_missing > MAX_NAMED)
        ml_error_add(&missing, ", and %zu more", n_missing - MAX_NAMED);
    if (!merge->arguments->partial)
        return ml_fail(error, ML_E_INPUT, "missing: shard%s %s of %zu (--partial merges those that are there)",
                       n_missing == 1 ? "" : "s", missing.text, merge->shard_of);
    snprintf(text, sizeof text, "missing: shard%s %.200s of %zu", n_missing == 1 ? "" : "s", missing.text, merge->shard_of);
    if (!merge->arguments->quiet)
        ml_say(text);
    return ML_OK;
}

ml_status ml_merge_open(ml_merge *merge, ml_error *error)
{
    size_t n_standard = 0;
    ml_status status = ML_OK;
    if (!(merge->streams = ml_alloc(merge->arguments->n_operands, sizeof *merge->streams)))
        return ml_fail_memory(error, "the streams");
    for (size_t i = 0; i < merge->arguments->n_operands; i++) {
        merge->streams[i].lines.fd = -1;
        n_standard += strcmp(merge->arguments->operands[i], "-") == 0;
    }
    if (n_standard > 1)
        return ml_fail(error, ML_E_USAGE, "merge: standard input (-) can be read only once");
    merge->n = merge->arguments->n_operands;
    for (size_t i = 0; i < merge->n && !status; i++)
        status = open_stream(merge, i, error);
    if (!status && !merge->head.line)
        status = ml_fail(error, ML_E_INPUT, "no stream has a header: there is nothing to merge");
    return status ? status : check_shards(merge, error);
}

void ml_merge_clear(ml_merge *merge)
{
    for (size_t i = 0; i < merge->n; i++)
        ml_stream_close(&merge->streams[i]);
    free(merge->streams);
    free(merge->shard);
    free(merge->have);
    ml_settings_clear(&merge->settings);
    ml_losses_clear(&merge->losses);
    ml_stream_head_clear(&merge->head);
    *merge = (ml_merge){0};
}

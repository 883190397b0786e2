/* Going on with a record stream; see resume.h. */
#include "engine/resume.h"

#include "base/memory.h"
#include "base/text.h"
#include "io/out_lines.h"
#include "stream/agreement.h"

#include <stdlib.h>
#include <string.h>

static ml_status open_stream(const char *path, ml_error *error, ml_stream *stream)
{
    return ml_stream_open(path, true, ML_STREAM_BLOCK_BYTES, error, stream);
}

/* Whether two headers are of the same shards. */
static bool same_shards(ml_shards a, ml_shards b)
{
    return a.of == b.of && (a.of == 0 || memcmp(a.have, b.have, a.of * sizeof *a.have) == 0);
}

/* Whether the header is the one that this evaluation would write. */
static ml_status check_head(const ml_stream_head *head, const ml_report *report, const char *path, ml_error *error)
{
    bool same = same_shards(ml_stream_head_shards(head), report->shards);
    if (!same || strcmp(head->version, ML_VERSION) != 0)
        return ml_fail(error, ML_E_INPUT, "--resume: %s %s: another file is wanted for this evaluation", path,
                       same ? "was written by another version of maskloss" : "is of another shard");
    ml_status status = ml_settings_agree(ML_AGREE_TO_RESUME, &head->settings, path, report->settings, "this evaluation", error);
    if (!status && !ml_same_text(head->settings.group_rule, report->settings->group_rule))
        status = ml_fail(error, ML_E_INPUT, "%s: \"group\" is %s, but %s in this evaluation", path,
                         head->settings.group_rule ? head->settings.group_rule : "nothing",
                         report->settings->group_rule ? report->settings->group_rule : "nothing");
    if (status == ML_E_INPUT)
        ml_error_add(error, "; without --resume the file is written anew");
    return status;
}

/* The pair with this id (n bytes); pairs->n when there is none. */
static size_t find_pair(const ml_pairs *pairs, const char *id, size_t n, char *copy)
{
    size_t low = 0, high = pairs->n;
    memcpy(copy, id, n);
    copy[n] = '\0';
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = ml_id_compare(pairs->items[middle].id, copy);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return pairs->n;
}

/* Notes the current image, which is a pair or of a batch. */
static ml_status note_image(const ml_pairs *pairs, const ml_stream *stream, ml_error *error, ml_resume *resume)
{
    const char *id = stream->id.text;
    uint64_t number;
    size_t n = ml_id_split(id, &number);
    char *copy = ml_alloc(strlen(id) + 1, 1);
    if (!copy || !ml_grow(&resume->images, &resume->capacity, resume->n, sizeof *resume->images)) {
        free(copy);
        return ml_fail_memory(error, "the images of a stream");
    }
    size_t pair = find_pair(pairs, id, strlen(id), copy);
    bool is_batch = pair == pairs->n && number > 0;
    if (is_batch)
        pair = find_pair(pairs, id, n, copy);
    free(copy);
    if (pair == pairs->n)
        return ml_fail(error, ML_E_INPUT, "%s:%llu: the image \"%s\" is none of this evaluation", stream->name,
                       (unsigned long long)stream->lines.n_lines, id);
    resume->images[resume->n++] = (ml_resume_image){pair, is_batch ? number : 0};
    return ML_OK;
}

/* Goes through the whole stream: which images it has. */
static ml_status note_images(const ml_pairs *pairs, const ml_report *report, const char *path, ml_error *error,
                             ml_resume *resume, ml_file_mark *mark, bool *found)
{
    ml_stream stream;
    ml_stream_head head;
    ml_status status = open_stream(path, error, &stream);
    if (status)
        return status;
    *mark = stream.lines.mark;
    status = ml_stream_read_head(&stream, error, &head, found);
    if (!status && *found) {
        status = check_head(&head, report, path, error);
        ml_stream_head_clear(&head);
    }
    while (!status && *found && !(status = ml_stream_next(&stream, error)) && stream.event == ML_STREAM_IMAGE)
        status = note_image(pairs, &stream, error, resume);
    if (!status && *found && stream.event == ML_STREAM_END && stream.is_summary)
        status = ml_fail(error, ML_E_INPUT, "--resume: %s has no images, only sums (--summary, --worst)", path);
    ml_stream_close(&stream);
    return status;
}

ml_status ml_resume_open(const ml_pairs *pairs, const ml_report *report, ml_error *error, ml_resume *resume)
{
    ml_out *out = report->out;
    ml_file_mark mark;
    bool exists, found = false;
    ml_status status = ml_out_resume(out, error, &exists);
    if (!status && exists)
        status = note_images(pairs, report, out->path, error, resume, &mark, &found);
    out->exhausted = resume->n == 0;
    if (status || !found || resume->n == 0)
        return status;
    status = open_stream(out->path, error, &resume->stream);
    if (status)
        return status;
    resume->is_open = true;
    if (!ml_file_mark_same(&mark, &resume->stream.lines.mark))
        return ml_fail_changed(out->path, error);
    status = ml_stream_pass_head(&resume->stream, error, &found);
    return status ? status : ml_stream_next(&resume->stream, error);
}

void ml_resume_clear(ml_resume *resume)
{
    if (resume->is_open)
        ml_stream_close(&resume->stream);
    free(resume->images);
    *resume = (ml_resume){0};
}

bool ml_resume_has(const ml_resume *resume, size_t pair, bool is_batch, size_t image)
{
    const uint64_t wanted = is_batch ? (uint64_t)image + 1 : 0;
    size_t low = 0, high = resume->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const ml_resume_image *at = &resume->images[middle];
        if (at->pair == pair && at->image == wanted)
            return true;
        if (at->pair < pair || (at->pair == pair && at->image < wanted))
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

static const char *shown(const char *truth) { return truth ? truth : "no truth"; }

ml_status ml_resume_take(ml_resume *resume, ml_set *set, ml_error *error, ml_image_result *image)
{
    ml_stream *stream = &resume->stream;
    if (stream->event != ML_STREAM_IMAGE || strcmp(stream->id.text, image->id) != 0)
        return ml_resume_finish(resume, error);
    ml_status status = ml_stream_read_image(stream, error, &set->record, &image->width, &image->height);
    if (status)
        return status;
    const char *truth = stream->has_truth ? stream->truth.text : NULL;
    bool same_truth = truth && image->truth ? strcmp(truth, image->truth) == 0 : truth == image->truth;
    if (!same_truth || strcmp(stream->prediction.text, image->prediction) != 0)
        return ml_fail(error, ML_E_INPUT,
                       "%s:%llu: the image \"%s\" was evaluated from %s and %s, and not from %s and %s; without --resume the "
                       "file is written anew",
                       stream->name, (unsigned long long)stream->lines.n_lines, image->id, shown(truth),
                       stream->prediction.text, shown(image->truth), image->prediction);
    const char *group = ml_stream_group(stream);
    if (!ml_same_text(group, image->group))
        return ml_fail(error, ML_E_INPUT,
                       "%s:%llu: the image \"%s\" was in %s%s%s, and is not now; without --resume the file is written anew",
                       stream->name, (unsigned long long)stream->lines.n_lines, image->id, group ? "the group \"" : "no group",
                       group ? group : "", group ? "\"" : "");
    status = ml_stream_next(stream, error);
    set->report.out->exhausted = !status && stream->event != ML_STREAM_IMAGE;
    return status;
}

ml_status ml_resume_finish(const ml_resume *resume, ml_error *error)
{
    const ml_stream *stream = &resume->stream;
    if (!resume->is_open || stream->event != ML_STREAM_IMAGE)
        return ML_OK;
    return ml_fail(error, ML_E_INPUT, "%s:%llu: the image \"%s\" is none of this evaluation", stream->name,
                   (unsigned long long)stream->lines.n_lines, stream->id.text);
}

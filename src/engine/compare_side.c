/* One of the two evaluations that are compared; see compared.h. */
#include "engine/compared.h"

#include "base/text.h"

#include <stdlib.h>

const char *ml_compared_side_name(const ml_compared_side *side) { return side->streams.items[0].name; }

const char *ml_compared_side_id(const ml_compared_side *side) { return side->streams.items[0].id.text; }

ml_status ml_compared_side_open(const ml_job *job, size_t input, ml_error *error, ml_compared_side *side)
{
    side->partial = job->partial;
    ml_status status = ml_streams_open(job->inputs + input, 1, job->partial, &job->listener, error, &side->streams);
    side->streams.head.settings.intervals = false; /* those of one side alone are not compared */
    return status ? status : ml_streams_score(&side->streams, job, error, &side->set);
}

void ml_compared_side_clear(ml_compared_side *side)
{
    free(side->group);
    ml_set_clear(&side->set);
    ml_streams_clear(&side->streams);
}

/* The stream has ended. */
static ml_status take_end(ml_compared_side *side, ml_error *error)
{
    const ml_stream *stream = &side->streams.items[0];
    if (stream->event == ML_STREAM_END && stream->is_summary)
        return ml_fail(error, ML_E_INPUT,
                       "%s: has only sums (it was made with --summary or --worst): images are compared by their records",
                       stream->name);
    if (stream->event == ML_STREAM_CUT && !side->partial)
        return ml_fail(error, ML_E_INPUT, "%s: was cut off after %llu images (--partial takes what is there)", stream->name,
                       (unsigned long long)stream->n_images);
    side->set.n_expected = stream->event == ML_STREAM_END ? stream->n_expected : stream->n_images;
    side->n_failed = stream->faults.n;
    return ML_OK;
}

ml_status ml_compared_side_next(ml_compared_side *side, ml_error *error)
{
    ml_stream *stream = &side->streams.items[0];
    ml_status status = ml_streams_next(&side->streams, 0, error);
    side->has_image = !status && stream->event == ML_STREAM_IMAGE;
    side->n_images += side->has_image;
    return status || side->has_image ? status : take_end(side, error);
}

ml_status ml_compared_side_read(ml_compared_side *side, ml_error *error)
{
    ml_stream *stream = &side->streams.items[0];
    ml_image_result *image = &side->image;
    ml_set *set = &side->set;
    ml_status status = ml_stream_read_image(stream, error, &set->record, &image->width, &image->height);
    if (status)
        return status;
    image->id = stream->id.text;
    image->truth = stream->has_truth ? stream->truth.text : NULL;
    image->prediction = stream->prediction.text;
    image->figures = &set->figures;
    free(side->group);
    side->group = NULL;
    status = ml_set_group_of(set, image, ml_stream_group(stream), stream->name, error, &side->group);
    image->group = side->group;
    if (status)
        return status;
    ml_figures_compute(&set->record, &set->figures);
    return ml_set_add(set, image, &set->record, error);
}

/* The same id should mean the same truth. Which pixels are bad depends on the prediction, so the classes' numbers are compared
 * only where none is. */
static ml_status check_truth(const ml_compared_side *a, const ml_compared_side *b, ml_error *error)
{
    const ml_record *before = &a->set.record, *after = &b->set.record;
    bool same = a->image.width == b->image.width && a->image.height == b->image.height;
    for (size_t y = 0; y < before->n_classes && before->n_bad == 0 && after->n_bad == 0; y++)
        same = same && ml_record_support(before, y) == ml_record_support(after, y);
    return same ? ML_OK
                : ml_fail(error, ML_E_INPUT, "%s: the image \"%s\" has another truth than in %s", ml_compared_side_name(b),
                          ml_compared_side_id(b), ml_compared_side_name(a));
}

ml_status ml_compared_sides_agree(const ml_compared_side *baseline, const ml_compared_side *candidate, ml_error *error)
{
    if (!ml_same_text(baseline->group, candidate->group))
        return ml_fail(error, ML_E_INPUT,
                       "%s: the image \"%s\" is in the group \"%s\", but in \"%s\" in %s; --group=RULE says of both in "
                       "which they are",
                       ml_compared_side_name(candidate), ml_compared_side_id(candidate), candidate->group, baseline->group,
                       ml_compared_side_name(baseline));
    return check_truth(baseline, candidate, error);
}

/* One of the two evaluations that are compared; see compare.h. */
#include "engine/compare.h"

#include <string.h>

const char *ml_compared_side_name(const ml_compared_side *side) { return side->merge.streams[0].name; }

const char *ml_compared_side_id(const ml_compared_side *side) { return side->merge.streams[0].id.text; }

ml_status ml_compared_side_open(const ml_arguments *arguments, size_t operand, ml_error *error, ml_compared_side *side)
{
    side->arguments = *arguments;
    side->arguments.operands = arguments->operands + operand;
    side->arguments.n_operands = 1;
    side->merge.arguments = &side->arguments;
    ml_status status = ml_merge_open(&side->merge, error);
    if (!status)
        status = ml_merge_set(&side->merge, error);
    if (!status)
        status = ml_record_init(side->merge.head.classes.n, side->merge.losses.n_sums, error, &side->record);
    if (!status)
        status = ml_figures_init(&side->merge.settings, error, &side->figures);
    return status ? status : ml_aggregate_init(&side->merge.settings, error, &side->aggregate);
}

void ml_compared_side_clear(ml_compared_side *side)
{
    ml_aggregate_clear(&side->aggregate);
    ml_figures_clear(&side->figures);
    ml_record_clear(&side->record);
    ml_merge_clear(&side->merge);
}

/* The stream has ended. */
static ml_status take_end(ml_compared_side *side, ml_error *error)
{
    const ml_stream *stream = &side->merge.streams[0];
    if (stream->event == ML_STREAM_END && stream->is_summary)
        return ml_fail(error, ML_E_INPUT,
                       "%s: has only sums (it was made with --summary or --worst): images are compared by their records",
                       stream->name);
    if (stream->event == ML_STREAM_CUT && !side->arguments.partial)
        return ml_fail(error, ML_E_INPUT, "%s: was cut off after %llu images (--partial takes what is there)", stream->name,
                       (unsigned long long)stream->n_images);
    side->n_expected = stream->event == ML_STREAM_END ? stream->n_expected : stream->n_images;
    side->n_failed = stream->faults.n;
    return ML_OK;
}

ml_status ml_compared_side_next(ml_compared_side *side, ml_error *error)
{
    ml_stream *stream = &side->merge.streams[0];
    ml_status status = ml_stream_next(stream, error);
    side->has_image = !status && stream->event == ML_STREAM_IMAGE;
    side->n_images += side->has_image;
    return status || side->has_image ? status : take_end(side, error);
}

ml_status ml_compared_side_read(ml_compared_side *side, ml_error *error)
{
    ml_stream *stream = &side->merge.streams[0];
    ml_image_result *image = &side->image;
    ml_status status = ml_stream_read_image(stream, &side->merge.losses, error, &side->record, &image->width, &image->height);
    if (status)
        return status;
    image->id = stream->id.text;
    image->truth = stream->truth.text;
    image->prediction = stream->prediction.text;
    image->figures = &side->figures;
    ml_figures_compute(&side->record, &side->figures);
    return ml_aggregate_add(&side->aggregate, &side->record, &side->figures, error);
}

ml_set_result ml_compared_side_result(ml_compared_side *side, const ml_faults *faults, const ml_verdicts *verdicts)
{
    ml_figures_compute(ml_tally_finish(&side->aggregate.pooled), &side->figures);
    return (ml_set_result){&side->aggregate, &side->figures, side->n_expected, faults, verdicts};
}

/* Reads record streams (maskloss eval -f jsonl): a header line, a line per image, a last line. Line by line and without trees,
 * so memory is that of one line; what was cut off is valid up to its last whole line. Everything in a stream is checked before
 * it is used, the check sum of a line that has one first: what is wrong is an error (ML_E_INPUT) that names file and line. */
#ifndef ML_STREAM_READER_H
#define ML_STREAM_READER_H

#include "stream/head.h"
#include "stream/stream.h"

/* Whether a file's last whole line that is not blank is a stream's last one; *known is false where that cannot be seen
 * beforehand. What follows such a line is refused when it is reached. */
bool ml_stream_has_end(const char *path, bool *known) ML_MUST_USE;

/* Reads the header. *found is false, and nothing held, when there is no whole line. On failure nothing is held. */
ml_status ml_stream_read_head(ml_stream *stream, ml_error *error, ml_stream_head *head, bool *found) ML_MUST_USE;

/* The same for who knows the header already. */
ml_status ml_stream_pass_head(ml_stream *stream, ml_error *error, bool *found) ML_MUST_USE;

/* Goes to the next line; `event` says what it is. Images are in ascending order of their ids (ml_id_compare). */
ml_status ml_stream_next(ml_stream *stream, ml_error *error) ML_MUST_USE;

/* Reads the current image: into `record`, of the stream's number of classes, its parts, which all have to be there; its size;
 * and its paths and group into truth, prediction and group. */
ml_status ml_stream_read_image(ml_stream *stream, ml_error *error, ml_record *record, size_t *width,
                               size_t *height) ML_MUST_USE;

/* Whether the current image brings the name of its group. */
ml_status ml_stream_look_for_group(const ml_stream *stream, ml_error *error, bool *has_group) ML_MUST_USE;

/* At the end of a summary stream: reads the exact sums into an empty aggregate, of whose settings the losses, parts and
 * views must be among the stream's. */
ml_status ml_stream_read_exact(ml_stream *stream, ml_error *error, ml_aggregate *aggregate) ML_MUST_USE;

#endif

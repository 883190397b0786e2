/* Writes record streams: a header, a line per image, a last line. Each line is written as soon as it is complete, so that what
 * was cut off is valid up to its last whole line, and ends with the check sum of its bytes. reader.h reads them; their schema
 * is in data/result.schema.json.
 *
 * An output is by_line, or holds no more than ML_OUT_MAX_IN_MEMORY, so that a line is in memory when its check sum is taken.
 * Failures show when the output is committed. */
#ifndef ML_STREAM_WRITER_H
#define ML_STREAM_WRITER_H

#include "core/result.h"
#include "io/out.h"

/* The header; where only the n_worst worst images are to get lines (0: all), those by this figure. */
void ml_stream_write_head(ml_out *out, const ml_settings *settings, ml_shards shards, size_t n_worst, const char *by);

/* An image, with its record. */
void ml_stream_write_image(ml_out *out, const ml_image_result *image);

/* The last line: the aggregate, errors and gates; with the sums exactly where not all images have lines. */
void ml_stream_write_end(ml_out *out, const ml_set_result *set, bool with_exact);

#endif

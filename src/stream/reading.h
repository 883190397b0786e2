/* What the files that read record streams share. */
#ifndef ML_STREAM_READING_H
#define ML_STREAM_READING_H

#include "stream/stream.h"

/* An error that names file and line, and what was wrong: why the scan failed, and in which column, or, where it is NULL, the
 * reason. */
ml_status ml_stream_wrong(const ml_stream *stream, const ml_scan *scan, const char *reason, ml_error *error);

/* Goes to the next line, whose bytes fit its check sum if it has one; its text is NULL where there is none. */
ml_status ml_stream_next_line(ml_stream *stream, ml_error *error) ML_MUST_USE;

/* Up to 64 members of an object by key, as spans; those that are not there stay as they are, unknown ones are passed over,
 * repeated ones refused. */
typedef struct ml_stream_member {
    const char *key;
    ml_span *value;
} ml_stream_member;
bool ml_stream_members(ml_scan *scan, const ml_stream_member *members, size_t n) ML_MUST_USE;

/* Which hint has this name. */
bool ml_stream_find_hint(ml_scan *scan, ml_span name, ml_hint *hint) ML_MUST_USE;

/* Decodes a string. False without memory, or (reason set) when it is no such text. */
bool ml_stream_decode(ml_scan *scan, ml_span string, bool is_name, ml_stream_text *to) ML_MUST_USE;

/* Reads the members of an object that are parts of an image's record, into it; or those of an aggregate: sums as exact ones,
 * lists with the images that rows are of, and without these into the tally's record too. False without memory, or (reason set)
 * when they are no such parts. */
bool ml_stream_read_parts(ml_stream *stream, ml_scan *scan, ml_record *record) ML_MUST_USE;
bool ml_stream_read_exact_parts(ml_stream *stream, ml_scan *scan, ml_aggregate *aggregate) ML_MUST_USE;

/* Whether the parts read last were all that the record has, and are possible, of an image of this size, or of several that are
 * not larger. */
ml_status ml_stream_check_parts(const ml_stream *stream, const ml_record *record, uint64_t width, uint64_t height,
                                ml_error *error) ML_MUST_USE;

/* An exact sum, 32 hexadecimal digits. */
bool ml_stream_read_fixed(ml_scan *scan, ml_fixed *sum) ML_MUST_USE;

#endif

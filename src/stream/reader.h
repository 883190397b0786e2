/* Reads record streams (maskloss eval -f jsonl): a header line, a line per image, a last line. Line by line and without trees,
 * so memory is that of one line; what was cut off is valid up to its last whole line. Everything in a stream is checked before
 * it is used: what is wrong is an error (ML_E_INPUT) that names file and line. */
#ifndef ML_STREAM_READER_H
#define ML_STREAM_READER_H

#include "base/faults.h"
#include "core/result.h"
#include "io/lines.h"
#include "json/scan.h"

enum { ML_STREAM_SCHEMA = 1 };

/* The header: what was evaluated, and how. Must not move, because `settings` borrows from it. */
typedef struct ml_stream_head {
    char *line; /* the header line; what messages quote from it */
    char *version;
    ml_classes classes; /* without colours of classes, and not indexed */
    ml_losses losses;
    ml_settings settings;
    size_t shard_of;   /* 0: not a shard */
    bool *have;        /* [shard_of] */
    bool is_selection; /* has lines of only some images, and exact sums (--worst) */
    struct {
        ml_span mask, ignore, weights, activation, epsilon, absent, average, losses, classes, views, smooth;
    } quotes; /* pieces of `line`, empty where there is none */
} ml_stream_head;

typedef enum ml_stream_event {
    ML_STREAM_IMAGE, /* the current line is an image's: `id` is set */
    ML_STREAM_END,   /* the last line was read: n_expected, faults, is_summary are set */
    ML_STREAM_CUT,   /* there is no last line */
} ml_stream_event;

/* A growing text. */
typedef struct ml_stream_text {
    char *text;
    size_t capacity;
} ml_stream_text;

typedef struct ml_stream {
    const char *name; /* for messages; borrowed */
    ml_lines lines;
    ml_stream_event event;
    ml_span line;      /* the current one */
    uint64_t offset;   /* of the end of the current line in the file */
    ml_stream_text id; /* of the current image, as the file system has it */
    ml_stream_text last_id, truth, prediction;
    uint64_t n_images;   /* lines of images so far */
    uint64_t n_expected; /* images */
    uint64_t n_summed;   /* images of the aggregate */
    ml_faults faults;
    bool is_selection; /* lines of images that are not all of them, and are passed over; then exact sums */
    bool is_summary;   /* no images, but exact sums */
    ml_span exact;
    char *kept;  /* copy of the last line */
    bool *found; /* [found_capacity] which parts the current record has */
    size_t found_capacity;
} ml_stream;

/* Opens a stream; see ml_lines_open. On failure nothing is held. */
ml_status ml_stream_open(const char *path, bool keep_open, size_t block_bytes, size_t max_line_bytes, ml_error *error,
                         ml_stream *stream) ML_MUST_USE;

/* A stream in memory, borrowed. */
ml_stream ml_stream_memory(const char *name, const void *bytes, size_t n);

void ml_stream_close(ml_stream *stream);

/* Reads the header. *found is false, and nothing held, when there is no whole line. On failure nothing is held. */
ml_status ml_stream_read_head(ml_stream *stream, ml_error *error, ml_stream_head *head, bool *found) ML_MUST_USE;
void ml_stream_head_clear(ml_stream_head *head);

/* Whether the header of `name` has the settings and classes of that of `first_name`; else an error that names the first
 * difference. */
ml_status ml_stream_head_compare(const ml_stream_head *head, const char *name, const ml_stream_head *first,
                                 const char *first_name, ml_error *error) ML_MUST_USE;

/* Goes to the next line; `event` says what it is. Images are in ascending order of their ids (ml_id_compare). */
ml_status ml_stream_next(ml_stream *stream, ml_error *error) ML_MUST_USE;

/* Reads the current image: into `record`, of the stream's number of classes, its parts, which all have to be there; its size;
 * and its paths into truth and prediction. */
ml_status ml_stream_read_image(ml_stream *stream, ml_error *error, ml_record *record, size_t *width,
                               size_t *height) ML_MUST_USE;

/* At the end of a summary stream: reads the exact sums into an empty aggregate, of whose settings the losses, parts and
 * views must be among the stream's. */
ml_status ml_stream_read_exact(ml_stream *stream, ml_error *error, ml_aggregate *aggregate) ML_MUST_USE;

/* Parts of the reader, in files of their own. `scan` has failed, or not, in which case `reason` is what was wrong. */
ml_status ml_stream_wrong(const ml_stream *stream, const ml_scan *scan, const char *reason, ml_error *error);

/* Members of an object by key, as spans; those that are not there stay as they are, unknown ones are passed over, repeated
 * ones refused. */
typedef struct ml_stream_member {
    const char *key;
    ml_span *value;
} ml_stream_member;
bool ml_stream_members(ml_scan *scan, const ml_stream_member *members, size_t n) ML_MUST_USE;

/* Decodes a string. False without memory, or (reason set) when it is no such text. */
bool ml_stream_decode(ml_scan *scan, ml_span string, bool is_name, ml_stream_text *to) ML_MUST_USE;

/* Reads the members of an object that are parts of a record, into it; sums as exact ones where these are given ([n_summed]).
 * False without memory, or (reason set) when they are no such parts. */
bool ml_stream_read_parts(ml_stream *stream, ml_scan *scan, ml_record *record, ml_fixed *exact) ML_MUST_USE;

/* Whether the parts read last were all that the record has, and are possible. */
ml_status ml_stream_check_parts(const ml_stream *stream, const ml_record *record, ml_error *error) ML_MUST_USE;

/* An exact sum, 32 hexadecimal digits. */
bool ml_stream_read_fixed(ml_scan *scan, ml_fixed *sum) ML_MUST_USE;

#endif

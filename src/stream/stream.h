/* A record stream that is being read. */
#ifndef ML_STREAM_STREAM_H
#define ML_STREAM_STREAM_H

#include "core/result.h"
#include "io/lines.h"
#include "json/scan.h"

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
    ml_stream_text id; /* of the current image, as the file system has it */
    ml_stream_text last_id;
    ml_stream_text truth, prediction, group; /* of the image that was read last */
    bool has_group;                          /* it brings the name of its group */
    bool has_truth;                          /* the image whose line was read last */
    bool needs_truth;                        /* each image does: no setting says of which class those without are */
    uint64_t n_images;                       /* lines of images so far */
    uint64_t n_expected;                     /* images */
    uint64_t n_summed;                       /* images of the aggregate */
    uint64_t n_without_truth;                /* of these, as its last line says; 0 where it does not */
    ml_faults faults;
    bool is_selection; /* lines of images that are not all of them, and are passed over; then exact sums */
    bool is_summary;   /* no images, but exact sums */
    ml_span exact;
    char *kept;  /* copy of the last line */
    bool *found; /* [found_capacity] which parts the current record has */
    size_t found_capacity;
} ml_stream;

enum { ML_STREAM_BLOCK_BYTES = 1 << 20, ML_STREAM_MIN_BLOCK_BYTES = 64 << 10 };

/* Opens a stream that is read in blocks of this size; see ml_lines_open. On failure nothing is held. */
ml_status ml_stream_open(const char *path, bool keep_open, size_t block_bytes, ml_error *error, ml_stream *stream) ML_MUST_USE;

/* A stream in memory, borrowed. */
ml_stream ml_stream_memory(const char *name, const void *bytes, size_t n);

void ml_stream_close(ml_stream *stream);

/* The group of the image that was read last; NULL: it does not bring one. Borrowed. */
static inline const char *ml_stream_group(const ml_stream *stream) { return stream->has_group ? stream->group.text : NULL; }

#endif

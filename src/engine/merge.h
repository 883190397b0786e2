/* The parts of maskloss merge. */
#ifndef ML_ENGINE_MERGE_H
#define ML_ENGINE_MERGE_H

#include "cli/arguments.h"
#include "stream/reader.h"

/* The streams to merge, all with the settings of the first. */
typedef struct ml_merge {
    const ml_arguments *arguments;
    size_t n;
    ml_stream *streams;  /* [n] at their first image */
    ml_stream_head head; /* of the first that has one, `first` */
    size_t first;
    size_t *shard; /* [n] which stream has the shard, for messages: [shard_of] 1 + stream, or 0 */
    size_t shard_of;
    bool *have; /* [shard_of] */
    /* How it is scored now. */
    ml_losses losses;
    ml_settings settings;
    const char *needs_records; /* the option that summary streams cannot serve, or NULL */
} ml_merge;

/* Opens the streams, reads their headers and checks that they belong together and are all there. On failure everything is
 * still to be cleared. */
ml_status ml_merge_open(ml_merge *merge, ml_error *error) ML_MUST_USE;

/* Makes the settings from those of the streams and the options. */
ml_status ml_merge_set(ml_merge *merge, ml_error *error) ML_MUST_USE;

void ml_merge_clear(ml_merge *merge);

/* A usage error where the output is one of the streams, which would be lost before it is read. */
ml_status ml_merge_check_output(const ml_arguments *arguments, ml_error *error) ML_MUST_USE;

#endif

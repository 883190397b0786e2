/* The record streams of one set, opened together, and how their images are scored. */
#ifndef ML_ENGINE_STREAMS_H
#define ML_ENGINE_STREAMS_H

#include "engine/set.h"
#include "stream/reader.h"

/* All have the settings of the first, intervals and conventions if any has, and its rule of groups if that of all is the
 * same. A zeroed one may be cleared. Must not move. */
typedef struct ml_streams {
    char *const *paths; /* [n] borrowed */
    size_t n;
    ml_stream *items;    /* [n] at their first image */
    ml_stream_head head; /* of the first that has one, `first` */
    size_t first;
    size_t *shard; /* [shard_of] which stream has the shard, for messages: 1 + its number, or 0 */
    size_t shard_of;
    bool *have;     /* [shard_of] */
    bool *is_ahead; /* [n] the stream has been asked for its first image already */
    /* 1 + the number of a stream whose images bring the names of their groups, and of one without such; 0: there is none. */
    size_t with_groups, without_groups;
} ml_streams;

/* Opens n streams, reads their headers and checks that they belong together and are all there; `partial` accepts what is
 * missing, and the listener is told. On failure everything is still to be cleared. */
ml_status ml_streams_open(char *const *paths, size_t n, bool partial, const ml_listener *listener, ml_error *error,
                          ml_streams *streams) ML_MUST_USE;
void ml_streams_clear(ml_streams *streams);

/* Goes to the next image of stream i, or its end. */
ml_status ml_streams_next(ml_streams *streams, size_t i, ml_error *error) ML_MUST_USE;

/* Begins the set of the streams' images: their losses and settings, with what the job says is to be changed. Weights that
 * follow from numbers of pixels are taken from the images, which are read once more for it. The set borrows from the streams.
 * On failure it is still to be cleared. */
ml_status ml_streams_score(const ml_streams *streams, const ml_job *job, ml_error *error, ml_set *set) ML_MUST_USE;

/* What differs in the set from the streams' settings such that means over the images need the images' records: the option;
 * NULL: nothing. */
const char *ml_streams_need_records(const ml_streams *streams, const ml_scoring *scoring, const ml_set *set);

#endif

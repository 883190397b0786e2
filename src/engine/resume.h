/* Going on with a record stream that was interrupted (--resume): which images it has, and their records. */
#ifndef ML_ENGINE_RESUME_H
#define ML_ENGINE_RESUME_H

#include "engine/set.h"
#include "input/pairs/pair.h"
#include "stream/reader.h"

/* An image that the stream has. */
typedef struct ml_resume_image {
    size_t pair;    /* of the set */
    uint64_t image; /* 1 + the number in the batch; 0: the pair is no batch */
} ml_resume_image;

/* A zeroed one has nothing. */
typedef struct ml_resume {
    size_t n, capacity;
    ml_resume_image *images; /* [n] in order */
    bool is_open;
    ml_stream stream; /* its current line is that of the first image not yet taken */
} ml_resume;

/* Goes on with the file of `out`, if it is there and has a header: checks that its settings, and each of its images, are those
 * of the set's report and pairs. On failure everything is still to be cleared. */
ml_status ml_resume_open(const ml_pairs *pairs, const ml_report *report, ml_error *error, ml_resume *resume) ML_MUST_USE;
void ml_resume_clear(ml_resume *resume);

/* Whether the stream has an image of a pair. May be called by any thread. */
bool ml_resume_has(const ml_resume *resume, size_t pair, bool is_batch, size_t image);

/* Takes the next image of the stream, which has to be the one of these names and in this group, into the set's record. Sets
 * exhausted in the output of its report after the last one. */
ml_status ml_resume_take(ml_resume *resume, ml_set *set, ml_error *error, ml_image_result *image) ML_MUST_USE;

/* To be called after the last image: all that the stream has must have been taken. */
ml_status ml_resume_finish(const ml_resume *resume, ml_error *error) ML_MUST_USE;

#endif

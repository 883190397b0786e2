/* The files behind a job and its pairs. */
#ifndef ML_ENGINE_PAIR_FILES_H
#define ML_ENGINE_PAIR_FILES_H

#include "engine/job.h"
#include "input/open_pair.h"

/* Calls `use` with each file of the pair, or NULL where its name could not be made: truth, prediction, their planes, the photo.
 * Of an image inside a file, with the file. */
void ml_pair_each_file(const ml_pair *pair, const ml_classes *classes, void (*use)(void *context, const char *path),
                       void *context);

/* The same with the files that the job names besides its pairs: class set, weights, list, groups. */
void ml_job_each_file(const ml_job *job, void (*use)(void *context, const char *path), void *context);

/* What the pair's files are now: another number where one of them is another file, or has another size or time of change; 0
 * where one of them was read from a pipe, and is kept. */
ml_status ml_pair_mark(const ml_pair *pair, const ml_classes *classes, ml_error *error, uint64_t *mark) ML_MUST_USE;

/* The same of a pair that has been opened, without classes, and not yet read: as far as its files are open, of what they were
 * then, for which nothing need be looked at. */
ml_status ml_pair_mark_opened(const ml_open_pair *opened, ml_error *error, uint64_t *mark) ML_MUST_USE;

/* An error where `mark` is not 0 and not what the pair's files are now. `name` is what messages call the image; an error that
 * is there already may be but a consequence, and is replaced. */
ml_status ml_pair_mark_check(const ml_pair *pair, const ml_classes *classes, uint64_t mark, const char *name,
                             ml_error *error) ML_MUST_USE;

#endif

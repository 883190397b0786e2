/* The files behind a job and its pairs. */
#ifndef ML_ENGINE_PAIR_FILES_H
#define ML_ENGINE_PAIR_FILES_H

#include "engine/job.h"
#include "input/pairs/pair.h"

/* Calls `use` with each file of the pair, or NULL where its name could not be made: truth, prediction, their planes, the photo.
 * Of an image inside a file, with the file. */
void ml_pair_each_file(const ml_pair *pair, const ml_classes *classes, void (*use)(void *context, const char *path),
                       void *context);

/* The same with the files that the job names besides its pairs: class set, weights, list, groups. */
void ml_job_each_file(const ml_job *job, void (*use)(void *context, const char *path), void *context);

/* What the pair's files are now: another number where one of them is another file, or has another size or time of change; 0
 * where one of them was read from a pipe, and is kept. */
uint64_t ml_pair_mark(const ml_pair *pair, const ml_classes *classes);

#endif

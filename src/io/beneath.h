/* New files below a directory, each written whole or not at all: under a hidden name in the directory itself, until it is moved
 * to its place. No link below the directory is followed. */
#ifndef ML_IO_BENEATH_H
#define ML_IO_BENEATH_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An open directory. Threads may share it. */
typedef struct ml_beneath ml_beneath;

/* Opens the directory `path` (borrowed), which is made where it is not there. On failure nothing is held. */
ml_status ml_beneath_open(const char *path, ml_error *error, ml_beneath **directory) ML_MUST_USE;
void ml_beneath_close(ml_beneath *directory);

/* Waits until the files that have been moved to their places are safe, whatever becomes of the machine. Until then a crash of
 * it may leave empty ones. */
ml_status ml_beneath_sync(ml_beneath *directory, ml_error *error) ML_MUST_USE;

/* A file that is being written, by one thread at a time. */
typedef struct ml_new_file ml_new_file;

/* Begins one; borrows the directory. On failure nothing is held. */
ml_status ml_new_file_create(ml_beneath *directory, ml_error *error, ml_new_file **file) ML_MUST_USE;

/* Adds bytes to its end. */
ml_status ml_new_file_write(ml_new_file *file, const void *bytes, size_t n, ml_error *error) ML_MUST_USE;

/* Ends it: what was added is in the file, which takes no more. */
ml_status ml_new_file_end(ml_new_file *file, ml_error *error) ML_MUST_USE;

/* Moves a file that has ended to `name`, a path relative to the directory without a component . or .. and no / at its start or
 * end. Directories on the way are made; what has the name already is replaced, if it is no directory. */
ml_status ml_new_file_move(ml_new_file *file, const char *name, ml_error *error) ML_MUST_USE;

/* Whether a file has the name already, and which. Nothing is made. */
bool ml_beneath_find(const ml_beneath *directory, const char *name, uint64_t *device, uint64_t *number) ML_MUST_USE;

/* Frees it; one that was not moved is removed. NULL is allowed. */
void ml_new_file_destroy(ml_new_file *file);

#endif

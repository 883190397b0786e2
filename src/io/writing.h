/* What all share that write to files. */
#ifndef ML_IO_WRITING_H
#define ML_IO_WRITING_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Writes all n bytes to an open file. False, with the reason in errno, when that fails. */
bool ml_write_all(int fd, const char *bytes, size_t n) ML_MUST_USE;

/* The folder that a path is in, "." if it names none. NULL without memory; freed with free. */
char *ml_directory_of(const char *path) ML_MUST_USE;

/* Fills the error with the reason in errno why the file cannot be written. */
ml_status ml_fail_write(const char *path, ml_error *error);

#endif

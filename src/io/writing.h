/* What all share that write to files. */
#ifndef ML_IO_WRITING_H
#define ML_IO_WRITING_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* What is copied from file to file at a time: small enough for any stack, and as fast as more. */
enum { ML_COPY_BYTES = 16384 };

/* Writes all n bytes to an open file. False, with the reason in errno, when that fails. */
bool ml_write_all(int fd, const char *bytes, size_t n) ML_MUST_USE;

/* The folder that a path is in, "." if it names none. NULL without memory; freed with free. */
char *ml_directory_of(const char *path) ML_MUST_USE;

/* Opens a folder, so that files in it can be named, whether or not they may be listed. -1, with the reason in errno, when that
 * fails. */
int ml_folder_open(const char *path) ML_MUST_USE;

/* Locks an open file against other processes of the kind: alone, as who writes a stream into it does, or along with others that
 * only mean to replace it. Where locks are not supported it goes without. False, with EBUSY in errno, where another process has
 * it. */
bool ml_lock_file(int fd, bool alone) ML_MUST_USE;

/* Makes the file n bytes long. False, with the reason in errno. */
bool ml_cut_file(int fd, off_t n) ML_MUST_USE;

/* Waits until what was written to an open file is safe. False, with the reason in errno, when that fails. */
bool ml_sync_file(int fd) ML_MUST_USE;

/* The same of the names in a folder, as far as the system can do that. */
bool ml_sync_folder(int fd) ML_MUST_USE;

/* What errno says, and what to do about it where that is not obvious. */
const char *ml_write_reason(void);

/* Fills the error with the reason in errno why the file cannot be written. */
ml_status ml_fail_write(const char *path, ml_error *error);

/* Fills the error: another process has locked the file. */
ml_status ml_fail_busy(const char *path, ml_error *error);

#endif

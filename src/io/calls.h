/* System calls on files, made again where a signal interrupts them. */
#ifndef ML_IO_CALLS_H
#define ML_IO_CALLS_H

#include "base/quirks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Opens a file that is there, or, with O_CREAT among the flags, makes it. -1, with the reason in errno, when that fails. */
int ml_open_file(const char *path, int flags) ML_MUST_USE;

/* Reads n bytes at `offset` of an open file. How many it got: fewer than n at the end of the file, with errno 0, and where
 * reading fails, with the reason in errno. */
size_t ml_read_at(int fd, uint64_t offset, size_t n, void *to) ML_MUST_USE;

/* Closes a file that was written to, when some file systems tell that what was written is lost. False where that is so, and
 * where `is_good` was false already, whose reason errno keeps. */
bool ml_close_file(int fd, bool is_good) ML_MUST_USE;

#endif

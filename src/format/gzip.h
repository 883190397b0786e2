/* What gzip has compressed, as bytes that are read in order: going back begins anew. Members that follow each other are one
 * stream, as gzip has it. */
#ifndef ML_FORMAT_GZIP_H
#define ML_FORMAT_GZIP_H

#include "io/source.h"

/* Reads the first n bytes of what a gzip file holds, fewer where it holds fewer, or is damaged behind these; *n_read
 * says how many. */
ml_status ml_gzip_peek(const ml_source *file, size_t n, ml_error *error, void *to, size_t *n_read) ML_MUST_USE;

/* Opens what a gzip file holds as a source of size_bytes. That there are more or fewer, and damage, are found when it is read
 * to its end, with no more decompressed than that; that so few bytes cannot hold so many is found at once. `file` is taken over
 * and becomes *opened, which may be the same; on failure it remains the caller's. */
ml_status ml_gzip_open(ml_source *file, uint64_t size_bytes, ml_error *error, ml_source *opened) ML_MUST_USE;

#endif

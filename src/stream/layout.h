/* How record streams are laid out, whichever way they go. */
#ifndef ML_STREAM_LAYOUT_H
#define ML_STREAM_LAYOUT_H

#include "base/crc.h"
#include "core/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A key of the last line, the first one as it is written, which no other line has. */
#define ML_STREAM_LAST_KEY "aggregate"

/* In the line of an image: the name of its group. */
#define ML_STREAM_GROUP_KEY "group"

/* Among the exact sums: in how many images classes are. */
#define ML_STREAM_PRESENCE_KEY "class_images"

/* Columns or rows of an image, at most. */
#define ML_STREAM_MAX_SIDE (UINT64_C(1) << 31)

/* The last member of each line: the check sum (CRC-32) of the line's bytes before the comma that precedes it, as text. */
#define ML_STREAM_CRC_KEY "crc32"
enum { ML_STREAM_CRC_DIGITS = 8 };

static inline void ml_stream_crc_text(const char *bytes, size_t n, char text[ML_STREAM_CRC_DIGITS + 1])
{
    snprintf(text, ML_STREAM_CRC_DIGITS + 1, "%08" PRIx32, ml_crc32(bytes, n));
}

/* Parts of a record stand in the object of their group, one with several rows and columns as a list of rows, others as one
 * list. */
static inline bool ml_stream_is_matrix(const ml_slot *slot) { return slot->n_rows > 1 && slot->n_columns > 1; }

/* Whether rows may be empty instead of full of zeros: those of absent classes. */
static inline bool ml_stream_has_empty_rows(const ml_slot *slot) { return slot->part.n_rows == ML_EACH_CLASS; }

/* Groups are NULL outside of groups. */
static inline bool ml_stream_same_group(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

#endif

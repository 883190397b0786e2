/* How record streams are laid out, whichever way they go. */
#ifndef ML_STREAM_LAYOUT_H
#define ML_STREAM_LAYOUT_H

#include "core/record.h"

#include <string.h>

/* The first key of the last line, which no other line has. */
#define ML_STREAM_LAST_KEY "aggregate"

/* In the line of an image: the name of its group. */
#define ML_STREAM_GROUP_KEY "group"

/* Among the exact sums: in how many images classes are. */
#define ML_STREAM_PRESENCE_KEY "class_images"

/* Parts of a record stand in the object of their group, one with several rows and columns as a list of rows, others as one
 * list. */
static inline bool ml_stream_is_matrix(const ml_slot *slot) { return slot->n_rows > 1 && slot->n_columns > 1; }

/* Whether rows may be empty instead of full of zeros: those of absent classes. */
static inline bool ml_stream_has_empty_rows(const ml_slot *slot) { return slot->part.n_rows == ML_EACH_CLASS; }

/* Groups are NULL outside of groups. */
static inline bool ml_stream_same_group(const char *a, const char *b) { return a && b ? strcmp(a, b) == 0 : a == b; }

#endif

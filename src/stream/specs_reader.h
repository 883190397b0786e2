/* Losses and measures in the header of a record stream: lists of objects with a key, which is what the option takes. */
#ifndef ML_STREAM_SPECS_READER_H
#define ML_STREAM_SPECS_READER_H

#include "stream/head_reading.h"

/* The keys of the list, with commas between them, as the option takes them; `improper` is said of one that is none. *n is their
 * number. Freed with free. NULL and the scan's reason, or without memory. */
char *ml_head_read_specs(ml_head_reader *r, ml_span list, const char *improper, size_t *n);

/* Whether the text is the JSON string of a key. */
bool ml_head_is_key(ml_span text, const char *key);

#endif

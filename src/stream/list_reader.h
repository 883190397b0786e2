/* Parts of records that are lists, in an image's line and in the exact sums of a summary. */
#ifndef ML_STREAM_LIST_READER_H
#define ML_STREAM_LIST_READER_H

#include "stream/reading.h"

/* Reads a list into an image's record, and where it is that of an aggregate's tally, with the images that rows are of, into the
 * aggregate too. Its rows are in order, of the record's classes, and no more of each than may be. False without memory, or
 * (reason set) when it is no such list. */
bool ml_stream_read_list(ml_scan *scan, const ml_slot *slot, ml_record *record, ml_aggregate *aggregate) ML_MUST_USE;

#endif

/* The measures in the header of a record stream. */
#ifndef ML_STREAM_MEASURES_READER_H
#define ML_STREAM_MEASURES_READER_H

#include "stream/head_reading.h"

/* Reads the list, of which the header may have none. */
bool ml_head_read_measures(ml_head_reader *r, ml_span list);

#endif

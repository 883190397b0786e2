/* What the files that read the header of a record stream share. */
#ifndef ML_STREAM_HEAD_READER_H
#define ML_STREAM_HEAD_READER_H

#include "stream/reader.h"

/* The reading of one header. Functions that return false have set the scan's reason, or are out of memory (`memory`), or have
 * filled the error. */
typedef struct ml_stream_reader {
    ml_stream_head *head;
    ml_scan scan;
    ml_error *error;
    bool memory; /* it is lacking */
} ml_stream_reader;

static inline bool ml_stream_lack(ml_stream_reader *r)
{
    r->memory = true;
    return false;
}

/* Starts to read a value; the header has to have it. */
static inline bool ml_stream_start(ml_stream_reader *r, ml_span value, const char *missing)
{
    r->scan = ml_scan_of(value.text ? value.text : r->scan.end, value.n);
    return value.text || ml_scan_fail(&r->scan, missing);
}

/* The losses, from their keys. */
bool ml_stream_read_losses(ml_stream_reader *r) ML_MUST_USE;

#endif

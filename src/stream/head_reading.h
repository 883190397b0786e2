/* What the files that read the header of a record stream share. */
#ifndef ML_STREAM_HEAD_READING_H
#define ML_STREAM_HEAD_READING_H

#include "stream/head.h"
#include "stream/reading.h"

/* The reading of one header. Functions that return false have set the scan's reason, or are out of memory (`memory`), or have
 * filled the error. */
typedef struct ml_head_reader {
    ml_stream_head *head;
    ml_scan scan;
    ml_span classes, losses, smooth; /* members of the header; empty where there is none */
    ml_error *error;
    bool memory; /* it is lacking */
} ml_head_reader;

static inline bool ml_head_lack(ml_head_reader *r)
{
    r->memory = true;
    return false;
}

/* Starts to read a value; the header has to have it. */
static inline bool ml_head_start(ml_head_reader *r, ml_span value, const char *missing)
{
    r->scan = ml_scan_of(value.text ? value.text : r->scan.end, value.n);
    return ml_scan_expect(&r->scan, value.text != NULL, missing);
}

/* Begins a list, and counts its elements, which need not be sound for it. */
static inline bool ml_head_open_list(ml_head_reader *r, size_t *n)
{
    ml_span any;
    bool opens = ml_scan_open(&r->scan, '[');
    ml_scan counting = r->scan;
    while (opens && ml_scan_element(&counting, n) && ml_scan_value(&counting, &any))
        ;
    return opens;
}

#endif

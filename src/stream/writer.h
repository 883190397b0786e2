/* Writes record streams; reader.h reads them. */
#ifndef ML_STREAM_WRITER_H
#define ML_STREAM_WRITER_H

#include "core/record.h"
#include "json/writer.h"

/* The parts of a record, as members of the open object; the sums exactly where these are given ([n_summed]). */
void ml_stream_write_parts(ml_json *json, const ml_record *record, const ml_fixed *exact);

/* An exact sum in a list, as 32 hexadecimal digits, two's complement. */
void ml_stream_write_fixed(ml_json *json, const ml_fixed *sum);

#endif

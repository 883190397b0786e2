/* What the files that write record streams share: members of the open object. */
#ifndef ML_STREAM_WRITING_H
#define ML_STREAM_WRITING_H

#include "core/aggregate.h"
#include "json/writer.h"

/* The parts of an image's record, or of an aggregate: its sums exactly, its lists with the images that rows are of. */
void ml_stream_write_parts(ml_json *json, const ml_record *record);
void ml_stream_write_exact_parts(ml_json *json, const ml_aggregate *aggregate);

/* An exact sum in a list, as 32 hexadecimal digits, two's complement. */
void ml_stream_write_fixed(ml_json *json, const ml_fixed *sum);

/* The member exact: an aggregate as it was summed up, which is what a merge without images needs. */
void ml_stream_write_exact(ml_json *json, const ml_aggregate *aggregate);

#endif

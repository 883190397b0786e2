/* The losses in the header of a record stream. */
#ifndef ML_STREAM_LOSSES_READER_H
#define ML_STREAM_LOSSES_READER_H

#include "stream/head_reading.h"

/* Reads the losses, from their keys; the header's classes have been read. False as in head_reading.h. */
bool ml_head_read_losses(ml_head_reader *r) ML_MUST_USE;

#endif

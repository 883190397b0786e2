/* What the header of a record stream says about how files were read, and what was asked for. */
#ifndef ML_STREAM_SAID_READER_H
#define ML_STREAM_SAID_READER_H

#include "stream/head_reading.h"

/* Reads one of the names; *index among them. */
bool ml_head_choose(ml_head_reader *r, const char *const *names, size_t n_names, size_t *index) ML_MUST_USE;

/* Read the value at which the scan is, into the head. False as in head_reading.h. */
bool ml_head_read_threshold(ml_head_reader *r) ML_MUST_USE;
bool ml_head_read_spacing(ml_head_reader *r) ML_MUST_USE;
bool ml_head_read_no_data(ml_head_reader *r) ML_MUST_USE;
bool ml_head_read_missing_truth(ml_head_reader *r) ML_MUST_USE;
bool ml_head_read_truth_code(ml_head_reader *r) ML_MUST_USE;
bool ml_head_read_prediction_as(ml_head_reader *r) ML_MUST_USE;
bool ml_head_read_samples(ml_head_reader *r) ML_MUST_USE;
bool ml_head_read_intervals(ml_head_reader *r) ML_MUST_USE;
bool ml_head_read_conventions(ml_head_reader *r) ML_MUST_USE;
bool ml_head_read_weighing(ml_head_reader *r) ML_MUST_USE;
bool ml_head_read_group(ml_head_reader *r) ML_MUST_USE;

#endif

/* Refuses outputs that are inputs: they would be lost before they are read. */
#ifndef ML_ENGINE_OVERWRITING_H
#define ML_ENGINE_OVERWRITING_H

#include "engine/inputs.h"

/* A usage error where the file `output` (NULL: none) is an input of the evaluation: one of the pairs, or a file that the job
 * names. */
ml_status ml_refuse_overwriting_pairs(const ml_job *job, const ml_inputs *inputs, ml_error *error) ML_MUST_USE;

/* The same of a job that reads images its inputs name, and the class set. */
ml_status ml_refuse_overwriting_images(const ml_job *job, ml_error *error) ML_MUST_USE;

/* The same of a job whose inputs are streams. */
ml_status ml_refuse_overwriting_streams(const ml_job *job, ml_error *error) ML_MUST_USE;

/* Whether the output of an evaluation that failed before its pairs were known could be one of its inputs: it is a file that the
 * job names, or begins like one of a known format. */
bool ml_output_may_be_input(const ml_job *job);

#endif

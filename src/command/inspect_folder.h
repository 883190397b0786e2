/* inspect: what the files below a directory hold together, and which of them do not fit to the rest. */
#ifndef ML_COMMAND_INSPECT_FOLDER_H
#define ML_COMMAND_INSPECT_FOLDER_H

#include "command/inspect_forms.h"
#include "engine/job.h"

/* Reads all files below the directory that have the name of a format that is read, and prints what they hold: to `json`, or
 * where that is NULL to `out`. What cannot be read is said, and makes the status; it does not keep the others from it. */
ml_status ml_inspect_folder(const char *directory, const ml_job *job, const ml_classes *classes, ml_json *json, ml_out *out,
                            ml_error *error) ML_MUST_USE;

#endif

/* Files that maps must not replace: what an evaluation reads, and what else it writes. */
#ifndef ML_ENGINE_KEPT_FILES_H
#define ML_ENGINE_KEPT_FILES_H

#include "engine/inputs.h"

/* A file, or a link. */
typedef struct ml_kept_file {
    uint64_t device, number;
} ml_kept_file;

/* A zeroed one has none. */
typedef struct ml_kept_files {
    size_t n;
    ml_kept_file *items; /* [n] sorted */
} ml_kept_files;

/* All files that the job names and that its operands hold, as far as they could be read: those of pairs that another shard has
 * or that lack a partner, too; its output and the standard ones, if they are regular files. On failure nothing is held. */
ml_status ml_kept_files_find(const ml_job *job, const ml_inputs *inputs, ml_error *error, ml_kept_files *files) ML_MUST_USE;
void ml_kept_files_clear(ml_kept_files *files);

bool ml_kept_files_have(const ml_kept_files *files, uint64_t device, uint64_t number);

#endif

/* NumPy's .npz: a zip archive whose members KEY.npy are arrays. Built without libzip (HAVE_LIBZIP not defined), archives are
 * recognised and refused. */
#ifndef ML_FORMAT_NPZ_H
#define ML_FORMAT_NPZ_H

#include "format/array_keys.h"
#include "io/kept_open.h"

/* Opens an array of the archive as a stream called "FILE.npz:KEY": the one called `key` or, where that is NULL, the only one,
 * or probabilities, softmax, arr_0. Stored and deflated members are read; those called otherwise than .npy are not looked at.
 * Members of one name, encrypted ones and sizes that cannot be are errors, and so is, once all of a member has been read in
 * order or ml_source_finish is called, a check sum that differs. The array takes the archive over: archive->fd is -1 then, and
 * the two may be one variable. The archive is
 * shared with whoever opens an array of the same file, now or later, through `kept` (NULL, or an archive in memory: nobody); a
 * stored array is read once for its check sum by all together who have it open at a time. On failure nothing is held; the
 * archive remains the caller's or, where archives are kept open, may be theirs: archive->fd is -1 then. */
ml_status ml_npz_open(ml_source *archive, const char *key, ml_kept_open *kept, ml_error *error, ml_source *array) ML_MUST_USE;

/* Lists the arrays; the archive remains the caller's. On failure nothing is held. */
ml_status ml_npz_list(const ml_source *archive, ml_error *error, ml_array_keys *keys) ML_MUST_USE;

#endif

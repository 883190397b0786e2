/* .npz archives in a build without libzip: they are refused; see npz.h. */
#include "format/npz.h"

#ifndef HAVE_LIBZIP

static ml_status no_libzip(const ml_source *archive, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT,
                   "%s: is a NumPy archive, and this maskloss was built without libzip (--without-libzip): save the array "
                   "as .npy",
                   archive->name);
}

ml_status ml_npz_list(const ml_source *archive, ml_error *error, ml_array_keys *keys)
{
    ML_UNUSED(keys);
    return no_libzip(archive, error);
}

ml_status ml_npz_open(ml_source *archive, const char *key, ml_kept_open *kept, ml_error *error, ml_source *array)
{
    ML_UNUSED(key);
    ML_UNUSED(kept);
    ML_UNUSED(array);
    return no_libzip(archive, error);
}

#endif

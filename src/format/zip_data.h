/* The data of a member of a zip archive: where they lie in its file, and what they should be. */
#ifndef ML_FORMAT_ZIP_DATA_H
#define ML_FORMAT_ZIP_DATA_H

#include "format/zip_directory.h"

typedef struct ml_zip_data {
    const char *name;      /* the member's, for messages; borrowed */
    const ml_source *file; /* borrowed */
    ml_zip_place place;
} ml_zip_data;

/* Members begin with a header that is read more than once: so many bytes are kept. */
enum { ML_ZIP_HEAD_BYTES = 4096 };

/* The error (ML_E_INPUT) of a check sum that differs. */
ml_status ml_zip_fail_crc(const ml_zip_data *data, ml_error *error);

/* How many of n bytes from the offset on are among the first n_head. */
size_t ml_zip_in_head(size_t n_head, uint64_t offset, size_t n);

#endif

/* Members of archives that are deflated: read in order, by one thread; going back begins anew. */
#ifndef ML_FORMAT_ZIP_DEFLATED_H
#define ML_FORMAT_ZIP_DEFLATED_H

#include "format/inflate.h"
#include "format/zip_data.h"

enum { ML_ZIP_PACKED_BYTES = 1 << 16, ML_ZIP_SKIPPED_BYTES = 1 << 16 };

/* How far a member has been decompressed; all zero: not at all. */
typedef struct ml_zip_deflated {
    ml_inflater *inflater;  /* NULL before the first read and after a failure */
    uint64_t position;      /* in what it makes */
    uint32_t crc;           /* of what lies before the position */
    bool is_sound;          /* the sum has been compared, and is right */
    uint64_t n_taken;       /* of the data in the file: */
    size_t first, n_packed; /* these are in the buffer, from `first` on */
    size_t n_head;
    uint8_t head[ML_ZIP_HEAD_BYTES];
    uint8_t packed[ML_ZIP_PACKED_BYTES];
    uint8_t skipped[ML_ZIP_SKIPPED_BYTES];
} ml_zip_deflated;

/* Frees what it holds. */
void ml_zip_deflated_clear(ml_zip_deflated *deflated);

/* Reads n bytes, which are within the size. With the last one the sum is compared. */
ml_status ml_zip_deflated_read(ml_zip_deflated *deflated, const ml_zip_data *data, uint64_t offset, size_t n, ml_error *error,
                               void *to) ML_MUST_USE;

/* Reads on to the end, and compares the sum; any number of times. */
ml_status ml_zip_deflated_finish(ml_zip_deflated *deflated, const ml_zip_data *data, ml_error *error) ML_MUST_USE;

#endif

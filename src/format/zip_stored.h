/* Members of archives that are stored as they are. They are read from anywhere, by several threads at a time, which together
 * find out the check sum: each computes that of what it reads. */
#ifndef ML_FORMAT_ZIP_STORED_H
#define ML_FORMAT_ZIP_STORED_H

#include "base/crc_pieces.h"
#include "base/thread.h"
#include "format/zip_data.h"

/* What is known of a member; all zero but for the monitor: nothing. */
typedef struct ml_zip_stored {
    ml_monitor *monitor; /* protects the rest; borrowed */
    bool is_sound;       /* the sum has been compared, and is right */
    bool is_damaged;     /* it is not */
    bool is_completed;   /* somebody reads what nobody has read */
    ml_crc_pieces pieces;
    size_t n_head;
    uint8_t head[ML_ZIP_HEAD_BYTES];
} ml_zip_stored;

/* Frees what it holds. */
void ml_zip_stored_clear(ml_zip_stored *stored);

/* Reads n bytes, which are within the size. */
ml_status ml_zip_stored_read(ml_zip_stored *stored, const ml_zip_data *data, uint64_t offset, size_t n, ml_error *error,
                             void *to) ML_MUST_USE;

/* Reads what has not been read, and compares the sum; any number of times. */
ml_status ml_zip_stored_finish(ml_zip_stored *stored, const ml_zip_data *data, ml_error *error) ML_MUST_USE;

#endif

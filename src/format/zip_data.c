/* Members of archives; see zip_data.h. */
#include "format/zip_data.h"

ml_status ml_zip_fail_crc(const ml_zip_data *data, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT,
                   "%s: the check sum (CRC) is not that of the data: the file is damaged; copy or save it again", data->name);
}

size_t ml_zip_in_head(size_t n_head, uint64_t offset, size_t n)
{
    return offset >= n_head ? 0 : n < n_head - offset ? n : n_head - (size_t)offset;
}

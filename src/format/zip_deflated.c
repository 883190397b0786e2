/* Deflated members; see zip_deflated.h. */
#include "format/zip_deflated.h"

#include "base/crc.h"

#include <string.h>

void ml_zip_deflated_clear(ml_zip_deflated *deflated)
{
    ml_inflater_destroy(deflated->inflater);
    deflated->inflater = NULL;
}

static ml_status restart(ml_zip_deflated *d, ml_error *error)
{
    if (d->inflater)
        ml_inflater_restart(d->inflater);
    else
        d->inflater = ml_inflater_create();
    d->position = d->n_taken = 0;
    d->n_packed = 0;
    d->crc = 0;
    return d->inflater ? ML_OK : ml_fail_memory(error, "an archive");
}

/* Fills the empty buffer; it stays empty at the end of the data. */
static ml_status fill(ml_zip_deflated *d, const ml_zip_data *data, ml_error *error)
{
    uint64_t left = data->place.packed_bytes - d->n_taken;
    size_t n = left < ML_ZIP_PACKED_BYTES ? (size_t)left : ML_ZIP_PACKED_BYTES;
    ml_status status = n ? ml_source_read(data->file, data->place.offset + d->n_taken, n, error, d->packed) : ML_OK;
    if (status)
        return status;
    d->n_taken += n;
    d->n_packed = n;
    d->first = 0;
    return ML_OK;
}

/* Decompresses up to n bytes; *n_made is smaller only where the data end. */
static ml_status make(ml_zip_deflated *d, const ml_zip_data *data, size_t n, ml_error *error, uint8_t *to, size_t *n_made)
{
    size_t room = n;
    ml_inflated code = ML_INFLATED_SOME;
    while (room > 0 && code == ML_INFLATED_SOME) {
        ml_status status = d->n_packed ? ML_OK : fill(d, data, error);
        if (status)
            return status;
        const size_t room_before = room, n_before = d->n_packed;
        const uint8_t *from = d->packed + d->first;
        code = ml_inflater_run(d->inflater, &from, &d->n_packed, &to, &room);
        d->first = (size_t)(from - d->packed);
        if (code == ML_INFLATED_NO_MEMORY)
            return ml_fail_memory(error, "an archive");
        if (code == ML_INFLATED_DAMAGED)
            return ml_fail(error, ML_E_INPUT, "%s: the compressed data are damaged; copy or save it again", data->name);
        if (code == ML_INFLATED_SOME && room == room_before && d->n_packed == n_before)
            return ml_fail(error, ML_E_INPUT, "%s: the compressed data are cut off; copy or save it again", data->name);
    }
    *n_made = n - room;
    return ML_OK;
}

/* At the end of the size: whether that is the end of the data, and the sum right. */
static ml_status verify(ml_zip_deflated *d, const ml_zip_data *data, ml_error *error)
{
    uint8_t byte;
    size_t n_more;
    ml_status status = make(d, data, 1, error, &byte, &n_more);
    if (status)
        return status;
    if (n_more > 0)
        return ml_fail(error, ML_E_INPUT, "%s: is longer than the %llu bytes that the archive says; save it again", data->name,
                       (unsigned long long)data->place.size_bytes);
    if (d->crc != data->place.crc)
        return ml_zip_fail_crc(data, error);
    d->is_sound = true;
    return ML_OK;
}

/* Reads the next n bytes, which are within the size. */
static ml_status read_next(ml_zip_deflated *d, const ml_zip_data *data, size_t n, ml_error *error, uint8_t *to)
{
    size_t n_made = 0;
    ml_status status = make(d, data, n, error, to, &n_made);
    if (status)
        return status;
    d->position += n_made;
    if (n_made < n)
        return ml_fail(error, ML_E_INPUT, "%s: ends after %llu of the %llu bytes that the archive says; save it again",
                       data->name, (unsigned long long)d->position, (unsigned long long)data->place.size_bytes);
    if (d->is_sound)
        return ML_OK;
    d->crc = ml_crc32_more(d->crc, to, n);
    return d->position == data->place.size_bytes ? verify(d, data, error) : ML_OK;
}

/* Reads over what lies before the offset. */
static ml_status skip_to(ml_zip_deflated *d, const ml_zip_data *data, uint64_t offset, ml_error *error)
{
    ml_status status = d->inflater && d->position <= offset ? ML_OK : restart(d, error);
    while (!status && d->position < offset) {
        uint64_t left = offset - d->position;
        status = read_next(d, data, left < ML_ZIP_SKIPPED_BYTES ? (size_t)left : ML_ZIP_SKIPPED_BYTES, error, d->skipped);
    }
    return status;
}

/* What has failed begins anew the next time. */
static ml_status settle(ml_zip_deflated *d, ml_status status)
{
    if (status)
        ml_zip_deflated_clear(d);
    return status;
}

static ml_status read_head(ml_zip_deflated *d, const ml_zip_data *data, ml_error *error)
{
    const size_t n = data->place.size_bytes < ML_ZIP_HEAD_BYTES ? (size_t)data->place.size_bytes : ML_ZIP_HEAD_BYTES;
    ml_status status = restart(d, error);
    if (!status)
        status = read_next(d, data, n, error, d->head);
    if (!status)
        d->n_head = n;
    return settle(d, status);
}

ml_status ml_zip_deflated_read(ml_zip_deflated *d, const ml_zip_data *data, uint64_t offset, size_t n, ml_error *error,
                               void *to)
{
    ml_status status = d->n_head ? ML_OK : read_head(d, data, error);
    if (status)
        return status;
    const size_t n_known = ml_zip_in_head(d->n_head, offset, n);
    memcpy(to, d->head + (n_known ? offset : 0), n_known);
    if (n_known == n)
        return ML_OK;
    status = skip_to(d, data, offset + n_known, error);
    return settle(d, status ? status : read_next(d, data, n - n_known, error, (uint8_t *)to + n_known));
}

ml_status ml_zip_deflated_finish(ml_zip_deflated *d, const ml_zip_data *data, ml_error *error)
{
    if (d->is_sound)
        return ML_OK;
    ml_status status = skip_to(d, data, data->place.size_bytes, error);
    if (!status && !d->is_sound) /* there is no byte */
        status = verify(d, data, error);
    return settle(d, status);
}

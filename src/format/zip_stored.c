/* Stored members; see zip_stored.h. */
#include "format/zip_stored.h"

#include "base/crc.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { REST_BYTES = 1 << 18 }; /* of what is read for the check sum alone, at a time */

void ml_zip_stored_clear(ml_zip_stored *stored) { ml_crc_pieces_clear(&stored->pieces); }

static bool is_judged(const ml_zip_stored *stored) { return stored->is_sound || stored->is_damaged; }

/* Inside the monitor: compares the sum, if all is known. */
static void judge(ml_zip_stored *stored, const ml_zip_data *data)
{
    if (is_judged(stored) || !ml_crc_pieces_have(&stored->pieces, 0, data->place.size_bytes))
        return;
    const uint32_t sum = data->place.size_bytes ? stored->pieces.items[0].crc : 0;
    stored->is_sound = sum == data->place.crc;
    stored->is_damaged = !stored->is_sound;
    ml_crc_pieces_clear(&stored->pieces);
}

/* Inside the monitor: notes what has been read. */
static ml_status note(ml_zip_stored *stored, const ml_zip_data *data, uint64_t offset, const void *bytes, size_t n,
                      uint32_t crc, ml_error *error)
{
    if (is_judged(stored))
        return ML_OK;
    if (!ml_crc_pieces_add(&stored->pieces, offset, bytes, n, crc))
        return ml_fail_memory(error, "an archive");
    judge(stored, data);
    return ML_OK;
}

/* Reads from the file, and notes the sum. */
static ml_status read_file(ml_zip_stored *stored, const ml_zip_data *data, uint64_t offset, size_t n, ml_error *error, void *to)
{
    ml_status status = ml_source_read(data->file, data->place.offset + offset, n, error, to);
    if (status)
        return status;
    ml_monitor_enter(stored->monitor);
    bool is_known = is_judged(stored) || ml_crc_pieces_have(&stored->pieces, offset, n);
    ml_monitor_leave(stored->monitor);
    if (is_known)
        return ML_OK;
    const uint32_t crc = ml_crc32(to, n);
    ml_monitor_enter(stored->monitor);
    status = note(stored, data, offset, to, n, crc, error);
    ml_monitor_leave(stored->monitor);
    return status;
}

/* Reads the first bytes, once, and says how many there are. Others wait: they want the same. */
static ml_status read_head(ml_zip_stored *stored, const ml_zip_data *data, ml_error *error, size_t *n_head)
{
    const size_t n = data->place.size_bytes < ML_ZIP_HEAD_BYTES ? (size_t)data->place.size_bytes : ML_ZIP_HEAD_BYTES;
    ml_status status = ML_OK;
    ml_monitor_enter(stored->monitor);
    if (stored->n_head == 0) {
        status = ml_source_read(data->file, data->place.offset, n, error, stored->head);
        if (!status)
            status = note(stored, data, 0, stored->head, n, ml_crc32(stored->head, n), error);
        stored->n_head = status ? 0 : n;
    }
    *n_head = stored->n_head;
    ml_monitor_leave(stored->monitor);
    return status;
}

ml_status ml_zip_stored_read(ml_zip_stored *stored, const ml_zip_data *data, uint64_t offset, size_t n, ml_error *error,
                             void *to)
{
    size_t n_head;
    ml_status status = read_head(stored, data, error, &n_head);
    if (status)
        return status;
    const size_t n_known = ml_zip_in_head(n_head, offset, n);
    memcpy(to, stored->head + (n_known ? offset : 0), n_known);
    return n_known == n ? ML_OK : read_file(stored, data, offset + n_known, n - n_known, error, (uint8_t *)to + n_known);
}

/* Reads the gaps between what is known. */
static ml_status complete(ml_zip_stored *stored, const ml_zip_data *data, ml_error *error)
{
    uint64_t gap_end = 0;
    ml_status status = ML_OK;
    char *bytes = ml_alloc_unset(REST_BYTES, 1);
    if (!bytes)
        return ml_fail_memory(error, "an archive");
    while (!status) {
        ml_monitor_enter(stored->monitor);
        judge(stored, data); /* there may be no byte */
        bool is_over = is_judged(stored);
        uint64_t gap = ml_crc_pieces_gap(&stored->pieces, 0, data->place.size_bytes, &gap_end);
        ml_monitor_leave(stored->monitor);
        if (is_over)
            break;
        size_t n = gap_end - gap < REST_BYTES ? (size_t)(gap_end - gap) : REST_BYTES;
        status = read_file(stored, data, gap, n, error, bytes);
    }
    free(bytes);
    return status;
}

ml_status ml_zip_stored_finish(ml_zip_stored *stored, const ml_zip_data *data, ml_error *error)
{
    ml_status status = ML_OK;
    ml_monitor_enter(stored->monitor);
    while (stored->is_completed && !is_judged(stored))
        ml_monitor_wait(stored->monitor);
    if (!is_judged(stored)) {
        stored->is_completed = true;
        ml_monitor_leave(stored->monitor);
        status = complete(stored, data, error);
        ml_monitor_enter(stored->monitor);
        stored->is_completed = false;
        ml_monitor_notify(stored->monitor);
    }
    bool is_damaged = stored->is_damaged;
    ml_monitor_leave(stored->monitor);
    return status ? status : is_damaged ? ml_zip_fail_crc(data, error) : ML_OK;
}

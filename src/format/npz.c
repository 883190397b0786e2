/* .npz archives; see npz.h. libzip reads; which array is meant, and what must not be, is decided here, or in npz_refused.c. */
#include "format/npz.h"

#include <string.h>

#ifdef HAVE_LIBZIP
#include "base/memory.h"
#include "base/text.h"
#include "format/foreign.h"

#include <errno.h>
#include <stdlib.h>
#include <zip.h>

enum {
    HEAD_BYTES = 4096,        /* the start of a member is kept: headers are read more than once */
    SKIP_BYTES = 16384,       /* of what is read over at a time */
    MAX_DEFLATE_RATIO = 1032, /* 258 bytes of output for 2 bits */
};

/* An open archive, whose directory has been read and checked. Belongs to one member at a time. */
typedef struct archive {
    ml_source file;
    uint64_t file_position;
    ml_error file_error; /* why the file could not be read */
    zip_error_t file_zip_error;
    zip_t *zip;
    ml_array_keys keys;
} archive;

/* An array of an open archive, and how far it has been decompressed. */
typedef struct member {
    char *name; /* FILE.npz:KEY */
    archive *archive;
    ml_kept_open *kept; /* where the archive goes in the end; NULL: it is closed */
    zip_uint64_t index;
    uint64_t size_bytes;
    bool seekable;      /* stored, not deflated */
    zip_file_t *stream; /* NULL before the first read and after a failure */
    uint64_t position;  /* of the stream */
    bool unbroken;      /* the stream has been read from its start to its position */
    bool verified;
    size_t n_head;
    uint8_t head[HEAD_BYTES];
} member;

static zip_int64_t serve_read(archive *a, void *to, zip_uint64_t n)
{
    uint64_t left = a->file.size_bytes - a->file_position;
    n = n < left ? n : left;
    if (ml_source_read(&a->file, a->file_position, (size_t)n, &a->file_error, to)) {
        zip_error_set(&a->file_zip_error, ZIP_ER_READ, EIO);
        return -1;
    }
    a->file_position += n;
    return (zip_int64_t)n;
}

static zip_int64_t serve_seek(archive *a, void *arguments, zip_uint64_t size)
{
    zip_int64_t to = zip_source_seek_compute_offset(a->file_position, a->file.size_bytes, arguments, size, &a->file_zip_error);
    if (to < 0)
        return -1;
    a->file_position = (uint64_t)to;
    return 0;
}

static zip_int64_t serve_stat(const archive *a, zip_stat_t *info, zip_uint64_t size)
{
    if (size < sizeof *info)
        return -1;
    zip_stat_init(info);
    info->size = a->file.size_bytes;
    info->valid |= ZIP_STAT_SIZE;
    return (zip_int64_t)sizeof *info;
}

static zip_int64_t serve(void *state, void *data, zip_uint64_t size, zip_source_cmd_t command)
{
    archive *a = state;
    switch (command) {
    case ZIP_SOURCE_OPEN: a->file_position = 0; return 0;
    case ZIP_SOURCE_READ: return serve_read(a, data, size);
    case ZIP_SOURCE_SEEK: return serve_seek(a, data, size);
    case ZIP_SOURCE_TELL: return (zip_int64_t)a->file_position;
    case ZIP_SOURCE_STAT: return serve_stat(a, data, size);
    case ZIP_SOURCE_ERROR: return zip_error_to_data(&a->file_zip_error, data, size);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE: return 0;
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
                                              ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_CLOSE, ZIP_SOURCE_FREE,
                                              ZIP_SOURCE_SUPPORTS, -1);
    default: zip_error_set(&a->file_zip_error, ZIP_ER_OPNOTSUPP, 0); return -1;
    }
}

/* What went wrong with `name`, the archive or its member. */
static ml_status failed(const archive *a, const char *name, zip_error_t *reason, ml_error *error)
{
    static const struct {
        int code;
        const char *text;
    } texts[] = {
        {ZIP_ER_NOZIP, "the zip directory is missing or wrong: the file is cut off or damaged"},
        {ZIP_ER_INCONS, "the zip directory does not fit the rest of the file: it is damaged"},
        {ZIP_ER_NOENT, "the zip directory refers to a field that it lacks, such as a size of Zip64: it is damaged"},
        {ZIP_ER_EXISTS, "holds two members of one name"},
        {ZIP_ER_CRC, "the check sum (CRC) is not that of the data: the file is damaged"},
        {ZIP_ER_ZLIB, "the compressed data are damaged"},
        {ZIP_ER_COMPRESSED_DATA, "the compressed data are damaged"},
        {ZIP_ER_EOF, "the compressed data are cut off"},
        {ZIP_ER_SEEK, "the zip directory names a place beyond the end: the file is cut off or damaged"},
    };
    int code = zip_error_code_zip(reason);
    if (a->file_error.status) {
        *error = a->file_error;
        return error->status;
    }
    if (code == ZIP_ER_MEMORY || ml_memory_lacked())
        return ml_fail_memory(error, "an archive");
    for (size_t t = 0; t < ML_COUNT(texts); t++)
        if (texts[t].code == code)
            return ml_fail(error, ML_E_INPUT, "%s: %s; copy or save it again", name, texts[t].text);
    return ml_fail(error, ML_E_INPUT, "%s: %s", name, zip_error_strerror(reason));
}

/* The same while the member is read; the next read starts anew. */
static ml_status stream_failed(member *m, ml_error *error)
{
    ml_status status = failed(m->archive, m->name, zip_file_get_error(m->stream), error);
    zip_fclose(m->stream);
    m->stream = NULL;
    return status;
}

static ml_status restart(member *m, ml_error *error)
{
    if (m->stream)
        zip_fclose(m->stream);
    m->position = 0;
    m->unbroken = true;
    m->stream = zip_fopen_index(m->archive->zip, m->index, ZIP_FL_UNCHANGED);
    return m->stream ? ML_OK : failed(m->archive, m->name, zip_get_error(m->archive->zip), error);
}

/* At the end of the data one more read tells whether it is the end, and libzip whether the check sum is right. */
static ml_status verify(member *m, ml_error *error)
{
    uint8_t byte;
    zip_int64_t got = zip_fread(m->stream, &byte, 1);
    if (got < 0)
        return stream_failed(m, error);
    if (got > 0)
        return ml_fail(error, ML_E_INPUT, "%s: is longer than the %llu bytes that the archive says; save it again", m->name,
                       (unsigned long long)m->size_bytes);
    m->verified = true;
    return ML_OK;
}

/* Reads the next n bytes of the stream, which are within its size. */
static ml_status read_next(member *m, size_t n, ml_error *error, uint8_t *to)
{
    while (n > 0) {
        zip_int64_t got = zip_fread(m->stream, to, n);
        if (got < 0)
            return stream_failed(m, error);
        if (got == 0)
            return ml_fail(error, ML_E_INPUT, "%s: ends after %llu of the %llu bytes that the archive says; save it again",
                           m->name, (unsigned long long)m->position, (unsigned long long)m->size_bytes);
        to += got;
        n -= (size_t)got;
        m->position += (uint64_t)got;
    }
    return m->position == m->size_bytes && m->unbroken && !m->verified ? verify(m, error) : ML_OK;
}

/* Reads over what lies before the offset. */
static ml_status skip_to(member *m, uint64_t offset, ml_error *error)
{
    uint8_t skipped[SKIP_BYTES];
    ml_status status = ML_OK;
    while (!status && m->position < offset) {
        uint64_t left = offset - m->position;
        status = read_next(m, left < SKIP_BYTES ? (size_t)left : SKIP_BYTES, error, skipped);
    }
    return status;
}

/* Brings the stream to the offset. */
static ml_status move_to(member *m, uint64_t offset, ml_error *error)
{
    if (m->stream && m->position == offset)
        return ML_OK;
    if (m->stream && m->seekable) {
        m->position = offset;
        m->unbroken = false;
        return zip_fseek(m->stream, (zip_int64_t)offset, SEEK_SET) < 0 ? stream_failed(m, error) : ML_OK;
    }
    ml_status status = m->stream && m->position <= offset ? ML_OK : restart(m, error);
    return status ? status : skip_to(m, offset, error);
}

static ml_status read_member(void *state, uint64_t offset, size_t n, ml_error *error, void *to)
{
    member *m = state;
    ml_status status = ML_OK;
    ml_memory_watch();
    if (m->n_head == 0) {
        size_t n_head = m->size_bytes < HEAD_BYTES ? (size_t)m->size_bytes : HEAD_BYTES;
        status = restart(m, error);
        if (!status)
            status = read_next(m, n_head, error, m->head);
        if (status)
            return status;
        m->n_head = n_head;
    }
    size_t n_known = offset >= m->n_head ? 0 : n < m->n_head - offset ? n : m->n_head - (size_t)offset;
    memcpy(to, m->head + (n_known ? offset : 0), n_known);
    if (n_known == n)
        return ML_OK;
    status = move_to(m, offset + n_known, error);
    return status ? status : read_next(m, n - n_known, error, (uint8_t *)to + n_known);
}

/* What has been read in order is gone on with; otherwise all is read once more. */
static ml_status finish_member(void *state, ml_error *error)
{
    member *m = state;
    ml_status status = ML_OK;
    ml_memory_watch();
    if (!m->verified && !(m->stream && m->unbroken))
        status = restart(m, error);
    if (!status && !m->verified)
        status = m->position == m->size_bytes ? verify(m, error) : skip_to(m, m->size_bytes, error);
    return status ? status : ml_source_finish(&m->archive->file, error);
}

static void close_archive(void *thing)
{
    archive *a = thing;
    if (a->zip)
        zip_discard(a->zip);
    zip_error_fini(&a->file_zip_error);
    ml_array_keys_clear(&a->keys);
    ml_source_close(&a->file);
    free(a);
}

/* An archive whose file could not be read is not used again. */
static void close_member(void *state)
{
    member *m = state;
    if (m->stream)
        zip_fclose(m->stream);
    if (m->kept && m->archive && !m->archive->file_error.status)
        ml_kept_open_give(m->kept, &m->archive->file, m->archive, close_archive);
    else if (m->archive)
        close_archive(m->archive);
    free(m->name);
    free(m);
}

/* Lists the members called .npy. */
static ml_status list_arrays(archive *a, ml_error *error)
{
    static const char extension[] = ".npy";
    zip_int64_t n_members = zip_get_num_entries(a->zip, ZIP_FL_UNCHANGED);
    size_t capacity = 0;
    bool is_pytorch = false, is_zarr = false;
    ml_status status = ML_OK;
    for (zip_int64_t i = 0; i < n_members && !status; i++) {
        const char *name = zip_get_name(a->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW | ZIP_FL_UNCHANGED);
        if (!name)
            return failed(a, a->file.name, zip_get_error(a->zip), error);
        is_pytorch = is_pytorch || ml_ends_with(name, "/data.pkl");
        is_zarr = is_zarr || ml_is_zarr_member(name);
        if (ml_ends_with(name, extension))
            status = ml_array_keys_add(&a->keys, &capacity, name, strlen(name) - strlen(extension), (uint64_t)i, error);
    }
    if (!status && a->keys.n == 0 && (is_pytorch || is_zarr))
        status = ml_fail(error, ML_E_INPUT, "%s: is %s", a->file.name,
                         is_pytorch ? "a PyTorch file, which is not read; " ML_CONVERSION("PyTorch")
                                    : "a zarr store in a zip, which is not read; " ML_CONVERSION("zarr"));
    else if (!status && a->keys.n == 0)
        status = ml_fail(error, ML_E_INPUT, "%s: holds no array: none of its %lld members is called .npy", a->file.name,
                         (long long)n_members);
    return status ? status : ml_array_keys_sort(&a->keys, error);
}

/* Reads the directory of a file, which remains the caller's on failure. */
static ml_status open_archive(const ml_source *file, ml_error *error, archive **opened)
{
    zip_error_t reason;
    archive *a = ml_alloc(1, sizeof *a);
    if (!a)
        return ml_fail_memory(error, "an archive");
    zip_error_init(&a->file_zip_error);
    ml_memory_watch();
    zip_error_init(&reason);
    a->file = *file;
    zip_source_t *source = zip_source_function_create(serve, a, &reason);
    if (source && !(a->zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &reason)))
        zip_source_free(source);
    ml_status status = a->zip ? list_arrays(a, error) : failed(a, a->file.name, &reason, error);
    zip_error_fini(&reason);
    if (status) {
        a->file.fd = -1;
        close_archive(a);
        return status;
    }
    *opened = a;
    return ML_OK;
}

/* Whether the member's kind is read, and whether the data there are can be as long as it claims. */
static ml_status check_member(const member *m, const zip_stat_t *info, ml_error *error)
{
    const zip_uint64_t wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    bool stored = info->comp_method == ZIP_CM_STORE;
    if ((info->valid & wanted) != wanted)
        return ml_fail(error, ML_E_INPUT, "%s: the archive does not say its size", m->name);
    if (info->encryption_method != ZIP_EM_NONE)
        return ml_fail(error, ML_E_INPUT, "%s: is encrypted; save it without a password", m->name);
    if (!stored && info->comp_method != ZIP_CM_DEFLATE)
        return ml_fail(error, ML_E_INPUT,
                       "%s: is compressed by method %u; stored and deflated arrays are read: save it with numpy.savez or "
                       "numpy.savez_compressed",
                       m->name, info->comp_method);
    if (info->comp_size > m->archive->file.size_bytes || (stored && info->size != info->comp_size) ||
        info->size / MAX_DEFLATE_RATIO > info->comp_size)
        return ml_fail(error, ML_E_INPUT,
                       "%s: claims %llu bytes, which the %llu bytes of its data cannot hold: the file is damaged", m->name,
                       (unsigned long long)info->size, (unsigned long long)info->comp_size);
    return ML_OK;
}

/* Finds the member called `key` in the open archive. */
static ml_status open_member(member *m, const char *key, ml_error *error)
{
    zip_stat_t info;
    const archive *a = m->archive;
    const ml_array_key *chosen = NULL;
    ml_status status = ml_array_keys_choose(a->file.name, &a->keys, key, error, &chosen);
    if (status)
        return status;
    ml_memory_watch();
    m->index = chosen->member;
    m->name = ml_format("%s:%s", a->file.name, chosen->key);
    if (!m->name)
        return ml_fail_memory(error, "an archive");
    if (zip_stat_index(a->zip, m->index, ZIP_FL_UNCHANGED, &info) < 0)
        return failed(a, m->name, zip_get_error(a->zip), error);
    m->size_bytes = info.size;
    m->seekable = info.comp_method == ZIP_CM_STORE;
    return check_member(m, &info, error);
}

ml_status ml_npz_open(ml_source *file, const char *key, ml_kept_open *kept, ml_error *error, ml_source *opened)
{
    static const ml_source_ops ops = {read_member, finish_member, close_member};
    member *m = ml_alloc(1, sizeof *m);
    if (!m)
        return ml_fail_memory(error, "an archive");
    m->kept = file->bytes ? NULL : kept;
    if (m->kept && (m->archive = ml_kept_open_take(m->kept, file)))
        m->archive->file.name = file->name;
    const bool is_new = !m->archive;
    ml_status status = is_new ? open_archive(file, error, &m->archive) : ML_OK;
    if (!status)
        status = open_member(m, key, error);
    if (status && is_new && !m->kept && m->archive)
        m->archive->file.fd = -1; /* remains the caller's */
    else if (m->archive && is_new)
        file->fd = -1;
    if (status) {
        close_member(m);
        return status;
    }
    ml_source_close(file);
    file->fd = -1;
    *opened = (ml_source){
        .name = m->name, .size_bytes = m->size_bytes, .sequential = !m->seekable, .fd = -1, .ops = &ops, .state = m};
    return ML_OK;
}

ml_status ml_npz_list(const ml_source *file, ml_error *error, ml_array_keys *keys)
{
    archive *a;
    ml_status status = open_archive(file, error, &a);
    if (status)
        return status;
    *keys = a->keys;
    a->keys = (ml_array_keys){0};
    a->file.fd = -1; /* remains the caller's */
    close_archive(a);
    return ML_OK;
}

#endif

/* Directories of zip archives, through libzip; see zip_directory.h. */
#include "format/zip_directory.h"

#ifdef HAVE_LIBZIP
#include "base/memory.h"
#include "format/late_library.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

/* What is called of libzip. */
#define LIBZIP(X)                                                                                                              \
    X(zip_discard)                                                                                                             \
    X(zip_error_code_zip)                                                                                                      \
    X(zip_error_fini)                                                                                                          \
    X(zip_error_init)                                                                                                          \
    X(zip_error_set)                                                                                                           \
    X(zip_error_strerror)                                                                                                      \
    X(zip_error_to_data)                                                                                                       \
    X(zip_fclose)                                                                                                              \
    X(zip_file_get_error)                                                                                                      \
    X(zip_fopen_index)                                                                                                         \
    X(zip_fread)                                                                                                               \
    X(zip_get_error)                                                                                                           \
    X(zip_get_name)                                                                                                            \
    X(zip_get_num_entries)                                                                                                     \
    X(zip_open_from_source)                                                                                                    \
    X(zip_source_free)                                                                                                         \
    X(zip_source_function_create)                                                                                              \
    X(zip_source_make_command_bitmap)                                                                                          \
    X(zip_source_seek_compute_offset)                                                                                          \
    X(zip_stat_index)                                                                                                          \
    X(zip_stat_init)

typedef struct libzip {
    LIBZIP(ML_LATE_MEMBER)
} libzip;

enum { MAX_DEFLATE_RATIO = 1032 }; /* 258 bytes of output for 2 bits */

struct ml_zip_directory {
    const ml_source *file;
    libzip libzip;
    zip_t *zip;
    uint64_t position;        /* in the file */
    const void *place_wanted; /* where the first byte of a member's data is to go: then they begin at */
    uint64_t place;
    ml_error file_error; /* why the file could not be read */
    zip_error_t file_zip_error;
};

static zip_int64_t serve_read(ml_zip_directory *d, void *to, zip_uint64_t n)
{
    uint64_t left = d->file->size_bytes - d->position;
    n = n < left ? n : left;
    if (to == d->place_wanted) { /* only where it is, is of interest */
        d->place = d->position;
        memset(to, 0, (size_t)n);
    } else if (ml_source_read(d->file, d->position, (size_t)n, &d->file_error, to)) {
        d->libzip.zip_error_set(&d->file_zip_error, ZIP_ER_READ, EIO);
        return -1;
    }
    d->position += n;
    return (zip_int64_t)n;
}

static zip_int64_t serve_seek(ml_zip_directory *d, void *arguments, zip_uint64_t size)
{
    zip_int64_t to =
        d->libzip.zip_source_seek_compute_offset(d->position, d->file->size_bytes, arguments, size, &d->file_zip_error);
    if (to < 0)
        return -1;
    d->position = (uint64_t)to;
    return 0;
}

static zip_int64_t serve_stat(const ml_zip_directory *d, zip_stat_t *info, zip_uint64_t size)
{
    if (size < sizeof *info)
        return -1;
    d->libzip.zip_stat_init(info);
    info->size = d->file->size_bytes;
    info->valid |= ZIP_STAT_SIZE;
    return (zip_int64_t)sizeof *info;
}

static zip_int64_t serve(void *state, void *data, zip_uint64_t size, zip_source_cmd_t command)
{
    ml_zip_directory *d = state;
    switch (command) {
    case ZIP_SOURCE_OPEN: d->position = 0; return 0;
    case ZIP_SOURCE_READ: return serve_read(d, data, size);
    case ZIP_SOURCE_SEEK: return serve_seek(d, data, size);
    case ZIP_SOURCE_TELL: return (zip_int64_t)d->position;
    case ZIP_SOURCE_STAT: return serve_stat(d, data, size);
    case ZIP_SOURCE_ERROR: return d->libzip.zip_error_to_data(&d->file_zip_error, data, size);
    case ZIP_SOURCE_CLOSE:
    case ZIP_SOURCE_FREE: return 0;
    case ZIP_SOURCE_SUPPORTS:
        return d->libzip.zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
                                                        ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_CLOSE, ZIP_SOURCE_FREE,
                                                        ZIP_SOURCE_SUPPORTS, -1);
    default: d->libzip.zip_error_set(&d->file_zip_error, ZIP_ER_OPNOTSUPP, 0); return -1;
    }
}

/* What went wrong with `name`, the archive or its member. */
static ml_status failed(const ml_zip_directory *d, const char *name, zip_error_t *reason, ml_error *error)
{
    static const struct {
        int code;
        const char *text;
    } texts[] = {
        {ZIP_ER_NOZIP, "the zip directory is missing or wrong: the file is cut off or damaged"},
        {ZIP_ER_INCONS, "the zip directory does not fit the rest of the file: it is damaged"},
        {ZIP_ER_NOENT, "the zip directory refers to a field that it lacks, such as a size of Zip64: it is damaged"},
        {ZIP_ER_EXISTS, "holds two members of one name"},
        {ZIP_ER_SEEK, "the zip directory names a place beyond the end: the file is cut off or damaged"},
    };
    int code = d->libzip.zip_error_code_zip(reason);
    if (d->file_error.status) {
        *error = d->file_error;
        return error->status;
    }
    if (code == ZIP_ER_MEMORY || ml_memory_lacked())
        return ml_fail_memory(error, "an archive");
    for (size_t t = 0; t < ML_COUNT(texts); t++)
        if (texts[t].code == code)
            return ml_fail(error, ML_E_INPUT, "%s: %s; copy or save it again", name, texts[t].text);
    return ml_fail(error, ML_E_INPUT, "%s: %s", name, d->libzip.zip_error_strerror(reason));
}

/* Whether the member's kind is read, and whether the data there are can be as long as it claims. */
static ml_status check_member(const ml_zip_directory *d, const char *name, const zip_stat_t *info, ml_error *error)
{
    const zip_uint64_t wanted =
        ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD | ZIP_STAT_CRC;
    bool stored = info->comp_method == ZIP_CM_STORE;
    if ((info->valid & wanted) != wanted)
        return ml_fail(error, ML_E_INPUT, "%s: the archive does not say its size", name);
    if (info->encryption_method != ZIP_EM_NONE)
        return ml_fail(error, ML_E_INPUT, "%s: is encrypted; save it without a password", name);
    if (!stored && info->comp_method != ZIP_CM_DEFLATE)
        return ml_fail(error, ML_E_INPUT,
                       "%s: is compressed by method %u; stored and deflated arrays are read: save it with numpy.savez or "
                       "numpy.savez_compressed",
                       name, info->comp_method);
    if (info->comp_size > d->file->size_bytes || (stored && info->size != info->comp_size) ||
        info->size / MAX_DEFLATE_RATIO > info->comp_size)
        return ml_fail(error, ML_E_INPUT,
                       "%s: claims %llu bytes, which the %llu bytes of its data cannot hold: the file is damaged", name,
                       (unsigned long long)info->size, (unsigned long long)info->comp_size);
    return ML_OK;
}

/* Finds out where a member's data begin. libzip does not tell, but it reads the header in front of them, and then the data as
 * they are straight to where they are wanted. */
static ml_status find_place(ml_zip_directory *d, uint64_t i, const char *name, ml_error *error, uint64_t *place)
{
    uint8_t byte;
    zip_file_t *stream = d->libzip.zip_fopen_index(d->zip, i, ZIP_FL_UNCHANGED | ZIP_FL_COMPRESSED);
    if (!stream)
        return failed(d, name, d->libzip.zip_get_error(d->zip), error);
    d->place = UINT64_MAX;
    d->place_wanted = &byte;
    ml_status status =
        d->libzip.zip_fread(stream, &byte, 1) < 0 ? failed(d, name, d->libzip.zip_file_get_error(stream), error) : ML_OK;
    d->place_wanted = NULL;
    d->libzip.zip_fclose(stream);
    if (status)
        return status;
    if (d->place == UINT64_MAX)
        return ml_fail(error, ML_E_SYSTEM, "%s: internal: libzip does not say where the data begin", name);
    *place = d->place;
    return ML_OK;
}

void ml_zip_directory_close(ml_zip_directory *directory)
{
    if (directory && directory->zip)
        directory->libzip.zip_discard(directory->zip);
    if (directory)
        directory->libzip.zip_error_fini(&directory->file_zip_error);
    free(directory);
}

static ml_status load(const char *file, ml_error *error, libzip *functions)
{
#ifdef ML_LIBZIP_SONAME
    static const char *const names[] = {LIBZIP(ML_LATE_NAME)};
    const ml_late_library library = {"libzip", ML_LIBZIP_SONAME, ML_COUNT(names), names};
    return ml_late_library_load(&library, file, error, functions);
#else
    ML_UNUSED(file);
    ML_UNUSED(error);
    *functions = (libzip){LIBZIP(ML_LATE_ADDRESS)};
    return ML_OK;
#endif
}

ml_status ml_zip_directory_open(const ml_source *file, ml_error *error, ml_zip_directory **opened)
{
    zip_error_t reason;
    ml_zip_directory *d = ml_alloc(1, sizeof *d);
    if (!d)
        return ml_fail_memory(error, "an archive");
    ml_status status = load(file->name, error, &d->libzip);
    if (status) {
        free(d);
        return status;
    }
    d->libzip.zip_error_init(&d->file_zip_error);
    ml_memory_watch();
    d->libzip.zip_error_init(&reason);
    d->file = file;
    zip_source_t *source = d->libzip.zip_source_function_create(serve, d, &reason);
    if (source && !(d->zip = d->libzip.zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &reason)))
        d->libzip.zip_source_free(source);
    status = d->zip ? ML_OK : failed(d, file->name, &reason, error);
    d->libzip.zip_error_fini(&reason);
    if (status)
        ml_zip_directory_close(d);
    else
        *opened = d;
    return status;
}

uint64_t ml_zip_directory_n(const ml_zip_directory *directory)
{
    return (uint64_t)directory->libzip.zip_get_num_entries(directory->zip, ZIP_FL_UNCHANGED);
}

ml_status ml_zip_directory_name(ml_zip_directory *directory, uint64_t i, ml_error *error, const char **name)
{
    ml_memory_watch();
    const char *found = directory->libzip.zip_get_name(directory->zip, i, ZIP_FL_ENC_RAW | ZIP_FL_UNCHANGED);
    if (!found)
        return failed(directory, directory->file->name, directory->libzip.zip_get_error(directory->zip), error);
    *name = found;
    return ML_OK;
}

ml_status ml_zip_directory_find(ml_zip_directory *d, uint64_t i, const char *name, ml_error *error, ml_zip_place *found)
{
    zip_stat_t info;
    ml_memory_watch();
    ml_error_clear(&d->file_error);
    if (d->libzip.zip_stat_index(d->zip, i, ZIP_FL_UNCHANGED, &info) < 0)
        return failed(d, name, d->libzip.zip_get_error(d->zip), error);
    ml_zip_place place = {.is_deflated = info.comp_method == ZIP_CM_DEFLATE,
                          .packed_bytes = info.comp_size,
                          .size_bytes = info.size,
                          .crc = info.crc};
    ml_status status = check_member(d, name, &info, error);
    if (!status && place.packed_bytes)
        status = find_place(d, i, name, error, &place.offset);
    if (!status)
        *found = place;
    return status;
}

bool ml_zip_directory_is_unread(const ml_zip_directory *directory) { return directory->file_error.status != ML_OK; }

#endif

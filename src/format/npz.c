/* .npz archives; see npz.h. The directory is read by zip_directory.h; which array is meant is decided here, or in
 * npz_refused.c. */
#include "format/npz.h"

#include <string.h>

#ifdef HAVE_LIBZIP
#include "base/memory.h"
#include "base/text.h"
#include "base/thread.h"
#include "format/foreign.h"
#include "format/zip_deflated.h"
#include "format/zip_directory.h"
#include "format/zip_stored.h"

#include <stdlib.h>

/* A stored member that somebody has open. */
typedef struct stored_member {
    uint64_t index;
    size_t n_users;
    struct stored_member *next;
    ml_zip_stored stored;
} stored_member;

/* An open archive, whose directory has been read and checked. All may have it that read from the same file. */
typedef struct archive {
    ml_source file;
    ml_array_keys keys;
    ml_monitor *monitor;   /* protects the rest */
    stored_member *stored; /* a list */
    ml_zip_directory *directory;
} archive;

/* An array of an open archive. */
typedef struct member {
    char *name; /* FILE.npz:KEY */
    archive *archive;
    ml_kept_open *kept; /* who shares the archive with others; NULL: it is the member's alone */
    uint64_t index;
    ml_source file; /* the archive's, by the name that the member's file has */
    ml_zip_data data;
    stored_member *stored; /* NULL: it is deflated */
    ml_zip_deflated *deflated;
    uint64_t n_in_order; /* bytes that have been read of the stored one, from the first on */
    bool is_spoiled;     /* the archive is not to be used again */
} member;

static ml_status read_member(void *state, uint64_t offset, size_t n, ml_error *error, void *to)
{
    member *m = state;
    if (m->deflated)
        return ml_zip_deflated_read(m->deflated, &m->data, offset, n, error, to);
    ml_status status = ml_zip_stored_read(&m->stored->stored, &m->data, offset, n, error, to);
    if (status || offset > m->n_in_order || offset + n <= m->n_in_order)
        return status;
    m->n_in_order = offset + n;
    return m->n_in_order == m->data.place.size_bytes ? ml_zip_stored_finish(&m->stored->stored, &m->data, error) : ML_OK;
}

static ml_status finish_member(void *state, ml_error *error)
{
    member *m = state;
    ml_status status = m->deflated ? ml_zip_deflated_finish(m->deflated, &m->data, error)
                                   : ml_zip_stored_finish(&m->stored->stored, &m->data, error);
    return status ? status : ml_source_finish(&m->file, error);
}

static void close_archive(void *thing)
{
    archive *a = thing;
    ml_zip_directory_close(a->directory);
    ml_array_keys_clear(&a->keys);
    ml_monitor_destroy(a->monitor);
    ml_source_close(&a->file);
    free(a);
}

/* Inside the archive's monitor: a stored member, which everybody has who has it open; NULL without memory. */
static stored_member *join_stored(archive *a, uint64_t index)
{
    stored_member *s = a->stored;
    while (s && s->index != index)
        s = s->next;
    if (!s && (s = ml_alloc(1, sizeof *s))) {
        s->index = index;
        s->stored.monitor = a->monitor;
        s->next = a->stored;
        a->stored = s;
    }
    if (s)
        s->n_users++;
    return s;
}

/* What is known of its check sum is forgotten with the last who has it: the next one reads the data anew. */
static void leave_stored(archive *a, stored_member *s)
{
    ml_monitor_enter(a->monitor);
    bool is_last = --s->n_users == 0;
    for (stored_member **link = &a->stored; is_last && *link; link = &(*link)->next)
        if (*link == s) {
            *link = s->next;
            break;
        }
    ml_monitor_leave(a->monitor);
    if (!is_last)
        return;
    ml_zip_stored_clear(&s->stored);
    free(s);
}

/* An archive whose file could not be read is not used again. */
static void close_member(void *state)
{
    member *m = state;
    if (m->deflated)
        ml_zip_deflated_clear(m->deflated);
    free(m->deflated);
    if (m->stored)
        leave_stored(m->archive, m->stored);
    if (m->kept && m->archive)
        ml_kept_open_return(m->kept, m->archive, m->is_spoiled);
    else if (m->archive)
        close_archive(m->archive);
    free(m->name);
    free(m);
}

/* Lists the members called .npy. */
static ml_status list_arrays(archive *a, ml_error *error)
{
    static const char extension[] = ".npy";
    const uint64_t n_members = ml_zip_directory_n(a->directory);
    size_t capacity = 0;
    bool is_pytorch = false, is_zarr = false;
    ml_status status = ML_OK;
    for (uint64_t i = 0; i < n_members && !status; i++) {
        const char *name;
        status = ml_zip_directory_name(a->directory, i, error, &name);
        if (status)
            return status;
        is_pytorch = is_pytorch || ml_ends_with(name, "/data.pkl");
        is_zarr = is_zarr || ml_is_zarr_member(name);
        if (ml_ends_with(name, extension))
            status = ml_array_keys_add(&a->keys, &capacity, name, strlen(name) - strlen(extension), i, error);
    }
    if (!status && a->keys.n == 0 && (is_pytorch || is_zarr))
        status = ml_fail(error, ML_E_INPUT, "%s: is %s", a->file.name,
                         is_pytorch ? "a PyTorch file, which is not read; " ML_CONVERSION("PyTorch")
                                    : "a zarr store in a zip, which is not read; " ML_CONVERSION("zarr"));
    else if (!status && a->keys.n == 0)
        status = ml_fail(error, ML_E_INPUT, "%s: holds no array: none of its %llu members is called .npy", a->file.name,
                         (unsigned long long)n_members);
    return status ? status : ml_array_keys_sort(&a->keys, error);
}

/* Reads the directory of a file, which remains the caller's on failure. */
static ml_status open_archive(const ml_source *file, ml_error *error, archive **opened)
{
    archive *a = ml_alloc(1, sizeof *a);
    if (!a || !(a->monitor = ml_monitor_create())) {
        free(a);
        return ml_fail_memory(error, "an archive");
    }
    a->file = *file;
    ml_status status = ml_zip_directory_open(&a->file, error, &a->directory);
    if (!status)
        status = list_arrays(a, error);
    if (status) {
        a->file.fd = -1;
        close_archive(a);
        return status;
    }
    *opened = a;
    return ML_OK;
}

/* Inside the archive's monitor: looks the member up, for somebody who calls the file so. */
static ml_status look_up(member *m, const char *name, ml_error *error)
{
    archive *a = m->archive;
    ml_zip_place place;
    a->file.name = name;
    m->file = a->file;
    ml_status status = ml_zip_directory_find(a->directory, m->index, m->name, error, &place);
    m->is_spoiled = ml_zip_directory_is_unread(a->directory);
    if (status)
        return status;
    m->data = (ml_zip_data){m->name, &m->file, place};
    if (place.is_deflated)
        m->deflated = ml_alloc(1, sizeof *m->deflated);
    else
        m->stored = join_stored(a, m->index);
    return m->deflated || m->stored ? ML_OK : ml_fail_memory(error, "an archive");
}

/* Finds the member called `key` in the open archive. */
static ml_status open_member(member *m, const char *name, const char *key, ml_error *error)
{
    archive *a = m->archive;
    const ml_array_key *chosen = NULL;
    ml_status status = ml_array_keys_choose(name, &a->keys, key, error, &chosen);
    if (status)
        return status;
    m->index = chosen->member;
    m->name = ml_format("%s:%s", name, chosen->key);
    if (!m->name)
        return ml_fail_memory(error, "an archive");
    ml_monitor_enter(a->monitor);
    status = look_up(m, name, error);
    ml_monitor_leave(a->monitor);
    return status;
}

/* Has the member's archive from those that are kept, or opens it: it has the file then. */
static ml_status find_archive(member *m, ml_source *file, ml_error *error)
{
    archive *offered;
    if (m->kept && (m->archive = ml_kept_open_share(m->kept, file)))
        return ML_OK;
    ml_status status = open_archive(file, error, &m->archive);
    if (status || !m->kept)
        return status;
    file->fd = -1;
    if ((offered = ml_kept_open_offer(m->kept, file, m->archive, close_archive)))
        m->archive = offered;
    else
        m->kept = NULL;
    return ML_OK;
}

ml_status ml_npz_open(ml_source *file, const char *key, ml_kept_open *kept, ml_error *error, ml_source *opened)
{
    static const ml_source_ops ops = {read_member, finish_member, close_member};
    member *m = ml_alloc(1, sizeof *m);
    if (!m)
        return ml_fail_memory(error, "an archive");
    m->kept = file->bytes ? NULL : kept;
    const bool may_be_kept = m->kept;
    ml_status status = find_archive(m, file, error);
    if (!status)
        status = open_member(m, file->name, key, error);
    if (status) {
        if (m->archive && !may_be_kept)
            m->archive->file.fd = -1; /* remains the caller's */
        close_member(m);
        return status;
    }
    if (may_be_kept)
        ml_source_close(file);
    file->fd = -1;
    *opened = (ml_source){.name = m->name,
                          .size_bytes = m->data.place.size_bytes,
                          .sequential = m->deflated != NULL,
                          .fd = -1,
                          .ops = &ops,
                          .state = m};
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

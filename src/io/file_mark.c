/* What tells a file from another and from itself later; see file_mark.h. */
#include "io/file_mark.h"

#include <errno.h>

ml_file_mark ml_file_mark_of(const struct stat *info)
{
    return (ml_file_mark){.device = (uint64_t)info->st_dev,
                          .inode = (uint64_t)info->st_ino,
                          .size_bytes = (uint64_t)info->st_size,
                          .seconds = (int64_t)info->st_mtim.tv_sec,
                          .nanoseconds = (int64_t)info->st_mtim.tv_nsec,
                          .changed_seconds = (int64_t)info->st_ctim.tv_sec,
                          .changed_nanoseconds = (int64_t)info->st_ctim.tv_nsec};
}

bool ml_file_mark_same(const ml_file_mark *a, const ml_file_mark *b)
{
    return a->device == b->device && a->inode == b->inode && a->size_bytes == b->size_bytes && a->seconds == b->seconds &&
           a->nanoseconds == b->nanoseconds;
}

ml_status ml_fail_changed(const char *name, ml_error *error)
{
    return ml_fail(error, ML_E_INPUT, "%s: has changed while it was read; run this again when nobody writes to it", name);
}

/* Whether nothing at all has happened to the file. Looking it up by its path would take five times as long. */
static bool is_untouched(const ml_file_mark *mark, int fd)
{
    struct stat info;
    if (fd < 0 || fstat(fd, &info) != 0 || info.st_nlink == 0)
        return false;
    const ml_file_mark now = ml_file_mark_of(&info);
    return ml_file_mark_same(mark, &now) && now.changed_seconds == mark->changed_seconds &&
           now.changed_nanoseconds == mark->changed_nanoseconds;
}

ml_status ml_file_mark_check(const ml_file_mark *mark, int fd, const char *path, const char *name, ml_error *error)
{
    struct stat info;
    if (is_untouched(mark, fd))
        return ML_OK;
    if (stat(path, &info) == 0) {
        const ml_file_mark now = ml_file_mark_of(&info);
        return ml_file_mark_same(mark, &now) ? ML_OK : ml_fail_changed(name, error);
    }
    if (errno == ENOENT || errno == ENOTDIR)
        return ml_fail(error, ML_E_INPUT, "%s: was removed or renamed while it was read", name);
    return ml_fail_call(error, name);
}

/* A folder of its own, in memory where there is such a place, for targets whose parsers take names of files. */
#ifndef ML_TESTS_FUZZ_FOLDER_H
#define ML_TESTS_FUZZ_FOLDER_H

#include "fuzz.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FUZZ_PATH_SIZE = 4096 };

static char fuzz_root[FUZZ_PATH_SIZE]; /* empty until it is made */
static int fuzz_origin = -1;           /* where the process was before it went there */

/* Removes what is below the current folder, `keep` apart (NULL: nothing). */
static inline void fuzz_folder_empty(const char *keep)
{
    DIR *folder = opendir(".");
    FUZZ_CHECK(folder);
    for (const struct dirent *entry; (entry = readdir(folder));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || (keep && strcmp(entry->d_name, keep) == 0))
            continue;
        if (unlink(entry->d_name) == 0)
            continue;
        FUZZ_CHECK(chdir(entry->d_name) == 0);
        fuzz_folder_empty(NULL);
        FUZZ_CHECK(chdir("..") == 0 && rmdir(entry->d_name) == 0);
    }
    closedir(folder);
}

static inline void fuzz_folder_remove(void)
{
    if (chdir(fuzz_root) == 0)
        fuzz_folder_empty(NULL);
    (void)rmdir(fuzz_root);
    FUZZ_CHECK(fchdir(fuzz_origin) == 0);
}

/* Makes it the current folder; at the first call, which returns true, it is made, and it is removed at the end of the process.
 */
static inline bool fuzz_folder_enter(void)
{
    const char *temporary = getenv("TMPDIR");
    bool is_new = !*fuzz_root;
    if (is_new) {
        temporary = temporary ? temporary : access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
        snprintf(fuzz_root, sizeof fuzz_root, "%s/maskloss-fuzz-XXXXXX", temporary);
        FUZZ_CHECK(mkdtemp(fuzz_root) && atexit(fuzz_folder_remove) == 0);
        FUZZ_CHECK((fuzz_origin = open(".", O_RDONLY | O_DIRECTORY)) >= 0);
    }
    FUZZ_CHECK(chdir(fuzz_root) == 0);
    return is_new;
}

/* Goes back. */
static inline void fuzz_folder_leave(void) { FUZZ_CHECK(fchdir(fuzz_origin) == 0); }

/* Whether a path stays in the folder: it is relative, and no part of it is "..". */
static inline bool fuzz_is_below(const char *path)
{
    if (*path == '/')
        return false;
    for (const char *at = path; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (strncmp(at, "..", 2) == 0)
            return false;
    }
    return true;
}

/* Writes a file in the current folder and makes the folders above it; nothing where the file system does not take its name. */
static inline void fuzz_write(const char *name, const void *bytes, size_t n)
{
    char path[FUZZ_PATH_SIZE];
    if (snprintf(path, sizeof path, "%s", name) >= FUZZ_PATH_SIZE || !fuzz_is_below(path))
        return;
    for (char *at = path; (at = strchr(at, '/')); at++) {
        *at = '\0';
        (void)mkdir(path, 0777);
        *at = '/';
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    FUZZ_CHECK(fd < 0 || (write(fd, bytes, n) == (ssize_t)n && close(fd) == 0));
}

/* Reads a file, ended with NUL; NULL: there is none. Freed with free. */
static inline char *fuzz_read(const char *name, size_t *n)
{
    struct stat info;
    int fd = open(name, O_RDONLY);
    if (fd < 0)
        return NULL;
    FUZZ_CHECK(fstat(fd, &info) == 0);
    char *text = malloc((size_t)info.st_size + 1);
    FUZZ_CHECK(text && read(fd, text, (size_t)info.st_size) == info.st_size && close(fd) == 0);
    *n = (size_t)info.st_size;
    text[*n] = '\0';
    return text;
}

#endif

/* A temporary folder for a test program, made before its tests run and removed after them, whatever comes of them. */
#ifndef ML_TESTS_TREE_H
#define ML_TESTS_TREE_H

#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TREE_PATH_SIZE = 4096 };

static char tree_root[TREE_PATH_SIZE];

static inline void tree_setup(void)
{
    const char *temporary = getenv("TMPDIR");
    snprintf(tree_root, sizeof tree_root, "%s/maskloss-unit-XXXXXX", temporary && *temporary ? temporary : "/tmp");
    EXPECT(mkdtemp(tree_root), "%s cannot be made: %s", tree_root, strerror(errno));
}

/* Removes a file, a link, or a folder with all that is in it. */
static inline void tree_remove(const char *path)
{
    struct stat info;
    DIR *folder = lstat(path, &info) == 0 && S_ISDIR(info.st_mode) ? opendir(path) : NULL;
    for (const struct dirent *entry; folder && (entry = readdir(folder));) {
        char below[TREE_PATH_SIZE];
        int n = snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (n < TREE_PATH_SIZE && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            tree_remove(below);
    }
    if (folder)
        closedir(folder);
    (void)remove(path);
}

static inline void tree_teardown(void) { tree_remove(tree_root); }

/* To be called in add_tests. */
static inline void tree_use(TCase *tests) { tcase_add_unchecked_fixture(tests, tree_setup, tree_teardown); }

/* The path of something in the folder. */
static inline const char *tree_path(const char *name, char path[TREE_PATH_SIZE])
{
    int n = snprintf(path, TREE_PATH_SIZE, "%s/%s", tree_root, name);
    EXPECT(n > 0 && n < TREE_PATH_SIZE, "the path of %s is too long", name);
    return path;
}

/* Makes the folders above `name`, and `name` itself as a folder if it ends in a slash, else as an empty file. */
static inline void tree_add(const char *name)
{
    char path[TREE_PATH_SIZE];
    tree_path(name, path);
    for (char *at = path + strlen(tree_root) + 1; (at = strchr(at, '/')); at++) {
        *at = '\0';
        EXPECT(mkdir(path, 0777) == 0 || errno == EEXIST, "%s: %s", path, strerror(errno));
        *at = '/';
    }
    if (path[strlen(path) - 1] == '/')
        return;
    FILE *file = fopen(path, "w");
    EXPECT(file && fclose(file) == 0, "%s: %s", path, strerror(errno));
}

/* Makes a file that holds the text. */
static inline void tree_write(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    EXPECT(file && fputs(text, file) >= 0 && fclose(file) == 0, "%s: %s", path, strerror(errno));
}

static inline void tree_add_all(const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        tree_add(names[i]);
}

/* Runs a function in a process without special rights and returns its answer, 0..98. */
static inline int tree_without_rights(int (*run)(void))
{
    int status = -1;
    EXPECT(chmod(tree_root, 0755) == 0, "%s: %s", tree_root, strerror(errno));
    pid_t child = fork();
    if (child == 0)
        _exit(geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0) ? 99 : run());
    EXPECT(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status), "the process came to an end");
    EXPECT(WEXITSTATUS(status) != 99, "rights cannot be given up");
    return WEXITSTATUS(status);
}

/* A link called `name` to `target`. */
static inline void tree_link(const char *target, const char *name)
{
    char path[TREE_PATH_SIZE];
    EXPECT(symlink(target, tree_path(name, path)) == 0, "%s: %s", path, strerror(errno));
}

#endif

/* The test data: files of tests/data in the source tree, which `srcdir` names. */
#ifndef ML_TESTS_DATA_H
#define ML_TESTS_DATA_H

#include "unit.h"

#include "input/source.h"

#include <glob.h>
#include <stdio.h>

enum { DATA_PATH_SIZE = 4096 };

/* The path of tests/data/NAME. */
static inline const char *data_path(const char *name, char path[DATA_PATH_SIZE])
{
    const char *srcdir = getenv("srcdir");
    int n = snprintf(path, DATA_PATH_SIZE, "%s/tests/data/%s", srcdir ? srcdir : ".", name);
    EXPECT(n > 0 && n < DATA_PATH_SIZE, "the path of %s is too long", name);
    return path;
}

/* The file's name without folders. */
static inline const char *data_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* A whole file in memory of exactly its size, so that sanitizers see a byte read too far. Freed with free. */
static inline uint8_t *data_read(const char *path, size_t *size_bytes)
{
    FILE *file = fopen(path, "rb");
    EXPECT(file, "%s cannot be opened", path);
    EXPECT(fseek(file, 0, SEEK_END) == 0, "%s has no end", path);
    long n = ftell(file);
    EXPECT(n >= 0 && fseek(file, 0, SEEK_SET) == 0, "%s has no start", path);
    uint8_t *bytes = malloc(n ? (size_t)n : 1);
    EXPECT(bytes && fread(bytes, 1, (size_t)n, file) == (size_t)n, "%s cannot be read", path);
    fclose(file);
    *size_bytes = (size_t)n;
    return bytes;
}

/* All files of tests/data that match a pattern, in order; it is an error if there are fewer than `least`. */
static inline glob_t data_glob(const char *pattern, size_t least)
{
    glob_t found;
    char path[DATA_PATH_SIZE];
    EXPECT(glob(data_path(pattern, path), 0, NULL, &found) == 0, "nothing matches %s", path);
    EXPECT(found.gl_pathc >= least, "only %zu files match %s", (size_t)found.gl_pathc, path);
    return found;
}

#endif

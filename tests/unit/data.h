/* The test data: files of tests/data in the source tree, which `srcdir` names. */
#ifndef ML_TESTS_DATA_H
#define ML_TESTS_DATA_H

#include "unit.h"

#include "io/source.h"

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

/* The same as text; to be freed. */
static inline char *data_read_text(const char *path)
{
    size_t n;
    uint8_t *bytes = data_read(path, &n);
    char *text = malloc(n + 1);
    ck_assert(text != NULL);
    memcpy(text, bytes, n);
    text[n] = '\0';
    free(bytes);
    return text;
}

/* Fails unless the file holds this text. */
static inline void data_expect_content(const char *path, const char *wanted)
{
    size_t n;
    uint8_t *bytes = data_read(path, &n);
    EXPECT(n == strlen(wanted) && memcmp(bytes, wanted, n) == 0, "%s holds '%.*s', not '%s'", path, (int)n, (char *)bytes,
           wanted);
    free(bytes);
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

/* Fails unless every file of tests/data that is called PREFIX...SUFFIX is PREFIX, a name and SUFFIX; name(i) is NULL behind the
 * last name. */
static inline void data_expect_named(const char *prefix, const char *suffix, const char *(*name)(size_t i))
{
    char pattern[64], called[128];
    snprintf(pattern, sizeof pattern, "%s*%s", prefix, suffix);
    glob_t found = data_glob(pattern, 10);
    for (size_t k = 0; k < found.gl_pathc; k++) {
        bool known = false;
        for (size_t i = 0; name(i) && !known; i++) {
            snprintf(called, sizeof called, "%s%s%s", prefix, name(i), suffix);
            known = strcmp(data_name(found.gl_pathv[k]), called) == 0;
        }
        EXPECT(known, "%s has no row", found.gl_pathv[k]);
    }
    globfree(&found);
}

/* A file of tests/data in memory; its bytes are freed with free. */
typedef struct data_file {
    char name[96];
    uint8_t *bytes;
    ml_source source;
} data_file;

static inline void data_load(data_file *file, const char *name)
{
    char path[DATA_PATH_SIZE];
    size_t n;
    snprintf(file->name, sizeof file->name, "%s", name);
    file->bytes = data_read(data_path(file->name, path), &n);
    file->source = ml_source_memory(file->name, file->bytes, n);
}

#endif

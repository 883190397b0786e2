/* Runs a fuzz target without libFuzzer: over every file of its corpus as it is, cut at each length, and with each byte changed.
 *
 *     fuzz_NAME [FOLDER|FILE...]      default: $srcdir/tests/fuzz/corpus/NAME
 *
 * A crash, a failed check or a sanitizer's finding ends the program; UNIT_SHORT=N makes N times fewer changes. */
#include "fuzz.h"

#ifndef ML_FUZZING

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

enum { PATH_SIZE = 4096, MAX_CHANGES = 4096 };

static size_t n_files, n_inputs;

/* In memory of exactly this size, so that sanitizers see a byte read too far. */
static void run(const uint8_t *bytes, size_t n)
{
    uint8_t *own = malloc(n ? n : 1);
    FUZZ_CHECK(own);
    memcpy(own, bytes, n);
    LLVMFuzzerTestOneInput(own, n);
    n_inputs++;
    free(own);
}

static void run_changes(uint8_t *bytes, size_t n)
{
    static const uint8_t changes[] = {0x01, 0x80, 0xff};
    const char *divisor = getenv("UNIT_SHORT");
    size_t wanted = MAX_CHANGES / (divisor && atoi(divisor) > 0 ? (size_t)atoi(divisor) : 1), step = n / (wanted + 1) + 1;
    run(bytes, n);
    for (size_t at = 0; at < n; at += step) {
        uint8_t kept = bytes[at];
        run(bytes, at);
        for (size_t c = 0; c < ML_COUNT(changes); c++) {
            bytes[at] = kept ^ changes[c];
            run(bytes, n);
        }
        bytes[at] = kept;
    }
}

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    if (!file || fstat(fileno(file), &info) != 0) {
        perror(path);
        exit(1);
    }
    size_t n = (size_t)info.st_size;
    uint8_t *bytes = malloc(n ? n : 1);
    FUZZ_CHECK(bytes && fread(bytes, 1, n, file) == n);
    fclose(file);
    n_files++;
    run_changes(bytes, n);
    free(bytes);
}

static void run_path(const char *path)
{
    DIR *folder = opendir(path);
    if (!folder) {
        run_file(path);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(folder));) {
        char below[PATH_SIZE];
        if (entry->d_name[0] != '.' && snprintf(below, sizeof below, "%s/%s", path, entry->d_name) < PATH_SIZE)
            run_file(below);
    }
    closedir(folder);
}

int main(int argc, char **argv)
{
    const char *srcdir = getenv("srcdir");
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/tests/fuzz/corpus/%s", srcdir ? srcdir : ".", ml_fuzz_name);
    for (int i = 1; i < argc; i++)
        run_path(argv[i]);
    if (argc < 2)
        run_path(path);
    printf("%s: %zu files, %zu inputs\n", ml_fuzz_name, n_files, n_inputs);
    return n_files > 0 ? 0 : 1;
}

#endif

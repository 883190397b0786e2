/* Runs a fuzz target without libFuzzer:
 *
 *     fuzz_NAME                   over its corpus, $srcdir/tests/fuzz/corpus/NAME: every file as it is, and each seed cut at
 * many lengths and with many bytes changed fuzz_NAME FOLDER|FILE...    over these, as they are
 *
 * A crash, a failed check or a sanitizer's finding ends the program; UNIT_SHORT=N makes N times fewer changes
 * and leaves out most of the files that are no seeds. */
#include "fuzz.h"

#ifndef ML_FUZZING

#include <dirent.h>
#include <sys/stat.h>

enum { PATH_SIZE = 4096, MAX_PLACES = 4096, NAME_OF_FIND = 40 };

static size_t n_files, n_inputs;

/* In memory of exactly this size, so that sanitizers see a byte read too far. */
static void run(const uint8_t *bytes, size_t n, fuzz_repair *repair)
{
    uint8_t *own = malloc(n ? n : 1);
    FUZZ_CHECK(own);
    memcpy(own, bytes, n);
    if (repair)
        repair(own, n);
    LLVMFuzzerTestOneInput(own, n);
    n_inputs++;
    free(own);
}

/* How many times shorter the test is to be. */
static size_t divisor(void)
{
    const char *text = getenv("UNIT_SHORT");
    return text && atoi(text) > 0 ? (size_t)atoi(text) : 1;
}

/* Of the changes of a byte the last stays unrepaired: damage has to be seen, too. */
static void run_changes(uint8_t *bytes, size_t n)
{
    static const uint8_t changes[] = {0x01, 0x80, 0xff};
    size_t wanted = (ml_fuzz.max_places ? ml_fuzz.max_places : MAX_PLACES) / divisor();
    size_t step = n / (wanted + 1) + 1;
    for (size_t at = 0; at < n; at += step) {
        uint8_t kept = bytes[at];
        run(bytes, at, NULL);
        for (size_t c = 0; c < ML_COUNT(changes); c++) {
            bytes[at] = kept ^ changes[c];
            run(bytes, n, c + 1 < ML_COUNT(changes) ? ml_fuzz.repair : NULL);
        }
        bytes[at] = kept;
    }
}

/* Whether it is called as libFuzzer calls what it keeps, by a hash: these are many, and changes of others. */
static bool is_find(const char *name)
{
    return strlen(name) == NAME_OF_FIND && strspn(name, "0123456789abcdef") == NAME_OF_FIND;
}

/* Whether a file that is no seed is left out, by its name. */
static bool is_left_out(const char *name)
{
    enum { ONE_OF = 8 };
    unsigned sum = 0;
    for (; *name; name++)
        sum += (unsigned char)*name;
    return divisor() > 1 && sum % ONE_OF != 0;
}

static void run_file(const char *path, bool with_changes)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    if (!file || fstat(fileno(file), &info) != 0) {
        perror(path);
        exit(1);
    }
    size_t n = S_ISREG(info.st_mode) ? (size_t)info.st_size : 0;
    uint8_t *bytes = malloc(n ? n : 1);
    FUZZ_CHECK(bytes && fread(bytes, 1, n, file) == n);
    fclose(file);
    n_files++;
    run(bytes, n, NULL);
    if (with_changes)
        run_changes(bytes, n);
    free(bytes);
}

/* Runs the files of a folder below $srcdir/tests whose names have this in them (NULL: all). */
static void run_folder(const char *name, const char *wanted, bool with_changes)
{
    const char *srcdir = getenv("srcdir");
    char folder[PATH_SIZE], path[2 * PATH_SIZE];
    snprintf(folder, sizeof folder, "%s/tests/%s", srcdir ? srcdir : ".", name);
    DIR *entries = opendir(folder);
    for (const struct dirent *entry; entries && (entry = readdir(entries));) {
        bool is_seed = !wanted && !is_find(entry->d_name);
        if (entry->d_name[0] == '.' || (wanted && !strstr(entry->d_name, wanted)) || (!is_seed && is_left_out(entry->d_name)))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        run_file(path, with_changes && is_seed);
    }
    if (entries)
        closedir(entries);
}

int main(int argc, char **argv)
{
    char corpus[PATH_SIZE];
    bool is_whole = argc < 2 || strcmp(argv[1], "-") == 0;
    snprintf(corpus, sizeof corpus, "fuzz/corpus/%s", ml_fuzz.name);
    if (is_whole)
        run_folder(corpus, NULL, argc < 2);
    size_t n_corpus = n_files;
    if (is_whole && ml_fuzz.fixtures)
        run_folder("data", ml_fuzz.fixtures, false);
    for (int i = 1; i < argc && !is_whole; i++)
        run_file(argv[i], false);
    printf("%s: %zu files, %zu inputs\n", ml_fuzz.name, n_files, n_inputs);
    return n_files > 0 && (!is_whole || n_corpus > 0) ? 0 : 1;
}

#endif

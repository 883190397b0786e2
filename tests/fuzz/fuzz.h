/* What the fuzz targets share. A target feeds one parser, or the whole program, with any bytes: it must neither crash, nor
 * leak, nor need much time or memory, and what it says has to hold together. Each is one file fuzz_NAME.c with its corpus in
 * corpus/NAME, whose first comment says after "Covers:" which sources it is there for: `make fuzz-coverage` tells how much of
 * these its corpus reaches. Linked with libFuzzer (`make fuzz`) it is fuzzed; as it is built otherwise its corpus, and changes
 * of it, run as an ordinary test (replay.c). */
#ifndef ML_TESTS_FUZZ_H
#define ML_TESTS_FUZZ_H

#include "base/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Gives changed bytes what a parser looks at first, such as check sums, in place; see repair.h. */
typedef void fuzz_repair(uint8_t *bytes, size_t n);

typedef struct fuzz_target {
    const char *name;     /* its own, and that of its corpus and dictionary */
    fuzz_repair *repair;  /* NULL: nothing has to be repaired */
    const char *fixtures; /* of tests/data, which replay.c reads too: those with this in their names; NULL: none */
    size_t max_places;    /* of a seed, at which replay.c changes it; 0: as many as it has, up to 4096 */
} fuzz_target;
extern const fuzz_target ml_fuzz;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* What must never be. */
#define FUZZ_CHECK(CONDITION)                                                                                                  \
    do {                                                                                                                       \
        if (!(CONDITION)) {                                                                                                    \
            fprintf(stderr, "%s:%d: is not so: %s\n", __FILE__, __LINE__, #CONDITION);                                         \
            abort();                                                                                                           \
        }                                                                                                                      \
    } while (0)

/* A failure has a status and a text. */
static inline void fuzz_check_error(ml_status status, const ml_error *error)
{
    FUZZ_CHECK(status == error->status);
    FUZZ_CHECK((status == ML_OK) == (error->text[0] == '\0'));
    FUZZ_CHECK(status != ML_E_SYSTEM); /* bounds are small: memory lacks only where it was taken without asking */
}

/* The bytes as a string, NULL if they hold a NUL. Freed with free. */
static inline char *fuzz_string(const uint8_t *bytes, size_t n)
{
    char *text = memchr(bytes, '\0', n) ? NULL : malloc(n + 1);
    if (!text)
        return NULL;
    memcpy(text, bytes, n);
    text[n] = '\0';
    return text;
}

#endif

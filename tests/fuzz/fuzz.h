/* What the fuzz targets share. A target feeds one parser with any bytes: it must neither crash, nor leak, nor need much time or
 * memory. Each is one file fuzz_NAME.c with its corpus in corpus/NAME. Linked with libFuzzer (run.sh) it is fuzzed; linked with
 * replay.c its corpus, and changes of it, run as an ordinary test. */
#ifndef ML_TESTS_FUZZ_H
#define ML_TESTS_FUZZ_H

#include "base/error.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern const char ml_fuzz_name[]; /* of the target, and of its corpus */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* What must never be. */
#define FUZZ_CHECK(CONDITION)                                                                                                  \
    do {                                                                                                                       \
        if (!(CONDITION))                                                                                                      \
            abort();                                                                                                           \
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

#ifdef ML_FUZZING

/* A target may change inputs in its own way: libFuzzer's, and then what makes the parser look at what was changed. */
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t n, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t max, unsigned seed);

#endif

#endif

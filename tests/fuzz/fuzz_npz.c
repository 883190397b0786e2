/* .npz: the array that is chosen is read in order and out of it, as a prediction and as labels. */
#include "../crc.h"
#include "arrays.h"

#include "format/npz.h"

const char ml_fuzz_name[] = "npz";

/* Reads the last bytes, the first, and some in the middle. */
static void jump(const ml_source *array)
{
    uint8_t to[64];
    ml_error error = ML_ERROR_INIT;
    uint64_t n = array->size_bytes;
    const uint64_t offsets[] = {n - sizeof to, 0, n / 2 - sizeof to / 2};
    ml_status status = ML_OK;
    for (size_t i = 0; n >= sizeof to && i < ML_COUNT(offsets) && !status; i++)
        status = ml_source_read(array, offsets[i], sizeof to, &error, to);
    if (!status)
        status = ml_source_finish(array, &error);
    fuzz_check_error(status, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const keys[] = {"a", "", NULL};
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_array_header header = {0};
    if (!fuzz_is(&source, "a NumPy archive"))
        return 0;
    for (size_t k = 0; k < ML_COUNT(keys); k++) {
        ml_source archive = source, array;
        ml_error error = ML_ERROR_INIT;
        ml_status status = ml_npz_open(&archive, keys[k], &error, &array);
        fuzz_check_error(status, &error);
        if (status)
            continue;
        if (array.size_bytes <= FUZZ_MAX_MEMORY) {
            jump(&array);
            fuzz_elements(&array, &header);
        }
        ml_source_close(&array);
    }
    if (header.rank > 0) {
        fuzz_predictions(&source, &header);
        fuzz_label_images(&source, ML_READING_AUTO, false, false);
    }
    return 0;
}

#ifdef ML_FUZZING

enum { LOCAL_BYTES = 30, CENTRAL_BYTES = 46, COMMON_BYTES = 22 /* from the version to the size */ };

static size_t read_bytes(const uint8_t *from, size_t n)
{
    size_t value = 0;
    while (n-- > 0)
        value = value << 8 | from[n];
    return value;
}

/* Gives a member the check sum of its stored data, and its local header what the central one says. */
static void repair(uint8_t *bytes, size_t n, uint8_t *central)
{
    size_t start = read_bytes(central + 42, 4), packed = read_bytes(central + 20, 4), length = read_bytes(central + 28, 2);
    if (start > n || n - start < LOCAL_BYTES)
        return;
    uint8_t *local = bytes + start;
    size_t data = LOCAL_BYTES + read_bytes(local + 26, 2) + read_bytes(local + 28, 2);
    bool stored = read_bytes(central + 10, 2) == 0, streamed = central[8] & 8;
    if (stored && !streamed && data <= n - start && packed <= n - start - data) {
        uint32_t crc = crc_of(local + data, packed);
        for (size_t i = 0; i < 4; i++)
            central[16 + i] = (uint8_t)(crc >> 8 * i);
    }
    if (!streamed)
        memmove(local + 4, central + 6, COMMON_BYTES);
    if (read_bytes(local + 26, 2) == length && data <= n - start && length <= n - (size_t)(central - bytes) - CENTRAL_BYTES)
        memmove(local + LOCAL_BYTES, central + CENTRAL_BYTES, length);
}

/* Most changed archives become consistent again. */
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t max, unsigned seed)
{
    n = LLVMFuzzerMutate(bytes, n, max);
    for (size_t at = 0; seed % 8 && at + CENTRAL_BYTES <= n; at++)
        if (memcmp(bytes + at, "PK\1\2", 4) == 0)
            repair(bytes, n, bytes + at);
    return n;
}

#endif

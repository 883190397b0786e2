/* PNG, read as labels in every reading. */
#include "fuzz.h"

#include "input/labels.h"

const char ml_fuzz_name[] = "png";

enum { STEP = 1000 };

/* Reads all labels as classes, or with no classes looks for the largest. */
static void read_labels(const uint8_t *bytes, size_t n, ml_reading reading, const ml_classes *classes)
{
    const ml_input_options options = {.limits = {FUZZ_MAX_PIXELS, FUZZ_MAX_MEMORY}, .reading = reading};
    static const bool none_ignored[ML_N_LABELS] = {false};
    uint16_t some[STEP];
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_error error = ML_ERROR_INIT;
    ml_labels labels;
    ml_status status = ml_labels_open_source(&source, &options, &error, &labels);
    fuzz_check_error(status, &error);
    if (status)
        return;
    long largest = -1;
    status = classes ? ml_labels_bind(&labels, classes, &error) : ml_labels_largest(&labels, none_ignored, &error, &largest);
    for (size_t left = classes ? labels.n_pixels : 0, k; left > 0 && !status; left -= k) {
        k = left < STEP ? left : STEP;
        status = ml_labels_read(&labels, k, &error, some);
        for (size_t i = 0; i < k && !status; i++)
            FUZZ_CHECK(some[i] < classes->n || some[i] == ML_NONE || some[i] == ML_IGNORED);
    }
    fuzz_check_error(status, &error);
    ml_labels_close(&labels);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_classes classes;
    ml_error error = ML_ERROR_INIT;
    if (ml_classes_init_plain(3, &error, &classes))
        return 0;
    if (!ml_classes_index(&classes, &error)) {
        for (int reading = 0; reading < ML_N_READINGS; reading++)
            read_labels(bytes, n, (ml_reading)reading, &classes);
        read_labels(bytes, n, ML_READING_AUTO, NULL);
    }
    ml_classes_clear(&classes);
    return 0;
}

#ifdef ML_FUZZING

/* --- Changed chunks get the check sum that belongs to them, so that libpng looks at what is in them --- */

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t n, size_t max);
size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t max, unsigned seed);

static uint32_t read_32(const uint8_t *from)
{
    return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

static void write_crc(const uint8_t *bytes, size_t n, uint8_t *to)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < n; i++) {
        crc ^= bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
    }
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(~crc >> (24 - 8 * i));
}

size_t LLVMFuzzerCustomMutator(uint8_t *bytes, size_t n, size_t max, unsigned seed)
{
    n = LLVMFuzzerMutate(bytes, n, max);
    for (size_t at = 8; seed % 8 && at + 12 <= n;) { /* at the length of a chunk; some are left as they are */
        size_t length = read_32(bytes + at);
        if (length > n - at - 12)
            break;
        write_crc(bytes + at + 4, length + 4, bytes + at + 8 + length);
        at += length + 12;
    }
    return n;
}

#endif

/* .npz: the array that is chosen is read in order and out of it, and as a prediction. */
#include "arrays.h"

#include "input/npz.h"

const char ml_fuzz_name[] = "npz";

/* Reads the last bytes, the first, and some in the middle. */
static void jump(const ml_source *member)
{
    uint8_t to[64];
    ml_error error = ML_ERROR_INIT;
    uint64_t n = member->size_bytes;
    ml_status status = ML_OK;
    if (n >= sizeof to)
        status = ml_source_read(member, n - sizeof to, sizeof to, &error, to);
    if (!status && n >= sizeof to)
        status = ml_source_read(member, 0, sizeof to, &error, to);
    if (!status && n >= sizeof to)
        status = ml_source_read(member, n / 2 - sizeof to / 2, sizeof to, &error, to);
    if (!status)
        status = ml_source_finish(member, &error);
    fuzz_check_error(status, &error);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const char *const keys[] = {NULL, "a", ""};
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_npy_header header = {0};
    for (size_t k = 0; ml_npz_is(&source) && k < ML_COUNT(keys); k++) {
        ml_error error = ML_ERROR_INIT;
        ml_source member;
        ml_status status = ml_npz_open(&source, keys[k], &error, &member);
        fuzz_check_error(status, &error);
        if (status)
            continue;
        if (member.size_bytes <= FUZZ_MAX_MEMORY) {
            jump(&member);
            fuzz_elements(&member, &header);
        }
        ml_source_close(&member);
        if (!keys[k])
            fuzz_predictions(&source, ml_npz_prediction_open, &header);
    }
    return 0;
}

/* .npy: header, elements, and predictions of every axis order. */
#include "arrays.h"

const char ml_fuzz_name[] = "npy";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_npy_header header = {0};
    fuzz_elements(&source, &header);
    fuzz_predictions(&source, ml_npy_prediction_open, &header);
    return 0;
}

/* .npy: header, elements, and predictions and labels of every axis order. */
#include "arrays.h"

const char ml_fuzz_name[] = "npy";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    ml_source source = ml_source_memory("fuzzed", bytes, n);
    ml_array_header header = {0};
    if (!fuzz_is(&source, "a NumPy array"))
        return 0;
    fuzz_elements(&source, &header);
    fuzz_predictions(&source, &header);
    for (int how = 0; how < 4; how++)
        fuzz_label_images(&source, ML_READING_AUTO, how & 1, how & 2);
    return 0;
}
